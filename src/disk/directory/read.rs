//! Reads paths below a directory.

use std::fs::File;
use std::io::{self, ErrorKind, Read};
use std::path::Path;

use super::{Directory, DiskEntry, Kind, link_of};

impl Directory {
    /// What is at a path; `None` if nothing is.
    ///
    /// # Errors
    /// If a parent directory is a symbolic link, or any error of the operating system.
    pub fn kind(&self, path: impl AsRef<Path>) -> io::Result<Option<Kind>> {
        match self.at(path.as_ref(), |path| self.handle.kind(path)) {
            Ok(kind) => Ok(Some(kind)),
            Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Whether anything accessible is at a path, including links.
    pub fn exists(&self, path: impl AsRef<Path>) -> bool {
        matches!(self.kind(path), Ok(Some(_)))
    }

    /// Opens a regular file for reading. Doesn't block on pipes.
    ///
    /// # Errors
    /// If the path contains a symbolic link, or any error of the operating system.
    pub fn open_file(&self, path: impl AsRef<Path>) -> io::Result<File> {
        regular(self.at(path.as_ref(), |path| self.handle.open_file(path))?)
    }

    /// Opens a regular file for reading and overwriting.
    ///
    /// # Errors
    /// If the path contains a symbolic link, or any error of the operating system.
    pub fn open_for_overwriting(&self, path: impl AsRef<Path>) -> io::Result<File> {
        regular(self.at(path.as_ref(), |path| self.handle.open_for_overwriting(path))?)
    }

    /// Reads what is at the path of a file of up to `limit` bytes.
    ///
    /// # Errors
    /// If the file is larger, or any error of the operating system.
    pub fn entry(&self, path: impl AsRef<Path>, limit: u64) -> io::Result<DiskEntry> {
        let path = path.as_ref();
        let file = match self.open_file(path) {
            Ok(file) => file,
            Err(error) => return self.no_file(path, error),
        };
        let too_large = || io::Error::new(ErrorKind::FileTooLarge, format!("it has more than {limit} bytes"));
        let size = file.metadata()?.len();
        if size > limit {
            return Err(too_large());
        }
        let mut bytes = Vec::with_capacity(size as usize);
        // The file may grow while it is read.
        file.take(limit.saturating_add(1)).read_to_end(&mut bytes)?;
        if bytes.len() as u64 > limit { Err(too_large()) } else { Ok(DiskEntry::File(bytes)) }
    }

    fn no_file(&self, path: &Path, error: io::Error) -> io::Result<DiskEntry> {
        if let Some(link) = link_of(&error) {
            return Ok(DiskEntry::Link(link.to_path_buf()));
        }
        match error.kind() {
            ErrorKind::NotFound => Ok(DiskEntry::Missing),
            ErrorKind::NotADirectory | ErrorKind::IsADirectory => Ok(DiskEntry::Other),
            _ if self.kind(path)? == Some(Kind::Other) => Ok(DiskEntry::Other),
            _ => Err(error),
        }
    }

    /// The size of a regular file in bytes; `None` if there is none.
    pub fn length(&self, path: impl AsRef<Path>) -> Option<u64> {
        self.at(path.as_ref(), |path| self.handle.length(path)).ok().flatten()
    }
}

/// A file, unless it is a directory, a pipe or a device.
fn regular(file: File) -> io::Result<File> {
    let kind = file.metadata()?.file_type();
    if kind.is_file() {
        return Ok(file);
    }
    let what = if kind.is_dir() { "it is a directory" } else { "it is a pipe or a device" };
    Err(io::Error::new(ErrorKind::IsADirectory, format!("{what}, not a file")))
}
