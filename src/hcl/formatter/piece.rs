//! The tokens of the formatted output.

use std::borrow::Cow;

use super::super::lexer::{Token, TokenKind};

/// A token of the output: taken from the source, or made while tidying.
pub struct Piece<'s> {
    pub kind: TokenKind,
    pub text: Cow<'s, str>,
    /// How many spaces go before it.
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
