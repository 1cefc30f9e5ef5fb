//! The resolved inputs, and the model that templates use.
//!
//! An [`Environment`] has the resolved inputs of one environment. The [`Model`] is the union of all
//! environments: the structure of the modules, and separately the values of each environment.

#![warn(clippy::wildcard_enum_match_arm)]

mod access;
mod application;
mod assignment;
mod cross_environment;
mod environment;
mod force_new;
mod module;
mod moved;
mod names;
mod resolve;
mod role;
mod state;
mod trust;
mod union;
mod validation;
mod values;
mod view;

pub use access::statements_of;
pub use application::{provider_name, written};
pub use cross_environment::check_across_environments;
pub use environment::{
    Environment, IdentityPool, MappingRule, PrincipalTags, Provider, ProviderKind, RoleMapping, UserPool,
};
pub use force_new::{ForceNew, ForceNewPolicy, ForceNewRole, RecordedAppClient};
pub use resolve::resolve;
pub use role::{
    AUTHENTICATED, DEVELOPER_PROVIDER, GUEST, ManagedRole, Role, RoleKind, Trust, TrustedProvider, is_default,
};
pub use union::model;
pub use view::{
    AccessAssertion, AccessCondition, AccessStatement, AssertedTest, AssignmentReason, AssignmentRule,
    EnvironmentView, GrantView, Model, RoleAccess, RoleAssignment, VALUE, Variable, shape,
};
