//! The lock file, which records what was generated.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::merge::endings;
use crate::model::ForceNew;
use crate::parallel;
use crate::render::FileSet;
use crate::source::{Code, Diagnostic};
use crate::workspace::paths::is_inside;

/// The lock file's name in the workspace.
pub const LOCK_FILE: &str = "poolsmith.lock";

const FORMAT: u32 = 1;

/// The content of the lock file. It has no times, secrets or local paths, so that the same inputs result in
/// the same lock everywhere.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Lock {
    /// The version of this format.
    pub format: u32,
    /// The version of poolsmith that wrote it.
    pub poolsmith: String,
    /// SHA-256 of the inputs file and the policy files.
    pub inputs: String,
    /// SHA-256 of the templates.
    pub templates: String,
    /// The attributes of each environment that can't be changed without a replacement.
    #[serde(default)]
    pub environments: BTreeMap<String, ForceNew>,
    /// SHA-256 of the generated text of each file.
    pub files: BTreeMap<String, String>,
}

impl Lock {
    /// The lock for generated files.
    pub fn of<'a>(
        files: &FileSet,
        inputs: impl IntoIterator<Item = &'a str>,
        templates: impl IntoIterator<Item = &'a str>,
        environments: BTreeMap<String, ForceNew>,
    ) -> Self {
        let files: Vec<(&String, &String)> = files.iter().collect();
        let digests = parallel::map(&files, |(path, text)| ((*path).clone(), digest(text.as_bytes())));
        Self {
            format: FORMAT,
            poolsmith: env!("CARGO_PKG_VERSION").to_owned(),
            inputs: digest_of_all(inputs),
            templates: digest_of_all(templates),
            environments,
            files: digests.into_iter().collect(),
        }
    }

    /// The same lock without files and environments.
    pub fn without_files(&self) -> Self {
        Self { environments: BTreeMap::new(), files: BTreeMap::new(), ..self.clone() }
    }

    /// Reads a lock file.
    ///
    /// # Errors
    /// If the bytes weren't written by poolsmith, or by a newer version.
    pub fn read(bytes: &[u8]) -> Result<Self, Diagnostic> {
        let bad = |message: String| {
            Diagnostic::new(Code::BadLock, message)
                .help("restore poolsmith.lock from version control")
                .help("without it, poolsmith can't tell generated files from yours, and treats all of them as yours")
        };
        // The parser's message may contain parts of the file.
        let at = |error: serde_json::Error| format!("line {}, column {}", error.line(), error.column());
        let lock: Self = serde_json::from_slice(bytes)
            .map_err(|error| bad(format!("{LOCK_FILE} is not valid: {}", at(error))))?;
        if lock.format > FORMAT {
            return Err(bad(format!("{LOCK_FILE} was written by a newer poolsmith ({})", lock.poolsmith)));
        }
        Ok(lock)
    }

    /// Removes the files for which `is_output` returns false, and returns their paths. The lock determines
    /// which files may be removed, and its content isn't trusted.
    pub fn take_foreign(&mut self, is_output: impl Fn(&str) -> bool) -> Vec<String> {
        let (ours, foreign) = std::mem::take(&mut self.files)
            .into_iter()
            .partition(|(path, _)| is_inside(path) && is_output(path));
        self.files = ours;
        let foreign: BTreeMap<String, String> = foreign;
        foreign.into_keys().collect()
    }

    /// The text of the lock file.
    pub fn text(&self) -> String {
        let json = serde_json::to_string_pretty(self).expect("a lock is plain JSON");
        json + "\n"
    }
}

/// SHA-256 in hexadecimal.
pub fn digest(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

/// The digest of a file on disk, whose line endings may be others than those that were generated; `None` if it isn't text.
pub fn digest_ignoring_line_endings(bytes: &[u8]) -> Option<String> {
    std::str::from_utf8(bytes).ok().map(|text| digest(endings::normal(text).as_bytes()))
}

fn digest_of_all<'a>(texts: impl IntoIterator<Item = &'a str>) -> String {
    let mut hasher = Sha256::new();
    for text in texts {
        // The length distinguishes lists whose concatenation is the same.
        hasher.update((text.len() as u64).to_le_bytes());
        hasher.update(text);
    }
    hex(&hasher.finalize())
}

fn hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let digit = |value: u8| char::from(DIGITS[usize::from(value)]);
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lock_is_read_as_it_was_written() {
        let files = FileSet::from([("a.tf".to_owned(), "x".to_owned())]);
        let lock = Lock::of(&files, ["name: a"], ["a", "b"], BTreeMap::new());
        assert_eq!(Lock::read(lock.text().as_bytes()).unwrap(), lock);
        assert_eq!(lock.files["a.tf"], "2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881");
    }

    #[test]
    fn texts_are_kept_apart() {
        assert_ne!(digest_of_all(["ab", "c"]), digest_of_all(["a", "bc"]));
    }

    #[test]
    fn what_is_no_lock_is_refused() {
        for text in ["", "{}", "[]", "{\"format\": 2}"] {
            assert_eq!(Lock::read(text.as_bytes()).unwrap_err().code, Code::BadLock, "{text}");
        }
    }
}
