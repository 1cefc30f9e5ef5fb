//! What Terraform itself says: these tests need it on the PATH. `scripts/test` fetches one where there
//! is none, and skips them where it can't.

mod escaping;
pub mod formatting;
