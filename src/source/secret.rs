//! Detection of secrets by their format.

use std::ops::Range;

/// A format of secrets.
#[derive(Debug)]
pub struct SecretKind {
    /// Its description, with an article.
    pub what: &'static str,
    /// How to avoid it in a file.
    pub help: &'static str,
    prefix: &'static str,
    characters: AsciiSet,
    /// The minimum number of characters after the prefix.
    length: usize,
    is_part: fn(char) -> bool,
}

const fn kind(
    what: &'static str,
    prefix: &'static str,
    length: usize,
    is_part: fn(char) -> bool,
    help: &'static str,
) -> SecretKind {
    SecretKind { what, help, prefix, characters: ascii_characters(prefix), length, is_part }
}

/// The ASCII characters of a text, with a bit for each.
type AsciiSet = u128;

const fn ascii_characters(text: &str) -> AsciiSet {
    let (bytes, mut set, mut at) = (text.as_bytes(), 0, 0);
    while at < bytes.len() {
        if bytes[at].is_ascii() {
            set |= 1 << bytes[at];
        }
        at += 1;
    }
    set
}

const CREDENTIALS: &str = "use credentials from the environment, a profile or an assumed role";
const CLIENT: &str = "an identity pool only needs the public client ID: remove the client secret";
const ELSEWHERE: &str = "keep it in a secret store, and pass it in an environment variable";

/// The prefixes of secrets, as documented by their issuers.
///
/// Sources: IAM User Guide, "IAM identifiers: Understanding unique ID prefixes"; Login with Amazon,
/// "Security profile" (client secrets); Google Identity, client secrets of OAuth 2.0 clients; RFC 7468
/// (private keys); GitHub Docs, "About authentication to GitHub: GitHub's token formats"; GitLab Docs,
/// "Token prefixes"; Slack, "Token types"; HCP Terraform, "API tokens"; Vault, "Tokens"; Stripe, "API keys".
const KINDS: [SecretKind; 21] = [
    kind("an AWS access key", "AKIA", 16, is_upper, CREDENTIALS),
    kind("an AWS access key", "ASIA", 16, is_upper, CREDENTIALS),
    kind("a Google client secret", "GOCSPX-", 16, is_word, CLIENT),
    kind("a Login with Amazon client secret", "amzn1.oa2-cs.", 16, is_word, CLIENT),
    kind("a private key", "-----BEGIN PRIVATE KEY", 0, is_word, ELSEWHERE),
    kind("a private key", "-----BEGIN RSA PRIVATE KEY", 0, is_word, ELSEWHERE),
    kind("a private key", "-----BEGIN EC PRIVATE KEY", 0, is_word, ELSEWHERE),
    kind("a private key", "-----BEGIN OPENSSH PRIVATE KEY", 0, is_word, ELSEWHERE),
    kind("a private key", "-----BEGIN ENCRYPTED PRIVATE KEY", 0, is_word, ELSEWHERE),
    kind("a private key", "-----BEGIN DSA PRIVATE KEY", 0, is_word, ELSEWHERE),
    kind("a Slack token", "xoxb-", 10, is_word, ELSEWHERE),
    kind("a Slack token", "xoxp-", 10, is_word, ELSEWHERE),
    kind("a Slack token", "xoxa-", 10, is_word, ELSEWHERE),
    kind("a GitHub token", "ghp_", 30, is_word, ELSEWHERE),
    kind("a GitHub token", "gho_", 30, is_word, ELSEWHERE),
    kind("a GitHub token", "ghs_", 30, is_word, ELSEWHERE),
    kind("a GitHub token", "github_pat_", 22, is_word, ELSEWHERE),
    kind("a GitLab token", "glpat-", 20, is_word, ELSEWHERE),
    kind("an HCP Terraform token", ".atlasv1.", 40, is_word, "run `terraform login`"),
    kind("a Vault token", "hvs.", 24, is_word, ELSEWHERE),
    kind("a Stripe key", "sk_live_", 16, is_word, ELSEWHERE),
];

fn is_upper(character: char) -> bool {
    character.is_ascii_uppercase() || character.is_ascii_digit()
}

fn is_word(character: char) -> bool {
    character.is_ascii_alphanumeric() || "_-.".contains(character)
}

/// The first secret in a text.
pub fn secret_in(text: &str) -> Option<&'static SecretKind> {
    possible_kinds(text).find(|kind| !kind.find(text).is_empty())
}

/// The places of secrets in a text.
pub fn secrets_in(text: &str) -> Vec<Range<usize>> {
    possible_kinds(text).flat_map(|kind| kind.find(text)).collect()
}

/// The kinds of which a text has all characters of the prefix. Few texts have them, and this is faster than a search.
fn possible_kinds(text: &str) -> impl Iterator<Item = &'static SecretKind> {
    let characters = ascii_characters(text);
    KINDS.iter().filter(move |kind| kind.characters & !characters == 0)
}

/// Whether a text that should be an address of a value looks like the value instead, which may be a secret.
pub fn is_like_secret(text: &str) -> bool {
    const LONG: usize = 20;
    let longest = text.split(['.', '[', ']', '_', '-', '"']).map(str::len).max().unwrap_or_default();
    text.contains(';') || longest >= LONG
}

/// The secret that is given for the public ID of an application, in words.
///
/// Sources: Meta for Developers, "Access Tokens" (an app's token is `APP_ID|APP_SECRET`), and "App Settings" (a secret
/// has 32 hexadecimal digits); Login with Amazon, "Security profile" (an older secret has 64).
pub fn app_secret_in(app_id: &str) -> Option<&'static str> {
    const SHORTEST: usize = 32;
    let is_key = app_id.len() >= SHORTEST && app_id.bytes().all(|byte| byte.is_ascii_hexdigit());
    if app_id.contains('|') {
        Some("an access token, which contains the app secret")
    } else {
        is_key.then_some("an app secret, not an app ID")
    }
}

impl SecretKind {
    /// The places of secrets of this kind, in order. Each character is examined once.
    fn find(&self, text: &str) -> Vec<Range<usize>> {
        let mut found: Vec<Range<usize>> = Vec::new();
        let mut run_end = 0;
        for (at, _) in text.match_indices(self.prefix) {
            let inside = at + self.prefix.len();
            if inside > run_end {
                let rest = &text[inside..];
                run_end = inside + rest.find(|c| !(self.is_part)(c)).unwrap_or(rest.len());
            }
            let word = word_before(text, at);
            let is_begun = if self.prefix.starts_with('.') { word < at } else { word == at };
            let is_new = found.last().is_none_or(|last| last.end < inside);
            if is_begun && is_new && run_end - inside >= self.length {
                found.push(word..run_end);
            }
        }
        found
    }
}

/// The start of the letters and digits that end at an offset, up to a limit.
fn word_before(text: &str, end: usize) -> usize {
    const MAX_WORD: usize = 64;
    let before = text.as_bytes()[..end].iter().rev().take(MAX_WORD);
    end - before.take_while(|byte| byte.is_ascii_alphanumeric()).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_of_applications_are_not_ids() {
        for text in [&"0f".repeat(16), &"a1".repeat(32), "1234567890|AbCdEf"] {
            assert!(app_secret_in(text).is_some(), "{text}");
        }
        for text in [
            "123456789012345",
            "1234-abcd.apps.googleusercontent.com",
            "amzn1.application-oa2-client.188a56d827a7d6555a8b67a5d188a56d",
            "example.notes.web",
        ] {
            assert!(app_secret_in(text).is_none(), "{text}");
        }
    }

    #[test]
    fn secrets_are_told_by_their_look() {
        let x = |count: usize| "x1".repeat(count);
        for text in [
            format!("AKIA{}", "A1".repeat(8)),
            format!("key ASIA{} in a text", "A1".repeat(8)),
            format!("GOCSPX-{}", x(14)),
            format!("amzn1.oa2-cs.v1.{}", x(32)),
            format!("ghp_{}", x(18)),
            format!("{}.atlasv1.{}", x(7), x(30)),
            "-----BEGIN RSA PRIVATE KEY-----\nMII".to_owned(),
        ] {
            assert!(secret_in(&text).is_some(), "{text}");
            assert!(secret_in(&format!("x {text} y")).is_some(), "{text}");
            assert_eq!(secrets_in(&text).len(), 1, "{text}");
        }
        for text in [
            "",
            "AKIA",
            "AKIAshort",
            "BAKIAA1A1A1A1A1A1A1A1",
            "GOCSPX-",
            "1234-abcd.apps.googleusercontent.com",
            "amzn1.application-oa2-client.188a56d827a7d6555a8b67a5d",
            "3n4b5urk1ft4fl3mg5e62d9ado",
            "us-east-1:2c1f8e70-0000-4000-8000-000000000000",
        ] {
            assert!(secret_in(text).is_none(), "{text}");
        }
    }
}
