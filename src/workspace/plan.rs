//! The plan: what to do with each file.

use std::collections::{BTreeMap, BTreeSet};

use crate::disk::DiskEntry;
use crate::inputs::layout::directory_of;
use crate::parallel;
use crate::render::FileSet;
use crate::source::{Diagnostic, Sources};
use crate::workspace::decide::{self, LastGenerated, PlanOptions};
use crate::workspace::diagnostics;
use crate::workspace::lock::{Lock, digest};
use crate::workspace::paths::environment;
use crate::workspace::step::Step;

/// The disk, as a plan sees it.
pub trait DiskView: Sync {
    /// The entry at a file's path.
    fn found(&self, path: &str) -> DiskEntry;
    /// The content of a file as last generated.
    fn base(&self, path: &str) -> Option<String>;
    /// The name of a file or directory of Terraform's in an environment's directory, if there is one.
    fn left_by_terraform(&self, environment: &str) -> Option<&'static str>;
}

/// What to do with each file, by path, and what prevents it.
#[derive(Debug, Default)]
pub struct Plan {
    /// The steps, by path.
    pub steps: BTreeMap<String, Step>,
    /// The errors that prevent writing, and warnings.
    pub diagnostics: Vec<Diagnostic>,
}

/// Plans all files without changing anything. `before` is the lock file of the last generation. Files on the
/// disk that diagnostics refer to are added to the sources.
pub fn plan(
    rendered: &FileSet,
    before: Option<&Lock>,
    disk: &impl DiskView,
    options: PlanOptions,
    sources: &mut Sources,
) -> Plan {
    let last = before.map(|lock| &lock.files);
    let leaving = Leaving::of(rendered, before, disk);
    let paths: BTreeSet<&String> = rendered.keys().chain(last.into_iter().flat_map(BTreeMap::keys)).collect();
    let paths: Vec<&String> = paths.into_iter().collect();
    let steps = parallel::map(&paths, |path| {
        let found = disk.found(path);
        let recorded = last.and_then(|last| last.get(*path)).cloned();
        let is_ahead =
            rendered.get(*path).and_then(|text| ahead_of_lock(path, text, &recorded, &found, disk));
        let digest_of_last = is_ahead.or(recorded);
        let base = || {
            let is_last = |text: &String| Some(digest(text.as_bytes())) == digest_of_last;
            disk.base(path).filter(is_last)
        };
        let last = digest_of_last.as_deref().map(|digest| LastGenerated { digest, base: &base });
        match (rendered.get(*path), last) {
            (Some(text), last) => Some(decide::generated(path, text, last, found, options)),
            (None, Some(last)) => decide::orphaned(&last, found, leaving.is_in_use(path)),
            (None, None) => None,
        }
    });
    let steps: BTreeMap<String, Step> =
        paths.into_iter().zip(steps).filter_map(|(path, step)| Some((path.clone(), step?))).collect();
    let diagnostics = diagnostics::of(&steps, &leaving.environments, options, sources);
    Plan { steps, diagnostics }
}

/// The digest of a file that was generated and then edited but is not in the lock file, because a run was
/// killed before it wrote the lock file and its journal was lost. The kept base identifies the file.
fn ahead_of_lock(
    path: &str,
    text: &str,
    recorded: &Option<String>,
    found: &DiskEntry,
    disk: &impl DiskView,
) -> Option<String> {
    let DiskEntry::File(bytes) = found else { return None };
    let is_known = bytes == text.as_bytes() || recorded.as_ref() == Some(&digest(bytes));
    let is_ahead = !is_known && disk.base(path).is_some_and(|base| base == text);
    is_ahead.then(|| digest(text.as_bytes()))
}

/// Environments that are no longer generated, and what Terraform left in their directories.
struct Leaving {
    environments: BTreeMap<String, Option<&'static str>>,
}

impl Leaving {
    fn of(rendered: &FileSet, before: Option<&Lock>, disk: &impl DiskView) -> Self {
        let is_gone = |environment: &&str| {
            let directory = directory_of(environment) + "/";
            !rendered.range(directory.clone()..).next().is_some_and(|(path, _)| path.starts_with(&directory))
        };
        let known =
            before.into_iter().flat_map(|lock| lock.files.keys()).filter_map(|path| environment(path));
        let gone: BTreeSet<&str> = known.collect::<BTreeSet<_>>().into_iter().filter(is_gone).collect();
        let look = |environment: &str| (environment.to_owned(), disk.left_by_terraform(environment));
        Self { environments: gone.into_iter().map(look).collect() }
    }

    /// Whether a file is in the directory of an environment that Terraform still manages.
    fn is_in_use(&self, path: &str) -> bool {
        environment(path).is_some_and(|name| self.environments.get(name).is_some_and(Option::is_some))
    }
}
