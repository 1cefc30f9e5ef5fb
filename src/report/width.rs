//! The width of the terminal, in which source lines are cut around their carets.

use std::sync::OnceLock;

static COLUMNS: OnceLock<usize> = OnceLock::new();

/// The width where there is no terminal, and the greatest in one.
const WIDEST: usize = 140;

/// Below this width, nothing of a source line would be left.
const NARROWEST: usize = 40;

/// Sets the width of the terminal, in columns, once for the program.
pub fn set_columns(columns: usize) {
    COLUMNS.get_or_init(|| columns.clamp(NARROWEST, WIDEST));
}

/// The width of the terminal, if there is one.
pub(super) fn terminal_columns() -> Option<usize> {
    COLUMNS.get().copied()
}

/// The width of source lines.
pub(super) fn columns() -> usize {
    terminal_columns().unwrap_or(WIDEST)
}
