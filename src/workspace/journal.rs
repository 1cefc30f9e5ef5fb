//! What a run is about to change, written down before it does, so that the next run can complete it or
//! take it back.
//!
//! The journal is outside the workspace, in the user's own directory for state: what stands in a clone
//! is the word of whoever wrote the repository, and a journal says which files to remove. Its name is
//! the digest of the workspace's path, and it holds the numbers of the workspace's directory on its
//! disk: a journal of another directory that had the same path is not followed.

use std::io::Write;

use serde::{Deserialize, Serialize};

use crate::disk::staging::random_name;
use crate::disk::{self, Access, Directory, DiskEntry, state_directory};
use crate::workspace::lock::digest;
use crate::workspace::paths::is_inside;

/// More bytes than the changes of 10,000 environments take.
const MAX_BYTES: u64 = 256 * 1024 * 1024;

/// How far a run has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Phase {
    /// New content is written to the staging directory. Nothing else has changed.
    Staging,
    /// All new content is there and flushed: the changes count as made.
    Decided,
}

/// A run's changes.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Transaction {
    /// How far it has come.
    pub phase: Phase,
    /// The staging directory's path in the workspace.
    pub staging: String,
    /// The changes, in the order in which they are made. A new file's number in the staging directory
    /// is its index here.
    pub changes: Vec<Entry>,
    /// Directories that did not exist, the outer ones first.
    pub new_directories: Vec<String>,
}

/// A change of a file, without its content.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Entry {
    /// The file.
    pub path: String,
    /// What must be there for the change to be made.
    pub before: Before,
    /// What becomes of the file.
    pub kind: EntryKind,
}

/// What becomes of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum EntryKind {
    /// The staged file takes its place.
    Write,
    /// The staged file takes its place, and the one that is there is kept beside it.
    WriteAndKeepOriginal,
    /// It is removed.
    Remove,
}

/// What a file must be for a change to be made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Before {
    /// It is not there.
    Missing,
    /// Its bytes have this SHA-256.
    Digest(String),
    /// It is poolsmith's own: whatever.
    Any,
}

impl Transaction {
    fn paths(&self) -> impl Iterator<Item = &str> {
        let changed = self.changes.iter().map(|entry| &entry.path);
        changed.chain(&self.new_directories).chain(std::iter::once(&self.staging)).map(String::as_str)
    }
}

/// The journal as it is on the disk.
#[derive(Serialize, Deserialize)]
struct Record {
    /// Device and inode of the workspace's directory, where the platform has such.
    directory: Option<(u64, u64)>,
    transaction: Transaction,
}

/// Where the journal of a workspace is kept, if it can be.
pub struct Journal {
    state: Option<Directory>,
    name: String,
    directory: Option<(u64, u64)>,
}

impl Journal {
    /// The journal of a workspace, to be written. Where no directory for state can be had, nothing is
    /// written, and the next run does without.
    pub fn create(root: &Directory) -> Self {
        Self::of(root, true)
    }

    /// The journal of a workspace, to be read.
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

    /// What a run that came to no end has left.
    pub fn read(&self) -> Option<Transaction> {
        let DiskEntry::File(bytes) = self.state.as_ref()?.entry(&self.name, MAX_BYTES).ok()? else {
            return None;
        };
        let record: Record = serde_json::from_slice(&bytes).ok()?;
        let transaction = record.transaction;
        let is_ours = record.directory == self.directory && transaction.paths().all(is_inside);
        is_ours.then_some(transaction)
    }

    /// Writes a run's changes down, in one piece. Where that can't be done, the run goes on without:
    /// after a kill, the next run finds what is half done by comparing everything anew.
    pub fn write(&self, transaction: &Transaction) {
        let record = Record { directory: self.directory, transaction: transaction.clone() };
        let text = serde_json::to_string(&record).expect("a journal is plain JSON");
        // Until the decision nothing is in its place, and a staging directory is known by its name.
        let is_durable = transaction.phase == Phase::Decided;
        if let Some(state) = &self.state {
            let _ = write(state, &self.name, text.as_bytes(), is_durable);
        }
    }

    /// Forgets the changes.
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
