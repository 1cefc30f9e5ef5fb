//! What is known about the condition keys of requests.

use std::collections::BTreeMap;

use crate::iam::language::{Letter, Symbol, Word, word};

/// What is known about a condition key in all requests of a question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Binding {
    /// The requests have the key with these values, whose parts may be unknown.
    Values(Vec<Word>),
    /// The requests have the key with a value that no condition compares it with for equality.
    OtherThanCompared(Symbol),
    /// The requests don't have the key.
    Absent,
}

/// What is known about condition keys. The requests of a question may have all other keys with any values, or without.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Bindings {
    keys: BTreeMap<String, Binding>,
}

impl Bindings {
    /// Sets what is known about a key, whose case is irrelevant.
    pub fn set(&mut self, key: &str, binding: Binding) {
        self.keys.insert(key.to_lowercase(), binding);
    }

    /// What is known about a key in lowercase.
    pub fn get(&self, key: &str) -> Option<&Binding> {
        self.keys.get(key)
    }

    /// These, and those of `others`, which take precedence.
    pub(super) fn with(&self, others: &Self) -> Self {
        let others = others.keys.iter().map(|(key, binding)| (key.clone(), binding.clone()));
        Self { keys: self.keys.clone().into_iter().chain(others).collect() }
    }

    /// All keys of which something is known, in lowercase.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Binding)> {
        self.keys.iter().map(|(key, binding)| (key.as_str(), binding))
    }
}

impl Binding {
    /// One value, in which characters may stand for symbols.
    pub fn text(text: &str) -> Self {
        Self::Values(vec![word(text)])
    }

    /// The values; none if the key is absent.
    pub fn values(&self) -> Vec<Word> {
        match self {
            Self::Values(values) => values.clone(),
            Self::OtherThanCompared(symbol) => vec![vec![Letter::Symbol(*symbol)]],
            Self::Absent => Vec::new(),
        }
    }
}
