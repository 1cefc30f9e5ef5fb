//! What identities must, and must never, be able to do: who gets which role, and what each access test asks.
//!
//! A [`Suite`] is what the inputs say, the same for all environments. [`resolve`] answers in each environment who the
//! identities are ([`Caller`]) and expands each test into [`Question`]s, each about one identity, one pattern for actions
//! and one resource. It doesn't answer them.

#![warn(clippy::wildcard_enum_match_arm)]

mod condition_keys;
mod identity;
mod placeholders;
mod suite;
mod test;
mod tested_action;
mod tested_resource;

pub use identity::{Identity, IdentityKind, SessionTags};
pub use suite::{Section, Suite, suite};
pub use test::{Expectation, Test};
