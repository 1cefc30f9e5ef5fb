//! Who gets each role and what it may do: as text, Markdown, a diagram and data.

mod condition;
mod data;
mod markdown;
mod mermaid;
mod summary;
mod text;

pub use data::{PermissionsEntry, PlaceEntry};
pub use markdown::markdown;
pub use mermaid::mermaid;
pub use summary::limits;
pub use text::text;
