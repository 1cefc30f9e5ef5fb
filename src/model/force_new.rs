//! The attributes that Terraform can't change in place.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::hcl::is_traversal;
use crate::inputs::Resolved;
use crate::inputs::spec::PolicyType;
use crate::model::environment::{Environment, Provider, ProviderKind};
use crate::model::role::ManagedRole;
use crate::policy::Grant;

/// The attributes of an environment's resources that Terraform can't change in place: if one changes, it
/// destroys the resource and creates a new one.
///
/// Source: hashicorp/aws, `aws_cognito_identity_pool` (`identity_pool_name`,
/// `developer_provider_name`), `aws_iam_role` (`name`, `path`), `aws_iam_role_policy` (`name`) and `aws_iam_policy`
/// (`name`, `path`), "Forces new resource". In another account, all resources are created again, and the previous
/// ones remain. In another region, so does the pool with version 5 of the provider, which looks for it there and does
/// not find it; version 6 knows the region of each resource, and destroys the previous pool ("Enhanced Region
/// Support").
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ForceNew {
    /// The region.
    pub region: String,
    /// The account, if it is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account_id: Option<String>,
    /// The identity pool's name.
    pub identity_pool: String,
    /// The developer provider's name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub developer_provider: Option<String>,
    /// Whether Terraform leaves the app clients of the user pools alone once the identity pool exists.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub keeps_app_clients: bool,
    /// The app clients of the user pools, if they are known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub app_clients: Option<BTreeSet<RecordedAppClient>>,
    /// The managed roles, by key.
    pub roles: BTreeMap<String, ForceNewRole>,
    /// The roles that exist elsewhere.
    #[serde(skip)]
    pub existing_roles: BTreeSet<String>,
    /// Whether guests have access.
    #[serde(skip)]
    pub guest_access: bool,
    /// Whether users can sign in.
    #[serde(skip)]
    pub has_sign_in: bool,
}

/// The attributes of a role that can't be changed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ForceNewRole {
    /// The name.
    pub name: String,
    /// The path, unless it is `/`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub path: Option<String>,
    /// The policies of its grants, by the grant's key. Records of earlier versions have none.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub policies: BTreeMap<String, ForceNewPolicy>,
    /// The previous key.
    #[serde(skip)]
    pub renamed_from: Option<String>,
}

/// The attributes of a policy that can't be changed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ForceNewPolicy {
    /// The name; of a managed policy, preceded by its path.
    pub name: String,
    /// Whether it is a managed policy. Terraform can't move the state of one type to the other.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub managed: bool,
    /// The grant's previous key.
    #[serde(skip)]
    pub renamed_from: Option<String>,
}

impl ForceNew {
    /// The attributes of an environment.
    pub fn of(environment: &Environment) -> Self {
        let managed = environment.roles.iter().filter_map(|(key, role)| {
            Some((key.clone(), ForceNewRole::of(role.managed()?, role.renamed_from.clone())))
        });
        let pool = &environment.identity_pool;
        Self {
            region: environment.tokens.region.to_string(),
            account_id: environment.tokens.account_id.as_ref().map(ToString::to_string),
            identity_pool: pool.name.clone(),
            developer_provider: pool.developer_provider.clone(),
            keeps_app_clients: pool.keep_other_providers.is_some(),
            app_clients: Some(pool.providers.values().filter_map(app_client).collect()),
            roles: managed.collect(),
            existing_roles: environment
                .roles
                .iter()
                .filter(|(_, role)| role.existing().is_some())
                .map(|(key, _)| key.clone())
                .collect(),
            guest_access: pool.guest_access,
            has_sign_in: !pool.ways_to_sign_in().is_empty(),
        }
    }
}

/// An app client of a user pool, recorded as one text. Its IDs may be references.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(from = "String", into = "String")]
pub struct RecordedAppClient {
    /// The ID of the user pool.
    pub user_pool_id: Resolved,
    /// Its ID.
    pub id: Resolved,
    /// Whether tokens are checked.
    pub token_check: bool,
}

const WITHOUT_TOKEN_CHECK: &str = " without token check";

impl From<RecordedAppClient> for String {
    fn from(client: RecordedAppClient) -> Self {
        let unchecked = if client.token_check { "" } else { WITHOUT_TOKEN_CHECK };
        format!("{}/{}{unchecked}", client.user_pool_id.source(), client.id.source())
    }
}

impl From<String> for RecordedAppClient {
    fn from(text: String) -> Self {
        let ids = text.strip_suffix(WITHOUT_TOKEN_CHECK);
        let (user_pool_id, id) = ids.unwrap_or(&text).split_once('/').unwrap_or_default();
        let [user_pool_id, id] = [user_pool_id, id].map(|id| match is_traversal(id) {
            true => Resolved::Reference(id.to_owned()),
            false => Resolved::Known(id.to_owned()),
        });
        Self { user_pool_id, id, token_check: ids.is_none() }
    }
}

fn app_client(provider: &Provider) -> Option<RecordedAppClient> {
    let ProviderKind::UserPool(pool) = &provider.kind else { return None };
    Some(RecordedAppClient {
        user_pool_id: pool.user_pool_id.clone(),
        id: pool.app_client_id.clone(),
        token_check: pool.token_check,
    })
}

impl ForceNewRole {
    fn of(role: &ManagedRole, renamed_from: Option<String>) -> Self {
        let path = role.path.clone().filter(|path| path != "/");
        let policies = role.grants.iter().map(|(key, grant)| (key.clone(), ForceNewPolicy::of(grant, role)));
        Self { name: role.name.clone(), path, policies: policies.collect(), renamed_from }
    }
}

impl ForceNewPolicy {
    fn of(grant: &Grant, role: &ManagedRole) -> Self {
        let (name, _) = &grant.policy_name;
        let renamed_from = grant.renamed_from.as_ref().map(|(from, _)| from.clone());
        match role.policies {
            PolicyType::Inline => Self { name: name.clone(), managed: false, renamed_from },
            PolicyType::Managed => {
                let path = role.path.as_deref().unwrap_or("/");
                Self { name: format!("{path}{name}"), managed: true, renamed_from }
            }
        }
    }
}
