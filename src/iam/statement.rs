//! Statements, with their effect, actions and resources.

use crate::iam::{ConditionBlock, Values};

/// The effect of a statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    /// It allows the actions.
    Allow,
    /// It denies the actions, even if other statements allow them.
    Deny,
}

impl Effect {
    /// Both effects.
    pub const ALL: [Self; 2] = [Self::Allow, Self::Deny];

    /// The value of the element `Effect`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Allow => "Allow",
            Self::Deny => "Deny",
        }
    }
}

/// A policy statement.
#[derive(Clone, Debug, PartialEq)]
pub struct Statement<T> {
    /// The name (statement ID).
    pub sid: Option<T>,
    /// Whether it allows or denies.
    pub effect: Effect,
    /// The actions.
    pub actions: Elements<T>,
    /// The resources.
    pub resources: Elements<T>,
    /// The conditions, all of which must hold.
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

    /// The same elements with every leaf converted.
    pub fn map<U>(&self, leaf: impl FnMut(&T) -> U) -> Elements<U> {
        match self {
            Self::Only(patterns) => Elements::Only(patterns.map(leaf)),
            Self::AllBut(patterns) => Elements::AllBut(patterns.map(leaf)),
        }
    }
}

impl<A, B> Elements<(A, B)> {
    /// The first and the second parts of all patterns.
    pub fn unzip(self) -> (Elements<A>, Elements<B>) {
        match self {
            Self::Only(patterns) => {
                let (first, second) = patterns.unzip();
                (Elements::Only(first), Elements::Only(second))
            }
            Self::AllBut(patterns) => {
                let (first, second) = patterns.unzip();
                (Elements::AllBut(first), Elements::AllBut(second))
            }
        }
    }
}

impl<T> Statement<T> {
    /// The same statement with every leaf converted.
    pub fn map<U>(&self, leaf: &mut impl FnMut(&T) -> U) -> Statement<U> {
        Statement {
            sid: self.sid.as_ref().map(&mut *leaf),
            effect: self.effect,
            actions: self.actions.map(&mut *leaf),
            resources: self.resources.map(&mut *leaf),
            conditions: self.conditions.iter().map(|block| block.map(leaf)).collect(),
        }
    }

    /// All leaves, in order.
    pub fn leaves(&self) -> impl Iterator<Item = &T> {
        let conditions = self.conditions.iter().flat_map(ConditionBlock::leaves);
        self.sid.iter().chain(self.actions.patterns()).chain(self.resources.patterns()).chain(conditions)
    }
}
