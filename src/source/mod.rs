//! Spans, diagnostics and error codes.
//!
//! Everything that is read from an inputs file keeps its [`Span`], so that a diagnostic from a much later
//! step can still point to its line. Nothing here reads files or prints.

mod characters;
mod code;
mod diagnostic;
mod fix;
mod log;
mod page;
mod repeated;
mod secret;
mod severity;

pub use characters::{confusable, effect, first_hidden, is_hidden, with_ascii};
pub use code::Code;
pub use diagnostic::{Diagnostic, Diagnostics, Place};
pub use fix::Fix;
pub use log::Log;
pub use page::Page;
pub use repeated::in_environments;
pub use secret::{SecretKind, app_secret_in, is_like_secret, secret_in, secrets_in};
pub use severity::Severity;

use std::sync::Arc;

/// Identifies a file of the [`Sources`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FileId(pub u32);

impl FileId {
    /// The inputs file, which is read first.
    pub const INPUTS: Self = Self(0);
}

/// A range of bytes in a file of the [`Sources`].
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
    /// The range `start..end` of `file`. Offsets beyond 4 GiB, which the limit on file sizes rules out,
    /// are capped.
    pub fn new(file: FileId, start: usize, end: usize) -> Self {
        let cut = |offset: usize| u32::try_from(offset).unwrap_or(u32::MAX);
        Self { file, start: cut(start), end: cut(end.max(start)) }
    }

    /// The range of bytes.
    pub fn range(self) -> std::ops::Range<usize> {
        self.start as usize..self.end as usize
    }
}

/// A file that was read.
#[derive(Clone, Debug)]
pub struct SourceFile {
    /// The path for messages, as given by the user.
    pub name: String,
    /// The whole text.
    pub text: Arc<str>,
    /// Whether messages may show its lines.
    pub is_shown: bool,
    /// Why it was read; `None` for texts that aren't files.
    pub purpose: Option<&'static str>,
}

/// The files that were read: the inputs file, then the policy files.
#[derive(Clone, Debug, Default)]
pub struct Sources {
    files: Vec<SourceFile>,
    ignored: Vec<String>,
    secrets: Vec<Span>,
}

impl Sources {
    /// Adds a file, and returns the ID for spans in it.
    pub fn add(&mut self, name: impl Into<String>, text: impl Into<Arc<str>>) -> FileId {
        self.push(SourceFile { name: name.into(), text: text.into(), is_shown: true, purpose: None })
    }

    /// Adds a file that was read for a purpose, and returns the ID for spans in it.
    pub fn add_read(
        &mut self,
        purpose: &'static str,
        name: impl Into<String>,
        text: impl Into<Arc<str>>,
    ) -> FileId {
        self.push(SourceFile { name: name.into(), text: text.into(), is_shown: true, purpose: Some(purpose) })
    }

    /// Notes a file that was left out, because an editor or an operating system has left it.
    pub fn add_ignored(&mut self, name: impl Into<String>) {
        self.ignored.push(name.into());
    }

    /// The files that were left out.
    pub fn ignored(&self) -> &[String] {
        &self.ignored
    }

    /// The files that were read for a purpose: the path, and the purpose.
    pub fn read(&self) -> impl Iterator<Item = (&str, &'static str)> {
        self.files.iter().filter_map(|file| Some((file.name.as_str(), file.purpose?)))
    }

    /// Adds a file whose lines must not be shown, because it could be any file.
    pub fn add_unshown(&mut self, name: impl Into<String>, text: impl Into<Arc<str>>) -> FileId {
        self.push(SourceFile { name: name.into(), text: text.into(), is_shown: false, purpose: None })
    }

    fn push(&mut self, file: SourceFile) -> FileId {
        let id = FileId(self.files.len() as u32);
        self.files.push(file);
        id
    }

    /// Records the places of secrets, which must not be shown.
    pub fn mask(&mut self, secrets: impl IntoIterator<Item = Span>) {
        self.secrets.extend(secrets);
    }

    /// The secrets in a range of a file.
    pub fn secrets(&self, file: FileId, range: std::ops::Range<usize>) -> Vec<std::ops::Range<usize>> {
        let overlaps = |secret: &&Span| {
            secret.file == file && secret.range().start < range.end && secret.range().end > range.start
        };
        self.secrets.iter().filter(overlaps).map(|secret| secret.range()).collect()
    }

    /// Renames all files.
    pub fn rename(&mut self, name: impl Fn(&str) -> String) {
        self.files.iter_mut().for_each(|file| file.name = name(&file.name));
    }

    /// The file that a span is in.
    pub fn file(&self, id: FileId) -> &SourceFile {
        &self.files[id.0 as usize]
    }
}
