//! What a record file has: the texts of each file, in which each line is stored once.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::inputs::layout::directory_of;
use crate::model::ForceNew;
use crate::terraform::Version;
use crate::workspace::record::file::FileName;

/// The content of a record file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecordContent {
    /// One more than that of each record file that it replaces.
    pub generation: u64,
    /// The version of poolsmith that wrote it; `None` if it is not written yet.
    #[serde(skip)]
    pub written_by: Option<Version>,
    /// The record files that it replaces.
    pub replaces: BTreeSet<FileName>,
    /// The attributes of each environment that can't be changed without a replacement.
    pub environments: BTreeMap<String, ForceNew>,
    /// The texts of each file.
    pub files: BTreeMap<String, Texts>,
    /// The generated files that the user deleted.
    pub deleted: BTreeSet<String>,
    /// The lines of all texts, each once.
    pub(super) lines: Vec<String>,
}

/// The texts of a file, as numbers of lines.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Texts {
    /// The text that was generated last; `None` if the file is no longer generated.
    current: Option<Vec<u32>>,
    /// Earlier texts, the newest first.
    older: Vec<Vec<u32>>,
}

impl Texts {
    /// Adds the texts of the same file under its previous path.
    fn add(&mut self, previous: Self) {
        let added = previous.current.into_iter().chain(previous.older);
        match self.current {
            Some(_) => self.older.extend(added),
            None => {
                let mut added = added.collect::<Vec<_>>().into_iter();
                self.current = added.next();
                self.older.splice(0..0, added);
            }
        }
    }
}

/// The texts of a file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FileTexts {
    /// The text that was generated last; `None` if the file is no longer generated.
    pub current: Option<String>,
    /// Earlier texts, the newest first.
    pub older: Vec<String>,
}

impl RecordContent {
    /// The content with the texts of files.
    pub fn with_texts(mut self, files: &BTreeMap<String, FileTexts>) -> Self {
        let mut table = Lines::default();
        let mut texts = |texts: &FileTexts| Texts {
            current: texts.current.as_deref().map(|text| table.numbers_of(text)),
            older: texts.older.iter().map(|text| table.numbers_of(text)).collect(),
        };
        self.files = files.iter().map(|(path, of_file)| (path.clone(), texts(of_file))).collect();
        self.lines = table.lines;
        self
    }

    /// Gives the texts of an environment's files, its deleted files and its attributes to a new key. Under the previous key, the
    /// files are no longer generated, unless they stay.
    pub(super) fn rename_environment(&mut self, from: &str, to: &str, stays: bool) {
        let [old, new] = [from, to].map(|key| directory_of(key) + "/");
        let renamed = |path: &String| path.strip_prefix(&old).map(|file| format!("{new}{file}"));
        let paths: Vec<String> = self.files.keys().filter(|path| path.starts_with(&old)).cloned().collect();
        for path in paths {
            let (Some(texts), Some(new)) = (self.files.get_mut(&path), renamed(&path)) else { continue };
            let given = texts.clone();
            if !stays {
                texts.older.splice(0..0, texts.current.take());
            }
            self.files.entry(new).or_default().add(given);
        }
        self.deleted =
            self.deleted.iter().map(|path| renamed(path).unwrap_or_else(|| path.clone())).collect();
        if let Some(attributes) = self.environments.remove(from) {
            self.environments.entry(to.to_owned()).or_insert(attributes);
        }
    }

    /// The text of a file that was generated last.
    pub fn current(&self, path: &str) -> Option<String> {
        self.text(self.files.get(path)?.current.as_ref()?)
    }

    /// Whether a text is the one that was generated last for a file.
    pub fn is_current(&self, path: &str, text: &str) -> bool {
        let numbers = self.files.get(path).and_then(|texts| texts.current.as_ref());
        numbers.is_some_and(|numbers| self.is(numbers, text))
    }

    /// Earlier texts of a file, the newest first.
    pub fn older(&self, path: &str) -> Vec<String> {
        let older = self.files.get(path).into_iter().flat_map(|texts| &texts.older);
        older.filter_map(|numbers| self.text(numbers)).collect()
    }

    /// The files that are generated.
    pub fn current_files(&self) -> impl Iterator<Item = &String> {
        self.files.keys().filter(|path| self.is_generated(path))
    }

    /// Whether a file is generated.
    pub fn is_generated(&self, path: &str) -> bool {
        self.files.get(path).is_some_and(|texts| texts.current.is_some())
    }

    fn text(&self, numbers: &[u32]) -> Option<String> {
        numbers.iter().map(|number| self.lines.get(*number as usize).map(String::as_str)).collect()
    }

    fn is(&self, numbers: &[u32], text: &str) -> bool {
        let mut rest = text;
        let mut take = |number: &u32| {
            let line = self.lines.get(*number as usize)?;
            rest = rest.strip_prefix(line.as_str())?;
            Some(())
        };
        numbers.iter().all(|number| take(number).is_some()) && rest.is_empty()
    }
}

/// The table of lines.
#[derive(Default)]
struct Lines {
    lines: Vec<String>,
    numbers: BTreeMap<String, u32>,
}

impl Lines {
    fn numbers_of(&mut self, text: &str) -> Vec<u32> {
        text.split_inclusive('\n').map(|line| self.number_of(line)).collect()
    }

    fn number_of(&mut self, line: &str) -> u32 {
        if let Some(number) = self.numbers.get(line) {
            return *number;
        }
        let number = u32::try_from(self.lines.len()).expect("a workspace has fewer lines");
        self.lines.push(line.to_owned());
        self.numbers.insert(line.to_owned(), number);
        number
    }
}
