//! The staging directory: new files are written there and then renamed, so that no incomplete file is ever
//! visible in its place.
//!
//! Its name is unpredictable, so nobody can have created files in it. It has its own `.gitignore`, so that
//! the remains of a killed run are not committed.

mod in_place;

use std::fs::File;
use std::io::{self, ErrorKind, Read, Write};
use std::path::{Path, PathBuf};

use crate::disk::directory::{Access, Directory, Kind};
use crate::disk::failpoint;
use crate::parallel;

/// The prefix of the names of staging directories.
const PREFIX: &str = "staging-";
/// The only file in a staging directory whose name isn't a number.
const IGNORE: &str = ".gitignore";
/// The prefix of temporary files that will replace a file in the same directory.
const TEMPORARY: &str = ".poolsmith-";
/// The maximum number of files to flush individually. For more files, the whole file system is flushed.
const MAX_FLUSHED_ONE_BY_ONE: usize = 128;

/// A path, and its error.
pub type PathError = (PathBuf, io::Error);

/// An unpredictable name: 128 random bits in hexadecimal.
///
/// # Errors
/// If the operating system can't provide random numbers.
pub fn random_name() -> io::Result<String> {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes).map_err(io::Error::other)?;
    Ok(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}

/// A file to be written.
#[derive(Clone, Copy, Debug)]
pub struct StagedFile<'a> {
    /// Its number, which is its name in the staging directory.
    pub number: usize,
    /// Its path in the workspace.
    pub target: &'a str,
    /// Its content.
    pub bytes: &'a [u8],
}

/// A staging directory in a workspace.
#[derive(Debug)]
pub struct Staging<'a> {
    root: &'a Directory,
    path: String,
}

impl<'a> Staging<'a> {
    /// The staging directory at a path. It doesn't have to exist.
    pub fn at(root: &'a Directory, path: &str) -> Self {
        Self { root, path: path.to_owned() }
    }

    /// An unused path for a staging directory in `parent`.
    ///
    /// # Errors
    /// If the operating system can't provide random numbers.
    pub fn new_path(parent: &str) -> io::Result<String> {
        Ok(format!("{parent}/{PREFIX}{}", random_name()?))
    }

    /// The staging directories that killed runs left in `parent`.
    pub fn left_over(root: &'a Directory, parent: &str) -> Vec<Self> {
        let is_staging = |name: &str| {
            let random = name.strip_prefix(PREFIX);
            random.is_some_and(|random| random.len() == 32 && random.bytes().all(|b| b.is_ascii_hexdigit()))
        };
        let entries = root.list(parent).unwrap_or_default();
        let directories = entries.into_iter().filter(|(_, kind)| *kind == Kind::Directory);
        let names = directories.filter_map(|(name, _)| name.into_string().ok());
        names
            .filter(|name| is_staging(name))
            .map(|name| Self::at(root, &format!("{parent}/{name}")))
            .collect()
    }

    /// Creates the directory, accessible only to its owner.
    ///
    /// # Errors
    /// Any error of the operating system.
    pub fn create(&self) -> Result<(), PathError> {
        let parent = Path::new(&self.path).parent().unwrap_or(Path::new(""));
        let created = self
            .root
            .create_directories(parent)
            .and_then(|()| self.root.create_directory(&self.path, Access::Private))
            .and_then(|()| self.write_file(IGNORE, b"*\n"));
        created.map(drop).map_err(|error| (self.root.path().join(&self.path), error))
    }

    /// Writes files to the directory and flushes them to the disk. Each gets the permissions of the file
    /// that it will replace.
    ///
    /// # Errors
    /// Any error of the operating system, with the file's path in the workspace.
    pub fn write(&self, files: &[StagedFile]) -> Result<(), PathError> {
        let one_by_one = files.len() <= MAX_FLUSHED_ONE_BY_ONE;
        let written = parallel::map(files, |file| {
            self.write_one(file, one_by_one).map_err(|error| (self.root.path().join(file.target), error))
        });
        written.into_iter().collect::<Result<(), PathError>>()?;
        if one_by_one {
            return Ok(());
        }
        self.root.sync_file_system().map_err(|error| (self.root.path().to_path_buf(), error))
    }

    fn write_one(&self, staged: &StagedFile, flush: bool) -> io::Result<()> {
        let file = self.write_file(&staged.number.to_string(), staged.bytes)?;
        self.root.copy_attributes(staged.target, &file)?;
        if flush { file.sync_data() } else { Ok(()) }
    }

    fn write_file(&self, name: &str, bytes: &[u8]) -> io::Result<File> {
        let mut file = self.root.create_file(self.file(name), Access::Default)?;
        // An incomplete file can only be observed here.
        let (first, second) = bytes.split_at(bytes.len() / 2);
        file.write_all(first)?;
        failpoint();
        file.write_all(second)?;
        Ok(file)
    }

    /// Opens the directory, if it still exists.
    ///
    /// # Errors
    /// If the path contains a symbolic link, or any error of the operating system.
    pub fn open(&self) -> io::Result<Option<Directory>> {
        match self.root.open_below(Path::new(&self.path)) {
            Ok(directory) => Ok(Some(directory)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Replaces the content of a file.
    ///
    /// # Errors
    /// Any error of the operating system.
    pub fn rewrite(&self, number: usize, bytes: &[u8]) -> io::Result<()> {
        replace(self.root, Path::new(&self.file(&number.to_string())), bytes)
    }

    /// The content of a file.
    ///
    /// # Errors
    /// Any error of the operating system.
    pub fn read(&self, number: usize) -> io::Result<Vec<u8>> {
        let mut bytes = Vec::new();
        self.root.open_file(self.file(&number.to_string()))?.read_to_end(&mut bytes)?;
        Ok(bytes)
    }

    /// Moves a file to its path in the workspace. Where it would lose the owner or the attributes of the file there, or that file is
    /// mounted, it is written in place.
    ///
    /// # Errors
    /// Any error of the operating system.
    pub fn place(&self, number: usize, target: &str) -> io::Result<()> {
        let staged = self.file(&number.to_string());
        if in_place::is_wanted() || !self.root.has_attributes_of(&staged, target)? {
            match self.write_in_place(number, target) {
                Err(error) if error.kind() == ErrorKind::PermissionDenied => {}
                written => return written,
            }
        }
        match self.root.rename(&staged, target) {
            Err(error) if error.kind() == ErrorKind::CrossesDevices => self.copy(number, target),
            Err(error) if error.kind() == ErrorKind::ResourceBusy => self.write_in_place(number, target),
            placed => placed,
        }
    }

    /// Copies a file to a part of the workspace that is on another file system.
    fn copy(&self, number: usize, target: &str) -> io::Result<()> {
        replace(self.root, Path::new(target), &self.read(number)?)?;
        self.root.remove_file(self.file(&number.to_string()))
    }

    /// Removes the directory with poolsmith's files. If it has other files, they and the directory stay.
    ///
    /// # Errors
    /// Any error of the operating system.
    pub fn discard(&self) -> Result<(), PathError> {
        let is_number = |name: &str| name.bytes().all(|byte| byte.is_ascii_digit());
        let is_ours = |name: &str| name == IGNORE || name.starts_with(TEMPORARY) || is_number(name);
        // Removed last, so that Git ignores the other files until then.
        for (name, kind) in self.root.list(&self.path).unwrap_or_default().into_iter().rev() {
            if let Some(name) = name.to_str().filter(|name| kind == Kind::File && is_ours(name)) {
                let path = self.file(name);
                self.root.remove_file(&path).map_err(|error| (self.root.path().join(path), error))?;
            }
        }
        self.root.remove_if_empty(&self.path);
        Ok(())
    }

    fn file(&self, name: &str) -> String {
        format!("{}/{name}", self.path)
    }
}

/// Replaces a file atomically, by renaming a temporary file in the same directory. Keeps its permissions, and its owner and attributes
/// where the user may set them.
///
/// # Errors
/// Any error of the operating system. The file is then unchanged.
pub fn replace(directory: &Directory, path: &Path, bytes: &[u8]) -> io::Result<()> {
    let temporary = path.with_file_name(format!("{TEMPORARY}{}", random_name()?));
    // Not readable for others before it has the permissions of the replaced file.
    let mut file = directory.create_file(&temporary, Access::Private)?;
    let replaced = file
        .write_all(bytes)
        .and_then(|()| directory.copy_attributes(path, &file))
        .and_then(|()| directory.rename(&temporary, path));
    if replaced.is_err() {
        let _ = directory.remove_file(&temporary); // the first error is the one to report
    }
    replaced
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn a_place_on_another_file_system_is_written_by_way_of_a_file_beside_it() {
        let directory = tempfile::tempdir().unwrap();
        let root = Directory::open(directory.path()).unwrap();
        let staging = Staging::at(&root, &Staging::new_path("own").unwrap());
        staging.create().unwrap();
        staging.write(&[StagedFile { number: 3, target: "a", bytes: b"new" }]).unwrap();
        fs::write(directory.path().join("a"), "old").unwrap();
        let staged = staging.open().unwrap().unwrap();
        assert!(staged.exists("3"));
        staging.copy(3, "a").unwrap();
        assert!(!staged.exists("3"));
        assert_eq!(fs::read(directory.path().join("a")).unwrap(), b"new");
        staging.discard().unwrap();
        let left: Vec<_> = root.tree(10, |_| false).into_iter().map(|entry| entry.path).collect();
        assert_eq!(left, [PathBuf::from("a")]);
        assert!(root.list("own").unwrap().is_empty());
    }
}
