//! What is found in a directory.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

/// What a path leads to, links not followed.
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

/// Who may use what is created.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// Whoever the process's file mode creation mask lets.
    Default,
    /// Its owner alone.
    Private,
}

/// What is in the place of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DiskEntry {
    /// Nothing.
    Missing,
    /// A regular file with these bytes.
    File(Vec<u8>),
    /// A directory, a pipe or a device; or a file where one of its directories should be.
    Other,
    /// The path, or a directory on the way to it, is this symbolic link.
    Link(PathBuf),
}

/// A symbolic link that an operation would have followed.
#[derive(Debug)]
struct ThroughLink(PathBuf);

impl fmt::Display for ThroughLink {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} is a symbolic link", self.0.display())
    }
}

impl std::error::Error for ThroughLink {}

/// The link that an operation would have followed, if that is why it failed.
pub fn link_of(error: &io::Error) -> Option<&Path> {
    error.get_ref()?.downcast_ref::<ThroughLink>().map(|link| &*link.0)
}

/// The error of an operation that would follow a link.
pub fn through_link(link: PathBuf) -> io::Error {
    io::Error::other(ThroughLink(link))
}
