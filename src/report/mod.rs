//! Words for people and for machines. With `main`, the only printing.

mod diff;
mod escape;
mod findings;
mod json;
mod mask;
mod plan;
mod problems;
mod progress;

pub use diff::{shown_diff, unified};
pub use escape::{json as safe_json, line};
pub use findings::{findings, verdict};
pub use json::plan_json;
pub use plan::{diffs, plan};
pub use problems::{Written, problems, summary};
pub use progress::Progress;
