//! Condition keys that are in the context of every request, so that a condition never finds them absent.

/// Global keys that every request of a role's session has, without the prefix `aws:`.
///
/// Source: the availability of each key in IAM User Guide, "AWS global condition context keys": always, in all requests, in
/// all signed requests, or in requests with temporary credentials; `FederatedProvider` in sessions of federated users.
const OF_EVERY_REQUEST: [&str; 13] = [
    "CurrentTime",
    "EpochTime",
    "FederatedProvider",
    "PrincipalAccount",
    "PrincipalArn",
    "PrincipalIsAWSService",
    "PrincipalType",
    "RequestedRegion",
    "SecureTransport",
    "TokenIssueTime",
    "UserAgent",
    "userid",
    "ViaAWSService",
];

/// Keys of services that every request for these actions has.
///
/// Sources: Amazon DynamoDB Developer Guide, "Using IAM policy conditions for fine-grained access control": these actions
/// name the partition keys of the items. `Scan` and PartiQL statements may not.
const OF_ACTIONS: [(&str, &[&str]); 1] = [(
    "dynamodb:LeadingKeys",
    &[
        "dynamodb:BatchGetItem",
        "dynamodb:BatchWriteItem",
        "dynamodb:ConditionCheckItem",
        "dynamodb:DeleteItem",
        "dynamodb:GetItem",
        "dynamodb:PutItem",
        "dynamodb:Query",
        "dynamodb:UpdateItem",
    ],
)];

/// Ordinary values of global keys that every request has, without the prefix `aws:`.
const USUAL_VALUES: [(&str, &str); 7] = [
    ("CurrentTime", "2027-01-31T12:00:00Z"),
    ("EpochTime", "1801396800"),
    ("RequestedRegion", "us-east-1"),
    ("SecureTransport", "true"),
    ("TokenIssueTime", "2027-01-31T11:30:00Z"),
    ("UserAgent", "aws-sdk"),
    ("ViaAWSService", "false"),
];

/// An ordinary value of a condition key, for examples of requests in which its value is irrelevant.
pub fn usual_value(key: &str) -> &'static str {
    let name =
        key.split_once(':').filter(|(prefix, _)| prefix.eq_ignore_ascii_case("aws")).map(|(_, name)| name);
    let of_name =
        USUAL_VALUES.iter().find(|(known, _)| name.is_some_and(|name| known.eq_ignore_ascii_case(name)));
    of_name.map_or("x", |(_, value)| value)
}

/// Whether every request for an action has a condition key. The case of both is irrelevant.
pub fn is_always_sent(key: &str, action: &str) -> bool {
    let is_global = key.split_once(':').is_some_and(|(prefix, name)| {
        prefix.eq_ignore_ascii_case("aws")
            && OF_EVERY_REQUEST.iter().any(|sent| sent.eq_ignore_ascii_case(name))
    });
    let of_action = |(sent, actions): &(&str, &[&str])| {
        sent.eq_ignore_ascii_case(key) && actions.iter().any(|one| one.eq_ignore_ascii_case(action))
    };
    is_global || OF_ACTIONS.iter().any(of_action)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::iam::catalogue;

    #[test]
    fn keys_of_every_request_and_of_some_actions() {
        for (key, action, expected) in [
            ("aws:SecureTransport", "s3:GetObject", true),
            ("AWS:currenttime", "s3:GetObject", true),
            ("aws:SourceIp", "s3:GetObject", false),
            ("SecureTransport", "s3:GetObject", false),
            ("dynamodb:leadingkeys", "DynamoDB:getitem", true),
            ("dynamodb:LeadingKeys", "dynamodb:Scan", false),
            ("s3:prefix", "s3:ListBucket", false),
        ] {
            assert_eq!(is_always_sent(key, action), expected, "{key} {action}");
        }
    }

    #[test]
    fn the_actions_have_the_keys() {
        for (key, actions) in OF_ACTIONS {
            for action in actions {
                let (prefix, name) = action.split_once(':').unwrap();
                let service = catalogue::service(prefix).unwrap();
                let action = service.action(name).unwrap_or_else(|| panic!("{action}"));
                assert!(service.condition_keys(action).any(|known| known == key), "{key}");
            }
        }
    }
}
