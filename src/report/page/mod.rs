//! The report of access, tests and findings, as a page and for pull requests.
//!
//! [`Contents`] has what is shown, in words; [`html`] and [`markdown`] add the markup.

pub(super) mod access_table;
mod checks;
mod contents;
mod element;
mod html;
mod markdown;
mod picture;
mod statement;
mod table;
mod verdict;
pub(super) mod words;

pub use contents::{Contents, Explanation};
pub use html::html;
pub use markdown::markdown;
pub use verdict::Verdict;
