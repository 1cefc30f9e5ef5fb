//! `poolsmith generate`: writes the workspace, or nothing.

use std::path::Path;

use crate::cli::{self, Generate};
use crate::commands::request;
use crate::disk::{self, Directory, ReadText};
use crate::inputs::schema::schema;
use crate::merge::{Resolve, endings};
use crate::policy::{Kinds, schemas};
use crate::project::{Base, Failure, Notify, Options, OwnFile, Planned, Project, Request, Written};
use crate::report::{self, ComparisonEntry, Report, ReportData, ShownChanges};
use crate::starter::SCHEMA_FILE;
use crate::workspace::Step;

/// Generates or updates a workspace. If anything is wrong, nothing is written.
///
/// # Errors
/// The workspace can't be rendered, compared or written.
pub fn run(arguments: &Generate, notify: &Notify) -> Result<Report, Failure> {
    let request = request::of(&arguments.place)?;
    let options = Options {
        resolve: resolve(arguments.conflict),
        restore: arguments.restore,
        asks_git: true,
        allow_replacement: arguments.allow_replace,
    };
    let project = Project::load(request.clone())?;
    let mut stale = None;
    let planned = match arguments.dry_run {
        true => project.render()?.plan(&options)?,
        false => {
            stale = stale_schema(&request, project.kinds());
            let project = stale.iter().cloned().fold(project, Project::with_own_file);
            let writable = project.render()?.lock(notify)?.plan(&options)?;
            if writable.planned.is_blocked() { writable.planned } else { writable.commit()? }
        }
    };
    let access = access_since_commit(&planned, &request);
    let stale_modules = planned.stale_modules.clone();
    let is_stale = |step: &Step| matches!(step, Step::NotCheckedOut { is_stale: true });
    let not_checked_out = if planned.plan.steps.values().any(is_stale) { NOT_CHECKED_OUT } else { "" };
    let mut report = report(planned, arguments.dry_run, access);
    if report.log.errors() == 0 {
        let left_out = left_out(&stale_modules) + not_checked_out;
        report.is_no = !left_out.is_empty();
        report.summary.push_str(&left_out);
    }
    if let Some(schema) = stale.filter(|_| report.log.errors() == 0) {
        report.summary.push_str(&format!("updated {}, the schema for editors\n", schema.path));
    }
    Ok(report)
}

/// What is said if files that a sparse checkout leaves out are out of date.
const NOT_CHECKED_OUT: &str = "the files that are not checked out are out of date: run `poolsmith generate` in a full checkout before Terraform\n";

/// What a part of the workspace needs from the rest.
fn left_out(stale_modules: &[String]) -> String {
    if stale_modules.is_empty() {
        return String::new();
    }
    let files: String = stale_modules.iter().map(|path| format!("out of date  {path}\n")).collect();
    files
        + "the modules are shared by all environments and were not generated: run `poolsmith generate` without --environment before Terraform\n"
}

/// The schema for editors with the text that it must have, if `new` wrote it and it is not up to date.
fn stale_schema(request: &Request, kinds: &Kinds) -> Option<OwnFile> {
    let directory = Directory::open_if_exists(&request.root).ok()??;
    let path = Path::new(SCHEMA_FILE);
    let ReadText::Text(before) = disk::read_text(&directory, path, MAX_SCHEMA_BYTES).ok()? else {
        return None;
    };
    let text = report::json_text(&schema(schemas(kinds)));
    (endings::normal(&before) != text).then(|| OwnFile {
        path: SCHEMA_FILE.to_owned(),
        replaces: Some(before),
        text,
    })
}

/// The largest schema that is taken for one, in bytes.
const MAX_SCHEMA_BYTES: u64 = 16 * 1024 * 1024;

/// What access the inputs give or take away compared with those of the last commit, if files that decide about access change.
/// `None` where nothing changes, or where there is no such commit.
fn access_since_commit(planned: &Planned, request: &Request) -> Option<(String, Vec<ComparisonEntry>)> {
    let decides = |path: &str| path.starts_with("modules/") || path.ends_with("/main.tf");
    let changes = || planned.plan.steps.iter().filter(|(path, step)| decides(path) && step.is_change());
    let is_new = changes().all(|(_, step)| matches!(step, Step::Create { .. }));
    if planned.is_blocked() || is_new {
        return None;
    }
    let before = Base::Revision(LAST_COMMIT.to_owned()).load(request).ok()??;
    let now = Project::load(request.clone()).ok()?;
    let comparisons = now.compare_access(Some(&before));
    let changes = ShownChanges::of(&comparisons, &now.log.sources);
    (!changes.changes.is_empty()).then(|| {
        let text = format!("\naccess since {LAST_COMMIT}:\n{}", report::changed_access(&changes));
        (text, ComparisonEntry::all(&comparisons))
    })
}

/// The revision that the inputs are compared with.
const LAST_COMMIT: &str = "HEAD";

fn resolve(conflict: cli::Conflict) -> Resolve {
    match conflict {
        cli::Conflict::Stop => Resolve::Stop,
        cli::Conflict::Markers => Resolve::Markers,
        cli::Conflict::Ours => Resolve::Ours,
        cli::Conflict::Theirs => Resolve::Theirs,
    }
}

fn report(planned: Planned, is_dry_run: bool, access: Option<(String, Vec<ComparisonEntry>)>) -> Report {
    let (changed, comparisons) = access.unzip();
    // After a merge in Git, all but the conflicts is written.
    let written = match planned.is_blocked() || is_dry_run {
        true => Written::Nothing,
        false => Written::Rest,
    };
    let summary = match planned.is_blocked() {
        true => String::new(),
        false => report::plan(&planned.plan, is_dry_run) + &changed.unwrap_or_default(),
    };
    Report {
        summary,
        data: ReportData {
            files: Some(report::files(&planned.plan, &planned.files)),
            access: comparisons,
            ..ReportData::default()
        },
        written,
        log: planned.into_log(),
        ..Report::default()
    }
}
