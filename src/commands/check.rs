use crate::cli::Check;
use crate::commands::Outcome;
use crate::commands::prepare::Task;
use crate::merge::Resolve;
use crate::report;
use crate::source::{Code, Diagnostic};
use crate::workspace::{self, OtherRun};

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
    let compared = task.open().and_then(|directory| {
        let other = directory.as_ref().and_then(workspace::other_run);
        let before = task.before(directory.as_ref(), &mut wanted)?;
        Ok((task.plan(&mut wanted, directory.as_ref(), before.as_ref(), Resolve::Stop, false), other))
    });
    let (plan, other) = match compared {
        Ok(compared) => compared,
        Err(diagnostic) => return wanted.outcome(vec![diagnostic]),
    };
    let findings = workspace::findings(&plan, &wanted.customized);
    let other = other.map(not_finished);
    Outcome {
        data: report::findings(&findings, &task.root, arguments.format),
        words: report::verdict(&findings, wanted.files.len()),
        is_no: !findings.is_empty() || other.is_some(),
        ..wanted.outcome(other.into_iter().collect())
    }
}

fn not_finished(other: OtherRun) -> Diagnostic {
    match other {
        OtherRun::AtWork => Diagnostic::new(Code::AtWork, "another poolsmith is at work in this workspace")
            .help("what it has not written yet counts as different: check again when it is done"),
        OtherRun::Unfinished => {
            Diagnostic::new(Code::Unfinished, "poolsmith was killed while it wrote this workspace")
                .help("run `poolsmith generate`: it ends what was begun")
        }
    }
}
