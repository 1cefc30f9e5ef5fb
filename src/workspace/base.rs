//! The text last generated, kept beside each file: the base of the next merge.
//!
//! It is never taken from version control, where a file has what people committed. Each text stands
//! in a file of its own under the same path with `.txt` behind it, which neither Terraform nor what
//! scans Terraform's files reads, and for which Git stores nothing more: an unchanged file and its
//! base are one object.

use crate::workspace::lock::LOCK_FILE;

/// The directory of what poolsmith keeps for itself.
pub const DIRECTORY: &str = ".poolsmith";

/// What stands in the directory besides: its path and its text. Bytes are compared, so Git must not
/// change line endings; and nobody needs to review them.
pub const ATTRIBUTES: (&str, &str) = (
    ".poolsmith/.gitattributes",
    "\
# In base/: each generated file as poolsmith last wrote it. When you and poolsmith have both changed a
# file, this is what the two are compared with. Commit it, and change nothing here.
* -text -diff linguist-generated
",
);

/// Where the text last generated of a file is kept.
pub fn path(file: &str) -> String {
    format!("{DIRECTORY}/base/{file}.txt")
}

/// Whether poolsmith keeps a file for itself.
pub fn is_own(path: &str) -> bool {
    path == LOCK_FILE || path.strip_prefix(DIRECTORY).is_some_and(|rest| rest.starts_with('/'))
}
