//! `poolsmith diff`: what would `generate` change?

use crate::access::Change;
use crate::cli::Diff;
use crate::commands::request;
use crate::model::Environment;
use crate::project::{Base, Failure, Options, Project};
use crate::report::{self, ComparisonEntry, Report, ReportData};
use crate::workspace::Step;

/// Shows the changes that `generate` would make, without writing anything.
///
/// # Errors
/// The workspace can't be rendered or compared.
pub fn run(arguments: &Diff) -> Result<Report, Failure> {
    if let Some(base) = base(arguments) {
        return access(arguments, &base);
    }
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

fn base(arguments: &Diff) -> Option<Base> {
    let revision = arguments.base.clone().map(Base::Revision);
    revision.or_else(|| arguments.base_dir.clone().map(Base::Directory))
}

/// Shows what access the inputs give or take away, compared with another version of them.
fn access(arguments: &Diff, base: &Base) -> Result<Report, Failure> {
    let request = request::of(&arguments.place)?;
    let old = base.load(&request)?;
    let new = Project::load(request)?;
    let comparisons = new.compare_access(old.as_ref());
    let removed = old.iter().flat_map(Project::environments).map(Environment::key);
    let is_kept = |key: &&str| new.environments().iter().any(|environment| environment.key() == *key);
    let removed: Vec<&str> = removed.filter(|key| !is_kept(key)).collect();
    let changes = || comparisons.iter().flat_map(|comparison| &comparison.changes);
    Ok(Report {
        text: report::comparisons(&comparisons, &removed, &new.log.sources),
        data: ReportData { access: Some(ComparisonEntry::all(&comparisons)), ..ReportData::default() },
        is_no: changes().any(|change| matches!(change.gained, Change::Request(_))),
        is_undecided: changes().any(|change| matches!(change.gained, Change::Undecided(_))),
        log: new.log.without_warnings(),
        ..Report::default()
    })
}
