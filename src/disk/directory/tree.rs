//! Lists directories, also recursively.

use std::collections::VecDeque;
use std::ffi::OsString;
use std::io;
use std::path::{Path, PathBuf};

use super::{Directory, Kind};

/// A file or link in a tree.
#[derive(Debug)]
pub struct TreeEntry {
    /// The path below the directory.
    pub path: PathBuf,
    /// What it is; an error for a directory that can't be read.
    pub kind: io::Result<Kind>,
}

impl Directory {
    /// The entries of a directory, sorted by name.
    ///
    /// # Errors
    /// If the path contains a symbolic link, or any error of the operating system.
    pub fn list(&self, path: impl AsRef<Path>) -> io::Result<Vec<(OsString, Kind)>> {
        let mut entries = self.at(path.as_ref(), |path| self.handle.list(path))?;
        entries.sort_by(|(one, _), (other, _)| one.cmp(other));
        Ok(entries)
    }

    /// Up to `limit` entries below the directory that aren't directories, sorted by path. Links are not
    /// followed. Entries for which `is_skipped` returns true are skipped with everything below them.
    pub fn tree(&self, limit: usize, is_skipped: impl Fn(&Path) -> bool) -> Vec<TreeEntry> {
        let mut found = Vec::new();
        let mut pending = VecDeque::from([(PathBuf::new(), Kind::Directory)]);
        while let Some((path, kind)) = pending.pop_front() {
            if found.len() >= limit {
                break;
            }
            if kind != Kind::Directory {
                found.push(TreeEntry { path, kind: Ok(kind) });
                continue;
            }
            match self.list(&path) {
                Ok(entries) => {
                    let entries = entries.into_iter().map(|(name, kind)| (path.join(name), kind));
                    let wanted: Vec<_> = entries.filter(|(path, _)| !is_skipped(path)).collect();
                    wanted.into_iter().rev().for_each(|entry| pending.push_front(entry));
                }
                Err(error) => found.push(TreeEntry { path, kind: Err(error) }),
            }
        }
        found
    }
}
