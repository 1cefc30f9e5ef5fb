//! The record of what was generated: the bases of merges, found by their text.
//!
//! It is one file in the directory of the workspace, which never changes: each generation that gives another text writes a new
//! one. After a merge in Git there can be several that don't replace each other; together they are the record. See
//! docs/internals/record.md.

mod content;
mod file;
mod former;
mod next;

pub use content::{FileTexts, RecordContent};
pub use file::{FileName, RecordError, is_record_file};
pub use former::{FORMER_LOCK, former_content, former_files};
pub use next::{NewRecordFile, next_record_file};

use std::collections::{BTreeMap, BTreeSet};

use crate::inputs::layout::{directory_of, environment_and_file};
use crate::merge::{self, Language, Resolve, endings};
use crate::model::ForceNew;
use crate::terraform::Version;
use crate::workspace::renames::{Rename, RenamedDirectory, Renames};

/// What was generated, in each of the branches that were merged.
#[derive(Clone, Debug, Default)]
pub struct Record {
    /// The contents that no other replaces, the newest first.
    tips: Vec<RecordContent>,
    /// The names of all record files.
    pub names: Vec<FileName>,
    /// The files that each record file replaces.
    pub replaced: BTreeMap<FileName, BTreeSet<FileName>>,
    /// The files of the record as version 0.1 wrote it.
    pub former_record: Vec<String>,
    /// Whether the record is lost, and this is a guess.
    pub is_guess: bool,
}

/// What a file may have been generated as.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct KnownTexts {
    /// The texts, the most likely first.
    pub texts: Vec<String>,
    /// How many of them are those of the last generation: one for each branch, if they differ.
    pub current: usize,
    /// Whether the user deleted the file, if it is missing.
    pub is_deleted: bool,
}

/// What a merge in Git makes of the texts of two branches, with each text that both may have had before.
fn merged_in_git(current: &BTreeSet<String>, older: &[String]) -> Vec<String> {
    let current: Vec<&String> = current.iter().collect();
    let [ours, theirs] = current[..] else { return Vec::new() };
    let merge =
        |(base, side): (&String, Resolve)| merge::merge(Language::Text, base, ours, theirs, side).ok();
    // The sides of conflicts are for a file with conflict markers.
    let merges = older.iter().flat_map(|base| [(base, Resolve::Ours), (base, Resolve::Theirs)]);
    merges.filter_map(merge).map(|merge| merge.text).collect()
}

impl KnownTexts {
    /// The text from which a file was edited: the one that it resembles most, and the most likely one of equals.
    pub fn nearest(&self, disk: &[u8]) -> Option<&str> {
        let Ok(disk) = std::str::from_utf8(disk) else { return self.texts.first().map(String::as_str) };
        let disk = endings::normal(disk);
        let distance = |text: &&String| merge::line_distance(text, &disk);
        self.texts.iter().min_by_key(distance).map(String::as_str)
    }
}

impl Record {
    /// The record that these files are, with the content of the former layout and its files, if there is one.
    pub fn of(
        files: Vec<(FileName, RecordContent)>,
        former: Option<RecordContent>,
        former_record: Vec<String>,
    ) -> Self {
        let names = files.iter().map(|(name, _)| name.clone()).collect();
        let replaced: BTreeMap<_, _> =
            files.iter().map(|(name, content)| (name.clone(), content.replaces.clone())).collect();
        let is_tip = |name: &FileName| !replaced.values().any(|replaces| replaces.contains(name));
        let tips = files.into_iter().filter(|(name, _)| is_tip(name)).map(|(_, content)| content);
        let mut tips: Vec<RecordContent> = tips.chain(former).collect();
        tips.sort_by_key(|content| std::cmp::Reverse(content.generation));
        Self { tips, names, replaced, former_record, is_guess: false }
    }

    /// Texts that the files may have been generated as, if the record is lost.
    pub fn guess(files: &BTreeMap<String, String>, environments: BTreeMap<String, ForceNew>) -> Self {
        let texts = |text: &String| FileTexts { current: Some(text.clone()), older: Vec::new() };
        let texts = files.iter().map(|(path, text)| (path.clone(), texts(text))).collect();
        let content = RecordContent { environments, ..RecordContent::default() }.with_texts(&texts);
        Self { tips: vec![content], is_guess: true, ..Self::default() }
    }

    /// Whether nothing is recorded.
    pub fn is_empty(&self) -> bool {
        self.tips.is_empty()
    }

    /// Whether there is no record, although something was generated as far as one can guess.
    pub fn is_lost(&self) -> bool {
        self.tips.is_empty() || self.is_guess
    }

    /// The version of poolsmith that generated the workspace last, if it is known.
    pub fn written_by(&self) -> Option<Version> {
        self.tips.iter().filter_map(|tip| tip.written_by).max()
    }

    /// Whether branches that were generated independently were merged since the last generation.
    pub fn has_branches(&self) -> bool {
        self.tips.len() > 1
    }

    /// The keys of the environments that were generated last.
    pub fn environment_keys(&self) -> BTreeSet<&str> {
        let files = self.tips.iter().flat_map(RecordContent::current_files);
        files.filter_map(|path| Some(environment_and_file(path)?.0)).collect()
    }

    /// Gives what is recorded of environments to their new keys. Files that remain in a previous directory keep it, too.
    pub fn rename_environments(&mut self, renames: &Renames) {
        for Rename { from, to, directory } in renames.iter() {
            let stays = *directory == RenamedDirectory::Both;
            self.tips.iter_mut().for_each(|tip| tip.rename_environment(from, to, stays));
        }
    }

    /// Whether only some of the branches that were merged have an environment.
    pub fn is_new_environment(&self, name: &str) -> bool {
        let directory = directory_of(name) + "/";
        let has = |tip: &RecordContent| tip.current_files().any(|path| path.starts_with(&directory));
        self.has_branches() && !self.tips.iter().all(has)
    }

    /// Whether a file was ever generated.
    pub fn has(&self, path: &str) -> bool {
        self.tips.iter().any(|tip| tip.files.contains_key(path))
    }

    /// The files that were generated last.
    pub fn current_files(&self) -> BTreeSet<&String> {
        self.tips.iter().flat_map(RecordContent::current_files).collect()
    }

    /// The files that were generated and are no longer.
    pub fn files_no_longer_generated(&self) -> impl Iterator<Item = &String> {
        let all = self.tips.iter().flat_map(|tip| tip.files.keys());
        all.filter(|path| !self.is_generated(path))
    }

    /// What a file may have been generated as; `None` if it was never generated.
    pub fn known(&self, path: &str) -> Option<KnownTexts> {
        if !self.has(path) {
            return None;
        }
        let mut texts: Vec<String> = Vec::new();
        let mut add = |text: String| {
            if !texts.contains(&text) {
                texts.push(text);
            }
        };
        self.tips.iter().filter_map(|tip| tip.current(path)).for_each(&mut add);
        let older: Vec<String> = self.tips.iter().flat_map(|tip| tip.older(path)).collect();
        let current: BTreeSet<String> = self.tips.iter().filter_map(|tip| tip.current(path)).collect();
        merged_in_git(&current, &older).into_iter().for_each(&mut add);
        older.into_iter().for_each(&mut add);
        let is_recorded = |tip: &RecordContent| tip.deleted.contains(path);
        let is_everywhere = self.tips.iter().all(|tip| tip.is_generated(path));
        let is_deleted = is_everywhere || self.tips.iter().any(is_recorded);
        Some(KnownTexts { texts, current: current.len(), is_deleted })
    }

    /// Whether a file was generated last.
    pub fn is_generated(&self, path: &str) -> bool {
        self.tips.iter().any(|tip| tip.is_generated(path))
    }

    /// Whether the bytes of a file are a text that was generated last, except for line endings.
    pub fn is_unchanged(&self, path: &str, bytes: &[u8]) -> bool {
        let text = std::str::from_utf8(bytes).ok().map(endings::normal);
        text.is_some_and(|text| self.tips.iter().any(|tip| tip.is_current(path, &text)))
    }

    /// The record files that no other one replaces.
    pub fn newest_files(&self) -> impl Iterator<Item = &FileName> {
        self.names.iter().filter(|name| !self.replaced.values().any(|replaced| replaced.contains(*name)))
    }

    /// The record files that another one replaces.
    pub fn replaced_files(&self) -> impl Iterator<Item = &FileName> {
        self.names.iter().filter(|name| self.replaced.values().any(|replaced| replaced.contains(*name)))
    }

    /// The files that are no longer needed once the record file `next`, if there is one, replaces all others. A file that Git
    /// tracks stays until Git tracks one that replaces it: otherwise, a commit of tracked files alone would lose the record.
    /// Without a new record file, nothing that Git tracks changes.
    pub fn obsolete(&self, next: Option<&str>, tracked: Option<&BTreeSet<FileName>>) -> Vec<String> {
        let Some(next) = next else {
            let is_obsolete = |name: &&FileName| tracked.is_none_or(|tracked| !tracked.contains(*name));
            return self.replaced_files().filter(is_obsolete).cloned().collect();
        };
        let replaces =
            |by: &FileName, name: &FileName| self.replaced.get(by).is_some_and(|all| all.contains(name));
        let is_kept = |name: &FileName| {
            tracked
                .is_some_and(|tracked| tracked.contains(name) && !tracked.iter().any(|by| replaces(by, name)))
        };
        let obsolete = self.names.iter().filter(|name| *name != next && !is_kept(name));
        obsolete.chain(&self.former_record).cloned().collect()
    }

    /// The attributes of each environment that can't be changed without a replacement.
    pub fn environments(&self) -> BTreeMap<String, ForceNew> {
        let mut environments = BTreeMap::new();
        for tip in self.tips.iter().rev() {
            environments.extend(tip.environments.clone());
        }
        environments
    }

    /// Removes the files for which `is_output` returns false, and returns their paths. The record determines which files may
    /// be removed, and its content isn't trusted.
    pub fn take_foreign(&mut self, is_output: impl Fn(&str) -> bool) -> BTreeSet<String> {
        let mut foreign = BTreeSet::new();
        for tip in &mut self.tips {
            let paths = std::mem::take(&mut tip.files);
            let (ours, others): (BTreeMap<_, _>, BTreeMap<_, _>) =
                paths.into_iter().partition(|(path, _)| is_output(path));
            tip.files = ours;
            foreign.extend(others.into_keys());
        }
        foreign
    }
}
