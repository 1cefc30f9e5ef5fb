use super::{Diagnostic, Sources};

/// What was found so far, and the files that it points into.
#[derive(Debug, Default)]
pub struct Log {
    /// What was found. It may hold warnings only.
    pub diagnostics: Vec<Diagnostic>,
    /// How many errors there are besides, which were counted and not kept.
    pub more_errors: usize,
    /// The files.
    pub sources: Sources,
}

impl Log {
    /// How many errors there are; warnings don't count.
    pub fn errors(&self) -> usize {
        self.diagnostics.iter().filter(|diagnostic| diagnostic.code.is_error()).count() + self.more_errors
    }

    /// The same log with more in it.
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
