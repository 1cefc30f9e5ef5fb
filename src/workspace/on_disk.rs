//! A workspace on the disk, as a plan sees it.

use crate::disk::{Directory, DiskEntry};
use crate::inputs::layout::directory_of;
use crate::workspace::MAX_FILE_BYTES;
use crate::workspace::plan::DiskView;
use crate::workspace::renames::Renames;
use crate::workspace::repair::Unmerged;

/// A workspace on the disk.
pub struct OnDisk<'a> {
    /// Its directory, if it exists.
    pub directory: Option<&'a Directory>,
    /// The environments that have a new key.
    pub renames: &'a Renames,
    /// Whether a sparse checkout leaves a file out.
    pub is_left_out: &'a (dyn Fn(&str) -> bool + Sync),
    /// Both versions of the files that Git could not merge, by path.
    pub unmerged: &'a (dyn Fn(&str) -> Option<Unmerged> + Sync),
}

impl DiskView for OnDisk<'_> {
    fn found(&self, path: &str) -> DiskEntry {
        let (Some(directory), Some(path)) = (self.directory, self.renames.on_disk(path)) else {
            return DiskEntry::Missing;
        };
        // An entry that can't be inspected can't be replaced either.
        directory.entry(&*path, MAX_FILE_BYTES).unwrap_or(DiskEntry::Other)
    }

    fn is_left_out(&self, path: &str) -> bool {
        self.renames.on_disk(path).is_some_and(|path| (self.is_left_out)(&path))
    }

    fn unmerged(&self, path: &str) -> Option<Unmerged> {
        (self.unmerged)(&self.renames.on_disk(path)?)
    }

    fn left_by_terraform(&self, environment: &str) -> Option<&'static str> {
        let environment = directory_of(environment);
        let exists = |name: &&str| {
            self.directory.is_some_and(|directory| directory.exists(format!("{environment}/{name}")))
        };
        ["terraform.tfstate", ".terraform"].into_iter().find(exists)
    }
}
