//! The lines of a text, and the keys by which they are compared.

use std::collections::HashMap;
use std::ops::Range;

use crate::hcl::lexer::{self, TokenKind};
use crate::merge::Language;

/// The separator of tokens in a key, which no line of a file contains.
const BETWEEN: char = '\u{1F}';

/// The lines of a text, and the keys by which they are compared.
pub struct Lines<'a> {
    /// Each line with its line ending.
    lines: Vec<&'a str>,
    keys: Vec<String>,
}

impl<'a> Lines<'a> {
    /// The lines of a text.
    pub fn of(language: Language, text: &'a str) -> Self {
        let lines: Vec<&str> = text.split_inclusive('\n').collect();
        let keys = match language {
            Language::Hcl => hcl_keys(text, &lines),
            Language::Markdown => {
                lines.iter().map(|line| markdown_key(line.trim_end_matches('\n'))).collect()
            }
            Language::Text => lines.iter().map(|line| line.trim_end_matches('\n').to_owned()).collect(),
        };
        Self { lines, keys }
    }

    /// The keys as numbers, one per line. A key itself may contain a line ending, such as a lone carriage
    /// return.
    pub fn numbers<'k>(&'k self, known: &mut HashMap<&'k str, usize>) -> String {
        let mut number = |key: &'k str| {
            let next = known.len();
            *known.entry(key).or_insert(next)
        };
        self.keys.iter().map(|key| format!("{}\n", number(key))).collect()
    }

    /// The keys of all lines.
    pub fn each_key(&self) -> impl Iterator<Item = &str> {
        self.keys.iter().map(String::as_str)
    }

    /// A range of lines as one text, which always ends in a newline.
    pub fn text(&self, range: Range<usize>) -> String {
        let mut text = self.lines[range].concat();
        if !text.is_empty() && !text.ends_with('\n') {
            text.push('\n');
        }
        text
    }

    /// A range of lines, without line endings.
    pub fn list(&self, range: Range<usize>) -> Vec<String> {
        self.lines[range].iter().map(|line| line.trim_end_matches('\n').to_owned()).collect()
    }
}

/// The cells of a table's row, which formatters align, or else the line.
fn markdown_key(line: &str) -> String {
    let Some(row) = line.strip_prefix('|').and_then(|row| row.trim_end().strip_suffix('|')) else {
        return line.to_owned();
    };
    let cell = |cell: &str| {
        let cell = cell.trim();
        let dashes = cell.trim_start_matches(':').trim_end_matches(':');
        let is_delimiter = !dashes.is_empty() && dashes.bytes().all(|byte| byte == b'-');
        if is_delimiter { cell.replace(dashes, "-") } else { cell.to_owned() }
    };
    let cells: Vec<String> = row.split('|').map(cell).collect();
    format!("{BETWEEN}{}", cells.join(&BETWEEN.to_string()))
}

/// The indentation and the tokens of each line. Blanks count within a token that spans several lines,
/// because those of a heredoc are part of its text.
fn hcl_keys(text: &str, lines: &[&str]) -> Vec<String> {
    let tokens = lexer::tokens(text);
    let mut tokens = tokens.iter().peekable();
    let mut start = 0;
    let mut keys = Vec::with_capacity(lines.len());
    for line in lines {
        let end = start + line.len();
        let mut key = line[..line.len() - line.trim_start().len()].trim_end_matches('\n').to_owned();
        while let Some(token) = tokens.peek() {
            if token.range.start >= end {
                break;
            }
            let part = &text[token.range.start.max(start)..token.range.end.min(end)];
            let part = if is_text(token.kind) { part.trim_end_matches('\n') } else { part.trim() };
            if !part.is_empty() {
                key.push(BETWEEN);
                key.push_str(part);
            }
            if token.range.end > end {
                break;
            }
            tokens.next();
        }
        keys.push(key);
        start = end;
    }
    keys
}

/// Whether blanks at the edges of a token are significant.
fn is_text(kind: TokenKind) -> bool {
    matches!(kind, TokenKind::HeredocLiteral | TokenKind::QuotedLiteral | TokenKind::Invalid)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(text: &str) -> Vec<String> {
        Lines::of(Language::Hcl, text).keys
    }

    #[test]
    fn alignment_means_nothing_and_indentation_something() {
        assert_eq!(keys("  a   =  1 # x\n"), keys("  a = 1   # x\n"));
        assert_ne!(keys("  }\n"), keys("}\n"));
        assert_ne!(keys("a = \"x  y\"\n"), keys("a = \"x y\"\n"));
        assert_ne!(keys("a = 12\n"), keys("a = 1 2\n"));
    }

    #[test]
    fn the_alignment_of_a_table_means_nothing() {
        let keys = |text| Lines::of(Language::Markdown, text).keys;
        assert_eq!(
            keys("| a | `b\\|c` |\n| --- | :---: |\n"),
            keys("| a    | `b\\|c` |\n| ---- | :-----: |\n")
        );
        for (one, other) in
            [("| a | b |", "| a | c |"), ("| a  b |", "| a b |"), ("| --- |", "| :-- |"), ("a  b", "a b")]
        {
            assert_ne!(keys(one), keys(other));
        }
    }

    #[test]
    fn each_line_has_a_key() {
        for text in
            ["", "a", "a\n", "\n\n", "a = <<E\n  x\n y\nE\nb = 1\n", "/* a\n b */ c = 1\n", "a = \"\n"]
        {
            assert_eq!(keys(text).len(), text.split_inclusive('\n').count(), "{text:?}");
        }
    }

    #[test]
    fn blanks_in_a_heredoc_are_text() {
        assert_ne!(keys("a = <<E\n  x\nE\n")[1], keys("a = <<E\n x\nE\n")[1]);
        assert_eq!(keys("a = <<E\n  x\nE\n")[0], keys("a  =  <<E\n  x\nE\n")[0]);
    }
}
