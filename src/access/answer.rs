//! Answers to the questions of access tests.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use crate::access::question::Question;
use crate::access::reasons::reasons;
use crate::access::request_text::{Piece, RequestText};
use crate::access::requests::region;
use crate::access::role_policies::RolePolicies;
use crate::access::role_reference::RoleReference;
use crate::access::roles::PickedRole;
use crate::access::symbols::Symbols;
use crate::access::test::Expectation;
use crate::iam::Pattern;
use crate::iam::catalogue::DocumentedAction;
use crate::iam::sets::{self, Proof, Witness};

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
    /// The question about all requests of each session that was asked about: by the caller's name and the role.
    pub(super) by_session: RefCell<HashMap<(String, RoleReference), sets::Question>>,
}

impl<'a> Evaluator<'a> {
    /// Answers with these policies.
    pub(super) fn new(
        symbols: &'a Symbols<'a>,
        policies: &'a dyn Fn(&RoleReference) -> Rc<RolePolicies>,
    ) -> Self {
        Self { symbols, policies, by_session: RefCell::default() }
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
            match self.verdict(none(question, &asked, &policies.most_permissive()), role, &policies) {
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
            Proof::Open(open) => Verdict::Undecided(reasons(policies, &open)),
            Proof::Refuted(witness) => Verdict::Fails(Failure::Request { role: role.clone(), witness }),
        }
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
            Proof::Open(_) => Some(format!("{role} may be able to assume other roles")),
        }
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
