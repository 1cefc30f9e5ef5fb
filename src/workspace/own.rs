//! poolsmith's own files in a workspace.

use crate::workspace::record::{FORMER_LOCK, is_record_file};

/// The directory for poolsmith's own files, besides the record. While files are written, it has those that are not yet in place.
pub const DIRECTORY: &str = ".poolsmith";

/// Whether a file is one of poolsmith's own.
pub fn is_own(path: &str) -> bool {
    is_record_file(path)
        || path == FORMER_LOCK
        || path.strip_prefix(DIRECTORY).is_some_and(|rest| rest.starts_with('/'))
}
