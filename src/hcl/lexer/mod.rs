//! Splits text into tokens.
//!
//! The lexer never fails: invalid text becomes a [`TokenKind::Invalid`] token, and unclosed constructs end
//! with the source.

mod code;
mod template;
mod token;

pub use token::{Token, TokenKind};

/// All tokens of a source, in order, after its byte order mark if it has one.
///
/// ```
/// use poolsmith::hcl::lexer::{TokenKind, tokens};
///
/// let source = "a = \"b\"";
/// let literal = tokens(source).into_iter().find(|t| t.kind == TokenKind::QuotedLiteral);
/// assert_eq!(literal.unwrap().text(source), "b");
/// ```
pub fn tokens(source: &str) -> Vec<Token> {
    Lexer::new(source).collect()
}

/// The tokens that matter, with their texts: all but newlines and comments.
pub fn words<'s>(tokens: &[Token], source: &'s str) -> impl Iterator<Item = (TokenKind, &'s str)> {
    tokens.iter().filter(|token| token.is_word()).map(|token| (token.kind, token.text(source)))
}

/// Reads one token after the other.
struct Lexer<'s> {
    source: &'s str,
    position: usize,
    /// The constructs around the position, innermost last.
    modes: Vec<Mode<'s>>,
}

/// A construct with its own lexical rules.
enum Mode<'s> {
    /// Between quotes.
    Quote,
    /// Between `<<NAME` and `NAME`.
    Heredoc { marker: &'s str, at_line_start: bool },
    /// Between `${` or `%{` and `}`, within this many nested braces.
    Sequence { braces: usize },
}

impl<'s> Lexer<'s> {
    fn new(source: &'s str) -> Self {
        let byte_order_mark = if source.starts_with('\u{feff}') { 3 } else { 0 };
        Self { source, position: byte_order_mark, modes: Vec::new() }
    }

    fn rest(&self) -> &'s str {
        &self.source[self.position..]
    }

    /// Takes the next `length` bytes as a token.
    fn take(&mut self, kind: TokenKind, length: usize) -> Token {
        let start = self.position;
        self.position += length;
        Token { kind, range: start..self.position }
    }
}

impl Iterator for Lexer<'_> {
    type Item = Token;

    fn next(&mut self) -> Option<Token> {
        match self.modes.last() {
            Some(Mode::Quote) => self.next_in_quote(),
            Some(Mode::Heredoc { .. }) => self.next_in_heredoc(),
            Some(Mode::Sequence { .. }) | None => self.next_in_code(),
        }
    }
}
