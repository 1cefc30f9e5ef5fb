//! Settings of Terraform and the AWS provider.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::inputs::backend::Backend;
use crate::inputs::decode::Spanned;
use crate::inputs::token_string::TokenString;

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
