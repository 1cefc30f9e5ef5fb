//! The actions that remain allowed in guests' sessions.

use crate::aws::guest::{ACTIONS, SERVICES};
use crate::iam::Pattern;

/// Whether AWS lets guests use any of the actions that a pattern matches.
pub fn reaches_guests<S>(action: &Pattern<S>) -> bool {
    let services = SERVICES.iter().map(|service| format!("{service}:*"));
    let mut allowed = services.chain(ACTIONS.map(str::to_owned));
    allowed.any(|allowed| Pattern::parse(&allowed).overlaps_ignoring_case(action))
}

#[cfg(test)]
mod tests {
    use super::*;

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
            assert!(reaches_guests(&Pattern::<()>::parse(action)), "{action}");
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
            assert!(!reaches_guests(&Pattern::<()>::parse(action)), "{action}");
        }
    }
}
