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

/// Whether something of an action in a policy is left to guests.
pub fn reaches_guests(action: &str) -> bool {
    let Some((service, _)) = action.split_once(':') else { return action == "*" };
    let service = service.to_ascii_lowercase();
    SERVICES.contains(&service.as_str()) || ACTIONS.iter().any(|allowed| overlap(action, allowed))
}

/// Whether two patterns can mean the same action. In IAM's patterns `*` is any text and `?` one
/// character.
fn overlap(first: &str, second: &str) -> bool {
    let [first, second] = [first, second].map(|pattern| pattern.to_ascii_lowercase().into_bytes());
    let nothing = ends(None, &second, &[]);
    first.iter().rev().fold(nothing, |below, byte| ends(Some(*byte), &second, &below))[0]
}

/// For each end of `second`, whether it can mean the same as an end of the first pattern that begins
/// with `byte`; `below` says so of the end behind that byte.
fn ends(byte: Option<u8>, second: &[u8], below: &[bool]) -> Vec<bool> {
    let mut same = vec![false; second.len() + 1];
    for index in (0..same.len()).rev() {
        same[index] = match (byte, second.get(index).copied()) {
            (None, None) => true,
            (Some(b'*'), None) => below[index],
            (None, Some(b'*')) => same[index + 1],
            (Some(b'*'), Some(_)) | (Some(_), Some(b'*')) => below[index] || same[index + 1],
            (Some(b'?'), Some(_)) | (Some(_), Some(b'?')) => below[index + 1],
            (Some(first), Some(second)) => first == second && below[index + 1],
            _ => false,
        };
    }
    same
}

#[cfg(test)]
mod tests {
    use super::{overlap, reaches_guests};

    #[test]
    fn left_and_ignored() {
        let left = [
            "s3:GetObject",
            "*",
            "kms:Decrypt",
            "kms:*",
            "KMS:GenerateDataKeyPair",
            "kms:GenerateDataKeyPairWithoutPlaintext",
            "textract:A*",
            "sumerian:ViewRelease",
            "kinesis:PutRecord",
            "rum:PutRumEvents",
            "geo:GetMapTile",
            "geo:PutGeofence",
            "geo:*",
        ];
        for action in left {
            assert!(reaches_guests(action), "{action}");
        }
        let ignored = [
            "ec2:RunInstances",
            "kms:CreateKey",
            "kms:Dec",
            "textract:StartDocumentAnalysis",
            "bedrock:InvokeModel",
            "geo:CreateMap",
            "geo:SearchPlace",
            "rum:GetAppMonitor",
            "events:PutEvents",
            "geo-maps:GetTile",
        ];
        for action in ignored {
            assert!(!reaches_guests(action), "{action}");
        }
    }

    #[test]
    fn patterns_that_can_mean_the_same() {
        for (first, second) in [
            ("a", "A"),
            ("a*", "*b"),
            ("*", ""),
            ("a?c", "abc"),
            ("x*y*z", "x*z"),
            ("*a*", "*b*"),
            ("**", "a"),
        ] {
            assert!(overlap(first, second) && overlap(second, first), "{first} {second}");
        }
        for (first, second) in [("a", "b"), ("a*", "b*"), ("a", ""), ("*a", "*b"), ("a?", "a"), ("a*b", "ac")]
        {
            assert!(!overlap(first, second) && !overlap(second, first), "{first} {second}");
        }
        let stars = "*a".repeat(2_000);
        assert!(!overlap(&stars, &"*b".repeat(2_000)));
    }
}
