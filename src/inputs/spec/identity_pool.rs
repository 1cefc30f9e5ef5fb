//! The identity pool: its switches, its providers, and their claims as principal tags.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::inputs::decode::{Spanned, SpannedMap};
use crate::inputs::token_string::TokenString;
use crate::inputs::value_or_reference::ValueOrReference;

/// The identity pool.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct IdentityPool {
    /// The name: 1 to 128 letters, digits, spaces and _ + = , . @ -; {name}-{environment} by default.
    #[schemars(example = &"{name}-{environment}")]
    pub name: Option<Spanned<TokenString>>,
    /// Whether users who are not signed in get an identity and the guest role; false by default.
    pub guest_access: Option<Spanned<bool>>,
    /// Whether to allow the basic (classic) flow, in which the caller chooses the role; false by default.
    pub classic_flow: Option<Spanned<bool>>,
    /// The provider name with which your own backend signs users in (developer authenticated identities).
    #[schemars(example = &"login.notes.example")]
    pub developer_provider: Option<Spanned<TokenString>>,
    /// Whether another service, such as OpenSearch Dashboards, adds app clients of its own; false by default. If true,
    /// Terraform sets the app clients of user pools only when it creates the identity pool.
    pub keep_other_providers: Option<Spanned<bool>>,
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
    #[schemars(example = &"amzn1.application.1234")]
    pub amazon: Option<Spanned<ValueOrReference>>,
    /// Sign in with Apple.
    #[schemars(example = &"com.example.notes")]
    pub apple: Option<Spanned<ValueOrReference>>,
    /// Facebook.
    #[schemars(example = &"1234567890")]
    pub facebook: Option<Spanned<ValueOrReference>>,
    /// Google. Separate several client IDs with commas.
    #[schemars(example = &"1234-abcd.apps.googleusercontent.com")]
    pub google: Option<Spanned<ValueOrReference>>,
    /// Twitter. The value contains a secret, so it must be a reference.
    pub twitter: Option<Spanned<ValueOrReference>>,
}

/// An app client of a user pool.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct UserPool {
    /// The user pool's ID, such as us-east-1_Ab12Cd34E.
    #[schemars(example = &"us-east-1_Ab12Cd34E")]
    pub user_pool_id: Spanned<ValueOrReference>,
    /// The app client's ID, such as 3n4b5urk1ft4fl3mg5e62d9ado.
    #[schemars(example = &"3n4b5urk1ft4fl3mg5e62d9ado")]
    pub app_client_id: Spanned<ValueOrReference>,
    /// Whether to reject users who signed out or were deleted (server_side_token_check); true by default.
    pub token_check: Option<Spanned<bool>>,
}

/// Which claims of a user's token become principal tags: exactly one of `tags` and `defaults`.
#[derive(Clone, Debug, Deserialize, JsonSchema, PartialEq)]
#[serde(deny_unknown_fields)]
pub struct PrincipalTags {
    /// The claim for each tag, such as `department: "custom:department"`.
    pub tags: Option<SpannedMap<Spanned<TokenString>>>,
    /// Whether to use the provider's default tags, `username` and `client`.
    pub defaults: Option<Spanned<bool>>,
}
