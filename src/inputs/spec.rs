//! The inputs for one environment, as written. The doc comments become the descriptions in the JSON Schema.
//! `inputs::key_attributes` has what else is to be known of a key.

mod accept;
mod access;
mod identity_pool;
mod role;
mod role_mapping;
mod terraform;

pub use accept::Accept;
pub use access::{ANY_TAGS, Access, AccessFile, AccessTest, Identity, Undecided};
pub use identity_pool::{IdentityPool, PrincipalTags, Social, UserPool};
pub use role::{PolicyType, Role, RoleDefaults, Trust};
pub use role_mapping::{Ambiguous, MappingKind, Match, RoleMapping, Rule};
pub use terraform::Terraform;

use schemars::JsonSchema;
use serde::Deserialize;
use serde::de::IgnoredAny;

use crate::inputs::decode::{Spanned, SpannedMap};
use crate::inputs::token_string::TokenString;

/// The inputs of poolsmith, merged with the patch of an environment.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Spec {
    /// The name of the application: `[a-z][a-z0-9-]*`, up to 32 characters.
    #[schemars(example = &"notes")]
    pub name: Spanned<String>,
    /// The versions of poolsmith that may be used: another one stops. See
    /// [`admits_this_poolsmith`](crate::inputs::admits_this_poolsmith).
    #[schemars(
        example = &">= 0.2",
        description = "The versions of poolsmith that may be used: another one stops."
    )]
    pub required_poolsmith: Option<Spanned<String>>,
    /// The identity pool.
    pub identity_pool: Option<IdentityPool>,
    /// Default settings of all roles.
    pub role_defaults: Option<RoleDefaults>,
    /// The roles that identities can assume, by key: `authenticated`, which exists even if it is not listed here
    /// where the identity pool has a provider, `guest`, which requires guest_access, and others, which users get
    /// through a role mapping.
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
    /// What each identity must, and must never, be able to do. [`inputs::access`](crate::inputs::access) decodes it, once
    /// for all environments.
    #[schemars(
        with = "Option<Access>",
        description = "What each identity must, and must never, be able to do."
    )]
    pub access: Option<IgnoredAny>,
    /// Findings of `poolsmith check` that were reviewed and are accepted.
    pub accept: Option<Vec<Accept>>,
    /// Generated files that you may edit, by their paths in the workspace, such as
    /// `environments/dev/outputs.tf`.
    pub customized: Option<Vec<Spanned<String>>>,
    /// A directory of templates that override the built-in ones, relative to the inputs file.
    #[schemars(example = &"templates")]
    pub templates: Option<Spanned<String>>,
    /// The AWS region, such as us-east-1.
    #[schemars(example = &"us-east-1")]
    pub region: Spanned<String>,
    /// The ID of the AWS account: 12 digits in quotes. Terraform then refuses to work in any other account.
    #[schemars(example = &"111111111111")]
    pub account_id: Option<Spanned<String>>,
    /// The previous key of the environment: `generate` renames its directory, with your own files in it.
    #[schemars(example = &"prod")]
    pub renamed_from: Option<Spanned<String>>,
    /// If true, Terraform refuses to destroy or replace the identity pool.
    pub protect: Option<Spanned<bool>>,
}
