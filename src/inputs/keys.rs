//! User-defined names and keys, and the rules for their spelling.

use crate::aws::{Rule, accepted_text, is};
use crate::inputs::token::Token;
use crate::source::Code;

/// The key of the role for signed-in users.
pub const AUTHENTICATED: &str = "authenticated";
/// The key of the role for users who are not signed in.
pub const GUEST: &str = "guest";
/// The key of a role's permissions.
pub const GRANTS: &str = "grants";
/// The only key of a reference to an object in the user's own Terraform files.
pub const REFERENCE: &str = "terraform";
/// The key of an environment, a role or a grant that holds its previous key.
pub const RENAMED_FROM: &str = "renamed_from";
/// The key of a grant that isn't a kind: holds the name of its policy in IAM.
pub const POLICY_NAME: &str = "policy_name";

/// The rule for the key `name` of the inputs.
pub const NAME: Rule = Rule {
    what: "a valid name",
    accepted: "up to 32 lowercase letters, digits and hyphens, starting with a letter",
    code: Code::BadName,
    pattern: "[a-z][a-z0-9-]{0,31}",
    test: |text| is_key(text, 32, '-'),
};

/// The rule for the key of an environment, which is also the name of its directory.
pub const ENVIRONMENT: Rule = Rule {
    what: "a valid environment key",
    accepted: "up to 32 lowercase letters, digits and hyphens, starting with a letter; not the name of a Windows device (con, prn, aux, nul, com1, lpt1, …)",
    code: Code::BadKey,
    pattern: "[a-z][a-z0-9-]{0,31}",
    test: |text| is_key(text, 32, '-') && !is_device(text),
};

accepted_text! {
    /// The key of an environment, which is also the name of its directory.
    EnvironmentKey, ENVIRONMENT
}

impl EnvironmentKey {
    /// A valid key that is similar to an invalid one.
    pub fn similar_to(key: &str) -> Self {
        let accepted = key.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '-').take(14);
        Self(format!("e-{}", accepted.collect::<String>().to_ascii_lowercase()))
    }
}

accepted_text! {
    /// The name of the application.
    Name, NAME
}

impl Name {
    /// A valid name, to continue with after an invalid one was reported.
    pub fn fallback() -> Self {
        Self("name".to_owned())
    }
}

/// The rule for the key of a role, grant or provider, which becomes part of Terraform addresses.
pub const PART: Rule = Rule {
    what: "a valid key",
    accepted: "up to 32 lowercase letters, digits and underscores, starting with a letter; not for, null, true or false, which Terraform reserves",
    code: Code::BadKey,
    pattern: "[a-z][a-z0-9_]{0,31}",
    test: |text| is_key(text, 32, '_') && !["for", "null", "true", "false"].contains(&text),
};

/// The placeholder of an access test for the ID of any identity that the test doesn't name.
pub const OTHER: &str = "other";

/// The rule for the name of an identity, which is also a placeholder in access tests.
pub const IDENTITY: Rule = Rule {
    what: "a valid name of an identity",
    accepted: "up to 32 lowercase letters, digits and underscores, starting with a letter; not the word of a token, nor other, which are placeholders already",
    code: Code::BadKey,
    pattern: "[a-z][a-z0-9_]{0,31}",
    test: |text| is_key(text, 32, '_') && Token::of_word(text).is_none() && text != OTHER,
};

/// A valid key that is similar to the name of an IAM policy, if there is one: `AuthPolicy` becomes `auth_policy`.
pub fn similar_part(name: &str) -> Option<String> {
    let mut key = String::new();
    let mut follows_lowercase = false;
    for character in name.chars() {
        let starts_word =
            !character.is_ascii_alphanumeric() || (follows_lowercase && character.is_ascii_uppercase());
        if starts_word && !key.is_empty() && !key.ends_with('_') {
            key.push('_');
        }
        key.extend(Some(character.to_ascii_lowercase()).filter(char::is_ascii_alphanumeric));
        follows_lowercase = character.is_ascii_lowercase();
    }
    if key.len() > 32 {
        key.truncate(key[..=32].rfind('_').unwrap_or(32)); // whole words
    }
    let key = key.trim_end_matches('_');
    PART.check(key).is_ok().then(|| key.to_owned())
}

fn is_key(text: &str, longest: usize, separator: char) -> bool {
    text.starts_with(|c: char| c.is_ascii_lowercase())
        && is(text, 1..=longest, |c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == separator)
}

/// Windows reserves these names for devices, so a directory with such a name can't be checked out there.
fn is_device(name: &str) -> bool {
    let numbered = name.strip_prefix("com").or_else(|| name.strip_prefix("lpt"));
    ["con", "prn", "aux", "nul"].contains(&name)
        || numbered.is_some_and(|number| is(number, 1..=1, |c| c.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_similar_to_a_policy_name() {
        for (name, key) in [
            ("put-rum-events-only", Some("put_rum_events_only")),
            ("AuthPolicy", Some("auth_policy")),
            ("oneClick_Cognito_NotesAuth_Role_1448896", Some("one_click_cognito_notes_auth")),
            ("S3--ReadOnly.", Some("s3_read_only")),
            ("2024-policy", None),
            ("éa", Some("a")),
            ("null", None),
            ("", None),
        ] {
            assert_eq!(similar_part(name).as_deref(), key, "{name}");
        }
    }

    #[test]
    fn accepted_and_refused() {
        let cases: [(&Rule, &[&str], &[&str]); 4] = [
            (&NAME, &["a", "notes-2"], &["", "2notes", "Notes", "a_b", "{name}", &"a".repeat(33)]),
            (
                &ENVIRONMENT,
                &["dev", "eu-1", "prod-ap-northeast-1", &"a".repeat(32)],
                &["", "..", "con", "com1", "a/b", "a_b", "Dev", &"a".repeat(33)],
            ),
            (&PART, &["main", "a_b2"], &["", "a-b", "_a", "1a", "A"]),
            (&IDENTITY, &["ana", "null", "others"], &["", "identity", "account_id", "other", "Ana"]),
        ];
        for (rule, accepted, refused) in cases {
            for text in accepted {
                assert!(rule.check(text).is_ok(), "{}: {text}", rule.what);
            }
            for text in refused {
                assert!(rule.check(text).is_err(), "{}: {text}", rule.what);
            }
        }
    }
}
