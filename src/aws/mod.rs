//! What AWS accepts: names, limits, ARNs, regions and partitions, each with its source. Pure.

pub mod administration;
pub mod arn;
pub mod condition_keys;
pub mod data_actions;
pub mod guest;
mod identifier;
mod named_in;
pub mod names;
pub mod operations;
pub mod providers;
pub mod region;
pub mod resources;
mod rule;

pub use identifier::Identifier;
pub use named_in::{is_arn_or_url, path_in};
pub use region::{Partition, Region};
pub(crate) use rule::accepted_text;
pub use rule::{Refusal, Rule, is, is_word, shown, suggested};

/// The maximum number of user pool clients in an identity pool.
/// Source: Amazon Cognito quotas, "Maximum number of Amazon Cognito user pool providers per identity
/// pool".
pub const USER_POOL_PROVIDERS: usize = 50;

/// The default maximum number of managed policies on a role.
/// Source: IAM and AWS STS quotas, "Managed policies attached to an IAM role".
pub const MANAGED_POLICIES_DEFAULT: usize = 10;

/// The maximum number of managed policies on a role with a raised quota.
/// Source: see [`MANAGED_POLICIES_DEFAULT`].
pub const MANAGED_POLICIES_MAX: usize = 25;

/// The maximum total size of the inline policies of a role in characters, without white space.
/// Source: IAM and AWS STS character quotas, "Role aggregate inline policy size".
pub const INLINE_POLICY_CHARACTERS: usize = 10_240;

/// The maximum size of a managed policy in characters, without white space.
/// Source: IAM and AWS STS character quotas, "Managed policy size".
pub const MANAGED_POLICY_CHARACTERS: usize = 6_144;

/// The default maximum size of a role's trust policy in characters.
/// Source: IAM and AWS STS quotas, "Role trust policy length".
pub const TRUST_POLICY_CHARACTERS: usize = 2_048;

/// The maximum number of tags on a role or an identity pool.
/// Source: IAM and AWS STS quotas, "Tags on a role"; Cognito has the same limit.
pub const TAGS: usize = 50;
