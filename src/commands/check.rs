use crate::cli::Check;
use crate::commands::Outcome;
use crate::commands::prepare::Task;
use crate::merge::Resolve;
use crate::report;
use crate::source::{Code, Problem};
use crate::workspace;

/// Tells whether a workspace is what its inputs say. Reads only.
pub fn run(arguments: &Check) -> Outcome {
    let task = match Task::of(&arguments.place) {
        Ok(task) => task,
        Err(outcome) => return outcome,
    };
    let mut wanted = match task.wanted() {
        Ok(wanted) => wanted,
        Err(outcome) => return outcome,
    };
    let before = match task.before() {
        Ok(before) => before,
        Err(problem) => return wanted.outcome(vec![problem]),
    };
    let plan = task.plan(&mut wanted, before.as_ref(), Resolve::Stop, false);
    let findings = workspace::findings(&plan, &wanted.customized);
    let unfinished = workspace::is_unfinished(&task.root).then(|| {
        Problem::new(Code::Unfinished, "poolsmith was killed while it wrote this workspace")
            .help("run `poolsmith generate`: it ends what was begun")
    });
    Outcome {
        data: report::findings(&findings, &task.root, arguments.format),
        words: report::verdict(&findings, wanted.files.len()),
        is_no: !findings.is_empty() || unfinished.is_some(),
        ..wanted.outcome(unfinished.into_iter().collect())
    }
}
