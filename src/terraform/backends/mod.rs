//! The backends and their arguments, as of Terraform 1.11 and 1.12, with Terraform's names.
//!
//! Source: Terraform's documentation, "Backend configuration" and the page of each backend, and the
//! schemas in its source (`internal/backend/remote-state`, `internal/cloud`), version 1.11.4. The versions in which
//! arguments came are from a comparison of the schemas of 1.7.0 to 1.12.0.

mod azurerm;
mod cos;
mod kubernetes;
mod oci;
mod oss;
mod others;
mod s3;
mod workspaces;

use crate::aws::{Rule, is};
use crate::source::Code;
use crate::terraform::Backend;

/// All backends.
pub const BACKENDS: [&Backend; 13] = [
    &others::LOCAL,
    &s3::S3,
    &workspaces::CLOUD,
    &others::GCS,
    &azurerm::AZURERM,
    &others::HTTP,
    &others::CONSUL,
    &others::PG,
    &kubernetes::KUBERNETES,
    &workspaces::REMOTE,
    &oci::OCI,
    &oss::OSS,
    &cos::COS,
];

/// The names of all backends.
pub const NAMES: [&str; BACKENDS.len()] = {
    let mut names = [""; BACKENDS.len()];
    let mut index = 0;
    while index < names.len() {
        names[index] = BACKENDS[index].name;
        index += 1;
    }
    names
};

/// The key next to a backend's arguments by which -backend-config supplies the others.
/// Source: Terraform language, "Backend block", "Partial configuration".
pub const PARTIAL: &str = "partial";

/// Whether a backend is the `cloud` block, which takes no -backend-config.
/// Source: Terraform CLI, "terraform init", and `internal/command/init.go` of Terraform 1.11.4.
pub fn is_cloud(backend: &Backend) -> bool {
    backend.name == workspaces::CLOUD.name
}

/// The rule for arguments without a more specific check.
pub const TEXT: Rule = Rule {
    what: "a valid argument",
    accepted: "a non-empty string without control characters other than tabs and line breaks",
    code: Code::BadArgument,
    pattern: r"[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]+",
    test: |text| is(text, 1..=65_536, |c| !c.is_control() || matches!(c, '\t' | '\n' | '\r')),
};
