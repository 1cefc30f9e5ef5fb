//! Keeps files that are replaced because they can't be merged.

use std::io::{self, ErrorKind, Write};

use crate::disk::{Access, Directory, DiskEntry};
use crate::workspace::MAX_FILE_BYTES;

/// Keeps a file that is about to be replaced under a second name: `FILE.orig`, or the next unused name. Does
/// nothing if such a file with the same content exists.
///
/// # Errors
/// Any error of the operating system. The file must not be replaced then.
pub fn keep_original(root: &Directory, path: &str) -> io::Result<String> {
    let DiskEntry::File(bytes) = root.entry(path, MAX_FILE_BYTES)? else {
        return Err(io::Error::other("it is no longer a file"));
    };
    for name in names(path) {
        match root.hard_link(path, &name) {
            Ok(()) => return Ok(name),
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
            // The file system may not support hard links.
            Err(_) => match copy(root, &name, &bytes) {
                Ok(()) => return Ok(name),
                Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
                Err(error) => return Err(error),
            },
        }
        if matches!(root.entry(&name, MAX_FILE_BYTES), Ok(DiskEntry::File(existing)) if existing == bytes) {
            return Ok(name);
        }
    }
    Err(io::Error::other("too many files are kept beside it"))
}

/// The names for a replaced file. All end in `.orig`, which the generated `.gitignore` lists.
fn names(path: &str) -> impl Iterator<Item = String> {
    const MAX_ORIGINALS: usize = 1000;
    let numbered = (1..MAX_ORIGINALS).map(move |number| format!("{path}.{number}.orig"));
    std::iter::once(format!("{path}.orig")).chain(numbered)
}

fn copy(root: &Directory, name: &str, bytes: &[u8]) -> io::Result<()> {
    let mut file = root.create_file(name, Access::Private)?;
    let written = file.write_all(bytes).and_then(|()| file.sync_data());
    if written.is_err() {
        let _ = root.remove_file(name); // the first error is the one to report
    }
    written
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn what_is_kept_replaces_nothing() {
        let directory = tempfile::tempdir().unwrap();
        let root = Directory::open(directory.path()).unwrap();
        let write = |name: &str, text: &str| fs::write(directory.path().join(name), text).unwrap();
        let read = |name: &str| fs::read_to_string(directory.path().join(name)).unwrap();
        write("a.tf", "mine");
        write("a.tf.orig", "older");
        fs::create_dir(directory.path().join("a.tf.1.orig")).unwrap();
        assert_eq!(keep_original(&root, "a.tf").unwrap(), "a.tf.2.orig");
        // If the run is killed before it replaces the file, the next run finds that it is already kept.
        assert_eq!(keep_original(&root, "a.tf").unwrap(), "a.tf.2.orig");
        assert_eq!((read("a.tf.orig"), read("a.tf.2.orig")), ("older".to_owned(), "mine".to_owned()));
        copy(&root, "a.tf.3.orig", b"mine").unwrap();
        assert_eq!(read("a.tf.3.orig"), "mine");
    }
}
