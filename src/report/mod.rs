//! Words for people and for machines. With `main`, the only printing.

mod diff;
mod escape;
mod findings;
mod json;
mod mask;
mod plan;
mod progress;
mod text;

pub use diff::{shown_diff, unified};
pub use escape::{json as safe_json, line};
pub use findings::{findings, verdict};
pub use json::plan_json;
pub use plan::{diffs, plan};
pub use progress::Progress;
pub use text::{Written, diagnostics, summary};
