//! Policies whose strings are plain, as IAM sees them.

use crate::iam::{ParseLeaf, Pattern, ReferencePlace, Unknown};
use crate::source::{Diagnostic, Span};

/// Parses the strings of concrete policies: each is its own leaf.
pub struct PlainStrings;

impl ParseLeaf for PlainStrings {
    type Leaf = String;

    fn parse(&self, text: &str, _: Option<ReferencePlace>, _: Span) -> Result<Vec<String>, Diagnostic> {
        Ok(vec![text.to_owned()])
    }

    fn known<'a>(&self, leaf: &'a String) -> Option<&'a str> {
        Some(leaf)
    }

    fn pattern(&self, leaf: &String) -> Pattern<Unknown> {
        Pattern::parse(leaf)
    }
}
