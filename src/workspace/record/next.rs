//! The record after a plan was carried out.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::ForceNew;
use crate::render::FileSet;
use crate::workspace::plan::Plan;
use crate::workspace::record::{FileName, FileTexts, Record, RecordContent};
use crate::workspace::step::Step;

/// How many earlier texts of a file are kept.
const OLDER_TEXTS: usize = 6;

/// A record file that is to be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewRecordFile {
    /// Its name.
    pub name: FileName,
    /// Its text.
    pub text: String,
}

/// The new record file; `None` if nothing changes in what is recorded, unless files are written and Git has the present record.
/// Only the files for which `is_covered` is true were compared: what is known of others stays.
pub fn next_record_file(
    record: &Record,
    plan: &Plan,
    rendered: &FileSet,
    environments: BTreeMap<String, ForceNew>,
    is_covered: impl Fn(&str) -> bool,
    is_in_git: impl Fn() -> bool,
) -> Option<NewRecordFile> {
    let paths: BTreeSet<&String> =
        rendered.keys().chain(record.tips.iter().flat_map(|tip| tip.files.keys())).collect();
    let mut files = BTreeMap::new();
    let mut deleted = BTreeSet::new();
    for path in paths {
        let step = plan.steps.get(path);
        let is_deleted = match step {
            Some(Step::Deleted) => true,
            Some(Step::Remove { .. }) => rendered.contains_key(path),
            _ => !is_covered(path) && record.tips.iter().any(|tip| tip.deleted.contains(path)),
        };
        let is_left =
            matches!(step, Some(Step::Orphan { .. } | Step::Conflict { .. } | Step::NotCheckedOut { .. }));
        let is_stale = is_deleted || is_left || !is_covered(path);
        let current = match (rendered.get(path), step) {
            _ if is_stale => newest(record, path),
            (Some(_), Some(Step::Edited { .. })) if !record.has(path) => continue, // the user's own
            (Some(text), _) => Some(text.clone()),
            (None, _) => None,
        };
        if is_deleted {
            deleted.insert(path.clone());
        }
        files.insert(path.clone(), texts(record, path, current));
    }
    let content = RecordContent {
        generation: record.tips.iter().map(|tip| tip.generation + 1).max().unwrap_or(1),
        replaces: record.names.iter().cloned().collect(),
        environments,
        deleted,
        ..RecordContent::default()
    };
    // A commit that has generated files has their record, too, and can be picked alone.
    let needs_record = || plan.steps.values().any(Step::is_change) && is_in_git();
    if record.is_the_same(&content, &files) && !needs_record() {
        return None;
    }
    let (name, text) = content.with_texts(&files).encoded();
    Some(NewRecordFile { name, text })
}

/// The environments without what is not recorded.
fn as_written(environments: &BTreeMap<String, ForceNew>) -> serde_json::Value {
    serde_json::to_value(environments).expect("a record is plain JSON")
}

/// The newest text of a file that was generated last.
fn newest(record: &Record, path: &str) -> Option<String> {
    record.tips.iter().find_map(|tip| tip.current(path))
}

fn texts(record: &Record, path: &str, current: Option<String>) -> FileTexts {
    let known = record.known(path).map(|known| known.texts).unwrap_or_default();
    let older = known.into_iter().filter(|text| Some(text) != current.as_ref()).take(OLDER_TEXTS);
    FileTexts { older: older.collect(), current }
}

impl Record {
    /// Whether this is one record file with the same current texts.
    fn is_the_same(&self, content: &RecordContent, files: &BTreeMap<String, FileTexts>) -> bool {
        let [tip] = &self.tips[..] else { return false };
        let is_same = |(path, texts): (&String, &FileTexts)| match &texts.current {
            Some(text) => tip.is_current(path, text),
            None => tip.current(path).is_none(),
        };
        let is_kept = !self.is_guess && self.former_record.is_empty();
        is_kept
            && as_written(&tip.environments) == as_written(&content.environments)
            && tip.deleted == content.deleted
            && files.iter().all(is_same)
    }
}
