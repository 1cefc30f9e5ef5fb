//! Tests of a condition key: whether a request has it, and with which values.

use super::value::{ValueTest, ValueWitness, witness_of};
use crate::iam::language::{Budget, Exhausted};

/// A test of a condition key in a request.
#[derive(Clone, Debug)]
pub struct KeyTest {
    /// Whether a request without the key passes.
    pub absent: bool,
    /// Which requests with the key pass.
    pub present: Presence,
}

/// Which values of a condition key pass a test.
#[derive(Clone, Debug)]
pub enum Presence {
    /// None.
    Never,
    /// All.
    Always,
    /// At least one of the key's values passes.
    Any(ValueTest),
    /// Every one of the key's values passes.
    All(ValueTest),
}

/// A condition key of a request that passes tests.
#[derive(Clone, Debug)]
pub enum KeyWitness {
    /// The request doesn't have the key.
    Absent,
    /// The request has the key with any value.
    AnyValue,
    /// The request has the key with these values.
    Values(Vec<ValueWitness>),
}

impl KeyTest {
    /// The key has these values and no others.
    pub fn complement(&self) -> Self {
        Self { absent: !self.absent, present: self.present.complement() }
    }
}

impl Presence {
    fn complement(&self) -> Self {
        match self {
            Self::Never => Self::Always,
            Self::Always => Self::Never,
            Self::Any(test) => Self::All(test.complement()),
            Self::All(test) => Self::Any(test.complement()),
        }
    }
}

/// A key that passes all tests; `None` if there is no such key. A key that isn't `multivalued` has at most one value.
pub(super) fn passing(
    tests: &[KeyTest],
    multivalued: bool,
    budget: &Budget,
) -> Result<Option<KeyWitness>, Exhausted> {
    if tests.iter().all(|test| test.absent) {
        return Ok(Some(KeyWitness::Absent));
    }
    if tests.iter().any(|test| matches!(test.present, Presence::Never)) {
        return Ok(None);
    }
    if tests.iter().all(|test| matches!(test.present, Presence::Always)) {
        return Ok(Some(KeyWitness::AnyValue));
    }
    let values = |is_wanted: fn(&Presence) -> Option<&ValueTest>| {
        tests.iter().filter_map(|test| is_wanted(&test.present)).collect::<Vec<_>>()
    };
    let all = values(|presence| match presence {
        Presence::All(test) => Some(test),
        Presence::Any(_) | Presence::Never | Presence::Always => None,
    });
    let any = values(|presence| match presence {
        Presence::Any(test) => Some(test),
        Presence::All(_) | Presence::Never | Presence::Always => None,
    });
    let groups: Vec<Vec<&ValueTest>> = match multivalued && !any.is_empty() {
        true => any.iter().map(|one| all.iter().copied().chain([*one]).collect()).collect(),
        false => vec![all.into_iter().chain(any).collect()],
    };
    let mut witnesses = Vec::new();
    for group in groups {
        let Some(witness) = witness_of(&group, budget)? else { return Ok(None) };
        witnesses.push(witness);
    }
    Ok(Some(KeyWitness::Values(witnesses)))
}
