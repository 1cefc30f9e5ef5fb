//! Places in the files that people write, and what is wrong there.
//!
//! Everything that reads an inputs file keeps the [`Span`] of what it read, so that a diagnostic found
//! many steps later still points at its line. Nothing here reads a file or prints.

mod characters;
mod code;
mod diagnostic;
mod log;
mod page;
mod secret;
mod severity;

pub use characters::{effect, is_hidden};
pub use code::Code;
pub use diagnostic::{Diagnostic, Diagnostics, Place};
pub use log::Log;
pub use page::Page;
pub use secret::{SecretKind, secret_in, secrets_in};
pub use severity::Severity;

use std::sync::Arc;

/// Which of the [`Sources`] a [`Span`] is in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FileId(pub u32);

/// A range of bytes in one of the [`Sources`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Span {
    /// The file.
    pub file: FileId,
    /// The first byte.
    pub start: u32,
    /// The byte after the last.
    pub end: u32,
}

impl Span {
    /// The range `start..end` of `file`; offsets beyond 4 GiB are cut, which the limit on a file's
    /// size rules out.
    pub fn new(file: FileId, start: usize, end: usize) -> Self {
        let cut = |offset: usize| u32::try_from(offset).unwrap_or(u32::MAX);
        Self { file, start: cut(start), end: cut(end.max(start)) }
    }

    /// The same place as a range of bytes.
    pub fn range(self) -> std::ops::Range<usize> {
        self.start as usize..self.end as usize
    }
}

/// A file that was read: its name as people know it, and its text.
#[derive(Clone, Debug)]
pub struct SourceFile {
    /// The path as the user gave it, for messages.
    pub name: String,
    /// The whole text.
    pub text: Arc<str>,
    /// Whether its lines may be shown.
    pub is_shown: bool,
}

/// The files that were read: the inputs file first, then each policy file.
#[derive(Clone, Debug, Default)]
pub struct Sources {
    files: Vec<SourceFile>,
    secrets: Vec<Span>,
}

impl Sources {
    /// Adds a file and gives the name by which spans refer to it.
    pub fn add(&mut self, name: impl Into<String>, text: impl Into<Arc<str>>) -> FileId {
        self.push(SourceFile { name: name.into(), text: text.into(), is_shown: true })
    }

    /// Adds a file of which no line is shown: it may be anything.
    pub fn add_unshown(&mut self, name: impl Into<String>, text: impl Into<Arc<str>>) -> FileId {
        self.push(SourceFile { name: name.into(), text: text.into(), is_shown: false })
    }

    fn push(&mut self, file: SourceFile) -> FileId {
        let id = FileId(self.files.len() as u32);
        self.files.push(file);
        id
    }

    /// Remembers where secrets are: they are shown to nobody.
    pub fn mask(&mut self, secrets: impl IntoIterator<Item = Span>) {
        self.secrets.extend(secrets);
    }

    /// The secrets in a range of bytes of a file.
    pub fn secrets(&self, file: FileId, range: std::ops::Range<usize>) -> Vec<std::ops::Range<usize>> {
        let overlaps = |secret: &&Span| {
            secret.file == file && secret.range().start < range.end && secret.range().end > range.start
        };
        self.secrets.iter().filter(overlaps).map(|secret| secret.range()).collect()
    }

    /// How many files there are.
    pub fn len(&self) -> usize {
        self.files.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }

    /// The texts of all files, in the order in which they were read.
    pub fn texts(&self) -> impl Iterator<Item = &str> {
        self.files.iter().map(|file| &*file.text)
    }

    /// The file that a span is in.
    pub fn file(&self, id: FileId) -> &SourceFile {
        &self.files[id.0 as usize]
    }
}
