//! The versions of Terraform and of the AWS provider that the generated files need.
//!
//! Arguments of backends and of the provider that came later say so themselves, see
//! [`Argument::since`](crate::terraform::Argument::since).

use crate::terraform::Version;

/// Something in the generated files that older versions don't have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Feature {
    /// What it is, as the subject of a sentence.
    pub what: String,
    /// The first version that has it.
    pub since: Version,
}

impl Feature {
    /// A feature.
    pub fn new(what: impl Into<String>, since: Version) -> Self {
        Self { what: what.into(), since }
    }
}

/// What every workspace needs of Terraform: the tests of its modules use mock providers. Everything else is older:
/// `moved` blocks and `nullable` (1.1), `optional` attributes (1.3), `terraform_data` (1.4), `terraform test` (1.6).
///
/// Source: the changelog of Terraform 1.7.0.
pub fn terraform() -> Feature {
    Feature::new("mocking the provider in the tests of the modules", Version::new(1, 7, 0))
}

/// What every workspace needs of hashicorp/aws: before this version, changing only the tags of an identity pool
/// deleted it. The resources are older: `aws_cognito_identity_pool_provider_principal_tag` came with 3.72.0.
///
/// Source: the changelogs of hashicorp/aws 3.72.0 and 4.39.0.
pub fn aws_provider() -> Feature {
    Feature::new("changing the tags of an identity pool without deleting it", Version::new(4, 39, 0))
}
