//! Words for people and for machines. With `main`, the only printing.

mod diff;
mod findings;
mod json;
mod plan;
mod problems;
mod progress;

pub use diff::unified;
pub use findings::{findings, verdict};
pub use json::plan_json;
pub use plan::{diffs, plan};
pub use problems::{Written, problems, summary};
pub use progress::Progress;
