//! Directory handles, for access to everything below without following symbolic links.
//!
//! Repositories aren't trusted, and they may change between two system calls: a directory that was just
//! checked may have become a link. So nothing is opened by its full path. A directory that the user names,
//! which may be a link, is opened once. Paths below it are resolved by the kernel relative to that handle,
//! and rejected if any component is a link.

mod entry;
#[cfg(not(unix))]
mod portable;
mod read;
mod tree;
#[cfg(unix)]
mod unix;

#[cfg(not(unix))]
use portable as platform;
#[cfg(unix)]
use unix as platform;

use std::fs::{self, File};
use std::io::{self, ErrorKind};
use std::path::{Component, Path, PathBuf};

pub use entry::{Access, DiskEntry, Kind, link_of, through_link};
pub use tree::TreeEntry;

use crate::disk::failpoint;

/// A directory that the user named, or one below it.
#[derive(Debug)]
pub struct Directory {
    path: PathBuf,
    handle: platform::Handle,
}

impl Directory {
    /// Opens a directory. The path may contain links, as the user named it.
    ///
    /// # Errors
    /// Any error of the operating system.
    pub fn open(path: &Path) -> io::Result<Self> {
        let path = if path.as_os_str().is_empty() { Path::new(".") } else { path };
        Ok(Self { path: path.to_path_buf(), handle: platform::Handle::open(path)? })
    }

    /// Opens a directory, if it exists.
    ///
    /// # Errors
    /// Any error of the operating system.
    pub fn open_if_exists(path: &Path) -> io::Result<Option<Self>> {
        match Self::open(path) {
            Ok(directory) => Ok(Some(directory)),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Opens a directory; creates it and its parents if they are missing.
    ///
    /// # Errors
    /// Any error of the operating system.
    pub fn create(path: &Path) -> io::Result<Self> {
        fs::create_dir_all(path)?;
        Self::open(path)
    }

    /// Opens a directory below this one.
    ///
    /// # Errors
    /// If the path contains a symbolic link, or any error of the operating system.
    pub fn open_below(&self, path: &Path) -> io::Result<Self> {
        let handle = self.at(path, |path| self.handle.open_directory(path))?;
        Ok(Self { path: self.path.join(path), handle })
    }

    /// The same directory with another path for messages.
    pub fn renamed(self, path: PathBuf) -> Self {
        Self { path, ..self }
    }

    /// The path of the directory, for messages.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The handle as a file, to lock it.
    pub fn as_file(&self) -> Option<&File> {
        self.handle.as_file()
    }

    /// The device and inode numbers, on platforms that have them.
    pub fn identity(&self) -> Option<(u64, u64)> {
        self.handle.identity()
    }

    /// Creates a file that must not exist yet.
    ///
    /// # Errors
    /// If the path contains a symbolic link, or any error of the operating system.
    /// [`ErrorKind::AlreadyExists`] also if there is a link.
    pub fn create_file(&self, path: impl AsRef<Path>, access: Access) -> io::Result<File> {
        failpoint();
        self.at(path.as_ref(), |path| self.handle.create_file(path, access))
    }

    /// Creates a directory that must not exist yet.
    ///
    /// # Errors
    /// If the path contains a symbolic link, or any error of the operating system.
    pub fn create_directory(&self, path: impl AsRef<Path>, access: Access) -> io::Result<()> {
        failpoint();
        self.at(path.as_ref(), |path| self.handle.create_directory(path, access))
    }

    /// Creates a directory and its parents, unless they exist.
    ///
    /// # Errors
    /// If the path contains a symbolic link, or any error of the operating system.
    pub fn create_directories(&self, path: impl AsRef<Path>) -> io::Result<()> {
        let path = path.as_ref();
        if path.as_os_str().is_empty() || self.kind(path)? == Some(Kind::Directory) {
            return Ok(());
        }
        self.create_directories(path.parent().unwrap_or(Path::new("")))?;
        match self.create_directory(path, Access::Default) {
            // Another thread may have created it in the meantime.
            Err(error) if error.kind() == ErrorKind::AlreadyExists => match self.kind(path)? {
                Some(Kind::Directory) => Ok(()),
                Some(Kind::Link) => Err(through_link(self.path.join(path))),
                Some(Kind::File | Kind::Other) | None => Err(error),
            },
            created => created,
        }
    }

    /// Renames a file, and replaces an existing one.
    ///
    /// # Errors
    /// If the path contains a symbolic link, or any error of the operating system.
    pub fn rename(&self, from: impl AsRef<Path>, to: impl AsRef<Path>) -> io::Result<()> {
        failpoint();
        let (from, to) = (from.as_ref(), to.as_ref());
        self.at(to, |to| self.handle.rename(plain(from)?, to))
    }

    /// Creates a hard link to a file. The new name must not exist yet.
    ///
    /// # Errors
    /// If the path contains a symbolic link, or any error of the operating system.
    pub fn hard_link(&self, from: impl AsRef<Path>, to: impl AsRef<Path>) -> io::Result<()> {
        failpoint();
        let (from, to) = (from.as_ref(), to.as_ref());
        self.at(to, |to| self.handle.hard_link(plain(from)?, to))
    }

    /// Removes a file or link, if it exists.
    ///
    /// # Errors
    /// If a parent directory is a symbolic link, or any error of the operating system.
    pub fn remove_file(&self, path: impl AsRef<Path>) -> io::Result<()> {
        failpoint();
        match self.at(path.as_ref(), |path| self.handle.remove_file(path)) {
            Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => Ok(()),
            removed => removed,
        }
    }

    /// Removes a directory if it is empty, and returns whether it did.
    pub fn remove_if_empty(&self, path: impl AsRef<Path>) -> bool {
        failpoint();
        self.at(path.as_ref(), |path| self.handle.remove_directory(path)).is_ok()
    }

    /// Copies the owner, the permissions and the extended attributes of the file at a path, if it exists, to another file, as far as
    /// the user may do that.
    ///
    /// # Errors
    /// Any error of the operating system.
    pub fn copy_attributes(&self, from: impl AsRef<Path>, to: &File) -> io::Result<()> {
        match self.at(from.as_ref(), |from| self.handle.copy_attributes(from, to)) {
            Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => Ok(()),
            copied => copied,
        }
    }

    /// Whether a file has the owner, the permissions and the extended attributes of another one. It has those of one that doesn't
    /// exist.
    ///
    /// # Errors
    /// Any error of the operating system.
    pub fn has_attributes_of(&self, path: impl AsRef<Path>, other: impl AsRef<Path>) -> io::Result<bool> {
        let (path, other) = (path.as_ref(), other.as_ref());
        match self.at(other, |other| self.handle.has_attributes_of(path, other)) {
            Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => Ok(true),
            compared => compared,
        }
    }

    /// Checks that files can be created and removed in a directory.
    ///
    /// # Errors
    /// If the path contains a symbolic link, or any error of the operating system.
    pub fn check_writable(&self, path: impl AsRef<Path>) -> io::Result<()> {
        self.at(path.as_ref(), |path| self.handle.check_writable(path))
    }

    /// Flushes the entries of a directory to the disk.
    ///
    /// # Errors
    /// Any error of the operating system.
    pub fn sync(&self, path: impl AsRef<Path>) -> io::Result<()> {
        match self.at(path.as_ref(), |path| self.handle.sync(path)) {
            // The directory no longer exists, or the file system can't flush directories.
            Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::InvalidInput) => Ok(()),
            synced => synced,
        }
    }

    /// Flushes the whole file system of the directory to the disk, if the platform supports that.
    ///
    /// # Errors
    /// Any error of the operating system.
    pub fn sync_file_system(&self) -> io::Result<()> {
        self.handle.sync_file_system()
    }

    /// Runs an operation on a path below the directory. If it fails because of a link, the error names the link.
    fn at<T>(&self, path: &Path, operation: impl FnOnce(&Path) -> io::Result<T>) -> io::Result<T> {
        operation(plain(path)?).map_err(|error| {
            if platform::is_link_error(&error) { self.name_link(path, error) } else { error }
        })
    }

    fn name_link(&self, path: &Path, error: io::Error) -> io::Error {
        let mut prefixes: Vec<&Path> = path.ancestors().filter(|path| !path.as_os_str().is_empty()).collect();
        prefixes.reverse();
        let is_link = |path: &&Path| matches!(self.handle.kind(path), Ok(Kind::Link));
        match prefixes.into_iter().find(is_link) {
            Some(link) => through_link(self.path.join(link)),
            // The link has disappeared since.
            None if link_of(&error).is_none() => through_link(self.path.join(path)),
            None => error,
        }
    }
}

/// Rejects paths that may leave the directory, such as those with `..`.
fn plain(path: &Path) -> io::Result<&Path> {
    if path.components().all(|component| matches!(component, Component::Normal(_))) {
        return Ok(path);
    }
    let message = format!("{} does not stay inside its directory", path.display());
    Err(io::Error::new(ErrorKind::InvalidInput, message))
}
