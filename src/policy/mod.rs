//! Policy documents with tokens, and how grants become documents.
//!
//! Each grant has one document. With values substituted for the tokens, it is the IAM policy of one
//! environment; with variables, it is the HCL that all environments share.

#![warn(clippy::wildcard_enum_match_arm)]

mod breadth;
mod document;
mod file;
mod grant;
mod kind;
mod leaf;
mod principal_tags;
mod reference;
mod route;
mod s3_path;
mod summary;
mod text;

pub use breadth::{UnrestrictedAccess, unrestricted_access};
pub use document::{Document, Substitution};
pub use file::PolicyFiles;
pub use grant::{Concrete, DocumentInput, Grant, Scope, Symbolic, document_inputs, resolve};
pub use kind::{DOCUMENTS, GrantKey, KeyType, Kind, Kinds, POLICY_PATH, PartCondition, content, schemas};
pub use leaf::pattern;
pub use principal_tags::is_same_tag;
pub use summary::Summary;
