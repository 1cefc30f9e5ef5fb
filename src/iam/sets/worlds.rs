//! The cases that a question is split into, by the values of condition keys that are variables in policies.

use std::collections::BTreeSet;

use super::binding::{Binding, Bindings};
use super::key::{KeyTest, Presence};
use super::question::Question;
use super::region::Region;
use crate::iam::Rule;
use crate::iam::language::{Certainty, Symbol, SymbolKind, Word};

/// The requests of a question in which the keys that are variables have certain values, or are absent.
pub(super) struct World {
    pub bindings: Bindings,
    pub region: Region,
}

/// More cases are not distinguished.
const MAX_WORLDS: usize = 64;

/// The first ID of the symbols for values of condition keys.
const FIRST_ID: u16 = 50_000;

/// Whether a symbol is the value of a condition key, which the caller may choose.
pub(super) fn is_of_key(symbol: Symbol) -> bool {
    symbol.kind == SymbolKind::Text && symbol.id >= FIRST_ID
}

/// The cases of a question; `None` if there are too many.
pub(super) fn worlds(question: &Question, rules: &[&Rule]) -> Option<Vec<World>> {
    let is_free = |key: &str| question.bindings.get(key).is_none();
    let variables: BTreeSet<&str> =
        rules.iter().flat_map(|rule| rule.variables()).map(|variable| variable.key.as_str()).collect();
    let mut worlds = vec![World { bindings: question.bindings.clone(), region: question.region.clone() }];
    for (id, key) in (FIRST_ID..).zip(variables.into_iter().filter(|key| is_free(key))) {
        let tests = question.region.keys.get(key).map_or(&[][..], Vec::as_slice);
        let cases = cases(key, id, rules);
        let cases: Vec<Binding> = cases.into_iter().filter(|case| is_possible(case, tests)).collect();
        worlds = worlds.iter().flat_map(|world| cases.iter().map(|case| world.with(key, case))).collect();
        if worlds.len() > MAX_WORLDS {
            return None;
        }
    }
    Some(worlds)
}

/// The key is absent, has one of the values with which a condition compares it, or any value.
fn cases(key: &str, id: u16, rules: &[&Rule]) -> Vec<Binding> {
    let conditions = rules.iter().flat_map(|rule| &rule.conditions).filter(|condition| condition.key == key);
    let compared: BTreeSet<String> =
        conditions.flat_map(|condition| &condition.values).filter_map(|value| value.literal()).collect();
    let other = Binding::OtherThanCompared(Symbol { id, kind: SymbolKind::Text });
    let values = compared.iter().map(|value| Binding::text(value));
    [Binding::Absent, other].into_iter().chain(values).collect()
}

fn is_possible(case: &Binding, tests: &[KeyTest]) -> bool {
    let passes = |values: &[Word], presence: &Presence| match presence {
        Presence::Never => false,
        Presence::Always => true,
        Presence::Any(test) => values.iter().any(|value| test.passes(value, Certainty::Possible)),
        Presence::All(test) => values.iter().all(|value| test.passes(value, Certainty::Possible)),
    };
    let values = case.values();
    tests.iter().all(|test| if values.is_empty() { test.absent } else { passes(&values, &test.present) })
}

impl World {
    fn with(&self, key: &str, case: &Binding) -> Self {
        let mut bindings = self.bindings.clone();
        bindings.set(key, case.clone());
        let mut region = self.region.clone();
        region.keys.remove(key);
        Self { bindings, region }
    }
}
