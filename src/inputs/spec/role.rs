//! Roles and their grants.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::iam::Statement;
use crate::inputs::decode::{Spanned, SpannedMap};
use crate::inputs::token_string::TokenString;
use crate::inputs::value_or_reference::ValueOrReference;
use crate::tree::Node;

/// Default settings of all roles.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RoleDefaults {
    /// The path of the roles.
    pub path: Option<Spanned<TokenString>>,
    /// The ARN of the policy that limits the permissions of the roles.
    pub permissions_boundary: Option<Spanned<ValueOrReference>>,
    /// The maximum duration of the roles' sessions in seconds: 3600 to 43200.
    pub max_session_duration: Option<Spanned<u32>>,
}

/// An IAM role that identities of the pool can assume.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Role {
    /// The role's name; {name}-{environment}-ROLE by default.
    pub name: Option<Spanned<TokenString>>,
    /// What the role is for.
    pub description: Option<Spanned<TokenString>>,
    /// The role's path; / by default.
    pub path: Option<Spanned<TokenString>>,
    /// The ARN of the policy that limits the permissions of the role.
    pub permissions_boundary: Option<Spanned<ValueOrReference>>,
    /// The maximum duration of the role's sessions in seconds: 3600 to 43200.
    pub max_session_duration: Option<Spanned<u32>>,
    /// ARNs of managed policies to attach.
    pub managed_policy_arns: Option<Vec<Spanned<ValueOrReference>>>,
    /// The role's previous key, so that its resources are moved instead of recreated.
    pub renamed_from: Option<Spanned<String>>,
    /// The ARN of an existing role. poolsmith does not change it, so no other key except `renamed_from` can be set.
    pub existing_role_arn: Option<Spanned<ValueOrReference>>,
    /// The permissions of the role, by keys of your choice.
    #[schemars(with = "Option<std::collections::BTreeMap<String, Grant>>")]
    pub grants: Option<SpannedMap<Node>>,
}

/// A permission of a role, with exactly one kind.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields, extend("x-exclusive" = true))]
#[expect(dead_code, reason = "only for the JSON Schema: how a grant is decoded depends on its kind")]
struct Grant {
    /// IAM policy statements in JSON, with tokens.
    statements: Option<Vec<Statement<TokenString>>>,
    /// The path of an IAM policy document in JSON, relative to the inputs file.
    policy_file: Option<TokenString>,
    /// The grant's previous key, so that its policy is moved instead of recreated.
    #[schemars(extend("x-combinable" = true))]
    renamed_from: Option<String>,
}
