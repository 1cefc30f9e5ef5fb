//! Questions about sets of requests, and their answers.

use std::collections::BTreeSet;
use std::rc::Rc;

use super::binding::Bindings;
use super::cases::cases_of;
use super::claim::{Claim, UniformEffect};
use super::documented::{actions_in, named_only};
use super::open::{OpenReason, OpenReasons};
use super::region::{Constraint, Region};
use super::search::Search;
use super::statements::CompiledPolicies;
use super::witness::{Witness, Witnesses};
use crate::iam::catalogue::DocumentedAction;
use crate::iam::evaluate::Decision;
use crate::iam::language::{Budget, Exhausted, Letter, Membership, accepts, shortest, text, word};

/// Requests of a session: which of them do its policies allow?
#[derive(Clone, Debug)]
pub struct Question {
    /// The action, the resource, and the condition keys that the requests have, or don't have.
    pub region: Region,
    /// The resource as a text with wildcards, in which characters may stand for symbols.
    pub resource: String,
    /// The resources that examples have, if possible.
    pub usual_resources: Membership,
    /// What all requests have in common.
    pub bindings: Bindings,
    /// The condition keys, in lowercase, that a request can have with several values.
    pub multivalued: BTreeSet<Rc<str>>,
}

/// Whether something holds for all requests of a question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Proof {
    /// It holds for all of them.
    Holds,
    /// It doesn't hold for this request.
    Refuted(Box<Witness>),
    /// It can't be decided.
    Open(OpenReasons),
}

/// The answer to a question.
#[derive(Clone, Debug)]
pub struct Answer {
    /// Whether all requests are allowed. The request that refutes it is denied.
    pub all: Proof,
    /// Whether no request is allowed. The request that refutes it is allowed.
    pub none: Proof,
}

impl Answer {
    /// The answer for the requests together.
    pub fn decision(&self) -> Decision {
        match (&self.all, &self.none) {
            (_, Proof::Holds) => Decision::Denied,
            (Proof::Holds, _) => Decision::Allowed,
            (Proof::Refuted(_) | Proof::Open(_), Proof::Refuted(_) | Proof::Open(_)) => Decision::Undecided,
        }
    }

    /// Why it is undecided.
    pub fn open_reasons(&self) -> OpenReasons {
        let of_proof = |proof: &Proof| match proof {
            Proof::Open(reasons) => reasons.clone(),
            Proof::Holds | Proof::Refuted(_) => OpenReasons::new(),
        };
        &of_proof(&self.all) | &of_proof(&self.none)
    }
}

/// The steps that a proof may take. What takes longer is open.
const MAX_STEPS: usize = 200_000;

/// The number of requests of a region that are asked why it is open. The reasons of others are most often the same.
const MAX_EXPLAINED: usize = 4;

/// More actions of the catalogue are not tried one by one.
const MAX_ACTIONS: usize = 64;

impl Question {
    /// Whether the resource has symbols.
    pub(super) fn has_symbols(&self) -> bool {
        word(&self.resource).iter().any(|letter| matches!(letter, Letter::Symbol(_)))
    }

    /// Whether a resource without unknown parts is among those of the question.
    pub(super) fn contains(&self, resource: &str) -> bool {
        accepts(&self.region.resources, &word(resource))
    }

    /// Whether all requests are allowed, also those that AWS doesn't document.
    pub fn all(&self, policies: &CompiledPolicies) -> Proof {
        self.prove(&UniformEffect::allowed(policies), &Budget::of(MAX_STEPS)).0
    }

    /// Whether all requests for these actions of the catalogue are allowed, as far as AWS documents them. The first one that
    /// is denied decides.
    pub fn all_of(&self, actions: &[DocumentedAction], policies: &CompiledPolicies) -> Proof {
        let claim = UniformEffect::allowed(policies);
        let rules = claim.rules();
        let (mut open, mut reasons) = (0, OpenReasons::new());
        for action in self.likely_denied(actions, &claim) {
            match self.about(action, &rules).prove(&claim, &Budget::of(MAX_STEPS)).0 {
                Proof::Holds => {}
                Proof::Open(why) => {
                    open += 1;
                    reasons.extend(why);
                    if open > MAX_ACTIONS {
                        break; // others are unlikely to decide it
                    }
                }
                refuted @ Proof::Refuted(_) => return refuted,
            }
        }
        if open == 0 { Proof::Holds } else { Proof::Open(reasons) }
    }

    /// The actions, first one that may be denied. None if all requests are allowed, also those that AWS doesn't document.
    fn likely_denied(&self, actions: &[DocumentedAction], claim: &UniformEffect) -> Vec<DocumentedAction> {
        if actions.len() <= MAX_ACTIONS {
            return actions.to_vec(); // it's quicker to ask about each
        }
        let denied = match self.prove(claim, &Budget::of(MAX_STEPS)).0 {
            Proof::Holds => return Vec::new(),
            Proof::Refuted(witness) => DocumentedAction::named(&witness.request.action),
            Proof::Open(_) => None,
        };
        let is_same =
            |one: &DocumentedAction, other: &DocumentedAction| std::ptr::eq(one.action, other.action);
        let denied = denied.filter(|denied| actions.iter().any(|action| is_same(action, denied)));
        denied.into_iter().chain(actions.iter().copied()).collect()
    }

    /// Whether no request for an action of the catalogue is allowed, as far as AWS documents them.
    pub fn none_about(&self, action: DocumentedAction, policies: &CompiledPolicies) -> Proof {
        let claim = UniformEffect::denied(policies);
        self.about(action, &claim.rules()).prove(&claim, &Budget::of(MAX_STEPS)).0
    }

    /// Whether no request is allowed, also for actions that AWS may add.
    pub fn none_of(&self, policies: &CompiledPolicies) -> Proof {
        self.prove_documented(&UniformEffect::denied(policies))
    }

    /// Whether no request is allowed, also of those that AWS doesn't document.
    #[cfg(test)]
    pub(super) fn none(&self, policies: &CompiledPolicies) -> Proof {
        self.prove(&UniformEffect::denied(policies), &Budget::of(MAX_STEPS)).0
    }

    /// Whether a claim holds for all requests: for those of documented actions only as AWS documents them.
    pub(super) fn prove_documented(&self, claim: &impl Claim) -> Proof {
        let budget = &Budget::of(MAX_STEPS);
        let rules = claim.rules();
        let mut rest = self.with_sent_keys(&rules);
        let mut open: Option<OpenReasons> = None;
        for _ in 0..MAX_ACTIONS {
            let (proof, found) = rest.prove(claim, budget);
            let Some(region) = found else {
                return match (proof, open) {
                    (Proof::Holds, Some(reasons)) => Proof::Open(reasons),
                    (proof, _) => proof,
                };
            };
            let actions: Vec<DocumentedAction> =
                actions_in(&region, &shortest_action(&region), &rules).take(MAX_ACTIONS).collect();
            if actions.is_empty() {
                return proof; // an action that AWS may add
            }
            for action in &actions {
                match self.about(*action, &rules).prove(claim, budget).0 {
                    Proof::Holds => {}
                    open @ Proof::Open(_) if !claim.is_refutable() => return open,
                    Proof::Open(reasons) => open.get_or_insert_default().extend(reasons),
                    refuted @ Proof::Refuted(_) => return refuted,
                }
            }
            rest.region.add(Constraint::Action(named_only(actions).complement()));
        }
        Proof::Open(too_long())
    }

    /// Whether a claim holds for all requests, and if it may not, a region of requests that may refute it.
    fn prove(&self, claim: &impl Claim, budget: &Budget) -> (Proof, Option<Region>) {
        let search = Search { multivalued: &self.multivalued, budget };
        let claim = claim.about(&self.region, &search);
        let texts = claim.texts();
        let witnesses = Witnesses { question: self, texts: &texts, search: &search };
        let Some(cases) = cases_of(self, &claim.rules()) else { return (Proof::Open(too_long()), None) };
        let (mut open, mut found): (Option<OpenReasons>, Option<Region>) = (None, None);
        for case in &cases {
            match claim.counterexamples(&search, self, case) {
                Ok(None) => {}
                Ok(Some(region)) => {
                    let reasons = open.get_or_insert_default();
                    for (tried, witness) in witnesses.of(&region, case).enumerate() {
                        if claim.is_refuted_by(&witness) {
                            return (Proof::Refuted(Box::new(witness)), Some(region.clone()));
                        }
                        if tried < MAX_EXPLAINED {
                            reasons.extend(claim.open_reasons(&witness));
                        }
                    }
                    found = Some(region);
                }
                Err(Exhausted) => open.get_or_insert_default().extend(too_long()),
            }
        }
        (open.map_or(Proof::Holds, Proof::Open), found)
    }
}

fn too_long() -> OpenReasons {
    OpenReasons::from([OpenReason::TooLong])
}

/// The shortest action of a region; empty if it has none.
fn shortest_action(region: &Region) -> String {
    let action = shortest(&region.actions, &Budget::of(MAX_STEPS)).ok().flatten();
    action.map(|action| text(&action)).unwrap_or_default()
}
