//! What a plan does to each file.

use std::fmt::Write;

use crate::render::FileSet;
use crate::report::diff::{shown_diff, unified};
use crate::report::{FileEntry, escape};
use crate::workspace::{Plan, Step};

/// What was or would be done: one line for each file that changes, and a summary line.
pub fn plan(plan: &Plan, dry_run: bool) -> String {
    let mut text = String::new();
    for (path, step) in plan.steps.iter().filter(|(_, step)| is_shown(step)) {
        writeln!(text, "{}  {}", step.as_str(), escape::line(path))
            .expect("writing to a string does not fail");
    }
    text + &counts(plan, if dry_run { "would be " } else { "" }) + "\n"
}

fn is_shown(step: &Step) -> bool {
    !matches!(step, Step::Keep | Step::NotCheckedOut { is_stale: false })
}

fn counts(plan: &Plan, would: &str) -> String {
    let count = |word| plan.steps.values().filter(|step| counted_as(step) == Some(word)).count();
    let counted = |word| Some((count(word), word)).filter(|(count, _)| *count > 0);
    let always = [CREATED, UPDATED].map(|word| Some((count(word), word)));
    let changes = always.into_iter().chain([MERGED, OVERWRITTEN, REMOVED].map(counted)).flatten();
    let mut parts: Vec<String> = changes.map(|(count, word)| format!("{count} {would}{word}")).collect();
    parts.push(format!("{} {UP_TO_DATE}", count(UP_TO_DATE)));
    parts.extend(
        [NOT_CHECKED_OUT, BY_HAND]
            .into_iter()
            .filter_map(counted)
            .map(|(count, word)| format!("{count} {word}")),
    );
    parts.join(", ")
}

const CREATED: &str = "created";
const UPDATED: &str = "updated";
const MERGED: &str = "merged";
const OVERWRITTEN: &str = "overwritten";
const REMOVED: &str = "removed";
const UP_TO_DATE: &str = "up to date";
const NOT_CHECKED_OUT: &str = "not checked out";
const BY_HAND: &str = "with your changes kept";

/// What a file is counted as; nothing where a diagnostic is about it.
fn counted_as(step: &Step) -> Option<&'static str> {
    match step {
        Step::Create { .. } => Some(CREATED),
        Step::Update { .. } => Some(UPDATED),
        Step::Merge { .. } => Some(MERGED),
        Step::Overwrite { .. } => Some(OVERWRITTEN),
        Step::Remove { .. } => Some(REMOVED),
        Step::Keep => Some(UP_TO_DATE),
        Step::NotCheckedOut { .. } => Some(NOT_CHECKED_OUT),
        Step::Edited { .. } | Step::Deleted => Some(BY_HAND),
        Step::Mark { .. } | Step::Orphan { .. } | Step::Foreign(_) | Step::Conflict { .. } => None,
    }
}

/// All files of a plan, and what was or would be done with each.
pub fn files(plan: &Plan, rendered: &FileSet) -> Vec<FileEntry> {
    let entry = |(path, step): (&String, &Step)| FileEntry {
        path: path.clone(),
        action: step.as_str(),
        diff: diff(path, step, rendered.get(path), true),
    };
    plan.steps.iter().map(entry).collect()
}

/// The changes of a plan as unified diffs, with `all` including the user's own changes.
pub fn diffs(plan: &Plan, rendered: &FileSet, all: bool) -> String {
    let diffs =
        plan.steps.iter().filter_map(|(path, step)| Some((path, diff(path, step, rendered.get(path), all)?)));
    diffs.map(|(path, diff)| shown_diff(path, diff)).collect()
}

/// The diff from a file on disk to its planned content. The diff of the user's own change is from the
/// generated text to the file on disk.
fn diff(path: &str, step: &Step, rendered: Option<&String>, all: bool) -> Option<String> {
    let text = |bytes: Option<&[u8]>| String::from_utf8_lossy(bytes.unwrap_or_default()).into_owned();
    if let Some(change) = step.replacement() {
        return Some(unified(path, &text(change.before), change.after.unwrap_or_default()));
    }
    let generated = rendered.map(String::as_str).unwrap_or_default();
    (all && step.is_by_hand()).then(|| unified(path, generated, &text(step.disk())))
}
