//! A tree of values with their places: what every file that people write is read into, and what is said
//! of a value that does not fit.

#![warn(clippy::wildcard_enum_match_arm)]

mod diagnostics;
mod node;
mod words;

pub use diagnostics::{is_misspelt, is_reported, missing_key, unknown_key, unknown_word, wrong_type};
pub use node::{Entry, Map, Node, Value};
pub use words::{nearest, quoted_list};
