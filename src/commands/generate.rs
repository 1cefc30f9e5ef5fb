use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::cli::{self, Generate, PlanFormat};
use crate::commands::beside::Flags;
use crate::commands::load::Inputs;
use crate::commands::prepare::{Task, Wanted, unwritable};
use crate::commands::{Notify, Outcome};
use crate::disk::{Directory, WorkspaceLock};
use crate::merge::Resolve;
use crate::report::{self, Written};
use crate::source::{Code, Diagnostic};
use crate::workspace::{self, Before, Change, CommitError, Lock, Plan};

/// How long another poolsmith may take in the same workspace.
const LOCK_TIMEOUT: Duration = Duration::from_secs(10);
/// So many files are named that are not written yet.
const MAX_NAMED: usize = 10;

/// Writes or updates a workspace. Nothing is written where anything is wrong.
pub fn run(arguments: &Generate, notify: &Notify) -> Outcome {
    let how = How {
        dry_run: arguments.dry_run,
        allow_replace: arguments.allow_replace,
        resolve: resolve(arguments.conflict),
        restore: arguments.restore,
        format: arguments.format,
    };
    match Task::of(&arguments.place) {
        Ok(task) => generate(&task, &how, notify),
        Err(outcome) => outcome,
    }
}

/// Generates the workspace of inputs that are not written yet: they become a file with it.
pub fn generate_new(
    path: PathBuf,
    text: String,
    templates: Option<PathBuf>,
    root: &Path,
    notify: &Notify,
) -> Outcome {
    let how = How {
        dry_run: false,
        allow_replace: false,
        resolve: Resolve::Stop,
        restore: false,
        format: PlanFormat::Human,
    };
    let inputs = Inputs::Unwritten { path, text };
    let flags = Flags { templates, allow_read: Vec::new() };
    let task = Task { inputs, flags, root: root.to_path_buf(), environments: Vec::new() };
    generate(&task, &how, notify)
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

fn generate(task: &Task, how: &How, notify: &Notify) -> Outcome {
    let mut wanted = match task.wanted() {
        Ok(wanted) => wanted,
        Err(outcome) => return outcome,
    };
    let workspace = match open(task, how, notify) {
        Ok(workspace) => workspace,
        Err(failure) => return failure.outcome(wanted),
    };
    let directory = workspace.directory.as_ref();
    let before = match task.before(directory, &mut wanted) {
        Ok(before) => before,
        Err(diagnostic) => return wanted.outcome(vec![diagnostic]),
    };
    let mut plan = task.plan(&mut wanted, directory, before.as_ref(), how.resolve, how.restore);
    if let Some(before) = before.as_ref().filter(|_| !how.allow_replace) {
        plan.diagnostics.extend(workspace::replaced(&before.environments, &wanted.lock.environments));
    }
    let is_blocked = plan.diagnostics.iter().any(|diagnostic| diagnostic.code.is_error());
    if !is_blocked
        && !how.dry_run
        && let Some(directory) = directory
        && let Err(failure) = write(task, directory, &wanted, before.as_ref(), &plan)
    {
        return failure.outcome(wanted);
    }
    let data = match how.format {
        PlanFormat::Json => report::plan_json(&plan, &wanted.files, &wanted.sources),
        PlanFormat::Human => String::new(),
    };
    let words = if is_blocked { String::new() } else { report::plan(&plan, how.dry_run) };
    Outcome { data, words, ..wanted.outcome(plan.diagnostics) }
}

impl Wanted {
    /// What there is to say at the end.
    pub fn outcome(self, diagnostics: Vec<Diagnostic>) -> Outcome {
        let diagnostics = self.diagnostics.into_iter().chain(diagnostics).collect();
        Outcome { diagnostics, sources: self.sources, ..Outcome::default() }
    }
}

/// Why a workspace was not written, and what was written all the same.
struct Failure {
    diagnostic: Diagnostic,
    written: Written,
}

impl Failure {
    fn outcome(self, wanted: Wanted) -> Outcome {
        Outcome { written: self.written, ..wanted.outcome(vec![self.diagnostic]) }
    }
}

impl From<Diagnostic> for Failure {
    fn from(diagnostic: Diagnostic) -> Self {
        Self { diagnostic, written: Written::Nothing }
    }
}

impl From<CommitError> for Failure {
    fn from(error: CommitError) -> Self {
        match error {
            CommitError::Nothing((path, error)) => unwritable(&path, &error).into(),
            CommitError::Partly { error: (path, error), made, pending } => {
                let diagnostic = unwritable(&path, &error)
                    .help(named("written or removed already", &made))
                    .help(named("not yet", &pending))
                    .help("the next `poolsmith generate` completes it");
                Self { diagnostic, written: Written::Partly }
            }
        }
    }
}

fn named(title: &str, paths: &[String]) -> String {
    let shown = paths.iter().take(MAX_NAMED).map(String::as_str).collect::<Vec<_>>().join(", ");
    match paths.len() {
        0 => format!("{title}: nothing"),
        count if count <= MAX_NAMED => format!("{title}: {shown}"),
        count => format!("{title}: {shown} and {} more", count - MAX_NAMED),
    }
}

/// A workspace, held while it is written.
struct Workspace {
    /// Its directory, if it exists.
    directory: Option<Directory>,
    _lock: Option<WorkspaceLock>,
}

/// Opens the workspace. To be written, it is created and locked, and what a killed run has begun there
/// is brought to an end.
fn open(task: &Task, how: &How, notify: &Notify) -> Result<Workspace, Failure> {
    if how.dry_run {
        return Ok(Workspace { directory: task.open()?, _lock: None });
    }
    let root = &task.root;
    let directory = Directory::create(root).map_err(|error| unwritable(root, &error))?;
    let shown = root.display();
    let on_wait = || notify(&format!("waiting for another poolsmith, which is at work in {shown}"));
    let lock = WorkspaceLock::acquire(&directory, LOCK_TIMEOUT, on_wait)
        .map_err(|error| unwritable(root, &error))?
        .ok_or_else(|| {
            Diagnostic::new(Code::Busy, format!("another poolsmith is at work in {shown}"))
                .help("wait for it, or end it, and run it again")
        })?;
    workspace::recover(&directory)?;
    Ok(Workspace { directory: Some(directory), _lock: Some(lock) })
}

fn write(
    task: &Task,
    directory: &Directory,
    wanted: &Wanted,
    before: Option<&Lock>,
    plan: &Plan,
) -> Result<(), Failure> {
    let lock = wanted.lock.clone().after(plan, before);
    let is_kept = |path: &str, length: usize| directory.length(path) == Some(length as u64);
    let mut changes = workspace::changes(plan, &wanted.files, before, &lock, is_kept);
    if let Inputs::Unwritten { path, text } = &task.inputs {
        let path = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let after = Some(text.clone());
        changes.insert(0, Change { path, before: Before::Missing, after, keep_original: false });
    }
    workspace::check_access(directory, &changes).map_err(CommitError::Nothing)?;
    Ok(workspace::commit(directory, &changes)?)
}
