//! Types for IAM's identity-based policies.
//!
//! A policy is generic over its leaves: *symbolic* policies have strings with tokens, for the HCL that all
//! environments share, and *concrete* policies have plain strings, as in IAM. [`Policy::map`] converts
//! between them. This module doesn't depend on the inputs.
//!
//! Source: IAM User Guide, "Grammar of the IAM JSON policy language".

#![warn(clippy::wildcard_enum_match_arm)]

mod action_pattern;
pub mod catalogue;
mod check;
mod condition;
pub mod element;
mod grammar;
mod guest;
mod parse;
mod pattern;
mod policy;
mod schema;
mod similar_key;
mod statement;
mod values;
mod variable;
mod write;

pub use action_pattern::{ActionPattern, NotAnAction};
pub use condition::{ConditionBlock, Operator, Quantifier, Scalar};
pub use grammar::character_refusal;
pub use guest::reaches_guests;
pub use parse::{ParseLeaf, Parser, ReferencePlace};
pub use pattern::{Atom, Pattern, Unknown};
pub use policy::{Policy, Version};
pub use statement::{Effect, Elements, Statement};
pub use values::Values;
pub use variable::{Availability, ConditionKey, Variable};
pub use write::{to_hcl, to_json};
