//! The statements of a session's policies, compiled for proofs.

use std::collections::BTreeSet;
use std::rc::Rc;

use super::policies::{Rules, SessionPolicies, SymbolValues};
use super::region::Region;
use super::search::Search;
use super::statement::actions;
use crate::iam::language::{Membership, shortest};
use crate::iam::{Effect, Rule};

/// The policies of a session with their statements, compiled once for all questions.
#[derive(Clone, Debug)]
pub struct CompiledPolicies {
    /// The policies.
    pub sources: SessionPolicies,
    /// Their statements.
    pub statements: CompiledStatements,
}

/// The statements of each layer of policies: those of the role come first.
#[derive(Clone, Debug)]
pub struct CompiledStatements {
    layers: Vec<Vec<CompiledStatement>>,
}

/// A statement and its actions.
#[derive(Clone, Debug)]
pub(super) struct CompiledStatement {
    pub rule: Rc<Rule>,
    pub actions: Membership,
}

impl SessionPolicies {
    /// The policies with their statements.
    pub fn compiled(self) -> CompiledPolicies {
        let statements = CompiledStatements::from(self.rules(&SymbolValues::new()));
        CompiledPolicies { sources: self, statements }
    }
}

impl Default for CompiledPolicies {
    fn default() -> Self {
        SessionPolicies::default().compiled()
    }
}

impl From<Rules> for CompiledStatements {
    fn from(rules: Rules) -> Self {
        let statement =
            |rule: Rule| CompiledStatement { actions: actions(&rule.actions), rule: Rc::new(rule) };
        let layer = |policies: Vec<Vec<Rule>>| policies.into_iter().flatten().map(statement).collect();
        Self { layers: rules.into_layers().map(layer).collect() }
    }
}

impl CompiledStatements {
    /// All statements.
    pub fn iter(&self) -> impl Iterator<Item = &Rule> {
        self.layers.iter().flatten().map(|statement| &*statement.rule)
    }

    /// The statements of the role's policies.
    pub fn of_role(&self) -> impl Iterator<Item = &Rule> {
        self.layers[0].iter().map(|statement| &*statement.rule)
    }

    /// The condition keys, in lowercase, that the statements compare or have as variables.
    pub fn keys(&self) -> BTreeSet<&str> {
        keys(&self.iter().collect::<Vec<_>>())
    }

    /// The statements of each layer that have an effect.
    pub(super) fn by_layer(&self, effect: Effect) -> Vec<Vec<&CompiledStatement>> {
        let layers = self.layers.iter().map(|layer| layer.iter());
        layers.map(|layer| layer.filter(|statement| statement.rule.effect == effect).collect()).collect()
    }

    /// Whether the layers besides the role's policies are the same.
    pub(super) fn has_same_limits(&self, other: &Self) -> bool {
        let limits = |statements: &Self| -> Vec<Vec<Rc<Rule>>> {
            let of_layer = |layer: &Vec<CompiledStatement>| {
                layer.iter().map(|statement| Rc::clone(&statement.rule)).collect()
            };
            statements.layers[1..].iter().map(of_layer).collect()
        };
        limits(self) == limits(other)
    }

    /// Removes statements of the role's policies.
    pub(super) fn retain(&mut self, is_kept: impl Fn(&Rule) -> bool) {
        self.layers[0].retain(|statement| is_kept(&statement.rule));
    }

    /// The statements that may be about an action of the region. The others have no effect on its requests.
    pub fn about(&self, region: &Region, search: &Search) -> Self {
        let is_about = |statement: &&CompiledStatement| {
            let both = [&region.actions, std::slice::from_ref(&statement.actions)].concat();
            shortest(&both, search.budget).map_or(true, |action| action.is_some())
        };
        let of_layer = |layer: &Vec<CompiledStatement>| layer.iter().filter(is_about).cloned().collect();
        Self { layers: self.layers.iter().map(of_layer).collect() }
    }
}

/// The condition keys, in lowercase, that statements compare or have as variables.
pub(super) fn keys<'a>(rules: &[&'a Rule]) -> BTreeSet<&'a str> {
    let keys = rules.iter().flat_map(|rule| {
        let variables = rule.variables().map(|variable| variable.key.as_str());
        rule.conditions.iter().map(|condition| condition.key.as_str()).chain(variables)
    });
    keys.collect()
}
