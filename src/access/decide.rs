//! Decisions about single questions, as `poolsmith can` asks them.

use crate::access::answer::{self, Evaluator, Failure};
use crate::access::question::Question;
use crate::access::reasons::reasons;
use crate::access::results::Example;
use crate::access::role_reference::RoleReference;
use crate::access::roles::{Obtainable, PickedRole};
use crate::iam::evaluate::Decision;
use crate::iam::sets::{Answer, Proof};

/// The decision about a question, for the role that AWS picks.
#[derive(Clone, Debug)]
pub struct DecidedQuestion {
    /// The key of the environment.
    pub environment: String,
    /// The question.
    pub question: Question,
    /// Whether all requests are allowed, or none is.
    pub decision: Decision,
    /// The role that AWS picks, if that can be told.
    pub role: Option<RoleReference>,
    /// Why it is this role, or none.
    pub because: String,
    /// Why it is undecided.
    pub reasons: Vec<String>,
    /// A request that is allowed, if there is one.
    pub allowed: Option<Example>,
    /// A request that is denied, if there is one.
    pub denied: Option<Example>,
}

impl DecidedQuestion {
    /// The request that shows the decision; for one that is undecided, a request that is allowed comes first.
    pub fn examples(&self) -> impl Iterator<Item = (Decision, &Example)> {
        let allowed = self.allowed.as_ref().filter(|_| self.decision != Decision::Denied);
        let denied = self.denied.as_ref().filter(|_| self.decision != Decision::Allowed);
        allowed
            .map(|shown| (Decision::Allowed, shown))
            .into_iter()
            .chain(denied.map(|shown| (Decision::Denied, shown)))
    }

    /// The other roles that the identity can get.
    pub fn other_roles(&self) -> impl Iterator<Item = &Obtainable> {
        let obtainable = &self.question.caller.roles.obtainable;
        obtainable.iter().filter(|obtainable| Some(&obtainable.role) != self.role.as_ref())
    }
}

impl Evaluator<'_> {
    /// Decides a question for the role that AWS picks.
    pub fn decide(&self, question: &Question) -> DecidedQuestion {
        let roles = &question.caller.roles;
        let mut decided = DecidedQuestion {
            environment: self.symbols.environment().key().to_owned(),
            question: question.clone(),
            decision: Decision::Undecided,
            role: None,
            because: roles.because.clone(),
            reasons: Vec::new(),
            allowed: None,
            denied: None,
        };
        match &roles.picked {
            PickedRole::Role(role) => {
                decided.role = Some(role.clone());
                self.decide_for(role, question, &mut decided);
            }
            PickedRole::Nothing => {
                decided.decision = Decision::Denied;
                decided.denied = Some(Example::NoRole(roles.because.clone()));
            }
            PickedRole::Undecided => decided.reasons.push(roles.because.clone()),
        }
        decided
    }

    fn decide_for(&self, role: &RoleReference, question: &Question, decided: &mut DecidedQuestion) {
        let policies = (self.policies)(role);
        let asked = self.question(question, role, &policies);
        let answer = Answer {
            all: answer::all(question, &asked, &policies),
            none: answer::none(question, &asked, &policies.most_permissive()),
        };
        decided.decision = answer.decision();
        let open = answer.open_reasons();
        let shown = |proof: Proof| match proof {
            Proof::Refuted(witness) => {
                Some(self.shown(Failure::Request { role: role.clone(), witness }, &question.caller))
            }
            Proof::Holds | Proof::Open(_) => None,
        };
        decided.allowed = shown(answer.none);
        decided.denied = shown(answer.all);
        if decided.decision == Decision::Undecided {
            decided.reasons = match (&decided.allowed, &decided.denied) {
                (Some(_), Some(_)) => {
                    vec!["it depends on the request: some are allowed, others are denied".to_owned()]
                }
                _ => reasons(&policies, &open),
            };
        }
    }
}
