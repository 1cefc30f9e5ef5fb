//! The files that an inputs file refers to: policy files, files of access tests, and a template pack.

use std::path::{Path, PathBuf};

use crate::disk::{Kind, OutOfReach, Reach, ReadText};
use crate::iam::Pattern;
use crate::project::read::{MAX_BYTES, unreadable_inputs};
use crate::source::Diagnostics;

/// The files that the inputs can refer to.
pub(super) enum ReferencedFiles<'a> {
    /// The files within reach of an inputs file.
    Disk {
        /// The directory of the inputs file.
        directory: &'a Path,
        /// Which files may be read.
        reach: Reach,
    },
    /// Policy files in memory, by path; no template pack.
    Memory(&'a [(String, String)]),
}

impl<'a> ReferencedFiles<'a> {
    /// The files that the inputs file at `path` can refer to.
    pub fn beside(path: &'a Path, allow_read: &[PathBuf], diagnostics: &Diagnostics) -> Option<Self> {
        let directory = path.parent().unwrap_or(Path::new(""));
        match Reach::of(directory, allow_read) {
            Ok(reach) => Some(Self::Disk { directory, reach }),
            Err((missing, error)) => {
                diagnostics.push(unreadable_inputs(&missing, &OutOfReach::Io(error)));
                None
            }
        }
    }

    /// Which files on the disk may be read.
    pub fn reach(&self) -> Option<&Reach> {
        match self {
            Self::Disk { reach, .. } => Some(reach),
            Self::Memory(_) => None,
        }
    }

    /// The paths of the files that a path of the inputs matches: itself, or those with `*` in its last part. Sorted.
    pub fn matching(&self, pattern: &str) -> Result<Vec<String>, String> {
        let (directory, name) = pattern.rsplit_once('/').unwrap_or(("", pattern));
        if !name.contains('*') {
            return Ok(vec![pattern.to_owned()]);
        }
        let names = Pattern::<()>::parse(name);
        let path = |name: String| if directory.is_empty() { name } else { format!("{directory}/{name}") };
        let is_meant = |name: &String| names.matches_ignoring_case(name);
        let mut paths: Vec<String> =
            self.names_in(directory)?.into_iter().filter(is_meant).map(path).collect();
        paths.sort();
        Ok(paths)
    }

    /// The names of the files in a directory, without hidden ones.
    fn names_in(&self, directory: &str) -> Result<Vec<String>, String> {
        let names: Vec<String> = match self {
            Self::Disk { directory: base, reach } => {
                let found = reach.open_directory(&base.join(directory)).map_err(|why| said(&why))?;
                let entries = found.list("").map_err(|why| why.to_string())?;
                let is_file = |kind: &Kind| *kind != Kind::Directory;
                let files = entries.into_iter().filter(|(_, kind)| is_file(kind));
                files.filter_map(|(name, _)| name.into_string().ok()).collect()
            }
            Self::Memory(files) => {
                let paths = files.iter().map(|(path, _)| path.rsplit_once('/').unwrap_or(("", path)));
                paths.filter(|(parent, _)| *parent == directory).map(|(_, name)| name.to_owned()).collect()
            }
        };
        Ok(names.into_iter().filter(|name| !name.starts_with('.')).collect())
    }

    /// Reads a file. Returns its name and text, or why it can't be read.
    pub fn read(&self, name: &str) -> Result<(String, String), String> {
        match self {
            Self::Disk { directory, reach } => read_text(&directory.join(name), reach),
            Self::Memory(policies) => match policies.iter().find(|(known, _)| known == name) {
                Some(policy) => Ok(policy.clone()),
                None => Err("there is no such file".to_owned()),
            },
        }
    }
}

fn read_text(path: &Path, reach: &Reach) -> Result<(String, String), String> {
    match reach.read_text(path, MAX_BYTES) {
        Ok(ReadText::Text(text)) => Ok((path.display().to_string(), text)),
        Ok(ReadText::TooLarge(size)) => Err(format!("it has {size} bytes; the limit is {MAX_BYTES}")),
        Ok(ReadText::NotUtf8 { .. }) => Err("it is not UTF-8".to_owned()),
        Err(why) => Err(said(&why)),
    }
}

fn said(why: &OutOfReach) -> String {
    match why {
        OutOfReach::Outside(_) => format!("{why}: pass `--allow-read DIR` to allow it"),
        OutOfReach::VersionControl | OutOfReach::Io(_) => why.to_string(),
    }
}
