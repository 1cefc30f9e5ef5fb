//! The inputs for one environment, as written. The doc comments become the descriptions in the JSON Schema;
//! `inputs::key_attributes` explains the attributes `x-…`.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::iam::Statement;
use crate::inputs::backend::Backend;
use crate::inputs::decode::{Spanned, SpannedMap};
use crate::inputs::token_string::TokenString;
use crate::inputs::value_or_reference::ValueOrReference;
use crate::tree::Node;

/// The inputs of poolsmith, merged with the patch of an environment.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Spec {
    /// The name of the application: `[a-z][a-z0-9-]*`, up to 32 characters.
    #[schemars(extend("x-shared" = true))]
    pub name: Spanned<String>,
    /// The identity pool.
    pub identity_pool: Option<IdentityPool>,
    /// Default settings of all roles.
    pub role_defaults: Option<RoleDefaults>,
    /// The roles that identities can assume, by key: `authenticated`, which always exists, `guest`, which
    /// requires guest_access, and others, which users get through a role mapping.
    pub roles: Option<SpannedMap<Role>>,
    /// Tags for all resources, set as the provider's default_tags.
    pub tags: Option<SpannedMap<Spanned<TokenString>>>,
    /// How a user's role is chosen from the token, by the key of a provider.
    pub role_mappings: Option<SpannedMap<RoleMapping>>,
    /// Which claims of a user's token become principal tags (attributes for access control), by the key
    /// of a provider.
    pub principal_tags: Option<SpannedMap<PrincipalTags>>,
    /// Settings of Terraform and the AWS provider.
    pub terraform: Option<Terraform>,
    /// Generated files that you may edit, by their paths in the workspace, such as
    /// `environments/dev/outputs.tf`.
    #[schemars(extend("x-shared" = true))]
    pub customized: Option<Vec<Spanned<String>>>,
    /// A directory of templates that override the built-in ones, relative to the inputs file.
    #[schemars(extend("x-shared" = true))]
    pub templates: Option<Spanned<String>>,
    /// The AWS region, such as us-east-1.
    #[schemars(extend("x-own" = true))]
    pub region: Spanned<String>,
    /// The ID of the AWS account: 12 digits in quotes. Terraform then refuses to work in any other account.
    #[schemars(extend("x-own" = true))]
    pub account_id: Option<Spanned<String>>,
    /// If true, Terraform refuses to destroy or replace the identity pool.
    #[schemars(extend("x-own" = true))]
    pub protect: Option<Spanned<bool>>,
}

/// The identity pool.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct IdentityPool {
    /// The name: 1 to 128 letters, digits, spaces and _ + = , . @ -; {name}-{environment} by default.
    pub name: Option<Spanned<TokenString>>,
    /// Whether users who are not signed in get an identity and the guest role; false by default.
    pub guest_access: Option<Spanned<bool>>,
    /// Whether to allow the basic (classic) flow, in which the caller chooses the role; false by default.
    pub classic_flow: Option<Spanned<bool>>,
    /// The provider name with which your own backend signs users in (developer authenticated identities).
    pub developer_provider: Option<Spanned<TokenString>>,
    /// The Amazon Cognito user pools whose users can sign in, by keys of your choice.
    pub user_pools: Option<SpannedMap<UserPool>>,
    /// The social identity providers, each with the ID of your application.
    pub social: Option<Social>,
    /// ARNs of IAM OIDC providers, by keys of your choice.
    pub oidc: Option<SpannedMap<Spanned<ValueOrReference>>>,
    /// ARNs of IAM SAML providers, by keys of your choice.
    pub saml: Option<SpannedMap<Spanned<ValueOrReference>>>,
}

/// The social identity providers, each with the ID of your application.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Social {
    /// Login with Amazon.
    pub amazon: Option<Spanned<ValueOrReference>>,
    /// Sign in with Apple.
    pub apple: Option<Spanned<ValueOrReference>>,
    /// Facebook.
    pub facebook: Option<Spanned<ValueOrReference>>,
    /// Google. Separate several client IDs with commas.
    pub google: Option<Spanned<ValueOrReference>>,
    /// Twitter. The value contains a secret, so it must be a reference.
    pub twitter: Option<Spanned<ValueOrReference>>,
}

/// An app client of a user pool.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct UserPool {
    /// The user pool's ID, such as us-east-1_Ab12Cd34E.
    pub user_pool_id: Spanned<ValueOrReference>,
    /// The app client's ID, such as 3n4b5urk1ft4fl3mg5e62d9ado.
    pub app_client_id: Spanned<ValueOrReference>,
    /// Whether to reject users who signed out or were deleted (server_side_token_check); true by default.
    pub token_check: Option<Spanned<bool>>,
}

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

/// How a user's role is chosen from the token.
#[derive(Clone, Debug, Deserialize, JsonSchema, PartialEq)]
#[serde(deny_unknown_fields)]
pub struct RoleMapping {
    /// `token`: the token contains the role. `rules`: rules choose it by the token's claims.
    #[serde(rename = "type")]
    pub kind: Spanned<MappingKind>,
    /// What users get if the role is ambiguous or missing: no credentials (`deny`, the default), or the
    /// authenticated role.
    pub ambiguous: Option<Spanned<Ambiguous>>,
    /// For the type `rules`: 1 to 25 rules, of which the first that matches applies.
    pub rules: Option<Vec<Rule>>,
}

/// How a role mapping chooses the role.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
pub enum MappingKind {
    /// The token contains the role (cognito:preferred_role, or else cognito:roles).
    Token,
    /// Rules choose the role by the token's claims.
    Rules,
}

/// What users get if the role is ambiguous or missing.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
pub enum Ambiguous {
    /// No credentials.
    Deny,
    /// The authenticated role.
    Authenticated,
}

/// A rule of a role mapping.
#[derive(Clone, Debug, Deserialize, JsonSchema, PartialEq)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// The claim of the token; custom attributes of a user pool are `custom:NAME`.
    pub claim: Spanned<String>,
    /// How the claim is compared with the value.
    #[serde(rename = "match")]
    pub match_type: Spanned<Match>,
    /// The value.
    pub value: Spanned<TokenString>,
    /// The key of the role that users get if the rule matches.
    pub role: Spanned<String>,
}

/// How a claim is compared with a value.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
pub enum Match {
    /// The claim equals the value.
    Equals,
    /// The claim exists and doesn't equal the value.
    NotEqual,
    /// The claim contains the value.
    Contains,
    /// The claim starts with the value.
    StartsWith,
}

/// Which claims of a user's token become principal tags: exactly one of `tags` and `defaults`.
#[derive(Clone, Debug, Deserialize, JsonSchema, PartialEq)]
#[serde(deny_unknown_fields)]
pub struct PrincipalTags {
    /// The claim for each tag, such as `department: "custom:department"`.
    pub tags: Option<SpannedMap<Spanned<String>>>,
    /// Whether to use the provider's default tags, `username` and `client`.
    pub defaults: Option<Spanned<bool>>,
}

/// Settings of Terraform and the AWS provider.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Terraform {
    /// The versions of Terraform that may be used; >= 1.10 by default.
    #[schemars(extend("x-shared" = true))]
    pub required_version: Option<Spanned<String>>,
    /// The versions of hashicorp/aws that may be used; >= 5.79, < 7.0 by default.
    #[schemars(extend("x-shared" = true))]
    pub aws_provider: Option<Spanned<String>>,
    /// How the AWS provider authenticates.
    pub provider: Option<Provider>,
    /// Where the state is stored: exactly one backend; local by default.
    pub backend: Option<Spanned<Backend>>,
}

/// How the AWS provider authenticates.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Provider {
    /// A profile in the AWS configuration files.
    pub profile: Option<Spanned<TokenString>>,
    /// The role that Terraform assumes.
    pub assume_role: Option<AssumeRole>,
}

/// A role that Terraform assumes.
#[derive(Clone, Debug, Deserialize, JsonSchema, PartialEq)]
#[serde(deny_unknown_fields)]
pub struct AssumeRole {
    /// The role's ARN.
    pub role_arn: Spanned<TokenString>,
    /// The external ID that the role's trust policy requires.
    pub external_id: Option<Spanned<TokenString>>,
    /// The name of the session, as shown in CloudTrail.
    pub session_name: Option<Spanned<TokenString>>,
}
