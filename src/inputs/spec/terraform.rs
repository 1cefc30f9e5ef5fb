//! Settings of Terraform and the AWS provider.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::inputs::backend::Backend;
use crate::inputs::decode::Spanned;
use crate::inputs::provider::Provider;

/// Settings of Terraform and the AWS provider.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Terraform {
    /// The versions of Terraform that may be used; >= 1.10 by default, or higher if the backend needs it.
    #[schemars(example = &">= 1.10")]
    pub required_version: Option<Spanned<String>>,
    /// The versions of hashicorp/aws that may be used; >= 5.79, < 7.0 by default.
    #[schemars(example = &">= 5.79, < 7.0")]
    pub aws_provider: Option<Spanned<String>>,
    /// Arguments of the AWS provider, under its own names.
    pub provider: Option<Provider>,
    /// Where the state is stored: exactly one backend; local by default.
    pub backend: Option<Spanned<Backend>>,
}
