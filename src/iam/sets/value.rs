//! Tests of one value of a condition key.

use std::rc::Rc;

use super::typed::candidates;
use crate::iam::language::{Budget, Certainty, Exhausted, Letter, Membership, Word, accepts, shortest};
use crate::iam::{Comparison, Condition, Match};

/// A test of one value of a condition key.
#[derive(Clone, Debug)]
pub enum ValueTest {
    /// The text is in a language.
    Text(Membership),
    /// The value is compared as a number, a date, a boolean, bytes or an address.
    Typed(Typed),
}

/// A comparison with values of a type that isn't text.
#[derive(Clone, Debug)]
pub struct Typed {
    /// The condition, without set operator and negation.
    condition: Rc<Condition>,
    certainty: Certainty,
    is_inside: bool,
}

/// A value that passes tests.
#[derive(Clone, Debug)]
pub enum ValueWitness {
    /// This text.
    Text(Word),
}

impl Typed {
    /// Whether a value certainly, or possibly, is one of the condition's values, or none of them.
    pub(super) fn of(condition: &Condition, certainty: Certainty, is_inside: bool) -> Self {
        let condition = Condition { is_negated: false, quantifier: None, ..condition.clone() };
        Self { condition: Rc::new(condition), certainty, is_inside }
    }

    /// How values are compared.
    pub(super) fn comparison(&self) -> Comparison {
        self.condition.comparison
    }

    /// The values of the policy, without those that contain variables.
    pub(super) fn values(&self) -> impl Iterator<Item = String> {
        self.condition.values.iter().filter_map(|value| value.literal())
    }

    fn passes(&self, value: &str) -> bool {
        let is_one_of = match self.condition.is_met_by(value) {
            Match::Yes => true,
            Match::No => false,
            Match::Undecided(_) => self.certainty.includes_open(),
        };
        is_one_of == self.is_inside
    }
}

impl ValueTest {
    /// The test that the other values pass.
    pub fn complement(&self) -> Self {
        match self {
            Self::Text(membership) => Self::Text(membership.complement()),
            Self::Typed(typed) => Self::Typed(Typed { is_inside: !typed.is_inside, ..typed.clone() }),
        }
    }

    /// Whether a value, whose parts may be unknown, certainly or possibly passes.
    pub(super) fn passes(&self, value: &[Letter], certainty: Certainty) -> bool {
        match self {
            Self::Text(membership) => accepts(std::slice::from_ref(membership), value),
            Self::Typed(typed) => match text(value) {
                Some(text) => typed.passes(&text),
                None => certainty.includes_open(),
            },
        }
    }
}

/// The text of a word without unknown parts.
fn text(word: &[Letter]) -> Option<String> {
    let character = |letter: &Letter| match letter {
        Letter::Character(character) => Some(*character),
        Letter::Symbol(_) => None,
    };
    word.iter().map(character).collect()
}

/// A value that passes all tests; `None` if there is none.
pub(super) fn witness_of(tests: &[&ValueTest], budget: &Budget) -> Result<Option<ValueWitness>, Exhausted> {
    let memberships: Vec<Membership> = tests.iter().filter_map(|test| test.membership()).cloned().collect();
    let typed: Vec<&Typed> = tests.iter().filter_map(|test| test.typed()).collect();
    if typed.is_empty() {
        return Ok(shortest(&memberships, budget)?.map(ValueWitness::Text));
    }
    let mut found = None;
    for candidate in candidates(&typed) {
        budget.spend()?;
        let word: Word = candidate.chars().map(Letter::Character).collect();
        if typed.iter().all(|typed| typed.passes(&candidate)) && accepts(&memberships, &word) {
            found = Some(ValueWitness::Text(word));
            break;
        }
    }
    // The candidates represent all values of a type, but not all texts.
    match found {
        None if !memberships.is_empty() => Err(Exhausted),
        found => Ok(found),
    }
}

impl ValueTest {
    fn membership(&self) -> Option<&Membership> {
        match self {
            Self::Text(membership) => Some(membership),
            Self::Typed(_) => None,
        }
    }

    fn typed(&self) -> Option<&Typed> {
        match self {
            Self::Typed(typed) => Some(typed),
            Self::Text(_) => None,
        }
    }
}
