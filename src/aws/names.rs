//! Rules for names, IDs, paths and numbers.

use crate::aws::region;
use crate::aws::rule::{Rule, accepted_text, is, is_word};
use crate::source::Code;

/// Source: Cognito Identity API, CreateIdentityPool, `IdentityPoolName`: `[\w\s+=,.@-]+`, 1 to 128.
pub const IDENTITY_POOL: Rule = Rule {
    what: "a valid identity pool name",
    accepted: "1 to 128 letters, digits, spaces and _ + = , . @ -",
    code: Code::BadIdentityPoolName,
    pattern: "[0-9A-Za-z_ +=,.@-]{1,128}",
    test: |text| is(text, 1..=128, |c| is_word(c) || " +=,.@-".contains(c)),
};

/// Source: Cognito Identity API, `IdentityPoolId`: `[\w-]+:[0-9a-f-]+`, 1 to 55.
pub const IDENTITY_POOL_ID: Rule = Rule {
    what: "an identity pool ID",
    accepted: "the pool's region, `:` and a UUID, such as us-east-1:2c1f8e70-0000-4000-8000-000000000000",
    code: Code::BadTrust,
    pattern: "[0-9A-Za-z_-]+:[0-9a-f-]+",
    test: |text| {
        text.split_once(':').is_some_and(|(region, id)| {
            region::is_region(region) && is(id, 36..=36, |c| matches!(c, '0'..='9' | 'a'..='f' | '-'))
        })
    },
};

/// Source: Cognito user pools API, `UserPoolIdType`: `[\w-]+_[0-9a-zA-Z]+`, 1 to 55.
pub const USER_POOL_ID: Rule = Rule {
    what: "a user pool ID",
    accepted: "the user pool's region, `_`, and letters or digits, such as us-east-1_Ab12Cd34E",
    code: Code::BadUserPoolId,
    pattern: "[a-z]{2,4}(-[a-z]+)+-[0-9]+_[0-9A-Za-z]{1,55}",
    test: |text| {
        text.split_once('_').is_some_and(|(region, id)| {
            region::is_region(region) && is(id, 1..=55, |c| c.is_ascii_alphanumeric()) && text.len() <= 55
        })
    },
};

/// Source: Cognito Identity API, `CognitoIdentityProviderClientId`: `[\w_]+`, 1 to 128.
pub const APP_CLIENT_ID: Rule = Rule {
    what: "an app client ID",
    accepted: "1 to 128 letters, digits and _, but not 40 to 64, as many as a client secret has, such as 3n4b5urk1ft4fl3mg5e62d9ado; the client IDs of social providers belong under `social`",
    code: Code::BadAppClientId,
    pattern: "([0-9A-Za-z_]{1,39}|[0-9A-Za-z_]{65,128})",
    test: |text| is(text, 1..=128, is_word) && !CLIENT_SECRET.contains(&text.len()),
};

/// The lengths that are taken for an app client secret. An ID has 26 characters, and a secret about twice as many.
/// Source: Amazon Cognito user pools API, UserPoolClientType: examples of `ClientId` and `ClientSecret`.
pub const CLIENT_SECRET: std::ops::RangeInclusive<usize> = 40..=64;

/// Source: AWS Account Management: an account ID is a number of 12 digits.
pub const ACCOUNT_ID: Rule = Rule {
    what: "an AWS account ID",
    accepted: "12 digits in quotes, such as \"111111111111\"",
    code: Code::BadAccountId,
    pattern: "[0-9]{12}",
    test: |text| is(text, 12..=12, |c| c.is_ascii_digit()),
};

accepted_text! {
    /// The ID of an account.
    AccountId, ACCOUNT_ID
}

impl AccountId {
    /// An account ID to use instead of an invalid one.
    pub fn placeholder() -> Self {
        Self("0".repeat(12))
    }
}

/// Source: IAM API, CreateRole, `RoleName`: `[\w+=,.@-]+`, 1 to 64.
pub const ROLE: Rule = Rule {
    what: "a valid role name",
    accepted: "1 to 64 letters, digits and _ + = , . @ -",
    code: Code::BadRole,
    pattern: "[0-9A-Za-z_+=,.@-]{1,64}",
    test: |text| is(text, 1..=64, |c| is_word(c) || "+=,.@-".contains(c)),
};

/// Source: IAM API, CreateRole, `Path`: `(\u002F)|(\u002F[\u0021-\u007E]+\u002F)`, 1 to 512.
pub const ROLE_PATH: Rule = Rule {
    what: "a valid role path",
    accepted: "`/`, or up to 512 printable ASCII characters without spaces that begin and end with `/`",
    code: Code::BadRole,
    pattern: "/([!-~]{1,510}/)?",
    test: |text| {
        text == "/"
            || (is(text, 3..=512, |c| c.is_ascii_graphic()) && text.starts_with('/') && text.ends_with('/'))
    },
};

/// Source: IAM API, CreateRole, `Description`: `[\u0009\u000A\u000D\u0020-\u007E\u00A1-\u00FF]*`, up to 1,000.
pub const ROLE_DESCRIPTION: Rule = Rule {
    what: "a valid role description",
    accepted: "up to 1,000 Latin-1 characters (no emoji, and no control characters except tabs and line breaks)",
    code: Code::BadRole,
    pattern: r"[\t\n\r -~\u00A1-\u00FF]{0,1000}",
    test: |text| is(text, 0..=1000, |c| matches!(c, '\t' | '\n' | '\r' | ' '..='~' | '\u{A1}'..='\u{FF}')),
};

/// Source: IAM API, PutRolePolicy and CreatePolicy, `PolicyName`: `[\w+=,.@-]+`, 1 to 128.
pub const POLICY: Rule = Rule {
    what: "a valid policy name",
    accepted: "1 to 128 letters, digits and _ + = , . @ -",
    code: Code::BadRole,
    pattern: "[0-9A-Za-z_+=,.@-]{1,128}",
    test: |text| is(text, 1..=128, |c| is_word(c) || "+=,.@-".contains(c)),
};

/// The session duration of a role in seconds. Source: IAM API, CreateRole, `MaxSessionDuration`: 3,600 to 43,200.
pub const SESSION_DURATION: std::ops::RangeInclusive<u32> = 3_600..=43_200;

/// Source: AWS Tagging, "Tag naming limits and requirements"; IAM and Cognito allow letters, digits,
/// spaces and `_ . : / = + - @`.
pub const TAG_KEY: Rule = Rule {
    what: "a valid tag key",
    accepted: "1 to 128 letters, digits, spaces and _ . : / = + - @, not starting with aws:",
    code: Code::BadTag,
    pattern: r"[^\x00-\x1f!-*,;<>?\[-^`{-\x9f]{1,128}",
    test: |text| is(text, 1..=128, is_tag_character) && !text.to_ascii_lowercase().starts_with("aws:"),
};

/// Source: see [`TAG_KEY`].
pub const TAG_VALUE: Rule = Rule {
    what: "a valid tag value",
    accepted: "up to 256 letters, digits, spaces and _ . : / = + - @",
    code: Code::BadTag,
    pattern: r"[^\x00-\x1f!-*,;<>?\[-^`{-\x9f]{0,256}",
    test: |text| is(text, 0..=256, is_tag_character),
};

fn is_tag_character(character: char) -> bool {
    character.is_alphanumeric() || character == ' ' || "_.:/=+-@".contains(character)
}

/// Source: STS API, AssumeRole, `ExternalId`: `[\w+=,.@:\/-]*`, 2 to 1,224.
pub const EXTERNAL_ID: Rule = Rule {
    what: "a valid external ID",
    accepted: "2 to 1,224 letters, digits and _ + = , . @ : / -",
    code: Code::BadArgument,
    pattern: "[0-9A-Za-z_+=,.@:/-]{2,1224}",
    test: |text| is(text, 2..=1224, |c| is_word(c) || "+=,.@:/-".contains(c)),
};

/// Source: STS API, AssumeRole, `RoleSessionName`: `[\w+=,.@-]*`, 2 to 64.
pub const SESSION_NAME: Rule = Rule {
    what: "a valid session name",
    accepted: "2 to 64 letters, digits and _ + = , . @ -",
    code: Code::BadArgument,
    pattern: "[0-9A-Za-z_+=,.@-]{2,64}",
    test: |text| is(text, 2..=64, |c| is_word(c) || "+=,.@-".contains(c)),
};

/// A profile in the AWS configuration files.
pub const PROFILE: Rule = Rule {
    what: "a valid profile name",
    accepted: "1 to 128 characters without line breaks, brackets or control characters",
    code: Code::BadArgument,
    pattern: r"[^\[\]\x00-\x1f\x7f-\x9f]{1,128}",
    test: |text| is(text, 1..=128, |c| !c.is_control() && c != '[' && c != ']'),
};

/// Source: IAM JSON policy elements, "Sid": ASCII letters and digits.
pub const SID: Rule = Rule {
    what: "a valid Sid",
    accepted: "only ASCII letters and digits",
    code: Code::BadPolicy,
    pattern: "[0-9A-Za-z]*",
    test: |text| text.chars().all(|c| c.is_ascii_alphanumeric()),
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accepted_and_refused() {
        let long = |count: usize| "x".repeat(count);
        let cases: &[(&Rule, &[&str], &[&str])] = &[
            (
                &IDENTITY_POOL,
                &["notes-dev", "Ünused".trim_start_matches('Ü'), &long(128)],
                &["", "a/b", "é", &long(129)],
            ),
            (
                &USER_POOL_ID,
                &["us-east-1_Ab12Cd34E", "us-gov-west-1_a"],
                &["us-east-1", "us-east-1_", "useast1_Ab", "us-east-1_a-b"],
            ),
            (&APP_CLIENT_ID, &["3n4b5urk1ft4fl3mg5e62d9ado"], &["", "1234-abcd.apps.googleusercontent.com"]),
            (
                &ACCOUNT_ID,
                &["111111111111"],
                &["11111111111", "1111111111111", "11111111111a", "١١١١١١١١١١١١"],
            ),
            (&ROLE, &["a", &long(64)], &["", "a b", &long(65)]),
            (&ROLE_PATH, &["/", "/apps/", "/a/b/"], &["", "//a", "apps/", "/apps", "/a b/"]),
            (&TAG_KEY, &["Project", "cost:centre"], &["", "aws:x", "AWS:x", "a\nb", "a\"b"]),
            (&TAG_VALUE, &["", "Zoë @ home"], &["a;b", &long(257)]),
            (&SID, &["", "Read1"], &["read-own"]),
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
