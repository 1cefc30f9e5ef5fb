//! Compiled conditions.

use crate::iam::pattern::literal;
use crate::iam::rule::{Comparison, Reference};
use crate::iam::{DocumentationGap, Match, Pattern, Quantifier};

/// A condition on one key of the request.
#[derive(Clone, Debug, PartialEq)]
pub struct Condition {
    /// The key in lowercase: the case of keys is irrelevant.
    pub key: String,
    /// How the values are compared.
    pub comparison: Comparison,
    /// Whether none of the values may match, as for `StringNotEquals`.
    pub is_negated: bool,
    /// How several values of the request are compared.
    pub quantifier: Option<Quantifier>,
    /// Whether it also holds if the request doesn't have the key.
    pub is_if_exists: bool,
    /// The values, one of which must match, or none if it is negated.
    pub values: Vec<Pattern<Reference>>,
}

impl Condition {
    /// Whether the condition holds for a request without the key.
    ///
    /// Sources: IAM User Guide, "IAM JSON policy elements: Condition operators" and "Single-valued vs. multivalued
    /// context keys". The first page has a table in which `ForAllValues:StringNotLike` doesn't match a request without
    /// the key, but its other results are reversed as well, and the text of both pages says that `ForAllValues` matches.
    pub fn on_absence(&self) -> Match {
        match (self.comparison, self.quantifier) {
            (Comparison::Unknown, _) => Match::Undecided(DocumentationGap::UnknownOperator),
            (Comparison::Null, _) => self.values_of_null(true),
            (_, Some(Quantifier::ForAnyValue)) if self.is_if_exists => {
                Match::Undecided(DocumentationGap::ForAnyValueIfExists)
            }
            (_, Some(Quantifier::ForAnyValue)) => Match::No,
            (_, Some(Quantifier::ForAllValues)) => Match::Yes,
            (_, None) => Match::from(self.is_negated || self.is_if_exists),
        }
    }

    /// Whether one of the values of `Null` is `true`, for a key that is absent, or `false`, for one that is present.
    pub fn values_of_null(&self, is_absent: bool) -> Match {
        let expected = if is_absent { "true" } else { "false" };
        Match::any(self.values.iter().map(|value| match literal(value.atoms()) {
            Some(text) => text.eq_ignore_ascii_case(expected).into(),
            None => Match::Undecided(DocumentationGap::VariableOfOtherType),
        }))
    }
}
