//! The inputs file: from its text to one unresolved [`Spec`] per environment.
//!
//! text → [`Node`](crate::tree::Node) → split into environments and merged → decoded. Each step preserves
//! spans, and continues after reporting a problem.

#![warn(clippy::wildcard_enum_match_arm)]

mod access;
mod added_environment;
mod arguments;
mod backend;
mod braces;
pub mod decode;
mod environments;
mod key_attributes;
pub mod keys;
pub mod layout;
mod lookalike;
mod merge;
mod misplaced_environments;
mod provider;
pub mod read;
mod reference;
mod references;
mod removal;
mod required_poolsmith;
pub mod schema;
pub mod spec;
mod token;
mod token_string;
mod tokens;
mod unknown_key;
mod value_or_reference;

pub use access::{access, access_file, is_access_refused};
pub use added_environment::with_environment;
pub use backend::Backend;
pub use environments::{ENVIRONMENTS, EnvironmentInputs, environments};
pub use key_attributes::ACCEPT;
pub use lookalike::{Context, Lookalike, Syntax};
pub use merge::{Removed, without_default_role};
pub use provider::Provider;
pub use reference::arn_format_of;
pub use references::References;
pub use removal::removal_of_item;
pub use required_poolsmith::admits_this_poolsmith;
pub use spec::Spec;
pub use token::Token;
pub use token_string::{Part, TokenString};
pub use tokens::{Resolved, TokenValues, unavailable};
pub use value_or_reference::ValueOrReference;
