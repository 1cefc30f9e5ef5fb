//! The journal: the planned changes of a run, so that the next run can complete or roll them back.
//!
//! It is outside the workspace, in the user's state directory, because a journal determines which files to
//! remove, and the content of a clone isn't trusted. Its name is the digest of the workspace's path. It
//! contains the device and inode of the directory, so that the journal of another directory that had the
//! same path is ignored.

use std::io::Write;

use serde::{Deserialize, Serialize};

use crate::disk::staging::random_name;
use crate::disk::{self, Access, Directory, DiskEntry, state_directory};
use crate::workspace::digest::digest;
use crate::workspace::paths::is_inside;

/// The maximum size in bytes. The changes of 10,000 environments need less.
const MAX_BYTES: u64 = 256 * 1024 * 1024;

/// The progress of a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Phase {
    /// New content is being written to the staging directory. Nothing else has changed.
    Staging,
    /// All new content is written and flushed: the changes will be made, if necessary by the next run.
    Decided,
}

/// The changes of a run.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Transaction {
    /// The progress.
    pub phase: Phase,
    /// The path of the staging directory in the workspace.
    pub staging: String,
    /// The changes, in order. The index is the number of the new file in the staging directory.
    pub changes: Vec<Entry>,
    /// Directories that didn't exist, parents first.
    pub new_directories: Vec<String>,
}

/// A change of a file, without the content.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Entry {
    /// The file.
    pub path: String,
    /// The state in which the file must be for the change to be made.
    pub before: Before,
    /// What to do with the file.
    pub kind: EntryKind,
}

/// What to do with a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum EntryKind {
    /// Replace it with the staged file.
    Write,
    /// Replace it with the staged file, and keep the replaced file as `FILE.orig`.
    WriteAndKeepOriginal,
    /// Remove it.
    Remove,
}

/// The state in which a file must be for a change to be made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Before {
    /// It doesn't exist.
    Missing,
    /// Its content has this SHA-256.
    Digest(String),
    /// Any state; for poolsmith's own files.
    Any,
}

impl Transaction {
    fn paths(&self) -> impl Iterator<Item = &str> {
        let changed = self.changes.iter().map(|entry| &entry.path);
        changed.chain(&self.new_directories).chain(std::iter::once(&self.staging)).map(String::as_str)
    }
}

/// The content of a journal file.
#[derive(Serialize, Deserialize)]
struct Record {
    /// The device and inode of the workspace's directory, on platforms that have them.
    directory: Option<(u64, u64)>,
    transaction: Transaction,
}

/// The journal of a workspace.
pub struct Journal {
    state: Option<Directory>,
    name: String,
    directory: Option<(u64, u64)>,
}

impl Journal {
    /// The journal of a workspace, for writing. Without a state directory, nothing is written, and the
    /// next run works without a journal.
    pub fn create(root: &Directory) -> Self {
        Self::of(root, true)
    }

    /// The journal of a workspace, for reading.
    pub fn open(root: &Directory) -> Self {
        Self::of(root, false)
    }

    fn of(root: &Directory, create: bool) -> Self {
        let path = disk::canonical(root.path());
        let state = path.is_ok().then(|| state_directory(root.path(), create)).flatten();
        let path = path.unwrap_or_default();
        let name = format!("{}.json", digest(path.as_os_str().as_encoded_bytes()));
        Self { state, name, directory: root.identity() }
    }

    /// The changes of a run that was killed.
    pub fn read(&self) -> Option<Transaction> {
        let DiskEntry::File(bytes) = self.state.as_ref()?.entry(&self.name, MAX_BYTES).ok()? else {
            return None;
        };
        let record: Record = serde_json::from_slice(&bytes).ok()?;
        let transaction = record.transaction;
        let is_ours = record.directory == self.directory && transaction.paths().all(is_inside);
        is_ours.then_some(transaction)
    }

    /// Writes the changes of a run atomically. Errors are ignored: without a journal, the run after a kill
    /// finds incomplete changes by comparing everything again.
    pub fn write(&self, transaction: &Transaction) {
        let record = Record { directory: self.directory, transaction: transaction.clone() };
        let text = serde_json::to_string(&record).expect("a journal is plain JSON");
        // Before the decision no file has been changed, and staging directories are found by their names.
        let is_durable = transaction.phase == Phase::Decided;
        if let Some(state) = &self.state {
            let _ = write(state, &self.name, text.as_bytes(), is_durable);
        }
    }

    /// Removes the journal.
    pub fn clear(&self) {
        if let Some(state) = &self.state {
            let _ = state.remove_file(&self.name);
        }
    }
}

fn write(state: &Directory, name: &str, bytes: &[u8], is_durable: bool) -> std::io::Result<()> {
    let temporary = format!("{name}.{}", random_name()?);
    let mut file = state.create_file(&temporary, Access::Private)?;
    let written = file
        .write_all(bytes)
        .and_then(|()| if is_durable { file.sync_data() } else { Ok(()) })
        .and_then(|()| state.rename(&temporary, name))
        .and_then(|()| if is_durable { state.sync("") } else { Ok(()) });
    if written.is_err() {
        let _ = state.remove_file(&temporary); // there is no journal then
    }
    written
}
