//! The actions that write, delete, list and read what applications store.
//!
//! Source: Service Authorization Reference, "Amazon S3" and "Amazon DynamoDB".

/// Those that store objects and items.
pub const WRITE_ACTIONS: [&str; 7] = [
    "s3:PutObject",
    "s3:ReplicateObject",
    "dynamodb:PutItem",
    "dynamodb:UpdateItem",
    "dynamodb:BatchWriteItem",
    "dynamodb:PartiQLInsert",
    "dynamodb:PartiQLUpdate",
];

/// Those that delete them.
pub const DELETE_ACTIONS: [&str; 7] = [
    "s3:DeleteObject",
    "s3:DeleteObjectVersion",
    "s3:DeleteBucket",
    "dynamodb:DeleteItem",
    "dynamodb:BatchWriteItem",
    "dynamodb:PartiQLDelete",
    "dynamodb:DeleteTable",
];

/// Those that list the keys of objects.
pub const LIST_ACTIONS: [&str; 2] = ["s3:ListBucket", "s3:ListBucketVersions"];

/// Those that read items.
pub const READ_ITEM_ACTIONS: [&str; 5] = [
    "dynamodb:GetItem",
    "dynamodb:BatchGetItem",
    "dynamodb:Query",
    "dynamodb:Scan",
    "dynamodb:PartiQLSelect",
];

/// The condition key with which a list is limited to a prefix.
/// Source: Amazon S3 User Guide, "Bucket policy examples using condition keys".
pub const PREFIX_KEY: &str = "s3:prefix";

/// The condition key with which a list is limited to one level of the keys.
/// Source: the same page.
pub const DELIMITER_KEY: &str = "s3:delimiter";

/// Condition keys of options, which a request leaves out if the action doesn't have the option. AWS's policies compare them
/// with `IfExists`.
/// Source: Amazon DynamoDB Developer Guide, "Using IAM policy conditions for fine-grained access control".
pub const OPTION_KEYS: [&str; 2] = ["dynamodb:Select", "dynamodb:ReturnValues"];

/// The condition key with which access to items is limited to their partition keys.
/// Source: Amazon DynamoDB Developer Guide, "Using IAM policy conditions for fine-grained access control".
pub const LEADING_KEYS: &str = "dynamodb:LeadingKeys";
