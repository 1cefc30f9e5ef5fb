//! The plan: what to do with each file.

use std::collections::{BTreeMap, BTreeSet};

use crate::disk::DiskEntry;
use crate::inputs::layout::directory_of;
use crate::merge::{self, Resolve};
use crate::parallel;
use crate::render::FileSet;
use crate::source::{Code, Diagnostic, Sources};
use crate::workspace::decide::{self, History, PlanOptions};
use crate::workspace::diagnostics;
use crate::workspace::paths::environment;
use crate::workspace::record::Record;
use crate::workspace::repair::Unmerged;
use crate::workspace::step::Step;

/// The disk, as a plan sees it.
pub trait DiskView: Sync {
    /// The entry at a file's path.
    fn found(&self, path: &str) -> DiskEntry;
    /// Whether a sparse checkout leaves a file out.
    fn is_left_out(&self, path: &str) -> bool;
    /// Both versions of a file that Git could not merge.
    fn unmerged(&self, path: &str) -> Option<Unmerged>;
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
    /// After a merge in Git, the conflicts that remain while all else is written.
    pub conflicts: Vec<Diagnostic>,
}

/// Plans all files without changing anything. Only files for which `is_covered` is true are removed. Files on the disk that
/// diagnostics refer to are added to the sources.
pub fn plan(
    rendered: &FileSet,
    record: &Record,
    is_covered: impl Fn(&str) -> bool,
    disk: &impl DiskView,
    options: PlanOptions,
    sources: &mut Sources,
) -> Plan {
    let before: BTreeSet<&String> =
        record.current_files().into_iter().filter(|path| is_covered(path)).collect();
    let leaving = Leaving::of(rendered, &before, disk);
    let former: BTreeSet<&String> =
        record.files_no_longer_generated().filter(|path| is_covered(path)).collect();
    let paths: BTreeSet<&String> = rendered.keys().chain(before).chain(former.iter().copied()).collect();
    let paths: Vec<&String> = paths.into_iter().collect();
    let has_branches = record.has_branches();
    let decide = |path: &str, text: &str, found: DiskEntry, options: PlanOptions| {
        let history = History {
            known: &|| record.known(path),
            has_branches,
            is_left_out: &|| disk.is_left_out(path),
            unmerged: &|| disk.unmerged(path),
        };
        decide::generated(path, text, &history, found, options)
    };
    let steps = parallel::map(&paths, |path| {
        let found = disk.found(path);
        match rendered.get(*path) {
            Some(text) => Some(decide(path, text, found, options)),
            None => {
                let unmerged = || disk.unmerged(path);
                let step = decide::orphaned(&record.known(path)?, found, leaving.is_in_use(path), &unmerged)?;
                // What was removed before and is there again may be the user's own by now.
                (matches!(step, Step::Remove { .. }) || !former.contains(path)).then_some(step)
            }
        }
    });
    let mut steps: BTreeMap<String, Step> =
        paths.into_iter().zip(steps).filter_map(|(path, step)| Some((path.clone(), step?))).collect();
    let is_repair = has_branches || steps.values().any(has_markers_of_git);
    if is_repair {
        let options = PlanOptions { resolve: Resolve::Markers, ..options };
        mark_conflicts(&mut steps, |path, disk| {
            Some(decide(path, rendered.get(path)?, DiskEntry::File(disk), options))
        });
    }
    let is_new = |path: &str| environment(path).is_some_and(|name| record.is_new_environment(name));
    let is_edited =
        |step: &Step| matches!(step, Step::Edited { .. } | Step::Merge { .. } | Step::Mark { .. });
    let edited = steps.iter().filter(|(_, step)| is_edited(step));
    let in_new = edited.filter(|(path, _)| is_new(path)).map(|(path, _)| diagnostics::edit_in_new(path));
    let (conflicts, diagnostics) = diagnostics::of(&steps, &leaving.environments, options, sources)
        .into_iter()
        .chain(in_new)
        .partition(|diagnostic| is_repair && diagnostic.code == Code::Conflict);
    Plan { steps, diagnostics, conflicts }
}

/// Replaces conflicts with steps that write both versions between conflict markers, as far as that is possible.
fn mark_conflicts(steps: &mut BTreeMap<String, Step>, with_markers: impl Fn(&str, Vec<u8>) -> Option<Step>) {
    for (path, step) in steps {
        let Step::Conflict { disk, .. } = step else { continue };
        if let Some(Step::Merge { disk, wanted, .. }) = with_markers(path, disk.clone()) {
            *step = Step::Mark { disk, wanted };
        }
    }
}

fn has_markers_of_git(step: &Step) -> bool {
    let text = step.disk().and_then(|disk| std::str::from_utf8(disk).ok());
    text.is_some_and(|text| merge::sides_in_git(text).is_some())
}

/// Environments that are no longer generated, and what Terraform left in their directories.
struct Leaving {
    environments: BTreeMap<String, Option<&'static str>>,
}

impl Leaving {
    fn of(rendered: &FileSet, before: &BTreeSet<&String>, disk: &impl DiskView) -> Self {
        let is_gone = |environment: &&str| {
            let directory = directory_of(environment) + "/";
            !rendered.range(directory.clone()..).next().is_some_and(|(path, _)| path.starts_with(&directory))
        };
        let known = before.iter().filter_map(|path| environment(path));
        let gone: BTreeSet<&str> = known.collect::<BTreeSet<_>>().into_iter().filter(is_gone).collect();
        let look = |environment: &str| (environment.to_owned(), disk.left_by_terraform(environment));
        Self { environments: gone.into_iter().map(look).collect() }
    }

    /// Whether a file is in the directory of an environment that Terraform still manages.
    fn is_in_use(&self, path: &str) -> bool {
        environment(path).is_some_and(|name| self.environments.get(name).is_some_and(Option::is_some))
    }
}
