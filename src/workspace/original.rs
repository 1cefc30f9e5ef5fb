//! The text of a file that could not be merged, kept beside the one that replaces it.

use std::io::{self, ErrorKind, Write};

use crate::disk::{Access, Directory, DiskEntry};
use crate::workspace::MAX_FILE_BYTES;

/// Gives the file a second name, `FILE.orig` or the next that is free, so that it stays when the first
/// name is given to another. A file of that name with the same bytes is as good.
///
/// # Errors
/// As the operating system says: then the file must stay where it is.
pub fn keep_original(root: &Directory, path: &str) -> io::Result<String> {
    let DiskEntry::File(bytes) = root.entry(path, MAX_FILE_BYTES)? else {
        return Err(io::Error::other("it is no longer a file"));
    };
    for name in names(path) {
        match root.hard_link(path, &name) {
            Ok(()) => return Ok(name),
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
            // Not every file system has hard links.
            Err(_) => match copy(root, &name, &bytes) {
                Ok(()) => return Ok(name),
                Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
                Err(error) => return Err(error),
            },
        }
        if matches!(root.entry(&name, MAX_FILE_BYTES), Ok(DiskEntry::File(there)) if there == bytes) {
            return Ok(name);
        }
    }
    Err(io::Error::other("too many files are kept beside it"))
}

/// The names that a file's old text may be kept under. All of them end in `.orig`, which the generated
/// `.gitignore` knows.
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
        // Killed before the file was replaced, the next run finds it kept.
        assert_eq!(keep_original(&root, "a.tf").unwrap(), "a.tf.2.orig");
        assert_eq!((read("a.tf.orig"), read("a.tf.2.orig")), ("older".to_owned(), "mine".to_owned()));
        copy(&root, "a.tf.3.orig", b"mine").unwrap();
        assert_eq!(read("a.tf.3.orig"), "mine");
    }
}
