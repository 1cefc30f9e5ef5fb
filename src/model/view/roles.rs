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
    /// The input variables of the module.
    pub variables: Vec<Variable>,
}

/// A role that any environment has.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct RoleView {
    /// The key, the variable, and whether it is optional.
    #[serde(flatten)]
    pub part: Part,
    /// Whether it already exists and is only referred to.
    pub existing: bool,
    /// What has the role's ARN: `aws_iam_role.KEY`, or the variable of a role that already exists.
    pub source: String,
    /// The same for one role, even if the role is optional: `aws_iam_role.KEY[0]`.
    pub instance: String,
    /// The kind of identity that assumes it, as the condition key `amr` has it.
    #[schemars(with = "String")]
    pub amr: Amr,
    /// The action or the actions that its trust policy allows.
    pub trust_action: Expression,
    /// Whether the attachment names it: the role for the signed-in, or that for guests.
    pub is_default: bool,
    /// The arguments of `aws_iam_role` that any environment gives it, besides its name.
    pub arguments: Vec<&'static str>,
    /// Whether any environment attaches managed policies to it.
    pub has_managed_policies: bool,
    /// Its grants, in words.
    pub grants: Vec<GrantSummary>,
}

/// The kind of identity that assumes a role, as the condition key `amr` has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Amr {
    /// Signed in.
    Authenticated,
    /// Not signed in.
    Unauthenticated,
}

/// How a role mapping chooses a role, as AWS has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum MappingType {
    /// The token names the role.
    Token,
    /// Rules about the claims of the token.
    Rules,
}

/// What a user gets for whom a role mapping finds no role, as AWS has it.
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
    /// `Token` or `Rules`, as AWS has it.
    #[serde(rename = "type")]
    #[schemars(with = "String")]
    pub kind: MappingType,
    /// `Deny` or `AuthenticatedRole`, as AWS has it.
    #[schemars(with = "String")]
    pub ambiguous: AmbiguousRole,
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
