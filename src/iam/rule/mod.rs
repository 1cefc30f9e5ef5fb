//! Policies compiled to rules: with patterns, typed comparisons and parsed variables instead of strings.
//!
//! A policy is compiled once, and its rules are then evaluated for any number of requests.

mod comparison;
mod condition;
mod pattern;
mod reference;
mod resource;

pub use comparison::{Comparison, Relation};
pub use condition::Condition;
pub use reference::Reference;
pub use resource::{Reach, ResourcePattern};

use crate::iam::{
    Atom, ConditionBlock, Effect, Elements, Pattern, Policy, Scalar, Statement, Values, Version,
};
use pattern::Syntax;

/// A compiled statement.
#[derive(Clone, Debug, PartialEq)]
pub struct Rule {
    /// The position of the statement in its policy, from 0.
    pub index: usize,
    /// Whether it allows or denies.
    pub effect: Effect,
    /// The actions. Their case is irrelevant, and they contain no variables.
    pub actions: Elements<Pattern<Reference>>,
    /// The resources.
    pub resources: Elements<ResourcePattern>,
    /// The conditions, all of which must hold: one for each key of each operator, in the order of the statement.
    pub conditions: Vec<Condition>,
}

impl Rule {
    /// The rules of a policy, one for each statement.
    ///
    /// Source: IAM User Guide, "IAM JSON policy elements: Version": only the current version has variables.
    pub fn compile(policy: &Policy<String>) -> Vec<Self> {
        let has_variables = match policy.version {
            Some(Version::Of2012) => true,
            Some(Version::Of2008) | None => false,
        };
        policy.statements.iter().enumerate().map(|(index, one)| rule(index, one, has_variables)).collect()
    }
}

impl Rule {
    /// The variables in resources and in the values of conditions.
    pub fn variables(&self) -> impl Iterator<Item = &Reference> {
        let resources = self.resources.patterns().map(ResourcePattern::pattern);
        let values = self.conditions.iter().flat_map(|condition| &condition.values);
        resources.chain(values).flat_map(Pattern::atoms).filter_map(|atom| match atom {
            Atom::Symbol(reference) => Some(reference),
            Atom::Character(_) | Atom::AnyCharacter | Atom::AnyText | Atom::Variable(_) => None,
        })
    }

    /// A statement about every request.
    pub fn of_everything(effect: Effect) -> Self {
        let everything = || Pattern::parse("*");
        Self {
            index: 0,
            effect,
            actions: Elements::Only(Values::one(everything())),
            resources: Elements::Only(Values::one(ResourcePattern::new(everything()))),
            conditions: Vec::new(),
        }
    }

    /// The statement with a condition of which it is unknown whether it holds.
    pub fn if_unknown(self) -> Self {
        self.with_condition("", Comparison::Unknown, Vec::new())
    }

    /// The statement with the condition that a key equals a value.
    pub fn if_equals(self, key: &str, value: &str) -> Self {
        let value = value.chars().map(Atom::Character).collect();
        self.with_condition(key, Comparison::StringEquals, vec![value])
    }

    fn with_condition(mut self, key: &str, comparison: Comparison, values: Vec<Pattern<Reference>>) -> Self {
        let key = key.to_lowercase();
        let (is_negated, quantifier, is_if_exists) = (false, None, false);
        self.conditions.push(Condition { key, comparison, is_negated, quantifier, is_if_exists, values });
        self
    }

    /// Whether it is the same statement, wherever it stands.
    pub fn is_same(&self, other: &Self) -> bool {
        *self == Self { index: self.index, ..other.clone() }
    }
}

fn rule(index: usize, statement: &Statement<String>, has_variables: bool) -> Rule {
    let in_actions = Syntax { has_variables: false, has_wildcards: true };
    let in_resources = Syntax { has_variables, has_wildcards: true };
    Rule {
        index,
        effect: statement.effect,
        actions: statement.actions.map(|action| in_actions.parse(action)),
        resources: statement.resources.map(|text| ResourcePattern::new(in_resources.parse(text))),
        conditions: statement.conditions.iter().flat_map(|block| conditions(block, has_variables)).collect(),
    }
}

fn conditions(block: &ConditionBlock<String>, has_variables: bool) -> impl Iterator<Item = Condition> {
    let (comparison, is_negated) = Comparison::parse(&block.operator);
    let syntax = Syntax { has_variables, has_wildcards: comparison.has_wildcards() };
    block.keys.iter().map(move |(key, values)| Condition {
        key: key.to_lowercase(),
        comparison,
        is_negated,
        quantifier: block.operator.quantifier(),
        is_if_exists: block.operator.is_if_exists(),
        values: texts(values).map(|text| syntax.parse(&text)).collect(),
    })
}

/// The values as strings, which IAM compares.
fn texts(values: &Values<Scalar<String>>) -> impl Iterator<Item = String> {
    values.iter().map(|value| match value {
        Scalar::Text(text) => text.clone(),
        Scalar::Bool(value) => value.to_string(),
        Scalar::Integer(number) => number.to_string(),
        Scalar::Float(number) => number.to_string(),
    })
}
