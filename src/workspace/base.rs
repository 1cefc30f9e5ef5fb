//! The base of merges: the last generated text of each file.
//!
//! It can't be taken from version control, which has the edited files. Each text is stored in a file with
//! the same path and the extension `.txt`, so that Terraform and its scanners ignore it. Git stores
//! an unchanged file and its base only once, as one object.

use crate::workspace::lock::LOCK_FILE;

/// The directory for poolsmith's own files.
pub const DIRECTORY: &str = ".poolsmith";

/// The path and text of the directory's `.gitattributes`. Bases are compared by bytes, so Git must not
/// change their line endings, and nobody needs to review them.
pub const ATTRIBUTES: (&str, &str) = (
    ".poolsmith/.gitattributes",
    "\
# In base/: each generated file as poolsmith last wrote it. When you and poolsmith have both changed a
# file, this is what the two are compared with. Commit it, and change nothing here.
* -text -diff linguist-generated
",
);

/// The path of a file's base.
pub fn path(file: &str) -> String {
    format!("{DIRECTORY}/base/{file}.txt")
}

/// Whether a file is one of poolsmith's own.
pub fn is_own(path: &str) -> bool {
    path == LOCK_FILE || path.strip_prefix(DIRECTORY).is_some_and(|rest| rest.starts_with('/'))
}
