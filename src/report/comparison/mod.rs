//! What access a change gives and takes away, for people and as data.

mod data;
mod text;
mod words;

pub use data::ComparisonEntry;
pub use text::{changed_access, comparisons, comparisons_markdown};
pub use words::{ChangeKind, ShownChange, ShownChanges};
