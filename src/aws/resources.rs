//! Rules for the names and IDs of the resources that grants are about.

use crate::aws::rule::{Rule, is, is_word};
use crate::source::Code;

/// Source: Amazon S3 User Guide, "General purpose bucket naming rules".
pub const BUCKET: Rule = Rule {
    what: "a valid bucket name",
    accepted: "3 to 63 lowercase letters, digits, dots and hyphens, with a letter or digit at both ends, without consecutive dots, and not an IP address",
    code: Code::BadBucket,
    pattern: "[0-9a-z][0-9a-z.-]{1,61}[0-9a-z]",
    test: |text| {
        let inner = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit();
        is(text, 3..=63, |c| inner(c) || c == '.' || c == '-')
            && text.starts_with(inner)
            && text.ends_with(inner)
            && !text.contains("..")
            && text.parse::<std::net::Ipv4Addr>().is_err()
    },
};

/// Source: Amazon DynamoDB API, `TableName`: `[a-zA-Z0-9_.-]+`, 3 to 255.
pub const TABLE: Rule = Rule {
    what: "a valid table name",
    accepted: "3 to 255 letters, digits, and the characters _ . -",
    code: Code::BadResource,
    pattern: "[0-9A-Za-z_.-]{3,255}",
    test: |text| is(text, 3..=255, |c| is_word(c) || c == '.' || c == '-'),
};

/// Source: Amazon API Gateway: the ID in an API's invoke URL, lowercase letters and digits.
pub const REST_API_ID: Rule = Rule {
    what: "a valid API ID",
    accepted: "lowercase letters and digits, such as a1b2c3d4e5",
    code: Code::BadResource,
    pattern: "[0-9a-z]{1,64}",
    test: |text| is(text, 1..=64, |c| c.is_ascii_lowercase() || c.is_ascii_digit()),
};

/// Source: AWS AppSync API Reference, `apiId`.
pub const GRAPHQL_API_ID: Rule = Rule { what: "a valid AppSync API ID", ..REST_API_ID };

/// Source: AWS Lambda API, `FunctionName`: `[a-zA-Z0-9-_]+`, up to 64 as a name.
pub const FUNCTION: Rule = Rule {
    what: "a valid function name",
    accepted: "1 to 64 letters, digits, - and _; the name, not the ARN",
    code: Code::BadResource,
    pattern: "[0-9A-Za-z_-]{1,64}",
    test: |text| is(text, 1..=64, |c| is_word(c) || c == '-'),
};

/// Source: Amazon DynamoDB API, `IndexName`: `[a-zA-Z0-9_.-]+`, 3 to 255.
pub const INDEX: Rule = Rule { what: "a valid index name", ..TABLE };

/// Source: Amazon API Gateway API, CreateStage, `stageName`: letters, digits, - and _, up to 128; the default
/// stage of an HTTP API is `$default`.
pub const STAGE: Rule = Rule {
    what: "a valid stage name",
    accepted: "1 to 128 letters, digits, - and _, such as prod, or $default; without wildcards, because `*` would also match methods and paths",
    code: Code::BadResource,
    pattern: "[0-9A-Za-z_$-]{1,128}",
    test: |text| text == "$default" || is(text, 1..=128, |c| is_word(c) || c == '-'),
};

/// The maximum number of characters of an MQTT topic.
/// Source: AWS IoT Core, "AWS IoT Core message broker and protocol limits and quotas".
pub const TOPIC_CHARACTERS: usize = 256;

/// A client ID of AWS IoT that only Terraform knows, in a resource of a policy: what [`is_client_id`] accepts, without
/// wildcards and variables of IAM.
pub const CLIENT_ID: Rule = Rule {
    what: "a valid IoT client ID",
    accepted: "1 to 128 characters, without wildcards (* ? # +), slashes, braces and control characters",
    code: Code::BadResource,
    pattern: r"[^/#+*?{}\x00-\x1f\x7f-\x9f]{1,128}",
    test: |text| is_client_id(text) && !text.contains(is_syntax_of_policies),
};

/// An MQTT topic that only Terraform knows, in a resource of a policy: without wildcards, and without variables of IAM.
pub const TOPIC: Rule = Rule {
    what: "a valid MQTT topic",
    accepted: "1 to 256 characters, without wildcards (* ? # +), braces, control characters and a slash at the start",
    code: Code::BadResource,
    pattern: r"[^/#+*?{}\x00-\x1f\x7f-\x9f][^#+*?{}\x00-\x1f\x7f-\x9f]{0,255}",
    test: |text| {
        is(text, 1..=TOPIC_CHARACTERS, |c| !c.is_control() && !"#+".contains(c) && !is_syntax_of_policies(c))
            && !text.starts_with('/')
    },
};

/// Whether a text can be a client ID of AWS IoT that is no wildcard of MQTT.
/// Source: AWS IoT Core, "AWS IoT Core message broker and protocol limits and quotas".
pub fn is_client_id(text: &str) -> bool {
    is(text, 1..=128, |c| !c.is_control() && !"/#+".contains(c))
}

/// Whether a character is a wildcard of IAM, or belongs to a variable: `${aws:userid}`.
fn is_syntax_of_policies(character: char) -> bool {
    "*?{}".contains(character)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accepted_and_refused() {
        let long = |count: usize| "x".repeat(count);
        let cases: &[(&Rule, &[&str], &[&str])] = &[
            (&BUCKET, &["abc", "my.bucket-1"], &["ab", "Abc", "a..b", "-ab", "192.168.0.1", &long(64)]),
            (&TABLE, &["abc", "my.table-1_x"], &["ab", "a/b", "arn:aws:dynamodb"]),
            (&FUNCTION, &["f", "my-function_1"], &["", "a.b", "f:1", &long(65)]),
            (&REST_API_ID, &["a1b2c3d4e5"], &["", "A1", "https://a1b2c3d4e5"]),
            (&STAGE, &["prod", "$default"], &["", "*", "a/b", "$x"]),
            (
                &CLIENT_ID,
                &["kiosk-1", "a:b", "$x", "é"],
                &["", "*", "a?", "a#", "+", "a/b", "${iot:ClientId}", "a\n", "\u{7f}", "\u{9f}", &long(129)],
            ),
            (
                &TOPIC,
                &["rooms", "rooms/1/in", "$aws/things/kiosk/shadow/get", "a//b", "é"],
                &[
                    "",
                    "/a",
                    "a/*",
                    "a?",
                    "a/#",
                    "+/b",
                    "${aws:userid}",
                    "a\n",
                    "\u{7f}",
                    "\u{9f}",
                    &long(257),
                ],
            ),
        ];
        for (rule, accepted, refused) in cases {
            for text in *accepted {
                assert!(rule.check(text).is_ok(), "{}: {text}", rule.what);
            }
            for text in *refused {
                assert!(rule.check(text).is_err(), "{}: {text}", rule.what);
            }
        }
    }
}
