//! Checks in advance whether changes can be made.

use std::collections::BTreeSet;

use crate::disk::staging::PathError;
use crate::disk::{Directory, Kind, through_link};
use crate::workspace::commit::Change;
use crate::workspace::own::DIRECTORY;
use crate::workspace::paths::parents;

/// Checks that every directory that the changes affect is writable.
///
/// # Errors
/// The first file that can't be written, or that is reached through a link.
pub fn check_access(root: &Directory, changes: &[Change]) -> Result<(), PathError> {
    let mut examined = BTreeSet::new();
    for change in changes {
        let failed = |error| (root.path().join(&change.path), error);
        if root.kind(&change.path).map_err(failed)? == Some(Kind::Link) {
            return Err(failed(through_link(root.path().join(&change.path))));
        }
        // The staging directory is there.
        let staging = if root.exists(DIRECTORY) { DIRECTORY } else { "" };
        for parent in [existing_parent(root, &change.path), staging] {
            if examined.insert(parent) {
                root.check_writable(parent).map_err(failed)?;
            }
        }
    }
    Ok(())
}

fn existing_parent<'a>(root: &Directory, path: &'a str) -> &'a str {
    let mut existing = "";
    for parent in parents(path) {
        if !root.exists(parent) {
            break;
        }
        existing = parent;
    }
    existing
}
