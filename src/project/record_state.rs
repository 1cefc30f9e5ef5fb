//! Whether the record has what was generated, and whether Git has the record.

use std::collections::BTreeSet;

use crate::disk::Directory;
use crate::git;
use crate::project::Planned;
use crate::project::record::read_record_files;
use crate::source::{Code, Diagnostic};
use crate::workspace::{self, Change, Record, Step, in_workspace};

const COMMIT: &str = "run `poolsmith generate`, and commit the poolsmith.*.record file with the other files";

impl Planned {
    /// The difference between the record and the files on the disk, or the files in Git. Without the record, edits of the generated
    /// files could not be merged.
    pub fn record_difference(&self) -> Option<Diagnostic> {
        let is_generated = |(path, step): &(&String, &Step)| match step {
            Step::Keep => true,
            Step::Edited { .. } => self.record.has(path), // otherwise it is the user's own
            _ => false,
        };
        let generated = || self.plan.steps.iter().filter(is_generated);
        let root = &self.request.root;
        if self.record.is_lost() {
            let message = "there is no record of what was generated";
            let diagnostic = Diagnostic::new(Code::RecordBehind, message).help(COMMIT);
            return generated().next().map(|_| diagnostic.help("Git must not ignore it, either"));
        }
        let is_missing_in = |record: &Record, path: &String| {
            let Some(text) = self.files.get(path) else { return false };
            !record.is_unchanged(path, text.as_bytes())
                && !record.known(path).is_some_and(|known| known.texts.contains(text))
        };
        if let Some((path, _)) = generated().find(|(path, _)| is_missing_in(&self.record, path)) {
            let message = format!("the record is behind: it does not have {path} as it is generated now");
            return Some(Diagnostic::new(Code::RecordBehind, message).help(COMMIT));
        }
        let tracked = git::tracked(root, &self.record.names)?;
        let untracked = self.record.newest_files().find(|name| !tracked.contains(*name))?;
        let problem = |message: &str| {
            Diagnostic::in_file(
                in_workspace(root, untracked),
                1,
                Code::RecordBehind,
                format!("{untracked} {message}"),
            )
        };
        if git::is_ignored(root, untracked) {
            return Some(problem(IGNORED).help(STOP_IGNORING));
        }
        // Before a commit, nothing that was just generated is in Git.
        let uncommitted: BTreeSet<String> = git::uncommitted(root)?;
        let is_committed = generated().all(|(path, _)| !uncommitted.contains(path));
        let directory = Directory::open_if_exists(root).ok()??;
        let in_git = read_record_files(&directory, |name| tracked.contains(name)).ok()?;
        let is_needed = is_committed && generated().any(|(path, _)| is_missing_in(&in_git, path));
        is_needed.then(|| {
            problem("is not in Git, although the files that it is about are").help("commit it with them")
        })
    }

    /// Warns if the record file among the changes that were made is one that Git ignores.
    pub(super) fn with_record_in_git(mut self, changes: &[Change]) -> Self {
        let is_new_record =
            |change: &&Change| change.after.is_some() && workspace::is_record_file(&change.path);
        let name = changes.iter().find(is_new_record).map(|change| change.path.as_str());
        if let Some(name) = name.filter(|name| git::is_ignored(&self.request.root, name)) {
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
