//! Compares the files of a workspace with the disk.

use std::collections::BTreeSet;

use crate::disk::{Directory, Reach};
use crate::lint::Findings;
use crate::merge::Resolve;
use crate::project::failure::unreadable;
use crate::project::own_files::own_files_in_modules;
use crate::project::record::last_generation;
use crate::project::{Failure, Rendered, Request};
use crate::render::FileSet;
use crate::source::{Diagnostic, Log, Severity};
use crate::workspace::{self, DeclaringWorkspace, Lock, OnDisk, OtherRun, Plan, PlanOptions, Step};

/// Options for a plan.
#[derive(Clone, Copy, Debug, Default)]
pub struct Options {
    /// How to resolve conflicts.
    pub resolve: Resolve,
    /// Whether to restore generated files that were deleted by hand.
    pub restore: bool,
    /// Whether Terraform may replace an identity pool or a role, or destroy a role. If not, that is an error.
    pub allow_replacement: bool,
}

/// What to do with each file.
pub struct Planned {
    pub(super) request: Request,
    /// The rendered files of the requested environments.
    pub files: FileSet,
    /// The plan for these files, and for those that were generated before.
    pub plan: Plan,
    /// The diagnostics from earlier stages: warnings, and errors about the user's own files.
    pub log: Log,
    /// Another poolsmith that was running in the workspace before it was read, or was killed there.
    pub other_run: Option<OtherRun>,
    /// The previous lock.
    pub(super) before: Option<Lock>,
    /// The new lock.
    pub(super) lock: Lock,
    pub(super) customized: BTreeSet<String>,
    /// What is legal in the inputs, but dangerous or useless.
    pub findings: Findings,
}

impl Rendered {
    /// Compares the files with the disk, without writing.
    ///
    /// # Errors
    /// If the workspace or its lock can't be read.
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
        let Self { request, mut files, mut log, mut lock, customized, references, mut findings, templates } =
            self;
        let before = match last_generation(directory, &request, &templates, &mut log) {
            Ok(before) => before,
            Err(diagnostic) => return Err(log.with([diagnostic]).into()),
        };
        let reach = Reach::of(&request.root, &request.allow_read).ok();
        let own = request.own_files.iter().map(|file| (file.path.as_str(), file.text.as_str())).collect();
        let declaring = DeclaringWorkspace { generated: &files, own, directory, reach: reach.as_ref() };
        let is_wanted = |environment: &str| request.includes_environment(environment);
        log.diagnostics.extend(workspace::undeclared(&references, &declaring, is_wanted));
        let mut compared = before.clone();
        if !request.environments.is_empty() {
            files.retain(|path, _| request.covers(path));
            lock = lock_of_part(&request, &lock, before.as_ref());
            if let Some(before) = &mut compared {
                before.files.retain(|path, _| request.covers(path));
            }
        }
        let plan_options = PlanOptions {
            resolve: options.resolve,
            restore: options.restore,
            customized: &customized,
            root: &request.root,
        };
        let disk = OnDisk { directory };
        let mut plan = workspace::plan(&files, compared.as_ref(), &disk, plan_options, &mut log.sources);
        let is_recorded = |path: &str| before.as_ref().is_some_and(|before| before.files.contains_key(path));
        lock.files.retain(|path, _| is_recorded(path) || !plan.steps.get(path).is_some_and(Step::is_by_hand));
        if let Some(before) = before.as_ref().filter(|_| !options.allow_replacement) {
            plan.diagnostics.extend(workspace::replaced(&before.environments, &lock.environments));
        }
        findings.extend_with_own_files(&own_files_in_modules(&plan, directory, &request.root));
        let findings = findings.into_findings();
        Ok(Planned { request, files, plan, log, other_run: None, before, lock, customized, findings })
    }
}

impl Planned {
    /// The differences between the workspace and its inputs, except those that the inputs allow.
    pub fn differences(&self) -> Vec<Diagnostic> {
        workspace::differences(&self.plan, &self.customized, &self.request.root)
    }

    /// The differences that the inputs allow.
    pub fn allowed_differences(&self) -> Vec<Diagnostic> {
        workspace::allowed_differences(&self.plan, &self.customized, &self.request.root)
    }

    /// Whether an error prevents the plan from being carried out.
    pub fn is_blocked(&self) -> bool {
        self.log.errors() > 0 || self.plan.diagnostics.iter().any(|diagnostic| diagnostic.code.is_error())
    }

    /// All diagnostics, with the findings in the inputs as warnings.
    pub fn into_log(self) -> Log {
        let findings = self.findings.found.into_iter();
        let findings = findings.map(|finding| finding.with_severity(Severity::Warning));
        self.log.with(self.plan.diagnostics).with(findings)
    }
}

/// The previous lock, updated for the requested environments.
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
