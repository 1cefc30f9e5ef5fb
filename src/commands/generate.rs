//! `poolsmith generate`: writes the workspace, or nothing.

use crate::cli::{self, Generate};
use crate::commands::request;
use crate::merge::Resolve;
use crate::project::{Failure, Notify, Options, Planned, Project, Request};
use crate::report::{self, Report, ReportData};

/// Generates or updates a workspace. If anything is wrong, nothing is written.
///
/// # Errors
/// The workspace can't be rendered, compared or written.
pub fn run(arguments: &Generate, notify: &Notify) -> Result<Report, Failure> {
    let request = request::of(&arguments.place)?;
    let options = Options {
        resolve: resolve(arguments.conflict),
        restore: arguments.restore,
        allow_replacement: arguments.allow_replace,
    };
    if arguments.dry_run {
        let planned = Project::load(request)?.render()?.plan(&options)?;
        return Ok(report(planned, true));
    }
    write(request, &options, notify)
}

/// Loads, renders, plans and writes a workspace.
///
/// # Errors
/// The workspace can't be rendered, compared or written.
pub fn write(request: Request, options: &Options, notify: &Notify) -> Result<Report, Failure> {
    let writable = Project::load(request)?.render()?.lock(notify)?.plan(options)?;
    let planned = if writable.planned.is_blocked() { writable.planned } else { writable.commit()? };
    Ok(report(planned, false))
}

fn resolve(conflict: cli::Conflict) -> Resolve {
    match conflict {
        cli::Conflict::Stop => Resolve::Stop,
        cli::Conflict::Markers => Resolve::Markers,
        cli::Conflict::Ours => Resolve::Ours,
        cli::Conflict::Theirs => Resolve::Theirs,
    }
}

fn report(planned: Planned, is_dry_run: bool) -> Report {
    let summary = if planned.is_blocked() { String::new() } else { report::plan(&planned.plan, is_dry_run) };
    Report {
        summary,
        data: ReportData {
            files: Some(report::files(&planned.plan, &planned.files)),
            ..ReportData::default()
        },
        log: planned.into_log(),
        ..Report::default()
    }
}
