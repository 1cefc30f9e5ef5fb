//! The module `roles`.

use schemars::JsonSchema;
use serde::Serialize;

use crate::hcl::Expression;
use crate::model::view::{GrantSummary, Part, Variable};

/// The module that creates the roles and attaches them.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct RolesModule {
    /// The roles that any environment has.
    pub roles: Vec<RoleView>,
    /// How roles are chosen from a user's token.
    pub mappings: Vec<RoleMappingView>,
    /// Whether sessions carry principal tags.
    pub tag_session: bool,
    /// Whether any role can be assumed by identities of other pools.
    pub trusts_pools: bool,
    /// Whether any role can be assumed only by identities that signed in through some providers.
    pub trusts_providers: bool,
    /// Whether any role is exclusive.
    pub has_exclusive: bool,
    /// How the default roles are attached to the identity pool; none if no environment has a default role.
    pub attachment: Option<AttachmentView>,
    /// Whether any environment has an existing role.
    pub has_existing: bool,
    /// The input variables of the module.
    pub variables: Vec<Variable>,
}

/// The resource that attaches the default roles and the role mappings to the identity pool.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct AttachmentView {
    /// Whether any environment has no default role.
    pub optional: bool,
    /// The resource instance: `aws_cognito_identity_pool_roles_attachment.this`, with `[0]` if it is optional.
    pub instance: String,
}

/// A role that any environment has.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct RoleView {
    /// The key, the variable, and whether it is optional.
    #[serde(flatten)]
    pub part: Part,
    /// Whether the role already exists and is only referenced.
    pub existing: bool,
    /// The source of the role's ARN: `aws_iam_role.KEY`, or the variable of an existing role.
    pub source: String,
    /// The same for one role, even if the role is optional: `aws_iam_role.KEY[0]`.
    pub instance: String,
    /// The kind of identity that assumes the role: the value of the condition key `amr`.
    #[schemars(with = "String")]
    pub amr: Amr,
    /// The action or the actions that its trust policy allows.
    pub trust_action: Expression,
    /// Whether in any environment identities of other pools can assume the role.
    pub trusts_pools: bool,
    /// Whether only identities that signed in through some providers can assume the role.
    pub trusts_providers: bool,
    /// Whether it is the authenticated or the guest role, which are attached to the pool directly.
    pub is_default: bool,
    /// The arguments of `aws_iam_role` that any environment gives it, besides its name.
    pub arguments: Vec<&'static str>,
    /// Those of them that every environment with the role gives it, and that may be references, whose value may be
    /// null.
    #[serde(skip)]
    pub required_arguments: Vec<&'static str>,
    /// Those of `arguments` that some environments give as references, and others don't give. Each is a list of at most
    /// one value, so that a reference whose value is null is not mistaken for no argument.
    pub arguments_in_lists: Vec<&'static str>,
    /// Whether any environment attaches managed policies to it.
    pub has_managed_policies: bool,
    /// Whether in any environment Terraform removes policies that were attached elsewhere.
    pub exclusive: bool,
    /// Summaries of its grants.
    pub grants: Vec<GrantSummary>,
}

/// The kind of identity that assumes a role: the value of the condition key `amr`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Amr {
    /// Signed in.
    Authenticated,
    /// Not signed in.
    Unauthenticated,
}

/// The type of a role mapping, in AWS's terms.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum MappingType {
    /// The token names the role.
    Token,
    /// Rules about the claims of the token.
    Rules,
}

/// What users get if a role mapping finds no role, in AWS's terms.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum AmbiguousRole {
    /// No role.
    Deny,
    /// The role of the signed-in users.
    AuthenticatedRole,
}

/// How roles are chosen from a user's token.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct RoleMappingView {
    /// The provider's key, the variable, and whether it is optional.
    #[serde(flatten)]
    pub part: Part,
    /// `Token` or `Rules`, in AWS's terms.
    #[serde(rename = "type")]
    #[schemars(with = "String")]
    pub kind: MappingType,
    /// `Deny` or `AuthenticatedRole`, in AWS's terms.
    #[schemars(with = "String")]
    pub ambiguous: AmbiguousRole,
    /// The rules, in order.
    pub rules: Vec<MappingRuleView>,
}

/// A rule of a role mapping.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct MappingRuleView {
    /// The claim of the token.
    #[schemars(extend("x-value" = true))]
    pub claim: String,
    /// `Equals`, `NotEqual`, `Contains` or `StartsWith`, in AWS's terms.
    #[serde(rename = "match")]
    pub match_type: &'static str,
    /// The key of the role.
    pub role: String,
    /// The name of its value in the mapping's variable: `values.NAME`.
    pub value_name: String,
}
