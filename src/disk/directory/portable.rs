//! Directory handles for platforms without `openat`: each component of a path is checked before the path
//! is used. A link that replaces a directory between the two would be followed.

use std::ffi::OsString;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use super::{Access, Kind, link_of, through_link};

/// The path of a directory.
#[derive(Debug)]
pub(super) struct Handle(PathBuf);

/// Whether an operation failed because of a link.
pub(super) fn is_link_error(error: &io::Error) -> bool {
    link_of(error).is_some()
}

impl Handle {
    pub(super) fn open(path: &Path) -> io::Result<Self> {
        // Resolve links once, so that a link that is changed later isn't followed.
        let path = fs::canonicalize(path)?;
        if !fs::metadata(&path)?.is_dir() {
            return Err(io::ErrorKind::NotADirectory.into());
        }
        Ok(Self(path))
    }

    pub(super) fn as_file(&self) -> Option<&File> {
        None
    }

    pub(super) fn identity(&self) -> Option<(u64, u64)> {
        None
    }

    pub(super) fn open_directory(&self, path: &Path) -> io::Result<Self> {
        Self::open(&self.examined(path)?)
    }

    pub(super) fn open_file(&self, path: &Path) -> io::Result<File> {
        File::open(self.examined(path)?)
    }

    pub(super) fn open_for_overwriting(&self, path: &Path) -> io::Result<File> {
        fs::OpenOptions::new().read(true).write(true).open(self.examined(path)?)
    }

    pub(super) fn create_file(&self, path: &Path, _: Access) -> io::Result<File> {
        File::options().write(true).create_new(true).open(self.in_examined_parent(path)?)
    }

    pub(super) fn kind(&self, path: &Path) -> io::Result<Kind> {
        Ok(kind(fs::symlink_metadata(self.in_examined_parent(path)?)?.file_type()))
    }

    pub(super) fn length(&self, path: &Path) -> io::Result<Option<u64>> {
        let metadata = fs::symlink_metadata(self.in_examined_parent(path)?)?;
        Ok(metadata.is_file().then_some(metadata.len()))
    }

    pub(super) fn create_directory(&self, path: &Path, _: Access) -> io::Result<()> {
        fs::create_dir(self.in_examined_parent(path)?)
    }

    pub(super) fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        fs::rename(self.in_examined_parent(from)?, self.in_examined_parent(to)?)
    }

    pub(super) fn hard_link(&self, from: &Path, to: &Path) -> io::Result<()> {
        fs::hard_link(self.examined(from)?, self.in_examined_parent(to)?)
    }

    pub(super) fn remove_file(&self, path: &Path) -> io::Result<()> {
        fs::remove_file(self.in_examined_parent(path)?)
    }

    pub(super) fn remove_directory(&self, path: &Path) -> io::Result<()> {
        fs::remove_dir(self.in_examined_parent(path)?)
    }

    pub(super) fn copy_attributes(&self, from: &Path, to: &File) -> io::Result<()> {
        to.set_permissions(fs::symlink_metadata(self.in_examined_parent(from)?)?.permissions())
    }

    pub(super) fn has_attributes_of(&self, _: &Path, _: &Path) -> io::Result<bool> {
        Ok(true)
    }

    /// Can't be checked in advance; writing reports errors.
    pub(super) fn check_writable(&self, path: &Path) -> io::Result<()> {
        self.examined(path).map(drop)
    }

    pub(super) fn sync(&self, _path: &Path) -> io::Result<()> {
        Ok(())
    }

    pub(super) fn sync_file_system(&self) -> io::Result<()> {
        Ok(())
    }

    pub(super) fn list(&self, path: &Path) -> io::Result<Vec<(OsString, Kind)>> {
        let entries = fs::read_dir(self.examined(path)?)?;
        entries
            .map(|entry| entry.and_then(|entry| Ok((entry.file_name(), kind(entry.file_type()?)))))
            .collect()
    }

    /// The full path, if no component is a link.
    fn examined(&self, path: &Path) -> io::Result<PathBuf> {
        let mut place = self.0.clone();
        for component in path {
            place.push(component);
            if fs::symlink_metadata(&place).is_ok_and(|metadata| metadata.is_symlink()) {
                return Err(through_link(place));
            }
        }
        Ok(place)
    }

    fn in_examined_parent(&self, path: &Path) -> io::Result<PathBuf> {
        let name = path.file_name().ok_or(io::ErrorKind::InvalidInput)?;
        Ok(self.examined(path.parent().unwrap_or(Path::new("")))?.join(name))
    }
}

fn kind(kind: fs::FileType) -> Kind {
    match kind {
        kind if kind.is_symlink() => Kind::Link,
        kind if kind.is_file() => Kind::File,
        kind if kind.is_dir() => Kind::Directory,
        _ => Kind::Other,
    }
}
