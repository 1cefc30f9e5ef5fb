//! All changes of a generation, or none, whenever the process is killed.
//!
//! New content is written to a staging directory and flushed; from then on the changes count as made,
//! and each file is put in its place: the files first, then their bases, the lock last. The journal
//! says how far a run has come. Killed before the decision, the next run takes back what was begun;
//! killed after it, the next run does the rest. A file that somebody edited in between stays as it is,
//! and its base and its entry in the lock as they were.
//!
//! A journal may be lost. Then the next run removes the staging directory and compares everything
//! anew: what is in its place already is what it would generate, and the order of the changes keeps
//! each file known as generated (see [`changes`](super::changes::changes)).

use std::collections::BTreeSet;

use crate::disk::staging::{PathError, StagedFile, Staging};
use crate::disk::{Directory, WorkspaceLock};
use crate::workspace::base;
use crate::workspace::finish::finish;
use crate::workspace::journal::{Before, Entry, EntryKind, Journal, Phase, Transaction};
use crate::workspace::paths::parents;

/// A change of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The file.
    pub path: String,
    /// What is there now, as far as it matters.
    pub before: Before,
    /// What is to be there; nothing where the file is to be removed.
    pub after: Option<String>,
    /// Whether the file that is replaced is kept beside it.
    pub keep_original: bool,
}

/// Why not all changes are made.
#[derive(Debug)]
pub enum CommitError {
    /// None is made.
    Nothing(PathError),
    /// Some are made; the next run completes them.
    Partly {
        /// What failed.
        error: PathError,
        /// The files that are as they are to be.
        made: Vec<String>,
        /// The files that are not.
        pending: Vec<String>,
    },
}

/// Makes all the changes. They are in the order in which they are to be made.
///
/// # Errors
/// As the operating system says, and what has changed by then.
pub fn commit(root: &Directory, changes: &[Change]) -> Result<(), CommitError> {
    if changes.is_empty() {
        return Ok(());
    }
    let journal = Journal::create(root);
    let mut transaction = Transaction::of(root, changes)?;
    journal.write(&transaction);
    if let Err(error) = stage(root, &transaction, changes) {
        let _ = take_back(root, &transaction); // the first error is the one to report
        journal.clear();
        return Err(CommitError::Nothing(error));
    }
    transaction.phase = Phase::Decided;
    journal.write(&transaction);
    finish(root, &transaction)?;
    journal.clear();
    Ok(())
}

impl From<PathError> for CommitError {
    fn from(error: PathError) -> Self {
        Self::Nothing(error)
    }
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

/// Brings to an end what a killed run has begun.
///
/// # Errors
/// As the operating system says, and what has changed by then.
pub fn recover(root: &Directory) -> Result<(), CommitError> {
    let journal = Journal::open(root);
    match journal.read() {
        Some(transaction) if transaction.phase == Phase::Decided => finish(root, &transaction)?,
        Some(transaction) => take_back(root, &transaction)?,
        None => {}
    }
    journal.clear();
    // A run whose journal was lost.
    for staging in Staging::left_over(root, base::DIRECTORY) {
        staging.discard()?;
    }
    Ok(())
}

/// What another run is doing in a workspace, or has left.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OtherRun {
    /// It is at work at this moment.
    AtWork,
    /// It was killed, and what it began is not at an end.
    Unfinished,
}

/// Whether another run is at work in a workspace, or was killed there.
pub fn other_run(root: &Directory) -> Option<OtherRun> {
    if WorkspaceLock::is_held(root) {
        return Some(OtherRun::AtWork);
    }
    let is_unfinished =
        Journal::open(root).read().is_some() || !Staging::left_over(root, base::DIRECTORY).is_empty();
    is_unfinished.then_some(OtherRun::Unfinished)
}

impl Transaction {
    fn of(root: &Directory, changes: &[Change]) -> Result<Self, PathError> {
        let staging =
            Staging::new_path(base::DIRECTORY).map_err(|error| (root.path().to_path_buf(), error))?;
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
        let all: BTreeSet<&str> = changed.chain([base::DIRECTORY]).collect();
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
fn take_back(root: &Directory, transaction: &Transaction) -> Result<(), PathError> {
    Staging::at(root, &transaction.staging).discard()?;
    for directory in transaction.new_directories.iter().rev() {
        root.remove_if_empty(directory);
    }
    Ok(())
}
