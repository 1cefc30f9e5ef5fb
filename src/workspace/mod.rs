//! The files of a workspace against the disk: what to do with each, what was generated before, and
//! how everything is done or nothing.

#![warn(clippy::wildcard_enum_match_arm)]

mod access;
mod base;
mod changes;
mod commit;
mod decide;
mod diagnostics;
mod finding;
mod finish;
mod journal;
mod lock;
mod on_disk;
mod original;
mod paths;
mod plan;
mod replacement;
mod step;

pub use access::check_access;
pub use base::DIRECTORY as OWN_DIRECTORY;
pub use changes::changes;
pub use commit::{Change, CommitError, OtherRun, commit, other_run, recover};
pub use decide::Rules;
pub use diagnostics::through_link;
pub use finding::{accepted, findings};
pub use journal::Before;
pub use lock::{LOCK_FILE, Lock, digest};
pub use on_disk::OnDisk;
pub use plan::{DiskView, Plan, plan};
pub use replacement::replaced;
pub use step::{Foreign, Replacement, Step, Unmergeable, Unresolved};

/// A file of a workspace is not larger than this; what is, nobody generated or edited.
const MAX_FILE_BYTES: u64 = 64 * 1024 * 1024;
