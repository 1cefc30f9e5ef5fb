//! Makes the staged changes after the decision, possibly in the next run.

use std::collections::BTreeSet;
use std::io;

use crate::disk::staging::{PathError, Staging};
use crate::disk::{Directory, DiskEntry, Kind, through_link};
use crate::workspace::MAX_FILE_BYTES;
use crate::workspace::commit_error::CommitError;
use crate::workspace::digest::digest;
use crate::workspace::journal::{Before, Entry, EntryKind, Transaction};
use crate::workspace::original::keep_original;
use crate::workspace::own;
use crate::workspace::paths::parents;

/// Makes the changes whose content is staged.
pub(super) fn finish(root: &Directory, transaction: &Transaction) -> Result<(), CommitError> {
    let staging = Staging::at(root, &transaction.staging);
    // Without access to the directory, it is unknown which files have been moved.
    let staged = staging.open().map_err(|error| CommitError::Partly {
        error: (root.path().join(&transaction.staging), error),
        made: Vec::new(),
        pending: reported_paths(&transaction.changes),
    })?;
    let run = Run { root, staging, staged };
    for (number, entry) in transaction.changes.iter().enumerate() {
        run.make(number, entry).map_err(|error| CommitError::Partly {
            error: (root.path().join(&entry.path), error),
            made: reported_paths(&transaction.changes[..number]),
            pending: reported_paths(&transaction.changes[number..]),
        })?;
    }
    let removed = transaction.changes.iter().filter(|entry| entry.kind == EntryKind::Remove);
    let emptied: BTreeSet<&str> = removed.flat_map(|entry| parents(&entry.path)).collect();
    for directory in emptied.into_iter().rev() {
        root.remove_if_empty(directory);
    }
    let discarded = run.staging.discard();
    root.remove_if_empty(own::DIRECTORY);
    discarded.and_then(|()| flush(root, &transaction.changes)).map_err(|error| CommitError::Partly {
        error,
        made: reported_paths(&transaction.changes),
        pending: Vec::new(),
    })
}

/// The paths to report, without poolsmith's own files.
fn reported_paths(entries: &[Entry]) -> Vec<String> {
    let is_reported = |entry: &&Entry| !own::is_own(&entry.path);
    entries.iter().filter(is_reported).map(|entry| entry.path.clone()).collect()
}

/// Flushes directory entries to the disk: of the changed directories if they are few, otherwise of the
/// whole file system.
fn flush(root: &Directory, changes: &[Entry]) -> Result<(), PathError> {
    const MAX_DIRECTORIES: usize = 128;
    let parent = |entry: &Entry| entry.path.rsplit_once('/').map(|(parent, _)| parent.to_owned());
    let directories: BTreeSet<String> =
        changes.iter().map(|entry| parent(entry).unwrap_or_default()).collect();
    let directories: Vec<String> = directories.into_iter().collect();
    if directories.len() > MAX_DIRECTORIES {
        return root.sync_file_system().map_err(|error| (root.path().to_path_buf(), error));
    }
    let synced = crate::parallel::map(&directories, |directory| {
        root.sync(directory).map_err(|error| (root.path().join(directory), error))
    });
    synced.into_iter().collect()
}

/// The state of a run that makes its changes.
struct Run<'a> {
    root: &'a Directory,
    staging: Staging<'a>,
    /// The directory of the files that haven't been moved yet.
    staged: Option<Directory>,
}

impl Run<'_> {
    fn make(&self, number: usize, entry: &Entry) -> io::Result<()> {
        let removes = entry.kind == EntryKind::Remove;
        if !removes && !self.is_staged(number)? {
            return Ok(()); // already moved
        }
        if !removes && self.staging.complete(number, &entry.path)? {
            return Ok(()); // it was being overwritten
        }
        if !is_as_before(self.root, entry)? {
            return Ok(()); // edited since
        }
        if removes {
            return self.root.remove_file(&entry.path);
        }
        if entry.kind == EntryKind::WriteAndKeepOriginal {
            keep_original(self.root, &entry.path)?;
        }
        self.place(number, &entry.path)
    }

    fn is_staged(&self, number: usize) -> io::Result<bool> {
        match &self.staged {
            Some(staged) => Ok(staged.kind(number.to_string())? == Some(Kind::File)),
            None => Ok(false),
        }
    }

    fn place(&self, number: usize, path: &str) -> io::Result<()> {
        if let Some((parent, _)) = path.rsplit_once('/') {
            self.root.create_directories(parent)?;
        }
        self.staging.place(number, path)
    }
}

/// Whether a file is unchanged since the changes were decided. A link in its path is an error, because
/// the file may be accessible again in the next run.
fn is_as_before(root: &Directory, entry: &Entry) -> io::Result<bool> {
    let found = match root.entry(&entry.path, MAX_FILE_BYTES) {
        // poolsmith writes no files of this size.
        Err(error) if error.kind() == io::ErrorKind::FileTooLarge => return Ok(false),
        found => found?,
    };
    Ok(match (&entry.before, found) {
        (_, DiskEntry::Link(link)) => return Err(through_link(link)),
        (Before::Any, found) => matches!(found, DiskEntry::Missing | DiskEntry::File(_)),
        (Before::Missing, DiskEntry::Missing) => true,
        // Already removed by the killed run.
        (_, DiskEntry::Missing) => entry.kind == EntryKind::Remove,
        (Before::Digest(before), DiskEntry::File(bytes)) => digest(&bytes) == *before,
        (Before::Missing, DiskEntry::File(_)) => false,
        (Before::Missing | Before::Digest(_), DiskEntry::Other) => false,
    })
}
