//! The patterns in the modules' validations and the rules for known values agree.

use poolsmith::aws::{Identifier, Partition};
use poolsmith::source::{FileId, Span};
use regex_lite::Regex;

use crate::support::Random;

fn accepts_rule(identifier: Identifier, value: &str) -> bool {
    identifier.refusal(value, Partition::Aws, Span::new(FileId(0), 0, 0)).is_none()
}

fn accepts_pattern(identifier: Identifier, value: &str) -> bool {
    Regex::new(&identifier.pattern(Partition::Aws)).unwrap().is_match(value)
}

/// A value of each kind that is right, and values that people pass instead.
const VALUES: [(Identifier, &str, &[&str]); 24] = [
    (Identifier::AccountId, "111111111111", &["1111", "arn:aws:iam::111111111111:root"]),
    (Identifier::Region, "us-gov-west-1", &["us-east-1a", "useast1", ""]),
    (Identifier::IdentityPoolName, "Notes dev", &["notes/dev", ""]),
    (Identifier::IdentityPoolId, "us-east-1:2c1f8e70-0000-4000-8000-000000000000", &["us-east-1_Ab12Cd34E"]),
    (Identifier::DeveloperProviderName, "login.notes.example", &["https://login.notes.example", ""]),
    (
        Identifier::UserPoolId,
        "us-east-1_Ab12Cd34E",
        &[
            "cognito-idp.us-east-1.amazonaws.com/us-east-1_Ab12Cd34E",
            "arn:aws:cognito-idp:us-east-1:111111111111:userpool/us-east-1_Ab12Cd34E",
            "notes",
        ],
    ),
    (
        Identifier::AppClientId,
        "3n4b5urk1ft4fl3mg5e62d9ado",
        &["1234567890abcdefghijklmnopqrstuvwxyz1234567890abcdef", "1234-abcd.apps.googleusercontent.com"],
    ),
    (Identifier::SocialAppId, "1234-abcd.apps.googleusercontent.com", &["https://x.example", "a b"]),
    (
        Identifier::OidcProviderArn,
        "arn:aws:iam::111111111111:oidc-provider/id.example",
        &["id.example", "arn:aws-cn:iam::111111111111:oidc-provider/id.example"],
    ),
    (Identifier::SamlProviderArn, "arn:aws:iam::111111111111:saml-provider/corporate", &["corporate"]),
    (Identifier::RoleName, "notes-dev-authenticated", &["arn:aws:iam::111111111111:role/notes"]),
    (Identifier::RoleArn, "arn:aws:iam::111111111111:role/path/notes", &["notes"]),
    (Identifier::PolicyArn, "arn:aws:iam::aws:policy/ReadOnlyAccess", &["ReadOnlyAccess"]),
    (Identifier::BucketName, "my.bucket-1", &["arn:aws:s3:::my-bucket", "s3://my-bucket", "My"]),
    (
        Identifier::KmsKeyArn,
        "arn:aws:kms:us-east-1:111111111111:key/1234abcd-12ab-34cd-56ef-1234567890ab",
        &["1234abcd-12ab-34cd-56ef-1234567890ab", "arn:aws:kms:us-east-1:111111111111:alias/notes"],
    ),
    (Identifier::TableName, "notes", &["arn:aws:dynamodb:us-east-1:111111111111:table/notes"]),
    (Identifier::IndexName, "by-date", &["notes/index/by-date"]),
    (Identifier::RestApiId, "a1b2c3d4e5", &["https://a1b2c3d4e5.execute-api.us-east-1.amazonaws.com"]),
    (Identifier::StageName, "prod", &["https://x.example/prod", "*"]),
    (
        Identifier::GraphqlApiId,
        "abcdefghijklmnopqrstuvwxyz",
        &["https://x.appsync-api.us-east-1.amazonaws.com"],
    ),
    (Identifier::FunctionName, "resize", &["arn:aws:lambda:us-east-1:111111111111:function:resize"]),
    (
        Identifier::IotClientId,
        "kiosk-1",
        &[
            "",
            "*",
            "kiosk-?",
            "kiosk/1",
            "kiosk-#",
            "+",
            "${iot:ClientId}",
            "kiosk\n",
            "arn:aws:iot:us-east-1:111111111111:thing/kiosk-1",
        ],
    ),
    (
        Identifier::MqttTopic,
        "kiosks/1/in",
        &[
            "",
            "*",
            "kiosks/*",
            "kiosks/?",
            "kiosks/#",
            "+/in",
            "/kiosks",
            "kiosks/${aws:userid}",
            "kiosks\u{9f}",
        ],
    ),
    (Identifier::ResourceArn, "arn:aws:s3:::files", &["files", "arn:aws:s3"]),
];

#[test]
fn what_people_pass_instead_is_refused_by_both() {
    let all: Vec<Identifier> = VALUES.iter().map(|(identifier, ..)| *identifier).collect();
    assert_eq!(all, Identifier::ALL);
    for (identifier, right, wrong) in VALUES {
        assert!(accepts_pattern(identifier, right), "{right}");
        for value in wrong {
            assert!(!accepts_rule(identifier, value), "{identifier:?}: the rule accepts {value}");
            assert!(!accepts_pattern(identifier, value), "{identifier:?}: the pattern accepts {value}");
        }
    }
}

/// Terraform must not stop at a value that poolsmith accepts.
#[test]
fn a_pattern_accepts_what_the_rule_accepts() {
    let mut random = Random::new(7);
    for (identifier, right, _) in VALUES {
        let pattern = Regex::new(&identifier.pattern(Partition::Aws)).unwrap();
        for _ in 0..2_000 {
            let value = mutated(right, &mut random);
            if accepts_rule(identifier, &value) {
                assert!(pattern.is_match(&value), "{identifier:?}: {value:?}");
            }
        }
    }
}

/// The message of a validation says what its pattern tests, and that of an error what the rule tests.
#[test]
fn a_message_claims_no_more_than_is_tested() {
    let said = |identifier: Identifier| {
        [identifier.accepted(Partition::Aws), identifier.accepted_by_pattern(Partition::Aws)]
    };
    for bucket in ["a..b", "192.168.0.1"] {
        assert!(
            accepts_pattern(Identifier::BucketName, bucket) && !accepts_rule(Identifier::BucketName, bucket)
        );
    }
    let [rule, pattern] = said(Identifier::BucketName);
    assert!(rule.contains("consecutive dots") && !pattern.contains("consecutive dots"), "{pattern}");
    let secret = "a".repeat(52);
    assert!(
        !accepts_pattern(Identifier::AppClientId, &secret) && !accepts_rule(Identifier::AppClientId, &secret)
    );
    assert!(said(Identifier::AppClientId).iter().all(|message| message.contains("but not 40 to 64")));
}

fn mutated(text: &str, random: &mut Random) -> String {
    let mut characters: Vec<char> = text.chars().collect();
    for _ in 0..random.between(1..=4) {
        let at = random.below(characters.len());
        match random.below(3) {
            0 if characters.len() > 1 => drop(characters.remove(at)),
            1 => characters.insert(at, random.pick(&SPECIAL)),
            _ => characters[at] = random.pick(&SPECIAL),
        }
    }
    characters.into_iter().collect()
}

const SPECIAL: [char; 20] =
    ['a', 'Z', '0', '9', '_', '-', '.', ':', '/', ',', ';', '+', '=', '@', '$', '*', ' ', '\n', 'é', '{'];
