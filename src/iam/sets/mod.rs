//! Sets of requests: whether policies allow all of them, some or none, with a request that shows it.
//!
//! A [`Region`] is a set of requests: those that meet all of its constraints on the action, the resource and the condition
//! keys. A statement is a region, and so is a question. [`Search::outside`] finds a part of a region that lies outside other
//! regions; if there is none, the other regions together cover it, which is a proof.

mod binding;
mod cases;
mod claim;
mod condition;
mod documented;
mod gain;
mod key;
mod open;
mod policies;
mod question;
mod refute;
mod region;
mod resolve;
mod search;
mod statement;
mod statements;
mod typed;
mod value;
mod witness;

pub use binding::{Binding, Bindings};
pub use gain::Sessions;
pub use key::{KeyTest, KeyWitness, Presence};
pub use open::{OpenReason, OpenReasons};
pub use policies::{PolicySource, Rules, SessionPolicies, SymbolValues, UNKNOWN_KEY_PREFIX, filled};
pub use question::{Answer, Proof, Question};
pub use region::{Constraint, Region};
pub use search::{Point, Search};
pub use statement::RequiredCertainty;
pub use statements::{CompiledPolicies, CompiledStatements};
pub use value::{ValueTest, ValueWitness};
pub use witness::Witness;

#[cfg(test)]
mod tests;
