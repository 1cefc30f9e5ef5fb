//! What AWS documents about the requests for an action: their resources and condition keys.

use std::collections::BTreeSet;
use std::rc::Rc;

use super::binding::Bindings;
use super::key::{KeyTest, Presence};
use super::question::Question;
use super::region::{Constraint, Region};
use super::statements::keys;
use crate::iam::catalogue::{self, DocumentedAction, Service};
use crate::iam::check::{format, has};
use crate::iam::language::{Automaton, Certainty, Colons, Membership, accepts, word};
use crate::iam::{Pattern, Rule, is_always_sent};

impl DocumentedAction {
    /// The requests for the action, as far as AWS documents them. `rules` are those whose condition keys matter, if they
    /// aren't bound.
    ///
    /// Source: Service Authorization Reference, "Actions, resources, and condition keys for AWS services".
    fn constraints(self, rules: &[&Rule], bindings: &Bindings) -> Vec<Constraint> {
        let free = keys(rules).into_iter().filter(|key| bindings.get(key).is_none());
        let of_keys = free.filter_map(|key| Some(Constraint::Key(key.into(), self.key_test(key)?)));
        [Constraint::Action(named_only([self])), Constraint::Resource(self.resources())]
            .into_iter()
            .chain(of_keys)
            .collect()
    }

    /// The resources of the action. One without resource types applies to `*`.
    fn resources(self) -> Membership {
        let mut types = self.service.resource_types(self.action).peekable();
        let (automaton, certainty) = match types.peek() {
            Some(_) => {
                (Automaton::of_formats(types.map(|kind| format(kind, self.service))), Certainty::Possible)
            }
            None => (Automaton::of_patterns(&[Pattern::parse("${*}")], Colons::Matched), Certainty::Certain),
        };
        Membership { automaton: Rc::new(automaton), certainty, is_inside: true }
    }

    /// Whether AWS documents requests for the action on a resource.
    #[cfg(test)]
    pub(super) fn has_resource(self, resource: &str) -> bool {
        accepts(&[self.resources()], &word(resource))
    }

    /// Whether AWS documents requests for the action with these condition keys.
    #[cfg(test)]
    pub(super) fn may_have_keys(self, context: &crate::iam::evaluate::Context) -> bool {
        context.iter().all(|(key, _)| self.key_test(key).is_none_or(|test| !test.absent))
    }

    /// Whether requests for the action have a condition key: always, never, or `None` if they may.
    fn key_test(self, key: &str) -> Option<KeyTest> {
        if is_always_sent(key, &self.name()) {
            return Some(KeyTest { absent: false, present: Presence::Always });
        }
        let (prefix, _) = key.split_once(':')?;
        catalogue::service(prefix).filter(|service| !service.keys.is_empty())?;
        let is_own = prefix.eq_ignore_ascii_case(self.service.prefix);
        let keys: Vec<&str> = self.service.condition_keys(self.action).collect();
        let may_be_sent = is_own && has(&keys, key);
        (!may_be_sent).then_some(KeyTest { absent: true, present: Presence::Never })
    }
}

impl Question {
    /// The question without requests that lack a condition key that all requests have, whatever their action.
    pub(super) fn with_sent_keys(&self, rules: &[&Rule]) -> Self {
        let sent =
            keys(rules).into_iter().filter(|key| is_always_sent(key, "") && self.bindings.get(key).is_none());
        let present = || KeyTest { absent: false, present: Presence::Always };
        let sent = Region::from_iter(sent.map(|key| Constraint::Key(key.into(), present())));
        Self { region: self.region.intersection(&sent), ..self.clone() }
    }

    /// The question about one action of the catalogue, as far as AWS documents its requests.
    pub(super) fn about(&self, action: DocumentedAction, rules: &[&Rule]) -> Self {
        let mut region =
            self.region.intersection(&Region::from_iter(action.constraints(rules, &self.bindings)));
        if accepts(&self.region.actions, &word(&action.name())) {
            region.actions = vec![named_only([action])];
        }
        Self { region, ..self.clone() }
    }
}

/// The actions of the catalogue in a region: first those of the service of `first`, an action, then those of the services
/// that the statements name.
pub(super) fn actions_in<'a>(
    region: &'a Region,
    first: &str,
    rules: &[&Rule],
) -> impl Iterator<Item = DocumentedAction> + 'a {
    let services = services(first, rules);
    let all = services.into_iter().flat_map(Service::documented_actions);
    all.filter(|action| accepts(&region.actions, &word(&action.name())))
}

fn services(first: &str, rules: &[&Rule]) -> Vec<&'static Service> {
    let first = first.split_once(':').and_then(|(prefix, _)| catalogue::service(prefix));
    if let Some(first) = first {
        return vec![first];
    }
    let actions = rules.iter().flat_map(|rule| rule.actions.patterns());
    let prefixes = actions.filter_map(|pattern| {
        let atoms = pattern.atoms().iter().map_while(|atom| atom.character().filter(|one| *one != ':'));
        Some(atoms.collect::<String>()).filter(|prefix| !prefix.is_empty())
    });
    let prefixes: BTreeSet<String> = prefixes.collect();
    let named = prefixes.iter().filter_map(|prefix| catalogue::service(prefix));
    named.chain(catalogue::services()).collect()
}

/// These actions only.
pub(super) fn named_only(actions: impl IntoIterator<Item = DocumentedAction>) -> Membership {
    let patterns: Vec<_> = actions.into_iter().map(|action| Pattern::parse(&action.name())).collect();
    let automaton = Rc::new(Automaton::ignoring_case(&patterns));
    Membership { automaton, certainty: Certainty::Certain, is_inside: true }
}
