use crate::cli::{Diff, PlanFormat};
use crate::commands::Outcome;
use crate::commands::prepare::Task;
use crate::merge::Resolve;
use crate::report;
use crate::workspace::Action;

/// Shows the changes that `generate` would make. Reads only.
pub fn run(arguments: &Diff) -> Outcome {
    let task = match Task::of(&arguments.place) {
        Ok(task) => task,
        Err(outcome) => return outcome,
    };
    let mut wanted = match task.wanted() {
        Ok(wanted) => wanted,
        Err(outcome) => return outcome,
    };
    let plan = task.open().and_then(|directory| {
        let before = task.before(directory.as_ref(), &mut wanted)?;
        Ok(task.plan(&mut wanted, directory.as_ref(), before.as_ref(), Resolve::Stop, false))
    });
    let plan = match plan {
        Ok(plan) => plan,
        Err(diagnostic) => return wanted.outcome(vec![diagnostic]),
    };
    let data = match arguments.format {
        PlanFormat::Human => report::diffs(&plan, &wanted.files, arguments.all),
        PlanFormat::Json => report::plan_json(&plan, &wanted.files, &wanted.sources),
    };
    let is_no = plan.steps.values().any(|step| {
        step.action.is_change() || (arguments.all && matches!(step.action, Action::Edited | Action::Deleted))
    });
    Outcome { data, is_no, ..wanted.outcome(plan.diagnostics) }
}
