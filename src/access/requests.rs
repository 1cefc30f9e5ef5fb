//! The requests that a question is about.

use std::collections::BTreeSet;
use std::rc::Rc;

use crate::access::answer::Evaluator;
use crate::access::caller::Caller;
use crate::access::question::Question;
use crate::access::request_text::RequestText;
use crate::access::role_policies::RolePolicies;
use crate::access::role_reference::RoleReference;
use crate::access::session::{OtherTags, PRINCIPAL_TAG, SessionKey};
use crate::access::symbols::Symbols;
use crate::aws::condition_keys::{AMR, MULTIVALUED, MULTIVALUED_OF_SERVICES};
use crate::iam::language::{Automaton, Certainty, Colons, Membership, Symbol};
use crate::iam::sets::{
    self, Binding, Bindings, CompiledStatements, Constraint, KeyTest, Presence, Region, ValueTest,
};
use crate::iam::{Atom, Availability, Pattern, Rule, Unknown, Variable};

impl Evaluator<'_> {
    /// The question about the sessions of a role.
    pub(super) fn question(
        &self,
        question: &Question,
        role: &RoleReference,
        policies: &RolePolicies,
    ) -> sets::Question {
        let caller = &question.caller;
        let mut by_session = self.by_session.borrow_mut();
        let session = (caller.name.clone(), role.clone());
        let all = || self.all_requests(caller, role, &policies.policies.statements);
        let mut asked = by_session.entry(session).or_insert_with(all).clone();
        let resource = self.symbols.pattern(&question.resource, &caller.name);
        asked.resource = resource.atoms().iter().map(character).collect();
        asked.region = asked.region.intersection(&region(&action(question.action.pattern()), &resource));
        for (key, given) in &question.present {
            asked.bindings.set(key, self.values(given, caller));
        }
        question.absent.iter().for_each(|key| asked.bindings.set(key, Binding::Absent));
        asked
    }

    /// The question about all requests of a caller's sessions with a role.
    fn all_requests(
        &self,
        caller: &Caller,
        role: &RoleReference,
        statements: &CompiledStatements,
    ) -> sets::Question {
        sets::Question {
            resource: "*".to_owned(),
            usual_resources: self.symbols.usual_resources(),
            region: self.known_values(caller, role, statements),
            bindings: self.bindings(caller, role, statements),
            multivalued: self.symbols.multivalued(statements.iter()),
        }
    }

    /// What is known about the condition keys.
    fn bindings(&self, caller: &Caller, role: &RoleReference, statements: &CompiledStatements) -> Bindings {
        let session = caller.session(role, self.symbols.environment());
        let mut bindings = Bindings::default();
        if session.other_tags == OtherTags::Absent {
            let tags = statements.keys().into_iter().filter(|key| key.starts_with(PRINCIPAL_TAG));
            tags.for_each(|tag| bindings.set(tag, Binding::Absent));
        }
        let absent = statements.keys().into_iter().filter(|key| self.is_never_sent(key));
        absent.for_each(|key| bindings.set(key, Binding::Absent));
        for (key, given) in session.keys.iter().filter(|(_, given)| given.is_complete) {
            bindings.set(key, self.values(&given.values, caller));
        }
        bindings
    }

    /// The requests with the values that are known of a condition key that has others, too.
    fn known_values(&self, caller: &Caller, role: &RoleReference, statements: &CompiledStatements) -> Region {
        let session = caller.session(role, self.symbols.environment());
        let compared = statements.keys();
        let is_open = |key: &str, given: &SessionKey| !given.is_complete && compared.contains(key);
        let known = session.keys.iter().filter(|(key, given)| is_open(key, given));
        let constraints = known.flat_map(|(key, given)| {
            let has = given.values.iter().map(|value| self.has_value(key, value, caller));
            let has_not = given
                .excluded
                .map(|value| self.has_value(key, &RequestText::literal(value), caller).complement());
            has.chain(has_not).collect::<Vec<_>>()
        });
        Region::from_iter(constraints)
    }

    /// The requests that have a condition key with this value, perhaps among others.
    fn has_value(&self, key: &str, value: &RequestText, caller: &Caller) -> Constraint {
        let value = Automaton::of_patterns([&self.symbols.pattern(value, &caller.name)], Colons::Matched);
        let present = Presence::Any(ValueTest::Text(inside(value)));
        Constraint::Key(Rc::from(key), KeyTest { absent: false, present })
    }

    fn values(&self, values: &[RequestText], caller: &Caller) -> Binding {
        Binding::Values(values.iter().map(|value| self.symbols.word(value, &caller.name)).collect())
    }

    /// Whether no request of a Cognito user has a condition key.
    fn is_never_sent(&self, key: &str) -> bool {
        match Variable::parse(key) {
            Some(Variable::Key(parsed)) => {
                matches!(
                    parsed.availability(self.symbols.environment().key_prefix()),
                    Availability::Absent(_)
                )
            }
            Some(Variable::Character) | None => false,
        }
    }
}

impl Symbols<'_> {
    /// The resources of the environment's partition, region and account.
    pub(super) fn usual_resources(&self) -> Membership {
        let tokens = &self.environment().tokens;
        let (partition, region) = (tokens.partition().id(), tokens.region.as_str());
        let account = tokens.account_id.as_ref().map_or("111111111111", |account| account.as_str());
        let places = ["::", &format!("{region}:{account}:"), &format!(":{account}:"), &format!("{region}::")]
            .map(|place| Pattern::parse(&format!("arn:{partition}:*:{place}*")));
        inside(Automaton::of_patterns(&places, Colons::Separate))
    }

    /// The condition keys that a request can have with several values: those that AWS documents as such, and those that a
    /// policy compares with a set operator.
    pub(super) fn multivalued<'s>(&self, rules: impl IntoIterator<Item = &'s Rule>) -> BTreeSet<Rc<str>> {
        let global = MULTIVALUED.iter().map(|name| format!("aws:{name}"));
        let of_services = MULTIVALUED_OF_SERVICES.iter().map(|&name| name.to_owned());
        let amr = format!("{}:{AMR}", self.environment().key_prefix());
        let compared = rules.into_iter().flat_map(|rule| &rule.conditions);
        let compared = compared.filter(|one| one.quantifier.is_some()).map(|one| one.key.clone());
        let keys = global.chain(of_services).chain([amr]).chain(compared);
        keys.map(|key| Rc::from(key.to_lowercase())).collect()
    }
}

/// The requests for these actions on these resources.
pub(super) fn region(action: &Pattern<Symbol>, resource: &Pattern<Symbol>) -> Region {
    Region::from_iter([
        Constraint::Action(inside(Automaton::ignoring_case([action]))),
        Constraint::Action(inside(Automaton::ignoring_case(&[Pattern::parse("?*:?*")]))),
        Constraint::Resource(inside(Automaton::of_patterns([resource], Colons::Matched))),
    ])
}

fn inside(automaton: Automaton) -> Membership {
    Membership { automaton: Rc::new(automaton), certainty: Certainty::Certain, is_inside: true }
}

fn character(atom: &Atom<Symbol>) -> char {
    match atom {
        Atom::Character(character) => *character,
        Atom::AnyCharacter => '?',
        Atom::AnyText | Atom::Variable(_) => '*',
        Atom::Symbol(symbol) => symbol.character(),
    }
}

/// An action has no unknown parts.
fn action(pattern: &Pattern<Unknown>) -> Pattern<Symbol> {
    let atom = |atom: &Atom<Unknown>| match atom {
        Atom::Character(character) => Atom::Character(*character),
        Atom::AnyCharacter => Atom::AnyCharacter,
        Atom::AnyText | Atom::Symbol(_) => Atom::AnyText,
        Atom::Variable(name) => Atom::Variable(name.clone()),
    };
    pattern.atoms().iter().map(atom).collect()
}
