//! The tokens of the formatted output.

use std::borrow::Cow;

use super::super::lexer::{Token, TokenKind};

/// A token of the output, from the source or from a rewrite.
pub struct Piece<'s> {
    pub kind: TokenKind,
    pub text: Cow<'s, str>,
    /// The number of spaces before it.
    pub spaces: usize,
}

impl<'s> Piece<'s> {
    pub fn new(kind: TokenKind, text: impl Into<Cow<'s, str>>) -> Self {
        Self { kind, text: text.into(), spaces: 0 }
    }

    pub fn of(token: &Token, source: &'s str) -> Self {
        Self::new(token.kind, token.text(source))
    }
}
