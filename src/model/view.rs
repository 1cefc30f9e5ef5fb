//! What templates see. This is their contract: a template is given a [`Model`], and in an
//! environment's directory the [`EnvironmentView`] beside it under the name `environment`.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::Serialize;
use serde_json::{Value, json};

use crate::hcl::Expression;

/// In the schema of what templates see: this is a value, which can be any text. All else is structure,
/// of which there are only so many kinds: keys, flags, AWS's own words.
pub const VALUE: &str = "x-value";

/// A literal, in documentation: any value, to be written with the filter `hcl`.
impl JsonSchema for Expression {
    fn schema_name() -> Cow<'static, str> {
        "Expression".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "description": "Any value: write it with the filter `hcl`.", VALUE: true })
    }
}

/// What templates see, as a JSON Schema: that of a [`Model`], with the `environment` of a template in
/// an environment's directory among its properties.
pub fn shape() -> Value {
    let mut root = schemars::schema_for!(Model).to_value();
    let environment = json!({
        "description": "In `workspace/environments/ENVIRONMENT/` only: the environment.",
        "$ref": "#/$defs/EnvironmentView",
    });
    root["properties"]["environment"] = environment;
    root
}

/// Everything that templates see.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Model {
    /// `name` of the inputs.
    #[schemars(extend("x-value" = true))]
    pub name: String,
    /// The file name of the inputs, such as `poolsmith.yaml`.
    #[schemars(extend("x-value" = true))]
    pub inputs_file: String,
    /// The versions of Terraform that may be used.
    #[schemars(extend("x-value" = true))]
    pub required_version: String,
    /// The versions of hashicorp/aws that may be used.
    #[schemars(extend("x-value" = true))]
    pub aws_provider: String,
    /// The end of the partition's host names: `amazonaws.com`.
    pub dns_suffix: &'static str,
    /// The partition, as it stands in ARNs.
    pub partition: &'static str,
    /// The service principal of identity pools, and the prefix of their condition keys.
    pub principal: &'static str,
    /// The module `identity-pool`.
    pub identity_pool: IdentityPoolModule,
    /// The module `roles`.
    pub roles: RolesModule,
    /// The module `policy`.
    pub policy: PolicyModule,
    /// The environments.
    pub environments: Vec<EnvironmentView>,
}

/// The module that makes the identity pool.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct IdentityPoolModule {
    /// Whether any environment has a developer provider.
    pub developer_provider: bool,
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
    /// Claims as principal tags.
    pub principal_tags: Vec<PrincipalTagsView>,
    /// What the module takes.
    pub variables: Vec<Variable>,
}

/// A provider that any environment has.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ProviderView {
    /// The key, the variable, and whether it is optional.
    #[serde(flatten)]
    pub part: Part,
    /// `user_pool`, `social`, `oidc` or `saml`.
    pub kind: &'static str,
    /// A social provider's name: its host.
    pub host: Option<&'static str>,
}

/// Claims as principal tags, of a provider.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct PrincipalTagsView {
    /// The provider's key, the variable (declared only where it is optional), and whether it is.
    #[serde(flatten)]
    pub part: Part,
    /// The provider.
    pub provider: ProviderView,
    /// The claim of each tag.
    pub tags: Expression,
    /// Whether the provider's default tags are meant.
    pub defaults: bool,
}

/// The module that makes the roles and attaches them.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct RolesModule {
    /// The roles that any environment has.
    pub roles: Vec<RoleView>,
    /// How roles are chosen from a user's token.
    pub mappings: Vec<RoleMappingView>,
    /// Whether sessions carry principal tags.
    pub tag_session: bool,
    /// What the module takes.
    pub variables: Vec<Variable>,
}

/// The module that gives the roles their inline policies.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct PolicyModule {
    /// The grants that any environment has.
    pub grants: Vec<GrantView>,
    /// What the module takes.
    pub variables: Vec<Variable>,
}

/// A part that a module has one variable for.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Part {
    /// Its key in the inputs.
    pub key: String,
    /// The variable that holds its values.
    pub variable: String,
    /// Whether some environment does not have it, so that the variable may be null.
    pub optional: bool,
}

/// A role that any environment has.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct RoleView {
    /// The key, the variable, and whether it is optional.
    #[serde(flatten)]
    pub part: Part,
    /// Whether it already exists and is only referred to.
    pub existing: bool,
    /// The kind of identity that assumes it, as the condition key `amr` has it.
    pub amr: &'static str,
    /// Whether the attachment names it: the role for the signed-in, or that for guests.
    pub is_default: bool,
    /// The arguments of `aws_iam_role` that any environment gives it, besides its name.
    pub arguments: Vec<&'static str>,
    /// Whether any environment attaches managed policies to it.
    pub has_managed_policies: bool,
    /// Its grants, for people.
    pub grants: Vec<GrantSummary>,
}

/// How roles are chosen from a user's token.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct RoleMappingView {
    /// The provider's key, the variable, and whether it is optional.
    #[serde(flatten)]
    pub part: Part,
    /// `Token` or `Rules`, as AWS has it.
    #[serde(rename = "type")]
    pub kind: &'static str,
    /// `Deny` or `AuthenticatedRole`, as AWS has it.
    pub ambiguous: &'static str,
    /// In order.
    pub rules: Vec<MappingRuleView>,
}

/// A rule of a role mapping.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct MappingRuleView {
    /// The claim of the token.
    #[schemars(extend("x-value" = true))]
    pub claim: String,
    /// `Equals`, `NotEqual`, `Contains` or `StartsWith`, as AWS has it.
    #[serde(rename = "match")]
    pub match_type: &'static str,
    /// The key of the role.
    pub role: String,
}

/// A part that has moved in Terraform's state.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Moved {
    /// The address before.
    pub from: String,
    /// The address now.
    pub to: String,
}

/// What a statement of a grant allows or denies, for people.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct GrantSummary {
    /// The grant's key.
    pub key: String,
    /// Whether it is denied.
    pub denies: bool,
    /// What may be done.
    #[schemars(extend("x-value" = true))]
    pub actions: Vec<String>,
    /// With what.
    #[schemars(extend("x-value" = true))]
    pub targets: Vec<String>,
    /// Whether some environment does not have it.
    pub optional: bool,
    /// The environments that have it.
    pub environments: Vec<String>,
}

/// A grant that any environment has.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct GrantView {
    /// The grant's key, which is the inline policy's name.
    pub key: String,
    /// The key of its role.
    pub role: String,
    /// The resource's name: `ROLE_GRANT`.
    pub address: String,
    /// The variable that holds its values; nothing where it needs none and every environment has it.
    pub variable: Option<String>,
    /// Whether some environment does not have it.
    pub optional: bool,
    /// The policy document, with references to the variable.
    pub document: Expression,
    /// The policy document that the module's test expects for its example values.
    pub expected: Expression,
    /// What else AWS wants, beyond the policy.
    #[schemars(extend("x-value" = true))]
    pub note: Option<String>,
}

/// An input variable of a module.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Variable {
    /// Its name.
    pub name: String,
    /// What it is.
    #[schemars(extend("x-value" = true))]
    pub description: String,
    /// Its type, where it is not an object.
    pub scalar: Option<&'static str>,
    /// Its attributes, where it is an object.
    pub attributes: Vec<Attribute>,
    /// Whether it may be left out, and is null then.
    pub optional: bool,
    /// A value for the module's test.
    pub example: Expression,
}

/// An attribute of an object variable.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Attribute {
    /// Its name.
    pub name: String,
    /// Its type.
    #[serde(rename = "type")]
    pub kind: &'static str,
    /// Whether it may be left out.
    pub optional: bool,
}

/// The values of an environment.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct EnvironmentView {
    /// The environment's key.
    pub key: String,
    /// Its region.
    pub region: String,
    /// Its account, where it is known.
    #[schemars(extend("x-value" = true))]
    pub account_id: Option<String>,
    /// The identity pool's name.
    #[schemars(extend("x-value" = true))]
    pub identity_pool_name: String,
    /// Whether guests have access.
    pub guest_access: bool,
    /// Whether the pool is protected.
    pub protect: bool,
    /// The arguments of the provider, in order.
    pub provider: Vec<Argument>,
    /// The arguments of the provider's `assume_role` block.
    pub assume_role: Vec<Argument>,
    /// Tags on everything.
    pub tags: Expression,
    /// Whether there are any tags.
    pub has_tags: bool,
    /// The backend's name.
    pub backend: &'static str,
    /// The backend's arguments.
    pub backend_arguments: Vec<Argument>,
    /// The backend's nested blocks.
    pub backend_blocks: Vec<Block>,
    /// What the module `identity-pool` is given.
    pub identity_pool: Vec<Argument>,
    /// What the module `roles` is given.
    pub roles: Vec<Argument>,
    /// What the module `policy` is given.
    pub policy: Vec<Argument>,
    /// What has moved in its state.
    pub moved: Vec<Moved>,
}

/// A nested block.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Block {
    /// Its type.
    pub name: &'static str,
    /// Its arguments.
    pub arguments: Vec<Argument>,
}

/// A name and a value.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Argument {
    /// The name.
    pub name: String,
    /// The value.
    pub value: Expression,
}

impl Argument {
    /// An argument.
    pub fn new(name: impl Into<String>, value: Expression) -> Self {
        Self { name: name.into(), value }
    }
}
