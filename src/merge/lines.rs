use std::collections::HashMap;
use std::ops::Range;

use crate::hcl::lexer::{self, TokenKind};
use crate::merge::Language;

/// Between the tokens of a key; no line of a file has it.
const BETWEEN: char = '\u{1F}';

/// The lines of a text, and what they are compared by.
pub struct Lines<'a> {
    /// Each with its end.
    lines: Vec<&'a str>,
    keys: Vec<String>,
}

impl<'a> Lines<'a> {
    /// The lines of a text.
    pub fn of(language: Language, text: &'a str) -> Self {
        let lines: Vec<&str> = text.split_inclusive('\n').collect();
        let keys = match language {
            Language::Hcl => hcl_keys(text, &lines),
            Language::Text => lines.iter().map(|line| line.trim_end_matches('\n').to_owned()).collect(),
        };
        Self { lines, keys }
    }

    /// A number for what each line is compared by, a line for each: a key may itself hold what ends a
    /// line, such as a lone carriage return.
    pub fn numbers<'k>(&'k self, known: &mut HashMap<&'k str, usize>) -> String {
        let mut number = |key: &'k str| {
            let next = known.len();
            *known.entry(key).or_insert(next)
        };
        self.keys.iter().map(|key| format!("{}\n", number(key))).collect()
    }

    /// What each line is compared by.
    pub fn each_key(&self) -> impl Iterator<Item = &str> {
        self.keys.iter().map(String::as_str)
    }

    /// Some lines as one text; the last line of a file is ended as well.
    pub fn text(&self, range: Range<usize>) -> String {
        let mut text = self.lines[range].concat();
        if !text.is_empty() && !text.ends_with('\n') {
            text.push('\n');
        }
        text
    }

    /// Some lines, each without its end.
    pub fn list(&self, range: Range<usize>) -> Vec<String> {
        self.lines[range].iter().map(|line| line.trim_end_matches('\n').to_owned()).collect()
    }
}

/// The indentation and the tokens of each line. What a token that spans lines has on a line counts with its blanks, since
/// those of a heredoc are its text.
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

/// Whether blanks at the edges of a token are part of what it says.
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
