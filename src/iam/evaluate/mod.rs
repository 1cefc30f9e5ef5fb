//! Whether IAM policies allow one request, as AWS documents their evaluation.
//!
//! A request is concrete: each condition key has known values, or is absent. The result is undecided only where AWS's
//! documentation leaves a point open ([`DocumentationGap`](crate::iam::DocumentationGap)) and the decision depends on it.
//!
//! Source: IAM User Guide, "Policy evaluation logic".

mod address;
mod arn;
mod base64;
mod condition;
mod context;
mod date;
mod decision;
mod number;
mod resource;
mod substitution;
mod text;

pub(super) use address::edges_of;
pub use context::Context;
pub(super) use date::seconds_of;
pub use decision::{Decision, Evaluation, Layers, StatementMatch};

/// One call of one action on one resource.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// The action, such as `s3:GetObject`. Its case is irrelevant.
    pub action: String,
    /// The ARN of the resource; `*` for an action without resources.
    pub resource: String,
    /// The condition keys.
    pub context: Context,
}
