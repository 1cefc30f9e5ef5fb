//! Markdown on stdout: tables and texts without markup of their own and without commands for CI systems.

use crate::render::markdown::{code as inline_code, escape};
use crate::report::escape::line;
use crate::report::page::words;

/// A text on one line.
pub fn text(words: &str) -> String {
    escape(&line(words))
}

/// A text in which what stands in backquotes is code.
pub fn prose(words: &str) -> String {
    words::quoted(words).map(|(is_code, part)| if is_code { code(part) } else { text(part) }).collect()
}

/// A text as code on one line.
pub fn code(words: &str) -> String {
    inline_code(&line(words))
}

/// A table of cells in Markdown.
pub fn table<const COLUMNS: usize>(
    headings: [&str; COLUMNS],
    rows: impl IntoIterator<Item = [String; COLUMNS]>,
) -> String {
    let row = |cells: [String; COLUMNS]| format!("| {} |", cells.join(" | "));
    let head = [row(headings.map(str::to_owned)), row(headings.map(|_| "---".to_owned()))];
    head.into_iter().chain(rows.into_iter().map(row)).collect::<Vec<_>>().join("\n")
}
