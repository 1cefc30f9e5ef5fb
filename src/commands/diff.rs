//! `poolsmith diff`: what would `generate` change?

use crate::access::Gain;
use crate::cli::{Diff, Format};
use crate::commands::request;
use crate::project::{Base, Failure, Options, Project};
use crate::report::{self, ComparisonEntry, Report, ReportData, ShownChanges, TextStyle};
use crate::workspace::Step;

/// Shows the changes that `generate` would make, without writing anything.
///
/// # Errors
/// The workspace can't be rendered or compared.
pub fn run(arguments: &Diff, format: Format) -> Result<Report, Failure> {
    if let Some(base) = request::base(&arguments.base) {
        return access(arguments, &base, format);
    }
    // Showing a replacement is harmless.
    let options = Options { allow_replacement: true, ..Options::default() };
    let planned = Project::load(request::of(&arguments.place)?)?.render()?.plan(&options)?;
    let is_shown = |step: &Step| step.is_change() || (arguments.all && step.is_by_hand());
    let is_no = planned.plan.steps.values().any(is_shown);
    Ok(Report {
        text: report::diffs(&planned.plan, &planned.files, arguments.all),
        text_style: TextStyle::Patch,
        data: ReportData {
            files: Some(report::files(&planned.plan, &planned.files)),
            ..ReportData::default()
        },
        is_no,
        log: planned.into_log(),
        ..Report::default()
    })
}

/// Shows what access the inputs give or take away, compared with another version of them.
fn access(arguments: &Diff, base: &Base, format: Format) -> Result<Report, Failure> {
    let request = request::of(&arguments.place)?;
    let old = base.load(&request)?;
    let new = Project::load(request)?;
    let comparisons = new.compare_access(old.as_ref());
    let changes = ShownChanges::of(&comparisons, &new.log.sources);
    Ok(Report {
        text: match format {
            Format::Markdown => report::comparisons_markdown(&changes),
            Format::Human
            | Format::Json
            | Format::Sarif
            | Format::Github
            | Format::Mermaid
            | Format::Junit => report::comparisons(&changes),
        },
        data: ReportData { access: Some(ComparisonEntry::all(&comparisons)), ..ReportData::default() },
        is_no: comparisons.gain() == Gain::Access,
        is_undecided: comparisons.gain() == Gain::Undecided,
        log: new.log.without_warnings(),
        ..Report::default()
    })
}
