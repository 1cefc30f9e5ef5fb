//! What AWS accepts: names, limits, ARNs, regions and partitions. Pure; each fact with its source.

pub mod arn;
pub mod guest;
pub mod names;
pub mod providers;
pub mod region;
mod rule;

pub use region::{Partition, Region};
pub(crate) use rule::accepted_text;
pub use rule::{Refusal, Rule, is, is_word, shown};

/// Identity pools: user pool clients that one pool may take.
/// Source: Amazon Cognito quotas, "Maximum number of Amazon Cognito user pool providers per identity
/// pool".
pub const USER_POOL_PROVIDERS: usize = 50;

/// IAM: managed policies that a role may have by default.
/// Source: IAM and AWS STS quotas, "Managed policies attached to an IAM role".
pub const MANAGED_POLICIES_DEFAULT: usize = 10;

/// IAM: managed policies that a role may have at most, after an increase of the quota.
/// Source: as [`MANAGED_POLICIES_DEFAULT`].
pub const MANAGED_POLICIES_MAX: usize = 25;

/// IAM: characters of all inline policies of a role together, white space not counted.
/// Source: IAM and AWS STS character quotas, "Role aggregate inline policy size".
pub const INLINE_POLICY_CHARACTERS: usize = 10_240;

/// IAM and Cognito: tags on a role or an identity pool.
/// Source: IAM and AWS STS quotas, "Tags on a role"; Cognito has the same.
pub const TAGS: usize = 50;
