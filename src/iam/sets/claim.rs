//! Claims about all requests of a question, which a request can refute.

use super::cases::Case;
use super::open::OpenReasons;
use super::question::Question;
use super::region::Region;
use super::search::Search;
use super::statements::{CompiledPolicies, CompiledStatements};
use super::witness::Witness;
use crate::iam::evaluate::Decision;
use crate::iam::language::Exhausted;
use crate::iam::{Effect, Rule};

/// A claim about all requests of a question.
pub(super) trait Claim: Sized {
    /// The statements on which it depends.
    fn rules(&self) -> Vec<&Rule>;

    /// The same claim about the requests of a region, without the statements about other actions.
    fn about(&self, region: &Region, search: &Search) -> Self;

    /// The texts on which it depends, in which characters may stand for symbols.
    fn texts(&self) -> Vec<String>;

    /// Requests of a case that may refute it; `None` if none does.
    fn counterexamples(
        &self,
        search: &Search,
        question: &Question,
        case: &Case,
    ) -> Result<Option<Region>, Exhausted>;

    /// Whether a request can refute it at all.
    fn is_refutable(&self) -> bool {
        true
    }

    /// Whether a request refutes it, as the evaluator decides.
    fn is_refuted_by(&self, witness: &Witness) -> bool;

    /// Why it is open whether a request refutes it.
    fn open_reasons(&self, witness: &Witness) -> OpenReasons;
}

/// The claim that policies allow all requests, or that they deny all.
pub(super) struct UniformEffect<'a> {
    policies: &'a CompiledPolicies,
    statements: CompiledStatements,
    claimed: Effect,
}

impl<'a> UniformEffect<'a> {
    pub fn allowed(policies: &'a CompiledPolicies) -> Self {
        Self { policies, statements: policies.statements.clone(), claimed: Effect::Allow }
    }

    pub fn denied(policies: &'a CompiledPolicies) -> Self {
        Self { claimed: Effect::Deny, ..Self::allowed(policies) }
    }
}

impl Claim for UniformEffect<'_> {
    fn rules(&self) -> Vec<&Rule> {
        self.statements.iter().collect()
    }

    fn about(&self, region: &Region, search: &Search) -> Self {
        Self { statements: self.statements.about(region, search), ..*self }
    }

    fn texts(&self) -> Vec<String> {
        self.policies.sources.texts().map(str::to_owned).collect()
    }

    fn counterexamples(
        &self,
        search: &Search,
        question: &Question,
        case: &Case,
    ) -> Result<Option<Region>, Exhausted> {
        match self.claimed {
            Effect::Allow => search.maybe_denied(&self.statements, case),
            Effect::Deny => search.maybe_allowed(question, &self.statements, case),
        }
    }

    /// A policy of which nothing is known may deny every request.
    fn is_refutable(&self) -> bool {
        self.claimed == Effect::Allow || !self.policies.sources.has_unknown()
    }

    fn is_refuted_by(&self, witness: &Witness) -> bool {
        let decision = self.policies.sources.rules(&witness.values).decide(&witness.request);
        match self.claimed {
            Effect::Allow => decision == Decision::Denied,
            Effect::Deny => decision == Decision::Allowed,
        }
    }

    fn open_reasons(&self, witness: &Witness) -> OpenReasons {
        self.policies.sources.open_reasons(witness)
    }
}
