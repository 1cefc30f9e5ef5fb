//! Files that a merge in Git could not merge.

use std::borrow::Cow;
use std::collections::BTreeSet;

use crate::merge::{self, Language, Merge, Resolve, endings};
use crate::workspace::record::KnownTexts;

/// The two versions of a file that Git could not merge.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unmerged {
    /// Both branches changed it.
    Both {
        /// The text that they had in common; `None` if both added the file.
        base: Option<String>,
        /// The text in the branch that is checked out.
        ours: String,
        /// The text in the branch that is merged.
        theirs: String,
    },
    /// One branch deleted it.
    Deleted,
}

/// A file in which a merge in Git left conflict markers, merged again: what both sides have that wasn't generated is carried into
/// what is generated now. `None` if the file has no markers, or can't be merged.
pub fn repaired(
    path: &str,
    text: &str,
    known: &KnownTexts,
    unmerged: &dyn Fn() -> Option<Unmerged>,
    disk: &[u8],
) -> Option<Merge> {
    let disk = std::str::from_utf8(disk).ok()?;
    let Sides { base: common, ours, theirs } = sides(disk, unmerged)?;
    let carry = |side: &str| {
        let side = endings::normal(side);
        match known.texts.iter().any(|known| *known == side) {
            true => Some(Merge::clean(text)),
            false => carried(path, text, known.nearest(side.as_bytes())?, &side),
        }
    };
    // What was edited before the branches parted is no edit of either of them.
    let common = common.and_then(|common| carry(&common)).filter(|common| common.conflicts.is_empty());
    let common = common.map_or(Cow::Borrowed(text), |common| Cow::Owned(common.text));
    let (ours, theirs) = (carry(&ours)?, carry(&theirs)?);
    let is_clean = ours.conflicts.is_empty() && theirs.conflicts.is_empty();
    let language = if is_clean { Language::of(path) } else { Language::Text };
    let merge = merge::merge_branches(language, &common, &ours.text, &theirs.text).ok()?;
    if !is_clean && !merge.conflicts.is_empty() {
        return None; // conflict markers would be between conflict markers
    }
    let conflicts = [ours.conflicts, theirs.conflicts, merge.conflicts].concat();
    Some(Merge { text: endings::like(disk, &merge.text), conflicts, ..merge })
}

/// Both sides of a file in which a merge in Git left conflict markers: as Git knows them, or else as the markers show them.
fn sides(disk: &str, unmerged: &dyn Fn() -> Option<Unmerged>) -> Option<Sides> {
    let rebuilt = merge::sides_in_git(&endings::normal(disk))?;
    Some(match unmerged() {
        Some(Unmerged::Both { base, ours, theirs }) if has_lines_of(&rebuilt, [&ours, &theirs]) => {
            Sides { base, ours, theirs }
        }
        Some(Unmerged::Both { .. } | Unmerged::Deleted) | None => {
            Sides { base: None, ours: rebuilt.0, theirs: rebuilt.1 }
        }
    })
}

/// The sides of a merge.
struct Sides {
    /// What they had in common, if it is known.
    base: Option<String>,
    ours: String,
    theirs: String,
}

/// Whether each line of the sides that were rebuilt is in one of those that Git knows. If not, the user has begun to resolve the
/// conflict by hand.
fn has_lines_of(rebuilt: &(String, String), in_git: [&str; 2]) -> bool {
    let known: BTreeSet<&str> = in_git.into_iter().flat_map(str::lines).collect();
    rebuilt.0.lines().chain(rebuilt.1.lines()).all(|line| known.contains(line))
}

/// An edited text with the changes from its base to `text`, and both versions of the lines that both changed.
fn carried(path: &str, text: &str, base: &str, edited: &str) -> Option<Merge> {
    let merged = |resolve| merge::merge(Language::of(path), base, edited, text, resolve);
    let clean = merged(Resolve::Stop).ok().filter(|merge| merge.conflicts.is_empty());
    clean.or_else(|| merged(Resolve::Markers).ok())
}

/// Whether neither side of a file with conflict markers of Git was edited.
pub fn has_unedited_sides(disk: &[u8], known: &KnownTexts, unmerged: &dyn Fn() -> Option<Unmerged>) -> bool {
    let is_known = |side: &String| known.texts.contains(&endings::normal(side).into_owned());
    let sides = std::str::from_utf8(disk).ok().and_then(|disk| sides(disk, unmerged));
    sides.is_some_and(|sides| is_known(&sides.ours) && is_known(&sides.theirs))
}
