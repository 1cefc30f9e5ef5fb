//! Commits changes: either all of them are made or none, even if the process is killed.
//!
//! New content is written to a staging directory and flushed. That is the point of decision, after which
//! each file is moved to its place: new files, the record, other files. The journal records the progress. If a run
//! is killed before the decision, the next run rolls back; if it is killed after it, the next run makes the
//! remaining changes. A file that was edited in between stays as it is: the record has its earlier texts.
//!
//! If the journal is lost, the next run removes the staging directory and compares everything again: files
//! that are already in place are up to date, and the order of the changes makes sure that each is
//! recognized as generated (see [`changes`](super::changes::changes)).

use std::collections::BTreeSet;

use crate::disk::staging::{PathError, StagedFile, Staging};
use crate::disk::{Directory, WorkspaceLock};
use crate::workspace::commit_error::CommitError;
use crate::workspace::finish::finish;
use crate::workspace::journal::{Before, Entry, EntryKind, Journal, Phase, Transaction};
use crate::workspace::own;
use crate::workspace::paths::parents;

/// A change of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The file.
    pub path: String,
    /// The expected state before the change.
    pub before: Before,
    /// The new content; `None` removes the file.
    pub after: Option<String>,
    /// Whether to keep the replaced file as `FILE.orig`.
    pub keep_original: bool,
}

/// Makes all changes, in order.
///
/// # Errors
/// Any error of the operating system, with what was changed before.
pub fn commit(root: &Directory, changes: &[Change]) -> Result<(), CommitError> {
    if changes.is_empty() {
        return Ok(());
    }
    let journal = Journal::create(root);
    let mut transaction = Transaction::of(root, changes)?;
    journal.write(&transaction);
    if let Err(error) = stage(root, &transaction, changes) {
        let _ = roll_back(root, &transaction); // the first error is the one to report
        journal.clear();
        return Err(CommitError::Nothing(error));
    }
    transaction.phase = Phase::Decided;
    journal.write(&transaction);
    finish(root, &transaction)?;
    journal.clear();
    Ok(())
}

fn stage(root: &Directory, transaction: &Transaction, changes: &[Change]) -> Result<(), PathError> {
    let staging = Staging::at(root, &transaction.staging);
    staging.create()?;
    let files: Vec<StagedFile> = changes
        .iter()
        .enumerate()
        .filter_map(|(number, change)| {
            let bytes = change.after.as_deref()?.as_bytes();
            Some(StagedFile { number, target: &change.path, bytes })
        })
        .collect();
    staging.write(&files)
}

/// Completes or rolls back the changes of a killed run.
///
/// # Errors
/// Any error of the operating system, with what was changed before.
pub fn recover(root: &Directory) -> Result<(), CommitError> {
    let journal = Journal::open(root);
    match journal.read() {
        Some(transaction) if transaction.phase == Phase::Decided => finish(root, &transaction)?,
        Some(transaction) => roll_back(root, &transaction)?,
        None => {}
    }
    journal.clear();
    // The remains of a run whose journal was lost.
    for staging in Staging::left_over(root, own::DIRECTORY) {
        staging.discard()?;
    }
    Ok(())
}

/// The state of another run in the same workspace.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OtherRun {
    /// It is running.
    AtWork,
    /// It was killed before it was complete.
    Unfinished,
}

/// Whether another run is active in a workspace, or was killed there.
pub fn other_run(root: &Directory) -> Option<OtherRun> {
    if WorkspaceLock::is_held(root) {
        return Some(OtherRun::AtWork);
    }
    let is_unfinished =
        Journal::open(root).read().is_some() || !Staging::left_over(root, own::DIRECTORY).is_empty();
    is_unfinished.then_some(OtherRun::Unfinished)
}

impl Transaction {
    fn of(root: &Directory, changes: &[Change]) -> Result<Self, PathError> {
        let staging =
            Staging::new_path(own::DIRECTORY).map_err(|error| (root.path().to_path_buf(), error))?;
        let entry = |change: &Change| Entry {
            path: change.path.clone(),
            before: change.before.clone(),
            kind: match change.after {
                None => EntryKind::Remove,
                Some(_) if change.keep_original => EntryKind::WriteAndKeepOriginal,
                Some(_) => EntryKind::Write,
            },
        };
        let changed = changes.iter().flat_map(|change| parents(&change.path));
        let all: BTreeSet<&str> = changed.chain([own::DIRECTORY]).collect();
        let new = all.into_iter().filter(|directory| !root.exists(directory));
        Ok(Self {
            phase: Phase::Staging,
            staging,
            changes: changes.iter().map(entry).collect(),
            new_directories: new.map(str::to_owned).collect(),
        })
    }
}

/// Removes the staging directory, and the directories that were created for it.
fn roll_back(root: &Directory, transaction: &Transaction) -> Result<(), PathError> {
    Staging::at(root, &transaction.staging).discard()?;
    for directory in transaction.new_directories.iter().rev() {
        root.remove_if_empty(directory);
    }
    Ok(())
}
