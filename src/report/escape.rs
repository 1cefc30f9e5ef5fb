//! Escaping of output, so that no text can affect a terminal or a CI log.
//!
//! Output contains names, paths and lines that somebody else wrote. A control character in them may clear
//! the screen, a line feed may start a new line, and CI systems look for commands in the log. GitHub's
//! runner trims white space before it looks for `::command::`, and finds `##[command]` anywhere in a
//! line. Azure Pipelines and TeamCity have commands of the latter form.

use std::borrow::Cow;
use std::fmt::Write;
use std::ops::Range;

use crate::source::is_hidden;

/// The start of a workflow command of GitHub's runner, at the start of a line.
/// Source: GitHub Docs, "Workflow commands for GitHub Actions".
const COMMAND_AT_START: &str = "::";

/// Whether a text starts with a command that CI systems find anywhere in a line: `##[group]`,
/// `##vso[task.complete]`, `##teamcity[buildStop]`.
/// Source: the GitHub Actions runner, `ActionCommand`; Azure Pipelines, "Logging commands"; TeamCity,
/// "Service Messages".
fn begins_command(text: &str) -> bool {
    let name = text.strip_prefix("##");
    name.is_some_and(|name| name.trim_start_matches(|c: char| c.is_ascii_alphabetic()).starts_with('['))
}

/// A text as a single escaped line.
pub fn line(text: &str) -> Cow<'_, str> {
    let is_plain = |c: char| !is_hidden(c) && !matches!(c, '\t' | '\n' | '\r');
    if text.chars().all(is_plain) && !has_command(text) {
        return Cow::Borrowed(text);
    }
    let mut escaped = Escaped::default();
    escaped.push(text, |character| matches!(character, '\t' | '\n' | '\r') || is_hidden(character));
    Cow::Owned(escaped.text)
}

/// An escaped line of a file, with its tabs preserved and the masked ranges replaced by asterisks, and
/// the position of the marked range in it.
pub fn source_line(text: &str, masked: &[Range<usize>], marked: Range<usize>) -> (String, Range<usize>) {
    let mut escaped = Escaped::default();
    let mut places = [0; 2];
    let mut rest = text;
    while !rest.is_empty() {
        let offset = text.len() - rest.len();
        for (place, end) in places.iter_mut().zip([marked.start, marked.end]) {
            if offset == end {
                *place = escaped.text.len();
            }
        }
        let is_masked = masked.iter().any(|range| range.contains(&offset));
        rest = if is_masked { escaped.mask(rest) } else { escaped.push_one(rest, is_hidden) };
    }
    let end = |place: usize, offset: usize| if offset >= text.len() { escaped.text.len() } else { place };
    let range = end(places[0], marked.start)..end(places[1], marked.end).max(end(places[0], marked.start));
    (escaped.text, range)
}

/// JSON with hidden characters and commands in strings escaped as in JSON.
pub fn json(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    let mut units = [0; 2];
    for character in text.chars() {
        if is_hidden(character) {
            for unit in character.encode_utf16(&mut units) {
                write!(escaped, "\\u{unit:04x}").expect("writing to a string does not fail");
            }
        } else {
            escaped.push(character);
        }
    }
    // In valid JSON, `##` occurs only in strings.
    escaped.replace("##", "#\\u0023")
}

/// Whether an unescaped line of a file could affect a terminal or a CI log.
pub fn is_active(line: &str) -> bool {
    let line = line.trim_end_matches(['\n', '\r']);
    line.chars().any(|character| is_hidden(character) || character == '\r') || has_command(line)
}

fn has_command(text: &str) -> bool {
    text.trim_start().starts_with(COMMAND_AT_START)
        || text.char_indices().any(|(offset, _)| begins_command(&text[offset..]))
}

#[derive(Default)]
struct Escaped {
    text: String,
}

impl Escaped {
    fn push(&mut self, text: &str, is_escaped: impl Fn(char) -> bool) {
        let mut rest = text;
        while !rest.is_empty() {
            rest = self.push_one(rest, &is_escaped);
        }
    }

    /// Adds the next character, and returns the rest.
    fn push_one<'a>(&mut self, rest: &'a str, is_escaped: impl Fn(char) -> bool) -> &'a str {
        let begins = rest.starts_with(COMMAND_AT_START) && self.text.trim_start().is_empty();
        if begins || begins_command(rest) {
            self.text.extend(rest[..1].escape_unicode());
            return &rest[1..];
        }
        let mut characters = rest.chars();
        match characters.next() {
            Some(character) if is_escaped(character) => self.text.extend(character.escape_default()),
            character => self.text.extend(character),
        }
        characters.as_str()
    }

    fn mask<'a>(&mut self, rest: &'a str) -> &'a str {
        let mut characters = rest.chars();
        self.text.extend(characters.next().map(|_| '*'));
        characters.as_str()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_stays_on_its_line_and_is_no_command() {
        for (text, expected) in [
            ("plain é", "plain é"),
            ("a\nb\tc", "a\\nb\\tc"),
            ("\u{1b}[2J", "\\u{1b}[2J"),
            ("a\u{202E}b", "a\\u{202e}b"),
            ("  ::error::x", "  \\u{3a}:error::x"),
            ("a ::b", "a ::b"),
            ("x ##[group]", "x \\u{23}#[group]"),
            ("##vso[a]##teamcity[b]", "\\u{23}#vso[a]\\u{23}#teamcity[b]"),
            ("###VSO[a]", "#\\u{23}#VSO[a]"),
            ("## [a heading](b)", "## [a heading](b)"),
        ] {
            assert_eq!(line(text), expected);
            assert!(!is_active(&line(text)) && (text == expected) != is_active(text) || text == "a\nb\tc");
        }
    }

    #[test]
    fn ranges_follow_what_is_escaped_and_masked() {
        let (text, range) = source_line("a: \u{1b}b, c", &[], 3..5);
        assert_eq!((&*text, &text[range]), ("a: \\u{1b}b, c", "\\u{1b}b"));
        let (text, range) = source_line("k: sécret", std::slice::from_ref(&(3..10)), 0..1);
        assert_eq!((&*text, &text[range]), ("k: ******", "k"));
        let (text, range) = source_line("ab", &[], 2..2);
        assert_eq!((&*text, range), ("ab", 2..2));
    }

    #[test]
    fn json_means_what_it_meant() {
        for text in ["a\u{7f}\u{202E}\u{E0041}", "##[error] # ##vso[x]", "plain"] {
            let written = json(&serde_json::to_string(text).unwrap());
            assert!(!is_active(&written));
            assert_eq!(serde_json::from_str::<String>(&written).unwrap(), text);
        }
    }
}
