//! The changes of a plan, in the order in which they are made.

use crate::workspace::commit::Change;
use crate::workspace::digest::digest;
use crate::workspace::journal::Before;
use crate::workspace::plan::Plan;
use crate::workspace::record::NewRecordFile;
use crate::workspace::step::{Replacement, Step};

/// The changes: new files, the new record, other files, and then the removal of what the record replaces.
///
/// A run may be killed at any change, and its journal lost. A new file comes before the record, because a recorded file that is
/// missing counts as deleted by the user. All others come after it: it has their new texts and the earlier ones, so that the
/// next run recognizes a file in either state.
pub fn changes(plan: &Plan, next: Option<&NewRecordFile>, obsolete: Vec<String>) -> Vec<Change> {
    let record = next.map(|next| own(next.name.clone(), Some(next.text.clone())));
    let files = plan.steps.iter().filter_map(|(path, step)| change(path, step));
    let (new, others): (Vec<Change>, Vec<Change>) =
        files.partition(|change| change.before == Before::Missing);
    let obsolete = obsolete.into_iter().map(|path| own(path, None));
    new.into_iter().chain(record).chain(others).chain(obsolete).collect()
}

fn change(path: &str, step: &Step) -> Option<Change> {
    let Replacement { before, after, keeps_original } = step.replacement()?;
    Some(Change {
        path: path.to_owned(),
        before: before.map_or(Before::Missing, |bytes| Before::Digest(digest(bytes))),
        after: after.map(str::to_owned),
        keep_original: keeps_original,
    })
}

fn own(path: String, after: Option<String>) -> Change {
    Change { path, before: Before::Any, after, keep_original: false }
}
