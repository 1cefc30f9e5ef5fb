//! IAM policies: the document as a tree with tokens at its leaves, and how a grant becomes one.
//!
//! There is one document for each grant. Substituted by values it is the policy of one environment,
//! as IAM sees it; substituted by variables it is the HCL that all environments share.

#![warn(clippy::wildcard_enum_match_arm)]

mod document;
mod file;
mod grant;
mod kind;
mod leaf;
mod s3_path;
mod summary;

pub use document::{Document, Substitution};
pub use file::PolicyFiles;
pub use grant::{Concrete, DocumentInput, Grant, Scope, Symbolic, document_inputs, resolve};
pub use kind::{DOCUMENTS, GrantKey, KeyType, Kind, Kinds, When, schemas};
pub use leaf::pattern;
pub use summary::Summary;
