//! Sets of requests as conjunctions of constraints.

use std::collections::BTreeMap;
use std::rc::Rc;

use super::key::KeyTest;
use crate::iam::language::{Certainty, Membership};

/// A constraint on one part of a request. Its complement is a constraint too.
#[derive(Clone, Debug)]
pub enum Constraint {
    /// The action is in a language.
    Action(Membership),
    /// The resource is in a language.
    Resource(Membership),
    /// A condition key, by its name in lowercase, passes a test.
    Key(Rc<str>, KeyTest),
}

/// The part of a request that a constraint limits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Part {
    Action,
    Resource,
    Key(Rc<str>),
}

impl Constraint {
    /// The constraint that the other requests meet.
    pub fn complement(&self) -> Self {
        match self {
            Self::Action(membership) => Self::Action(membership.complement()),
            Self::Resource(membership) => Self::Resource(membership.complement()),
            Self::Key(key, test) => Self::Key(Rc::clone(key), test.complement()),
        }
    }

    pub(super) fn part(&self) -> Part {
        match self {
            Self::Action(_) => Part::Action,
            Self::Resource(_) => Part::Resource,
            Self::Key(key, _) => Part::Key(Rc::clone(key)),
        }
    }
}

/// The requests that meet all constraints.
#[derive(Clone, Debug, Default)]
pub struct Region {
    pub(super) actions: Vec<Membership>,
    pub(super) resources: Vec<Membership>,
    pub(super) keys: BTreeMap<Rc<str>, Vec<KeyTest>>,
}

impl FromIterator<Constraint> for Region {
    fn from_iter<T: IntoIterator<Item = Constraint>>(constraints: T) -> Self {
        let mut region = Self::default();
        region.extend(constraints);
        region
    }
}

impl Extend<Constraint> for Region {
    fn extend<T: IntoIterator<Item = Constraint>>(&mut self, constraints: T) {
        constraints.into_iter().for_each(|constraint| self.add(constraint));
    }
}

impl Region {
    /// Adds a constraint.
    pub fn add(&mut self, constraint: Constraint) {
        match constraint {
            Constraint::Action(membership) => self.actions.push(membership),
            Constraint::Resource(membership) => self.resources.push(membership),
            Constraint::Key(key, test) => self.keys.entry(key).or_default().push(test),
        }
    }

    /// The same region, in which a resource's symbols may be any value.
    pub(super) fn with_values(&self) -> Self {
        let resources = self.resources.iter().cloned();
        let resources = resources.map(|one| Membership { certainty: Certainty::Possible, ..one });
        Self { resources: resources.collect(), ..self.clone() }
    }

    /// The requests that are in both regions.
    pub fn intersection(&self, other: &Self) -> Self {
        let mut both = self.clone();
        both.extend(other.constraints());
        both
    }

    /// All constraints.
    pub fn constraints(&self) -> impl Iterator<Item = Constraint> {
        let actions = self.actions.iter().cloned().map(Constraint::Action);
        let resources = self.resources.iter().cloned().map(Constraint::Resource);
        let of_key = |(key, tests): (&Rc<str>, &Vec<KeyTest>)| {
            let key = Rc::clone(key);
            tests.clone().into_iter().map(move |test| Constraint::Key(Rc::clone(&key), test))
        };
        actions.chain(resources).chain(self.keys.iter().flat_map(of_key))
    }
}
