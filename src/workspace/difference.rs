//! The differences between a workspace and its inputs.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::path::Path;

use crate::merge;
use crate::source::{Code, Diagnostic};
use crate::workspace::diagnostics;
use crate::workspace::paths::in_workspace;
use crate::workspace::plan::Plan;
use crate::workspace::step::{Foreign, Step};

const GENERATE: &str = "run `poolsmith generate`";
const CUSTOMIZE: &str =
    "list it under `customized` in the inputs, or revert the change, which `poolsmith diff --all` shows";

/// All differences except those that the inputs allow.
pub fn differences(plan: &Plan, customized: &BTreeSet<String>, root: &Path) -> Vec<Diagnostic> {
    let of_file = |(path, step): (&String, &Step)| of_file(path, step, customized.contains(path), root);
    plan.steps.iter().filter_map(of_file).collect()
}

/// The differences that the inputs allow by listing the file under `customized`.
pub fn allowed_differences(plan: &Plan, customized: &BTreeSet<String>, root: &Path) -> Vec<Diagnostic> {
    let is_allowed = |(path, step): &(&String, &Step)| customized.contains(*path) && step.is_by_hand();
    let allowed = plan.steps.iter().filter(is_allowed);
    allowed.filter_map(|(path, step)| of_file(path, step, false, root)).collect()
}

fn of_file(path: &str, step: &Step, is_customized: bool, root: &Path) -> Option<Diagnostic> {
    let (line, (code, message, help)) = match markers(step) {
        Some(line) => (line, CONFLICT_MARKERS),
        None => (1, difference(step, is_customized)?),
    };
    let message = format!("{path} {message}");
    Some(Diagnostic::in_file(in_workspace(root, path), line, code, message).help(help))
}

type CodeMessageHelp = (Code, Cow<'static, str>, &'static str);

const CONFLICT_MARKERS: CodeMessageHelp = (
    Code::ConflictMarkers,
    Cow::Borrowed("has conflict markers"),
    "choose between the lines above and below `=======`, and delete the markers",
);

fn difference(step: &Step, is_customized: bool) -> Option<CodeMessageHelp> {
    let (code, message, help) = match step {
        Step::Keep | Step::NotCheckedOut { .. } => return None,
        Step::Edited { .. } | Step::Deleted if is_customized => return None,
        Step::Create { .. } => (Code::Missing, "is missing", GENERATE),
        Step::Update { .. } => (Code::OutOfDate, "is out of date", GENERATE),
        Step::Merge { .. } => (Code::OutOfDate, "is out of date and was edited", GENERATE),
        // Nothing is overwritten unless the user decides how to resolve conflicts.
        Step::Mark { .. } | Step::Conflict { .. } | Step::Overwrite { .. } => {
            (Code::ConflictingEdit, "was edited, and its generated content changed as well", GENERATE)
        }
        Step::Edited { .. } => (Code::Edited, "was edited", CUSTOMIZE),
        Step::Deleted => (
            Code::DeletedByHand,
            "was deleted",
            "list it under `customized` in the inputs, or run `poolsmith generate --restore`",
        ),
        Step::Remove { .. } => (Code::LeftOver, "is no longer generated", GENERATE),
        Step::Orphan { .. } => {
            (Code::LeftOver, "is no longer generated, but is kept", "see `poolsmith generate`")
        }
        Step::Foreign(what) => return Some(foreign(what)),
    };
    Some((code, message.into(), help))
}

/// What `generate` says of it, too.
fn foreign(what: &Foreign) -> CodeMessageHelp {
    (Code::Foreign, diagnostics::foreign_message(what), diagnostics::foreign_help(what))
}

fn markers(step: &Step) -> Option<usize> {
    merge::has_markers(std::str::from_utf8(step.disk()?).ok()?)
}
