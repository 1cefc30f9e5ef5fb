use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::cli::{self, Generate, PlanFormat};
use crate::commands::Outcome;
use crate::commands::load::Inputs;
use crate::commands::prepare::{Task, Wanted, unwritable};
use crate::disk::{self, staging};
use crate::merge::Resolve;
use crate::report;
use crate::source::{Code, Problem};
use crate::workspace::{self, Before, Change, Lock, Plan};

/// How long another poolsmith may take in the same workspace.
const PATIENCE: Duration = Duration::from_secs(10);

/// Writes or updates a workspace. Nothing is written where anything is wrong.
pub fn run(arguments: &Generate) -> Outcome {
    let how = How {
        dry_run: arguments.dry_run,
        allow_replace: arguments.allow_replace,
        resolve: resolve(arguments.conflict),
        restore: arguments.restore,
        format: arguments.format,
    };
    match Task::of(&arguments.place) {
        Ok(task) => generate(&task, &how),
        Err(outcome) => outcome,
    }
}

/// Generates the workspace of inputs that are not written yet: they become a file with it.
pub fn generate_new(path: PathBuf, text: String, templates: Option<PathBuf>, root: &Path) -> Outcome {
    let how = How {
        dry_run: false,
        allow_replace: false,
        resolve: Resolve::Stop,
        restore: false,
        format: PlanFormat::Human,
    };
    let inputs = Inputs::Unwritten { path, text };
    generate(&Task { inputs, templates, root: root.to_path_buf(), environments: Vec::new() }, &how)
}

struct How {
    dry_run: bool,
    allow_replace: bool,
    resolve: Resolve,
    restore: bool,
    format: PlanFormat,
}

fn resolve(conflict: cli::Conflict) -> Resolve {
    match conflict {
        cli::Conflict::Stop => Resolve::Stop,
        cli::Conflict::Markers => Resolve::Markers,
        cli::Conflict::Ours => Resolve::Ours,
        cli::Conflict::Theirs => Resolve::Theirs,
    }
}

fn generate(task: &Task, how: &How) -> Outcome {
    let mut wanted = match task.wanted() {
        Ok(wanted) => wanted,
        Err(outcome) => return outcome,
    };
    let held = if how.dry_run { Ok(None) } else { take(&task.root).map(Some) };
    let planned = held.and_then(|held| {
        let before = task.before()?;
        let plan = task.plan(&mut wanted, before.as_ref(), how.resolve, how.restore);
        Ok((held, before, plan))
    });
    let (_held, before, mut plan) = match planned {
        Ok(planned) => planned,
        Err(problem) => return wanted.outcome(vec![problem]),
    };
    if let Some(before) = before.as_ref().filter(|_| !how.allow_replace) {
        plan.problems.extend(workspace::replaced(&before.environments, &wanted.lock.environments));
    }
    let is_blocked = plan.problems.iter().any(|problem| problem.code.is_error());
    if !is_blocked
        && !how.dry_run
        && let Err(problem) = write(task, &wanted, before.as_ref(), &plan)
    {
        return wanted.outcome(vec![problem]);
    }
    let data = match how.format {
        PlanFormat::Json => report::plan_json(&plan, &wanted.files, &wanted.sources),
        PlanFormat::Human => String::new(),
    };
    let words = if is_blocked { String::new() } else { report::plan(&plan, how.dry_run) };
    Outcome { data, words, ..wanted.outcome(plan.problems) }
}

impl Wanted {
    /// What there is to say at the end.
    pub fn outcome(self, problems: Vec<Problem>) -> Outcome {
        let problems = self.problems.into_iter().chain(problems).collect();
        Outcome { problems, sources: self.sources, ..Outcome::default() }
    }
}

/// Takes the workspace, and ends what a killed process has begun there.
fn take(root: &Path) -> Result<staging::Held, Problem> {
    let failed = |(path, error): staging::PathError| unwritable(&path, &error);
    staging::make_folder(root).map_err(failed)?;
    let held = staging::hold(root, PATIENCE).map_err(|error| unwritable(root, &error))?.ok_or_else(|| {
        Problem::new(Code::Busy, format!("another poolsmith is at work in {}", root.display()))
            .help("wait for it, or end it, and run it again")
    })?;
    refuse_links(root, workspace::OWN)?;
    workspace::recover(root).map_err(failed)?;
    Ok(held)
}

/// Through a link something would be written outside the workspace.
fn refuse_links(root: &Path, path: &str) -> Result<(), Problem> {
    match disk::link_on_the_way(root, path) {
        None => Ok(()),
        Some(link) => Err(workspace::through_link(path, &link.display().to_string())),
    }
}

fn write(task: &Task, wanted: &Wanted, before: Option<&Lock>, plan: &Plan) -> Result<(), Problem> {
    let lock = wanted.lock.clone().after(plan, before);
    let is_kept = |path: &str, length: usize| disk::length(&task.root, path) == Some(length as u64);
    let mut changes = workspace::changes(plan, &wanted.files, before, &lock, is_kept);
    if let Inputs::Unwritten { path, text } = &task.inputs {
        let path = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        changes.insert(0, Change { path, before: Before::Nothing, after: Some(text.clone()) });
    }
    changes.iter().try_for_each(|change| refuse_links(&task.root, &change.path))?;
    workspace::commit(&task.root, &changes).map_err(|(path, error)| unwritable(&path, &error))
}
