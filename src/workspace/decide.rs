//! Decides what to do with a file, based on the last generated text, the new text, and the file on the disk.

use std::collections::BTreeSet;
use std::path::Path;

use crate::disk::DiskEntry;
use crate::merge::{self, Language, Merge, Resolve, endings};
use crate::workspace::lock::{digest, digest_ignoring_line_endings};
use crate::workspace::step::{Foreign, Step, Unmergeable, Unresolved};

/// The user's options.
#[derive(Clone, Copy, Debug)]
pub struct PlanOptions<'a> {
    /// How to resolve conflicts.
    pub resolve: Resolve,
    /// Whether to restore files that were deleted by hand.
    pub restore: bool,
    /// The generated files that are allowed to differ, for which nothing is reported.
    pub customized: &'a BTreeSet<String>,
    /// The workspace, for paths in messages.
    pub root: &'a Path,
}

/// The last generated text of a file.
pub struct LastGenerated<'a> {
    /// The SHA-256 of the text.
    pub digest: &'a str,
    /// The text, if it is still known.
    pub base: &'a dyn Fn() -> Option<String>,
}

/// Decides what to do with a generated file.
pub fn generated(
    path: &str,
    text: &str,
    last: Option<LastGenerated>,
    found: DiskEntry,
    options: PlanOptions,
) -> Step {
    let disk = match found {
        DiskEntry::Missing if last.is_some() && !options.restore => return Step::Deleted,
        DiskEntry::Missing => return Step::Create { wanted: text.to_owned() },
        DiskEntry::Link(link) => return Step::Foreign(Foreign::Link(link)),
        DiskEntry::Other => return Step::Foreign(Foreign::NotAFile),
        DiskEntry::File(bytes) => bytes,
    };
    if is(&disk, text) {
        return Step::Keep;
    }
    match last {
        None if options.customized.contains(path) => Step::Edited { disk },
        None => Step::Foreign(Foreign::File(disk)),
        Some(last) => differing(path, text, &last, disk, options.resolve),
    }
}

/// Decides what to do with a generated file that isn't up to date.
fn differing(path: &str, text: &str, last: &LastGenerated, disk: Vec<u8>, resolve: Resolve) -> Step {
    if let Some(wanted) = unchanged(&disk, last).map(|disk| endings::like(disk, text)) {
        return Step::Update { disk, wanted };
    }
    if digest(text.as_bytes()) == last.digest {
        return Step::Edited { disk };
    }
    match merged(path, text, last, &disk, resolve) {
        Ok(merge) => {
            let keeps_original = merge.has_doubles && resolve == Resolve::Theirs;
            Step::Merge { disk, wanted: merge.text, keeps_original }
        }
        Err(Unresolved::Unmergeable(reason)) => not_merged(text, last, reason, disk, resolve),
        Err(reason) => Step::Conflict { disk, reason },
    }
}

/// Decides what to do with a file that can't be merged line by line, according to `resolve`.
fn not_merged(
    text: &str,
    last: &LastGenerated,
    reason: Unmergeable,
    disk: Vec<u8>,
    resolve: Resolve,
) -> Step {
    use Unmergeable::{Markers, Meaning, NoBase, NotText};
    let lines = || String::from_utf8_lossy(&disk);
    match (resolve, reason) {
        (Resolve::Theirs, reason) => {
            let wanted = endings::like(&lines(), text);
            Step::Overwrite { disk, wanted, reason }
        }
        (Resolve::Ours, NoBase | NotText) => Step::Edited { disk },
        (Resolve::Ours, Meaning(why)) => Step::Conflict { disk, reason: Unresolved::OursUnmergeable(why) },
        (Resolve::Markers, NoBase | Meaning(_)) => {
            let base = (last.base)().unwrap_or_default();
            let wanted = merge::with_markers_around_all(&base, &lines(), text);
            Step::Merge { disk, wanted, keeps_original: false }
        }
        (Resolve::Stop, reason)
        | (Resolve::Ours, reason @ Markers(_))
        | (Resolve::Markers, reason @ (Markers(_) | NotText)) => {
            Step::Conflict { disk, reason: Unresolved::Unmergeable(reason) }
        }
    }
}

/// Decides what to do with a file that is no longer generated.
pub fn orphaned(last: &LastGenerated, found: DiskEntry, is_in_use: bool) -> Option<Step> {
    match found {
        DiskEntry::Missing => None,
        // Not a file that poolsmith wrote.
        DiskEntry::Link(_) | DiskEntry::Other => None,
        DiskEntry::File(disk) if unchanged(&disk, last).is_some() && !is_in_use => {
            Some(Step::Remove { disk })
        }
        DiskEntry::File(disk) => Some(Step::Orphan { disk }),
    }
}

/// The text of a file that wasn't edited since it was generated, except for line endings.
fn unchanged<'a>(disk: &'a [u8], last: &LastGenerated) -> Option<&'a str> {
    let is_same = digest_ignoring_line_endings(disk).as_deref() == Some(last.digest);
    std::str::from_utf8(disk).ok().filter(|_| is_same)
}

fn is(bytes: &[u8], text: &str) -> bool {
    bytes == text.as_bytes()
        || std::str::from_utf8(bytes).is_ok_and(|disk| disk.contains("\r\n") && endings::normal(disk) == text)
}

fn merged(
    path: &str,
    text: &str,
    last: &LastGenerated,
    disk: &[u8],
    resolve: Resolve,
) -> Result<Merge, Unresolved> {
    let merge = mergeable(path, text, last, disk, resolve).map_err(Unresolved::Unmergeable)?;
    match resolve {
        Resolve::Stop if !merge.conflicts.is_empty() => Err(Unresolved::Hunks(merge.conflicts)),
        Resolve::Stop | Resolve::Markers | Resolve::Ours | Resolve::Theirs => Ok(merge),
    }
}

fn mergeable(
    path: &str,
    text: &str,
    last: &LastGenerated,
    disk: &[u8],
    resolve: Resolve,
) -> Result<Merge, Unmergeable> {
    let disk = std::str::from_utf8(disk).map_err(|_| Unmergeable::NotText)?;
    if let Some(line) = merge::has_markers(disk) {
        return Err(Unmergeable::Markers(line));
    }
    let base = (last.base)().ok_or(Unmergeable::NoBase)?;
    merge::merge(Language::of(path), &base, disk, text, resolve).map_err(Unmergeable::Meaning)
}
