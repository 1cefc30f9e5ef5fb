//! Text in braces: `{…}` and `{{…}}`.

use super::Syntax;
use super::find::{is_key, is_name};
use super::matching::{MAX_BYTES, Match, between, of};
use super::unbalanced::{first_word, unclosed};
use crate::inputs::braces::token_word;
use crate::inputs::reference::is_address;
use crate::inputs::token::Token;

/// `{{…}}`: a literal `{…}`, or a value of a template engine. After `${$}`, it is certainly meant as text.
pub fn doubled<'a>(before: &str, from: &'a str) -> Match<'a> {
    let braces = from.bytes().take(MAX_BYTES).take_while(|byte| *byte == b'{').count();
    let Some(inside) = between(from, "{{", "}}") else {
        return match token_word(&from[1..]) {
            Some(word) => of((Syntax::DoubledBraces, word, 3)),
            None => Match::text(2),
        };
    };
    let closing = from[inside.len() + 2..].bytes().take_while(|byte| *byte == b'}').count();
    let length = inside.len() + 2 + closing.min(braces);
    let name = inside.trim_matches('{');
    if before.ends_with("${$}") || !is_name(name.trim()) {
        return Match::text(length);
    }
    let is_of_helm = braces == 2 && name.trim_start().starts_with(['.', '$']);
    let syntax = if is_of_helm { Syntax::Template } else { Syntax::DoubledBraces };
    Match::new(length, syntax, name)
}

/// `{…}`: a token, a token in another spelling, a policy variable without `$`, a Terraform expression without `$`, a
/// token with more text in its braces, or text.
pub fn single(from: &str) -> Option<Match<'_>> {
    if let Some(word) = token_word(from) {
        return Some(Match::text(word.len() + 2));
    }
    let Some(inside) = between(from, "{", "}").filter(|inside| !inside.contains('{')) else {
        return unclosed(from);
    };
    let length = inside.len() + 2;
    let inside_of = |syntax| Some(Match::new(length, syntax, inside));
    if is_spelling(inside) {
        inside_of(Syntax::Spelling)
    } else if is_key(inside) {
        inside_of(Syntax::NoDollar)
    } else if is_address(inside.trim()) {
        inside_of(Syntax::Interpolation)
    } else {
        token_before_more(inside).map(|token| Match::new(length, Syntax::Placeholder, token))
    }
}

/// The token in `{identity/*}`.
fn token_before_more(inside: &str) -> Option<&str> {
    let word = first_word(inside);
    let is_token = Token::of_word(word).is_some();
    (is_token && inside[word.len()..].starts_with(['/', '*', '-', '.'])).then_some(word)
}

fn is_spelling(inside: &str) -> bool {
    let is_word =
        inside.chars().all(|c| c.is_ascii_alphanumeric() || c.is_whitespace() || "_-.:$".contains(c));
    is_word && Token::of_other_name(inside).is_some()
}
