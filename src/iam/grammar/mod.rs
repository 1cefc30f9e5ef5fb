//! What IAM refuses in the strings of a policy, and what could never have an effect.
//!
//! Parts whose values aren't known here, such as tokens, may be anything: only what is certain is refused.

mod action;
mod arn;
mod characters;
mod condition_key;
mod condition_value;
mod operator;
mod resource;

pub use action::PATTERN as ACTION_PATTERN;
pub use characters::refusal as character_refusal;
pub use condition_key::PATTERN as CONDITION_KEY_PATTERN;
pub use operator::pattern as operator_pattern;
pub use resource::PATTERN as RESOURCE_PATTERN;

pub(super) use action::refusal as action_refusal;
pub(super) use condition_key::refusal as condition_key_refusal;
pub(super) use condition_value::refusal as condition_value_refusal;
pub(super) use operator::{
    exists as operator_exists, is_key_without_operator, refusal as operator_refusal,
    refusal_with as operator_refusal_with,
};
pub(super) use resource::refusal as resource_refusal;

use crate::aws::{shown, suggested};
use crate::source::{Code, Diagnostic, Span};

/// The diagnostic for a string that isn't `what`, with the spelling that was meant if it is clear.
fn refused(text: &str, what: &str, meant: Option<String>, span: Span) -> Diagnostic {
    let message = match meant.filter(|meant| meant != text) {
        Some(meant) => format!("{} is not {what}, did you mean {}?", shown(text), suggested(&meant)),
        None => format!("{} is not {what}", shown(text)),
    };
    Diagnostic::at(span, Code::BadPolicy, message)
}

/// Several strings as a list, as the inputs would contain it.
fn quoted(texts: &[&str]) -> String {
    format!("{texts:?}")
}
