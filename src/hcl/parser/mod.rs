//! Parses tokens into the structure of a file, or into syntax errors.
//!
//! Expressions are only checked. For bodies, the parser records the tokens of attributes, blocks and labels
//! for the formatter.

mod body;
mod collection;
mod cursor;
mod directive;
mod escape;
mod expression;
mod structure;
mod template;

pub use escape::unescape;
pub use structure::{Attribute, Block, Body, Item};

use super::error::SyntaxError;
use super::lexer::{Token, TokenKind};
use cursor::Cursor;

/// The result of a parsing step.
///
/// The error is boxed, because deep recursion keeps many results on the stack.
type Parsed<T = ()> = Result<T, Box<SyntaxError>>;

/// The maximum nesting depth of brackets and blocks, so that no input can exhaust the stack.
pub const DEPTH_LIMIT: usize = 1000;

/// The structure of a whole file.
pub fn parse(source: &str, tokens: &[Token]) -> Result<Body, Vec<SyntaxError>> {
    let mut parser =
        Parser { cursor: Cursor::new(source, tokens), depth: 0, errors: Vec::new(), is_unclosed: false };
    let body = parser.file();
    if parser.errors.is_empty() { Ok(body) } else { Err(parser.errors) }
}

/// A recursive-descent parser that collects the errors it recovers from.
struct Parser<'s> {
    cursor: Cursor<'s>,
    depth: usize,
    errors: Vec<SyntaxError>,
    /// Whether a construct was unclosed at the end of the source.
    is_unclosed: bool,
}

impl Parser<'_> {
    /// Parses a nested construct, unless it is nested too deeply.
    fn nested<T>(&mut self, parse: impl FnOnce(&mut Self) -> Parsed<T>) -> Parsed<T> {
        if self.depth == DEPTH_LIMIT {
            let message = format!("nested more than {DEPTH_LIMIT} levels deep");
            return self.cursor.fail(message);
        }
        self.depth += 1;
        let parsed = parse(self);
        self.depth -= 1;
        parsed
    }

    /// Parses with newlines as blanks, as between brackets.
    fn ignoring_newlines<T>(&mut self, parse: impl FnOnce(&mut Self) -> Parsed<T>) -> Parsed<T> {
        self.with_newlines(false, parse)
    }

    /// Parses with newlines as separators, as between the items of an object.
    fn heeding_newlines<T>(&mut self, parse: impl FnOnce(&mut Self) -> Parsed<T>) -> Parsed<T> {
        self.with_newlines(true, parse)
    }

    fn with_newlines<T>(&mut self, heeded: bool, parse: impl FnOnce(&mut Self) -> Parsed<T>) -> Parsed<T> {
        let outside = std::mem::replace(&mut self.cursor.heeds_newlines, heeded);
        let parsed = parse(self);
        self.cursor.heeds_newlines = outside;
        parsed
    }
}
