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
    #[schemars(example = &"/notes/")]
    pub path: Option<Spanned<TokenString>>,
    /// The ARN of the policy that limits the permissions of the roles.
    #[schemars(example = &"arn:{partition}:iam::{account_id}:policy/boundary")]
    pub permissions_boundary: Option<Spanned<ValueOrReference>>,
    /// The maximum duration of the roles' sessions in seconds: 3600 to 43200. It has no effect without the classic
    /// flow.
    #[schemars(example = 3600)]
    pub max_session_duration: Option<Spanned<u32>>,
    /// Tags for the roles. A tag of a role takes precedence.
    pub tags: Option<SpannedMap<Spanned<TokenString>>>,
    /// Whether the roles' grants become inline policies (the default) or managed policies.
    pub policies: Option<Spanned<PolicyType>>,
    /// Whether Terraform removes policies that were attached to the roles elsewhere; false by default.
    pub exclusive: Option<Spanned<bool>>,
}

/// An IAM role that identities of the pool can assume.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Role {
    /// For `authenticated` and `guest`: false if the identity pool has no such role, so no other key can be set.
    pub attached: Option<Spanned<bool>>,
    /// The role's name; {name}-{environment}-ROLE by default.
    #[schemars(example = &"{name}-{environment}-users")]
    pub name: Option<Spanned<TokenString>>,
    /// What the role is for.
    #[schemars(example = &"Signed-in users of {name}.")]
    pub description: Option<Spanned<TokenString>>,
    /// The role's path; / by default.
    #[schemars(example = &"/notes/")]
    pub path: Option<Spanned<TokenString>>,
    /// The ARN of the policy that limits the permissions of the role.
    #[schemars(example = &"arn:{partition}:iam::{account_id}:policy/boundary")]
    pub permissions_boundary: Option<Spanned<ValueOrReference>>,
    /// The maximum duration of the role's sessions in seconds: 3600 to 43200. It has no effect without the classic
    /// flow.
    #[schemars(example = 3600)]
    pub max_session_duration: Option<Spanned<u32>>,
    /// Tags for the role, in addition to the top-level `tags`.
    pub tags: Option<SpannedMap<Spanned<TokenString>>>,
    /// Whether the grants become inline policies (the default) or managed policies, which have room for more.
    pub policies: Option<Spanned<PolicyType>>,
    /// Who can assume the role: by default, all identities of this pool that are signed in, or all guests.
    pub trust: Option<Trust>,
    /// ARNs of managed policies to attach.
    pub managed_policy_arns: Option<Vec<Spanned<ValueOrReference>>>,
    /// Whether Terraform removes policies that were attached to the role elsewhere; false by default.
    pub exclusive: Option<Spanned<bool>>,
    /// The role's previous key, so that its resources are moved instead of recreated.
    #[schemars(example = &"users")]
    pub renamed_from: Option<Spanned<String>>,
    /// The ARN of an existing role. poolsmith does not change it, so no other key except `renamed_from` can be set.
    #[schemars(example = &"arn:aws:iam::111111111111:role/partners")]
    pub existing_role_arn: Option<Spanned<ValueOrReference>>,
    /// The permissions of the role, by keys of your choice.
    #[schemars(with = "Option<std::collections::BTreeMap<String, Grant>>")]
    pub grants: Option<SpannedMap<Node>>,
}

/// The type of the policies that the grants of a role become.
#[derive(Clone, Copy, Debug, Default, Deserialize, JsonSchema, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
pub enum PolicyType {
    /// Inline policies: at most 10,240 characters for all grants of the role.
    #[default]
    Inline,
    /// Customer managed policies, one for each grant: at most 6,144 characters for each.
    Managed,
}

/// Who can assume a role.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Trust {
    /// The keys of providers, such as `main` or `google`; `developer_provider` for your own backend. Only identities
    /// that signed in through one of them can assume the role. AWS documents the names of social providers and of the
    /// developer provider in the claim `amr`, but not those of user pools, OIDC and SAML providers: test these before
    /// you rely on them.
    pub providers: Option<Spanned<Vec<Spanned<String>>>>,
    /// The IDs of other identity pools whose identities can assume the role too.
    pub identity_pools: Option<Vec<Spanned<ValueOrReference>>>,
}

/// A permission of a role, with exactly one kind.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
#[expect(dead_code, reason = "only for the JSON Schema: how a grant is decoded depends on its kind")]
struct Grant {
    /// IAM policy statements in JSON, with tokens.
    statements: Option<Vec<Statement<ValueOrReference>>>,
    /// The path of an IAM policy document in JSON, relative to the inputs file.
    #[schemars(example = &"policies/audit.json")]
    policy_file: Option<TokenString>,
    /// The name of the policy in IAM: 1 to 128 letters, digits and _ + = , . @ -. The default is the grant's key; for
    /// `policies: managed` it is {name}-{environment}-ROLE-GRANT.
    #[schemars(example = &"{name}-{environment}-files")]
    policy_name: Option<TokenString>,
    /// The grant's previous key, so that its policy is moved instead of recreated. Keep the policy's name with
    /// `policy_name`, as IAM can't rename a policy.
    #[schemars(example = &"users")]
    renamed_from: Option<String>,
}
