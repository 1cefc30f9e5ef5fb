use std::ops::Range;

use super::super::lexer::TokenKind::{self, Newline};
use super::piece::Piece;

/// The pieces of the output and where its lines are among them.
///
/// Newlines inside heredocs and comments belong to the pieces, so that a line
/// here may be several in the file.
pub struct Lines<'s> {
    pub pieces: Vec<Piece<'s>>,
    /// The pieces of each line, without its newline.
    pub lines: Vec<Range<usize>>,
}

impl<'s> Lines<'s> {
    pub fn new(pieces: Vec<Piece<'s>>) -> Self {
        let mut lines = Vec::new();
        let mut start = 0;
        for (index, piece) in pieces.iter().enumerate() {
            if piece.kind == Newline {
                lines.push(start..index);
                start = index + 1;
            }
        }
        lines.push(start..pieces.len());
        Self { pieces, lines }
    }

    pub fn kind(&self, index: usize) -> TokenKind {
        self.pieces[index].kind
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
