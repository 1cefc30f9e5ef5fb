use std::path::Path;

use crate::cli::Generate;
use crate::commands::Outcome;
use crate::commands::load::{self, Inputs};
use crate::disk::{self, Found};
use crate::policy;
use crate::render::{self, FileSet};
use crate::report;
use crate::source::{Code, Problem, Sources};
use crate::workspace::{self, Action, LOCK_FILE, Lock, Plan};

/// Writes or updates a workspace. Nothing is written where anything is wrong.
pub fn run(arguments: &Generate) -> Outcome {
    let place = &arguments.place;
    let inputs = match load::find(&place.directory, place.file.as_deref()) {
        Ok(path) => Inputs::File(path),
        Err(problem) => return Outcome::of_problem(problem),
    };
    let root = place.out.as_ref().unwrap_or(&place.directory);
    generate(&inputs, root, arguments.dry_run)
}

/// Generates the workspace of some inputs into a folder.
pub fn generate(inputs: &Inputs, root: &Path, dry_run: bool) -> Outcome {
    let mut sources = Sources::default();
    let (model, mut problems) = load::load(inputs, &mut sources);
    let mut words = String::new();
    if let Some(model) = model {
        match render::render(&model) {
            Ok(files) => {
                let templates =
                    render::TEMPLATES.iter().flat_map(|(name, text)| [*name, *text]).chain(policy::DOCUMENTS);
                let lock = Lock::of(&files, sources.texts(), templates);
                let (said, found) = write(files, &lock, inputs, root, dry_run);
                words = said;
                problems.extend(found);
            }
            Err(problem) => problems.push(problem),
        }
    }
    Outcome { words, problems, sources, ..Outcome::default() }
}

/// Plans and writes: what was done in words, and what is wrong.
fn write(
    mut files: FileSet,
    lock: &Lock,
    inputs: &Inputs,
    root: &Path,
    dry_run: bool,
) -> (String, Vec<Problem>) {
    let before = match read_lock(root) {
        Ok(before) => before,
        Err(problem) => return (String::new(), vec![problem]),
    };
    let mut plan = plan(&files, before.as_ref(), root);
    let is_error = |problem: &Problem| problem.code.is_error();
    if plan.problems.iter().any(is_error) {
        return (String::new(), plan.problems);
    }
    if !dry_run {
        let lock = lock.clone().with_orphans(before.as_ref());
        files.insert(LOCK_FILE.to_owned(), lock.text());
        if let Inputs::Unwritten { path, text } = inputs {
            let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
            files.insert(name, text.clone());
        }
        if let Err(problem) = write_files(&files, &plan, root) {
            plan.problems.push(problem);
            return (String::new(), plan.problems);
        }
    }
    (report::plan(&plan, dry_run), plan.problems)
}

fn plan(files: &FileSet, before: Option<&Lock>, root: &Path) -> Plan {
    workspace::plan(files, before, |path| {
        // What can't even be looked at can't be written either.
        disk::look(root, path).unwrap_or(Found::Other)
    })
}

fn read_lock(root: &Path) -> Result<Option<Lock>, Problem> {
    match disk::look(root, LOCK_FILE) {
        Ok(Found::Nothing) => Ok(None),
        Ok(Found::File(bytes)) => Lock::read(&String::from_utf8_lossy(&bytes)).map(Some),
        Ok(Found::Other | Found::Link(_)) => {
            Err(Problem::new(Code::BadLock, format!("{LOCK_FILE} is not a file")).help("move it away"))
        }
        Err(error) => Err(unwritable(&root.join(LOCK_FILE), &error)),
    }
}

fn write_files(files: &FileSet, plan: &Plan, root: &Path) -> Result<(), Problem> {
    let is_kept = |path: &String| plan.actions.get(path) == Some(&Action::Keep);
    let changed = files.iter().filter(|(path, _)| !is_kept(path));
    disk::write_all(root, changed.map(|(path, text)| (path.as_str(), text.as_bytes())))
        .map_err(|(path, error)| unwritable(&path, &error))
}

fn unwritable(path: &Path, error: &std::io::Error) -> Problem {
    Problem::new(Code::Unwritable, format!("can't write {}: {error}", path.display()))
        .help("check that the folder may be written and that the disk is not full, and run it again")
}
