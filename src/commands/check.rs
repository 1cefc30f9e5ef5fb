//! `poolsmith check`: does the workspace match its inputs?

use crate::cli::Check;
use crate::commands::request;
use crate::project::{Failure, Options, Project};
use crate::report::{self, Report, ReportData};
use crate::source::{Code, Diagnostic};
use crate::workspace::OtherRun;

/// Checks that a workspace matches its inputs, without writing anything.
///
/// # Errors
/// The workspace can't be rendered or compared.
pub fn run(arguments: &Check) -> Result<Report, Failure> {
    let planned = Project::load(request::of(&arguments.place)?)?.render()?.plan(&Options::default())?;
    let findings = planned.findings();
    let other_run = planned.other_run.map(not_finished);
    Ok(Report {
        text: report::findings(&findings),
        summary: report::verdict(&findings, planned.files.len()),
        data: ReportData { up_to_date: Some(findings.is_empty()), ..ReportData::default() },
        is_no: other_run.is_some(),
        accepted: planned.accepted(),
        findings,
        log: planned.log.with(other_run),
        ..Report::default()
    })
}

fn not_finished(other: OtherRun) -> Diagnostic {
    match other {
        OtherRun::AtWork => {
            Diagnostic::new(Code::AtWork, "another poolsmith process is writing this workspace")
                .help("files that it has not written yet count as different: check again when it is done")
        }
        OtherRun::Unfinished => {
            Diagnostic::new(Code::Unfinished, "poolsmith was killed while it was writing this workspace")
                .help("run `poolsmith generate` to complete or undo the changes")
        }
    }
}
