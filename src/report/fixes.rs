//! What `check --fix` does, and did.

use schemars::JsonSchema;
use serde::Serialize;

use crate::report::annotations::Region;
use crate::report::escape;
use crate::report::json::RegionEntry;
use crate::source::{Diagnostic, FileId, Sources};

/// What was fixed, one line for each.
pub fn fixed(fixed: &[FixedEntry]) -> String {
    let line = |fixed: &FixedEntry| {
        let message = fixed.place() + &fixed.message;
        format!("fixed: {} [{}]\n", escape::line(&message), fixed.code)
    };
    fixed.iter().map(line).collect()
}

/// A finding that was fixed.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct FixedEntry {
    /// The code, such as S901.
    pub code: &'static str,
    /// The name of its rule, such as unused-accept.
    pub rule: &'static str,
    /// What was found.
    pub message: String,
    /// Its place before the fix.
    #[serde(flatten)]
    region: Option<RegionEntry>,
    /// The text that was written; empty if the old one was removed.
    pub replacement: String,
}

impl FixedEntry {
    /// The entry of a finding in one of the sources, which its fix has fixed.
    pub fn of(fixed: &Diagnostic, sources: &Sources) -> Self {
        Self {
            code: fixed.code.as_str(),
            rule: fixed.code.name(),
            message: fixed.message.clone(),
            region: Region::of(fixed, sources).map(RegionEntry::from),
            replacement: fixed.fix.as_ref().map(|fix| fix.replacement.clone()).unwrap_or_default(),
        }
    }

    /// The file and the line before the fix.
    pub(super) fn place(&self) -> String {
        self.region.as_ref().map(|region| format!("{}:{}: ", region.path, region.line)).unwrap_or_default()
    }
}

/// An edit that fixes a diagnostic.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct FixEntry<'a> {
    /// What is replaced.
    #[serde(flatten)]
    region: RegionEntry,
    /// The new text; empty if the old one is removed.
    replacement: &'a str,
}

impl<'a> FixEntry<'a> {
    /// The edit of a diagnostic, if it is one of the inputs file.
    pub fn of(diagnostic: &'a Diagnostic, sources: &Sources) -> Option<Self> {
        let fix = diagnostic.fix.as_ref().filter(|fix| fix.span.file == FileId::INPUTS)?;
        let region = Region::of_span(fix.span, sources).into();
        Some(Self { region, replacement: &fix.replacement })
    }
}
