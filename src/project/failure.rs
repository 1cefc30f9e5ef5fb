//! The failure of a stage.

use std::fmt::Display;
use std::io;
use std::path::Path;

use crate::disk;
use crate::source::{Code, Diagnostic, Log};
use crate::workspace::{self, CommitError};

/// The maximum number of files to list in a message.
const MAX_LISTED: usize = 10;

/// Why a stage failed, and what was written nevertheless.
#[derive(Debug, Default)]
pub struct Failure {
    /// At least one error and possibly other diagnostics, with the files that they refer to.
    pub log: Log,
    /// What was written.
    pub written: Written,
}

/// What was written in spite of errors.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Written {
    /// Nothing.
    #[default]
    Nothing,
    /// Everything without errors.
    Rest,
    /// An incomplete part.
    Partly,
}

impl From<Log> for Failure {
    fn from(log: Log) -> Self {
        Self { log, written: Written::Nothing }
    }
}

impl From<Diagnostic> for Failure {
    fn from(diagnostic: Diagnostic) -> Self {
        Log::from(diagnostic).into()
    }
}

impl Failure {
    /// The failure of a commit.
    pub(super) fn of_commit(error: CommitError, log: Log) -> Self {
        match error {
            CommitError::Nothing((path, error)) => log.with([unwritable(&path, &error)]).into(),
            CommitError::Partly { error: (path, error), made, pending } => {
                let diagnostic = unwritable(&path, &error)
                    .help(listed("written or removed already", &made))
                    .help(listed("not yet", &pending))
                    .help("the next `poolsmith generate` completes it");
                Self { log: log.with([diagnostic]), written: Written::Partly }
            }
        }
    }
}

fn listed(title: &str, paths: &[String]) -> String {
    let shown = paths.iter().take(MAX_LISTED).map(String::as_str).collect::<Vec<_>>().join(", ");
    match paths.len() {
        0 => format!("{title}: nothing"),
        count if count <= MAX_LISTED => format!("{title}: {shown}"),
        count => format!("{title}: {shown} and {} more", count - MAX_LISTED),
    }
}

/// The diagnostic for a file that can't be written, because of the operating system or a link.
pub fn unwritable(path: &Path, error: &io::Error) -> Diagnostic {
    if let Some(link) = disk::link_of(error) {
        return workspace::through_link(&path.display().to_string(), &link.display().to_string());
    }
    Diagnostic::new(Code::Unwritable, format!("can't write {}: {error}", path.display()))
        .help("check the directory's permissions and the free disk space, then run poolsmith again")
}

/// The diagnostic for a file that can't be read.
pub(super) fn unreadable(path: &Path, why: &impl Display) -> Diagnostic {
    Diagnostic::new(Code::Unreadable, format!("can't read {}: {why}", path.display()))
}
