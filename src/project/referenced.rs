//! The files that an inputs file refers to: policy files, and a template pack.

use std::path::{Path, PathBuf};

use crate::disk::{OutOfReach, Reach, ReadText};
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

    /// Reads a policy file. Returns its name and text, or why it can't be read.
    pub fn policy(&self, name: &str) -> Result<(String, String), String> {
        match self {
            Self::Disk { directory, reach } => read_policy(&directory.join(name), reach),
            Self::Memory(policies) => match policies.iter().find(|(known, _)| known == name) {
                Some(policy) => Ok(policy.clone()),
                None => Err("there is no such file".to_owned()),
            },
        }
    }
}

fn read_policy(path: &Path, reach: &Reach) -> Result<(String, String), String> {
    match reach.read_text(path, MAX_BYTES) {
        Ok(ReadText::Text(text)) => Ok((path.display().to_string(), text)),
        Ok(ReadText::TooLarge(size)) => Err(format!("it has {size} bytes; the limit is {MAX_BYTES}")),
        Ok(ReadText::NotUtf8 { .. }) => Err("it is not UTF-8".to_owned()),
        Err(why @ OutOfReach::Outside(_)) => Err(format!("{why}: pass `--allow-read DIR` to allow it")),
        Err(why) => Err(why.to_string()),
    }
}
