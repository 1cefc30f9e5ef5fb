//! Environments that have a new key: their directories, and what is recorded of them.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use crate::disk::{Directory, DiskEntry};
use crate::inputs::layout::{directory_of, environment_and_file};
use crate::render::FileSet;
use crate::source::{Code, Diagnostic};
use crate::workspace::MAX_FILE_BYTES;
use crate::workspace::plan::Plan;
use crate::workspace::record::Record;

/// An environment that has a new key since it was generated.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rename {
    /// The previous key.
    pub from: String,
    /// The key.
    pub to: String,
    /// Where its directory is.
    pub directory: RenamedDirectory,
}

/// Where the directory of a renamed environment is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RenamedDirectory {
    /// At the previous key: it is to be renamed.
    Previous,
    /// At the new key: somebody has renamed it.
    New,
    /// At both: somebody has renamed it, and other files remain.
    Both,
}

/// The environments that have a new key since they were generated.
#[derive(Clone, Debug, Default)]
pub struct Renames {
    renames: Vec<Rename>,
}

impl Renames {
    /// Finds those that are wanted: those that the inputs declare, as new keys with the previous ones, and those whose directory
    /// somebody has renamed without it.
    ///
    /// # Errors
    /// A sparse checkout leaves out the directory of a declared one.
    pub fn of(
        declared: &BTreeMap<String, String>,
        rendered: &FileSet,
        record: &Record,
        directory: Option<&Directory>,
        is_wanted: &dyn Fn(&str) -> bool,
        is_left_out: &dyn Fn(&str) -> bool,
    ) -> Result<Self, Diagnostic> {
        let Some(directory) = directory else { return Ok(Self::default()) };
        let exists = |environment: &str| directory.exists(directory_of(environment));
        let known = record.environment_keys();
        let mut renames = Vec::new();
        let is_effective = |to: &str, from: &str| is_wanted(to) && known.contains(from);
        for (to, from) in declared.iter().filter(|(to, from)| is_effective(to, from)) {
            let place = match (exists(from), exists(to)) {
                (false, false) if is_left_out(&format!("{}/main.tf", directory_of(from))) => {
                    return Err(not_checked_out(from, to));
                }
                (true, false) => RenamedDirectory::Previous,
                (false, _) => RenamedDirectory::New,
                (true, true) => RenamedDirectory::Both,
            };
            renames.push(Rename { from: from.clone(), to: to.clone(), directory: place });
        }
        let now: BTreeSet<&str> = rendered.keys().filter_map(|path| environment(path)).collect();
        let is_new = |key: &&&str| {
            is_wanted(key) && !declared.contains_key(**key) && !known.contains(**key) && exists(key)
        };
        for to in now.iter().filter(is_new) {
            let is_gone = |key: &&str| !now.contains(key) && !exists(key);
            let gone = known.iter().copied().filter(is_gone);
            let alike = |from: &str| (files_of(from, to, record, directory), from.to_owned());
            let mut alike: Vec<(usize, String)> = gone.map(alike).filter(|(files, _)| *files > 0).collect();
            alike.sort();
            if let Some((files, from)) = alike.pop()
                && alike.last().is_none_or(|(others, _)| *others < files)
            {
                renames.push(Rename { from, to: (*to).to_owned(), directory: RenamedDirectory::New });
            }
        }
        Ok(Self { renames })
    }

    /// The path at which a file of the workspace is on the disk now; `None` in a directory that will have another name.
    pub fn on_disk<'p>(&self, path: &'p str) -> Option<Cow<'p, str>> {
        let Some((environment, file)) = environment_and_file(path) else { return Some(Cow::Borrowed(path)) };
        if self.to_move().any(|rename| rename.from == environment) {
            return None;
        }
        Some(match self.to_move().find(|rename| rename.to == environment) {
            Some(rename) => Cow::Owned(format!("{}/{file}", directory_of(&rename.from))),
            None => Cow::Borrowed(path),
        })
    }

    /// The directory in which an environment is on the disk now.
    pub fn directory_on_disk(&self, environment: &str) -> String {
        let moved = self.to_move().find(|rename| rename.to == environment);
        directory_of(moved.map_or(environment, |rename| &rename.from))
    }

    /// The environments whose directories are to be renamed.
    pub fn to_move(&self) -> impl Iterator<Item = &Rename> {
        self.renames.iter().filter(|rename| rename.directory == RenamedDirectory::Previous)
    }

    /// All of them.
    pub fn iter(&self) -> impl Iterator<Item = &Rename> {
        self.renames.iter()
    }

    /// What users have to know: what is renamed, and what becomes of the state.
    pub fn diagnostics(&self, plan: &Plan, directory: Option<&Directory>) -> Vec<Diagnostic> {
        self.renames.iter().map(|rename| rename.diagnostic(plan, directory)).collect()
    }
}

impl Rename {
    fn diagnostic(&self, plan: &Plan, workspace: Option<&Directory>) -> Diagnostic {
        let Self { from, to, directory } = self;
        let (old, new) = (directory_of(from), directory_of(to));
        let message = match directory {
            RenamedDirectory::Previous => format!(
                "the environment `{from}` is now `{to}`: {old} becomes {new}, with your own files in it"
            ),
            RenamedDirectory::New | RenamedDirectory::Both => {
                format!("the environment `{from}` is now `{to}`: {new} was {old}")
            }
        };
        let mut diagnostic = Diagnostic::new(Code::EnvironmentRenamed, message);
        let backend = format!("{new}/backend.tf");
        if let Some(after) = plan.steps.get(&backend).and_then(|step| step.replacement()?.after) {
            diagnostic = diagnostic.help(state_help(&new, &backend, after));
        }
        if *directory == RenamedDirectory::Both {
            let left = workspace.and_then(|workspace| workspace.list(&old).ok()).unwrap_or_default();
            let left: Vec<String> =
                left.into_iter().map(|(name, _)| name.to_string_lossy().into_owned()).collect();
            diagnostic =
                diagnostic.help(format!("move what is still in {old} to {new}: {}", left.join(", ")));
        }
        diagnostic.help(format!(
            "names with `{{environment}}` change: to keep one, set it in `environments.{to}`, such as `identity_pool: {{ name: … }}`"
        ))
    }
}

fn not_checked_out(from: &str, to: &str) -> Diagnostic {
    let directory = directory_of(from);
    let message = format!("`{from}` can't be renamed to `{to}`: {directory} is not checked out");
    Diagnostic::new(Code::Unwritable, message)
        .help(format!("run `git sparse-checkout add {directory}`, or generate in a full checkout"))
}

/// How Terraform finds the state again, if the backend's arguments change.
///
/// Source: Terraform CLI, "Command: init", `-migrate-state`; HCP Terraform, "Workspace settings", "General".
fn state_help(directory: &str, backend: &str, text: &str) -> String {
    match text.contains("cloud {") {
        true => format!(
            "{backend} names another workspace: rename the workspace in HCP Terraform before `terraform -chdir={directory} init`"
        ),
        false => format!(
            "{backend} names another place for the state: `terraform -chdir={directory} init -migrate-state` copies the state there; or keep the place, by setting the backend's argument in the environment"
        ),
    }
}

fn environment(path: &str) -> Option<&str> {
    environment_and_file(path).map(|(environment, _)| environment)
}

/// How many files in the directory of an environment have a text that was generated for another one.
fn files_of(from: &str, to: &str, record: &Record, directory: &Directory) -> usize {
    let [from, to] = [from, to].map(|key| directory_of(key) + "/");
    let is_same = |path: &&&String| {
        let Some(file) = path.strip_prefix(&from) else { return false };
        let entry = directory.entry(format!("{to}{file}"), MAX_FILE_BYTES);
        matches!(entry, Ok(DiskEntry::File(bytes)) if record.is_unchanged(path, &bytes))
    };
    // Some files are the same in all environments.
    let is_own = |path: &&&String| path.ends_with("/main.tf") || path.ends_with("/backend.tf");
    record.current_files().iter().filter(is_own).filter(is_same).count()
}
