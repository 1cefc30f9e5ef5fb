//! What `generate`, `check` and `diff` have in common: the inputs rendered, and compared with the disk.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::aws::shown;
use crate::cli::Place;
use crate::commands::Outcome;
use crate::commands::beside::Flags;
use crate::commands::load::{self, Inputs, Loading};
use crate::disk::{self, Directory, DiskEntry};
use crate::inputs::decode::nearest;
use crate::merge::Resolve;
use crate::model::ForceNew;
use crate::policy;
use crate::render::{self, FileSet, Templates};
use crate::source::{Code, Diagnostic, Sources, Span};
use crate::workspace::{self, LOCK_FILE, Lock, OnDisk, Plan, Rules};

/// More bytes than the lock of 10,000 environments has.
const MAX_LOCK_BYTES: u64 = 64 * 1024 * 1024;

/// What the inputs ask for.
pub struct Wanted {
    /// The files.
    pub files: FileSet,
    /// Their lock.
    pub lock: Lock,
    /// The generated files that are allowed to differ.
    pub customized: BTreeSet<String>,
    /// The templates that the files come from.
    pub templates: Arc<Templates>,
    /// Warnings so far.
    pub diagnostics: Vec<Diagnostic>,
    /// What was read.
    pub sources: Sources,
}

/// Which inputs, where, and how much of it.
pub struct Task {
    /// The inputs.
    pub inputs: Inputs,
    /// What the command line says of the files that the inputs may name.
    pub flags: Flags,
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
            .map_err(Outcome::of_diagnostic)?;
        let root = place.out.as_ref().unwrap_or(&place.directory).clone();
        let flags = Flags { templates: place.templates.clone(), allow_read: place.allow_read.clone() };
        Ok(Self { inputs, flags, root, environments: place.environments.clone() })
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
        let Loading { loaded, mut diagnostics, more_errors } =
            load::load(&self.inputs, &self.flags, &mut sources);
        let failed =
            |diagnostics, sources| Outcome { diagnostics, more_errors, sources, ..Outcome::default() };
        let Some(loaded) = loaded else { return Err(failed(diagnostics, sources)) };
        diagnostics.extend(self.unknown_environments(&loaded.force_new));
        let files = match render::render(&loaded.model, &loaded.templates, &mut sources) {
            Ok(files) => files,
            Err(found) => {
                diagnostics.extend(found);
                return Err(failed(diagnostics, sources));
            }
        };
        diagnostics.extend(not_generated(&loaded.customized, &files));
        if diagnostics.iter().any(|diagnostic| diagnostic.code.is_error()) {
            return Err(failed(diagnostics, sources));
        }
        let grants = loaded.templates.pack.grants.iter().map(|grant| grant.text.as_str());
        let texts = loaded.templates.texts().chain(policy::DOCUMENTS.map(|(_, text)| text)).chain(grants);
        let inputs = loaded.inputs.iter().map(|text| &**text);
        let lock = Lock::of(&files, inputs, texts, loaded.force_new);
        let customized = loaded.customized.into_keys().collect();
        let templates = Arc::clone(&loaded.templates);
        Ok(Wanted { files, lock, customized, templates, diagnostics, sources })
    }

    fn unknown_environments(&self, known: &BTreeMap<String, ForceNew>) -> Vec<Diagnostic> {
        let unknown = self.environments.iter().filter(|name| !known.contains_key(*name));
        let all = known.keys().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
        let diagnostic = |name| Diagnostic::new(Code::Usage, format!("there is no environment `{name}`"));
        unknown.map(|name| diagnostic(name).help(format!("the environments: {all}"))).collect()
    }

    /// Opens the workspace, if it exists.
    ///
    /// # Errors
    /// As the operating system says.
    pub fn open(&self) -> Result<Option<Directory>, Diagnostic> {
        Directory::open_if_exists(&self.root).map_err(|error| unreadable(&self.root, &error))
    }

    /// What was generated the last time. What the lock lists besides, which no template can have given,
    /// is reported and stays.
    ///
    /// # Errors
    /// A lock that can't be read.
    pub fn before(
        &self,
        directory: Option<&Directory>,
        wanted: &mut Wanted,
    ) -> Result<Option<Lock>, Diagnostic> {
        let Some(directory) = directory else { return Ok(None) };
        let journals = FORMER_JOURNALS.into_iter().filter(|path| directory.exists(path));
        wanted.diagnostics.extend(journals.map(not_followed));
        let Some(mut lock) = read_lock(directory)? else { return Ok(None) };
        let templates = &wanted.templates;
        let inputs = self.inputs_in_workspace();
        let is_inputs = |path: &str| inputs.as_ref().is_some_and(|inputs| inputs.eq_ignore_ascii_case(path));
        let foreign = lock.take_foreign(|path| templates.can_give(path) && !is_inputs(path));
        wanted.diagnostics.extend(foreign.iter().map(|path| not_recorded(path)));
        Ok(Some(lock))
    }

    /// The path of the inputs file in the workspace, if it is there.
    fn inputs_in_workspace(&self) -> Option<String> {
        let Inputs::File(inputs) = &self.inputs else { return None };
        let directory = inputs.parent().filter(|parent| !parent.as_os_str().is_empty());
        let directory = disk::canonical(directory.unwrap_or(Path::new("."))).ok()?;
        let inputs = directory.join(inputs.file_name()?);
        let below = inputs.strip_prefix(disk::canonical(&self.root).ok()?).ok()?;
        Some(below.to_str()?.replace('\\', "/"))
    }

    /// Compares what is wanted with the disk, where the task is for all of it or for some environments.
    pub fn plan(
        &self,
        wanted: &mut Wanted,
        directory: Option<&Directory>,
        before: Option<&Lock>,
        resolve: Resolve,
        restore: bool,
    ) -> Plan {
        let disk = OnDisk { directory };
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
            if let Some(force_new) = now.environments.get(name) {
                lock.environments.insert(name.clone(), force_new.clone());
            }
        }
        lock
    }
}

/// `customized` names files that are generated, or it is of no use.
fn not_generated(customized: &BTreeMap<String, Span>, files: &FileSet) -> Vec<Diagnostic> {
    let unknown = customized.iter().filter(|(path, _)| !files.contains_key(*path));
    unknown
        .map(|(path, span)| {
            let diagnostic =
                Diagnostic::at(*span, Code::NotGenerated, format!("`{path}` is not a generated file"));
            match nearest(path, files.keys().map(String::as_str)) {
                Some(meant) => diagnostic.label(format!("did you mean `{meant}`?")),
                None => diagnostic,
            }
            .help("the path of a generated file in the workspace: environments/dev/outputs.tf")
        })
        .collect()
}

fn read_lock(directory: &Directory) -> Result<Option<Lock>, Diagnostic> {
    let path = directory.path().join(LOCK_FILE);
    match directory.entry(LOCK_FILE, MAX_LOCK_BYTES).map_err(|error| unreadable(&path, &error))? {
        DiskEntry::Missing => Ok(None),
        DiskEntry::File(bytes) => Lock::read(&bytes).map(Some),
        DiskEntry::Link(link) => Err(workspace::through_link(LOCK_FILE, &link.display().to_string())),
        DiskEntry::Other => {
            Err(Diagnostic::new(Code::BadLock, format!("{LOCK_FILE} is not a file")).help("move it away"))
        }
    }
}

/// Where poolsmith kept its journal before it was moved out of the workspace.
const FORMER_JOURNALS: [&str; 2] = [".poolsmith/begun.json", ".poolsmith/decided.json"];

fn not_followed(path: &str) -> Diagnostic {
    Diagnostic::new(
        Code::ForeignJournal,
        format!("{path} is not followed: a journal in a workspace may be anybody's"),
    )
    .help("delete it")
}

fn not_recorded(path: &str) -> Diagnostic {
    let message = format!("{LOCK_FILE} lists {}, which no template gives: it stays as it is", shown(path));
    Diagnostic::new(Code::ForeignRecord, message)
        .help("poolsmith does not take it for a generated file: delete it yourself if it is one")
}

fn unreadable(path: &Path, error: &std::io::Error) -> Diagnostic {
    Diagnostic::new(Code::Unreadable, format!("can't read {}: {error}", path.display()))
}

/// The operating system refuses to write, or a link is in the way.
pub fn unwritable(path: &Path, error: &std::io::Error) -> Diagnostic {
    if let Some(link) = disk::link_of(error) {
        return workspace::through_link(&path.display().to_string(), &link.display().to_string());
    }
    Diagnostic::new(Code::Unwritable, format!("can't write {}: {error}", path.display()))
        .help("check that the folder may be written and that the disk is not full, and run it again")
}
