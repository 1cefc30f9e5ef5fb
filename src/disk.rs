//! All access to the file system: the only user of `std::fs`.

mod directory;
mod failpoint;
mod lock;
mod overwrite;
mod reach;
mod recovery;
pub mod staging;
mod state;

pub use directory::{Access, Directory, DiskEntry, Kind, TreeEntry, link_of, through_link};
pub(crate) use failpoint::failpoint;
pub use lock::WorkspaceLock;
pub use overwrite::{Overwritten, is_torn, overwrite};
pub use reach::{OutOfReach, Reach};
pub use recovery::{Recovery, Saved};
pub use state::state_directory;

use std::fs;
use std::io::{self, ErrorKind, Read};
use std::path::{Path, PathBuf};

/// The result of reading a text file.
#[derive(Debug)]
pub enum ReadText {
    /// The text, without a byte order mark.
    Text(String),
    /// The file isn't valid UTF-8.
    NotUtf8 {
        /// The text before the first invalid byte.
        valid: String,
    },
    /// It is larger than the limit: its size in bytes.
    TooLarge(u64),
}

/// The result of reading a file.
#[derive(Debug)]
pub enum ReadBytes {
    /// All bytes of the file.
    Bytes(Vec<u8>),
    /// It is larger than the limit: its size in bytes.
    TooLarge(u64),
}

/// Reads a text file of up to `limit` bytes below a directory.
///
/// # Errors
/// If the path contains a symbolic link, or any error of the operating system.
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
/// If the path contains a symbolic link, or any error of the operating system.
pub fn read_bytes(directory: &Directory, path: &Path, limit: u64) -> io::Result<ReadBytes> {
    let file = directory.open_file(path).map_err(simplify)?;
    let size = file.metadata()?.len();
    read_from(file, size, limit)
}

/// Reads up to `limit` bytes from standard input.
///
/// # Errors
/// Any error of the operating system.
pub fn read_stdin(limit: u64) -> io::Result<ReadBytes> {
    read_from(io::stdin(), 0, limit)
}

/// Whether a path names standard input, as `-`, or a pipe or a device, such as that of a process substitution.
pub fn is_stream(path: &Path) -> bool {
    let is_none_of = |kind: fs::FileType| !kind.is_file() && !kind.is_dir();
    path == Path::new("-") || fs::metadata(path).is_ok_and(|metadata| is_none_of(metadata.file_type()))
}

/// Reads up to `limit` bytes from [a stream](is_stream).
///
/// # Errors
/// Any error of the operating system.
pub fn read_stream(path: &Path, limit: u64) -> io::Result<ReadBytes> {
    if path == Path::new("-") { read_stdin(limit) } else { read_from(fs::File::open(path)?, 0, limit) }
}

fn read_from(file: impl Read, size: u64, limit: u64) -> io::Result<ReadBytes> {
    if size > limit {
        return Ok(ReadBytes::TooLarge(size));
    }
    let mut bytes = Vec::with_capacity(size as usize);
    // The size may be unknown or grow, so the limit applies to the bytes that are read, too.
    file.take(limit.saturating_add(1)).read_to_end(&mut bytes)?;
    let size = bytes.len() as u64;
    Ok(if size > limit { ReadBytes::TooLarge(size) } else { ReadBytes::Bytes(bytes) })
}

/// Replaces the most common error with a simpler message.
fn simplify(error: io::Error) -> io::Error {
    match error.kind() {
        ErrorKind::NotFound => io::Error::new(ErrorKind::NotFound, "there is no such file"),
        _ => error,
    }
}

/// Whether a path is a directory, or a link to one.
pub fn is_directory(path: &Path) -> bool {
    fs::metadata(path).is_ok_and(|metadata| metadata.is_dir())
}

/// Whether anything exists at a path, including dangling links.
pub fn exists(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok()
}

/// Creates a directory, whose parent exists.
///
/// # Errors
/// It can't be created.
pub fn create_directory(path: &Path) -> io::Result<()> {
    fs::create_dir(path)
}

/// The names of the directories in a directory that have a file whose name is wanted. What can't be read is left out.
pub fn directories_with(directory: &Path, is_wanted: &dyn Fn(&str) -> bool) -> Vec<String> {
    let names = |path: &Path| {
        let entries = fs::read_dir(path).into_iter().flatten().flatten();
        entries.filter_map(|entry| entry.file_name().into_string().ok())
    };
    let has_wanted = |name: &String| names(&directory.join(name)).any(|file| is_wanted(&file));
    names(directory).filter(has_wanted).collect()
}

/// Copies a directory with the files and directories whose names are wanted. A link to a file below the directory becomes a copy
/// of the file. Returns the paths of other links, and of what is neither a file nor a directory: these are left out.
///
/// # Errors
/// A file can't be read or written.
pub fn copy_tree(from: &Path, to: &Path, is_wanted: &dyn Fn(&str) -> bool) -> io::Result<Vec<PathBuf>> {
    let mut left_out = Vec::new();
    copy_below(&fs::canonicalize(from)?, from, to, is_wanted, &mut left_out)?;
    Ok(left_out)
}

fn copy_below(
    root: &Path,
    from: &Path,
    to: &Path,
    is_wanted: &dyn Fn(&str) -> bool,
    left_out: &mut Vec<PathBuf>,
) -> io::Result<()> {
    fs::create_dir(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let (kind, name, path) = (entry.file_type()?, entry.file_name(), entry.path());
        if !name.to_str().is_some_and(is_wanted) {
            continue;
        }
        let is_inside = || fs::canonicalize(&path).is_ok_and(|path| path.starts_with(root) && path.is_file());
        if kind.is_dir() {
            copy_below(root, &path, &to.join(&name), is_wanted, left_out)?;
        } else if kind.is_file() || (kind.is_symlink() && is_inside()) {
            fs::copy(&path, to.join(&name))?;
        } else {
            left_out.push(path);
        }
    }
    Ok(())
}

/// Removes a directory with everything in it, as far as that is possible.
pub fn remove_tree(path: &Path) {
    let _ = fs::remove_dir_all(path); // what is left is in the directory for temporary files
}

/// The absolute path with all links resolved.
pub fn canonical(path: &Path) -> io::Result<PathBuf> {
    fs::canonicalize(path)
}
