//! The cases that a question is split into, by the values of condition keys that are variables in policies.

use std::collections::BTreeSet;

use super::binding::{Binding, Bindings};
use super::key::{KeyTest, Presence};
use super::question::Question;
use super::region::Region;
use crate::iam::Rule;
use crate::iam::language::{Certainty, Symbol, SymbolKind, Word};

/// The requests of a question in which the keys that are variables have certain values, or are absent.
pub(super) struct Case {
    pub bindings: Bindings,
    pub region: Region,
}

/// A question with more cases stays open.
const MAX_CASES: usize = 64;

/// The first ID of the symbols for values of condition keys.
const FIRST_ID: u16 = 50_000;

/// Whether a symbol is the value of a condition key, which the caller may choose.
pub(super) fn is_of_key(symbol: Symbol) -> bool {
    symbol.kind == SymbolKind::Text && symbol.id >= FIRST_ID
}

/// The cases of a question; `None` if there are too many.
pub(super) fn cases_of(question: &Question, rules: &[&Rule]) -> Option<Vec<Case>> {
    let is_free = |key: &str| question.bindings.get(key).is_none();
    let variables: BTreeSet<&str> =
        rules.iter().flat_map(|rule| rule.variables()).map(|variable| variable.key.as_str()).collect();
    let mut cases = vec![Case { bindings: question.bindings.clone(), region: question.region.clone() }];
    for (id, key) in (FIRST_ID..).zip(variables.into_iter().filter(|key| is_free(key))) {
        let tests = question.region.keys.get(key).map_or(&[][..], Vec::as_slice);
        let possible = bindings_of(key, id, rules).into_iter().filter(|binding| is_possible(binding, tests));
        let possible: Vec<Binding> = possible.collect();
        cases =
            cases.iter().flat_map(|case| possible.iter().map(|binding| case.with(key, binding))).collect();
        if cases.len() > MAX_CASES {
            return None;
        }
    }
    Some(cases)
}

/// The key is absent, has one of the values with which a condition compares it, or any value.
fn bindings_of(key: &str, id: u16, rules: &[&Rule]) -> Vec<Binding> {
    let conditions = rules.iter().flat_map(|rule| &rule.conditions).filter(|condition| condition.key == key);
    let compared: BTreeSet<String> =
        conditions.flat_map(|condition| &condition.values).filter_map(|value| value.literal()).collect();
    let other = Binding::OtherThanCompared(Symbol { id, kind: SymbolKind::Text });
    let values = compared.iter().map(|value| Binding::text(value));
    [Binding::Absent, other].into_iter().chain(values).collect()
}

fn is_possible(binding: &Binding, tests: &[KeyTest]) -> bool {
    let passes = |values: &[Word], presence: &Presence| match presence {
        Presence::Never => false,
        Presence::Always => true,
        Presence::Any(test) => values.iter().any(|value| test.passes(value, Certainty::Possible)),
        Presence::All(test) => values.iter().all(|value| test.passes(value, Certainty::Possible)),
    };
    let values = binding.values();
    tests.iter().all(|test| if values.is_empty() { test.absent } else { passes(&values, &test.present) })
}

impl Case {
    fn with(&self, key: &str, binding: &Binding) -> Self {
        let mut bindings = self.bindings.clone();
        bindings.set(key, binding.clone());
        let mut region = self.region.clone();
        region.keys.remove(key);
        Self { bindings, region }
    }
}
