//! What identities must, and must never, be able to do: who gets which role, and what each access test asks.
//!
//! A [`Suite`] is what the inputs say, the same for all environments. [`resolve`] answers in each environment who the
//! identities are ([`Caller`]) and expands each test into [`Question`]s, each about one identity, one pattern for actions
//! and one resource. It doesn't answer them.

#![warn(clippy::wildcard_enum_match_arm)]

mod caller;
mod claims;
mod condition_keys;
mod documents;
mod identity;
mod inapplicable;
mod placeholders;
mod question;
mod request_text;
mod resolve;
mod role_reference;
mod roles;
mod selection;
mod session;
mod suite;
mod test;
mod tested_action;
mod tested_resource;

pub use caller::{Caller, CallerTags};
pub use claims::Claims;
pub use documents::{Documents, SuppliedDocument, documents};
pub use identity::{GivenClaim, GivenClaims, Identity, IdentityKind, SessionTags};
pub use question::{Asked, Question};
pub use request_text::{IdentityId, Piece, RequestText};
pub use resolve::resolve;
pub use role_reference::RoleReference;
pub use roles::{Login, Obtainable, Picked, Roles};
pub use session::{OtherTags, PRINCIPAL_TAG, Session, SessionKey};
pub use suite::{Section, Suite, suite};
pub use test::{Actions, Expectation, Test};
