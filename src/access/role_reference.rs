//! Roles that an identity can get, also those that the inputs don't declare.

use std::fmt;

use crate::model::{Environment, ManagedRole, RoleKind};

/// A role that an identity can get.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum RoleReference {
    /// A role of the inputs, by its key.
    Declared(String),
    /// Another role, by its ARN. Its policies and its trust aren't known.
    Undeclared(String),
}

impl RoleReference {
    /// The key of the role, or its ARN.
    pub fn key_or_arn(&self) -> &str {
        match self {
            Self::Declared(text) | Self::Undeclared(text) => text,
        }
    }

    /// The role that a token names by its ARN, or a test by the key.
    pub(super) fn of_claim(name: &str, environment: &Environment) -> Self {
        if !is_arn(name) {
            return Self::Declared(name.to_owned());
        }
        let declared = environment.roles.iter().find(|(_, role)| match &role.kind {
            RoleKind::Existing(arn) => arn.known() == Some(name),
            RoleKind::Managed(role) => is_arn_of(name, role, environment),
        });
        declared.map_or(Self::Undeclared(name.to_owned()), |(key, _)| Self::Declared(key.clone()))
    }
}

/// Whether a role is named by its ARN.
pub(super) fn is_arn(name: &str) -> bool {
    name.starts_with("arn:")
}

/// The path and the name of a role, as its ARN has them.
pub(super) fn path_and_name(role: &ManagedRole) -> String {
    format!("role{}{}", role.path.as_deref().unwrap_or("/"), role.name)
}

/// Whether it is the ARN of a role that Terraform creates, in the environment's account if that is known.
fn is_arn_of(arn: &str, role: &ManagedRole, environment: &Environment) -> bool {
    let parts: Vec<&str> = arn.splitn(6, ':').collect();
    let [_, partition, "iam", "", account, resource] = parts[..] else { return false };
    let own = environment.tokens.account_id.as_ref();
    partition == environment.tokens.partition().id()
        && own.is_none_or(|own| own.as_str() == account)
        && resource == path_and_name(role)
}

impl fmt::Display for RoleReference {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Declared(key) => write!(formatter, "the role `{key}`"),
            Self::Undeclared(arn) => write!(formatter, "the role {arn}"),
        }
    }
}
