//! What is found at a place in a string.

use super::Syntax;

/// The longest lookalike in bytes. The limit keeps the search linear.
pub const MAX_BYTES: usize = 400;

/// What begins at a place.
pub struct Match<'a> {
    /// The number of bytes before the place that belong to it.
    pub before: usize,
    /// Its length in bytes from the place.
    pub length: usize,
    /// What it looks like, and what is between its braces.
    pub lookalike: Option<(Syntax, &'a str)>,
}

impl<'a> Match<'a> {
    /// Plain text.
    pub fn text(length: usize) -> Self {
        Self { before: 0, length, lookalike: None }
    }

    /// Text that looks like a token or a variable.
    pub fn new(length: usize, syntax: Syntax, inside: &'a str) -> Self {
        Self { before: 0, length, lookalike: Some((syntax, inside)) }
    }
}

/// A match from its syntax, what is inside, and the length of what is around it.
pub fn of((syntax, inside, around): (Syntax, &str, usize)) -> Match<'_> {
    Match::new(inside.len() + around, syntax, inside)
}

/// The text between two delimiters, if `from` starts with the first.
pub fn between<'a>(from: &'a str, open: &str, close: &str) -> Option<&'a str> {
    let inside = from.strip_prefix(open)?;
    let mut window = inside.len().min(MAX_BYTES);
    while !inside.is_char_boundary(window) {
        window -= 1;
    }
    Some(&inside[..inside[..window].find(close)?])
}
