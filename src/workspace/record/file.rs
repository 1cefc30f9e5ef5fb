//! A record file: the texts that poolsmith generated. Its name is the digest of its content, and it never changes, so that two
//! branches can't change the same one.
//!
//! The beginning is readable: what it is, its format, the version that wrote it, and the digest. Then comes a zero byte, by which
//! Git takes the file for binary, and the content: JSON, compressed, and combined with a stream of bytes that the digest
//! determines. Without that, Git would take two similar files for one that was renamed and changed, and they would conflict. The
//! file has no line ends, which Git could change.

use std::collections::{BTreeMap, BTreeSet};

use base64::Engine;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::inputs::layout::directory_of;
use crate::model::ForceNew;
use crate::release::{self, OWN};
use crate::terraform::Version;
use crate::workspace::digest::digest;

const MAGIC: &str = "poolsmith-record";
const FORMAT: u32 = 1;

/// The start and the end of a record file's name.
const NAME: (&str, &str) = ("poolsmith.", ".record");

/// The number of hexadecimal digits of the digest in the name.
const ID: usize = 12;

/// The maximum size of the content in bytes. 10,000 environments need less.
const MAX_CONTENT: usize = 256 * 1024 * 1024;

/// The name of a record file.
pub type FileName = String;

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

/// Why a file is no record that this version can read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RecordError {
    /// It is damaged.
    Damaged,
    /// A newer version of poolsmith wrote it.
    Newer(String),
}

/// Whether a file in the directory of a workspace is a record file, by its name.
pub fn is_record_file(name: &str) -> bool {
    let id = name.strip_prefix(NAME.0).and_then(|rest| rest.strip_suffix(NAME.1));
    id.is_some_and(|id| id.len() == ID && id.bytes().all(|byte| byte.is_ascii_hexdigit()))
}

impl RecordError {
    /// The version that wrote a file, from its text.
    ///
    /// # Errors
    /// It is newer than this one, or no version.
    pub(super) fn unless_newer(version: &str) -> Result<Version, Self> {
        match Version::parse(version) {
            Some(written_by) if written_by > release::own() => Err(Self::Newer(version.to_owned())),
            Some(written_by) => Ok(written_by),
            None => Err(Self::Damaged),
        }
    }
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

    /// The name and the text of the record file.
    pub fn encoded(&self) -> (FileName, String) {
        let json = serde_json::to_vec(self).expect("a record is plain JSON");
        let mut bytes = miniz_oxide::deflate::compress_to_vec(&json, COMPRESSION);
        let digest = digest(&bytes);
        combine(&mut bytes, &digest);
        let text = format!("{MAGIC} {FORMAT} {OWN} {digest}\0{}", STANDARD_NO_PAD.encode(&bytes));
        (format!("{}{}{}", NAME.0, &digest[..ID], NAME.1), text)
    }

    /// Reads a record file.
    ///
    /// # Errors
    /// It was written by a newer version, or is no record file.
    pub fn decoded(bytes: &[u8]) -> Result<Self, RecordError> {
        let text = std::str::from_utf8(bytes).map_err(|_| RecordError::Damaged)?;
        let (head, body) = text.split_once('\0').ok_or(RecordError::Damaged)?;
        let &[MAGIC, format, version, digest] = &head.split(' ').collect::<Vec<_>>()[..] else {
            return Err(RecordError::Damaged);
        };
        let format: u32 = format.parse().map_err(|_| RecordError::Damaged)?;
        let written_by = RecordError::unless_newer(version)?;
        if format > FORMAT {
            return Err(RecordError::Newer(version.to_owned()));
        }
        let content = Self::of_body(body, digest).ok_or(RecordError::Damaged)?;
        Ok(Self { written_by: Some(written_by), ..content })
    }

    fn of_body(body: &str, expected: &str) -> Option<Self> {
        let mut bytes = STANDARD_NO_PAD.decode(body.trim_end()).ok()?;
        combine(&mut bytes, expected);
        if digest(&bytes) != expected {
            return None;
        }
        let json = miniz_oxide::inflate::decompress_to_vec_with_limit(&bytes, MAX_CONTENT).ok()?;
        serde_json::from_slice(&json).ok()
    }
}

/// The level of compression: lower ones make larger files, and higher ones take longer for the same size.
const COMPRESSION: u8 = 6;

/// Combines bytes with a stream that a digest determines, or takes it away again.
fn combine(bytes: &mut [u8], digest: &str) {
    for (number, block) in bytes.chunks_mut(32).enumerate() {
        let mut hasher = Sha256::new();
        hasher.update(digest);
        hasher.update((number as u64).to_le_bytes());
        block.iter_mut().zip(hasher.finalize()).for_each(|(byte, other)| *byte ^= other);
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

#[cfg(test)]
mod tests {
    use super::*;

    fn content(text: &str) -> RecordContent {
        let texts = FileTexts { current: Some(text.to_owned()), older: vec!["old\nb\n".to_owned()] };
        RecordContent { generation: 3, ..RecordContent::default() }
            .with_texts(&[("a.tf".to_owned(), texts)].into())
    }

    #[test]
    fn a_record_file_is_read_as_it_was_written() {
        for text in ["", "a", "a\nb\n", "a\r\n\nb"] {
            let content = content(text);
            let (name, written) = content.encoded();
            assert!(is_record_file(&name), "{name}");
            assert!(!written.contains('\n') && !written.contains('\r'));
            let read = RecordContent::decoded(written.as_bytes()).unwrap();
            assert_eq!(read, content);
            assert_eq!(read.current("a.tf").as_deref(), Some(text));
            assert!(
                read.is_current("a.tf", text)
                    && !read.is_current("a.tf", "b")
                    && !read.is_current("b.tf", text)
            );
            assert_eq!(read.older("a.tf"), ["old\nb\n"]);
        }
    }

    #[test]
    fn what_is_damaged_is_refused() {
        let (_, written) = content("a\n").encoded();
        let cut = &written[..written.len() - 2];
        let newer = written.replacen(&format!(" {} ", env!("CARGO_PKG_VERSION")), " 99.0.0 ", 1);
        for text in [
            "",
            "poolsmith-record",
            "poolsmith-record 1 0.1.0 00\0",
            cut,
            &written.replacen('\0', "\0AAAA", 1),
        ] {
            assert_eq!(RecordContent::decoded(text.as_bytes()), Err(RecordError::Damaged), "{text}");
        }
        assert_eq!(RecordContent::decoded(newer.as_bytes()), Err(RecordError::Newer("99.0.0".to_owned())));
    }

    #[test]
    fn similar_contents_have_nothing_in_common() {
        let bodies =
            ["a\n", "b\n"].map(|text| content(text).encoded().1.split_once('\0').unwrap().1.to_owned());
        let equal = bodies[0].bytes().zip(bodies[1].bytes()).filter(|(one, other)| one == other).count();
        assert!(equal < bodies[0].len() / 8, "{equal} of {}", bodies[0].len());
    }
}
