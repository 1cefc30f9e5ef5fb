//! Claims about all requests of a question, which a request can refute.

use super::policies::{Rules, SessionPolicies, Values};
use super::question::Question;
use super::region::Region;
use super::search::Search;
use super::witness::Witness;
use super::worlds::World;
use crate::iam::Rule;
use crate::iam::evaluate::Decision;
use crate::iam::language::Exhausted;

/// A claim about all requests of a question.
pub(super) trait Claim {
    /// The statements on which it depends.
    fn rules(&self) -> Vec<&Rule>;

    /// The texts on which it depends, in which characters may stand for symbols.
    fn texts(&self) -> Vec<String>;

    /// Requests of a case that may refute it; `None` if none does.
    fn counterexamples(
        &self,
        search: &Search,
        question: &Question,
        world: &World,
    ) -> Result<Option<Region>, Exhausted>;

    /// Whether a request can refute it at all.
    fn is_refutable(&self) -> bool {
        true
    }

    /// Whether a request refutes it, as the evaluator decides.
    fn is_refuted_by(&self, witness: &Witness) -> bool;
}

/// All requests are allowed.
pub(super) struct AllAllowed<'a>(pub &'a Policies<'a>);

/// No request is allowed.
pub(super) struct NoneAllowed<'a>(pub &'a Policies<'a>);

/// Policies with their statements.
pub(super) struct Policies<'a> {
    policies: &'a SessionPolicies,
    rules: Rules,
}

impl<'a> Policies<'a> {
    pub fn of(policies: &'a SessionPolicies) -> Self {
        Self { policies, rules: policies.rules(&Values::new()) }
    }

    fn texts(&self) -> Vec<String> {
        self.policies.texts().map(str::to_owned).collect()
    }

    fn decide(&self, witness: &Witness) -> Decision {
        self.policies.rules(&witness.values).decide(&witness.request)
    }
}

impl Claim for AllAllowed<'_> {
    fn rules(&self) -> Vec<&Rule> {
        self.0.rules.iter().collect()
    }

    fn texts(&self) -> Vec<String> {
        self.0.texts()
    }

    fn counterexamples(
        &self,
        search: &Search,
        _: &Question,
        world: &World,
    ) -> Result<Option<Region>, Exhausted> {
        search.maybe_denied(&self.0.rules, world)
    }

    fn is_refuted_by(&self, witness: &Witness) -> bool {
        self.0.decide(witness) == Decision::Denied
    }
}

impl Claim for NoneAllowed<'_> {
    fn rules(&self) -> Vec<&Rule> {
        self.0.rules.iter().collect()
    }

    fn texts(&self) -> Vec<String> {
        self.0.texts()
    }

    fn counterexamples(
        &self,
        search: &Search,
        question: &Question,
        world: &World,
    ) -> Result<Option<Region>, Exhausted> {
        search.maybe_allowed(question, &self.0.rules, world)
    }

    /// A policy of which nothing is known may deny every request.
    fn is_refutable(&self) -> bool {
        !self.0.policies.has_unknown()
    }

    fn is_refuted_by(&self, witness: &Witness) -> bool {
        self.0.decide(witness) == Decision::Allowed
    }
}
