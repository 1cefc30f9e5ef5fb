//! `poolsmith diff`: what would `generate` change?

use crate::cli::Diff;
use crate::commands::request;
use crate::project::{Failure, Options, Project};
use crate::report::{self, Report, ReportData};
use crate::workspace::Step;

/// Shows the changes that `generate` would make, without writing anything.
///
/// # Errors
/// The workspace can't be rendered or compared.
pub fn run(arguments: &Diff) -> Result<Report, Failure> {
    // Showing a replacement is harmless.
    let options = Options { allow_replacement: true, ..Options::default() };
    let planned = Project::load(request::of(&arguments.place)?)?.render()?.plan(&options)?;
    let is_shown = |step: &Step| step.is_change() || (arguments.all && step.is_by_hand());
    let is_no = planned.plan.steps.values().any(is_shown);
    Ok(Report {
        text: report::diffs(&planned.plan, &planned.files, arguments.all),
        data: ReportData {
            files: Some(report::files(&planned.plan, &planned.files)),
            ..ReportData::default()
        },
        is_no,
        log: planned.into_log(),
        ..Report::default()
    })
}
