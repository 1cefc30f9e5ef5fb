//! How bad it is what a diagnostic reports.

/// How bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Severity {
    /// It has to be put right.
    Error,
    /// It may be meant.
    Warning,
}

impl Severity {
    /// The word for it, which scripts may rely on.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
        }
    }
}
