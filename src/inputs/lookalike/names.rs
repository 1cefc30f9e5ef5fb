//! What names look like that other languages put between braces.

use super::unbalanced::first_word;
use crate::iam::Variable;
use crate::inputs::token::Token;

/// A word, a path of words as in Helm and Jinja, or such a path with filters, or with arguments or an index after it.
pub fn is_name(text: &str) -> bool {
    let path = text.split(['|', '(', '[']).next().unwrap_or_default().trim_end();
    let path = path.strip_prefix(['.', '$']).unwrap_or(path);
    path.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_' || c == '.')
        && path.chars().all(|c| c.is_ascii_alphanumeric() || "_.-:/".contains(c))
}

/// The token in `{identity/*}`.
pub fn token_before_more(inside: &str) -> Option<&str> {
    let word = first_word(inside);
    let is_token = Token::of_word(word).is_some();
    (is_token && inside[word.len()..].starts_with(['/', '*', '-', '.'])).then_some(word)
}

/// Whether a text is a condition key.
pub fn is_key(inside: &str) -> bool {
    matches!(Variable::parse(inside), Some(Variable::Key(_)))
}

/// Whether a text is a token in another spelling.
pub fn is_spelling(inside: &str) -> bool {
    let is_word =
        inside.chars().all(|c| c.is_ascii_alphanumeric() || c.is_whitespace() || "_-.:$".contains(c));
    is_word && Token::of_other_name(inside).is_some()
}
