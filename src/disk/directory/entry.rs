//! The kinds and contents of directory entries, and the error for symbolic links.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

/// What is at a path, without following links.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A regular file.
    File,
    /// A directory.
    Directory,
    /// A symbolic link.
    Link,
    /// A pipe, a socket or a device.
    Other,
}

/// The permissions of a new file or directory.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// The default, according to the umask.
    Default,
    /// Only for the owner.
    Private,
}

/// What is at the path of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DiskEntry {
    /// Nothing.
    Missing,
    /// A regular file with these bytes.
    File(Vec<u8>),
    /// A directory, pipe or device; or one of the path's directories is a file.
    Other,
    /// The path, or one of its directories, is this symbolic link.
    Link(PathBuf),
}

/// The error for a symbolic link that an operation would have followed.
#[derive(Debug)]
struct ThroughLink(PathBuf);

impl fmt::Display for ThroughLink {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} is a symbolic link", self.0.display())
    }
}

impl std::error::Error for ThroughLink {}

/// The link that made an operation fail, if any.
pub fn link_of(error: &io::Error) -> Option<&Path> {
    error.get_ref()?.downcast_ref::<ThroughLink>().map(|link| &*link.0)
}

/// The error for an operation that would follow a link.
pub fn through_link(link: PathBuf) -> io::Error {
    io::Error::other(ThroughLink(link))
}
