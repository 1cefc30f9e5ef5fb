//! Findings that were reviewed and accepted.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::inputs::decode::Spanned;

/// A finding of `poolsmith check` that was reviewed and is accepted.
#[derive(Clone, Debug, Deserialize, JsonSchema, PartialEq)]
#[serde(deny_unknown_fields)]
pub struct Accept {
    /// The code or the name of the rule, such as `classic-flow-enabled`; `poolsmith rule` lists them.
    #[schemars(example = &"classic-flow-enabled")]
    pub rule: Spanned<String>,
    /// The path in the inputs at or below which its findings are accepted, such as `roles.guest.grants.files`, or
    /// `environments.dev` for one environment; without it, all are.
    #[schemars(example = &"roles.guest.grants.files")]
    pub at: Option<Spanned<String>>,
    /// Why they are acceptable.
    #[schemars(example = &"Reviewed: the bucket has public files only.")]
    pub reason: Spanned<String>,
    /// The last day on which they are accepted, such as 2027-03-01.
    #[schemars(example = &"2027-03-01")]
    pub until: Option<Spanned<String>>,
}
