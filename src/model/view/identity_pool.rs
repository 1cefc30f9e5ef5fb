//! The module `identity-pool`.

use schemars::JsonSchema;
use serde::Serialize;

use crate::hcl::Expression;
use crate::model::view::{Part, Variable};

/// The module that creates the identity pool.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct IdentityPoolModule {
    /// Whether any environment has a developer provider.
    pub developer_provider: bool,
    /// Whether another service adds app clients of its own, so that Terraform sets them only at creation.
    pub keeps_other_providers: bool,
    /// All providers that any environment has.
    pub providers: Vec<ProviderView>,
    /// The app clients of user pools among them.
    pub user_pools: Vec<ProviderView>,
    /// The social providers among them.
    pub social: Vec<ProviderView>,
    /// The OIDC providers among them.
    pub oidc: Vec<ProviderView>,
    /// The SAML providers among them.
    pub saml: Vec<ProviderView>,
    /// The providers that any environment maps to roles.
    pub mapped: Vec<ProviderView>,
    /// The providers that the trust of any role names.
    pub trusted: Vec<ProviderView>,
    /// Whether the trust of any role names the developer provider.
    pub trusts_developer: bool,
    /// Claims as principal tags.
    pub principal_tags: Vec<PrincipalTagsView>,
    /// The input variables of the module.
    pub variables: Vec<Variable>,
}

/// A provider that any environment has.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ProviderView {
    /// The key, the variable, and whether it is optional.
    #[serde(flatten)]
    pub part: Part,
    /// `user_pool`, `social`, `oidc` or `saml`.
    #[schemars(with = "String")]
    pub kind: ProviderType,
    /// The host name by which Cognito knows a social provider.
    pub host: Option<&'static str>,
}

/// The type of a provider.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ProviderType {
    /// An app client of a user pool.
    UserPool,
    /// A social provider.
    Social,
    /// An IAM OIDC provider.
    Oidc,
    /// An IAM SAML provider.
    Saml,
}

/// Claims as principal tags, of a provider.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct PrincipalTagsView {
    /// The provider's key, the variable (declared only if the part is optional), and whether it is optional.
    #[serde(flatten)]
    pub part: Part,
    /// The resource instance, such as `aws_cognito_identity_pool_provider_principal_tag.main[0]`.
    pub instance: String,
    /// The provider.
    pub provider: ProviderView,
    /// The claim of each tag.
    pub tags: Expression,
    /// Whether to use the provider's default tags.
    pub defaults: bool,
}
