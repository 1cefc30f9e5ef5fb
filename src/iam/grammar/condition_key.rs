//! Condition keys.

use crate::iam::grammar::refused;
use crate::source::{Diagnostic, Span};

/// The diagnostic if a condition key doesn't have the form of one.
///
/// Source: IAM User Guide, "IAM policy validation check reference", "Invalid condition key format".
pub fn refusal(key: &str, span: Span) -> Option<Diagnostic> {
    (!is_key(key)).then(|| {
        refused(key, "a condition key", meant(key), span)
            .help("expected PREFIX:NAME, such as aws:PrincipalTag/team or s3:prefix")
    })
}

/// A regular expression that every condition key matches as a whole, in the syntax that RE2 and ECMAScript share.
pub const PATTERN: &str = r"[0-9A-Za-z_./-]+:\S([\s\S]*\S)?";

/// The prefix is a service, `aws`, or an identity provider such as `server.example/id/1`. A name may contain colons
/// and spaces, as tags do.
pub(super) fn is_key(key: &str) -> bool {
    let Some((prefix, name)) = key.split_once(':') else { return false };
    let is_prefix = |character: char| character.is_ascii_alphanumeric() || "-_./".contains(character);
    !prefix.is_empty() && prefix.chars().all(is_prefix) && !name.is_empty() && name.trim() == name
}

/// The key without what surrounds it in other languages: spaces, and `${…}`.
fn meant(key: &str) -> Option<String> {
    let key = key.trim();
    let inner = key.strip_prefix("${").and_then(|key| key.strip_suffix('}')).unwrap_or(key);
    is_key(inner).then(|| inner.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::FileId;

    #[test]
    fn a_key_has_a_prefix_and_a_name() {
        let said = |key: &str| refusal(key, Span::new(FileId(0), 0, 0)).map(|refusal| refusal.message);
        for key in [
            "aws:userid",
            "aws:PrincipalTag/cost center",
            "aws:ResourceTag/a:b",
            "s3:prefix",
            "cognito-identity.amazonaws.com:sub",
            "oidc.eks.us-east-1.amazonaws.com/id/EXAMPLED539D4633E53DE1B71EXAMPLE:aud",
            "kms:EncryptionContext:AppName",
        ] {
            assert_eq!(said(key), None, "{key}");
        }
        for key in ["", "prefix", ":prefix", "s3:", "s 3:prefix", "s3: prefix", "${s3}"] {
            assert!(said(key).unwrap_or_default().ends_with("is not a condition key"), "{key}");
        }
        for key in [" s3:prefix", "s3:prefix\n", "${s3:prefix}"] {
            let message = said(key).unwrap_or_default();
            assert!(message.ends_with("did you mean `s3:prefix`?"), "{key}: {message}");
        }
    }
}
