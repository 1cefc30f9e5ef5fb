//! The few properties of characters that HCL depends on and the standard
//! library does not have, for the version of Unicode that Terraform uses.
//!
//! Each table is a text file of hexadecimal ranges, read when first needed.

mod grapheme;
mod identifier;
mod table;

pub use grapheme::grapheme_count;
pub use identifier::{continues_identifier, starts_identifier};
