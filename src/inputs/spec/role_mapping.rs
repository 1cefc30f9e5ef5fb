//! Role mappings.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::inputs::decode::Spanned;
use crate::inputs::token_string::TokenString;

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
    #[schemars(example = &"cognito:groups")]
    pub claim: Spanned<TokenString>,
    /// How the claim is compared with the value.
    #[serde(rename = "match")]
    pub match_type: Spanned<Match>,
    /// The value.
    #[schemars(example = &"admins")]
    pub value: Spanned<TokenString>,
    /// The key of the role that users get if the rule matches.
    #[schemars(example = &"admins")]
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
