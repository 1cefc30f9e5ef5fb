//! Properties of characters that HCL depends on and the standard library lacks, in the Unicode version that
//! Terraform uses.
//!
//! Each table is a text file of hexadecimal ranges, which is parsed when first needed.

mod grapheme;
mod identifier;
mod table;

pub use grapheme::grapheme_count;
pub use identifier::{continues_identifier, starts_identifier};
