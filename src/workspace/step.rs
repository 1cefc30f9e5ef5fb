use std::collections::BTreeSet;
use std::path::Path;

use crate::disk::DiskEntry;
use crate::merge::{self, Conflict, Language, Merge, NotMergeable, Resolve, endings};
use crate::workspace::lock::digest;

/// What is to be done with a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Action {
    /// It is not there yet.
    Create,
    /// It is what would be generated.
    Keep,
    /// It is as it was generated, and what is generated is not the same any more.
    Update,
    /// It was changed by hand, and what is generated has changed as well.
    Merge,
    /// It was changed by hand and can't be merged: it is replaced, and kept beside the new file.
    Overwrite,
    /// It was changed by hand, and what is generated has not changed: it stays.
    Edited,
    /// It was deleted by hand: it stays deleted.
    Deleted,
    /// It is as it was generated, and is no longer generated.
    Remove,
    /// It is no longer generated and stays: it was changed by hand, or Terraform still works there.
    Orphan,
    /// Something stands there that poolsmith did not write.
    Foreign,
    /// Both have changed the same lines, or what was changed by hand can't be merged.
    Conflict,
}

impl Action {
    /// The word for it, which scripts may rely on.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Create => "create",
            Self::Keep => "keep",
            Self::Update => "update",
            Self::Merge => "merge",
            Self::Overwrite => "overwrite",
            Self::Edited => "edited",
            Self::Deleted => "deleted",
            Self::Remove => "remove",
            Self::Orphan => "orphan",
            Self::Foreign => "foreign",
            Self::Conflict => "conflict",
        }
    }

    /// Whether something is written or removed.
    pub fn is_change(self) -> bool {
        matches!(self, Self::Create | Self::Update | Self::Merge | Self::Overwrite | Self::Remove)
    }
}

/// Why nothing may be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Blocked {
    /// A file that poolsmith did not write.
    Foreign,
    /// A directory, or a file in the place of a directory.
    NotAFile,
    /// A symbolic link.
    Link(String),
    /// Lines that both have changed.
    Hunks(Vec<Conflict>),
    /// It has conflict markers, from this line on.
    Markers(usize),
    /// What was generated before is not known.
    NoBase,
    /// It is not text.
    NotText,
    /// It can't be merged.
    NotMergeable(NotMergeable),
    /// It can't be merged, and its lines were to be kept.
    OursNotMergeable(NotMergeable),
}

/// What is to be done with a file, and with what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// What is to be done.
    pub action: Action,
    /// The bytes on the disk, where they are not what is wanted.
    pub disk: Option<Vec<u8>>,
    /// What is to be there, where that is to change.
    pub wanted: Option<String>,
    /// What is in the way, or was in the way of merging a file that is overwritten.
    pub blocked: Option<Blocked>,
    /// Whether the file that is there is kept beside the new one, because lines of it go that are in
    /// no place that both have changed.
    pub keeps_original: bool,
}

impl Step {
    fn of(action: Action) -> Self {
        Self { action, disk: None, wanted: None, blocked: None, keeps_original: false }
    }

    fn with(action: Action, disk: Vec<u8>, wanted: Option<String>) -> Self {
        Self { action, disk: Some(disk), wanted, blocked: None, keeps_original: false }
    }

    fn blocked(blocked: Blocked, disk: Option<Vec<u8>>) -> Self {
        let is_foreign = matches!(blocked, Blocked::Foreign | Blocked::NotAFile | Blocked::Link(_));
        let action = if is_foreign { Action::Foreign } else { Action::Conflict };
        Self { action, disk, wanted: None, blocked: Some(blocked), keeps_original: false }
    }
}

/// How people want it.
#[derive(Clone, Copy, Debug)]
pub struct Rules<'a> {
    /// What becomes of lines that both have changed.
    pub resolve: Resolve,
    /// Whether files come back that were deleted by hand.
    pub restore: bool,
    /// The generated files that are allowed to differ: of those nothing is said.
    pub customized: &'a BTreeSet<String>,
    /// The workspace, for messages that point into its files.
    pub root: &'a Path,
}

/// A file in the last generation.
pub struct Last<'a> {
    /// SHA-256 of its text.
    pub digest: &'a str,
    /// Its text, where it is still known.
    pub base: &'a dyn Fn() -> Option<String>,
}

/// What to do with a file that is generated.
pub fn generated(path: &str, text: &str, last: Option<Last>, found: DiskEntry, rules: Rules) -> Step {
    let bytes = match found {
        DiskEntry::Missing if last.is_some() && !rules.restore => return Step::of(Action::Deleted),
        DiskEntry::Missing => return Step { wanted: Some(text.to_owned()), ..Step::of(Action::Create) },
        DiskEntry::Link(link) => return Step::blocked(Blocked::Link(link.display().to_string()), None),
        DiskEntry::Other => return Step::blocked(Blocked::NotAFile, None),
        DiskEntry::File(bytes) => bytes,
    };
    if is(&bytes, text) {
        return Step::of(Action::Keep);
    }
    let Some(last) = last else { return Step::blocked(Blocked::Foreign, Some(bytes)) };
    let disk = std::str::from_utf8(&bytes);
    if disk.is_ok_and(|disk| digest(endings::normal(disk).as_bytes()) == last.digest) {
        let wanted = disk.ok().map(|disk| endings::like(disk, text));
        return Step::with(Action::Update, bytes, wanted);
    }
    if digest(text.as_bytes()) == last.digest {
        return Step::with(Action::Edited, bytes, None);
    }
    match disk.map_err(|_| Blocked::NotText).and_then(|disk| merged(path, text, &last, disk, rules.resolve)) {
        Ok(merge) => {
            let keeps_original = merge.has_doubles && rules.resolve == Resolve::Theirs;
            Step { keeps_original, ..Step::with(Action::Merge, bytes, Some(merge.text)) }
        }
        Err(why) => not_merged(text, &last, why, bytes, rules.resolve),
    }
}

/// What to do with a file that can't be merged line by line, where somebody said how to settle conflicts.
fn not_merged(text: &str, last: &Last, why: Blocked, bytes: Vec<u8>, resolve: Resolve) -> Step {
    let disk = || String::from_utf8_lossy(&bytes);
    match (resolve, &why) {
        (Resolve::Theirs, _) => {
            let wanted = Some(endings::like(&disk(), text));
            let step = Step::with(Action::Overwrite, bytes, wanted);
            Step { blocked: Some(why), keeps_original: true, ..step }
        }
        (Resolve::Ours, Blocked::NoBase | Blocked::NotText) => Step::with(Action::Edited, bytes, None),
        (Resolve::Ours, Blocked::NotMergeable(why)) => {
            Step::blocked(Blocked::OursNotMergeable(why.clone()), Some(bytes))
        }
        (Resolve::Markers, Blocked::NoBase | Blocked::NotMergeable(_)) => {
            let base = (last.base)().unwrap_or_default();
            let wanted = merge::with_markers_around_all(&base, &disk(), text);
            Step::with(Action::Merge, bytes, Some(wanted))
        }
        _ => Step::blocked(why, Some(bytes)),
    }
}

/// What to do with a file that was generated before and is not any more.
pub fn orphaned(last: &Last, found: DiskEntry, is_in_use: bool) -> Option<Step> {
    let bytes = match found {
        DiskEntry::Missing => return None,
        // Whatever stands there now, poolsmith did not write it.
        DiskEntry::Link(_) | DiskEntry::Other => return None,
        DiskEntry::File(bytes) => bytes,
    };
    let disk = std::str::from_utf8(&bytes);
    let is_ours = disk.is_ok_and(|disk| digest(endings::normal(disk).as_bytes()) == last.digest);
    Some(Step::with(if is_ours && !is_in_use { Action::Remove } else { Action::Orphan }, bytes, None))
}

fn is(bytes: &[u8], text: &str) -> bool {
    bytes == text.as_bytes()
        || std::str::from_utf8(bytes).is_ok_and(|disk| disk.contains("\r\n") && endings::normal(disk) == text)
}

fn merged(path: &str, text: &str, last: &Last, disk: &str, resolve: Resolve) -> Result<Merge, Blocked> {
    if let Some(line) = merge::has_markers(disk) {
        return Err(Blocked::Markers(line));
    }
    let base = (last.base)().ok_or(Blocked::NoBase)?;
    let merge =
        merge::merge(Language::of(path), &base, disk, text, resolve).map_err(Blocked::NotMergeable)?;
    match resolve {
        Resolve::Stop if !merge.conflicts.is_empty() => Err(Blocked::Hunks(merge.conflicts)),
        _ => Ok(merge),
    }
}
