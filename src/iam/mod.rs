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
pub mod evaluate;
mod gap;
mod grammar;
mod guest;
pub mod language;
mod logic;
mod parse;
mod pattern;
mod plain;
mod policy;
mod rule;
mod schema;
mod sent_keys;
pub mod sets;
mod similar_key;
mod statement;
mod values;
mod variable;
mod write;

pub use action_pattern::{ActionPattern, NotAnAction};
pub use condition::{ConditionBlock, Operator, Quantifier, Scalar};
pub use gap::DocumentationGap;
pub use grammar::{ACTION_PATTERN, RESOURCE_PATTERN, character_refusal};
pub use guest::{GuestPages, guest_session_policy, reaches_guests};
pub use logic::Match;
pub use parse::{ParseLeaf, Parser, ReferencePlace};
pub use pattern::{Atom, Pattern, Unknown};
pub use plain::PlainStrings;
pub use policy::{Policy, Version};
pub use rule::{Comparison, Condition, Reach, Reference, Relation, ResourcePattern, Rule};
pub use sent_keys::{is_always_sent, usual_value};
pub use statement::{Effect, Elements, Statement};
pub use values::Values;
pub use variable::{Availability, ConditionKey, Variable};
pub use write::{to_hcl, to_json};
