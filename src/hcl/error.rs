//! Syntax errors, and positions as lines and columns.

use std::fmt;
use std::ops::Range;

/// A syntax error.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SyntaxError {
    /// The range of the error in the source, which is empty if something is missing.
    pub range: Range<usize>,
    /// What is wrong.
    pub message: String,
}

impl SyntaxError {
    pub(super) fn new(range: Range<usize>, message: impl Into<String>) -> Self {
        Self { range, message: message.into() }
    }

    pub(super) fn boxed(range: Range<usize>, message: impl Into<String>) -> Box<Self> {
        Box::new(Self::new(range, message))
    }
}

impl fmt::Display for SyntaxError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for SyntaxError {}

/// The line and column of a byte offset, both starting at 1. Columns count characters.
///
/// An offset beyond the end is treated as the end, and one within a character as its start.
pub fn line_column(source: &str, offset: usize) -> (usize, usize) {
    let mut offset = offset.min(source.len());
    while !source.is_char_boundary(offset) {
        offset -= 1;
    }
    let before = &source[..offset];
    let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
    let line = 1 + before.bytes().filter(|&b| b == b'\n').count();
    (line, 1 + before[line_start..].chars().count())
}
