//! The severity of diagnostics.

/// The severity of a diagnostic.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// It is worth knowing.
    #[default]
    Note,
    /// It may be intended.
    Warning,
    /// It has to be fixed.
    Error,
}

impl Severity {
    /// Its name, which scripts can rely on.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}
