//! Recovery files: what files had before a run overwrites them in place. If the run is killed, the next one finds them.

use std::fs::{File, TryLockError};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::disk::staging::random_name;
use crate::disk::{Access, Directory, canonical};

/// The end of the name of a recovery file, and of one that is being written.
const END: &str = ".recovery";
const INCOMPLETE: &str = ".recovery-incomplete";

/// The maximum size of a recovery file that is read, in bytes.
const MAX_BYTES: u64 = 2 * 1024 * 1024 * 1024;

/// The recovery file of this run, which is locked as long as the run works.
pub struct Recovery<'a> {
    state: &'a Directory,
    name: String,
    _lock: File,
}

/// What a file had before a run overwrote it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Saved {
    /// The absolute path of the file.
    pub path: PathBuf,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// The first line: the lengths of each path and of its content, which follow.
#[derive(Serialize, Deserialize)]
struct Head {
    lengths: Vec<(usize, usize)>,
}

impl<'a> Recovery<'a> {
    /// Writes the recovery file of these files and flushes it to the disk.
    ///
    /// # Errors
    /// Any error of the operating system.
    pub fn create(state: &'a Directory, files: &[(&Path, &[u8])]) -> io::Result<Self> {
        let name = format!("{}{END}", random_name()?);
        let incomplete = name.replace(END, INCOMPLETE);
        let mut file = state.create_file(&incomplete, Access::Private)?;
        // Before it has its name, so that no other run takes it for one that was left.
        file.try_lock().map_err(|error| match error {
            TryLockError::Error(error) => error,
            TryLockError::WouldBlock => io::Error::other("it is locked"),
        })?;
        let written = write(&mut file, files).and_then(|()| file.sync_data());
        if let Err(error) = written.and_then(|()| state.rename(&incomplete, &name)) {
            let _ = state.remove_file(&incomplete); // the first error is the one to report
            return Err(error);
        }
        Ok(Self { state, name, _lock: file })
    }

    /// Removes the recovery file, once every file is complete.
    pub fn discard(self) {
        let _ = self.state.remove_file(&self.name); // what is left does no harm: no file is torn
    }

    /// Calls `complete` with what killed runs saved, and removes their recovery files, unless `complete` returns false.
    pub fn of_killed_runs(state: &Directory, mut complete: impl FnMut(&[Saved]) -> bool) {
        let names = state.list("").unwrap_or_default().into_iter();
        for name in names.filter_map(|(name, _)| name.into_string().ok()) {
            let is_complete = name.ends_with(END);
            if !is_complete && !name.ends_with(INCOMPLETE) {
                continue;
            }
            let Ok(file) = state.open_file(&name) else { continue };
            if file.try_lock().is_err() {
                continue; // its run is at work
            }
            // What was not complete was not used yet.
            let saved = if is_complete { read(file).unwrap_or_default() } else { Vec::new() };
            if complete(&saved) {
                let _ = state.remove_file(&name); // the next run finds it again
            }
        }
    }
}

fn write(file: &mut File, files: &[(&Path, &[u8])]) -> io::Result<()> {
    let paths: Vec<Vec<u8>> =
        files.iter().map(|(path, _)| Ok(bytes_of(&canonical(path)?))).collect::<io::Result<_>>()?;
    let lengths = paths.iter().zip(files).map(|(path, (_, bytes))| (path.len(), bytes.len())).collect();
    let mut buffer = io::BufWriter::new(file);
    serde_json::to_writer(&mut buffer, &Head { lengths })?;
    buffer.write_all(b"\n")?;
    for (path, (_, bytes)) in paths.iter().zip(files) {
        buffer.write_all(path)?;
        buffer.write_all(bytes)?;
    }
    buffer.flush()
}

fn read(file: File) -> Option<Vec<Saved>> {
    let mut bytes = Vec::new();
    file.take(MAX_BYTES).read_to_end(&mut bytes).ok()?;
    let end = bytes.iter().position(|byte| *byte == b'\n')?;
    let head: Head = serde_json::from_slice(&bytes[..end]).ok()?;
    let mut rest = &bytes[end + 1..];
    let mut take = |length: usize| {
        let (taken, after) = rest.split_at_checked(length)?;
        rest = after;
        Some(taken)
    };
    let saved = head
        .lengths
        .into_iter()
        .map(|(path, content)| Some(Saved { path: path_of(take(path)?)?, bytes: take(content)?.to_vec() }));
    saved.collect()
}

#[cfg(unix)]
fn bytes_of(path: &Path) -> Vec<u8> {
    use std::os::unix::ffi::OsStrExt;
    path.as_os_str().as_bytes().to_vec()
}

#[cfg(unix)]
fn path_of(bytes: &[u8]) -> Option<PathBuf> {
    use std::os::unix::ffi::OsStrExt;
    Some(PathBuf::from(std::ffi::OsStr::from_bytes(bytes)))
}

#[cfg(not(unix))]
fn bytes_of(path: &Path) -> Vec<u8> {
    path.to_string_lossy().into_owned().into_bytes()
}

#[cfg(not(unix))]
fn path_of(bytes: &[u8]) -> Option<PathBuf> {
    Some(PathBuf::from(std::str::from_utf8(bytes).ok()?))
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn what_a_killed_run_saved_is_found_and_that_of_a_running_one_is_not() {
        let directory = tempfile::tempdir().unwrap();
        let [state, files] = ["state", "files"].map(|name| directory.path().join(name));
        fs::create_dir(&state).unwrap();
        fs::create_dir(&files).unwrap();
        let path = files.join("a.tf");
        fs::write(&path, "x").unwrap();
        let state = Directory::open(&state).unwrap();
        let found = |state: &Directory| {
            let mut all = Vec::new();
            Recovery::of_killed_runs(state, |saved| {
                all.extend_from_slice(saved);
                true
            });
            all
        };
        let running = Recovery::create(&state, &[(&path, b"one\ntwo")]).unwrap();
        assert_eq!(found(&state), []);
        let Recovery { _lock, .. } = running; // as if it were killed
        drop(_lock);
        let path = fs::canonicalize(path).unwrap();
        assert_eq!(found(&state), [Saved { path: path.clone(), bytes: b"one\ntwo".to_vec() }]);
        assert_eq!(found(&state), [], "it is removed");
        Recovery::create(&state, &[(&path, b"")]).unwrap().discard();
        assert!(state.list("").unwrap().is_empty());
    }
}
