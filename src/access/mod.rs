//! What identities must, and must never, be able to do: who gets which role, and what each access test asks.
//!
//! A [`Suite`] is what the inputs say, the same for all environments. [`resolve`] answers in each environment who the
//! identities are ([`Caller`]) and expands each test into [`Question`]s, each about one identity, one pattern for actions
//! and one resource. It doesn't answer them.

#![warn(clippy::wildcard_enum_match_arm)]

mod answer;
mod assertions;
mod caller;
mod claims;
mod compare;
mod comparison;
mod condition_keys;
mod decide;
mod documents;
mod explain;
mod identity;
mod identity_limit;
mod inapplicable;
mod permissions;
mod placeholders;
mod provider_users;
mod question;
mod reasons;
mod request_text;
mod requests;
mod resolve;
mod results;
mod role_document;
mod role_policies;
mod role_reference;
mod roles;
mod selection;
mod session;
mod sign_in;
mod suite;
mod symbols;
mod test;
mod tested_action;
mod tested_resource;
mod vacuous;
mod version;

pub use answer::{Evaluator, Failure, Verdict};
pub use assertions::assertions;
pub use caller::{Caller, CallerTags};
pub use claims::Claims;
pub use compare::compare;
pub use comparison::{AccessChange, Change, Comparison, Comparisons, Gain, Subject};
pub use decide::DecidedQuestion;
pub use documents::{Documents, SuppliedDocument, documents};
pub use explain::{ExplainedPart, ExplainedStatement, PolicyOrigin, decisive};
pub use identity::{GivenClaim, GivenClaims, Identity, IdentityKind, SessionTags};
pub use identity_limit::{RoleGrant, reaches_others};
pub use permissions::{AttachedPolicy, Content, Permissions, PlacedStatement, permissions};
pub use question::{ExpandedTest, Question};
pub use request_text::{IdentityId, Piece, RequestText};
pub use resolve::resolve;
pub use results::{Example, Outcome, Policies, TestResult};
pub use role_document::role_document;
pub use role_policies::{Origin, RolePolicies};
pub use role_reference::RoleReference;
pub use roles::{Login, Obtainable, PickedRole, Roles};
pub use session::{OtherTags, PRINCIPAL_TAG, Session, SessionKey};
pub use suite::{Section, Suite, suite};
pub use symbols::Symbols;
pub use test::{Actions, Expectation, Test};
pub use vacuous::{TestedResource, vacuous_resources};
pub use version::Version;
