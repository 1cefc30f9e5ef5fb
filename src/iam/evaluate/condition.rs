//! Whether a request meets a condition.

use std::cmp::Ordering;

use crate::iam::evaluate::substitution::Substitution;
use crate::iam::evaluate::text::{Case, Token, matches};
use crate::iam::evaluate::{Context, address, arn, base64, date, number};
use crate::iam::pattern::literal;
use crate::iam::rule::{Comparison, Condition, Reference, Relation};
use crate::iam::{DocumentationGap, Match, Pattern, Quantifier};

/// Whether a request with these condition keys meets a condition.
///
/// Sources: IAM User Guide, "IAM JSON policy elements: Condition operators", "Conditions with multiple context keys or
/// values" and "Single-valued vs. multivalued context keys".
pub fn is_met(condition: &Condition, context: &Context) -> Match {
    let values = context.values(&condition.key);
    let are_empty = values.iter().all(String::is_empty);
    match (condition.comparison, condition.quantifier, values) {
        (Comparison::Unknown, _, _) => Match::Undecided(DocumentationGap::UnknownOperator),
        (_, _, []) => condition.on_absence(),
        (Comparison::Null, _, _) if are_empty => null_of_empty(condition),
        (Comparison::Null, _, _) => condition.values_of_null(false),
        (_, None, [value]) => is_met_by(condition, value, context),
        (_, None, _) => Match::Undecided(DocumentationGap::SeveralValues),
        // An empty value is a null dataset: "Set operators for multivalued context keys".
        (_, Some(Quantifier::ForAllValues), _) if are_empty => Match::Yes,
        (_, Some(Quantifier::ForAllValues), _) => {
            Match::all(values.iter().map(|value| is_met_by(condition, value, context)))
        }
        (_, Some(Quantifier::ForAnyValue), _) => {
            Match::any(values.iter().map(|value| is_met_by(condition, value, context)))
        }
    }
}

impl Condition {
    /// Whether one value of the request meets the condition, whose values contain no variables.
    pub(in crate::iam) fn is_met_by(&self, value: &str) -> Match {
        is_met_by(self, value, &Context::default())
    }
}

fn null_of_empty(condition: &Condition) -> Match {
    let (absent, present) = (condition.values_of_null(true), condition.values_of_null(false));
    if absent == present { absent } else { Match::Undecided(DocumentationGap::EmptyValue) }
}

/// Whether one value of the request meets a condition: it matches one of the policy's values, or none if the operator
/// is negated.
fn is_met_by(condition: &Condition, value: &str, context: &Context) -> Match {
    let compared: Vec<Compared> = condition
        .values
        .iter()
        .map(|pattern| compare(condition.comparison, value, pattern, context))
        .collect();
    let any = Match::any(compared.iter().map(|one| one.result));
    let may_lack_value = compared.iter().any(|one| one.may_lack_value);
    match (condition.is_negated, any) {
        (true, _) => !any,
        (false, Match::Yes) if may_lack_value => Match::Undecided(DocumentationGap::WithoutValueAmongOthers),
        (false, _) => any,
    }
}

struct Compared {
    result: Match,
    /// Whether the policy's value may contain a variable without a value. It then equals nothing.
    may_lack_value: bool,
}

fn compare(comparison: Comparison, value: &str, pattern: &Pattern<Reference>, context: &Context) -> Compared {
    match comparison {
        Comparison::StringEquals | Comparison::StringLike => {
            substituted(pattern, context, |tokens| matches(tokens, value, Case::Sensitive).into())
        }
        Comparison::StringEqualsIgnoreCase => {
            substituted(pattern, context, |tokens| matches(tokens, value, Case::Ignored).into())
        }
        Comparison::Arn => substituted_arn(value, pattern, context),
        Comparison::Numeric(relation) => {
            typed(pattern, |other| ordered(relation, number::compare(value, other)))
        }
        Comparison::Date(relation) => typed(pattern, |other| dated(relation, value, other)),
        Comparison::Bool => typed(pattern, |other| same_booleans(value, other)),
        Comparison::Binary => typed(pattern, |other| same_bytes(value, other)),
        Comparison::IpAddress => typed(pattern, |range| is_in(range, value)),
        Comparison::Null | Comparison::Unknown => {
            Compared { result: Match::Undecided(DocumentationGap::UnknownOperator), may_lack_value: false }
        }
    }
}

fn substituted(
    pattern: &Pattern<Reference>,
    context: &Context,
    test: impl Fn(&[Token]) -> Match,
) -> Compared {
    let substitution = Substitution::in_condition(pattern.atoms(), context);
    Compared { result: substitution.matches(test), may_lack_value: substitution.may_lack_value() }
}

fn substituted_arn(value: &str, pattern: &Pattern<Reference>, context: &Context) -> Compared {
    let substitution = Substitution::in_condition(pattern.atoms(), context);
    let result = match substitution.has_open_variable {
        // It may contain colons, so that the fields are open.
        true => Match::Undecided(substitution.gap()),
        false => substitution.matches(|tokens| arn::matches(tokens, value)),
    };
    Compared { result, may_lack_value: substitution.may_lack_value() }
}

/// Compares with a value that contains no variables.
fn typed(pattern: &Pattern<Reference>, test: impl Fn(&str) -> Match) -> Compared {
    let open = Match::Undecided(DocumentationGap::VariableOfOtherType);
    Compared { result: literal(pattern.atoms()).map_or(open, |text| test(&text)), may_lack_value: false }
}

fn ordered(relation: Relation, order: Option<Ordering>) -> Match {
    order.map_or(Match::Undecided(DocumentationGap::UnreadableValue), |order| relation.holds(order).into())
}

fn dated(relation: Relation, value: &str, other: &str) -> Match {
    let (Some(values), Some(others)) = (date::readings(value), date::readings(other)) else {
        return Match::Undecided(DocumentationGap::UnreadableValue);
    };
    let pairs = values.iter().flat_map(|value| others.iter().map(move |other| value.cmp(other)));
    agreed(pairs.map(|order| relation.holds(order)), DocumentationGap::YearOrSeconds)
}

/// Texts that aren't booleans equal no boolean.
fn same_booleans(value: &str, other: &str) -> Match {
    let is_boolean = ["true", "false"].iter().any(|word| value.eq_ignore_ascii_case(word));
    match value.eq_ignore_ascii_case(other) {
        true if !is_boolean => Match::Undecided(DocumentationGap::UnreadableValue),
        is_same => is_same.into(),
    }
}

/// Texts that are equal encode the same bytes, and different ones other bytes if both are canonical.
fn same_bytes(value: &str, other: &str) -> Match {
    match base64::is_canonical(value) && base64::is_canonical(other) {
        true => (value == other).into(),
        false => Match::Undecided(DocumentationGap::UnreadableValue),
    }
}

fn is_in(range: &str, value: &str) -> Match {
    let (Ok(address), Some(ranges)) = (value.parse(), address::readings(range)) else {
        return Match::Undecided(DocumentationGap::UnreadableValue);
    };
    agreed(ranges.iter().map(|range| range.contains(address)), DocumentationGap::DefaultPrefix)
}

/// The result of all readings, if they agree.
fn agreed(mut readings: impl Iterator<Item = bool>, gap: DocumentationGap) -> Match {
    let Some(first) = readings.next() else { return Match::Undecided(gap) };
    if readings.all(|other| other == first) { first.into() } else { Match::Undecided(gap) }
}
