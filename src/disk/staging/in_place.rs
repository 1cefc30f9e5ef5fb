//! Files that are overwritten in place instead of being replaced, after their content was saved beside the new one.

use std::io::{self, Write};
use std::path::Path;

use super::{Staging, TEMPORARY};
use crate::disk::directory::{Access, DiskEntry};
use crate::disk::{Overwritten, is_torn, overwrite};

impl Staging<'_> {
    /// Overwrites a file in the workspace, after its content was saved beside the new one.
    pub(super) fn write_in_place(&self, number: usize, target: &str) -> io::Result<()> {
        let staged = self.file(&number.to_string());
        let DiskEntry::File(before) = self.root.entry(target, u64::MAX)? else {
            return self.root.rename(&staged, target);
        };
        let mut saved = self.root.create_file(self.saved(number), Access::Private)?;
        saved.write_all(&before)?;
        saved.sync_data()?;
        match overwrite(self.root, Path::new(target), &before, &self.read(number)?)? {
            Overwritten::InPlace => self.root.remove_file(staged),
            Overwritten::SeveralNames => self.root.rename(&staged, target),
        }
    }

    /// Completes a file that was being overwritten when a run was killed. Returns whether it was.
    ///
    /// # Errors
    /// Any error of the operating system.
    pub fn complete(&self, number: usize, target: &str) -> io::Result<bool> {
        let DiskEntry::File(before) = self.root.entry(self.saved(number), u64::MAX)? else {
            return Ok(false);
        };
        let DiskEntry::File(found) = self.root.entry(target, u64::MAX)? else { return Ok(false) };
        let after = self.read(number)?;
        if found == before {
            // It was saved, and not overwritten yet.
            self.root.remove_file(self.saved(number))?;
            return Ok(false);
        }
        if !is_torn(&found, &before, &after) {
            return Ok(false);
        }
        overwrite(self.root, Path::new(target), &found, &after)?;
        self.root.remove_file(self.file(&number.to_string()))?;
        Ok(true)
    }

    /// The path of the content that a file had before it is overwritten.
    fn saved(&self, number: usize) -> String {
        self.file(&format!("{TEMPORARY}{number}"))
    }
}

/// Tests write in place with `POOLSMITH_IN_PLACE=on`.
#[cfg(debug_assertions)]
pub(super) fn is_wanted() -> bool {
    static ON: std::sync::LazyLock<bool> = std::sync::LazyLock::new(|| {
        std::env::var_os("POOLSMITH_IN_PLACE").is_some_and(|value| value == "on")
    });
    *ON
}

#[cfg(not(debug_assertions))]
pub(super) fn is_wanted() -> bool {
    false
}
