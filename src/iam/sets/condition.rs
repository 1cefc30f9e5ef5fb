//! Conditions as tests of condition keys.

use std::rc::Rc;

use super::binding::{Binding, Bindings};
use super::key::{KeyTest, Presence};
use super::resolve::{self, Resolved};
use super::value::{Typed, ValueTest};
use crate::aws::arn::FIELDS;
use crate::iam::language::{Automaton, Certainty, Colons, Membership, Symbol, Word};
use crate::iam::{Atom, Comparison, Condition, Match, Pattern, Quantifier};

/// A condition, as far as the bindings decide it.
pub(super) enum ConditionOutcome {
    /// It holds for all requests of the question.
    Holds,
    /// It holds for none.
    Fails,
    /// It holds for the requests that pass the test.
    Test(KeyTest),
}

/// A condition that certainly, or possibly, holds.
pub(super) fn outcome(condition: &Condition, bindings: &Bindings, certainty: Certainty) -> ConditionOutcome {
    match bindings.get(&condition.key) {
        None => ConditionOutcome::Test(test(condition, bindings, false, certainty)),
        Some(Binding::Absent) => ConditionOutcome::from(holds(condition.on_absence(), certainty)),
        Some(binding @ (Binding::Values(_) | Binding::OtherThanCompared(_))) => {
            let values = binding.values();
            // The values are compared here, so that their symbols may be any value.
            let certainty = if certainty.includes_open() { Certainty::Possible } else { Certainty::Certain };
            let test = test(condition, bindings, values.len() > 1, certainty);
            ConditionOutcome::from(passes(&test.present, &values, certainty))
        }
    }
}

impl From<bool> for ConditionOutcome {
    fn from(holds: bool) -> Self {
        if holds { Self::Holds } else { Self::Fails }
    }
}

fn passes(presence: &Presence, values: &[Word], certainty: Certainty) -> bool {
    match presence {
        Presence::Never => false,
        Presence::Always => true,
        Presence::Any(test) => values.iter().any(|value| test.passes(value, certainty)),
        Presence::All(test) => values.iter().all(|value| test.passes(value, certainty)),
    }
}

/// The test of a key that a condition is.
fn test(condition: &Condition, bindings: &Bindings, is_multivalued: bool, certainty: Certainty) -> KeyTest {
    KeyTest {
        absent: holds(condition.on_absence(), certainty),
        present: match condition.comparison {
            Comparison::Unknown => Presence::from(certainty.includes_open()),
            Comparison::Null => Presence::from(holds(condition.values_of_null(false), certainty)),
            Comparison::StringEquals
            | Comparison::StringEqualsIgnoreCase
            | Comparison::StringLike
            | Comparison::Numeric(_)
            | Comparison::Date(_)
            | Comparison::Bool
            | Comparison::Binary
            | Comparison::IpAddress
            | Comparison::Arn => {
                quantified(condition, value_test(condition, bindings, certainty), is_multivalued, certainty)
            }
        },
    }
}

/// Several values without a set operator have an open result.
fn quantified(
    condition: &Condition,
    test: ValueTest,
    is_multivalued: bool,
    certainty: Certainty,
) -> Presence {
    match (condition.quantifier, is_multivalued) {
        (None, true) => Presence::from(certainty.includes_open()),
        (Some(Quantifier::ForAllValues), _) => Presence::All(test),
        (None, false) | (Some(Quantifier::ForAnyValue), _) => Presence::Any(test),
    }
}

fn holds(result: Match, certainty: Certainty) -> bool {
    match result {
        Match::Yes => true,
        Match::No => false,
        Match::Undecided(_) => certainty.includes_open(),
    }
}

impl From<bool> for Presence {
    fn from(holds: bool) -> Self {
        if holds { Self::Always } else { Self::Never }
    }
}

/// The test of one value of the request.
fn value_test(condition: &Condition, bindings: &Bindings, certainty: Certainty) -> ValueTest {
    let is_inside = !condition.is_negated;
    // What is certainly none of the values is what is not possibly one of them.
    let certainty = if is_inside { certainty } else { certainty.opposite() };
    let automaton = match condition.comparison {
        Comparison::StringEquals | Comparison::StringLike => {
            Automaton::of_patterns(&texts(condition, bindings, certainty), Colons::Matched)
        }
        Comparison::Arn => {
            let patterns = arns(texts(condition, bindings, certainty), certainty);
            Automaton::of_patterns(&patterns, Colons::Separate)
        }
        Comparison::StringEqualsIgnoreCase => {
            Automaton::ignoring_case(&texts(condition, bindings, certainty))
        }
        Comparison::Numeric(_)
        | Comparison::Date(_)
        | Comparison::Bool
        | Comparison::Binary
        | Comparison::IpAddress
        | Comparison::Null
        | Comparison::Unknown => {
            return ValueTest::Typed(Typed::of(condition, certainty, is_inside));
        }
    };
    ValueTest::Text(Membership { automaton: Rc::new(automaton), certainty, is_inside })
}

/// The patterns with which ARNs are compared. How AWS compares an ARN with fewer than six fields is open, on either side.
fn arns(patterns: Vec<Pattern<Symbol>>, certainty: Certainty) -> Vec<Pattern<Symbol>> {
    let fields = |pattern: &Pattern<Symbol>| pattern.atoms().split(Atom::is_colon).count();
    if !certainty.includes_open() {
        return patterns.into_iter().filter(|pattern| fields(pattern) >= FIELDS).collect();
    }
    let complete = |pattern: &Pattern<Symbol>| {
        let missing = FIELDS.saturating_sub(fields(pattern));
        let more = std::iter::repeat_n([Atom::Character(':'), Atom::AnyText], missing).flatten();
        pattern.atoms().iter().cloned().chain(more).collect()
    };
    let incomplete = (1..FIELDS).map(|count| Pattern::parse(&vec!["*"; count].join(":")));
    patterns.iter().map(complete).chain(incomplete).collect()
}

/// The patterns of the policy's values.
fn texts(condition: &Condition, bindings: &Bindings, certainty: Certainty) -> Vec<Pattern<Symbol>> {
    let resolved: Vec<Resolved> =
        condition.values.iter().map(|value| resolve::value(value, bindings)).collect();
    // Whether another value counts if one has a variable without a value is open.
    let is_open = !condition.is_negated && resolved.iter().any(|value| value.may_lack_value);
    if is_open && !certainty.includes_open() {
        return Vec::new();
    }
    // The case of another value than those that the key is compared with.
    let is_other = matches!(bindings.get(&condition.key), Some(Binding::OtherThanCompared(_)))
        && condition.comparison == Comparison::StringEquals;
    let patterns = resolved.iter().flat_map(|value| value.patterns(certainty)).cloned();
    patterns.filter(|pattern| !(is_other && pattern.literal().is_some())).collect()
}
