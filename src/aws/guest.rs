//! What guests can do in the enhanced flow, whatever their role allows.
//!
//! Cognito applies two session policies to guests, and a session can do what either allows. Where AWS's
//! pages contradict each other, this module includes everything that any page lists, so that poolsmith
//! never reports an action as ignored that may work.

/// Prefixes of the services of which guests can use all actions.
///
/// Source: Amazon Cognito Developer Guide, "IAM roles", "Services that unauthenticated identities can
/// access" and the inline session policy there.
pub const SERVICES: [&str; 30] = [
    "s3",
    "dynamodb",
    "sdb",
    "lambda",
    "execute-api",
    "appsync",
    "iot",
    "kinesis",
    "firehose",
    "kinesisanalytics",
    "sqs",
    "sns",
    "ses",
    "gamelift",
    "mobileanalytics",
    "mobiletargeting",
    "cloudwatch",
    "logs",
    "cognito-identity",
    "cognito-idp",
    "cognito-sync",
    "comprehend",
    "lex",
    "machinelearning",
    "personalize",
    "polly",
    "rekognition",
    "transcribe",
    "translate",
    "codewhisperer",
];

/// Actions of other services that guests can use; `*` matches any text.
///
/// Source: AWS Managed Policy Reference, "AmazonCognitoUnAuthedIdentitiesSessionPolicy", and the
/// sources of [`SERVICES`].
pub const ACTIONS: [&str; 20] = [
    "rum:PutRumEvents",
    "geo:GetMap*",
    "geo:ListMaps",
    "geo:SearchPlaceIndex*",
    "geo:GetPlace",
    "geo:CalculateRoute*",
    "geo:*Geofence",
    "geo:*Geofences",
    "geo:*DevicePosition*",
    "kms:Encrypt",
    "kms:Decrypt",
    "kms:ReEncryptTo",
    "kms:ReEncryptFrom",
    "kms:GenerateDataKey",
    "kms:GenerateDataKeyPair",
    "kms:GenerateDataKey*WithoutPlaintext",
    "sumerian:View*",
    "sagemaker:InvokeEndpoint",
    "textract:DetectDocumentText",
    "textract:AnalyzeDocument",
];
