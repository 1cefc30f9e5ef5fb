//! A position in a sequence of tokens.

use std::ops::Range;

use super::super::error::SyntaxError;
use super::super::lexer::{Token, TokenKind};
use super::Parsed;

/// A position in a sequence of tokens, which skips insignificant tokens such as comments.
pub struct Cursor<'s> {
    source: &'s str,
    tokens: &'s [Token],
    position: usize,
    /// The index after the last token that was taken.
    taken: usize,
    /// The number of open brackets before each token, computed when first needed.
    balances: Option<Vec<isize>>,
    /// Whether newlines are significant. Inside most brackets, they are not.
    pub heeds_newlines: bool,
}

impl<'s> Cursor<'s> {
    pub fn new(source: &'s str, tokens: &'s [Token]) -> Self {
        Self { source, tokens, position: 0, taken: 0, balances: None, heeds_newlines: true }
    }

    /// The kind of the next significant token, if there is one.
    pub fn peek(&mut self) -> Option<TokenKind> {
        while let Some(kind) = self.here() {
            let passes = kind.is_comment() || (kind == TokenKind::Newline && !self.heeds_newlines);
            if !passes {
                return Some(kind);
            }
            self.position += 1;
        }
        None
    }

    /// The index of the next significant token.
    pub fn index(&mut self) -> usize {
        self.peek();
        self.position
    }

    /// The index after the last token that was taken.
    pub fn taken(&self) -> usize {
        self.taken
    }

    /// The kind of the next token, including comments.
    fn here(&self) -> Option<TokenKind> {
        self.tokens.get(self.position).map(|token| token.kind)
    }

    /// The text of the next significant token.
    pub fn text(&mut self) -> &'s str {
        self.peek();
        let source = self.source;
        self.tokens.get(self.position).map_or("", |token| token.text(source))
    }

    /// The text of the token with this index.
    pub fn text_at(&self, index: usize) -> &'s str {
        self.tokens[index].text(self.source)
    }

    /// An error at the token with this index.
    pub fn error_at(&self, index: usize, message: impl Into<String>) -> Box<SyntaxError> {
        SyntaxError::boxed(self.tokens[index].range.clone(), message)
    }

    /// The range of the next significant token, or the end of the source.
    pub fn range(&mut self) -> Range<usize> {
        self.peek();
        let end = self.source.len();
        self.tokens.get(self.position).map_or(end..end, |token| token.range.clone())
    }

    /// The number of open brackets that were opened since the token with this index.
    pub fn open_since(&mut self, index: usize) -> isize {
        let tokens = self.tokens;
        let balances = self.balances.get_or_insert_with(|| {
            let balance = |open: &mut isize, token: &Token| {
                *open += token.kind.bracket_balance();
                Some(*open)
            };
            std::iter::once(0).chain(tokens.iter().scan(0, balance)).collect()
        });
        (balances[self.position] - balances[index]).max(0)
    }

    /// Takes the next significant token.
    pub fn advance(&mut self) {
        if self.peek().is_some() {
            self.position += 1;
            self.taken = self.position;
        }
    }

    /// Takes the next token if it is of this kind.
    pub fn accept(&mut self, kind: TokenKind) -> bool {
        let accepted = self.peek() == Some(kind);
        if accepted {
            self.advance();
        }
        accepted
    }

    /// Takes the next token if it is this keyword.
    pub fn accept_keyword(&mut self, keyword: &str) -> bool {
        let accepted = self.at_keyword(keyword);
        if accepted {
            self.advance();
        }
        accepted
    }

    pub fn at_keyword(&mut self, keyword: &str) -> bool {
        self.peek() == Some(TokenKind::Identifier) && self.text() == keyword
    }

    /// Takes a token of this kind, or fails.
    pub fn expect(&mut self, kind: TokenKind, message: &str) -> Parsed {
        match self.accept(kind) {
            true => Ok(()),
            false => self.fail(message),
        }
    }

    /// Fails at the next token.
    pub fn fail<T>(&mut self, message: impl Into<String>) -> Parsed<T> {
        Err(self.error(message))
    }

    /// An error at the next token. If the token itself is invalid, the error is about that.
    pub fn error(&mut self, message: impl Into<String>) -> Box<SyntaxError> {
        let range = self.range();
        match self.peek() {
            Some(TokenKind::Invalid) => SyntaxError::boxed(range, invalid_token(self.text())),
            _ => SyntaxError::boxed(range, message),
        }
    }
}

fn invalid_token(text: &str) -> String {
    match text {
        "'" => "single quotes are not valid: use double quotes".into(),
        ";" => "semicolons are not valid: put each attribute and block on its own line".into(),
        "&" | "|" | "^" | "~" => format!("bitwise operators are not supported: {text}"),
        comment if comment.starts_with("/*") => "this comment is not closed with */".into(),
        _ => format!("invalid character {text:?}"),
    }
}
