//! The inputs for one environment, as written. The doc comments are the JSON Schema's descriptions; the
//! attributes `x-…` are explained in [`shape`](crate::inputs::shape).

use schemars::JsonSchema;
use serde::Deserialize;

use crate::iam::Statement;
use crate::inputs::backend::Backend;
use crate::inputs::decode::{Spanned, SpannedMap};
use crate::inputs::token_string::TokenString;
use crate::inputs::value_or_reference::ValueOrReference;
use crate::tree::Node;

/// The inputs of poolsmith, with an environment's patch laid over them.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Spec {
    /// The name of the application: [a-z][a-z0-9-]*, up to 32 characters.
    #[schemars(extend("x-shared" = true))]
    pub name: Spanned<String>,
    /// The identity pool.
    pub identity_pool: Option<IdentityPool>,
    /// What every role gets unless it says otherwise.
    pub role_defaults: Option<RoleDefaults>,
    /// The roles that identities assume, by their keys: `authenticated`, which is always there, `guest`,
    /// which needs guest_access, and any further ones, which are reached through a role mapping.
    pub roles: Option<SpannedMap<Role>>,
    /// Tags on everything, as the provider's default_tags.
    pub tags: Option<SpannedMap<Spanned<TokenString>>>,
    /// How roles are chosen from a user's token, by the key of a provider.
    pub role_mappings: Option<SpannedMap<RoleMapping>>,
    /// Which claims of a user's token become principal tags (attributes for access control), by the key
    /// of a provider.
    pub principal_tags: Option<SpannedMap<PrincipalTags>>,
    /// How Terraform works here.
    pub terraform: Option<Terraform>,
    /// Generated files that are allowed to differ from what is generated, by their paths in the
    /// workspace: `environments/dev/outputs.tf`.
    #[schemars(extend("x-shared" = true))]
    pub customized: Option<Vec<Spanned<String>>>,
    /// A directory of templates that is laid over the built-in ones, relative to the inputs file.
    #[schemars(extend("x-shared" = true))]
    pub templates: Option<Spanned<String>>,
    /// The AWS region, such as us-east-1.
    #[schemars(extend("x-own" = true))]
    pub region: Spanned<String>,
    /// The AWS account: 12 digits in quotes. Terraform then refuses to work in any other.
    #[schemars(extend("x-own" = true))]
    pub account_id: Option<Spanned<String>>,
    /// While true, Terraform refuses to destroy or replace the identity pool.
    #[schemars(extend("x-own" = true))]
    pub protect: Option<Spanned<bool>>,
}

/// The identity pool.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct IdentityPool {
    /// 1 to 128 letters, digits, spaces and _ + = , . @ -; by default {name}-{environment}.
    pub name: Option<Spanned<TokenString>>,
    /// Whether people who are not signed in get an identity and the guest role; off by default.
    pub guest_access: Option<Spanned<bool>>,
    /// Whether the basic (classic) flow is allowed, in which the caller chooses the role; off by default.
    pub classic_flow: Option<Spanned<bool>>,
    /// The name under which your own backend signs users in (developer authenticated identities).
    pub developer_provider: Option<Spanned<TokenString>>,
    /// The Amazon Cognito user pools whose users may sign in, by keys of your own.
    pub user_pools: Option<SpannedMap<UserPool>>,
    /// The social providers, each with the application's ID there.
    pub social: Option<Social>,
    /// ARNs of IAM OIDC providers, by keys of your own.
    pub oidc: Option<SpannedMap<Spanned<ValueOrReference>>>,
    /// ARNs of IAM SAML providers, by keys of your own.
    pub saml: Option<SpannedMap<Spanned<ValueOrReference>>>,
}

/// The social providers, each with the application's ID there.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Social {
    /// Login with Amazon.
    pub amazon: Option<Spanned<ValueOrReference>>,
    /// Sign in with Apple.
    pub apple: Option<Spanned<ValueOrReference>>,
    /// Facebook.
    pub facebook: Option<Spanned<ValueOrReference>>,
    /// Google; several client IDs with commas between.
    pub google: Option<Spanned<ValueOrReference>>,
    /// Twitter. Its value holds a secret, so it is given as a reference only.
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
    /// Whether a user who signed out or was deleted is refused (server_side_token_check); on by default.
    pub token_check: Option<Spanned<bool>>,
}

/// What every role gets unless it says otherwise.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RoleDefaults {
    /// The path of the roles.
    pub path: Option<Spanned<TokenString>>,
    /// The ARN of the policy that bounds what the roles may ever do.
    pub permissions_boundary: Option<Spanned<ValueOrReference>>,
    /// Seconds that a session of the roles may last: 3600 to 43200.
    pub max_session_duration: Option<Spanned<u32>>,
}

/// An IAM role that the identity pool's identities assume.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Role {
    /// The role's name; by default {name}-{environment}-ROLE.
    pub name: Option<Spanned<TokenString>>,
    /// What the role is for.
    pub description: Option<Spanned<TokenString>>,
    /// The role's path; by default /.
    pub path: Option<Spanned<TokenString>>,
    /// The ARN of the policy that bounds what the role may ever do.
    pub permissions_boundary: Option<Spanned<ValueOrReference>>,
    /// Seconds that a session of the role may last: 3600 to 43200.
    pub max_session_duration: Option<Spanned<u32>>,
    /// ARNs of managed policies to attach.
    pub managed_policy_arns: Option<Vec<Spanned<ValueOrReference>>>,
    /// The role's key before it was renamed: its resources move, rather than being made anew.
    pub renamed_from: Option<Spanned<String>>,
    /// The ARN of a role that already exists, instead of all of the above.
    pub existing_role_arn: Option<Spanned<ValueOrReference>>,
    /// What the role may do, by keys of your own.
    #[schemars(with = "Option<std::collections::BTreeMap<String, Grant>>")]
    pub grants: Option<SpannedMap<Node>>,
}

/// A grant in the JSON Schema: what is common to all, beside the keys of the grant kinds.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields, extend("x-exclusive" = true))]
#[expect(dead_code, reason = "it is only described: a grant is decoded as its kind says")]
struct Grant {
    /// Statements in IAM's JSON grammar, with tokens.
    statements: Option<Vec<Statement<TokenString>>>,
    /// The path of an IAM policy document in JSON, relative to the inputs file.
    policy_file: Option<TokenString>,
    /// The grant's key before it was renamed: its policy moves, rather than being made anew.
    #[schemars(extend("x-beside" = true))]
    renamed_from: Option<String>,
}

/// How roles are chosen from a user's token.
#[derive(Clone, Debug, Deserialize, JsonSchema, PartialEq)]
#[serde(deny_unknown_fields)]
pub struct RoleMapping {
    /// `token`: the token names the role. `rules`: its claims decide.
    #[serde(rename = "type")]
    pub kind: Spanned<MappingKind>,
    /// What a user gets for whom there is no one role: nothing (`deny`, the default), or the
    /// authenticated role.
    pub ambiguous: Option<Spanned<Ambiguous>>,
    /// In order; the first that matches wins. For the type `rules` only: 1 to 25.
    pub rules: Option<Vec<Rule>>,
}

/// How a role mapping chooses.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
pub enum MappingKind {
    /// The token names the role (cognito:preferred_role, then cognito:roles).
    Token,
    /// The claims of the token decide.
    Rules,
}

/// What a user gets for whom there is no one role.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
pub enum Ambiguous {
    /// Nothing.
    Deny,
    /// The authenticated role.
    Authenticated,
}

/// A rule of a role mapping.
#[derive(Clone, Debug, Deserialize, JsonSchema, PartialEq)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// The claim of the token; a user pool's own attributes are `custom:NAME`.
    pub claim: Spanned<String>,
    /// How it is compared.
    #[serde(rename = "match")]
    pub match_type: Spanned<Match>,
    /// With what.
    pub value: Spanned<TokenString>,
    /// The key of the role that a match gives.
    pub role: Spanned<String>,
}

/// How a claim is compared.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
pub enum Match {
    /// The claim is the value.
    Equals,
    /// The claim is there and is something else.
    NotEqual,
    /// The value is somewhere in the claim.
    Contains,
    /// The claim begins with the value.
    StartsWith,
}

/// Which claims of a user's token become principal tags: exactly one of these.
#[derive(Clone, Debug, Deserialize, JsonSchema, PartialEq)]
#[serde(deny_unknown_fields)]
pub struct PrincipalTags {
    /// The claim of each tag: `department: "custom:department"`.
    pub tags: Option<SpannedMap<Spanned<String>>>,
    /// The provider's default tags: `username` and `client`.
    pub defaults: Option<Spanned<bool>>,
}

/// How Terraform works here.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Terraform {
    /// The versions of Terraform that may be used; by default >= 1.10.
    #[schemars(extend("x-shared" = true))]
    pub required_version: Option<Spanned<String>>,
    /// The versions of hashicorp/aws that may be used; by default >= 5.79, < 7.0.
    #[schemars(extend("x-shared" = true))]
    pub aws_provider: Option<Spanned<String>>,
    /// How the AWS provider signs in.
    pub provider: Option<Provider>,
    /// Where the state is kept: exactly one; local by default.
    pub backend: Option<Spanned<Backend>>,
}

/// How the AWS provider signs in.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Provider {
    /// A profile of the AWS configuration files.
    pub profile: Option<Spanned<TokenString>>,
    /// The role that Terraform assumes to do its work.
    pub assume_role: Option<AssumeRole>,
}

/// A role that Terraform assumes.
#[derive(Clone, Debug, Deserialize, JsonSchema, PartialEq)]
#[serde(deny_unknown_fields)]
pub struct AssumeRole {
    /// The role's ARN.
    pub role_arn: Spanned<TokenString>,
    /// The external ID that the role's trust asks for.
    pub external_id: Option<Spanned<TokenString>>,
    /// A name for the session, seen in CloudTrail.
    pub session_name: Option<Spanned<TokenString>>,
}
