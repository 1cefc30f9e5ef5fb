//! Decides what to do with a file, based on the texts that it was generated as, the new text, and the file on the disk.

use std::collections::BTreeSet;
use std::path::Path;

use crate::disk::DiskEntry;
use crate::merge::{self, Language, Merge, Resolve, endings};
use crate::workspace::record::KnownTexts;
use crate::workspace::repair::{self, Unmerged};
use crate::workspace::step::{Foreign, Step, Unmergeable, Unresolved};

/// The user's options.
#[derive(Clone, Copy, Debug)]
pub struct PlanOptions<'a> {
    /// How to resolve conflicts.
    pub resolve: Resolve,
    /// Whether to restore files that were deleted by hand.
    pub restore: bool,
    /// Whether to ask Git even about files that are up to date: one of two branches may have deleted them.
    pub asks_git: bool,
    /// The generated files that are allowed to differ, for which nothing is reported.
    pub customized: &'a BTreeSet<String>,
    /// The workspace, for paths in messages.
    pub root: &'a Path,
}

/// What is known of a file's past.
pub struct History<'a> {
    /// What it was generated as.
    pub known: &'a dyn Fn() -> Option<KnownTexts>,
    /// Whether two branches were merged in Git since the last generation.
    pub has_branches: bool,
    /// Whether a sparse checkout leaves the file out.
    pub is_left_out: &'a dyn Fn() -> bool,
    /// Both versions of the file, if Git could not merge them.
    pub unmerged: &'a dyn Fn() -> Option<Unmerged>,
}

/// Decides what to do with a generated file.
pub fn generated(path: &str, text: &str, history: &History, found: DiskEntry, options: PlanOptions) -> Step {
    let disk = match found {
        DiskEntry::Missing => {
            if let Some(step) = not_created(text, history, options) {
                return step;
            }
            return Step::Create { wanted: text.to_owned() };
        }
        DiskEntry::Link(link) => return Step::Foreign(Foreign::Link(link)),
        DiskEntry::Other => return Step::Foreign(Foreign::NotAFile),
        DiskEntry::File(bytes) => bytes,
    };
    let is_current = is(&disk, text);
    if (history.has_branches || options.asks_git || !is_current) && is_deleted_in_a_branch(&disk, history) {
        return Step::Remove { disk };
    }
    if is_current {
        return Step::Keep;
    }
    let is_customized = options.customized.contains(path);
    match (history.known)() {
        None if is_customized => Step::Edited { disk },
        None => Step::Foreign(Foreign::File(disk)),
        Some(known) => match repair::repaired(path, text, &known, history.unmerged, &disk) {
            Some(merge) if merge.conflicts.is_empty() => {
                Step::Merge { disk, wanted: merge.text, keeps_original: false }
            }
            Some(merge) if options.resolve != Resolve::Theirs => Step::Mark { disk, wanted: merge.text },
            _ => differing(path, text, &known, disk, is_customized, options.resolve),
        },
    }
}

/// What to do with a missing file that was generated before, if it is not created again.
fn not_created(text: &str, history: &History, options: PlanOptions) -> Option<Step> {
    let known = (history.known)()?;
    if (history.is_left_out)() {
        let is_stale = known.texts.first().is_none_or(|current| current != text);
        return Some(Step::NotCheckedOut { is_stale });
    }
    (known.is_deleted && !options.restore).then_some(Step::Deleted)
}

/// Whether one of two branches deleted a file by hand, and the other didn't edit it. Of a file that one of them no longer
/// generates, Git says the same.
fn is_deleted_in_a_branch(disk: &[u8], history: &History) -> bool {
    (history.unmerged)() == Some(Unmerged::Deleted)
        && (history.known)().is_some_and(|known| known.is_deleted && unchanged(disk, &known).is_some())
}

/// Decides what to do with a generated file that isn't up to date.
fn differing(
    path: &str,
    text: &str,
    known: &KnownTexts,
    disk: Vec<u8>,
    is_customized: bool,
    resolve: Resolve,
) -> Step {
    if let Some((index, unchanged)) = unchanged(&disk, known) {
        // Somebody put an earlier text back, or removed exactly what the last generation added.
        let is_put_back = index >= known.current;
        return match is_put_back && is_customized {
            true => Step::Edited { disk },
            false => Step::Update { wanted: endings::like(unchanged, text), disk },
        };
    }
    let base = known.nearest(&disk);
    if base == Some(text) {
        return match std::str::from_utf8(&disk).ok().and_then(merge::has_markers) {
            Some(line) => {
                Step::Conflict { disk, reason: Unresolved::Unmergeable(Unmergeable::Markers(line)) }
            }
            None => Step::Edited { disk },
        };
    }
    match merged(path, text, base, &disk, resolve) {
        Ok(merge) if merge.conflicts.is_empty() && merge.text.as_bytes() == disk => Step::Edited { disk },
        Ok(merge) => {
            let keeps_original = merge.has_doubles && resolve == Resolve::Theirs;
            Step::Merge { disk, wanted: merge.text, keeps_original }
        }
        Err(Unresolved::Unmergeable(reason)) => not_merged(text, base, reason, disk, resolve),
        Err(reason) => Step::Conflict { disk, reason },
    }
}

/// Decides what to do with a file that can't be merged line by line, according to `resolve`.
fn not_merged(text: &str, base: Option<&str>, reason: Unmergeable, disk: Vec<u8>, resolve: Resolve) -> Step {
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
            let wanted = merge::with_markers_around_all(base.unwrap_or_default(), &lines(), text);
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
pub fn orphaned(
    known: &KnownTexts,
    found: DiskEntry,
    is_in_use: bool,
    unmerged: &dyn Fn() -> Option<Unmerged>,
) -> Option<Step> {
    match found {
        DiskEntry::Missing => None,
        // Not a file that poolsmith wrote.
        DiskEntry::Link(_) | DiskEntry::Other => None,
        DiskEntry::File(disk)
            if !is_in_use
                && (unchanged(&disk, known).is_some()
                    || repair::has_unedited_sides(&disk, known, unmerged)) =>
        {
            Some(Step::Remove { disk })
        }
        DiskEntry::File(disk) => Some(Step::Orphan { disk }),
    }
}

/// The text of a file that wasn't edited since it was generated, except for line endings, and which of the texts it is.
fn unchanged<'a>(disk: &'a [u8], known: &KnownTexts) -> Option<(usize, &'a str)> {
    let text = std::str::from_utf8(disk).ok()?;
    let normal = endings::normal(text);
    Some((known.texts.iter().position(|known| *known == normal)?, text))
}

fn is(bytes: &[u8], text: &str) -> bool {
    bytes == text.as_bytes()
        || std::str::from_utf8(bytes).is_ok_and(|disk| disk.contains("\r\n") && endings::normal(disk) == text)
}

fn merged(
    path: &str,
    text: &str,
    base: Option<&str>,
    disk: &[u8],
    resolve: Resolve,
) -> Result<Merge, Unresolved> {
    let merge = mergeable(path, text, base, disk, resolve).map_err(Unresolved::Unmergeable)?;
    match resolve {
        Resolve::Stop if !merge.conflicts.is_empty() => Err(Unresolved::Hunks(merge.conflicts)),
        Resolve::Stop | Resolve::Markers | Resolve::Ours | Resolve::Theirs => Ok(merge),
    }
}

fn mergeable(
    path: &str,
    text: &str,
    base: Option<&str>,
    disk: &[u8],
    resolve: Resolve,
) -> Result<Merge, Unmergeable> {
    let disk = std::str::from_utf8(disk).map_err(|_| Unmergeable::NotText)?;
    if let Some(line) = merge::has_markers(disk) {
        return Err(Unmergeable::Markers(line));
    }
    let base = base.ok_or(Unmergeable::NoBase)?;
    merge::merge(Language::of(path), base, disk, text, resolve).map_err(Unmergeable::Meaning)
}
