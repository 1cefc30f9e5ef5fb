use indexmap::IndexMap;

use crate::hcl::Expression;
use crate::inputs::TokenValues;
use crate::policy::Grant;
use crate::source::Span;

/// What the inputs mean for one environment: all names computed, all defaults filled in.
#[derive(Clone, Debug)]
pub struct Environment {
    /// What the tokens stand for: name, key, region, account and partition.
    pub tokens: TokenValues,
    /// Where the environment's key stands.
    pub span: Span,
    /// The service principal of identity pools here, and the prefix of their condition keys.
    pub principal: &'static str,
    /// Whether Terraform refuses to destroy or replace the pool.
    pub protect: bool,
    /// The identity pool.
    pub identity_pool: IdentityPool,
    /// The roles by their keys, in the order of the inputs.
    pub roles: IndexMap<String, Role>,
    /// Tags on everything.
    pub tags: IndexMap<String, String>,
    /// The versions of Terraform that may be used.
    pub required_version: String,
    /// The versions of hashicorp/aws that may be used.
    pub aws_provider: String,
    /// How the AWS provider signs in.
    pub provider: Provider,
    /// Where the state is kept.
    pub backend: Backend,
}

impl Environment {
    /// The environment's key, which is also its folder.
    pub fn key(&self) -> &str {
        &self.tokens.environment
    }
}

/// The identity pool of an environment.
#[derive(Clone, Debug, Default)]
pub struct IdentityPool {
    /// Its name.
    pub name: String,
    /// Whether people who are not signed in get an identity.
    pub guest_access: bool,
    /// Whether the basic (classic) flow is allowed.
    pub classic_flow: bool,
    /// The app clients whose users may sign in, by their keys.
    pub user_pools: IndexMap<String, UserPool>,
}

/// An app client of a user pool.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UserPool {
    /// The user pool's ID.
    pub user_pool_id: String,
    /// The app client's ID.
    pub app_client_id: String,
    /// Whether a user who signed out or was deleted is refused.
    pub token_check: bool,
}

/// A role of an environment.
#[derive(Clone, Debug)]
pub struct Role {
    /// Its name in IAM.
    pub name: String,
    /// Where the name was given, or the role.
    pub span: Span,
    /// What it is for.
    pub description: Option<String>,
    /// Its path.
    pub path: Option<String>,
    /// The policy that bounds it.
    pub permissions_boundary: Option<String>,
    /// Seconds that a session may last.
    pub max_session_duration: Option<u32>,
    /// ARNs of the managed policies attached to it, by a name that stays the same.
    pub managed_policies: IndexMap<String, String>,
    /// What it may do.
    pub grants: IndexMap<String, Grant>,
}

/// How the AWS provider signs in.
#[derive(Clone, Debug, Default)]
pub struct Provider {
    /// A profile of the AWS configuration files.
    pub profile: Option<String>,
    /// The arguments of the role it assumes.
    pub assume_role: Vec<(String, Expression)>,
}

/// Where the state is kept.
#[derive(Clone, Debug)]
pub struct Backend {
    /// The backend's name in Terraform.
    pub kind: &'static str,
    /// Its arguments.
    pub arguments: Vec<(String, Expression)>,
    /// What is the same for two environments only if they share their state.
    pub place: Vec<String>,
    /// Where it was chosen, or the environment.
    pub span: Span,
}
