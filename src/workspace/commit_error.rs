//! Why changes were not made.

use crate::disk::staging::PathError;

/// Why changes were not made.
#[derive(Debug)]
pub enum CommitError {
    /// No change was made.
    Nothing(PathError),
    /// Some changes were made; the next run makes the others.
    Partly {
        /// The error.
        error: PathError,
        /// The files that were changed.
        made: Vec<String>,
        /// The files that weren't.
        pending: Vec<String>,
    },
}

impl From<PathError> for CommitError {
    fn from(error: PathError) -> Self {
        Self::Nothing(error)
    }
}
