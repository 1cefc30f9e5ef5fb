use indexmap::IndexMap;

use crate::hcl::Expression;
use crate::inputs::spec::{Ambiguous, MappingKind, Match};
use crate::inputs::{Resolved, TokenValues};
use crate::model::role::Role;
use crate::source::Span;

/// What the inputs mean for one environment: all names computed, all defaults filled in.
#[derive(Clone, Debug)]
pub struct Environment {
    /// What the tokens stand for: name, key, region, account and partition.
    pub tokens: TokenValues,
    /// Where the environment's key stands.
    pub span: Span,
    /// Whether Terraform refuses to destroy or replace the pool.
    pub protect: bool,
    /// The identity pool.
    pub identity_pool: IdentityPool,
    /// The roles by their keys, in the order of the inputs.
    pub roles: IndexMap<String, Role>,
    /// How roles are chosen, by the keys of providers.
    pub role_mappings: IndexMap<String, RoleMapping>,
    /// Claims as principal tags, by the keys of providers.
    pub principal_tags: IndexMap<String, PrincipalTags>,
    /// Tags on everything.
    pub tags: IndexMap<String, String>,
    /// The versions of Terraform that may be used.
    pub required_version: String,
    /// The versions of hashicorp/aws that may be used.
    pub aws_provider: String,
    /// How the AWS provider signs in.
    pub provider: AwsProvider,
    /// Where the state is kept.
    pub backend: Backend,
}

impl Environment {
    /// The environment's key, which is also its directory.
    pub fn key(&self) -> &str {
        self.tokens.environment.as_str()
    }

    /// The service principal of identity pools here, and the prefix of their condition keys.
    pub fn principal(&self) -> &'static str {
        self.tokens.region.identity_principal()
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
    /// The name under which the application's own backend signs users in.
    pub developer_provider: Option<String>,
    /// Who signs users in, by their keys.
    pub providers: IndexMap<String, Provider>,
}

/// Who signs users in.
#[derive(Clone, Debug)]
pub struct Provider {
    /// Where its key stands.
    pub span: Span,
    /// What it is.
    pub kind: ProviderKind,
}

/// The kinds of provider.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ProviderKind {
    /// An app client of a user pool.
    UserPool(UserPool),
    /// A social network.
    Social {
        /// The provider's name: its host.
        host: &'static str,
        /// The application's ID there.
        app_id: Resolved,
    },
    /// An IAM OIDC provider, by its ARN.
    Oidc(Resolved),
    /// An IAM SAML provider, by its ARN.
    Saml(Resolved),
}

/// An app client of a user pool.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UserPool {
    /// The user pool's ID.
    pub user_pool_id: Resolved,
    /// The app client's ID.
    pub app_client_id: Resolved,
    /// Whether a user who signed out or was deleted is refused.
    pub token_check: bool,
}

/// How roles are chosen from a user's token.
#[derive(Clone, Debug)]
pub struct RoleMapping {
    /// Where its key stands.
    pub span: Span,
    /// How it chooses.
    pub kind: MappingKind,
    /// What a user gets for whom there is no one role.
    pub ambiguous: Ambiguous,
    /// In order.
    pub rules: Vec<MappingRule>,
}

/// A rule of a role mapping.
#[derive(Clone, Debug)]
pub struct MappingRule {
    /// The claim of the token.
    pub claim: String,
    /// How it is compared.
    pub match_type: Match,
    /// With what.
    pub value: String,
    /// The key of the role.
    pub role: String,
}

/// Claims of a user's token as principal tags.
#[derive(Clone, Debug)]
pub struct PrincipalTags {
    /// Where its key stands.
    pub span: Span,
    /// The claim of each tag; empty where the provider's defaults are used.
    pub tags: IndexMap<String, String>,
}

/// How the AWS provider signs in.
#[derive(Clone, Debug, Default)]
pub struct AwsProvider {
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
    /// Its nested blocks, and their arguments.
    pub blocks: Vec<(&'static str, Vec<(String, Expression)>)>,
    /// Where the state is, as far as the inputs say it.
    pub place: Option<StatePlace>,
    /// Where it was chosen, or the environment.
    pub span: Span,
}

/// Where a state is.
#[derive(Clone, Debug)]
pub struct StatePlace {
    /// What is the same for two environments only if they share their state.
    pub parts: Vec<String>,
    /// The argument that tells one environment's state from another's.
    pub told_by: &'static str,
}
