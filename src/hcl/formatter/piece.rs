//! The tokens of the formatted output, and the edits that rewrite them.

use std::borrow::Cow;
use std::ops::Range;

use super::super::lexer::{Token, TokenKind};

/// A token of the output, from the source or from a rewrite.
pub struct Piece<'s> {
    pub kind: TokenKind,
    pub text: Cow<'s, str>,
    /// The number of spaces before it.
    pub spaces: usize,
}

/// A range of tokens, and their replacement.
pub struct Edit<'s> {
    pub tokens: Range<usize>,
    pub pieces: Vec<Piece<'s>>,
}

impl Edit<'_> {
    /// Whether the replacement differs from the tokens.
    pub fn changes(&self, source: &str, tokens: &[Token]) -> bool {
        let replaced = tokens[self.tokens.clone()].iter().map(|token| (token.kind, token.text(source)));
        !replaced.eq(self.pieces.iter().map(|piece| (piece.kind, &*piece.text)))
    }
}

impl<'s> Piece<'s> {
    pub fn new(kind: TokenKind, text: impl Into<Cow<'s, str>>) -> Self {
        Self { kind, text: text.into(), spaces: 0 }
    }

    pub fn of(token: &Token, source: &'s str) -> Self {
        Self::new(token.kind, token.text(source))
    }
}
