//! Three texts become one: what was generated before, what stands on the disk, what is generated now.
//!
//! Lines are compared by their tokens, since formatting aligns them anew wherever one becomes longer.
//! Lines that both sides have changed are a conflicting hunk, and so are lines of the two sides that
//! would say the same thing twice. A conflicting hunk is settled as asked; everything outside the
//! conflicting hunks is kept from whichever side changed it. Pure.

pub mod endings;
mod guard;
mod hunks;
mod lines;
mod markers;

pub use markers::has_markers;

use std::borrow::Cow;

use crate::hcl;
use hunks::Hunks;

/// How conflicting hunks are settled.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Resolve {
    /// They are reported, and the text is of no use.
    #[default]
    Stop,
    /// Both sides are in the text, between conflict markers.
    Markers,
    /// With the lines on the disk.
    Ours,
    /// With the lines that are generated now.
    Theirs,
}

/// In which language a file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Language {
    /// Terraform's: blanks between tokens mean nothing, and the result is checked and formatted.
    Hcl,
    /// Any other: lines as they are.
    Text,
}

impl Language {
    /// The language of a file, by its name.
    pub fn of(path: &str) -> Self {
        let extension = path.rsplit('.').next().unwrap_or_default();
        if ["tf", "tfvars", "hcl"].contains(&extension) { Self::Hcl } else { Self::Text }
    }
}

/// The three texts, each line of which ends in a line feed alone.
#[derive(Clone, Copy, Debug)]
pub struct Sides<'a> {
    /// What was generated before.
    pub base: &'a str,
    /// What stands on the disk.
    pub ours: &'a str,
    /// What is generated now.
    pub theirs: &'a str,
}

/// A conflicting hunk: lines that both sides have changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Conflict {
    /// The first of them on the disk, from 1.
    pub line: usize,
    /// As they were generated before.
    pub base: Vec<String>,
    /// As they stand on the disk.
    pub ours: Vec<String>,
    /// As they are generated now.
    pub theirs: Vec<String>,
}

/// One text of three.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Merge {
    /// The text, with the line endings of the disk.
    pub text: String,
    /// The conflicting hunks.
    pub conflicts: Vec<Conflict>,
    /// Whether hunks in different places count as conflicting ones, since together they would say the
    /// same thing twice.
    pub has_doubles: bool,
}

/// Why three texts can't be merged line by line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotMergeable {
    /// The line on the disk that it is about, from 1.
    pub line: usize,
    /// Why, as the rest of a sentence.
    pub message: String,
}

/// Merges.
///
/// # Errors
/// A merged text that can't be trusted: one that is not HCL although all three texts are, or that
/// lacks a line that somebody added. With [`Resolve::Stop`] also a text on the disk that is not HCL.
pub fn merge(
    language: Language,
    base: &str,
    ours: &str,
    theirs: &str,
    resolve: Resolve,
) -> Result<Merge, NotMergeable> {
    let texts = [base, ours, theirs].map(endings::normal);
    let sides = Sides { base: &texts[0], ours: &texts[1], theirs: &texts[2] };
    let merged = match formatted(language, sides.ours) {
        Ok(formatted) => merge_as(language, Sides { ours: &formatted, ..sides }, resolve),
        // Somebody's unclosed brace is no reason to lose lines far from it.
        Err(_) if resolve != Resolve::Stop => merge_as(Language::Text, sides, resolve),
        Err(error) => Err(error),
    }?;
    Ok(Merge { text: endings::like(ours, &merged.text), ..merged })
}

/// Both whole texts between conflict markers, for texts that can't be merged line by line.
pub fn with_markers_around_all(base: &str, ours: &str, theirs: &str) -> String {
    let [base_text, ours_text, theirs_text] = [base, ours, theirs].map(endings::normal);
    endings::like(ours, &markers::around(&base_text, &ours_text, &theirs_text))
}

fn merge_as(language: Language, sides: Sides, resolve: Resolve) -> Result<Merge, NotMergeable> {
    // The texts that the doubled lines of both sides are looked for in are settled in favor of one.
    let side = if resolve == Resolve::Ours { Resolve::Ours } else { Resolve::Theirs };
    let mut hunks = Hunks::of(language, sides);
    let mut text = hunks.text(side);
    let is_shown = matches!(resolve, Resolve::Stop | Resolve::Markers);
    let mut has_doubles = false;
    let rules = |hunks: &Hunks| guard::Rules {
        has_conflicts: hunks.has_conflicts(),
        is_strict: resolve == Resolve::Stop,
    };
    while let Err(fault) = guard::check(language, sides, &text, rules(&hunks)) {
        if hunks.make_conflicts(&fault.doubled, side) {
            has_doubles = true;
            text = hunks.text(side);
        } else if is_shown && hunks.has_conflicts() {
            break; // somebody will look at it
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

/// What was edited by hand need not be formatted; indentation tells one closing brace from another.
fn formatted(language: Language, ours: &str) -> Result<Cow<'_, str>, NotMergeable> {
    match language {
        Language::Text => Ok(Cow::Borrowed(ours)),
        Language::Hcl => hcl::format(ours).map(Cow::Owned).map_err(|errors| NotMergeable {
            line: errors.first().map_or(1, |error| hcl::line_column(ours, error.range.start).0),
            message: format!("it is not valid HCL{}", reason(&errors)),
        }),
    }
}

/// What is written is formatted, and so it is HCL.
fn finished(language: Language, text: String) -> Result<String, NotMergeable> {
    match language {
        Language::Text => Ok(text),
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
