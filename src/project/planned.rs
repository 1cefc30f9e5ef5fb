//! The files of a workspace compared with the disk.

use std::collections::BTreeSet;

use crate::disk::Directory;
use crate::merge::Resolve;
use crate::project::failure::unreadable;
use crate::project::record::last_generation;
use crate::project::{Failure, Rendered, Request};
use crate::render::FileSet;
use crate::source::{Diagnostic, Log};
use crate::workspace::{self, Lock, OnDisk, OtherRun, Plan, Rules};

/// How a workspace is planned.
#[derive(Clone, Copy, Debug, Default)]
pub struct Options {
    /// What becomes of hunks that a person and poolsmith have both changed.
    pub resolve: Resolve,
    /// Whether generated files that were deleted by hand are brought back.
    pub restore: bool,
    /// Whether Terraform may replace an identity pool or a role. Otherwise that is an error.
    pub allow_replacement: bool,
}

/// What is to be done with each file.
pub struct Planned {
    pub(super) request: Request,
    /// The files, rendered; only those that are asked for.
    pub files: FileSet,
    /// What is to be done with each, and with those that were generated before.
    pub plan: Plan,
    /// What was found before the files were compared: warnings.
    pub log: Log,
    /// Another poolsmith that was at work in the workspace before it was read, or was killed there.
    pub other_run: Option<OtherRun>,
    /// What was generated before.
    pub(super) before: Option<Lock>,
    /// The lock of the files.
    pub(super) lock: Lock,
    pub(super) customized: BTreeSet<String>,
}

impl Rendered {
    /// Compares the files with the disk. Only reads.
    ///
    /// # Errors
    /// A workspace or a lock that can't be read.
    pub fn plan(self, options: &Options) -> Result<Planned, Failure> {
        let directory = match Directory::open_if_exists(&self.request.root) {
            Ok(directory) => directory,
            Err(error) => return Err(self.log.with([unreadable(&self.request.root, &error)]).into()),
        };
        let other_run = directory.as_ref().and_then(workspace::other_run);
        let planned = self.plan_in(directory.as_ref(), options)?;
        Ok(Planned { other_run, ..planned })
    }

    pub(super) fn plan_in(
        self,
        directory: Option<&Directory>,
        options: &Options,
    ) -> Result<Planned, Failure> {
        let Self { request, mut files, mut log, mut lock, customized, templates } = self;
        let before = match last_generation(directory, &request, &templates, &mut log) {
            Ok(before) => before,
            Err(diagnostic) => return Err(log.with([diagnostic]).into()),
        };
        let mut compared = before.clone();
        if !request.environments.is_empty() {
            files.retain(|path, _| request.covers(path));
            lock = lock_of_part(&request, &lock, before.as_ref());
            if let Some(before) = &mut compared {
                before.files.retain(|path, _| request.covers(path));
            }
        }
        let rules = Rules {
            resolve: options.resolve,
            restore: options.restore,
            customized: &customized,
            root: &request.root,
        };
        let disk = OnDisk { directory };
        let mut plan = workspace::plan(&files, compared.as_ref(), &disk, rules, &mut log.sources);
        if let Some(before) = before.as_ref().filter(|_| !options.allow_replacement) {
            plan.diagnostics.extend(workspace::replaced(&before.environments, &lock.environments));
        }
        Ok(Planned { request, files, plan, log, other_run: None, before, lock, customized })
    }
}

impl Planned {
    /// How the workspace differs from its inputs, but for what these allow.
    pub fn findings(&self) -> Vec<Diagnostic> {
        workspace::findings(&self.plan, &self.customized, &self.request.root)
    }

    /// The differences that the inputs allow.
    pub fn accepted(&self) -> Vec<Diagnostic> {
        workspace::accepted(&self.plan, &self.customized, &self.request.root)
    }

    /// Whether an error keeps the plan from being carried out.
    pub fn is_blocked(&self) -> bool {
        self.plan.diagnostics.iter().any(|diagnostic| diagnostic.code.is_error())
    }

    /// Everything that was found.
    pub fn into_log(self) -> Log {
        self.log.with(self.plan.diagnostics)
    }
}

/// The lock of before, and what is new in the part that is asked for.
fn lock_of_part(request: &Request, now: &Lock, before: Option<&Lock>) -> Lock {
    let mut lock = before.cloned().unwrap_or_else(|| now.without_files());
    lock.files.retain(|path, _| !request.covers(path));
    let of_part = now.files.iter().filter(|(path, _)| request.covers(path));
    lock.files.extend(of_part.map(|(path, digest)| (path.clone(), digest.clone())));
    for name in &request.environments {
        if let Some(force_new) = now.environments.get(name) {
            lock.environments.insert(name.clone(), force_new.clone());
        }
    }
    lock
}
