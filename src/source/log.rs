//! Diagnostics together with the files that they refer to.

use super::{Diagnostic, Sources};

/// The diagnostics so far, and the files that they refer to.
#[derive(Debug, Default)]
pub struct Log {
    /// The diagnostics, possibly only warnings.
    pub diagnostics: Vec<Diagnostic>,
    /// The number of further errors, which were only counted.
    pub more_errors: usize,
    /// The files.
    pub sources: Sources,
}

impl Log {
    /// The number of errors, without warnings.
    pub fn errors(&self) -> usize {
        self.diagnostics.iter().filter(|diagnostic| diagnostic.code.is_error()).count() + self.more_errors
    }

    /// Only the errors: warnings are for commands that check or write the workspace.
    pub fn without_warnings(mut self) -> Self {
        self.diagnostics.retain(|diagnostic| diagnostic.code.is_error());
        self
    }

    /// Adds diagnostics.
    pub fn with(mut self, diagnostics: impl IntoIterator<Item = Diagnostic>) -> Self {
        self.diagnostics.extend(diagnostics);
        self
    }
}

impl From<Diagnostic> for Log {
    fn from(diagnostic: Diagnostic) -> Self {
        Self::default().with([diagnostic])
    }
}
