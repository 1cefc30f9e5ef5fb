//! The copy of a workspace in which Terraform runs, so that nothing in the workspace changes.

use std::io;
use std::path::{Path, PathBuf};
use std::process;

use tempfile::TempDir;

use crate::disk;
use crate::verify::{Target, TargetKind, running};

/// The exit code of a program that was interrupted.
const INTERRUPTED: i32 = 130;

/// What is not copied: what Terraform writes, and version control.
const LEFT_OUT: [&str; 3] = [".terraform", ".git", ".poolsmith"];

/// A copy of a workspace, which is removed when it is dropped.
pub struct Copy {
    directory: TempDir,
    /// What was not copied: links out of the workspace, links to directories, and what is neither a file nor a directory.
    pub left_out: Vec<PathBuf>,
}

impl Copy {
    /// Copies a workspace, with the states of local backends if a plan needs them. A link to a file of the workspace becomes
    /// a copy of the file.
    ///
    /// # Errors
    /// A file can't be read or written.
    pub fn of(workspace: &Path, has_states: bool) -> io::Result<Self> {
        let directory = tempfile::Builder::new().prefix("poolsmith-verify-").tempdir()?;
        let is_copied = |name: &str| !LEFT_OUT.contains(&name) && (has_states || !is_state(name));
        let left_out = disk::copy_tree(workspace, &directory.path().join("workspace"), &is_copied)?;
        disk::create_directory(&directory.path().join("plugins"))?;
        Ok(Self { directory, left_out })
    }

    /// The directory of a target.
    pub fn path_of(&self, target: &Target) -> PathBuf {
        self.directory.path().join("workspace").join(&target.path)
    }

    /// The paths of the directories in `modules` that have Terraform files.
    pub fn modules(&self) -> Vec<String> {
        let modules = self.directory.path().join("workspace/modules");
        let names = disk::directories_with(&modules, &|file| file.ends_with(".tf"));
        names.into_iter().map(|name| format!("modules/{name}")).collect()
    }

    /// The directory for plugins, which all targets share.
    pub fn plugins(&self) -> PathBuf {
        self.directory.path().join("plugins")
    }

    /// Ends what runs and removes the copy when the user interrupts the program, and exits.
    ///
    /// # Errors
    /// The operating system doesn't let the program handle interruptions.
    pub fn remove_when_interrupted(&self) -> io::Result<()> {
        let root = self.directory.path().to_owned();
        let remove = move || {
            running::stop();
            disk::remove_tree(&root);
            process::exit(INTERRUPTED);
        };
        ctrlc::set_handler(remove).map_err(io::Error::other)
    }

    /// Whether an environment has a lock file of its providers, which is then used as it is.
    pub fn has_provider_lock(&self, target: &Target) -> bool {
        target.kind == TargetKind::Environment
            && disk::exists(&self.path_of(target).join(".terraform.lock.hcl"))
    }
}

fn is_state(name: &str) -> bool {
    name.ends_with(".tfstate") || name.contains(".tfstate.") || name.ends_with(".tfplan")
}
