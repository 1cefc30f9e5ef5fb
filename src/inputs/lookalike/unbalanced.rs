//! Tokens with a brace too few or too many.

use std::ops::Range;

use super::Syntax;
use super::matching::{MAX_BYTES, Match, of};
use crate::inputs::braces::token_word;
use crate::inputs::token::Token;

/// The braces of the text that is not a token or a lookalike.
#[derive(Default)]
pub struct Braces {
    /// The number of opening braces without a closing one.
    open: usize,
    /// The end of what was last passed.
    passed: usize,
    /// The token that ends there.
    token: Option<Range<usize>>,
}

impl Braces {
    /// What ends with the closing brace at an offset: nothing, or a token without an opening brace, as in
    /// `identity}`, or with one closing brace too many, as in `{identity}}`.
    pub fn close<'a>(&mut self, source: &'a str, at: usize) -> Match<'a> {
        if self.open > 0 {
            self.open -= 1;
            return Match::text(1);
        }
        if source[at..].starts_with("}}") {
            return Match::text(2);
        }
        if let Some(token) = self.token.clone().filter(|token| token.end == at) {
            let word = &source[token.start + 1..at - 1];
            return Match { before: token.len(), ..Match::new(1, Syntax::Unbalanced, word) };
        }
        let word = word_before(&source[self.passed..at]);
        let found = |syntax| Match { before: word.len(), ..Match::new(1, syntax, word) };
        syntax_of(word).map_or(Match::text(1), found)
    }

    /// Continues after the match at an offset.
    pub fn pass(&mut self, source: &str, at: usize, length: usize) {
        let passed = &source[at..at + length];
        self.open += usize::from(passed == "{");
        self.token = token_word(passed).is_some_and(|word| word.len() + 2 == length).then(|| at..at + length);
        self.passed = at + length;
    }
}

/// The word at the end of a text.
fn word_before(text: &str) -> &str {
    let is_part = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'_';
    let length = text.bytes().rev().take(MAX_BYTES).take_while(is_part).count();
    &text[text.len() - length..]
}

/// `{identity/*`: a token without its closing brace.
pub fn unclosed(from: &str) -> Option<Match<'_>> {
    let inside = &from[1..];
    let start = inside.len() - inside.trim_start().len();
    let word = first_word(&inside[start..]);
    let syntax = syntax_of(word)?;
    let count = |brace: char| from.matches(brace).count();
    let is_text = syntax == Syntax::UnbalancedWord && (start > 0 || count('{') <= count('}'));
    (!is_text).then(|| of((syntax, &inside[..start + word.len()], 1)))
}

/// What a word with only one brace looks like.
fn syntax_of(word: &str) -> Option<Syntax> {
    let is_like_token = word.len() > 2 && word.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_');
    match Token::of_other_name(word) {
        Some(_) => Some(Syntax::Unbalanced),
        None => is_like_token.then_some(Syntax::UnbalancedWord),
    }
}

/// The word at the start of a text.
pub fn first_word(text: &str) -> &str {
    let is_end = |c: char| !(c.is_ascii_alphanumeric() || c == '_');
    &text[..text.find(is_end).unwrap_or(text.len()).min(MAX_BYTES)]
}
