//! The changes of a plan, in the order in which they are made.

use crate::render::FileSet;
use crate::workspace::base;
use crate::workspace::commit::Change;
use crate::workspace::journal::Before;
use crate::workspace::lock::{LOCK_FILE, Lock, digest};
use crate::workspace::plan::Plan;
use crate::workspace::step::{Replacement, Step};

/// The changes: files, then their bases, and the lock last. `is_kept` returns whether a file of that length
/// exists at a path.
///
/// A run may be killed at any change, and its journal lost. The base of a file that isn't in the lock yet
/// is written before the file, so that the next run recognizes the file as generated. Any other base is
/// written after its file, so that until then the previous base is used for merges.
pub fn changes(
    plan: &Plan,
    rendered: &FileSet,
    before: Option<&Lock>,
    lock: &Lock,
    is_kept: impl Fn(&str, usize) -> bool,
) -> Vec<Change> {
    let known = |path: &String| before.and_then(|before| before.files.get(path));
    let is_new = |path: &String| known(path).is_none();
    let base = |(path, text): (&String, &String)| {
        lock.files.get(path)?; // else it is the user's own
        let kept = base::path(path);
        let is_same = known(path) == lock.files.get(path) && is_kept(&kept, text.len());
        (!is_same).then(|| own(kept, Some(text.clone())))
    };
    let (new, others): (Vec<_>, Vec<_>) = rendered.iter().partition(|(path, _)| is_new(path));
    let mut changes: Vec<Change> = new.into_iter().filter_map(base).collect();
    changes.extend(plan.steps.iter().filter_map(|(path, step)| change(path, step)));
    changes.extend(others.into_iter().filter_map(base));
    let forgotten = before.into_iter().flat_map(|before| before.files.keys());
    let forgotten = forgotten.filter(|path| !lock.files.contains_key(*path)).map(|path| base::path(path));
    changes.extend(forgotten.map(|path| own(path, None)));
    let (attributes, text) = base::ATTRIBUTES;
    if !is_kept(attributes, text.len()) {
        changes.push(own(attributes.to_owned(), Some(text.to_owned())));
    }
    if before != Some(lock) {
        changes.push(own(LOCK_FILE.to_owned(), Some(lock.text())));
    }
    changes
}

fn change(path: &str, step: &Step) -> Option<Change> {
    let Replacement { before, after, keeps_original } = step.replacement()?;
    Some(Change {
        path: path.to_owned(),
        before: before.map_or(Before::Missing, |bytes| Before::Digest(digest(bytes))),
        after: after.map(str::to_owned),
        keep_original: keeps_original,
    })
}

fn own(path: String, after: Option<String>) -> Change {
    Change { path, before: Before::Any, after, keep_original: false }
}

impl Lock {
    /// The lock after a plan was carried out. It still lists files that are no longer generated but stay.
    pub fn after(mut self, plan: &Plan, before: Option<&Lock>) -> Self {
        let orphans = plan.steps.iter().filter(|(_, step)| matches!(step, Step::Orphan { .. }));
        for (path, _) in orphans {
            if let Some(digest) = before.and_then(|before| before.files.get(path)) {
                self.files.insert(path.clone(), digest.clone());
            }
        }
        self
    }
}
