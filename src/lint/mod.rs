//! Findings: what is legal in the inputs, but dangerous or useless.
//!
//! Each rule has a file in `rules/`, and a page in `source/rules/`. [`lint`] applies all rules to the environments of a
//! workspace. A finding has a place in the inputs, so that an entry of `accept` can keep it.

#![warn(clippy::wildcard_enum_match_arm)]

mod accept;
pub mod action;
mod collect;
mod date;
mod evaluation;
mod finding;
mod protection;
mod rule;
mod rules;
mod selection;
mod statement;
mod values;

pub use accept::{Accept, accept};
pub use collect::{Accepted, FindingCollector, Findings, lint};
pub use date::Date;
pub use evaluation::{EnvironmentFinding, Evaluation};
pub use finding::Finding;
pub use rule::{Check, OwnFile, Rule};
pub use rules::RULES;
pub use selection::{Selection, UnknownRule};
pub use statement::{AllowedStatement, Condition, WrittenPattern};
