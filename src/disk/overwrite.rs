//! Overwrites files in place: owner, permissions, attributes, other names and mounts stay.

use std::fs::File;
use std::io::{self, Seek, SeekFrom, Write};
use std::path::Path;

use crate::disk::{Directory, failpoint};

/// How a file was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Overwritten {
    /// In place.
    InPlace,
    /// Not at all: it has several names, and the others must not change.
    SeveralNames,
}

/// Overwrites a file in place, unless it has several names. Writes the new bytes, then sets the length. If that fails, the file gets
/// its previous bytes again.
///
/// If the process is killed meanwhile, the file [is torn](is_torn). A loss of power can leave it in any state.
///
/// # Errors
/// The path contains a symbolic link, the file doesn't have the previous bytes any more, or any error of the operating system.
pub fn overwrite(directory: &Directory, path: &Path, before: &[u8], after: &[u8]) -> io::Result<Overwritten> {
    let mut file = directory.open_for_overwriting(path)?;
    if names(&file)? > 1 {
        return Ok(Overwritten::SeveralNames);
    }
    if !has_content(&mut file, before)? {
        return Err(io::Error::other("it was changed meanwhile"));
    }
    if let Err(error) = write(&mut file, after) {
        let _ = write(&mut file, before); // the first error is the one to report
        return Err(error);
    }
    Ok(Overwritten::InPlace)
}

fn write(file: &mut File, bytes: &[u8]) -> io::Result<()> {
    file.seek(SeekFrom::Start(0))?;
    let (first, second) = bytes.split_at(bytes.len() / 2);
    file.write_all(first)?;
    failpoint();
    file.write_all(second)?;
    failpoint();
    file.set_len(bytes.len() as u64)
}

/// Whether a process was killed while it overwrote a file: it has the beginning of the new bytes, and then the rest of the previous
/// ones.
pub fn is_torn(found: &[u8], before: &[u8], after: &[u8]) -> bool {
    let new = found.iter().zip(after).take_while(|(found, after)| found == after).count();
    found != before && found != after && found[new..] == before[new.min(before.len())..]
}

fn has_content(file: &mut File, expected: &[u8]) -> io::Result<bool> {
    use io::Read;
    let mut bytes = Vec::with_capacity(expected.len() + 1);
    file.take(expected.len() as u64 + 1).read_to_end(&mut bytes)?;
    Ok(bytes == expected)
}

#[cfg(unix)]
fn names(file: &File) -> io::Result<u64> {
    use std::os::unix::fs::MetadataExt;
    Ok(file.metadata()?.nlink())
}

/// Elsewhere, the number of names is unknown.
#[cfg(not(unix))]
fn names(_: &File) -> io::Result<u64> {
    Ok(1)
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn each_state_of_a_killed_write_is_recognized_and_no_other() {
        for (before, after) in
            [("old text", "new"), ("old", "new text"), ("", "new"), ("old", ""), ("same", "sane")]
        {
            let (before, after) = (before.as_bytes(), after.as_bytes());
            for written in 0..=after.len() {
                let state = [&after[..written], &before[written.min(before.len())..]].concat();
                let is_complete = state == before || state == after;
                assert_eq!(is_torn(&state, before, after), !is_complete, "{state:?}");
            }
        }
        for edited in ["new text, edited", "old text, edited", "nld", "", "new texxt"] {
            assert!(!is_torn(edited.as_bytes(), b"old text", b"new"), "{edited}");
        }
    }

    #[test]
    fn a_file_keeps_its_other_names() {
        let directory = tempfile::tempdir().unwrap();
        let root = Directory::open(directory.path()).unwrap();
        let (one, other) = (directory.path().join("a"), directory.path().join("b"));
        fs::write(&one, "old").unwrap();
        assert_eq!(overwrite(&root, Path::new("a"), b"old", b"new text").unwrap(), Overwritten::InPlace);
        assert_eq!(overwrite(&root, Path::new("a"), b"new text", b"new").unwrap(), Overwritten::InPlace);
        assert_eq!(fs::read(&one).unwrap(), b"new");
        assert!(overwrite(&root, Path::new("a"), b"old", b"newer").is_err(), "it was changed meanwhile");
        fs::hard_link(&one, &other).unwrap();
        if cfg!(unix) {
            assert_eq!(
                overwrite(&root, Path::new("a"), b"new", b"newer").unwrap(),
                Overwritten::SeveralNames
            );
            assert_eq!(fs::read(&other).unwrap(), b"new");
        }
    }
}
