use std::collections::BTreeSet;

use crate::merge;
use crate::workspace::plan::Plan;
use crate::workspace::step::{Action, Step};

/// A way in which the workspace is not what its inputs say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The file.
    pub path: String,
    /// The line, from 1.
    pub line: usize,
    /// What kind of finding: a word that scripts may rely on.
    pub rule: &'static str,
    /// What is so, as the rest of a sentence that begins with the file.
    pub message: &'static str,
    /// How to put it right.
    pub cure: &'static str,
}

const GENERATE: &str = "run `poolsmith generate`";
const CUSTOMIZE: &str =
    "list it under `customized` in the inputs, or take the change back: `poolsmith diff --all` shows it";
const MOVE_AWAY: &str = "move it away";

/// Everything that differs, but for what the inputs allow to.
pub fn findings(plan: &Plan, customized: &BTreeSet<String>) -> Vec<Finding> {
    plan.steps.iter().filter_map(|(path, step)| finding(path, step, customized.contains(path))).collect()
}

fn finding(path: &str, step: &Step, is_customized: bool) -> Option<Finding> {
    if let Some(line) = markers(step) {
        let message = "has the marks of a conflict";
        let cure = "choose between the lines above and below `=======`, and take the marks out";
        return Some(Finding { path: path.to_owned(), line, rule: "markers", message, cure });
    }
    let (rule, message, cure) = match step.action {
        Action::Keep => return None,
        Action::Edited | Action::Deleted if is_customized => return None,
        Action::Create => ("missing", "is not there", GENERATE),
        Action::Update => ("out-of-date", "is not what the inputs say now", GENERATE),
        Action::Merge => ("out-of-date", "is not what the inputs say now, and was changed by hand", GENERATE),
        // Nothing is overwritten unless somebody says how conflicts are settled.
        Action::Conflict | Action::Overwrite => {
            ("conflict", "was changed by hand, and so was what is generated", GENERATE)
        }
        Action::Edited => ("edited", "was changed by hand", CUSTOMIZE),
        Action::Deleted => (
            "deleted",
            "was deleted by hand",
            "list it under `customized` in the inputs, or run `poolsmith generate --restore`",
        ),
        Action::Remove => ("left-over", "is not generated any more", GENERATE),
        Action::Orphan => ("left-over", "is not generated any more, and stays", "see `poolsmith generate`"),
        Action::Foreign => ("foreign", "stands in the way, and poolsmith did not write it", MOVE_AWAY),
    };
    Some(Finding { path: path.to_owned(), line: 1, rule, message, cure })
}

fn markers(step: &Step) -> Option<usize> {
    merge::has_markers(std::str::from_utf8(step.disk.as_deref()?).ok()?)
}
