//! What can't be changed without a replacement.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::model::environment::Environment;
use crate::model::role::ManagedRole;

/// What of an environment's resources Terraform can't change in place: another value, and it destroys
/// the resource and makes a new one.
///
/// Source: hashicorp/aws, `aws_cognito_identity_pool` (`identity_pool_name`,
/// `developer_provider_name`) and `aws_iam_role` (`name`, `path`), "Forces new resource". In another
/// region or account everything is made anew, and what is in the first is left there.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ForceNew {
    /// The region.
    pub region: String,
    /// The account, where it is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account_id: Option<String>,
    /// The identity pool's name.
    pub identity_pool: String,
    /// The developer provider's name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub developer_provider: Option<String>,
    /// The roles that are made, by their keys.
    pub roles: BTreeMap<String, ForceNewRole>,
}

/// What of a role can't be changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ForceNewRole {
    /// Its name.
    pub name: String,
    /// Its path, where it is not `/`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub path: Option<String>,
    /// The key that it had before.
    #[serde(skip)]
    pub renamed_from: Option<String>,
}

impl ForceNew {
    /// That of an environment.
    pub fn of(environment: &Environment) -> Self {
        let managed = environment.roles.iter().filter_map(|(key, role)| {
            Some((key.clone(), ForceNewRole::of(role.managed()?, role.renamed_from.clone())))
        });
        Self {
            region: environment.tokens.region.to_string(),
            account_id: environment.tokens.account_id.as_ref().map(ToString::to_string),
            identity_pool: environment.identity_pool.name.clone(),
            developer_provider: environment.identity_pool.developer_provider.clone(),
            roles: managed.collect(),
        }
    }
}

impl ForceNewRole {
    fn of(role: &ManagedRole, renamed_from: Option<String>) -> Self {
        let path = role.path.clone().filter(|path| path != "/");
        Self { name: role.name.clone(), path, renamed_from }
    }
}
