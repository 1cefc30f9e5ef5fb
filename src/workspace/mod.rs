//! The files of a workspace against the disk: what to do with each, and what was generated before.

mod lock;
mod plan;

pub use lock::{LOCK_FILE, Lock, digest};
pub use plan::{Action, Plan, plan};
