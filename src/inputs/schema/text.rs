//! The patterns of strings with tokens, in the syntax that RE2 and ECMAScript share.

use serde_json::{Value, json};

use crate::inputs::token::Token;

/// Requires a pattern of strings, and says what is accepted, as the rest of the sentence "expected …", in editors. They
/// would show the pattern instead. Source: YAML Language Server, `patternErrorMessage`.
pub fn require(schema: &mut Value, pattern: String, accepted: &str) {
    schema["pattern"] = json!(pattern);
    schema["patternErrorMessage"] = json!(format!("expected {accepted}"));
}

/// The tokens of strings outside of grants. In grants, where the identity is known, `{identity}` is one too.
const OUTSIDE_GRANTS: [Token; 5] =
    [Token::Name, Token::Environment, Token::Region, Token::AccountId, Token::Partition];

/// A character, which begins no brace.
const PLAIN: &str = r"[^{$]|\$+[^{$]";

/// A brace that begins no token: from there on, only poolsmith reads the string.
const LITERAL_BRACE: &str = r"(\$+\{|\{[^a-z_]|\{[a-z_]+[^a-z_}]|\{[a-z_]*$)";

/// The pattern of the token `{identity}`.
pub const IDENTITY: &str = r"\{identity\}";

/// The pattern of strings outside of grants.
pub fn any_text() -> String {
    any_with(&OUTSIDE_GRANTS)
}

/// The pattern of strings in grants.
pub fn any_in_grant() -> String {
    any_with(&Token::ALL)
}

/// The pattern of strings that match `pattern` as a whole, or that have tokens, whose values only poolsmith knows.
pub fn matching(pattern: &str) -> String {
    matching_with(&OUTSIDE_GRANTS, pattern)
}

/// Like [`matching`], for strings in grants.
pub fn matching_in_grant(pattern: &str) -> String {
    matching_with(&Token::ALL, pattern)
}

/// The pattern of strings in grants that match `pattern` as a whole, in which [segments](segment) have tokens.
pub fn matching_segments(pattern: &str) -> String {
    let token = one_of(&Token::ALL);
    format!("^({pattern})$|^({PLAIN}|{token})*{LITERAL_BRACE}")
}

/// The pattern of a segment of a path in a grant: one or more characters, without those of the class `others`.
pub fn segment(others: &str) -> String {
    format!("([^{{{others}]|{})+", one_of(&Token::ALL))
}

/// Like [`segment`], without the token `{identity}`.
pub fn segment_without_identity(others: &str) -> String {
    format!("([^{{{others}]|{})+", one_of(&OUTSIDE_GRANTS))
}

fn any_with(tokens: &[Token]) -> String {
    format!(r"^({PLAIN}|{})*(\$*$|{LITERAL_BRACE})", one_of(tokens))
}

fn matching_with(tokens: &[Token], pattern: &str) -> String {
    let token = one_of(tokens);
    format!(r"^({pattern})$|^({PLAIN}|{token})*({token}({PLAIN})*\$*$|{LITERAL_BRACE})")
}

fn one_of(tokens: &[Token]) -> String {
    let words: Vec<&str> = tokens.iter().map(|token| token.word()).collect();
    format!(r"\{{({})\}}", words.join("|"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::inputs::TokenString;

    #[test]
    fn every_string_that_is_parsed_matches() {
        let pattern = regex_lite::Regex::new(&any_in_grant()).unwrap();
        let parts =
            ["a", "{", "}", "$", "{name}", "{identity}", "${aws:userid}", "_", "A", "é", "\n", "{nmae}", ":"];
        let mut seed = 14_u64;
        let mut below = |bound: usize| {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (seed >> 33) as usize % bound
        };
        let mut refused = 0;
        for _ in 0..20_000 {
            let text: String = (0..below(7)).map(|_| parts[below(parts.len())]).collect();
            let is_parsed = TokenString::parse(&text).is_ok();
            refused += usize::from(!pattern.is_match(&text));
            assert!(!is_parsed || pattern.is_match(&text), "{text}");
        }
        assert!(refused > 500, "{refused}");
    }
}
