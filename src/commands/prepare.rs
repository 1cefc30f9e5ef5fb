//! What `generate`, `check` and `diff` have in common: the inputs rendered, and compared with the disk.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use crate::cli::Place;
use crate::commands::Outcome;
use crate::commands::load::{self, Inputs};
use crate::disk::{self, Found};
use crate::inputs::decode::nearest;
use crate::merge::Resolve;
use crate::model::Permanent;
use crate::policy;
use crate::render::{self, FileSet};
use crate::source::{Code, Problem, Sources, Span};
use crate::workspace::{self, LOCK_FILE, Lock, OnDisk, Plan, Rules};

/// What the inputs ask for.
pub struct Wanted {
    /// The files.
    pub files: FileSet,
    /// Their lock.
    pub lock: Lock,
    /// The generated files that are allowed to differ.
    pub customized: BTreeSet<String>,
    /// Warnings so far.
    pub problems: Vec<Problem>,
    /// What was read.
    pub sources: Sources,
}

/// Which inputs, where, and how much of it.
pub struct Task {
    /// The inputs.
    pub inputs: Inputs,
    /// The template pack, where the command line names one.
    pub templates: Option<PathBuf>,
    /// The workspace.
    pub root: PathBuf,
    /// Only these environments' folders; everything where there is none.
    pub environments: Vec<String>,
}

impl Task {
    /// What the command line asks for.
    ///
    /// # Errors
    /// No inputs file, or several.
    pub fn of(place: &Place) -> Result<Self, Outcome> {
        let inputs = load::find(&place.directory, place.file.as_deref())
            .map(Inputs::File)
            .map_err(Outcome::of_problem)?;
        let root = place.out.as_ref().unwrap_or(&place.directory).clone();
        let templates = place.templates.clone();
        Ok(Self { inputs, templates, root, environments: place.environments.clone() })
    }

    fn covers(&self, path: &str) -> bool {
        self.environments.is_empty()
            || self.environments.iter().any(|name| {
                path.strip_prefix("environments/")
                    .and_then(|path| path.strip_prefix(name.as_str()))
                    .is_some_and(|rest| rest.starts_with('/'))
            })
    }

    /// Reads and renders.
    ///
    /// # Errors
    /// Everything that is wrong with the inputs.
    pub fn wanted(&self) -> Result<Wanted, Outcome> {
        let mut sources = Sources::default();
        let (loaded, mut problems) = load::load(&self.inputs, self.templates.as_deref(), &mut sources);
        let failed = |problems, sources| Outcome { problems, sources, ..Outcome::default() };
        let Some(loaded) = loaded else { return Err(failed(problems, sources)) };
        problems.extend(self.unknown_environments(&loaded.permanent));
        let files = match render::render(&loaded.model, &loaded.templates, &mut sources) {
            Ok(files) => files,
            Err(found) => {
                problems.extend(found);
                return Err(failed(problems, sources));
            }
        };
        problems.extend(not_generated(&loaded.customized, &files));
        if problems.iter().any(|problem| problem.code.is_error()) {
            return Err(failed(problems, sources));
        }
        let grants = loaded.templates.pack.grants.iter().map(|grant| grant.text.as_str());
        let templates = loaded.templates.texts().chain(policy::DOCUMENTS.map(|(_, text)| text)).chain(grants);
        let inputs = loaded.inputs.iter().map(|text| &**text);
        let lock = Lock::of(&files, inputs, templates, loaded.permanent);
        let customized = loaded.customized.into_keys().collect();
        Ok(Wanted { files, lock, customized, problems, sources })
    }

    fn unknown_environments(&self, known: &BTreeMap<String, Permanent>) -> Vec<Problem> {
        let unknown = self.environments.iter().filter(|name| !known.contains_key(*name));
        let all = known.keys().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
        let problem = |name| Problem::new(Code::Usage, format!("there is no environment `{name}`"));
        unknown.map(|name| problem(name).help(format!("the environments: {all}"))).collect()
    }

    /// What was generated the last time.
    ///
    /// # Errors
    /// A lock that can't be read.
    pub fn before(&self) -> Result<Option<Lock>, Problem> {
        read_lock(&self.root)
    }

    /// Compares what is wanted with the disk, where the task is for all of it or for some environments.
    pub fn plan(&self, wanted: &mut Wanted, before: Option<&Lock>, resolve: Resolve, restore: bool) -> Plan {
        let disk = OnDisk { root: &self.root };
        let rules = Rules { resolve, restore, customized: &wanted.customized };
        if self.environments.is_empty() {
            return workspace::plan(&wanted.files, before, &disk, rules, &mut wanted.sources);
        }
        wanted.files.retain(|path, _| self.covers(path));
        wanted.lock = self.lock_of_part(&wanted.lock, before);
        let before = before.cloned().map(|mut before| {
            before.files.retain(|path, _| self.covers(path));
            before
        });
        workspace::plan(&wanted.files, before.as_ref(), &disk, rules, &mut wanted.sources)
    }

    /// The lock of before, and what is new in the part that the task is for.
    fn lock_of_part(&self, now: &Lock, before: Option<&Lock>) -> Lock {
        let mut lock = before.cloned().unwrap_or_else(|| now.without_files());
        lock.files.retain(|path, _| !self.covers(path));
        let of_part = now.files.iter().filter(|(path, _)| self.covers(path));
        lock.files.extend(of_part.map(|(path, digest)| (path.clone(), digest.clone())));
        for name in &self.environments {
            if let Some(permanent) = now.environments.get(name) {
                lock.environments.insert(name.clone(), permanent.clone());
            }
        }
        lock
    }
}

/// `customized` names files that are generated, or it is of no use.
fn not_generated(customized: &BTreeMap<String, Span>, files: &FileSet) -> Vec<Problem> {
    let unknown = customized.iter().filter(|(path, _)| !files.contains_key(*path));
    unknown
        .map(|(path, span)| {
            let problem = Problem::at(*span, Code::NotGenerated, format!("`{path}` is not a generated file"));
            match nearest(path, files.keys().map(String::as_str)) {
                Some(meant) => problem.label(format!("did you mean `{meant}`?")),
                None => problem,
            }
            .help("the path of a generated file in the workspace: environments/dev/outputs.tf")
        })
        .collect()
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

/// The operating system refuses to write.
pub fn unwritable(path: &Path, error: &std::io::Error) -> Problem {
    Problem::new(Code::Unwritable, format!("can't write {}: {error}", path.display()))
        .help("check that the folder may be written and that the disk is not full, and run it again")
}
