//! Tests of one value of a condition key.

use crate::iam::language::{Budget, Exhausted, Membership, Word, shortest};

/// A test of one value of a condition key.
#[derive(Clone, Debug)]
pub enum ValueTest {
    /// The text is in a language.
    Text(Membership),
}

/// A value that passes tests.
#[derive(Clone, Debug)]
pub enum ValueWitness {
    /// This text.
    Text(Word),
}

impl ValueTest {
    /// The test that the other values pass.
    pub fn complement(&self) -> Self {
        match self {
            Self::Text(membership) => Self::Text(membership.complement()),
        }
    }
}

/// A value that passes all tests; `None` if there is none.
pub(super) fn witness_of(tests: &[&ValueTest], budget: &Budget) -> Result<Option<ValueWitness>, Exhausted> {
    let memberships: Vec<Membership> = tests
        .iter()
        .map(|test| match test {
            ValueTest::Text(membership) => membership.clone(),
        })
        .collect();
    Ok(shortest(&memberships, budget)?.map(ValueWitness::Text))
}
