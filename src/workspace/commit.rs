//! All changes of a generation, or none, whenever the process is killed.
//!
//! A list of the changes stands in `.poolsmith/` while they are made. New content is written beside
//! its place and flushed; the list is renamed, and from then on the changes count as made: each file
//! is put in its place, the files first, then their bases, the lock last. Killed before the renaming,
//! the next run takes back what was begun; killed after it, the next run does the rest. A file that
//! somebody edited in between stays as it is, and its base and its entry in the lock as they were.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::disk::staging::{self, PathError};
use crate::disk::{self, Found};
use crate::workspace::base;
use crate::workspace::lock::{LOCK_FILE, Lock, digest};
use crate::workspace::paths::is_inside;

/// The list while new content is written beside its place.
const BEGUN: &str = ".poolsmith/begun.json";
/// The list while it is put there.
const DECIDED: &str = ".poolsmith/decided.json";

/// A change of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The file.
    pub path: String,
    /// What is there now, as far as it matters.
    pub before: Before,
    /// What is to be there; nothing where the file is to be removed.
    pub after: Option<String>,
}

/// What a file must be for a change to be made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Before {
    /// It is not there.
    Nothing,
    /// Its bytes have this SHA-256.
    Digest(String),
    /// It is poolsmith's own: whatever.
    Any,
}

#[derive(Serialize, Deserialize)]
struct List {
    changes: Vec<Entry>,
    /// Folders that were not there, the outer ones first.
    folders: Vec<String>,
}

#[derive(Serialize, Deserialize)]
struct Entry {
    path: String,
    before: Before,
    removes: bool,
}

/// Makes all the changes. They are in the order in which they are to be made.
///
/// # Errors
/// As the operating system says, with the path. Where the new content could not be written, nothing
/// has changed; else the next run does the rest.
pub fn commit(root: &Path, changes: &[Change]) -> Result<(), PathError> {
    if changes.is_empty() {
        return Ok(());
    }
    let list = List::of(root, changes);
    let begun = root.join(BEGUN);
    let text = serde_json::to_string(&list).expect("a list of changes is plain JSON");
    if let Err(error) = staging::stage_one(&begun, &text).and_then(|()| staging::put_in_place(&begun)) {
        take_back(root, &List { changes: Vec::new(), ..list })?;
        return Err(error);
    }
    let new: Vec<(&str, &str)> =
        changes.iter().filter_map(|change| Some((change.path.as_str(), change.after.as_deref()?))).collect();
    if let Err(error) = staging::stage(root, &new) {
        take_back(root, &list)?;
        return Err(error);
    }
    staging::rename(&begun, &root.join(DECIDED))?;
    finish(root, &list)
}

/// Brings to an end what a killed process has begun.
///
/// # Errors
/// As the operating system says, with the path.
pub fn recover(root: &Path) -> Result<(), PathError> {
    if let Some(list) = read(root, BEGUN) {
        take_back(root, &list)?;
        return Ok(());
    }
    if let Some(list) = read(root, DECIDED) {
        finish(root, &list)?;
    }
    // A list that was only half written, or that is none.
    for list in [BEGUN, DECIDED] {
        staging::remove(&root.join(list))?;
        staging::remove(&staging::staged(&root.join(list)))?;
    }
    Ok(())
}

/// Whether a process was killed while it worked here.
pub fn is_unfinished(root: &Path) -> bool {
    [BEGUN, DECIDED].iter().any(|list| disk::exists(&root.join(list)))
}

fn read(root: &Path, path: &str) -> Option<List> {
    let Ok(Found::File(bytes)) = disk::look(root, path) else { return None };
    let list: List = serde_json::from_slice(&bytes).ok()?;
    let mut paths = list.changes.iter().map(|entry| &entry.path).chain(&list.folders);
    paths.all(|path| is_inside(path)).then_some(list)
}

impl List {
    fn of(root: &Path, changes: &[Change]) -> Self {
        let entry = |change: &Change| Entry {
            path: change.path.clone(),
            before: change.before.clone(),
            removes: change.after.is_none(),
        };
        let parents: BTreeSet<&str> = changes.iter().flat_map(|change| parents(&change.path)).collect();
        let missing = parents.into_iter().filter(|folder| !disk::exists(&root.join(folder)));
        Self { changes: changes.iter().map(entry).collect(), folders: missing.map(str::to_owned).collect() }
    }
}

/// The folders above a file, within the workspace.
fn parents(path: &str) -> impl Iterator<Item = &str> {
    path.match_indices('/').map(|(end, _)| &path[..end])
}

/// Takes away what was written beside its place, and the folders that were made for it.
fn take_back(root: &Path, list: &List) -> Result<(), PathError> {
    for entry in list.changes.iter().filter(|entry| !entry.removes) {
        let staged = staging::staged(&root.join(&entry.path));
        if disk::exists(&staged) {
            staging::remove(&staged)?;
        }
    }
    staging::remove(&root.join(BEGUN))?;
    staging::remove(&staging::staged(&root.join(BEGUN)))?;
    for folder in list.folders.iter().rev() {
        staging::remove_if_empty(&root.join(folder));
    }
    Ok(())
}

/// Makes the changes whose content is beside its place.
fn finish(root: &Path, list: &List) -> Result<(), PathError> {
    let mut edited: BTreeSet<&str> = BTreeSet::new();
    for entry in &list.changes {
        let target = root.join(&entry.path);
        let is_open = entry.removes || disk::exists(&staging::staged(&target));
        let is_base_of_edited = edited.iter().any(|path| base::path(path) == entry.path);
        if entry.path == LOCK_FILE {
            put_lock(root, &edited)?;
        } else if is_open && (is_base_of_edited || !is_as_before(root, entry)) {
            edited.insert(&entry.path);
        } else if entry.removes {
            staging::remove(&target)?;
        } else if is_open {
            staging::put_in_place(&target)?;
        }
    }
    for path in edited {
        staging::remove(&staging::staged(&root.join(path)))?;
    }
    let removed = list.changes.iter().filter(|entry| entry.removes).map(|entry| entry.path.as_str());
    let emptied: BTreeSet<&str> = removed.flat_map(parents).collect();
    for folder in emptied.into_iter().rev() {
        staging::remove_if_empty(&root.join(folder));
    }
    staging::flush_folders(root, &folders(root, list))?;
    staging::remove(&root.join(DECIDED))
}

fn folders(root: &Path, list: &List) -> Vec<PathBuf> {
    let folders: BTreeSet<PathBuf> = list
        .changes
        .iter()
        .filter_map(|entry| Some(root.join(&entry.path).parent()?.to_path_buf()))
        .collect();
    folders.into_iter().collect()
}

fn is_as_before(root: &Path, entry: &Entry) -> bool {
    match (&entry.before, disk::look(root, &entry.path)) {
        (Before::Any, Ok(found)) => matches!(found, Found::Nothing | Found::File(_)),
        (Before::Nothing, Ok(Found::Nothing)) => true,
        // Removed already, by the process that was killed.
        (_, Ok(Found::Nothing)) => entry.removes,
        (Before::Digest(before), Ok(Found::File(bytes))) => digest(&bytes) == *before,
        _ => false,
    }
}

/// Puts the new lock in its place, with the entries of before for files that were edited since.
fn put_lock(root: &Path, edited: &BTreeSet<&str>) -> Result<(), PathError> {
    let target = root.join(LOCK_FILE);
    let staged = staging::staged(&target);
    if !disk::exists(&staged) {
        return Ok(());
    }
    if !edited.is_empty()
        && let Some(mut lock) = read_lock(&staged)
    {
        let before = read_lock(&target);
        for path in edited {
            match before.as_ref().and_then(|before| before.files.get(*path)) {
                Some(digest) => drop(lock.files.insert((*path).to_owned(), digest.clone())),
                None => drop(lock.files.remove(*path)),
            }
        }
        // By way of a third file: the lock is never half there.
        staging::stage_one(&staged, &lock.text())?;
        staging::put_in_place(&staged)?;
    }
    staging::put_in_place(&target)
}

fn read_lock(path: &Path) -> Option<Lock> {
    match disk::read_text(path, u64::MAX - 1) {
        Ok(disk::ReadText::Text(text)) => Lock::read(&text).ok(),
        _ => None,
    }
}
