//! What guests may do at most in the enhanced flow, whatever their role allows.
//!
//! Cognito gives a guest's session two policies, and a session may do what either allows. Where
//! AWS's pages differ, all that any of them names counts here, so that nothing is called ignored
//! that might not be.

/// Services whose actions are all left to guests, by their prefixes.
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

/// Actions that are left to guests of other services; a star stands for any text.
///
/// Source: AWS Managed Policy Reference, "AmazonCognitoUnAuthedIdentitiesSessionPolicy", and as
/// [`SERVICES`].
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
