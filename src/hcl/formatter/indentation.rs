//! Indentation: two spaces for each line that opens brackets.

use super::super::lexer::TokenKind::OpenHeredoc;
use super::lines::{Line, Lines};
use super::piece::Piece;

const STEP: usize = 2;

/// Indents all lines that are not empty.
pub fn indent(lines: &mut Lines) {
    let mut levels = Levels::default();
    for line in &lines.lines {
        let depth = levels.enter_line(balance(&lines.pieces, line));
        if let Some(first) = lines.pieces[line.pieces.clone()].first_mut() {
            first.spaces = depth * STEP;
        }
    }
}

/// The number of brackets that a line opens minus those it closes.
///
/// As in `terraform fmt`, brackets in a heredoc count only after the line that opens it. The text after an
/// aligned `=` is balanced, including heredocs, and can be ignored.
fn balance(pieces: &[Piece], line: &Line) -> isize {
    let end = line.assign.unwrap_or(line.pieces.end);
    pieces[line.pieces.start..end]
        .iter()
        .take_while(|piece| piece.kind != OpenHeredoc)
        .map(|piece| piece.kind.bracket_balance())
        .sum()
}

/// The open brackets, by the lines that opened them.
#[derive(Default)]
struct Levels {
    /// The number of brackets of each line that are still open.
    open: Vec<usize>,
}

impl Levels {
    /// The depth of a line with this balance of brackets.
    fn enter_line(&mut self, balance: isize) -> usize {
        if balance < 0 {
            self.close(balance.unsigned_abs());
        }
        let depth = self.open.len();
        if balance > 0 {
            self.open.push(balance.unsigned_abs());
        }
        depth
    }

    fn close(&mut self, mut brackets: usize) {
        while let Some(last) = self.open.last_mut() {
            if *last > brackets {
                *last -= brackets;
                return;
            }
            brackets -= *last;
            self.open.pop();
            if brackets == 0 {
                return;
            }
        }
    }
}
