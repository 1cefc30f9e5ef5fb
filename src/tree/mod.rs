//! A tree of values with spans, which all files written by users are parsed to, and the diagnostics for
//! values that don't fit.

#![warn(clippy::wildcard_enum_match_arm)]

mod alias;
mod diagnostics;
mod edited;
mod foreign_function;
mod node;
mod words;

pub use alias::meant;
pub use diagnostics::{
    is_misspelled, is_reported, missing_key, missing_level, unknown_key, unknown_word, wrong_type,
};
pub use edited::is_edited;
pub use foreign_function::{FOREIGN_FUNCTION_HELP, foreign_function};
pub use node::{Entry, Map, Node, Value};
pub use words::{nearest, one_of, quoted_list};
