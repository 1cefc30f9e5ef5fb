//! Any string, in any place, comes out as that string and never as structure, or is refused.
//!
//! Structure is the sequence of tokens besides the text in quotes: with a hostile string it must be
//! what it is with a harmless one in the same place. That the text is the string is told by a decoder
//! of the test's own, which knows nothing of how poolsmith escapes.

mod support;

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::fs;

use clap::Parser;
use poolsmith::cli::Cli;
use poolsmith::commands;
use poolsmith::hcl::{self, lexer};
use serde_json::{Value, json};

const STRINGS: &[&str] = &[
    "",
    " ",
    "\"",
    "\"\"",
    "\\",
    "\\\\",
    "\\\"",
    "\\n",
    "\n",
    "\r\n",
    "\t",
    "a\nb = \"c\"\n",
    "'",
    "`",
    "${file(\"x\")}",
    "%{ for x in y }",
    "%{ if true }a%{ endif }",
    "$${",
    "%%{",
    "$",
    "$$",
    "$$$",
    "%",
    "x$",
    "x%",
    "$$${x}",
    "%%%{x}",
    "${",
    "%{",
    "$${file(\"x\")}",
    "{",
    "{x",
    "}",
    "{}",
    "x{",
    "${}",
    "${${x}}",
    "\" } resource \"null_resource\" \"x\" { #",
    "\"\n}\nlocals {\n",
    "# x",
    "// x",
    "/* x */",
    "*/",
    "/*",
    "<<EOT\nx\nEOT",
    "EOT",
    "{{ name }}",
    "{% raw %}",
    "{# x #}",
    "{{{",
    "}}}",
    "<b>&amp;\"</b>",
    "```",
    "| a | b |",
    "🎉",
    "é",
    "\u{0}",
    "\u{1}",
    "\u{7f}",
    "\u{85}",
    "\u{9f}",
    "\u{E000}",
    "\u{E001}x",
    "\u{E002}",
    "\u{E000}\"\u{E001}",
    "\u{2028}",
    "\u{2029}",
    "\u{FEFF}",
    "\u{FFFF}",
    "\u{10FFFF}",
    "\u{202E}x",
    "null",
    "true",
    "1e9",
    "for",
    "~}",
    "${~",
];

/// A string that every place takes which takes many.
const HARMLESS: &str = "hhh";
/// The same for a key that is in quotes, as a hostile one is.
const HARMLESS_KEY: &str = "hhh:hhh";

/// A place in the inputs, and what stands around the string there.
struct Place {
    path: &'static str,
    around: [&'static str; 2],
}

const fn place(path: &'static str, around: [&'static str; 2]) -> Place {
    Place { path, around }
}

impl Place {
    fn is_key(&self) -> bool {
        self.path.ends_with('~')
    }

    fn harmless(&self) -> &'static str {
        let is_quoted = ["/tags~", "#/Statement/Condition/StringLike~"].contains(&self.path)
            || (self.is_key() && self.path.contains("Condition"));
        if is_quoted || self.path.contains("managed_policy_arns") { HARMLESS_KEY } else { HARMLESS }
    }

    /// As it is written there: braces may begin a token, except in a key.
    fn written(&self, string: &str) -> String {
        if self.is_key() { string.to_owned() } else { string.replace('{', "{{").replace('}', "}}") }
    }
}

/// The paths are JSON pointers into [`inputs`] or, after a `#`, into [`policy`]; a `~` at the end
/// stands for a key in place of a value.
const PLACES: &[Place] = &[
    place("/name", ["", ""]),
    place("/identity_pool/name", ["", ""]),
    place("/identity_pool/user_pools/main/user_pool_id", ["us-east-1_", ""]),
    place("/identity_pool/user_pools/main/app_client_id", ["", ""]),
    place("/identity_pool/user_pools~", ["", ""]),
    place("/role_defaults/path", ["/", "/"]),
    place("/role_defaults/permissions_boundary", ["arn:aws:iam::111111111111:policy/", ""]),
    place("/roles/authenticated/name", ["", ""]),
    place("/roles/authenticated/description", ["", ""]),
    place("/roles/authenticated/managed_policy_arns/0", ["arn:aws:iam::111111111111:policy/", ""]),
    place("/roles/authenticated/grants~", ["", ""]),
    place("/roles/authenticated/grants/files/s3/bucket", ["xx", "xx"]),
    place("/roles/authenticated/grants/files/s3/path", ["", "/*"]),
    place(
        "/roles/authenticated/grants/files/s3/kms_key_arn",
        ["arn:aws:kms:us-east-1:111111111111:key/", ""],
    ),
    place("/roles/authenticated/grants/own/statements/0/Sid", ["", ""]),
    place("/roles/authenticated/grants/own/statements/0/Action", ["s3:", ""]),
    place("/roles/authenticated/grants/own/statements/0/Resource/0", ["arn:aws:s3:::", ""]),
    place("/roles/authenticated/grants/own/statements/0/Condition~", ["", ""]),
    place("/roles/authenticated/grants/own/statements/0/Condition/StringEquals~", ["", ""]),
    place("/roles/authenticated/grants/own/statements/0/Condition/StringEquals/aws:a", ["", ""]),
    place("/roles/authenticated/grants/own/statements/0/Condition/StringEquals/aws:b/1", ["", ""]),
    place("/tags~", ["", ""]),
    place("/tags/Owner", ["", ""]),
    place("/terraform/required_version", [">= 1.10", ""]),
    place("/terraform/aws_provider", [">= 6.0", ""]),
    place("/terraform/provider/profile", ["", ""]),
    place("/terraform/provider/assume_role/role_arn", ["arn:aws:iam::111111111111:role/", ""]),
    place("/terraform/provider/assume_role/external_id", ["xx", ""]),
    place("/terraform/provider/assume_role/session_name", ["xx", ""]),
    place("/terraform/backend/s3/bucket", ["xx", "xx"]),
    place("/terraform/backend/s3/key", ["x", "x"]),
    place("/terraform/backend/s3/profile", ["", ""]),
    place("/environments~", ["", ""]),
    place("/environments/dev/region", ["us-east-1", ""]),
    place("/environments/dev/account_id", ["11111111111", ""]),
    place("#/Id", ["", ""]),
    place("#/Statement/Action/0", ["s3:", ""]),
    place("#/Statement/NotResource", ["arn:aws:s3:::", ""]),
    place("#/Statement/Condition/StringLike~", ["aws:", ""]),
    place("#/Statement/Condition/StringLike/aws:a/0", ["", ""]),
];

fn inputs() -> Value {
    json!({
        "name": "notes",
        "identity_pool": {
            "user_pools": { "main": { "user_pool_id": "us-east-1_a", "app_client_id": "a" } },
        },
        "role_defaults": {},
        "roles": { "authenticated": {
            "managed_policy_arns": ["arn:aws:iam::111111111111:policy/a"],
            "grants": {
                "files": { "s3": { "bucket": "files", "path": "a/*", "allow": ["read", "write", "list"] } },
                "own": { "statements": [{
                    "Effect": "Allow",
                    "Action": "s3:GetObject",
                    "Resource": ["arn:aws:s3:::a"],
                    "Condition": { "StringEquals": { "aws:a": "a", "aws:b": ["a", "b"] } },
                }] },
                "audit": { "policy_file": "audit.json" },
            },
        } },
        "tags": { "Owner": "team" },
        "terraform": {
            "provider": { "assume_role": { "role_arn": "arn:aws:iam::111111111111:role/a" } },
            "backend": { "s3": { "bucket": "state", "key": "a", "region": "us-east-1" } },
        },
        "environments": { "dev": { "region": "us-east-1" } },
    })
}

fn policy() -> Value {
    json!({
        "Version": "2012-10-17",
        "Id": "a",
        "Statement": {
            "Effect": "Allow",
            "Action": ["s3:GetObject"],
            "NotResource": "arn:aws:s3:::a",
            "Condition": { "StringLike": { "aws:a": ["a"] } },
        },
    })
}

/// Puts a text in a place; one that is not there yet is made.
fn put(document: &mut Value, path: &str, text: &str) {
    let (parents, last) = match path.strip_suffix('~') {
        Some(parents) => (parents, None),
        None => path.rsplit_once('/').map(|(parents, last)| (parents, Some(last))).expect("a path"),
    };
    match (document.pointer_mut(parents).expect(path), last) {
        (Value::Array(items), Some(index)) => items[index.parse::<usize>().expect("an index")] = json!(text),
        (Value::Object(map), Some(key)) => drop(map.insert(key.to_owned(), json!(text))),
        (Value::Object(map), None) => {
            let (_, value) =
                map.shift_remove_entry(&map.keys().next().expect("a key").clone()).expect("a value");
            map.insert(text.to_owned(), value);
        }
        (other, _) => panic!("{path} leads to {other}"),
    }
}

type Files = BTreeMap<String, String>;

/// The files that are generated with these strings, as written, in these places; nothing if one is
/// refused.
fn generate(strings: &[(&Place, String)], more: &[&str]) -> Option<Files> {
    let (mut inputs, mut policy) = (inputs(), policy());
    // A key that is put first would hide what is below it.
    let mut strings: Vec<_> = strings.iter().collect();
    strings.sort_by_key(|(place, _)| (place.is_key(), Reverse(place.path.len())));
    for (place, string) in &strings {
        let text = format!("{}{string}{}", place.around[0], place.around[1]);
        match place.path.strip_prefix('#') {
            Some(path) => put(&mut policy, path, &text),
            None => put(&mut inputs, place.path, &text),
        }
    }
    let folder = tempfile::tempdir().expect("a temporary folder");
    fs::write(folder.path().join("poolsmith.json"), inputs.to_string()).expect("the inputs");
    fs::write(folder.path().join("audit.json"), policy.to_string()).expect("the policy");
    let arguments = ["poolsmith", "generate", "-C", folder.path().to_str().expect("a path")];
    let outcome = commands::run(&Cli::parse_from(arguments.iter().chain(more)));
    for problem in &outcome.problems {
        assert_ne!(problem.code.as_str(), "E0501", "{strings:?}: {}", problem.message);
    }
    let files = support::files(folder.path());
    if outcome.errors() > 0 {
        assert_eq!(files.len(), 2, "{strings:?}: something was written");
        return None;
    }
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8");
    Some(files.into_iter().map(|(path, bytes)| (path, text(bytes))).collect())
}

fn is_accepted(place: &Place, string: &str) -> bool {
    generate(&[(place, place.written(string))], &["--dry-run"]).is_some()
}

impl std::fmt::Debug for Place {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(self.path)
    }
}

fn is_hcl(path: &str) -> bool {
    path.ends_with(".tf") || path.ends_with(".hcl")
}

/// The tokens besides the text in quotes. A list too long for its line has line ends and a last comma
/// besides, and a key that is an identifier has no quotes: neither is another structure.
fn structure(source: &str, string: &str) -> Vec<String> {
    use lexer::TokenKind::{Assign, CloseBracket, Comma, Identifier, Newline, QuotedLiteral};
    let tokens = lexer::tokens(source);
    let tokens: Vec<_> =
        tokens.iter().filter(|token| !matches!(token.kind, Newline | QuotedLiteral)).collect();
    let mut structure = Vec::new();
    for (at, token) in tokens.iter().enumerate() {
        let next = tokens.get(at + 1).map(|next| next.kind);
        match (token.kind, next) {
            (Comma, Some(CloseBracket)) => {}
            (Identifier, Some(Assign)) if token.text(source) == string => {
                structure.extend(["\"".to_owned(), "\"".to_owned()])
            }
            _ => structure.push(token.text(source).to_owned()),
        }
    }
    structure
}

/// The texts in quotes, as HCL's specification says what they mean; of one with references in it, what
/// stands around them. A key that is the string and needs no quotes counts as well.
fn texts(source: &str, string: &str) -> Vec<String> {
    use lexer::TokenKind::{Assign, CloseQuote, Identifier, OpenQuote, QuotedLiteral};
    let (mut texts, mut open) = (Vec::new(), Vec::new());
    let mut tokens = lexer::tokens(source).into_iter().peekable();
    while let Some(token) = tokens.next() {
        let text = token.text(source);
        match token.kind {
            OpenQuote => open.push(String::new()),
            QuotedLiteral => open.last_mut().expect("an open quote").push_str(&decode(text)),
            CloseQuote => texts.push(open.pop().expect("an open quote")),
            Identifier if text == string && tokens.peek().is_some_and(|next| next.kind == Assign) => {
                texts.push(text.to_owned());
            }
            _ => {}
        }
    }
    texts
}

fn decode(literal: &str) -> String {
    let literal = literal.replace("$${", "\\${").replace("%%{", "\\%{");
    let mut decoded = String::new();
    let mut characters = literal.chars();
    let number = |characters: &mut std::str::Chars, digits: usize| {
        let digits: String = characters.take(digits).collect();
        u32::from_str_radix(&digits, 16).ok().and_then(char::from_u32).expect("a character's number")
    };
    while let Some(character) = characters.next() {
        let meant = match character {
            '\\' => match characters.next().expect("an escape") {
                'n' => '\n',
                'r' => '\r',
                't' => '\t',
                'u' => number(&mut characters, 4),
                'U' => number(&mut characters, 8),
                itself => itself,
            },
            itself => itself,
        };
        decoded.push(meant);
    }
    decoded
}

/// Tests that what a string gives is what a harmless one gives, with the string in its place.
fn assert_only_text(files: &Files, harmless: &Files, string: &str, case: &str) {
    let replaced = |text: &str| text.replace(HARMLESS_KEY, string).replace(HARMLESS, string);
    let paths: Vec<String> = harmless.keys().map(|path| replaced(path)).collect();
    assert!(paths.iter().all(|path| files.contains_key(path)), "{case}: other files than {paths:?}");
    for (path, (_, expected)) in paths.iter().zip(harmless) {
        let source = &files[path];
        if is_hcl(path) {
            hcl::check(source).unwrap_or_else(|errors| panic!("{case}: {path}: {errors:?}\n{source}"));
            let (shape, expected_shape) = (structure(source, string), structure(expected, HARMLESS));
            assert_eq!(shape, expected_shape, "{case}: {path}\n{source}");
            let expected: Vec<String> = texts(expected, HARMLESS).iter().map(|text| replaced(text)).collect();
            assert_eq!(texts(source, string), expected, "{case}: {path}");
        } else if path.ends_with("README.md") {
            let shape = |text: &str| (text.lines().count(), text.matches("\n```").count());
            assert_eq!(shape(source), shape(expected), "{case}: {path}\n{source}");
        }
    }
}

/// 700 characters, for a role's description may have 1,000.
const LONG: &str = {
    const BYTES: [u8; 700] = {
        let mut bytes = [b'"'; 700];
        let mut at = 0;
        while at < 700 {
            bytes[at] = b"${x}\"\\ "[at % 7];
            at += 1;
        }
        bytes
    };
    match std::str::from_utf8(&BYTES) {
        Ok(text) => text,
        Err(_) => panic!("ASCII is UTF-8"),
    }
};

#[test]
fn hostile_strings_in_every_place_that_takes_them() {
    let open: Vec<&Place> = PLACES.iter().filter(|place| is_accepted(place, place.harmless())).collect();
    for string in STRINGS.iter().copied().chain([LONG]) {
        let places =
            open.iter().copied().filter(|place| !is_not_yet(place, string) && is_accepted(place, string));
        let places: Vec<&Place> = places.collect();
        // Wherever policies hold free text.
        assert!(places.len() >= 9, "{string:?} is accepted only in {places:?}");
        let hostile: Vec<_> = places.iter().map(|place| (*place, place.written(string))).collect();
        let harmless: Vec<_> = places.iter().map(|place| (*place, place.harmless().to_owned())).collect();
        let files =
            generate(&hostile, &[]).unwrap_or_else(|| panic!("{string:?} is refused in {places:?} together"));
        assert_only_text(
            &files,
            &generate(&harmless, &[]).expect("harmless"),
            string,
            &format!("{string:?}"),
        );
    }
}

/// Keys that are words of HCL are good keys, but nothing can be generated from them yet.
fn is_not_yet(place: &Place, string: &str) -> bool {
    let is_part = ["/identity_pool/user_pools~", "/roles/authenticated/grants~"].contains(&place.path);
    is_part && ["null", "true", "for"].contains(&string)
}

#[test]
fn braces_that_are_no_tokens_are_themselves() {
    let place = PLACES.iter().find(|place| place.path.ends_with("description")).expect("a description");
    for string in
        ["{", "}", "{x", "x}", "{}", "{X}", "{a b}", "${x}", "%{ for }", "{\"a\": 1}", "$${", "{%", "x{"]
    {
        let files = generate(&[(place, string.to_owned())], &[]).expect(string);
        let harmless = generate(&[(place, HARMLESS.to_owned())], &[]).expect("harmless");
        assert_only_text(&files, &harmless, string, string);
    }
}

/// A small generator (xorshift), so that a failure can be repeated from its seed.
struct Random(u64);

impl Random {
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % bound as u64) as usize
    }

    /// Hostile strings in a row, and single characters between them.
    fn string(&mut self) -> String {
        const CHARACTERS: &[char] =
            &['$', '%', '{', '}', '"', '\\', '\n', '~', '#', '*', '/', 'a', '\u{E000}', '\u{1}', 'é', '🎉'];
        let pieces = 1 + self.below(6);
        let mut string = String::new();
        for _ in 0..pieces {
            if self.below(3) == 0 {
                string.push_str(STRINGS[self.below(STRINGS.len())]);
            } else {
                string.push(CHARACTERS[self.below(CHARACTERS.len())]);
            }
        }
        string
    }
}

#[test]
fn random_strings_in_every_place_that_takes_any() {
    let any = "\u{0}\"${x}\u{E000}🎉\n*//";
    let places: Vec<&Place> = PLACES.iter().filter(|place| is_accepted(place, any)).collect();
    assert!(places.len() >= 8, "{places:?}");
    let harmless: Vec<_> = places.iter().map(|place| (*place, place.harmless().to_owned())).collect();
    let harmless = generate(&harmless, &[]).expect("harmless");
    for seed in 1..=300 {
        let string = Random(0x9E37_79B9_7F4A_7C15_u64.wrapping_mul(seed)).string();
        let hostile: Vec<_> = places.iter().map(|place| (*place, place.written(&string))).collect();
        let files = generate(&hostile, &[]).unwrap_or_else(|| panic!("seed {seed}: {string:?} is refused"));
        assert_only_text(&files, &harmless, &string, &format!("seed {seed}: {string:?}"));
    }
}
