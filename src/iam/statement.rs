//! Statements, and what they are about.

use crate::iam::{ConditionBlock, Values};

/// Allow or Deny.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    /// What it says is allowed.
    Allow,
    /// What it says is denied, whatever else allows it.
    Deny,
}

impl Effect {
    /// Both of them.
    pub const ALL: [Self; 2] = [Self::Allow, Self::Deny];

    /// IAM's word for it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Allow => "Allow",
            Self::Deny => "Deny",
        }
    }
}

/// A statement: what is allowed or denied, with what, and when.
#[derive(Clone, Debug, PartialEq)]
pub struct Statement<T> {
    /// Its name.
    pub sid: Option<T>,
    /// Whether it allows or denies.
    pub effect: Effect,
    /// The actions.
    pub actions: Elements<T>,
    /// The resources.
    pub resources: Elements<T>,
    /// When it holds: always, if there is none.
    pub conditions: Vec<ConditionBlock<T>>,
}

/// The actions or the resources of a statement.
#[derive(Clone, Debug, PartialEq)]
pub enum Elements<T> {
    /// Those that match one of the patterns: `Action`, `Resource`.
    Only(Values<T>),
    /// Those that match none of them: `NotAction`, `NotResource`.
    AllBut(Values<T>),
}

impl<T> Elements<T> {
    /// The patterns.
    pub fn patterns(&self) -> impl Iterator<Item = &T> {
        match self {
            Self::Only(patterns) | Self::AllBut(patterns) => patterns.iter(),
        }
    }

    /// The same with other leaves.
    pub fn map<U>(&self, leaf: impl FnMut(&T) -> U) -> Elements<U> {
        match self {
            Self::Only(patterns) => Elements::Only(patterns.map(leaf)),
            Self::AllBut(patterns) => Elements::AllBut(patterns.map(leaf)),
        }
    }
}

impl<T> Statement<T> {
    /// The same with other leaves.
    pub fn map<U>(&self, leaf: &mut impl FnMut(&T) -> U) -> Statement<U> {
        Statement {
            sid: self.sid.as_ref().map(&mut *leaf),
            effect: self.effect,
            actions: self.actions.map(&mut *leaf),
            resources: self.resources.map(&mut *leaf),
            conditions: self.conditions.iter().map(|block| block.map(leaf)).collect(),
        }
    }

    /// Every leaf, in the order in which they are written.
    pub fn leaves(&self) -> impl Iterator<Item = &T> {
        let conditions = self.conditions.iter().flat_map(ConditionBlock::leaves);
        self.sid.iter().chain(self.actions.patterns()).chain(self.resources.patterns()).chain(conditions)
    }
}
