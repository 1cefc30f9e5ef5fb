//! Writes formatted files in place.
//!
//! Like `gofmt` and `terraform fmt`, so that owner, permissions, attributes, hard links and mounts of single files stay. A file
//! that is killed halfway is torn: it has the beginning of the new text and the rest of the previous one. So one recovery file in
//! the user's state directory has the previous texts of all files until they are written, and the next run completes what is torn.
//! This holds if the process is killed, not if the machine loses power.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};

use crate::commands::fmt::files::File;
use crate::disk::{self, Directory, Overwritten, Recovery, Saved, staging};
use crate::hcl;
use crate::parallel;
use crate::source::{Code, Diagnostic};

/// A file that is to be written.
pub struct Change<'a> {
    /// The file.
    pub file: &'a File,
    /// Its bytes.
    pub before: Vec<u8>,
    /// The formatted bytes.
    pub after: Vec<u8>,
}

/// How a file was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// In place.
    InPlace,
    /// By renaming a new file, for this reason.
    Renamed(&'static str),
}

/// Writes all files, and says how each was written, in order.
pub fn write(changes: &[Change]) -> Vec<io::Result<Way>> {
    let Some(first) = changes.first() else { return Vec::new() };
    let state = disk::state_directory(first.file.directory.path(), true);
    let shown: Vec<PathBuf> = changes.iter().map(|change| change.file.shown()).collect();
    let saved: Vec<(&Path, &[u8])> =
        shown.iter().zip(changes).map(|(path, change)| (path.as_path(), change.before.as_slice())).collect();
    let recovery = state.as_ref().and_then(|state| Recovery::create(state, &saved).ok());
    let written = by_directory(changes, |change| match recovery {
        Some(_) => in_place(change),
        None => renamed(change, "there is no state directory for a recovery file"),
    });
    if let Some(recovery) = recovery {
        recovery.discard();
    }
    written
}

fn in_place(change: &Change) -> io::Result<Way> {
    let Change { file, before, after } = change;
    match disk::overwrite(&file.directory, &file.path, before, after)? {
        Overwritten::InPlace => Ok(Way::InPlace),
        Overwritten::SeveralNames => renamed(change, "it has several names, and the others stay as they are"),
    }
}

fn renamed(change: &Change, reason: &'static str) -> io::Result<Way> {
    staging::replace(&change.file.directory, &change.file.path, &change.after).map(|()| Way::Renamed(reason))
}

/// Calls a function for each change, those of one directory in one thread: several would wait for each other.
fn by_directory<T: Send>(changes: &[Change], write: impl Fn(&Change) -> T + Sync) -> Vec<T> {
    let mut directories: BTreeMap<PathBuf, Vec<usize>> = BTreeMap::new();
    for (number, change) in changes.iter().enumerate() {
        let directory = change.file.shown().parent().map(Path::to_path_buf).unwrap_or_default();
        directories.entry(directory).or_default().push(number);
    }
    let directories: Vec<Vec<usize>> = directories.into_values().collect();
    let written = parallel::map(&directories, |numbers| {
        numbers.iter().map(|number| (*number, write(&changes[*number]))).collect::<Vec<_>>()
    });
    let mut written: Vec<(usize, T)> = written.into_iter().flatten().collect();
    written.sort_by_key(|(number, _)| *number);
    written.into_iter().map(|(_, written)| written).collect()
}

/// Completes the files that killed runs left torn. A file in any other state was complete, or has been edited since.
pub fn recover(root: &Path) -> Vec<Diagnostic> {
    let Some(state) = disk::state_directory(root, false) else { return Vec::new() };
    let mut diagnostics = Vec::new();
    Recovery::of_killed_runs(&state, |saved| {
        let recovered: Vec<io::Result<Option<Diagnostic>>> = saved.iter().map(completed).collect();
        let is_complete = recovered.iter().all(Result::is_ok);
        diagnostics.extend(recovered.into_iter().filter_map(Result::ok).flatten());
        is_complete
    });
    diagnostics
}

/// Completes a file, if it is torn.
fn completed(saved: &Saved) -> io::Result<Option<Diagnostic>> {
    let Saved { path, bytes: before } = saved;
    let (Ok(after), Some(parent), Some(name)) = (hcl::format_bytes(before), path.parent(), path.file_name())
    else {
        return Ok(None);
    };
    let Ok(directory) = Directory::open(parent) else { return Ok(None) }; // it is gone
    let found = match disk::read_bytes(&directory, Path::new(name), super::MAX_BYTES) {
        Ok(disk::ReadBytes::Bytes(found)) if disk::is_torn(&found, before, &after) => found,
        Ok(_) | Err(_) => return Ok(None),
    };
    disk::overwrite(&directory, Path::new(name), &found, &after)?;
    let message = format!("{} is complete now: poolsmith was killed while it wrote it", path.display());
    Ok(Some(Diagnostic::new(Code::Unfinished, message).help("it is formatted; nothing is lost")))
}
