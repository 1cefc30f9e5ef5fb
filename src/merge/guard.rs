//! Checks that a merged text keeps what both sides added, and has no duplicates.
//!
//! See docs/internals/merge-guard.md.

use std::collections::{HashMap, HashSet};

use crate::hcl::lexer::{self, TokenKind};
use crate::merge::lines::Lines;
use crate::merge::{Language, Sides};

/// Why a merged text is wrong.
#[derive(Debug)]
pub struct Fault {
    /// The duplicate lines of the merged text, from 0.
    pub doubled: Vec<usize>,
    /// The lines of the base, from 0, that all sides have and the merged text lacks.
    pub vanished: Vec<usize>,
    /// The line on disk that it is about, from 1.
    pub line: usize,
    /// What is wrong, as a clause.
    pub message: String,
}

/// How strictly a merged text is checked.
#[derive(Clone, Copy, Debug)]
pub struct Rules {
    /// Whether there are conflicts, in which case lines of one side are missing on purpose.
    pub has_conflicts: bool,
    /// Whether the user has not said how to resolve conflicts. Then anything that may be a conflict is one.
    pub is_strict: bool,
}

/// Checks a merged text against its sides.
///
/// # Errors
/// The text lacks a line that one side added or that all sides have, or has a duplicate that neither side has.
pub fn check(language: Language, sides: Sides, merged: &str, rules: Rules) -> Result<(), Fault> {
    check_lines(language, sides, merged, rules)?;
    check_kept(language, sides, merged)?;
    if language == Language::Hcl { check_names(sides, merged) } else { Ok(()) }
}

fn check_lines(language: Language, sides: Sides, merged: &str, rules: Rules) -> Result<(), Fault> {
    let [base, ours, theirs, merged] =
        [sides.base, sides.ours, sides.theirs, merged].map(|text| Lines::of(language, text));
    let merged_lines = &merged;
    let [base, ours, theirs, merged] = [&base, &ours, &theirs, &merged].map(count);
    let of = |counts: &HashMap<&str, isize>, key: &str| counts.get(key).copied().unwrap_or(0);
    let loses = |added: &HashMap<&str, isize>, other: &HashMap<&str, isize>| {
        added.iter().any(|(key, count)| {
            // Lines that the other side removed may be missing.
            let taken = (of(other, key) - of(&base, key)).min(0);
            *count > of(&base, key) && of(&merged, key) < count + taken
        })
    };
    if !rules.has_conflicts && (loses(&ours, &theirs) || loses(&theirs, &ours)) {
        let message = "the merged text would lack a line that one side added".to_owned();
        return Err(Fault { doubled: Vec::new(), vanished: Vec::new(), line: 1, message });
    }
    // If both sides add the same line in different places, it is probably meant once.
    let is_doubled = |key: &str| {
        let (ours, theirs) = (of(&ours, key), of(&theirs, key));
        // Top-level blocks, such as `locals`, and lines of other languages may be repeated.
        let may_repeat = language != Language::Hcl || !key.starts_with(' ');
        let says_something = key.chars().any(char::is_alphanumeric) && (rules.is_strict || !may_repeat);
        says_something && ours.min(theirs) > of(&base, key) && of(&merged, key) > ours.max(theirs)
    };
    let keys = merged_lines.each_key().enumerate();
    let doubled: Vec<usize> = keys.filter(|(_, key)| is_doubled(key)).map(|(line, _)| line).collect();
    if doubled.is_empty() {
        return Ok(());
    }
    let message = "the merged text would repeat a line that both sides added".to_owned();
    Err(Fault { doubled, vanished: Vec::new(), line: 1, message })
}

/// If one side moves a line into a conflict that is resolved in favor of the other, the line is gone from both places.
fn check_kept(language: Language, sides: Sides, merged: &str) -> Result<(), Fault> {
    let [base, ours, theirs, merged] =
        [sides.base, sides.ours, sides.theirs, merged].map(|text| Lines::of(language, text));
    let all = [&base, &ours, &theirs].map(count_unindented);
    let merged = count_unindented(&merged);
    let is_vanished = |key: &str| {
        let has_once = |counts: &HashMap<&str, isize>| counts.get(key) == Some(&1);
        all.iter().all(has_once) && !merged.contains_key(key)
    };
    let lines = base.each_key().map(str::trim_start).enumerate();
    let vanished: Vec<usize> = lines.filter(|(_, key)| is_vanished(key)).map(|(line, _)| line).collect();
    if vanished.is_empty() {
        return Ok(());
    }
    let message = "the merged text would lack a line that both sides have".to_owned();
    Err(Fault { doubled: Vec::new(), vanished, line: 1, message })
}

/// Like [`count`], but a line that is moved into a block, and indented, is the same.
fn count_unindented<'a>(lines: &'a Lines) -> HashMap<&'a str, isize> {
    let mut counts = HashMap::new();
    for key in lines.each_key().map(str::trim_start).filter(|key| key.chars().any(char::is_alphanumeric)) {
        *counts.entry(key).or_default() += 1;
    }
    counts
}

fn count<'a>(lines: &'a Lines) -> HashMap<&'a str, isize> {
    let mut counts = HashMap::new();
    for key in lines.each_key().filter(|key| !key.trim().is_empty()) {
        *counts.entry(key).or_default() += 1;
    }
    counts
}

fn check_names(sides: Sides, merged: &str) -> Result<(), Fault> {
    let before: HashSet<String> =
        [sides.ours, sides.theirs].into_iter().flat_map(duplicates).map(|(name, _)| name).collect();
    let found = duplicates(merged).into_iter().find(|(name, _)| !before.contains(name));
    let Some((name, doubled)) = found else { return Ok(()) };
    let line = sides.ours.lines().position(|line| line.trim_start().starts_with(&name));
    let message = format!("the merged text would define `{name}` twice in one block");
    Err(Fault { doubled, vanished: Vec::new(), line: line.map_or(1, |index| index + 1), message })
}

/// The attributes that occur twice in the same braces, and the labeled blocks that occur twice, each
/// with its two lines, from 0.
fn duplicates(text: &str) -> Vec<(String, Vec<usize>)> {
    let mut places: Vec<HashMap<String, usize>> = vec![HashMap::new()];
    let mut twice = Vec::new();
    let mut lines = LineNumbers { text, offset: 0, line: 0 };
    let mut line = String::new();
    let mut is_labeled = false;
    for token in lexer::tokens(text) {
        let named = match token.kind {
            TokenKind::Assign => !line.is_empty(),
            TokenKind::OpenBrace => is_labeled && places.len() == 1,
            _ => false,
        };
        if named && let Some(place) = places.last_mut() {
            let number = lines.at(token.range.start);
            if let Some(first) = place.insert(line.clone(), number) {
                twice.push((line.clone(), vec![first, number]));
            }
        }
        match token.kind {
            kind if kind.bracket_balance() > 0 => places.push(HashMap::new()),
            kind if kind.bracket_balance() < 0 && places.len() > 1 => drop(places.pop()),
            _ => {}
        }
        match token.kind {
            TokenKind::Newline | TokenKind::LineComment | TokenKind::Comma | TokenKind::OpenBrace => {
                line.clear();
                is_labeled = false;
            }
            // The rest of the line is a value.
            TokenKind::Assign => line.clear(),
            TokenKind::Identifier | TokenKind::QuotedLiteral => {
                is_labeled |= token.kind == TokenKind::QuotedLiteral;
                if !line.is_empty() {
                    line.push(' ');
                }
                line.push_str(token.text(text));
            }
            TokenKind::InlineComment | TokenKind::OpenQuote | TokenKind::CloseQuote => {}
            _ => line.clear(),
        }
    }
    twice
}

/// Line numbers of increasing offsets.
struct LineNumbers<'a> {
    text: &'a str,
    offset: usize,
    line: usize,
}

impl LineNumbers<'_> {
    fn at(&mut self, offset: usize) -> usize {
        self.line += self.text[self.offset..offset].matches('\n').count();
        self.offset = offset;
        self.line
    }
}

#[cfg(test)]
mod tests {
    use super::duplicates;

    fn said_twice(text: &str) -> Vec<String> {
        duplicates(text).into_iter().map(|(name, _)| name).collect()
    }

    #[test]
    fn names_count_once_in_a_place() {
        let none: [String; 0] = [];
        assert_eq!(said_twice("a = 1\nb = 1\nc {\n  a = 1\n}\nd { a = 1 }\n"), none);
        assert_eq!(said_twice("x = [\n  { a = 1 },\n  { a = 1 },\n]\n"), none);
        assert_eq!(said_twice("statement {\n}\nstatement {\n}\n"), none);
        assert_eq!(said_twice("a = b == c\nd = b == c\n"), none);
        assert_eq!(said_twice("c {\n  a = 1\n  b = 2\n  a = 3\n}\n"), ["a"]);
        assert_eq!(said_twice("x = { a = 1, b = 2, a = 3 }\n"), ["a"]);
        assert_eq!(said_twice("resource \"a\" \"b\" {\n}\nresource \"a\" \"b\" {\n}\n"), ["resource a b"]);
    }
}
