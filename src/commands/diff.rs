//! `poolsmith diff`: what would `generate` change?

use crate::access::Change;
use crate::cli::{Diff, Format};
use crate::commands::request;
use crate::iam::evaluate::Decision;
use crate::model::Environment;
use crate::project::{Base, Failure, Options, Project};
use crate::report::{self, ComparisonEntry, Report, ReportData};
use crate::workspace::Step;

/// Shows the changes that `generate` would make, without writing anything.
///
/// # Errors
/// The workspace can't be rendered or compared.
pub fn run(arguments: &Diff, format: Format) -> Result<Report, Failure> {
    if let Some(base) = base(arguments) {
        return access(arguments, &base, format);
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
fn access(arguments: &Diff, base: &Base, format: Format) -> Result<Report, Failure> {
    let request = request::of(&arguments.place)?;
    let old = base.load(&request)?;
    let new = Project::load(request)?;
    let comparisons = new.compare_access(old.as_ref());
    let removed = old.iter().flat_map(Project::environments).map(Environment::key);
    let is_kept = |key: &&str| new.environments().iter().any(|environment| environment.key() == *key);
    let removed: Vec<&str> = removed.filter(|key| !is_kept(key)).collect();
    let has = |is_change: fn(&Change) -> bool| {
        comparisons.iter().flat_map(|comparison| &comparison.changes).any(|change| is_change(&change.gained))
    };
    let verdict = if has(|change| matches!(change, Change::Request(_))) {
        Decision::Allowed
    } else if has(|change| matches!(change, Change::Undecided(_))) {
        Decision::Undecided
    } else {
        Decision::Denied
    };
    let text = report::comparisons(&comparisons, &removed, &new.log.sources);
    Ok(Report {
        text: if format == Format::Markdown { report::comparisons_markdown(verdict, &text) } else { text },
        data: ReportData { access: Some(ComparisonEntry::all(&comparisons)), ..ReportData::default() },
        is_no: verdict == Decision::Allowed,
        is_undecided: verdict == Decision::Undecided,
        log: new.log.without_warnings(),
        ..Report::default()
    })
}
