//! Rejects templates that inspect captured text.
//!
//! Captured text contains placeholders instead of values, so that a comparison or a count would silently
//! give a wrong result.

use std::collections::HashSet;

use crate::render::pack::PackFile;
use crate::render::pack::syntax::{self, Tag, Token};
use crate::source::{Code, Diagnostic, Span};

/// Filters that inspect a text.
const LOOKING: [&str; 7] = ["length", "split", "reverse", "truncate", "wordcount", "int", "float"];
/// Tests that inspect a text.
const TESTS: [&str; 3] = ["starting_with", "ending_with", "containing"];

/// Diagnostics for places where a template inspects captured text.
pub fn looked_into(template: &PackFile) -> Vec<Diagnostic> {
    let tags = syntax::tags(&template.text);
    let captured = captured(&tags);
    if captured.is_empty() {
        return Vec::new();
    }
    let looks = tags.iter().flat_map(|tag| looks(tag, &captured));
    let diagnostic = |token: &Token| {
        let span = Span::new(template.file, token.start, token.start + token.text.len());
        let message = format!("the captured text `{}` can't be inspected", token.text);
        Diagnostic::at(span, Code::BadTemplate, message)
            .help("captured text can only be written: inspect the value itself, and apply filters to it")
    };
    looks.map(diagnostic).collect()
}

/// The names of captured blocks that contain values.
fn captured<'a>(tags: &[Tag<'a>]) -> HashSet<&'a str> {
    let mut captured = HashSet::new();
    let mut open: Vec<&str> = Vec::new();
    for tag in tags {
        match (tag.word(), &tag.tokens[..]) {
            (Some("set" | "set_global"), [_, name]) => open.push(name.text),
            (Some("set" | "set_global"), [_, name, bar, ..]) if bar.text == "|" => open.push(name.text),
            (Some("endset"), _) => drop(open.pop()),
            (None, _) => captured.extend(&open),
            _ => {}
        }
    }
    captured
}

/// The captured names that a tag inspects.
fn looks<'t, 'a>(tag: &'t Tag<'a>, captured: &HashSet<&str>) -> Vec<&'t Token<'a>> {
    let tokens = &tag.tokens[..];
    let text = |index: usize| tokens.get(index).map_or("", |token| token.text);
    let compares = matches!(tag.word(), Some("if" | "elif"))
        && tokens
            .iter()
            .any(|token| ["=", "<", ">", "in"].contains(&token.text) || TESTS.contains(&token.text));
    let is_own = |index: usize| captured.contains(text(index)) && (index == 0 || text(index - 1) != ".");
    let is_looked_into = |index: &usize| {
        is_own(*index) && (compares || (text(index + 1) == "|" && LOOKING.contains(&text(index + 2))))
    };
    (0..tokens.len()).filter(is_looked_into).map(|index| &tokens[index]).collect()
}
