//! Limits which files an inputs file can refer to.
//!
//! The user who runs poolsmith may not trust the author of the inputs file. So it can only refer to files in
//! its own repository, unless a flag allows others.

use std::ffi::OsStr;
use std::fmt;
use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Component, Path, PathBuf};

use unicode_normalization::UnicodeNormalization;

use crate::disk::{Directory, ReadText, read_text};

/// Git's own directory, which isn't part of the repository's files and may contain credentials.
const GIT: &str = ".git";

/// The directories whose files an inputs file can refer to, with links resolved.
#[derive(Clone, Debug)]
pub struct Reach {
    directories: Vec<PathBuf>,
}

/// Why a path is not read.
#[derive(Debug)]
pub enum OutOfReach {
    /// It is outside of the repository, which is this directory.
    Outside(PathBuf),
    /// It is in Git's own directory.
    VersionControl,
    /// An error of the operating system.
    Io(io::Error),
}

impl fmt::Display for OutOfReach {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Outside(_) => write!(formatter, "it is outside the repository"),
            Self::VersionControl => write!(formatter, "it is inside {GIT}"),
            Self::Io(error) if error.kind() == ErrorKind::NotFound => {
                write!(formatter, "there is no such file")
            }
            Self::Io(error) => error.fmt(formatter),
        }
    }
}

impl From<io::Error> for OutOfReach {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

impl Reach {
    /// The reach of an inputs file in a directory: its repository (the nearest directory with a `.git`, from
    /// itself upward) or, without one, the directory itself; and the directories that the user allows.
    ///
    /// # Errors
    /// The directory that doesn't exist.
    pub fn of(directory: &Path, allowed: &[PathBuf]) -> Result<Self, (PathBuf, io::Error)> {
        let canonical = |path: &Path| fs::canonicalize(path).map_err(|error| (path.to_path_buf(), error));
        let directory = if directory.as_os_str().is_empty() { Path::new(".") } else { directory };
        let directory = canonical(directory)?;
        let mut directories = vec![repository(&directory).unwrap_or(&directory).to_path_buf()];
        for allowed in allowed {
            directories.push(canonical(allowed)?);
        }
        Ok(Self { directories })
    }

    /// Reads a text file of up to `limit` bytes.
    ///
    /// # Errors
    /// If the path is out of reach or isn't a regular file.
    pub fn read_text(&self, path: &Path, limit: u64) -> Result<ReadText, OutOfReach> {
        let (directory, below) = self.resolve(path)?;
        Ok(read_text(&Directory::open(directory)?, &below, limit)?)
    }

    /// Opens a directory.
    ///
    /// # Errors
    /// If the path is out of reach or isn't a directory.
    pub fn open_directory(&self, path: &Path) -> Result<Directory, OutOfReach> {
        let (directory, below) = self.resolve(path)?;
        Ok(Directory::open(directory)?.open_below(&below)?)
    }

    /// Resolves all links in a path. Returns the allowed directory that it is in, and the rest of the path.
    fn resolve(&self, path: &Path) -> Result<(&Path, PathBuf), OutOfReach> {
        let resolved = match fs::canonicalize(path) {
            Err(error) if error.kind() == ErrorKind::NotFound => {
                fs::canonicalize(in_another_form(path).ok_or(error)?)?
            }
            resolved => resolved?,
        };
        let within = |directory: &'_ PathBuf| resolved.strip_prefix(directory).ok().map(Path::to_path_buf);
        let found = self.directories.iter().find_map(|directory| Some((&**directory, within(directory)?)));
        let (directory, below) = found.ok_or_else(|| OutOfReach::Outside(self.directories[0].clone()))?;
        let is_git = |component: Component| component.as_os_str().eq_ignore_ascii_case(GIT);
        if below.components().any(is_git) {
            return Err(OutOfReach::VersionControl);
        }
        Ok((directory, below))
    }
}

/// A path that exists and differs only in the Unicode normalization form of its names: macOS writes `é` as two characters, and
/// editors as one.
fn in_another_form(path: &Path) -> Option<PathBuf> {
    let form = |name: &OsStr| name.to_str().map(|name| name.nfc().collect::<String>());
    let mut found = PathBuf::new();
    for component in path.components() {
        let Component::Normal(name) = component else {
            found.push(component);
            continue;
        };
        let next = found.join(name);
        found = match fs::symlink_metadata(&next) {
            Ok(_) => next,
            Err(_) => {
                let wanted = form(name)?;
                let parent = if found.as_os_str().is_empty() { Path::new(".") } else { &found };
                let mut names = fs::read_dir(parent).ok()?.filter_map(|entry| Some(entry.ok()?.file_name()));
                found.join(names.find(|name| form(name).as_ref() == Some(&wanted))?)
            }
        };
    }
    Some(found)
}

/// The repository of a directory: the nearest directory with a `.git`, from itself upward.
pub(super) fn repository(directory: &Path) -> Option<&Path> {
    directory.ancestors().find(|directory| fs::symlink_metadata(directory.join(GIT)).is_ok())
}

#[cfg(all(test, unix))]
mod tests {
    use std::os::unix::fs::symlink;

    use super::*;

    /// `outer/secret`, and `outer/repository/{.git/,inputs/,shared}`.
    fn tree() -> tempfile::TempDir {
        let outer = tempfile::tempdir().unwrap();
        fs::create_dir_all(outer.path().join("repository/.git")).unwrap();
        fs::create_dir_all(outer.path().join("repository/inputs")).unwrap();
        for file in ["secret", "repository/common", "repository/.git/config", "repository/inputs/own"] {
            fs::write(outer.path().join(file), "text").unwrap();
        }
        outer
    }

    #[test]
    fn the_repository_is_in_reach_and_nothing_else() {
        let outer = tree();
        let inputs = outer.path().join("repository/inputs");
        symlink("../../secret", inputs.join("out")).unwrap();
        symlink("../common", inputs.join("in")).unwrap();
        symlink("../.git", inputs.join("git")).unwrap();
        let reach = Reach::of(&inputs, &[]).unwrap();
        let read = |name: &str| reach.read_text(&inputs.join(name), 100);
        for name in ["own", "in", "../common", "../inputs/own"] {
            assert!(read(name).is_ok(), "{name}");
        }
        for name in ["out", "../../secret", "/etc/passwd", "/proc/self/environ"] {
            assert!(matches!(read(name), Err(OutOfReach::Outside(_))), "{name}");
        }
        for name in ["../.git/config", "git/config"] {
            assert!(matches!(read(name), Err(OutOfReach::VersionControl)), "{name}");
        }
        assert!(matches!(read("none"), Err(OutOfReach::Io(_))));
        let allowed = Reach::of(&inputs, &[outer.path().to_path_buf()]).unwrap();
        assert!(allowed.read_text(&inputs.join("out"), 100).is_ok());
    }

    #[test]
    fn the_form_of_a_name_does_not_matter() {
        let outer = tree();
        let inputs = outer.path().join("repository/inputs");
        fs::create_dir(inputs.join("re\u{301}gles")).unwrap();
        fs::write(inputs.join("re\u{301}gles/cafe\u{301}.json"), "decomposed").unwrap();
        fs::write(inputs.join("\u{fc}ber.json"), "composed").unwrap();
        let reach = Reach::of(&inputs, &[]).unwrap();
        for name in ["r\u{e9}gles/caf\u{e9}.json", "re\u{301}gles/caf\u{e9}.json", "u\u{308}ber.json"] {
            assert!(reach.read_text(&inputs.join(name), 100).is_ok(), "{name}");
        }
        assert!(reach.read_text(&inputs.join("cafe.json"), 100).is_err());
    }

    #[test]
    fn without_a_repository_only_the_directory_is_in_reach() {
        let outer = tree();
        fs::remove_dir_all(outer.path().join("repository/.git")).unwrap();
        let inputs = outer.path().join("repository/inputs");
        let reach = Reach::of(&inputs, &[]).unwrap();
        assert!(reach.read_text(&inputs.join("own"), 100).is_ok());
        assert!(matches!(reach.read_text(&inputs.join("../common"), 100), Err(OutOfReach::Outside(_))));
    }
}
