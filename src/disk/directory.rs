//! Handles of directories: everything below one is reached without following a symbolic link.
//!
//! A repository is somebody else's word. Between two system calls it may also change: a directory
//! that was looked at may be a link by the time it is written to. So nothing is opened by its whole
//! path. Whoever runs poolsmith names a directory, which may be a link; it is opened once, and each
//! path below it is resolved by the kernel from that handle and refused if any of its components is
//! a link.

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

/// A directory that whoever runs poolsmith has named, or one below it.
#[derive(Debug)]
pub struct Directory {
    path: PathBuf,
    handle: platform::Handle,
}

impl Directory {
    /// Opens a directory. The path may lead through links: whoever runs poolsmith has named it.
    ///
    /// # Errors
    /// As the operating system says.
    pub fn open(path: &Path) -> io::Result<Self> {
        let path = if path.as_os_str().is_empty() { Path::new(".") } else { path };
        Ok(Self { path: path.to_path_buf(), handle: platform::Handle::open(path)? })
    }

    /// Opens a directory, if there is one.
    ///
    /// # Errors
    /// As the operating system says.
    pub fn open_if_exists(path: &Path) -> io::Result<Option<Self>> {
        match Self::open(path) {
            Ok(directory) => Ok(Some(directory)),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Opens a directory, and creates it and those above it if they are missing.
    ///
    /// # Errors
    /// As the operating system says.
    pub fn create(path: &Path) -> io::Result<Self> {
        fs::create_dir_all(path)?;
        Self::open(path)
    }

    /// Opens a directory below this one.
    ///
    /// # Errors
    /// A link on the way, or as the operating system says.
    pub fn open_below(&self, path: &Path) -> io::Result<Self> {
        let handle = self.at(path, |path| self.handle.open_directory(path))?;
        Ok(Self { path: self.path.join(path), handle })
    }

    /// The same directory under another name for messages.
    pub fn renamed(self, path: PathBuf) -> Self {
        Self { path, ..self }
    }

    /// The path by which the directory was opened, for messages.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The handle as a file, to lock it.
    pub fn as_file(&self) -> Option<&File> {
        self.handle.as_file()
    }

    /// The numbers of the device and of the directory on it, where the platform has such.
    pub fn identity(&self) -> Option<(u64, u64)> {
        self.handle.identity()
    }

    /// Creates a file that must not exist yet.
    ///
    /// # Errors
    /// A link on the way, or as the operating system says; [`ErrorKind::AlreadyExists`] also for a link.
    pub fn create_file(&self, path: impl AsRef<Path>, access: Access) -> io::Result<File> {
        failpoint();
        self.at(path.as_ref(), |path| self.handle.create_file(path, access))
    }

    /// Creates a directory that must not exist yet.
    ///
    /// # Errors
    /// A link on the way, or as the operating system says.
    pub fn create_directory(&self, path: impl AsRef<Path>, access: Access) -> io::Result<()> {
        failpoint();
        self.at(path.as_ref(), |path| self.handle.create_directory(path, access))
    }

    /// Creates a directory and those above it, as far as they are missing.
    ///
    /// # Errors
    /// A link on the way, or as the operating system says.
    pub fn create_directories(&self, path: impl AsRef<Path>) -> io::Result<()> {
        let path = path.as_ref();
        if path.as_os_str().is_empty() || self.kind(path)? == Some(Kind::Directory) {
            return Ok(());
        }
        self.create_directories(path.parent().unwrap_or(Path::new("")))?;
        match self.create_directory(path, Access::Default) {
            // Another thread was faster.
            Err(error) if error.kind() == ErrorKind::AlreadyExists => match self.kind(path)? {
                Some(Kind::Directory) => Ok(()),
                Some(Kind::Link) => Err(through_link(self.path.join(path))),
                Some(Kind::File | Kind::Other) | None => Err(error),
            },
            created => created,
        }
    }

    /// Renames a file; one that has the new name is replaced.
    ///
    /// # Errors
    /// A link on the way, or as the operating system says.
    pub fn rename(&self, from: impl AsRef<Path>, to: impl AsRef<Path>) -> io::Result<()> {
        failpoint();
        let (from, to) = (from.as_ref(), to.as_ref());
        self.at(to, |to| self.handle.rename(plain(from)?, to))
    }

    /// Gives a file a second name, which must not exist yet.
    ///
    /// # Errors
    /// A link on the way, or as the operating system says.
    pub fn hard_link(&self, from: impl AsRef<Path>, to: impl AsRef<Path>) -> io::Result<()> {
        failpoint();
        let (from, to) = (from.as_ref(), to.as_ref());
        self.at(to, |to| self.handle.hard_link(plain(from)?, to))
    }

    /// Removes a file or a link, if it is there.
    ///
    /// # Errors
    /// A link among the directories on the way, or as the operating system says.
    pub fn remove_file(&self, path: impl AsRef<Path>) -> io::Result<()> {
        failpoint();
        match self.at(path.as_ref(), |path| self.handle.remove_file(path)) {
            Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => Ok(()),
            removed => removed,
        }
    }

    /// Removes a directory if nothing is in it, and says whether it did.
    pub fn remove_if_empty(&self, path: impl AsRef<Path>) -> bool {
        failpoint();
        self.at(path.as_ref(), |path| self.handle.remove_directory(path)).is_ok()
    }

    /// Gives a file the permissions of the one at a path, where there is one.
    ///
    /// # Errors
    /// As the operating system says.
    pub fn copy_permissions(&self, from: impl AsRef<Path>, to: &File) -> io::Result<()> {
        match self.at(from.as_ref(), |from| self.handle.copy_permissions(from, to)) {
            Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => Ok(()),
            copied => copied,
        }
    }

    /// Whether files may be created in a directory and removed from it.
    ///
    /// # Errors
    /// Why not: a link on the way, or as the operating system says.
    pub fn check_writable(&self, path: impl AsRef<Path>) -> io::Result<()> {
        self.at(path.as_ref(), |path| self.handle.check_writable(path))
    }

    /// Waits until the names in a directory have reached the disk.
    ///
    /// # Errors
    /// As the operating system says.
    pub fn sync(&self, path: impl AsRef<Path>) -> io::Result<()> {
        match self.at(path.as_ref(), |path| self.handle.sync(path)) {
            // A directory that is gone has nothing to lose, and not every file system can flush one.
            Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::InvalidInput) => Ok(()),
            synced => synced,
        }
    }

    /// Waits until everything on the file system of the directory has reached the disk, where the
    /// platform can.
    ///
    /// # Errors
    /// As the operating system says.
    pub fn sync_file_system(&self) -> io::Result<()> {
        self.handle.sync_file_system()
    }

    /// Does something with a path below the directory, and names the link that is in its way.
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
            // It was one a moment ago.
            None if link_of(&error).is_none() => through_link(self.path.join(path)),
            None => error,
        }
    }
}

/// A path that can't lead out of the directory that it is below, links aside.
fn plain(path: &Path) -> io::Result<&Path> {
    if path.components().all(|component| matches!(component, Component::Normal(_))) {
        return Ok(path);
    }
    let message = format!("{} does not stay inside its directory", path.display());
    Err(io::Error::new(ErrorKind::InvalidInput, message))
}
