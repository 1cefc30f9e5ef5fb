//! The lines of the formatted output.

use std::ops::Range;

use super::super::lexer::TokenKind::{Assign, InlineComment, LineComment, Newline};
use super::piece::Piece;

/// The pieces of the output, and the lines that they form.
///
/// Newlines in heredocs and comments are part of the pieces, so that one line here can be several lines
/// in the file.
pub struct Lines<'s> {
    pub pieces: Vec<Piece<'s>>,
    pub lines: Vec<Line>,
}

/// A line, by the indexes of its pieces.
#[derive(Clone)]
pub struct Line {
    /// All its pieces, without its newline.
    pub pieces: Range<usize>,
    /// Its `=`, if it is aligned with those of other lines.
    pub assign: Option<usize>,
    /// Its trailing comment.
    pub comment: Option<usize>,
}

impl<'s> Lines<'s> {
    pub fn new(pieces: Vec<Piece<'s>>) -> Self {
        let mut lines = Vec::new();
        let mut start = 0;
        for (index, piece) in pieces.iter().enumerate() {
            if piece.kind == Newline {
                lines.push(Line::new(&pieces, start..index));
                start = index + 1;
            }
        }
        lines.push(Line::new(&pieces, start..pieces.len()));
        Self { pieces, lines }
    }

    pub fn write(&self) -> String {
        let length = self.pieces.iter().map(|piece| piece.spaces + piece.text.len()).sum();
        let mut output = String::with_capacity(length);
        for piece in &self.pieces {
            output.extend(std::iter::repeat_n(' ', piece.spaces));
            output.push_str(&piece.text);
        }
        output
    }
}

impl Line {
    fn new(all: &[Piece], pieces: Range<usize>) -> Self {
        Self { assign: find_assign(all, pieces.clone()), comment: find_comment(all, pieces.clone()), pieces }
    }
}

/// The first `=` of a line, if what follows it closes as many brackets as it opens.
fn find_assign(all: &[Piece], mut pieces: Range<usize>) -> Option<usize> {
    let end = pieces.end;
    let assign = pieces.find(|&index| all[index].kind == Assign)?;
    let balance: isize = all[assign..end].iter().map(|piece| piece.kind.bracket_balance()).sum();
    (balance == 0).then_some(assign)
}

/// The trailing comment of a line.
///
/// An inline comment counts only at the end of a file without a final newline.
fn find_comment(all: &[Piece], pieces: Range<usize>) -> Option<usize> {
    let at_end = pieces.end == all.len();
    match &all[pieces.clone()] {
        [_, .., last] if last.kind == LineComment => Some(pieces.end - 1),
        [_, .., last] if last.kind == InlineComment && at_end => Some(pieces.end - 1),
        _ => None,
    }
}
