//! Compares the generated files with the disk, decides what to do with each, and makes all changes or none.

#![warn(clippy::wildcard_enum_match_arm)]

mod access;
mod app_clients;
mod changes;
mod commit;
mod commit_error;
mod decide;
mod diagnostics;
mod difference;
mod digest;
mod dropped_role;
mod finish;
mod in_place;
mod journal;
mod on_disk;
mod original;
mod own;
mod paths;
mod plan;
mod policy_replacement;
mod read_attributes;
mod record;
mod renames;
mod repair;
mod replacement;
mod step;
mod undeclared;

pub use access::check_access;
pub use changes::changes;
pub use commit::{Change, OtherRun, commit, other_run, recover};
pub use commit_error::CommitError;
pub use decide::PlanOptions;
pub use diagnostics::through_link;
pub use difference::{allowed_differences, differences};
pub use digest::digest;
pub use journal::Before;
pub use on_disk::OnDisk;
pub use own::DIRECTORY as OWN_DIRECTORY;
pub use paths::{in_workspace, is_inside};
pub use plan::{DiskView, Plan, plan};
pub use read_attributes::read_attributes;
pub use record::{
    FORMER_LOCK, FileName, FileTexts, NewRecordFile, Record, RecordContent, RecordError, former_content,
    former_files, is_record_file, next_record_file,
};
pub use renames::{Rename, RenamedDirectory, Renames};
pub use repair::Unmerged;
pub use replacement::replaced;
pub use step::{Foreign, Replacement, Step, Unmergeable, Unresolved};
pub use undeclared::{DeclaringWorkspace, ReferencesOf, declared_elsewhere, undeclared};

/// The maximum size of a file in a workspace, in bytes. No generated file gets near it.
const MAX_FILE_BYTES: u64 = 64 * 1024 * 1024;
