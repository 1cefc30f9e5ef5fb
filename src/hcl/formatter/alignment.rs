//! `=` and trailing comments stand in columns over successive lines.

use std::ops::Range;

use super::super::lexer::TokenKind::{Assign, LineComment};
use super::lines::Lines;
use super::width::columns;

/// Aligns `=` first, as it moves the comments, then the comments.
pub fn align(lines: &mut Lines) {
    align_column(lines, assign_cell);
    align_column(lines, comment_cell);
}

/// Where a line's cell starts, if it has one: the index of its first piece.
type FindCell = fn(&Lines, &Range<usize>) -> Option<usize>;

fn align_column(lines: &mut Lines, find: FindCell) {
    let mut chain = Vec::new();
    for number in 0..lines.lines.len() {
        let line = lines.lines[number].clone();
        match find(lines, &line) {
            Some(cell) => chain.push((cell, width(lines, line.start..cell))),
            None => align_chain(lines, &mut chain),
        }
    }
    align_chain(lines, &mut chain);
}

fn align_chain(lines: &mut Lines, chain: &mut Vec<(usize, usize)>) {
    let widest = chain.iter().map(|&(_, width)| width).max().unwrap_or(0);
    for (cell, width) in chain.drain(..) {
        lines.pieces[cell].spaces = widest - width + 1;
    }
}

/// The first `=` of a line, if what follows it leaves no brackets open or closed.
fn assign_cell(lines: &Lines, line: &Range<usize>) -> Option<usize> {
    let assign = line.clone().find(|&index| lines.kind(index) == Assign)?;
    let mut balance = 0_isize;
    for index in assign..line.end {
        balance += isize::from(lines.kind(index).opens_bracket());
        balance -= isize::from(lines.kind(index).closes_bracket());
    }
    (balance == 0).then_some(assign)
}

/// The comment at the end of a line that has more than it.
fn comment_cell(lines: &Lines, line: &Range<usize>) -> Option<usize> {
    let last = line.clone().last()?;
    (lines.kind(last) == LineComment && last > line.start).then_some(last)
}

fn width(lines: &Lines, pieces: Range<usize>) -> usize {
    lines.pieces[pieces].iter().map(|piece| piece.spaces + columns(&piece.text)).sum()
}
