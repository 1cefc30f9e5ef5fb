//! The only user of `std::fs`: what is read and written, and how.

pub mod staging;
pub mod walk;

use std::fs;
use std::io::{self, ErrorKind, Read};
use std::path::{Path, PathBuf};

/// A text file as read.
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
pub enum ReadBytes {
    /// All of them.
    Bytes(Vec<u8>),
    /// It is larger than the limit: its size in bytes.
    TooLarge(u64),
}

/// Reads a text file of up to `limit` bytes.
///
/// # Errors
/// As the operating system says.
pub fn read_text(path: &Path, limit: u64) -> io::Result<ReadText> {
    let bytes = match read_bytes(path, limit)? {
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

/// Reads a file of up to `limit` bytes.
///
/// # Errors
/// As the operating system says.
pub fn read_bytes(path: &Path, limit: u64) -> io::Result<ReadBytes> {
    // To open a pipe would be to wait for whoever writes to it.
    let kind = fs::metadata(path).map_err(in_words)?;
    if !kind.is_file() {
        let what = if kind.is_dir() { "it is a folder" } else { "it is a pipe or a device" };
        return Err(io::Error::other(format!("{what}, not a file")));
    }
    read_from(fs::File::open(path)?, kind.len(), limit)
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

/// What is in the way of a file of the workspace.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Found {
    /// Nothing.
    Nothing,
    /// A file with these bytes.
    File(Vec<u8>),
    /// A folder, or something else that is no file.
    Other,
    /// The path, or a folder on the way, is a symbolic link: this one.
    Link(PathBuf),
}

/// Looks what is in the way of `path` in the workspace `root`. Links are never followed: a file
/// would be written to where the link points.
///
/// # Errors
/// As the operating system says.
pub fn look(root: &Path, path: &str) -> io::Result<Found> {
    let mut place = root.to_path_buf();
    let segments: Vec<&str> = path.split('/').collect();
    for (index, segment) in segments.iter().enumerate() {
        place.push(segment);
        let kind = match fs::symlink_metadata(&place) {
            Ok(metadata) => metadata.file_type(),
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Found::Nothing),
            Err(error) => return Err(error),
        };
        let is_last = index + 1 == segments.len();
        if kind.is_symlink() {
            return Ok(Found::Link(place));
        }
        let fits = if is_last { kind.is_file() } else { kind.is_dir() };
        if !fits {
            return Ok(Found::Other);
        }
    }
    fs::read(&place).map(Found::File)
}

/// The first symbolic link on the way to a path of the workspace `root`, the path itself included.
pub fn link_on_the_way(root: &Path, path: &str) -> Option<PathBuf> {
    let ends = path.match_indices('/').map(|(end, _)| end).chain([path.len()]);
    ends.map(|end| root.join(&path[..end]))
        .find(|place| fs::symlink_metadata(place).is_ok_and(|metadata| metadata.is_symlink()))
}

/// The size in bytes of a file of the workspace `root`, where it is one.
pub fn length(root: &Path, path: &str) -> Option<u64> {
    let metadata = fs::symlink_metadata(root.join(path)).ok()?;
    metadata.is_file().then_some(metadata.len())
}

/// Whether something exists at a path, links included.
pub fn exists(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok()
}
