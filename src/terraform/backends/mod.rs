//! The backends and their arguments, as of Terraform 1.11, with Terraform's names. Deprecated arguments
//! are omitted.
//!
//! Source: Terraform's documentation, "Backend configuration" and the page of each backend, and the
//! schemas in its source (`internal/backend/remote-state`, `internal/cloud`), version 1.11.4.

mod azurerm;
mod kubernetes;
mod others;
mod s3;
mod workspaces;

use crate::aws::{Rule, is};
use crate::source::Code;
use crate::terraform::Backend;

/// All backends.
pub const BACKENDS: [&Backend; 10] = [
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

/// The rule for arguments without a more specific check.
pub const TEXT: Rule = Rule {
    what: "a valid backend argument",
    accepted: "a non-empty string without control characters other than tabs and line breaks",
    code: Code::BadArgument,
    test: |text| is(text, 1..=65_536, |c| !c.is_control() || matches!(c, '\t' | '\n' | '\r')),
};
