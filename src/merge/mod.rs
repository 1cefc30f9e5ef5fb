//! Three texts become one: what was generated before, what stands on the disk, what is generated now.
//!
//! Lines count by their tokens, since formatting aligns them anew wherever one becomes longer. What
//! both have changed in the same place is a conflict, and so is whatever can't be shown to have kept
//! every line that somebody added. Pure.

pub mod endings;
mod guard;
mod lines;
mod markers;

pub use markers::has_markers;

use std::borrow::Cow;
use std::collections::HashMap;

use similar::{Algorithm, MergeRegion, MergeResolution, TextMerge};

use crate::hcl;
use lines::Lines;

/// What becomes of lines that both have changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Resolve {
    /// They are told, and the text is of no use.
    Stop,
    /// Both stand in the text, with marks around them.
    Markers,
    /// Those on the disk are kept.
    Ours,
    /// Those generated now are taken.
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

/// Lines that both have changed.
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
    /// Where both have changed the same lines.
    pub conflicts: Vec<Conflict>,
}

/// Why there is no telling what the text should be.
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
/// With [`Resolve::Stop`], a text that can't be trusted: one on the disk that is not HCL, or a merged
/// one that is not or that lacks a line that somebody added. Otherwise the whole texts are what both
/// have changed.
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
        Ok(ours) => hunk_by_hunk(language, Sides { ours: &ours, ..sides }, resolve),
        Err(error) => Err(error),
    };
    let merged = match merged {
        Err(_) if resolve != Resolve::Stop => whole(sides, resolve),
        merged => merged?,
    };
    Ok(Merge { text: endings::like(ours, &merged.text), ..merged })
}

fn hunk_by_hunk(language: Language, sides: Sides, resolve: Resolve) -> Result<Merge, NotMergeable> {
    let [base, ours, theirs] = [sides.base, sides.ours, sides.theirs].map(|text| Lines::of(language, text));
    let mut known = HashMap::new();
    let keys = [&base, &ours, &theirs].map(|lines| lines.numbers(&mut known));
    let regions = TextMerge::configure()
        .algorithm(Algorithm::Patience)
        .merge_lines(&keys[0][..], &keys[1][..], &keys[2][..])
        .regions()
        .to_vec();
    let mut text = String::new();
    let mut conflicts = Vec::new();
    for region in &regions {
        let parts = Parts { base: &base, ours: &ours, theirs: &theirs, region };
        match region.resolution() {
            MergeResolution::Conflict => {
                conflicts.push(parts.conflict());
                text.push_str(&parts.settled(resolve));
            }
            resolution => text.push_str(&parts.decided(resolution)),
        }
    }
    if !conflicts.is_empty() && matches!(resolve, Resolve::Stop | Resolve::Markers) {
        return Ok(Merge { text, conflicts });
    }
    if conflicts.is_empty() {
        guard::check(language, sides, &text)?;
    }
    Ok(Merge { text: finished(language, text)?, conflicts })
}

/// The lines of a region on all sides.
struct Parts<'a> {
    base: &'a Lines<'a>,
    ours: &'a Lines<'a>,
    theirs: &'a Lines<'a>,
    region: &'a MergeRegion,
}

impl Parts<'_> {
    fn decided(&self, resolution: MergeResolution) -> String {
        let ours = self.ours.text(self.region.ours_range());
        let theirs = self.theirs.text(self.region.theirs_range());
        match resolution {
            MergeResolution::Theirs => theirs,
            // The same but for blanks: what nobody changed by hand is taken as it is generated.
            MergeResolution::Unchanged if ours == self.base.text(self.region.base_range()) => theirs,
            _ => ours,
        }
    }

    fn settled(&self, resolve: Resolve) -> String {
        let ours = self.ours.text(self.region.ours_range());
        let theirs = self.theirs.text(self.region.theirs_range());
        match resolve {
            Resolve::Ours => ours,
            Resolve::Theirs => theirs,
            _ => markers::around(&self.base.text(self.region.base_range()), &ours, &theirs),
        }
    }

    fn conflict(&self) -> Conflict {
        Conflict {
            line: self.region.ours_range().start + 1,
            base: self.base.list(self.region.base_range()),
            ours: self.ours.list(self.region.ours_range()),
            theirs: self.theirs.list(self.region.theirs_range()),
        }
    }
}

/// The whole texts, where nothing smaller can be told apart.
fn whole(sides: Sides, resolve: Resolve) -> Merge {
    let text = match resolve {
        Resolve::Ours => sides.ours.to_owned(),
        Resolve::Theirs => sides.theirs.to_owned(),
        _ => markers::around(sides.base, sides.ours, sides.theirs),
    };
    let list = |text: &str| text.lines().map(str::to_owned).collect();
    let conflict =
        Conflict { line: 1, base: list(sides.base), ours: list(sides.ours), theirs: list(sides.theirs) };
    Merge { text, conflicts: vec![conflict] }
}

/// What was edited by hand need not be formatted; indentation tells one closing brace from another.
fn formatted(language: Language, ours: &str) -> Result<Cow<'_, str>, NotMergeable> {
    match language {
        Language::Text => Ok(Cow::Borrowed(ours)),
        Language::Hcl => hcl::format(ours).map(Cow::Owned).map_err(|errors| NotMergeable {
            line: errors.first().map_or(1, |error| hcl::line_column(ours, error.range.start).0),
            message: format!("it is not HCL{}", reason(&errors)),
        }),
    }
}

/// What is written is formatted, and so it is HCL.
fn finished(language: Language, text: String) -> Result<String, NotMergeable> {
    match language {
        Language::Text => Ok(text),
        Language::Hcl => hcl::format(&text).map_err(|errors| NotMergeable {
            line: 1,
            message: format!("merged, it would not be HCL{}", reason(&errors)),
        }),
    }
}

fn reason(errors: &[hcl::SyntaxError]) -> String {
    errors.first().map(|error| format!(": {error}")).unwrap_or_default()
}
