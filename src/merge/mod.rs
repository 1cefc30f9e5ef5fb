//! Three-way merge of the text generated before, the text on disk, and the text generated now.
//!
//! Lines are compared by their tokens, because the formatter realigns lines when a neighbor becomes
//! longer. Lines that both sides changed are a conflict, and so are lines that would be duplicates after
//! the merge. Conflicts are resolved as requested; all other changes are taken from the side that made
//! them. Pure. See docs/internals/merge-guard.md.

pub mod endings;
mod guard;
mod hunks;
mod lines;
mod markers;

pub use markers::{has_markers, lines_of_markers, sides_in_git};

use std::borrow::Cow;
use std::collections::HashMap;

use crate::hcl;
use hunks::Hunks;
use markers::Markers;

/// How conflicts are resolved.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Resolve {
    /// Report them. The merged text is not used.
    #[default]
    Stop,
    /// Write both sides, between conflict markers.
    Markers,
    /// Take the lines on disk.
    Ours,
    /// Take the lines generated now.
    Theirs,
}

/// The language of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Language {
    /// HCL: blanks between tokens are insignificant, and the result is checked and formatted.
    Hcl,
    /// Markdown: blanks around the cells of a table are insignificant.
    Markdown,
    /// Any other language: lines are compared as they are.
    Text,
}

impl Language {
    /// The language of a file, by its name.
    pub fn of(path: &str) -> Self {
        let extension = path.rsplit('.').next().unwrap_or_default();
        match extension {
            "tf" | "tfvars" | "hcl" => Self::Hcl,
            "md" => Self::Markdown,
            _ => Self::Text,
        }
    }
}

/// The three texts, with `\n` as line endings.
#[derive(Clone, Copy, Debug)]
pub struct Sides<'a> {
    /// The text generated before.
    pub base: &'a str,
    /// The text on disk.
    pub ours: &'a str,
    /// The text generated now.
    pub theirs: &'a str,
}

/// A conflict: lines that both sides changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Conflict {
    /// The first of the lines on disk, from 1.
    pub line: usize,
    /// The lines generated before.
    pub base: Vec<String>,
    /// The lines on disk.
    pub ours: Vec<String>,
    /// The lines generated now.
    pub theirs: Vec<String>,
}

/// The result of a merge.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Merge {
    /// The text, with the line endings of the file on disk.
    pub text: String,
    /// The conflicts.
    pub conflicts: Vec<Conflict>,
    /// Whether hunks in different places are conflicts because they would result in duplicates, or because a line was
    /// moved from one into the other.
    pub has_doubles: bool,
}

impl Merge {
    /// A text without conflicts.
    pub fn clean(text: &str) -> Self {
        Self { text: text.to_owned(), conflicts: Vec::new(), has_doubles: false }
    }
}

/// Why three texts can't be merged line by line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotMergeable {
    /// The line on disk that it is about, from 1.
    pub line: usize,
    /// The reason, as a clause.
    pub message: String,
}

/// How many lines one of two texts has and the other has not, wherever they are.
pub fn line_distance(one: &str, other: &str) -> u64 {
    let mut surplus: HashMap<&str, i64> = HashMap::new();
    one.lines().for_each(|line| *surplus.entry(line).or_default() += 1);
    other.lines().for_each(|line| *surplus.entry(line).or_default() -= 1);
    surplus.values().map(|count| count.unsigned_abs()).sum()
}

/// Merges three texts.
///
/// # Errors
/// The merged text would be wrong: it would not be HCL although all three texts are, or it would lack a
/// line that one side added. With [`Resolve::Stop`], also if the text on disk is not HCL.
pub fn merge(
    language: Language,
    base: &str,
    ours: &str,
    theirs: &str,
    resolve: Resolve,
) -> Result<Merge, NotMergeable> {
    merge_with(markers::EDITED, language, base, ours, theirs, resolve)
}

/// Merges what two branches edited in the same generated text. Both versions of lines that both edited are between conflict
/// markers.
///
/// # Errors
/// Those of [`merge`].
pub fn merge_branches(
    language: Language,
    generated: &str,
    ours: &str,
    theirs: &str,
) -> Result<Merge, NotMergeable> {
    merge_with(markers::BRANCHES, language, generated, ours, theirs, Resolve::Markers)
}

fn merge_with(
    markers: Markers,
    language: Language,
    base: &str,
    ours: &str,
    theirs: &str,
    resolve: Resolve,
) -> Result<Merge, NotMergeable> {
    let texts = [base, ours, theirs].map(endings::normal);
    let sides = Sides { base: &texts[0], ours: &texts[1], theirs: &texts[2] };
    let merged = match formatted(language, sides.ours) {
        Ok(formatted) => merge_as(markers, language, Sides { ours: &formatted, ..sides }, resolve),
        // Even if the file has a syntax error, its other lines can be merged.
        Err(_) if resolve != Resolve::Stop => merge_as(markers, Language::Text, sides, resolve),
        Err(error) => Err(error),
    }?;
    Ok(Merge { text: endings::like(ours, &merged.text), ..merged })
}

/// The whole texts between conflict markers, if they can't be merged line by line.
pub fn with_markers_around_all(base: &str, ours: &str, theirs: &str) -> String {
    let [base_text, ours_text, theirs_text] = [base, ours, theirs].map(endings::normal);
    endings::like(ours, &markers::around(markers::EDITED, &base_text, &ours_text, &theirs_text))
}

fn merge_as(
    markers: Markers,
    language: Language,
    sides: Sides,
    resolve: Resolve,
) -> Result<Merge, NotMergeable> {
    // To find duplicates, resolve conflicts in favor of one side.
    let side = if resolve == Resolve::Ours { Resolve::Ours } else { Resolve::Theirs };
    let mut hunks = Hunks::of(language, sides, markers);
    let mut text = hunks.text(side);
    let is_shown = matches!(resolve, Resolve::Stop | Resolve::Markers);
    let mut has_doubles = false;
    let rules = |hunks: &Hunks| guard::Rules {
        has_conflicts: hunks.has_conflicts(),
        is_strict: resolve == Resolve::Stop,
    };
    while let Err(fault) = guard::check(language, sides, &text, rules(&hunks)) {
        if hunks.make_conflicts(&fault.doubled, side) || hunks.make_conflicts_of_removals(&fault.vanished) {
            has_doubles = true;
            text = hunks.text(side);
        } else if is_shown && hunks.has_conflicts() {
            break; // the user will see the conflicts
        } else {
            return Err(NotMergeable { line: fault.line, message: fault.message });
        }
    }
    let conflicts = hunks.conflicts();
    if is_shown && !conflicts.is_empty() {
        return Ok(Merge { text: hunks.text(Resolve::Markers), conflicts, has_doubles });
    }
    Ok(Merge { text: finished(language, text)?, conflicts, has_doubles })
}

/// The formatted text on disk. An edited file may be unformatted, and closing braces are compared by
/// indentation.
fn formatted(language: Language, ours: &str) -> Result<Cow<'_, str>, NotMergeable> {
    match language {
        Language::Markdown | Language::Text => Ok(Cow::Borrowed(ours)),
        Language::Hcl => hcl::format(ours).map(Cow::Owned).map_err(|errors| NotMergeable {
            line: errors.first().map_or(1, |error| hcl::line_column(ours, error.range.start).0),
            message: format!("it is not valid HCL{}", reason(&errors)),
        }),
    }
}

/// Formats the merged text, which also checks that it is HCL.
fn finished(language: Language, text: String) -> Result<String, NotMergeable> {
    match language {
        Language::Markdown | Language::Text => Ok(text),
        Language::Hcl => hcl::format(&text).map_err(|errors| NotMergeable {
            line: 1,
            message: format!("the merged text would not be valid HCL{}", reason(&errors)),
        }),
    }
}

fn reason(errors: &[hcl::SyntaxError]) -> String {
    errors.first().map(|error| format!(": {error}")).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_distance_is_the_number_of_lines_that_only_one_text_has() {
        for (one, other, lines) in
            [("", "", 0), ("a\nb\n", "b\na\n", 0), ("a\na\n", "a\n", 1), ("a\nb\n", "a\nc\nd\n", 3)]
        {
            assert_eq!(line_distance(one, other), lines, "{one:?} {other:?}");
            assert_eq!(line_distance(other, one), lines, "{one:?} {other:?}");
        }
    }

    /// The example of docs/internals/merge-guard.md.
    #[test]
    fn an_attribute_that_both_sides_add_is_a_conflict() {
        let text = |lines: &[&str]| format!("locals {{\n  {}\n}}\n", lines.join("\n  "));
        let base = text(&["name = \"notes\""]);
        let ours = text(&["team = \"a\"", "name = \"notes\""]);
        let theirs = text(&["name = \"notes\"", "team = \"b\""]);
        let merged = |resolve| merge(Language::Hcl, &base, &ours, &theirs, resolve).unwrap();
        assert_eq!(merged(Resolve::Ours).text, ours);
        assert_eq!(merged(Resolve::Theirs).text, theirs);
        assert_eq!(merged(Resolve::Stop).conflicts.len(), 2);
    }
}
