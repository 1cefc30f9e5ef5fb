//! Comparisons with Terraform itself, which must be on the PATH. If it isn't, `scripts/test` downloads it, or
//! skips these tests if that fails.

mod escaping;
pub mod formatting;
