//! Questions about sets of requests, and their answers.

use std::collections::BTreeSet;
use std::rc::Rc;

use super::binding::Bindings;
use super::policies::{Rules, SessionPolicies, Values};
use super::region::Region;
use super::search::Search;
use super::statement::Reading;
use super::witness::Witnesses;
use super::worlds::{World, worlds};
use crate::iam::evaluate::{Decision, Request};
use crate::iam::language::{Budget, Certainty, Exhausted, accepts, word};
use crate::iam::{Effect, Rule};

/// Requests of a session: which of them do its policies allow?
#[derive(Clone, Debug)]
pub struct Question {
    /// The action, the resource, and the condition keys that the requests have, or don't have.
    pub region: Region,
    /// Whether the resource has symbols.
    pub has_symbols: bool,
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
    /// It doesn't hold for this request, which the evaluator has confirmed.
    Refuted(Box<Request>),
    /// It depends on what is unknown, or takes too long to find out.
    Open,
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
            (Proof::Refuted(_) | Proof::Open, Proof::Refuted(_) | Proof::Open) => Decision::Undecided,
        }
    }
}

/// The steps that an answer may take. What takes longer is open.
const MAX_STEPS: usize = 200_000;

impl Question {
    /// Whether a resource without unknown parts is among those of the question.
    pub(super) fn contains(&self, resource: &str) -> bool {
        accepts(&self.region.resources, &word(resource))
    }

    /// Answers the question for a session with these policies.
    pub fn answer(&self, policies: &SessionPolicies) -> Answer {
        let rules = policies.rules(&Values::new());
        let budget = Budget::of(MAX_STEPS);
        let search = Search { multivalued: &self.multivalued, budget: &budget };
        let witnesses = Witnesses { question: self, policies, search: &search };
        let Some(worlds) = worlds(self, &rules) else {
            return Answer { all: Proof::Open, none: Proof::Open };
        };
        let inquiry = Inquiry { rules: &rules, search: &search, has_symbols: self.has_symbols };
        let is_denied = |region: &Region, world: &World| witnesses.confirmed(region, world, Decision::Denied);
        let is_allowed =
            |region: &Region, world: &World| witnesses.confirmed(region, world, Decision::Allowed);
        Answer {
            all: proof(&worlds, |world| inquiry.maybe_denied(world), is_denied),
            none: proof(&worlds, |world| inquiry.maybe_allowed(world), is_allowed),
        }
    }
}

/// Whether no request is found in any of the cases.
fn proof(
    worlds: &[World],
    find: impl Fn(&World) -> Result<Option<Region>, Exhausted>,
    confirm: impl Fn(&Region, &World) -> Option<Request>,
) -> Proof {
    let mut proof = Proof::Holds;
    for world in worlds {
        match find(world) {
            Ok(None) => {}
            Ok(Some(region)) => match confirm(&region, world) {
                Some(request) => return Proof::Refuted(Box::new(request)),
                None => proof = Proof::Open,
            },
            Err(Exhausted) => proof = Proof::Open,
        }
    }
    proof
}

/// The search for requests that contradict an answer.
struct Inquiry<'a> {
    rules: &'a Rules,
    search: &'a Search<'a>,
    has_symbols: bool,
}

impl Inquiry<'_> {
    fn regions(&self, rules: &[&Rule], world: &World, reading: Reading) -> Vec<Region> {
        rules.iter().filter_map(|rule| Region::of_rule(rule, &world.bindings, reading)).collect()
    }

    /// Requests that may be denied.
    fn maybe_denied(&self, world: &World) -> Result<Option<Region>, Exhausted> {
        for layer in self.rules.by_layer(Effect::Allow) {
            let allowed = self.regions(&layer, world, Certainty::Certain.into());
            if let Some(found) = self.search.outside(&world.region, &allowed)? {
                return Ok(Some(found));
            }
        }
        for denied in self.denied(world, Certainty::Possible) {
            let both = world.region.intersection(&denied);
            if !self.search.is_empty(&both)? {
                return Ok(Some(both));
            }
        }
        Ok(None)
    }

    /// Requests that may be allowed.
    fn maybe_allowed(&self, world: &World) -> Result<Option<Region>, Exhausted> {
        let mut regions =
            vec![if self.has_symbols { world.region.clone() } else { world.region.with_values() }];
        for (index, layer) in self.rules.by_layer(Effect::Allow).iter().enumerate() {
            let allowed = self.regions(layer, world, self.reading(index == 0));
            let mut both = Vec::new();
            for region in &regions {
                for allowed in &allowed {
                    let region = region.intersection(allowed);
                    if !self.search.is_empty(&region)? {
                        both.push(region);
                    }
                }
            }
            regions = both;
        }
        let denied = self.denied(world, Certainty::Certain);
        for region in &regions {
            if let Some(found) = self.search.outside(region, &denied)? {
                return Ok(Some(found));
            }
        }
        Ok(None)
    }

    /// One of the texts that are compared is the one whose symbols are themselves: the question's, if it has some, or else
    /// those of the role's policies.
    fn reading(&self, is_role: bool) -> Reading {
        match (is_role, self.has_symbols) {
            (true, false) => Certainty::Literal.into(),
            (true, true) => Reading { resources: Certainty::Possible, conditions: Certainty::Literal },
            (false, _) => Certainty::Possible.into(),
        }
    }

    fn denied(&self, world: &World, certainty: Certainty) -> Vec<Region> {
        let denies: Vec<_> = self.rules.by_layer(Effect::Deny).into_iter().flatten().collect();
        self.regions(&denies, world, certainty.into())
    }
}
