//! Whether the record has what was generated, and whether Git has the record.

use std::collections::BTreeSet;

use crate::disk::Directory;
use crate::git;
use crate::merge::endings;
use crate::project::Planned;
use crate::project::record::read_record_files;
use crate::source::{Code, Diagnostic};
use crate::workspace::{self, Change, Record, Step, in_workspace};

const COMMIT: &str = "run `poolsmith generate`, and commit the poolsmith.*.record file with the other files";

impl Planned {
    /// The difference between the record and the files on the disk, or the files in Git. Without the record, edits of the generated
    /// files could not be merged.
    pub fn record_difference(&self) -> Option<Diagnostic> {
        if self.record.is_lost() {
            let message = "there is no record of what was generated";
            let diagnostic = Diagnostic::new(Code::RecordBehind, message).help(COMMIT);
            return self.generated().next().map(|_| diagnostic.help("Git must not ignore it, either"));
        }
        if let Some(path) = self.missing_in(&self.record) {
            let message = format!("the record is behind: it does not have {path} as it is generated now");
            return Some(Diagnostic::new(Code::RecordBehind, message).help(COMMIT));
        }
        self.not_in_git()
    }

    /// A record file that Git ignores, or that was not committed with the files that it is about.
    fn not_in_git(&self) -> Option<Diagnostic> {
        let root = &self.request.root;
        let tracked = git::tracked(root, &self.record.names)?;
        let untracked = self.record.newest_files().find(|name| !tracked.contains(*name))?;
        let problem = |message: &str| {
            let (path, message) = (in_workspace(root, untracked), format!("{untracked} {message}"));
            Diagnostic::in_file(path, 1, Code::RecordBehind, message)
        };
        if git::is_ignored(root, untracked) {
            return self.is_for_git().then(|| problem(IGNORED).help(STOP_IGNORING));
        }
        // Before a commit, nothing that was just generated is in Git.
        let generated: BTreeSet<&String> = self.generated().collect();
        let in_git = git::to_be_committed(root, |path| generated.contains(&path.to_owned()))?;
        let is_in_git = |path: &&&String| {
            let text = in_git.get(**path).and_then(|bytes| std::str::from_utf8(bytes).ok());
            text.is_some_and(|text| self.is_on_disk(path, &endings::normal(text)))
        };
        if generated.iter().filter(is_in_git).count() < generated.len() {
            return None;
        }
        let directory = Directory::open_if_exists(root).ok()??;
        let in_git = read_record_files(&directory, |name| tracked.contains(name)).ok()?;
        self.missing_in(&in_git)?;
        Some(problem("is not in Git, although the files that it is about are").help("commit it with them"))
    }

    /// Whether Git does not ignore the generated files, such as those of a workspace in a directory for build output.
    fn is_for_git(&self) -> bool {
        self.files.keys().next().is_some_and(|path| !git::is_ignored(&self.request.root, path))
    }

    /// Whether a file on the disk has this text.
    fn is_on_disk(&self, path: &str, text: &str) -> bool {
        match self.plan.steps.get(path).and_then(Step::disk) {
            Some(disk) => std::str::from_utf8(disk).is_ok_and(|disk| endings::normal(disk) == text),
            None => self.files.get(path).is_some_and(|generated| generated == text),
        }
    }

    /// The files that are on the disk as they are generated now, perhaps with edits.
    fn generated(&self) -> impl Iterator<Item = &String> {
        // An edited file that was never generated is the user's own.
        let is_edited =
            |path: &str, step: &Step| matches!(step, Step::Edited { .. }) && self.record.has(path);
        let is_generated =
            move |(path, step): &(&String, &Step)| **step == Step::Keep || is_edited(path, step);
        self.plan.steps.iter().filter(is_generated).map(|(path, _)| path)
    }

    /// A file that is generated now with a text that a record doesn't have.
    fn missing_in(&self, record: &Record) -> Option<&String> {
        let is_missing = |path: &&String| {
            let Some(text) = self.files.get(*path) else { return false };
            !record.is_unchanged(path, text.as_bytes())
                && !record.known(path).is_some_and(|known| known.texts.contains(text))
        };
        self.generated().find(is_missing)
    }

    /// Warns if the record file among the changes that were made is one that Git ignores.
    pub(super) fn with_record_in_git(mut self, changes: &[Change]) -> Self {
        let is_new_record =
            |change: &&Change| change.after.is_some() && workspace::is_record_file(&change.path);
        let name = changes.iter().find(is_new_record).map(|change| change.path.as_str());
        if let Some(name) = name.filter(|name| git::is_ignored(&self.request.root, name) && self.is_for_git())
        {
            let ignored = Diagnostic::new(Code::IgnoredRecord, format!("{name} {IGNORED}"));
            self.log.diagnostics.push(ignored.help(STOP_IGNORING));
        }
        self
    }
}

/// What is said of a record file that Git ignores.
const IGNORED: &str = "is ignored by Git: whoever clones the repository can't merge edits of generated files";

/// The cure.
const STOP_IGNORING: &str = "`git check-ignore -v poolsmith.*.record` shows the rule: add `!poolsmith.*.record` after it, and commit the file";
