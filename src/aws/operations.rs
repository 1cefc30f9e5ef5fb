//! API operations that IAM has no action for, and the actions that they require instead.

/// The operations of a service, and the actions of the same service that they require.
///
/// Sources: Amazon S3 User Guide, "Required permissions for Amazon S3 API operations"; Amazon DynamoDB Developer Guide,
/// "Using IAM with DynamoDB transactions" and "Using IAM security policies with PartiQL for DynamoDB"; AWS Lambda API
/// Reference, `Invoke` and `InvokeWithResponseStream`; Amazon Bedrock API Reference, `Converse`, `ConverseStream` and
/// `InvokeModelWithBidirectionalStream`; Amazon SQS Developer Guide, "Amazon SQS API permissions", and API Reference,
/// `AddPermission`; AWS KMS Developer Guide, "Permissions reference".
const OPERATIONS: &[(&str, &str, &[&str])] = &[
    ("s3", "CompleteMultipartUpload", &["PutObject"]),
    ("s3", "CopyObject", &["GetObject", "PutObject"]),
    ("s3", "CreateMultipartUpload", &["PutObject"]),
    ("s3", "DeleteBucketCors", &["PutBucketCORS"]),
    ("s3", "DeleteBucketEncryption", &["PutEncryptionConfiguration"]),
    ("s3", "DeleteBucketLifecycle", &["PutLifecycleConfiguration"]),
    ("s3", "DeleteBucketReplication", &["PutReplicationConfiguration"]),
    ("s3", "DeleteBucketTagging", &["PutBucketTagging"]),
    ("s3", "DeleteObjects", &["DeleteObject"]),
    ("s3", "DeletePublicAccessBlock", &["PutBucketPublicAccessBlock"]),
    ("s3", "GetBucketAccelerateConfiguration", &["GetAccelerateConfiguration"]),
    ("s3", "GetBucketEncryption", &["GetEncryptionConfiguration"]),
    ("s3", "GetBucketLifecycle", &["GetLifecycleConfiguration"]),
    ("s3", "GetBucketLifecycleConfiguration", &["GetLifecycleConfiguration"]),
    ("s3", "GetBucketNotificationConfiguration", &["GetBucketNotification"]),
    ("s3", "GetBucketReplication", &["GetReplicationConfiguration"]),
    ("s3", "GetPublicAccessBlock", &["GetBucketPublicAccessBlock"]),
    ("s3", "HeadBucket", &["ListBucket"]),
    ("s3", "HeadObject", &["GetObject"]),
    ("s3", "ListBuckets", &["ListAllMyBuckets"]),
    ("s3", "ListMultipartUploads", &["ListBucketMultipartUploads"]),
    ("s3", "ListObjects", &["ListBucket"]),
    ("s3", "ListObjectsV2", &["ListBucket"]),
    ("s3", "ListObjectVersions", &["ListBucketVersions"]),
    ("s3", "ListParts", &["ListMultipartUploadParts"]),
    ("s3", "PutBucketAccelerateConfiguration", &["PutAccelerateConfiguration"]),
    ("s3", "PutBucketEncryption", &["PutEncryptionConfiguration"]),
    ("s3", "PutBucketLifecycle", &["PutLifecycleConfiguration"]),
    ("s3", "PutBucketLifecycleConfiguration", &["PutLifecycleConfiguration"]),
    ("s3", "PutBucketNotificationConfiguration", &["PutBucketNotification"]),
    ("s3", "PutBucketReplication", &["PutReplicationConfiguration"]),
    ("s3", "PutPublicAccessBlock", &["PutBucketPublicAccessBlock"]),
    ("s3", "SelectObjectContent", &["GetObject"]),
    ("s3", "UploadPart", &["PutObject"]),
    ("s3", "UploadPartCopy", &["GetObject", "PutObject"]),
    ("dynamodb", "BatchExecuteStatement", PARTIQL),
    ("dynamodb", "ExecuteStatement", PARTIQL),
    ("dynamodb", "ExecuteTransaction", PARTIQL),
    ("dynamodb", "TransactGetItems", &["GetItem"]),
    ("dynamodb", "TransactWriteItems", &["PutItem", "UpdateItem", "DeleteItem", "ConditionCheckItem"]),
    ("lambda", "Invoke", &["InvokeFunction"]),
    ("lambda", "InvokeWithResponseStream", &["InvokeFunction"]),
    ("bedrock", "Converse", &["InvokeModel"]),
    ("bedrock", "ConverseStream", &["InvokeModelWithResponseStream"]),
    ("bedrock", "InvokeModelWithBidirectionalStream", &["InvokeModel"]),
    ("sqs", "ChangeMessageVisibilityBatch", &["ChangeMessageVisibility"]),
    ("sqs", "DeleteMessageBatch", &["DeleteMessage"]),
    ("sqs", "SendMessageBatch", &["SendMessage"]),
    ("kms", "ReEncrypt", &["ReEncryptFrom", "ReEncryptTo"]),
];

const PARTIQL: &[&str] = &["PartiQLSelect", "PartiQLInsert", "PartiQLUpdate", "PartiQLDelete"];

/// The actions that an operation of a service requires, if IAM has no action of its name.
pub fn actions_of_operation(service: &str, operation: &str) -> Option<&'static [&'static str]> {
    let mut of_service = operations().filter(|(prefix, ..)| *prefix == service);
    of_service.find_map(|(_, name, actions)| name.eq_ignore_ascii_case(operation).then_some(actions))
}

/// All operations that IAM has no action for: the service, the operation, and the actions that it requires.
pub fn operations() -> impl Iterator<Item = (&'static str, &'static str, &'static [&'static str])> {
    OPERATIONS.iter().copied()
}
