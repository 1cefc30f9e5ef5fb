//! Why a stage can't be passed.

use std::fmt::Display;
use std::io;
use std::path::Path;

use crate::disk;
use crate::source::{Code, Diagnostic, Log};
use crate::workspace::{self, CommitError};

/// So many files are named that are not written yet.
const MAX_NAMED: usize = 10;

/// Why a stage can't be passed, and what was written all the same.
#[derive(Debug, Default)]
pub struct Failure {
    /// At least one error, whatever else was found, and the files that they point into.
    pub log: Log,
    /// What was written.
    pub written: Written,
}

/// What was written where there is an error.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Written {
    /// Nothing.
    #[default]
    Nothing,
    /// Everything that has no error.
    Rest,
    /// A part of what belongs together.
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
    /// A failed commit.
    pub(super) fn of_commit(error: CommitError, log: Log) -> Self {
        match error {
            CommitError::Nothing((path, error)) => log.with([unwritable(&path, &error)]).into(),
            CommitError::Partly { error: (path, error), made, pending } => {
                let diagnostic = unwritable(&path, &error)
                    .help(named("written or removed already", &made))
                    .help(named("not yet", &pending))
                    .help("the next `poolsmith generate` completes it");
                Self { log: log.with([diagnostic]), written: Written::Partly }
            }
        }
    }
}

fn named(title: &str, paths: &[String]) -> String {
    let shown = paths.iter().take(MAX_NAMED).map(String::as_str).collect::<Vec<_>>().join(", ");
    match paths.len() {
        0 => format!("{title}: nothing"),
        count if count <= MAX_NAMED => format!("{title}: {shown}"),
        count => format!("{title}: {shown} and {} more", count - MAX_NAMED),
    }
}

/// The operating system refuses to write, or a link is in the way.
pub fn unwritable(path: &Path, error: &io::Error) -> Diagnostic {
    if let Some(link) = disk::link_of(error) {
        return workspace::through_link(&path.display().to_string(), &link.display().to_string());
    }
    Diagnostic::new(Code::Unwritable, format!("can't write {}: {error}", path.display()))
        .help("check the directory's permissions and the free disk space, then run poolsmith again")
}

/// What can't be read, and why.
pub(super) fn unreadable(path: &Path, why: &impl Display) -> Diagnostic {
    Diagnostic::new(Code::Unreadable, format!("can't read {}: {why}", path.display()))
}
