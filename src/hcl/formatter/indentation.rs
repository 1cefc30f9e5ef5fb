//! How far lines are indented: by two spaces for each line that opens brackets.

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

/// How many more brackets a line opens than it closes.
///
/// What stands in a heredoc on the line that opens it does not count, though
/// what stands on its later lines does: a quirk of `terraform fmt`. What
/// follows an aligned `=` is balanced, heredocs included, and need not count.
fn balance(pieces: &[Piece], line: &Line) -> isize {
    let end = line.assign.unwrap_or(line.pieces.end);
    pieces[line.pieces.start..end]
        .iter()
        .take_while(|piece| piece.kind != OpenHeredoc)
        .map(|piece| piece.kind.bracket_balance())
        .sum()
}

/// The brackets that are open, by the lines that opened them.
#[derive(Default)]
struct Levels {
    /// How many brackets each line left open, as far as they still are.
    open: Vec<usize>,
}

impl Levels {
    /// The depth of a line that opens so many more brackets than it closes.
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
