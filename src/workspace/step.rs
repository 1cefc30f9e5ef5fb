//! What a plan can do with a file.

use std::path::PathBuf;

use crate::merge::{Conflict, NotMergeable};

/// What to do with a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// Create it.
    Create {
        /// The new text.
        wanted: String,
    },
    /// It is up to date.
    Keep,
    /// Replace it: the generated text has changed, and the file wasn't edited.
    Update {
        /// The content on the disk.
        disk: Vec<u8>,
        /// The new text.
        wanted: String,
    },
    /// Merge it: the file was edited, and the generated text has changed.
    Merge {
        /// The content on the disk.
        disk: Vec<u8>,
        /// The new text.
        wanted: String,
        /// Whether to keep the file as `FILE.orig`, because edits outside of conflicts are lost.
        keeps_original: bool,
    },
    /// Write both versions of conflicting lines between conflict markers, after a merge in Git.
    Mark {
        /// The content on the disk.
        disk: Vec<u8>,
        /// The new text.
        wanted: String,
    },
    /// Replace it and keep it as `FILE.orig`: it was edited and can't be merged.
    Overwrite {
        /// The content on the disk.
        disk: Vec<u8>,
        /// The new text.
        wanted: String,
        /// Why it can't be merged.
        reason: Unmergeable,
    },
    /// Leave it: it was edited, and the generated text hasn't changed; or it is the user's own, and the inputs list it under
    /// `customized`.
    Edited {
        /// The content on the disk.
        disk: Vec<u8>,
    },
    /// It was deleted by hand, and stays deleted.
    Deleted,
    /// Leave it to a full checkout: a sparse checkout of Git leaves it out.
    NotCheckedOut {
        /// Whether its text has changed.
        is_stale: bool,
    },
    /// Remove it: it is no longer generated, and wasn't edited.
    Remove {
        /// The content on the disk.
        disk: Vec<u8>,
    },
    /// Leave it although it is no longer generated: it was edited, or Terraform still uses it.
    Orphan {
        /// The content on the disk.
        disk: Vec<u8>,
    },
    /// There is something at its path that poolsmith didn't write.
    Foreign(Foreign),
    /// The same lines were edited and changed, or the file can't be merged.
    Conflict {
        /// The content on the disk.
        disk: Vec<u8>,
        /// Why it can't be written.
        reason: Unresolved,
    },
}

/// What is at the path of a generated file, not written by poolsmith.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Foreign {
    /// A file with this content.
    File(Vec<u8>),
    /// A directory, or a file at the path of a parent directory.
    NotAFile,
    /// A symbolic link.
    Link(PathBuf),
}

/// Why an edited file can't be merged line by line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unmergeable {
    /// It isn't valid UTF-8.
    NotText,
    /// It has conflict markers; the first is in this line.
    Markers(usize),
    /// The last generated text is unknown.
    NoBase,
    /// The merged text wouldn't have the combined meaning of both.
    Meaning(NotMergeable),
}

/// Why a conflict isn't resolved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unresolved {
    /// Lines that were edited and have changed in the generated text.
    Hunks(Vec<Conflict>),
    /// The file can't be merged.
    Unmergeable(Unmergeable),
    /// The file can't be merged with `Resolve::Ours`.
    OursUnmergeable(NotMergeable),
}

/// What a step does to a file on the disk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Replacement<'a> {
    /// The content on the disk; `None` if the file is created.
    pub before: Option<&'a [u8]>,
    /// The new text; `None` if the file is removed.
    pub after: Option<&'a str>,
    /// Whether to keep the replaced file as `FILE.orig`.
    pub keeps_original: bool,
}

impl Step {
    /// The stable name of the step, for machine-readable output.
    pub fn as_str(&self) -> &'static str {
        match self {
            Self::Create { .. } => "create",
            Self::Keep => "keep",
            Self::Update { .. } => "update",
            Self::Merge { .. } => "merge",
            Self::Mark { .. } => "mark",
            Self::Overwrite { .. } => "overwrite",
            Self::Edited { .. } => "edited",
            Self::Deleted => "deleted",
            Self::NotCheckedOut { .. } => "not checked out",
            Self::Remove { .. } => "remove",
            Self::Orphan { .. } => "orphan",
            Self::Foreign(_) => "foreign",
            Self::Conflict { .. } => "conflict",
        }
    }

    /// What the step changes on the disk, if anything.
    pub fn replacement(&self) -> Option<Replacement<'_>> {
        let (disk, after, keeps_original) = match self {
            Self::Create { wanted } => (None, Some(wanted), false),
            Self::Update { disk, wanted } | Self::Mark { disk, wanted } => (Some(disk), Some(wanted), false),
            Self::Merge { disk, wanted, keeps_original } => (Some(disk), Some(wanted), *keeps_original),
            Self::Overwrite { disk, wanted, .. } => (Some(disk), Some(wanted), true),
            Self::Remove { disk } => (Some(disk), None, false),
            Self::Keep
            | Self::Edited { .. }
            | Self::Deleted
            | Self::NotCheckedOut { .. }
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

    /// Whether the file was edited or deleted by hand, and stays so.
    pub fn is_by_hand(&self) -> bool {
        matches!(self, Self::Edited { .. } | Self::Deleted)
    }

    /// The content on the disk, if it differs from the generated text.
    pub fn disk(&self) -> Option<&[u8]> {
        match self {
            Self::Update { disk, .. }
            | Self::Merge { disk, .. }
            | Self::Mark { disk, .. }
            | Self::Overwrite { disk, .. }
            | Self::Edited { disk }
            | Self::Remove { disk }
            | Self::Orphan { disk }
            | Self::Foreign(Foreign::File(disk))
            | Self::Conflict { disk, .. } => Some(disk),
            Self::Create { .. }
            | Self::Keep
            | Self::Deleted
            | Self::NotCheckedOut { .. }
            | Self::Foreign(Foreign::NotAFile | Foreign::Link(_)) => None,
        }
    }
}
