//! A resolved environment.

use indexmap::IndexMap;

use crate::hcl::Expression;
use crate::inputs::spec::{Ambiguous, MappingKind, Match};
use crate::inputs::{Resolved, TokenValues};
use crate::model::role::{DEVELOPER_PROVIDER, Role};
use crate::source::Span;
use crate::terraform::VersionConstraint;

/// A resolved environment: all names are computed, and all defaults applied.
#[derive(Clone, Debug)]
pub struct Environment {
    /// The values of the tokens: name, key, region, account and partition.
    pub tokens: TokenValues,
    /// The span of the environment's key.
    pub span: Span,
    /// The environment's previous key.
    pub renamed_from: Option<String>,
    /// Whether Terraform refuses to destroy or replace the pool.
    pub protect: bool,
    /// The identity pool.
    pub identity_pool: IdentityPool,
    /// The roles by key, in the order of the inputs.
    pub roles: IndexMap<String, Role>,
    /// The role mappings, by the key of a provider.
    pub role_mappings: IndexMap<String, RoleMapping>,
    /// The principal tags, by the key of a provider.
    pub principal_tags: IndexMap<String, PrincipalTags>,
    /// The tags for all resources.
    pub tags: IndexMap<String, String>,
    /// The versions of Terraform and of hashicorp/aws that may be used.
    pub versions: Versions,
    /// The arguments of the AWS provider, besides those that other keys of the inputs set.
    pub provider: BlockBody,
    /// Where the state is stored.
    pub backend: Backend,
}

impl Environment {
    /// The environment's key, which is also the name of its directory.
    pub fn key(&self) -> &str {
        self.tokens.environment.as_str()
    }

    /// The principal of identity pools in the region.
    pub fn principal(&self) -> &'static str {
        self.tokens.region.identity_principal()
    }

    /// The prefix of the condition keys and policy variables of identity pools in the region.
    pub fn key_prefix(&self) -> &'static str {
        self.tokens.region.identity_key_prefix()
    }

    /// The key that a role has in an older version of the environment: its own or the one that it was renamed from.
    pub fn previous_role_key<'a>(&'a self, key: &'a str, old: &Self) -> Option<&'a str> {
        let renamed_from = self.roles.get(key).and_then(|role| role.renamed_from.as_deref());
        [renamed_from, Some(key)].into_iter().flatten().find(|key| old.roles.contains_key(*key))
    }
}

/// The identity pool of an environment.
#[derive(Clone, Debug, Default)]
pub struct IdentityPool {
    /// Its name.
    pub name: String,
    /// Whether users who are not signed in get an identity.
    pub guest_access: bool,
    /// The place in the inputs that allows the basic (classic) flow, if it is allowed.
    pub classic_flow: Option<Span>,
    /// The provider name of developer authenticated identities.
    pub developer_provider: Option<String>,
    /// The place in the inputs that lets another service add app clients of its own, if there is one. Terraform then
    /// sets the app clients only when it creates the pool.
    pub keep_other_providers: Option<Span>,
    /// The identity providers, by key.
    pub providers: IndexMap<String, Provider>,
}

impl IdentityPool {
    /// The ways to sign in, as a trust names them, and the app clients of other services, which no trust can name.
    pub fn ways_to_sign_in(&self) -> Vec<&str> {
        let providers = self.providers.keys().map(String::as_str);
        let others = self.keep_other_providers.map(|_| "the app clients of other services");
        let developer = self.developer_provider.as_ref().map(|_| DEVELOPER_PROVIDER);
        providers.chain(developer).chain(others).collect()
    }

    /// Whether anyone can get an identity from the pool.
    pub fn has_identities(&self) -> bool {
        self.guest_access || !self.ways_to_sign_in().is_empty()
    }
}

/// An identity provider.
#[derive(Clone, Debug)]
pub struct Provider {
    /// The span of its key.
    pub span: Span,
    /// The kind.
    pub kind: ProviderKind,
}

/// The kinds of identity providers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ProviderKind {
    /// An app client of a user pool.
    UserPool(UserPool),
    /// A social provider.
    Social {
        /// The provider's name, which is its host.
        host: &'static str,
        /// The ID of the application at the provider.
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
    /// Whether users who signed out or were deleted are rejected.
    pub token_check: bool,
}

/// How a user's role is chosen from the token.
#[derive(Clone, Debug)]
pub struct RoleMapping {
    /// The span of its key.
    pub span: Span,
    /// How the role is chosen.
    pub kind: MappingKind,
    /// What users get if the role is ambiguous or missing.
    pub ambiguous: Ambiguous,
    /// The rules, of which the first that matches applies.
    pub rules: Vec<MappingRule>,
}

/// A rule of a role mapping.
#[derive(Clone, Debug)]
pub struct MappingRule {
    /// The claim of the token.
    pub claim: String,
    /// The span of the claim.
    pub claim_span: Span,
    /// The span of the comparison.
    pub match_span: Span,
    /// How the claim is compared with the value.
    pub match_type: Match,
    /// The value.
    pub value: String,
    /// The key of the role.
    pub role: String,
}

/// Which claims of a user's token become principal tags.
#[derive(Clone, Debug)]
pub struct PrincipalTags {
    /// The span of its key.
    pub span: Span,
    /// The claim for each tag; empty if the provider's defaults are used.
    pub tags: IndexMap<String, String>,
}

/// Arguments in HCL: names and values.
pub type Arguments = Vec<(String, Expression)>;

/// The body of a block.
#[derive(Clone, Debug, Default)]
pub struct BlockBody {
    /// Its arguments.
    pub arguments: Arguments,
    /// Its nested blocks, with their arguments.
    pub blocks: Vec<(&'static str, Arguments)>,
}

/// Where the state is stored.
#[derive(Clone, Debug)]
pub struct Backend {
    /// The backend's name in Terraform.
    pub kind: &'static str,
    /// Its arguments and nested blocks.
    pub body: BlockBody,
    /// Whether -backend-config supplies further arguments.
    pub is_partial: bool,
    /// The location of the state, if the inputs determine it.
    pub place: Option<StatePlace>,
    /// The span of the backend, or of the environment if it is the default.
    pub span: Span,
}

/// The versions that may be used.
#[derive(Clone, Debug)]
pub struct Versions {
    /// Those of Terraform.
    pub terraform: VersionConstraint,
    /// Those of hashicorp/aws.
    pub aws_provider: VersionConstraint,
}

/// The location of a state.
#[derive(Clone, Debug)]
pub struct StatePlace {
    /// Two environments share their state if these are equal.
    pub parts: Vec<String>,
    /// The argument that distinguishes the states of environments.
    pub distinguished_by: &'static str,
}
