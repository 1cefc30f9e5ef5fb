//! What can become of a file, each with exactly what it takes.

use std::path::PathBuf;

use crate::merge::{Conflict, NotMergeable};

/// What is to be done with a file, and with what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// It is not there yet.
    Create {
        /// What is to be there.
        wanted: String,
    },
    /// It is what would be generated.
    Keep,
    /// It is as it was generated, and what is generated is not the same any more.
    Update {
        /// The bytes on the disk.
        disk: Vec<u8>,
        /// What is to be there.
        wanted: String,
    },
    /// It was changed by hand, and what is generated has changed as well.
    Merge {
        /// The bytes on the disk.
        disk: Vec<u8>,
        /// What is to be there.
        wanted: String,
        /// Whether the file that is there is kept beside the new one, because lines of it go that are in
        /// no place that both have changed.
        keeps_original: bool,
    },
    /// It was changed by hand and can't be merged: it is replaced, and kept beside the new file.
    Overwrite {
        /// The bytes on the disk.
        disk: Vec<u8>,
        /// What is to be there.
        wanted: String,
        /// Why it can't be merged.
        reason: Unmergeable,
    },
    /// It was changed by hand, and what is generated has not changed: it stays.
    Edited {
        /// The bytes on the disk.
        disk: Vec<u8>,
    },
    /// It was deleted by hand: it stays deleted.
    Deleted,
    /// It is as it was generated, and is no longer generated.
    Remove {
        /// The bytes on the disk.
        disk: Vec<u8>,
    },
    /// It is no longer generated and stays: it was changed by hand, or Terraform still works there.
    Orphan {
        /// The bytes on the disk.
        disk: Vec<u8>,
    },
    /// Something stands there that poolsmith did not write.
    Foreign(Foreign),
    /// Both have changed the same lines, or what was changed by hand can't be merged.
    Conflict {
        /// The bytes on the disk.
        disk: Vec<u8>,
        /// Why nothing may be written.
        reason: Unresolved,
    },
}

/// What poolsmith did not write.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Foreign {
    /// A file with these bytes.
    File(Vec<u8>),
    /// A directory, or a file in the place of a directory.
    NotAFile,
    /// A symbolic link.
    Link(PathBuf),
}

/// Why a file that was changed by hand can't be merged line by line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unmergeable {
    /// It is not text.
    NotText,
    /// It has conflict markers, from this line on.
    Markers(usize),
    /// What was generated before is not known.
    NoBase,
    /// The merged text would not mean what both mean.
    Meaning(NotMergeable),
}

/// Why a conflict stays one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unresolved {
    /// Lines that both have changed.
    Hunks(Vec<Conflict>),
    /// It can't be merged.
    Unmergeable(Unmergeable),
    /// It can't be merged, and its lines were to be kept.
    OursUnmergeable(NotMergeable),
}

/// What a step writes or removes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Replacement<'a> {
    /// The bytes on the disk; nothing where the file is created.
    pub before: Option<&'a [u8]>,
    /// The new text; nothing where the file is removed.
    pub after: Option<&'a str>,
    /// Whether the file that is replaced is kept beside the new one.
    pub keeps_original: bool,
}

impl Step {
    /// The word for it, which scripts may rely on.
    pub fn as_str(&self) -> &'static str {
        match self {
            Self::Create { .. } => "create",
            Self::Keep => "keep",
            Self::Update { .. } => "update",
            Self::Merge { .. } => "merge",
            Self::Overwrite { .. } => "overwrite",
            Self::Edited { .. } => "edited",
            Self::Deleted => "deleted",
            Self::Remove { .. } => "remove",
            Self::Orphan { .. } => "orphan",
            Self::Foreign(_) => "foreign",
            Self::Conflict { .. } => "conflict",
        }
    }

    /// What is written or removed, if anything is.
    pub fn replacement(&self) -> Option<Replacement<'_>> {
        let (disk, after, keeps_original) = match self {
            Self::Create { wanted } => (None, Some(wanted), false),
            Self::Update { disk, wanted } => (Some(disk), Some(wanted), false),
            Self::Merge { disk, wanted, keeps_original } => (Some(disk), Some(wanted), *keeps_original),
            Self::Overwrite { disk, wanted, .. } => (Some(disk), Some(wanted), true),
            Self::Remove { disk } => (Some(disk), None, false),
            Self::Keep
            | Self::Edited { .. }
            | Self::Deleted
            | Self::Orphan { .. }
            | Self::Foreign(_)
            | Self::Conflict { .. } => return None,
        };
        let (before, after) = (disk.map(Vec::as_slice), after.map(String::as_str));
        Some(Replacement { before, after, keeps_original })
    }

    /// Whether something is written or removed.
    pub fn is_change(&self) -> bool {
        self.replacement().is_some()
    }

    /// Whether somebody edited or deleted the file, and it stays so.
    pub fn is_by_hand(&self) -> bool {
        matches!(self, Self::Edited { .. } | Self::Deleted)
    }

    /// The bytes on the disk, where there is a file with another content than the one generated.
    pub fn disk(&self) -> Option<&[u8]> {
        match self {
            Self::Update { disk, .. }
            | Self::Merge { disk, .. }
            | Self::Overwrite { disk, .. }
            | Self::Edited { disk }
            | Self::Remove { disk }
            | Self::Orphan { disk }
            | Self::Foreign(Foreign::File(disk))
            | Self::Conflict { disk, .. } => Some(disk),
            Self::Create { .. }
            | Self::Keep
            | Self::Deleted
            | Self::Foreign(Foreign::NotAFile | Foreign::Link(_)) => None,
        }
    }
}
