//! The only user of `std::fs`: what is read and written, and how.

mod directory;
mod failpoint;
mod lock;
mod reach;
pub mod staging;
mod state;

pub use directory::{Access, Directory, DiskEntry, Kind, TreeEntry, link_of, through_link};
pub(crate) use failpoint::failpoint;
pub use lock::WorkspaceLock;
pub use reach::{OutOfReach, Reach};
pub use state::state_directory;

use std::fs;
use std::io::{self, ErrorKind, Read};
use std::path::Path;

/// A text file as read.
#[derive(Debug)]
pub enum ReadText {
    /// Its text, without a byte order mark.
    Text(String),
    /// It is not UTF-8: the bytes before the first that is not, as text.
    NotUtf8 {
        /// The text before.
        valid: String,
    },
    /// It is larger than the limit: its size in bytes.
    TooLarge(u64),
}

/// The bytes of a file as read.
#[derive(Debug)]
pub enum ReadBytes {
    /// All of them.
    Bytes(Vec<u8>),
    /// It is larger than the limit: its size in bytes.
    TooLarge(u64),
}

/// Reads a text file of up to `limit` bytes below a directory.
///
/// # Errors
/// A link, or as the operating system says.
pub fn read_text(directory: &Directory, path: &Path, limit: u64) -> io::Result<ReadText> {
    let bytes = match read_bytes(directory, path, limit)? {
        ReadBytes::Bytes(bytes) => bytes,
        ReadBytes::TooLarge(size) => return Ok(ReadText::TooLarge(size)),
    };
    Ok(match String::from_utf8(bytes) {
        Ok(text) => ReadText::Text(text.strip_prefix('\u{FEFF}').map(str::to_owned).unwrap_or(text)),
        Err(error) => {
            let valid_up_to = error.utf8_error().valid_up_to();
            let valid = String::from_utf8_lossy(&error.as_bytes()[..valid_up_to]).into_owned();
            ReadText::NotUtf8 { valid }
        }
    })
}

/// Reads a file of up to `limit` bytes below a directory.
///
/// # Errors
/// A link, or as the operating system says.
pub fn read_bytes(directory: &Directory, path: &Path, limit: u64) -> io::Result<ReadBytes> {
    let file = directory.open_file(path).map_err(in_words)?;
    let size = file.metadata()?.len();
    read_from(file, size, limit)
}

/// Reads what another program hands over, up to `limit` bytes.
///
/// # Errors
/// As the operating system says.
pub fn read_stdin(limit: u64) -> io::Result<ReadBytes> {
    read_from(io::stdin(), 0, limit)
}

fn read_from(file: impl Read, size: u64, limit: u64) -> io::Result<ReadBytes> {
    if size > limit {
        return Ok(ReadBytes::TooLarge(size));
    }
    let mut bytes = Vec::with_capacity(size as usize);
    // Some files tell no size, and others grow, so the limit holds for what is read as well.
    file.take(limit.saturating_add(1)).read_to_end(&mut bytes)?;
    let size = bytes.len() as u64;
    Ok(if size > limit { ReadBytes::TooLarge(size) } else { ReadBytes::Bytes(bytes) })
}

/// The most frequent of the operating system's errors, without its jargon.
fn in_words(error: io::Error) -> io::Error {
    match error.kind() {
        ErrorKind::NotFound => io::Error::new(ErrorKind::NotFound, "there is no such file"),
        _ => error,
    }
}

/// Whether a path leads to a directory, by way of links or not.
pub fn is_directory(path: &Path) -> bool {
    fs::metadata(path).is_ok_and(|metadata| metadata.is_dir())
}

/// Whether something exists at a path, links included.
pub fn exists(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok()
}

/// The path that a path leads to, past all links.
pub fn canonical(path: &Path) -> io::Result<std::path::PathBuf> {
    fs::canonicalize(path)
}
