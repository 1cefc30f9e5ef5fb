//! Answers to the questions of access tests.

use std::cell::RefCell;
use std::collections::{BTreeSet, HashMap};
use std::rc::Rc;

use crate::access::caller::Caller;
use crate::access::question::Question;
use crate::access::request_text::{Piece, RequestText};
use crate::access::role_policies::RolePolicies;
use crate::access::role_reference::RoleReference;
use crate::access::roles::PickedRole;
use crate::access::session::{OtherTags, PRINCIPAL_TAG};
use crate::access::symbols::Symbols;
use crate::access::test::Expectation;
use crate::aws::condition_keys::{AMR, MULTIVALUED, MULTIVALUED_OF_SERVICES};
use crate::iam::catalogue::DocumentedAction;
use crate::iam::language::{Automaton, Certainty, Colons, Membership, Symbol};
use crate::iam::sets::{self, Binding, Bindings, Constraint, Proof, Region, Statements, Witness};
use crate::iam::{Atom, Availability, Pattern, Unknown, Variable};

/// Whether what a question expects holds.
#[derive(Clone, Debug)]
pub enum Verdict {
    /// It holds, for all requests.
    Holds,
    /// It doesn't hold for a role.
    Fails(Failure),
    /// It can't be decided, for these reasons.
    Undecided(Vec<String>),
}

/// Why a question has another answer than expected.
#[derive(Clone, Debug)]
pub enum Failure {
    /// A request with this role shows it.
    Request {
        /// The role.
        role: RoleReference,
        /// The request.
        witness: Box<Witness>,
    },
    /// The identity gets no credentials, for this reason.
    NoRole(String),
}

/// What answers the questions about an environment.
pub struct Evaluator<'a> {
    /// The unknown parts of policies and requests.
    pub symbols: &'a Symbols<'a>,
    /// The policies of a role.
    pub policies: &'a dyn Fn(&RoleReference) -> Rc<RolePolicies>,
    /// The questions about all requests of the sessions that were asked about.
    sessions: RefCell<HashMap<(String, RoleReference), sets::Question>>,
}

impl<'a> Evaluator<'a> {
    /// Answers with these policies.
    pub(super) fn new(
        symbols: &'a Symbols<'a>,
        policies: &'a dyn Fn(&RoleReference) -> Rc<RolePolicies>,
    ) -> Self {
        Self { symbols, policies, sessions: RefCell::default() }
    }
}

impl Evaluator<'_> {
    /// Answers a question.
    pub fn answer(&self, question: &Question) -> Verdict {
        match question.expectation {
            Expectation::Can => self.can(question),
            Expectation::Cannot => self.cannot(question),
        }
    }

    /// All requests are allowed for the role that AWS picks.
    fn can(&self, question: &Question) -> Verdict {
        let roles = &question.caller.roles;
        let role = match &roles.picked {
            PickedRole::Role(role) => role,
            PickedRole::Nothing => return Verdict::Fails(Failure::NoRole(roles.because.clone())),
            PickedRole::Undecided => return Verdict::Undecided(vec![roles.because.clone()]),
        };
        let policies = (self.policies)(role);
        let asked = self.question(question, role, &policies);
        self.verdict(all(question, &asked, &policies), role, &policies)
    }

    /// No request is allowed, for any of the roles that the identity can get.
    fn cannot(&self, question: &Question) -> Verdict {
        let mut reasons = Vec::new();
        for obtainable in &question.caller.roles.obtainable {
            let role = &obtainable.role;
            let policies = (self.policies)(role);
            let asked = self.question(question, role, &policies);
            match self.verdict(none(question, &asked, &policies), role, &policies) {
                Verdict::Holds => reasons.extend(self.other_roles(question, role, &policies)),
                Verdict::Undecided(why) => reasons.extend(why),
                fails @ Verdict::Fails(_) => return fails,
            }
        }
        if reasons.is_empty() { Verdict::Holds } else { Verdict::Undecided(reasons) }
    }

    fn verdict(&self, proof: Proof, role: &RoleReference, policies: &RolePolicies) -> Verdict {
        match proof {
            Proof::Holds => Verdict::Holds,
            Proof::Open => Verdict::Undecided(self.reasons(role, policies, false)),
            Proof::Refuted(witness) => Verdict::Fails(Failure::Request { role: role.clone(), witness }),
        }
    }

    /// Why a question is undecided: there are policies that aren't known, or requests that are allowed and others that are
    /// denied, or something else is open.
    pub(super) fn reasons(&self, role: &RoleReference, policies: &RolePolicies, differ: bool) -> Vec<String> {
        if differ {
            return vec!["it depends on the request: some are allowed, others are denied".to_owned()];
        }
        if !policies.unknown.is_empty() {
            return policies.unknown.clone();
        }
        vec![format!(
            "whether the policies of {role} allow it depends on values that aren't known, or on what AWS's documentation leaves open"
        )]
    }

    /// Why a session of the role may have the access of other roles, too.
    fn other_roles(
        &self,
        question: &Question,
        role: &RoleReference,
        policies: &RolePolicies,
    ) -> Option<String> {
        if !policies.may_allow(ASSUME_ROLE) {
            return None;
        }
        let assume = DocumentedAction::named(ASSUME_ROLE)?;
        let any = RequestText::of([Piece::AnyText]);
        let mut asked = self.question(question, role, policies);
        asked.region =
            region(&Pattern::parse(ASSUME_ROLE), &self.symbols.pattern(&any, &question.caller.name));
        match asked.none_about(assume, &policies.policies) {
            Proof::Holds => None,
            Proof::Refuted(witness) => {
                let target = self.symbols.labelled(&witness.request.resource, &witness.values);
                Some(format!("{role} may assume {target}, and this role's policies are not considered"))
            }
            Proof::Open => Some(format!("{role} may be able to assume other roles")),
        }
    }

    /// The question about the sessions of a role.
    pub(super) fn question(
        &self,
        question: &Question,
        role: &RoleReference,
        policies: &RolePolicies,
    ) -> sets::Question {
        let caller = &question.caller;
        let mut sessions = self.sessions.borrow_mut();
        let session = (caller.name.clone(), role.clone());
        let all = || self.all_requests(caller, role, &policies.policies.statements);
        let mut asked = sessions.entry(session).or_insert_with(all).clone();
        let resource = self.symbols.pattern(&question.resource, &caller.name);
        asked.resource = resource.atoms().iter().map(character).collect();
        asked.region = region(&action(question.action.pattern()), &resource);
        for (key, given) in &question.present {
            asked.bindings.set(key, self.values(given, caller));
        }
        question.absent.iter().for_each(|key| asked.bindings.set(key, Binding::Absent));
        asked
    }

    /// The question about all requests of a caller's sessions with a role.
    fn all_requests(&self, caller: &Caller, role: &RoleReference, statements: &Statements) -> sets::Question {
        sets::Question {
            resource: "*".to_owned(),
            usual_resources: self.usual_resources(),
            region: Region::default(),
            bindings: self.bindings(caller, role, statements),
            multivalued: self.multivalued(statements),
        }
    }

    /// The resources of the environment's partition, region and account.
    fn usual_resources(&self) -> Membership {
        let tokens = &self.symbols.environment().tokens;
        let (partition, region) = (tokens.partition().id(), tokens.region.as_str());
        let account = tokens.account_id.as_ref().map_or("111111111111", |account| account.as_str());
        let places = ["::", &format!("{region}:{account}:"), &format!(":{account}:"), &format!("{region}::")]
            .map(|place| Pattern::parse(&format!("arn:{partition}:*:{place}*")));
        inside(Automaton::of_patterns(&places, Colons::Separate))
    }

    /// What is known about the condition keys.
    fn bindings(&self, caller: &Caller, role: &RoleReference, statements: &Statements) -> Bindings {
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

    /// The condition keys that a request can have with several values: those that AWS documents as such, and those that a
    /// policy compares with a set operator.
    fn multivalued(&self, statements: &Statements) -> BTreeSet<Rc<str>> {
        let global = MULTIVALUED.iter().map(|name| format!("aws:{name}"));
        let of_services = MULTIVALUED_OF_SERVICES.iter().map(|&name| name.to_owned());
        let amr = format!("{}:{AMR}", self.symbols.environment().key_prefix());
        let compared = statements.iter().flat_map(|rule| &rule.conditions);
        let compared = compared.filter(|one| one.quantifier.is_some()).map(|one| one.key.clone());
        let keys = global.chain(of_services).chain([amr]).chain(compared);
        keys.map(|key| Rc::from(key.to_lowercase())).collect()
    }
}

/// The action with which a session gets the access of another role.
const ASSUME_ROLE: &str = "sts:AssumeRole";

/// Whether all requests of a question are allowed: those of documented actions only as AWS documents them.
pub(super) fn all(question: &Question, asked: &sets::Question, policies: &RolePolicies) -> Proof {
    let actions = question.documented_actions();
    match actions.is_empty() {
        true => asked.all(&policies.policies), // AWS uses the action without documenting it
        false => asked.all_of(&actions, &policies.policies),
    }
}

/// Whether no request of a question is allowed. A pattern includes the actions that AWS will add.
pub(super) fn none(question: &Question, asked: &sets::Question, policies: &RolePolicies) -> Proof {
    match DocumentedAction::named(question.action.as_str()) {
        Some(action) => asked.none_about(action, &policies.policies),
        None => asked.none_of(&policies.policies),
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
