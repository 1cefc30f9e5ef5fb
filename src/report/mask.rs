//! Detection of secrets in text that is about to be shown.

mod value;

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::LazyLock;

use crate::source::secrets_in;
use crate::terraform::{Argument, BACKENDS, Type, provider};

/// The number of bytes to examine around a place. No value is longer.
const MAX_AROUND: usize = 64 * 1024;

/// Keys whose values are secrets, in addition to those of backends and of the provider.
const KEYS: [&str; 8] = [
    "access_token",
    "api_key",
    "app_client_secret",
    "aws_secret_access_key",
    "client_secret",
    "private_token",
    "secret",
    "twitter",
];

/// The prefix of the actions of AWS Secrets Manager, which are no secrets.
const SECRETS_MANAGER: &str = "secretsmanager";

static SECRET_KEYS: LazyLock<BTreeSet<String>> = LazyLock::new(|| {
    let secrets = arguments().into_iter().filter(|argument| matches!(argument.kind, Type::Secret(_)));
    secrets.map(|argument| argument.name).chain(KEYS).map(plain).collect()
});

/// Arguments that are not secrets, such as `secret_suffix`.
static OTHER_KEYS: LazyLock<BTreeSet<String>> = LazyLock::new(|| {
    let others = arguments().into_iter().map(|argument| plain(argument.name));
    others.filter(|key| !SECRET_KEYS.contains(key)).chain([SECRETS_MANAGER.to_owned()]).collect()
});

/// All arguments of backends and of the provider.
fn arguments() -> Vec<&'static Argument> {
    let backends = BACKENDS.iter().map(|backend| backend.arguments);
    backends.chain([provider::ARGUMENTS]).flat_map(with_inside).collect()
}

fn with_inside(arguments: &'static [Argument]) -> Vec<&'static Argument> {
    let inside = arguments.iter().flat_map(|argument| with_inside(argument.inside()));
    arguments.iter().chain(inside).collect()
}

/// The secrets around a place that are recognizable by their format, or by their key. In a file that
/// can't be parsed, there is no other way to find them.
pub fn secrets_around(text: &str, place: Range<usize>) -> Vec<Range<usize>> {
    let start = floor_char_boundary(text, place.start.saturating_sub(MAX_AROUND));
    let end = floor_char_boundary(text, place.end.saturating_add(MAX_AROUND).min(text.len()));
    let around = &text[start..end];
    let found = secrets_in(around).into_iter().chain(values_of_secret_keys(around));
    found.map(|range| range.start + start..range.end + start).collect()
}

fn values_of_secret_keys(text: &str) -> Vec<Range<usize>> {
    let mut values: Vec<Range<usize>> = Vec::new();
    for (at, sign) in text.match_indices([':', '=']) {
        let is_inside = values.last().is_some_and(|value| at < value.end);
        let Some(key) = value::key_before(text, at).filter(|_| !is_inside) else { continue };
        if is_secret(&text[key.clone()]) {
            values.push(value::range(text, key.start, at + sign.len()));
        }
    }
    values
}

/// Whether a key is that of a secret, in any spelling: `secretkey`, `SecretKey`. Nobody calls anything else a secret or a
/// password.
fn is_secret(key: &str) -> bool {
    let key = plain(key);
    let is_like_one = || ["secret", "passw"].iter().any(|word| key.contains(word));
    SECRET_KEYS.contains(&key) || (is_like_one() && !OTHER_KEYS.contains(&key))
}

/// A key without what differs between spellings.
fn plain(key: &str) -> String {
    key.chars()
        .filter(|character| *character != '_')
        .map(|character| character.to_ascii_lowercase())
        .collect()
}

/// The last character boundary at or before an offset.
pub(super) fn floor_char_boundary(text: &str, offset: usize) -> usize {
    (0..=offset).rev().find(|offset| text.is_char_boundary(*offset)).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::secrets_around;

    fn masked(text: &str) -> String {
        let ranges = secrets_around(text, 0..text.len());
        let shown =
            |(at, c): (usize, char)| if ranges.iter().any(|range| range.contains(&at)) { '*' } else { c };
        text.char_indices().map(shown).collect()
    }

    #[test]
    fn values_of_secret_keys_are_found_in_each_language() {
        for (text, expected) in [
            ("{ \"token\": \"abc\", \"b\": 1 }", "{ \"token\": *****, \"b\": 1 }"),
            ("secretkey: abc", "secretkey: ***"),
            ("SecretKey: abc", "SecretKey: ***"),
            ("facebook_secret: abc", "facebook_secret: ***"),
            ("db_passwrd: abc", "db_passwrd: ***"),
            ("secret_key = 'a b'", "secret_key = *****"),
            ("s3: { bucket: b, token: abc, x: 1 }", "s3: { bucket: b, token: ***, x: 1 }"),
            ("type: token", "type: token"),
            ("secret_suffix: a", "secret_suffix: a"),
            ("[\"secretsmanager:GetSecretValue\"]", "[\"secretsmanager:GetSecretValue\"]"),
            ("token_check: true", "token_check: true"),
            ("twitter: { terraform: var.twitter }", "twitter: { terraform: var.twitter }"),
            ("id: AKIAA1A1A1A1A1A1A1A1", "id: ********************"),
        ] {
            assert_eq!(masked(text), expected);
        }
        assert!(!masked("address: https://a.example/?token=abc&b=1").contains("abc"));
    }
}
