//! What guests can do in the enhanced flow, whatever their role allows.
//!
//! Cognito restricts a guest's session with two session policies, and a session can do what either allows. AWS's pages
//! contradict each other, so this module includes everything that any of them lists: poolsmith never reports an action as
//! ignored that may work.

/// A page of AWS's documentation, and the actions that it says guests can use.
pub struct Page {
    /// Its guide and title.
    pub title: &'static str,
    /// When it was read or, for a policy, when AWS last edited it.
    pub as_of: &'static str,
    /// Whether it is the newest page about one of both session policies. The others list actions that it lacks.
    pub is_newest: bool,
    /// The actions; `*` matches any text.
    pub actions: &'static [&'static str],
}

/// The month of the newest page.
pub fn last_checked() -> &'static str {
    SOURCES.iter().map(|page| page.as_of).max().unwrap_or_default()
}

/// All pages that list such actions.
pub const SOURCES: [Page; 5] = [
    Page {
        title: "Amazon Cognito Developer Guide, \"IAM roles\"",
        as_of: "2023-06",
        is_newest: true,
        actions: &[
            "s3:*",
            "dynamodb:*",
            "sdb:*",
            "lambda:*",
            "execute-api:*",
            "appsync:*",
            "iot:*",
            "firehose:*",
            "kinesisanalytics:*",
            "sqs:*",
            "sns:*",
            "ses:*",
            "geo:*",
            "gamelift:*",
            "mobileanalytics:*",
            "cloudwatch:*",
            "logs:*",
            "cognito-identity:*",
            "cognito-idp:*",
            "cognito-sync:*",
            "kms:Encrypt",
            "kms:Decrypt",
            "kms:ReEncrypt*",
            "kms:GenerateDataKey",
            "comprehend:*",
            "lex:*",
            "machinelearning:*",
            "personalize:*",
            "polly:*",
            "rekognition:*",
            "transcribe:*",
            "translate:*",
            "codewhisperer:*",
            "sumerian:View*",
            "sagemaker:InvokeEndpoint",
            "textract:DetectDocumentText",
            "textract:AnalyzeDocument",
        ],
    },
    Page {
        title: "the same page in awsdocs/amazon-cognito-developer-guide on GitHub",
        as_of: "2023-06",
        is_newest: false,
        actions: &["kinesis:*", "mobiletargeting:*"],
    },
    Page {
        title: "AWS Managed Policy Reference, \"AmazonCognitoUnauthenticatedIdentities\"",
        as_of: "2023-02",
        is_newest: false,
        actions: &["rum:PutRumEvents"],
    },
    Page {
        title: "AWS Managed Policy Reference, \"AmazonCognitoUnAuthedIdentitiesSessionPolicy\"",
        as_of: "2024-11",
        is_newest: true,
        actions: &[
            "rum:PutRumEvents",
            "sagemaker:InvokeEndpoint",
            "polly:*",
            "comprehend:*",
            "translate:*",
            "transcribe:*",
            "rekognition:*",
            "mobiletargeting:*",
            "firehose:*",
            "personalize:*",
            "geo:GetMap*",
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
            "kms:GenerateDataKeyPairWithoutPlaintext",
            "kms:GenerateDataKeyWithoutPlaintext",
        ],
    },
    Page {
        title: "Amazon Location Service Developer Guide, \"Use Amazon Cognito to authenticate\"",
        as_of: "2026-11",
        is_newest: false,
        actions: &[
            "geo-maps:GetStaticMap",
            "geo-maps:GetTile",
            "geo-places:Geocode",
            "geo-places:ReverseGeocode",
            "geo-places:SearchNearby",
            "geo-places:SearchText",
            "geo-places:Autocomplete",
            "geo-places:Suggest",
            "geo-places:GetPlace",
            "geo-routes:CalculateRoutes",
            "geo-routes:CalculateRouteMatrix",
            "geo-routes:CalculateIsolines",
            "geo-routes:OptimizeWaypoints",
            "geo-routes:SnapToRoads",
        ],
    },
];
