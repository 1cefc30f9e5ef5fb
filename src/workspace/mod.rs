//! The files of a workspace against the disk: what to do with each, what was generated before, and
//! how everything is done or nothing.

mod base;
mod changes;
mod commit;
mod finding;
mod lock;
mod on_disk;
mod paths;
mod plan;
mod problems;
mod replacement;
mod step;

pub use base::FOLDER as OWN;
pub use changes::changes;
pub use commit::{Before, Change, commit, is_unfinished, recover};
pub use finding::{Finding, findings};
pub use lock::{LOCK_FILE, Lock, digest};
pub use on_disk::OnDisk;
pub use plan::{Look, Plan, plan};
pub use problems::through_link;
pub use replacement::replaced;
pub use step::{Action, Blocked, Rules, Step};
