use std::fmt::Write;

use crate::render::FileSet;
use crate::report::diff::{shown_diff, unified};
use crate::report::{FileEntry, escape};
use crate::workspace::{Action, Plan, Step};

/// What was or would be done, a line for each file that is not kept, and a line that counts.
pub fn plan(plan: &Plan, dry_run: bool) -> String {
    let mut text = String::new();
    for (path, step) in plan.steps.iter().filter(|(_, step)| step.action != Action::Keep) {
        writeln!(text, "{}  {}", step.action.as_str(), escape::line(path))
            .expect("writing to a string does not fail");
    }
    let would = if dry_run { "would be " } else { "" };
    let always = [(Action::Create, "created"), (Action::Update, "updated")]
        .map(|(action, done)| (plan.count(action), done));
    let sometimes =
        [(Action::Merge, "merged"), (Action::Overwrite, "overwritten"), (Action::Remove, "removed")]
            .map(|(action, done)| (plan.count(action), done))
            .into_iter()
            .filter(|(count, _)| *count > 0);
    let mut parts: Vec<String> =
        always.into_iter().chain(sometimes).map(|(count, done)| format!("{count} {would}{done}")).collect();
    parts.push(format!("{} up to date", plan.count(Action::Keep)));
    let by_hand = plan.count(Action::Edited) + plan.count(Action::Deleted);
    if by_hand > 0 {
        parts.push(format!("{by_hand} changed by hand and left so"));
    }
    text + &parts.join(", ") + "\n"
}

/// Every file of a plan, and what was or would be done with it.
pub fn files(plan: &Plan, rendered: &FileSet) -> Vec<FileEntry> {
    let entry = |(path, step): (&String, &Step)| FileEntry {
        path: path.clone(),
        action: step.action.as_str(),
        diff: diff(path, step, rendered.get(path), true),
    };
    plan.steps.iter().map(entry).collect()
}

/// The changes of a plan as unified diffs; with `all`, those made by hand as well.
pub fn diffs(plan: &Plan, rendered: &FileSet, all: bool) -> String {
    let diffs =
        plan.steps.iter().filter_map(|(path, step)| Some((path, diff(path, step, rendered.get(path), all)?)));
    diffs.map(|(path, diff)| shown_diff(path, diff)).collect()
}

/// The diff of a file: what is there, and what would be. A change by hand is shown the other way
/// round: what was generated, and what is there.
fn diff(path: &str, step: &Step, rendered: Option<&String>, all: bool) -> Option<String> {
    let disk = step.disk.as_deref().map(String::from_utf8_lossy).unwrap_or_default();
    let generated = rendered.map(String::as_str).unwrap_or_default();
    match step.action {
        action if action.is_change() => {
            Some(unified(path, &disk, step.wanted.as_deref().unwrap_or_default()))
        }
        Action::Edited | Action::Deleted if all => Some(unified(path, generated, &disk)),
        _ => None,
    }
}
