use std::path::Path;

use crate::disk::{self, Found};
use crate::workspace::base;
use crate::workspace::plan::Look;

/// A workspace as it is on the disk.
pub struct OnDisk<'a> {
    /// Its folder.
    pub root: &'a Path,
}

impl Look for OnDisk<'_> {
    fn found(&self, path: &str) -> Found {
        // What can't even be looked at can't be written either.
        disk::look(self.root, path).unwrap_or(Found::Other)
    }

    fn base(&self, path: &str) -> Option<String> {
        match disk::look(self.root, &base::path(path)) {
            Ok(Found::File(bytes)) => String::from_utf8(bytes).ok(),
            _ => None,
        }
    }

    fn left_by_terraform(&self, environment: &str) -> Option<&'static str> {
        let folder = self.root.join("environments").join(environment);
        ["terraform.tfstate", ".terraform"].into_iter().find(|name| disk::exists(&folder.join(name)))
    }
}
