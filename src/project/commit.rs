//! Locks, plans and writes a workspace.

use std::time::Duration;

use crate::disk::staging::PathError;
use crate::disk::{Directory, WorkspaceLock};
use crate::git;
use crate::inputs::layout::directory_of;
use crate::project::failure::unwritable;
use crate::project::{Failure, Notify, Options, Planned, Rendered};
use crate::source::{Code, Diagnostic};
use crate::workspace::{self, Before, Change, CommitError, Rename};

/// How long to wait for another poolsmith in the same workspace.
const LOCK_TIMEOUT: Duration = Duration::from_secs(10);

/// A locked workspace: no other poolsmith writes it.
pub struct Locked {
    rendered: Rendered,
    directory: Directory,
    lock: WorkspaceLock,
}

/// A plan that can be carried out: the workspace has been locked since before it was compared.
pub struct Writable {
    /// The plan.
    pub planned: Planned,
    directory: Directory,
    _lock: WorkspaceLock,
}

impl Rendered {
    /// Creates the workspace's directory if it is missing, locks it, and completes or rolls back the changes
    /// of a killed run. `notify` is called if another poolsmith has to finish first.
    ///
    /// # Errors
    /// If the directory isn't writable, or another poolsmith doesn't finish in time.
    pub fn lock(self, notify: &Notify) -> Result<Locked, Failure> {
        let root = &self.request.root;
        let shown = root.display();
        let on_wait = || notify(&format!("waiting for another poolsmith that is running in {shown}"));
        let locked = Directory::create(root).and_then(|directory| {
            let lock = WorkspaceLock::acquire(&directory, LOCK_TIMEOUT, on_wait)?;
            Ok((directory, lock))
        });
        let (directory, lock) = match locked {
            Ok((directory, Some(lock))) => (directory, lock),
            Ok((_, None)) => {
                let message = format!("another poolsmith is running in {shown}");
                let busy = Diagnostic::new(Code::Busy, message);
                return Err(self
                    .log
                    .with([busy.help("wait until it finishes, or stop it, then run poolsmith again")])
                    .into());
            }
            Err(error) => return Err(self.log.with([unwritable(root, &error)]).into()),
        };
        match workspace::recover(&directory) {
            Ok(()) => Ok(Locked { rendered: self, directory, lock }),
            Err(error) => Err(Failure::of_commit(error, self.log)),
        }
    }
}

impl Locked {
    /// Compares the files with the disk.
    ///
    /// # Errors
    /// If the workspace or its lock can't be read.
    pub fn plan(self, options: &Options) -> Result<Writable, Failure> {
        let Self { rendered, directory, lock } = self;
        let planned = rendered.plan_in(Some(&directory), options)?;
        Ok(Writable { planned, directory, _lock: lock })
    }
}

impl Writable {
    /// Carries out the plan: makes all changes or none.
    ///
    /// # Errors
    /// Errors of the plan, or of the operating system.
    pub fn commit(self) -> Result<Planned, Failure> {
        if self.planned.is_blocked() {
            return Err(self.planned.into_log().into());
        }
        let changes = self.changes();
        let written = self
            .rename_directories()
            .and_then(|()| workspace::check_access(&self.directory, &changes))
            .map_err(CommitError::Nothing)
            .and_then(|()| workspace::commit(&self.directory, &changes));
        if matches!(written, Err(CommitError::Nothing(_))) {
            self.undo_renames();
        }
        match written {
            Ok(()) => Ok(self.planned.with_record_in_git(&changes)),
            Err(error) => Err(Failure::of_commit(error, self.planned.into_log())),
        }
    }

    /// Renames the directories of environments that have a new key. If poolsmith is killed afterwards, the next run recognizes
    /// them.
    fn rename_directories(&self) -> Result<(), PathError> {
        for Rename { from, to, .. } in self.planned.renames.to_move() {
            let [from, to] = [from, to].map(|key| directory_of(key));
            self.directory.rename(&from, &to).map_err(|error| (self.directory.path().join(from), error))?;
        }
        Ok(())
    }

    /// Gives the directories that were renamed their previous names. For the others, nothing has the new name.
    fn undo_renames(&self) {
        for Rename { from, to, .. } in self.planned.renames.to_move() {
            let _ = self.directory.rename(directory_of(to), directory_of(from)); // the first error is the one to report
        }
    }

    fn changes(&self) -> Vec<Change> {
        let Planned { request, files, plan, record, force_new, .. } = &self.planned;
        let is_covered = |path: &str| request.covers(path);
        let is_in_git =
            || git::tracked(&request.root, &record.names).is_some_and(|tracked| !tracked.is_empty());
        let next = workspace::next_record_file(record, plan, files, force_new.clone(), is_covered, is_in_git);
        let obsolete = match &next {
            None if record.replaced_files().next().is_none() => Vec::new(),
            next => {
                let next = next.as_ref().map(|next| next.name.as_str());
                record.obsolete(next, git::tracked(&request.root, &record.names).as_ref())
            }
        };
        let mut changes = workspace::changes(plan, next.as_ref(), obsolete);
        let own = request.own_files.iter().map(|file| Change {
            path: file.path.clone(),
            before: file
                .replaces
                .as_ref()
                .map_or(Before::Missing, |text| Before::Digest(workspace::digest(text.as_bytes()))),
            after: Some(file.text.clone()),
            keep_original: false,
        });
        changes.splice(0..0, own);
        changes
    }
}
