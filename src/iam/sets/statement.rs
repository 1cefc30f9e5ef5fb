//! CompiledStatements as regions of requests.

use std::rc::Rc;

use super::binding::Bindings;
use super::condition::{ConditionOutcome, outcome};
use super::region::{Constraint, Region};
use super::resolve::{self, Resolved};
use super::statements::CompiledStatement;
use crate::iam::language::{Automaton, Certainty, Colons, Membership, Symbol};
use crate::iam::{Atom, Elements, Pattern, Reference, ResourcePattern, Rule};

/// How sure it must be that a statement applies to the requests of a region.
#[derive(Clone, Copy, Debug)]
pub struct RequiredCertainty {
    /// That it is about the resource.
    pub resources: Certainty,
    /// That its conditions hold.
    pub conditions: Certainty,
}

impl From<Certainty> for RequiredCertainty {
    fn from(certainty: Certainty) -> Self {
        Self { resources: certainty, conditions: certainty }
    }
}

impl Region {
    /// The requests to which a statement applies; `None` if there are none.
    pub fn of_rule(rule: &Rule, bindings: &Bindings, required: impl Into<RequiredCertainty>) -> Option<Self> {
        Self::of_parts(rule, actions(&rule.actions), bindings, required.into())
    }

    /// The requests to which a compiled statement applies; `None` if there are none.
    pub(super) fn of_statement(
        statement: &CompiledStatement,
        bindings: &Bindings,
        required: RequiredCertainty,
    ) -> Option<Self> {
        Self::of_parts(&statement.rule, statement.actions.clone(), bindings, required)
    }

    fn of_parts(
        rule: &Rule,
        actions: Membership,
        bindings: &Bindings,
        required: RequiredCertainty,
    ) -> Option<Self> {
        let mut region = Self::default();
        region.add(Constraint::Action(actions));
        region.add(Constraint::Resource(resources(&rule.resources, bindings, required.resources)?));
        for condition in &rule.conditions {
            match outcome(condition, bindings, required.conditions) {
                ConditionOutcome::Holds => {}
                ConditionOutcome::Fails => return None,
                ConditionOutcome::Test(test) => {
                    region.add(Constraint::Key(condition.key.as_str().into(), test))
                }
            }
        }
        Some(region)
    }
}

/// The actions of a statement.
pub(super) fn actions(actions: &Elements<Pattern<Reference>>) -> Membership {
    let without_variables = |pattern: &Pattern<Reference>| pattern.atoms().iter().map(plain).collect();
    let patterns: Vec<Pattern<Symbol>> = actions.patterns().map(without_variables).collect();
    Membership {
        automaton: Rc::new(Automaton::ignoring_case(&patterns)),
        certainty: Certainty::Certain,
        is_inside: matches!(actions, Elements::Only(_)),
    }
}

/// An atom of an action, which has no variables.
fn plain(atom: &Atom<Reference>) -> Atom<Symbol> {
    match atom {
        Atom::Character(character) => Atom::Character(*character),
        Atom::AnyCharacter => Atom::AnyCharacter,
        Atom::AnyText => Atom::AnyText,
        Atom::Variable(text) => Atom::Variable(text.clone()),
        Atom::Symbol(reference) => Atom::Variable(reference.key.clone()),
    }
}

/// The resources; `None` if they are certainly none.
fn resources(
    resources: &Elements<ResourcePattern>,
    bindings: &Bindings,
    certainty: Certainty,
) -> Option<Membership> {
    let resolved: Vec<Resolved> =
        resources.patterns().map(|pattern| resolve::resource(pattern, bindings)).collect();
    let (is_inside, certainty) = match resources {
        Elements::Only(_) => (true, certainty),
        // What `NotResource` matches is open if a variable has no value.
        Elements::AllBut(_) => {
            let is_open = resolved.iter().any(|pattern| pattern.may_lack_value);
            if is_open && !certainty.includes_open() {
                return None;
            }
            (false, certainty.opposite())
        }
    };
    let patterns = resolved.iter().flat_map(|pattern| pattern.patterns(certainty));
    let automaton = Rc::new(Automaton::of_patterns(patterns, Colons::OpenInSegments));
    Some(Membership { automaton, certainty, is_inside })
}
