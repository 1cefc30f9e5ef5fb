//! The files of a tree.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use walkdir::WalkDir;

/// A tree's files, in the order of their paths, and what could not be looked at.
#[derive(Debug, Default)]
pub struct Walked {
    /// The files that were wanted.
    pub files: Vec<PathBuf>,
    /// The links that were wanted, wherever they lead.
    pub links: Vec<PathBuf>,
    /// The paths that can't be read, and why.
    pub failed: Vec<(PathBuf, io::Error)>,
}

/// Walks a tree without following links to folders, past files and folders that are not wanted. Of
/// the folder itself nothing is asked.
pub fn files(folder: &Path, is_ignored: impl Fn(&str) -> bool, is_wanted: impl Fn(&str) -> bool) -> Walked {
    let mut walked = Walked::default();
    let name = |entry: &walkdir::DirEntry| entry.file_name().to_string_lossy().into_owned();
    let entries = WalkDir::new(folder)
        .sort_by_file_name()
        .into_iter()
        .filter_entry(|entry| entry.depth() == 0 || !is_ignored(&name(entry)));
    for entry in entries {
        match entry {
            Ok(entry) if entry.file_type().is_dir() || !is_wanted(&name(&entry)) => {}
            Ok(entry) if entry.path_is_symlink() => walked.links.push(entry.into_path()),
            Ok(entry) => walked.files.push(entry.into_path()),
            Err(error) => {
                let path = error.path().unwrap_or(folder).to_path_buf();
                walked.failed.push((path, error.into()));
            }
        }
    }
    walked
}

/// Something in a tree that is no folder.
#[derive(Debug)]
pub struct Entry {
    /// Its path below the tree's folder.
    pub path: PathBuf,
    /// What it is.
    pub kind: EntryKind,
}

/// What something is, links not followed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EntryKind {
    /// A file.
    File,
    /// A symbolic link.
    Link,
    /// A pipe, a device.
    Other,
    /// It can't be looked at.
    Unreadable,
}

/// Up to so many entries of a tree, in the order of their paths, without what is hidden at its top.
pub fn entries(folder: &Path, most: usize) -> Vec<Entry> {
    let kind = |kind: fs::FileType| match kind {
        kind if kind.is_symlink() => EntryKind::Link,
        kind if kind.is_file() => EntryKind::File,
        _ => EntryKind::Other,
    };
    let is_hidden = |entry: &walkdir::DirEntry| {
        entry.depth() == 1 && entry.file_name().to_string_lossy().starts_with('.')
    };
    let below = |path: &Path| path.strip_prefix(folder).unwrap_or(path).to_path_buf();
    WalkDir::new(folder)
        .min_depth(1)
        .sort_by_file_name()
        .into_iter()
        .filter_entry(|entry| !is_hidden(entry))
        .filter_map(|entry| match entry {
            Ok(entry) if entry.file_type().is_dir() => None,
            Ok(entry) => Some(Entry { path: below(entry.path()), kind: kind(entry.file_type()) }),
            Err(error) => {
                Some(Entry { path: below(error.path().unwrap_or(folder)), kind: EntryKind::Unreadable })
            }
        })
        .take(most)
        .collect()
}

/// Whether a path leads to a folder.
pub fn is_folder(path: &Path) -> bool {
    fs::metadata(path).is_ok_and(|metadata| metadata.is_dir())
}

/// The path that a path leads to, past all links.
pub fn real(path: &Path) -> PathBuf {
    fs::canonicalize(path).unwrap_or_else(|_| path.to_path_buf())
}

/// Whether a path is a link itself.
pub fn is_link(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok_and(|metadata| metadata.is_symlink())
}
