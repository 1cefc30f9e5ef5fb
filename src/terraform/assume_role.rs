//! The arguments for assuming a role, which the S3 backend and the AWS provider share.
//!
//! Source: "Backend Type: s3", and hashicorp/aws 5.100.0, "Assuming an IAM Role".

use crate::aws::{Rule, arn, names};
use crate::source::Code;
use crate::terraform::{Argument, Check, Type};

/// The arguments of `assume_role`.
pub const ASSUME_ROLE: &[Argument] = &[
    ROLE_ARN.required(),
    Argument::string("external_id", "The external ID that the role's trust policy requires.")
        .checked(Check::Rule(&names::EXTERNAL_ID)),
    SESSION_NAME,
    DURATION,
    POLICY,
    POLICY_ARNS,
    Argument::string("source_identity", "The source identity of the session.")
        .checked(Check::Rule(&names::SESSION_NAME)),
    Argument::new("tags", Type::Map, "The session tags."),
    Argument::new(
        "transitive_tag_keys",
        Type::List,
        "The session tags that are passed on to chained sessions.",
    ),
];

/// The arguments of `assume_role_with_web_identity`. The provider reads the role from AWS_ROLE_ARN if it is not given;
/// the backend requires it.
pub const fn with_web_identity(role_arn: Argument) -> [Argument; 7] {
    [
        role_arn,
        SESSION_NAME,
        DURATION,
        POLICY,
        POLICY_ARNS,
        Argument::string("web_identity_token_file", "The file that contains the token."),
        Argument::secret(
            "web_identity_token",
            "set `web_identity_token_file` or the environment variable AWS_WEB_IDENTITY_TOKEN_FILE to the path of a file with the token",
        ),
    ]
}

/// The role.
pub const ROLE_ARN: Argument =
    Argument::string("role_arn", "The role's ARN.").checked(Check::Arn(&arn::ROLE));

const SESSION_NAME: Argument =
    Argument::string("session_name", "The session name, which appears in CloudTrail.")
        .checked(Check::Rule(&names::SESSION_NAME));

const DURATION: Argument =
    Argument::string("duration", "The duration of the session, from 15m to 12h, such as 1h30m.")
        .checked(Check::Rule(&SESSION_DURATION));

const POLICY: Argument = Argument::string("policy", "A session policy as JSON, which limits the session.")
    .checked(Check::Rule(&SESSION_POLICY));

const POLICY_ARNS: Argument =
    Argument::new("policy_arns", Type::List, "The ARNs of managed policies that limit the session.")
        .checked(Check::Arn(&arn::POLICY));

const SESSION_DURATION: Rule = Rule {
    what: "a valid session duration",
    accepted: "15 minutes to 12 hours with units, such as 1h, 90m or 1h30m",
    code: Code::BadArgument,
    pattern: r"([0-9]*\.?[0-9]*(ns|us|µs|ms|s|m|h))+",
    test: |text| seconds(text).is_some_and(|seconds| (900.0..=43_200.0).contains(&seconds)),
};

const SESSION_POLICY: Rule = Rule {
    what: "a valid session policy",
    accepted: "an IAM policy document as JSON",
    code: Code::BadArgument,
    pattern: r"\s*\{[\s\S]*",
    test: |text| {
        text.trim_start().starts_with('{') && serde_json::from_str::<serde::de::IgnoredAny>(text).is_ok()
    },
};

/// The units of durations in Go, in seconds; one that starts like another comes first.
const UNITS: [(&str, f64); 7] =
    [("ns", 1e-9), ("us", 1e-6), ("µs", 1e-6), ("ms", 1e-3), ("s", 1.0), ("m", 60.0), ("h", 3600.0)];

/// The seconds of a duration as Go writes it: numbers with units. Source: Go, package time, "ParseDuration".
fn seconds(text: &str) -> Option<f64> {
    let (mut rest, mut total) = (text, 0.0);
    while !rest.is_empty() {
        let digits = rest.find(|c: char| !c.is_ascii_digit() && c != '.')?;
        let number: f64 = rest[..digits].parse().ok()?;
        let (unit, seconds) = UNITS.iter().find(|(unit, _)| rest[digits..].starts_with(unit))?;
        total += number * seconds;
        rest = &rest[digits + unit.len()..];
    }
    (!text.is_empty()).then_some(total)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations() {
        for text in ["1h", "15m", "12h", "1h30m", "900s", "1.5h", "900000ms", "14m60s"] {
            assert!(SESSION_DURATION.check(text).is_ok(), "{text}");
        }
        for text in ["", "3600", "1", "h", "14m", "13h", "1d", "1 h", "-1h", "1h30", "1..5h"] {
            assert!(SESSION_DURATION.check(text).is_err(), "{text}");
        }
    }

    #[test]
    fn session_policies() {
        assert!(SESSION_POLICY.check(r#"{ "Version": "2012-10-17", "Statement": [] }"#).is_ok());
        for text in ["", "{", "[]", "arn:aws:iam::aws:policy/ReadOnlyAccess"] {
            assert!(SESSION_POLICY.check(text).is_err(), "{text}");
        }
    }
}
