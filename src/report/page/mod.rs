//! The report of access, tests and findings, as a page and for pull requests.
//!
//! [`Contents`] has what is shown, in words; [`html`] and [`markdown`] add the markup.

pub(super) mod access_table;
mod changes;
mod checks;
mod contents;
mod element;
mod environment_access;
mod html;
mod markdown;
mod permission;
mod picture;
pub(super) mod rows;
mod statement;
mod table;
mod verdict;
pub(super) mod words;

pub use contents::Contents;
pub use html::html;
pub use markdown::markdown;
pub use verdict::Verdict;
