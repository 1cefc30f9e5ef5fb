//! Compares the files of a workspace with the disk.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::LazyLock;

use crate::disk::{Directory, DiskEntry, Reach};
use crate::git;
use crate::inputs::layout::directory_of;
use crate::lint::Findings;
use crate::merge::{Resolve, endings};
use crate::model::ForceNew;
use crate::project::failure::unreadable;
use crate::project::own_files::own_files_in_modules;
use crate::project::record::record_of;
use crate::project::{Failure, Rendered, Request};
use crate::release;
use crate::render::FileSet;
use crate::source::{Code, Diagnostic, Log, Severity};
use crate::workspace::{
    self, DeclaringWorkspace, OnDisk, OtherRun, Plan, PlanOptions, Record, Rename, Renames, Step, Unmerged,
};

/// Options for a plan.
#[derive(Clone, Copy, Debug, Default)]
pub struct Options {
    /// How to resolve conflicts.
    pub resolve: Resolve,
    /// Whether to restore generated files that were deleted by hand.
    pub restore: bool,
    /// Whether to ask Git even about files that are up to date: one of two branches may have deleted them.
    pub asks_git: bool,
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
    /// What was generated before.
    pub(super) record: Record,
    /// The environments that have a new key.
    pub(super) renames: Renames,
    /// The attributes of each environment that can't be changed without a replacement.
    pub(super) force_new: BTreeMap<String, ForceNew>,
    pub(super) customized: BTreeSet<String>,
    /// What is legal in the inputs, but dangerous or useless.
    pub findings: Findings,
    /// If only some environments are generated: the files of modules that don't have what these environments need.
    pub stale_modules: Vec<String>,
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
        let Self {
            request,
            files,
            mut log,
            force_new,
            renamed,
            customized,
            references,
            mut findings,
            templates,
        } = self;
        let mut record = match record_of(directory, &request, &files, &templates, &mut log) {
            Ok(record) => record,
            Err(diagnostic) => return Err(log.with([diagnostic]).into()),
        };
        let root = request.root.clone();
        let left_out = LazyLock::new(|| git::not_checked_out(&root));
        let is_left_out = |path: &str| left_out.contains(path);
        let is_wanted = |environment: &str| request.includes_environment(environment);
        let renames = match Renames::of(&renamed, &files, &record, directory, &is_wanted, &is_left_out) {
            Ok(renames) => renames,
            Err(diagnostic) => return Err(log.with([diagnostic]).into()),
        };
        record.rename_environments(&renames);
        let reach = Reach::of(&request.root, &request.allow_read).ok();
        let own = request.own_files.iter().map(|file| (file.path.as_str(), file.text.as_str())).collect();
        let declaring = DeclaringWorkspace {
            generated: &files,
            own,
            directory,
            renames: &renames,
            reach: reach.as_ref(),
        };
        log.diagnostics.extend(workspace::undeclared(&references, &declaring, is_wanted));
        let (files, others): (FileSet, FileSet) =
            files.into_iter().partition(|(path, _)| request.covers(path));
        let stale_modules = stale_files_of_modules(&others, directory);
        let is_covered = |path: &str| request.covers(path);
        let force_new = after_part(&request, force_new, record.environments());
        let plan_options = PlanOptions {
            resolve: options.resolve,
            restore: options.restore,
            asks_git: options.asks_git,
            customized: &customized,
            root: &request.root,
        };
        let unmerged = LazyLock::new(|| unmerged_in_git(&root));
        let disk = OnDisk {
            directory,
            renames: &renames,
            is_left_out: &is_left_out,
            unmerged: &|path| unmerged.get(path).cloned(),
        };
        let mut plan = workspace::plan(&files, &record, is_covered, &disk, plan_options, &mut log.sources);
        if !record.is_empty() && !options.allow_replacement {
            plan.diagnostics.extend(workspace::replaced(&record.environments(), &force_new));
        }
        log.diagnostics.extend(upgraded(&record, &plan));
        log.diagnostics.extend(renames.diagnostics(&plan, directory));
        findings.extend_with_own_files(&own_files_in_modules(&plan, directory, &request.root));
        let findings = findings.into_findings();
        Ok(Planned {
            request,
            files,
            plan,
            log,
            other_run: None,
            record,
            renames,
            force_new,
            customized,
            findings,
            stale_modules,
        })
    }
}

impl Planned {
    /// The differences between the workspace and its inputs, except those that the inputs allow.
    pub fn differences(&self) -> Vec<Diagnostic> {
        let files = workspace::differences(&self.plan, &self.customized, &self.request.root);
        self.renames.to_move().map(not_renamed).chain(files).collect()
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
        self.log.with(self.plan.diagnostics).with(self.plan.conflicts).with(findings)
    }
}

/// If an older version of poolsmith generated the workspace and files change: what has changed in generated files since.
fn upgraded(record: &Record, plan: &Plan) -> Option<Diagnostic> {
    let before = record.written_by().filter(|version| *version < release::own())?;
    let is_changed = |step: &Step| !matches!(step, Step::Keep | Step::Edited { .. } | Step::Deleted);
    plan.steps.values().any(is_changed).then(|| {
        let message =
            format!("poolsmith {before} generated this workspace, and this is poolsmith {}", release::OWN);
        let changes = release::changes_since(before);
        changes.into_iter().fold(Diagnostic::new(Code::Upgraded, message), Diagnostic::help)
    })
}

/// The directory of a renamed environment still has its previous name.
fn not_renamed(rename: &Rename) -> Diagnostic {
    let [from, to] = [&rename.from, &rename.to].map(|key| directory_of(key));
    Diagnostic::new(Code::OutOfDate, format!("{from} is not renamed to {to} yet"))
        .help("run `poolsmith generate`")
}

/// The attributes of the environments after the requested ones were generated.
fn after_part(
    request: &Request,
    now: BTreeMap<String, ForceNew>,
    before: BTreeMap<String, ForceNew>,
) -> BTreeMap<String, ForceNew> {
    if request.environments.is_empty() {
        return now;
    }
    let of_part = now.into_iter().filter(|(name, _)| request.includes_environment(name));
    before.into_iter().chain(of_part).collect()
}

/// Both versions of the files that Git could not merge, by path.
fn unmerged_in_git(root: &Path) -> BTreeMap<String, Unmerged> {
    let versions = |sides: git::Sides| {
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).ok();
        match (sides.ours, sides.theirs) {
            (Some(ours), Some(theirs)) => Some(Unmerged::Both {
                base: sides.base.and_then(text),
                ours: text(ours)?,
                theirs: text(theirs)?,
            }),
            (None, _) | (_, None) => sides.base.is_some().then_some(Unmerged::Deleted),
        }
    };
    git::unmerged(root).into_iter().filter_map(|(path, sides)| Some((path, versions(sides)?))).collect()
}

/// The files of modules that differ from what is generated.
fn stale_files_of_modules(rendered: &FileSet, directory: Option<&Directory>) -> Vec<String> {
    let is_current = |path: &str, text: &str| {
        let entry = directory.map(|directory| directory.entry(path, text.len() as u64 * 2));
        matches!(entry, Some(Ok(DiskEntry::File(bytes))) if std::str::from_utf8(&bytes).is_ok_and(|found| endings::normal(found) == *text))
    };
    let of_modules =
        rendered.iter().filter(|(path, _)| path.starts_with("modules/") && path.ends_with(".tf"));
    of_modules.filter(|(path, text)| !is_current(path, text)).map(|(path, _)| path.clone()).collect()
}
