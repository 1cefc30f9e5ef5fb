//! Alignment of `=` and trailing comments in consecutive lines.

use super::super::unicode::grapheme_count;
use super::lines::{Line, Lines};
use super::piece::Piece;

/// Aligns `=`, which moves the comments, then the comments.
pub fn align(lines: &mut Lines) {
    align_cells(lines, |line| line.assign);
    align_cells(lines, |line| line.comment);
}

/// Aligns the cells of each run of lines that all have one.
fn align_cells(lines: &mut Lines, cell_of: impl Fn(&Line) -> Option<usize>) {
    let mut run = Vec::new();
    for line in &lines.lines {
        match cell_of(line) {
            Some(cell) => run.push((cell, width(&lines.pieces[line.pieces.start..cell]))),
            None => align_run(&mut lines.pieces, &mut run),
        }
    }
    align_run(&mut lines.pieces, &mut run);
}

/// Aligns cells, each given by its first piece and the width of the text before it.
fn align_run(pieces: &mut [Piece], run: &mut Vec<(usize, usize)>) {
    let widest = run.iter().map(|&(_, width)| width).max().unwrap_or(0);
    for (cell, width) in run.drain(..) {
        pieces[cell].spaces = widest - width + 1;
    }
}

fn width(pieces: &[Piece]) -> usize {
    pieces.iter().map(|piece| piece.spaces + grapheme_count(&piece.text)).sum()
}
