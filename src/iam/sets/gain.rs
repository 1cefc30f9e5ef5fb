//! What a session can do that others can't.

use super::binding::Bindings;
use super::cases::Case;
use super::claim::Claim;
use super::open::{OpenReason, OpenReasons};
use super::policies::{SessionPolicies, SymbolValues, filled};
use super::question::{Proof, Question};
use super::refute::denied;
use super::region::Region;
use super::search::Search;
use super::statements::CompiledStatements;
use super::witness::Witness;
use crate::iam::evaluate::{Decision, Evaluation, Request};
use crate::iam::language::{Certainty, Exhausted, text};
use crate::iam::{Effect, Rule};

/// The sessions of a role: their policies, and what is known about their condition keys.
#[derive(Clone, Debug, Default)]
pub struct Sessions {
    /// The policies.
    pub policies: SessionPolicies,
    /// The condition keys that differ from those of the sessions that they are compared with.
    pub bindings: Bindings,
}

impl Sessions {
    /// The request with the condition keys of these sessions.
    fn request(&self, witness: &Witness) -> Request {
        let Witness { request, values } = witness;
        let mut context = request.context.clone();
        for (key, binding) in self.bindings.iter() {
            context.set(key, binding.values().iter().map(|value| filled(&text(value), values)));
        }
        Request { context, ..request.clone() }
    }
}

impl Question {
    /// Whether the `new` sessions can do nothing that none of the `old` ones can. The request that refutes it is allowed to the
    /// new ones and denied to all of the old ones; it has the condition keys of the new ones.
    pub fn nothing_gained(&self, new: &Sessions, old: &[Sessions]) -> Proof {
        let mut claim = NothingGained { new: Side::of(new), old: old.iter().map(Side::of).collect() };
        claim.drop_unchanged();
        match self.prove_documented(&claim) {
            Proof::Refuted(witness) => {
                let request = new.request(&witness);
                Proof::Refuted(Box::new(Witness { request, ..*witness }))
            }
            proof @ (Proof::Holds | Proof::Open(_)) => proof,
        }
    }
}

/// The claim that the new sessions can do nothing that none of the old ones can.
struct NothingGained<'a> {
    new: Side<'a>,
    old: Vec<Side<'a>>,
}

#[derive(Clone)]
struct Side<'a> {
    sessions: &'a Sessions,
    statements: CompiledStatements,
}

impl<'a> Side<'a> {
    fn of(sessions: &'a Sessions) -> Self {
        let rules = sessions.policies.comparable_rules(&SymbolValues::new());
        Self { sessions, statements: CompiledStatements::from(rules) }
    }

    fn case(&self, case: &Case) -> Case {
        Case { bindings: case.bindings.with(&self.sessions.bindings), region: case.region.clone() }
    }

    fn evaluate(&self, witness: &Witness) -> Evaluation {
        let request = self.sessions.request(witness);
        self.sessions.policies.comparable_rules(&witness.values).layers().evaluate(&request)
    }

    /// Whether a statement that allows something allows the same to the sessions of another side.
    fn is_limited_like(&self, other: &Self) -> bool {
        let denies = |side: &Self| {
            let of_role = side.statements.of_role();
            of_role.filter(|rule| rule.effect == Effect::Deny).cloned().collect::<Vec<_>>()
        };
        self.sessions.bindings == other.sessions.bindings
            && self.statements.has_same_limits(&other.statements)
            && denies(self) == denies(other)
    }
}

impl NothingGained<'_> {
    /// Leaves out what the new sessions have in common with some of the old ones.
    fn drop_unchanged(&mut self) {
        let alike = self.old.iter().filter(|old| old.is_limited_like(&self.new));
        let unchanged: Vec<Rule> = alike.flat_map(|old| old.statements.of_role().cloned()).collect();
        self.new
            .statements
            .retain(|rule| rule.effect == Effect::Deny || !unchanged.iter().any(|other| other.is_same(rule)));
    }
}

impl<'a> Claim for NothingGained<'a> {
    fn rules(&self) -> Vec<&Rule> {
        self.new.statements.iter().chain(self.old.iter().flat_map(|old| old.statements.iter())).collect()
    }

    fn about(&self, region: &Region, search: &Search) -> Self {
        let of_side =
            |side: &Side<'a>| Side { statements: side.statements.about(region, search), ..side.clone() };
        Self { new: of_side(&self.new), old: self.old.iter().map(of_side).collect() }
    }

    fn texts(&self) -> Vec<String> {
        let sides = std::iter::once(&self.new).chain(&self.old).map(|side| side.sessions);
        let of_side = |sessions: &Sessions| -> Vec<String> {
            let bound = sessions.bindings.iter().flat_map(|(_, binding)| binding.values());
            let bound = bound.map(|value| text(&value)).collect::<Vec<_>>();
            sessions.policies.texts().map(str::to_owned).chain(bound).collect()
        };
        sides.flat_map(of_side).collect()
    }

    fn counterexamples(
        &self,
        search: &Search,
        question: &Question,
        case: &Case,
    ) -> Result<Option<Region>, Exhausted> {
        let here = self.new.case(case);
        let mut others = denied(&self.new.statements, &here, Certainty::Certain);
        let mut with_denies = Vec::new();
        for old in &self.old {
            let there = old.case(case);
            let allowed = search.certainly_allowed(&old.statements, &there)?;
            // The literal reading of a statement comes first: its requests are those that it denies without doubt.
            let denied = [Certainty::Literal, Certainty::Possible]
                .map(|certainty| self::denied(&old.statements, &there, certainty))
                .concat();
            match denied.is_empty() {
                true => others.extend(allowed),
                false => with_denies.push((allowed, denied)),
            }
        }
        for region in search.possibly_allowed(question, &self.new.statements, &here)? {
            if let Some(found) = search.outside_all(&region, &others, &with_denies)? {
                return Ok(Some(found));
            }
        }
        Ok(None)
    }

    fn is_refuted_by(&self, witness: &Witness) -> bool {
        self.new.evaluate(witness).decision == Decision::Allowed
            && self.old.iter().all(|old| old.evaluate(witness).decision == Decision::Denied)
    }

    fn open_reasons(&self, witness: &Witness) -> OpenReasons {
        let sides = std::iter::once(&self.new).chain(&self.old);
        sides.flat_map(|side| side.evaluate(witness).gaps()).map(OpenReason::Gap).collect()
    }
}

/// What the sessions of a role are allowed, and what they are denied nevertheless.
type AllowedAndDenied = (Vec<Region>, Vec<Region>);

impl Search<'_> {
    /// A part of a region that isn't empty, outside all `others`, and that none of the sessions is certainly allowed.
    fn outside_all(
        &self,
        region: &Region,
        others: &[Region],
        sessions: &[AllowedAndDenied],
    ) -> Result<Option<Region>, Exhausted> {
        let Some(((allowed, denied), rest)) = sessions.split_first() else {
            return self.outside_nonempty(region, others);
        };
        let not_allowed = [others, allowed].concat();
        if let Some(found) = self.outside_all(region, &not_allowed, rest)? {
            return Ok(Some(found));
        }
        for denied in denied {
            let both = region.intersection(denied);
            if !self.is_empty(&both)?
                && let Some(found) = self.outside_all(&both, others, rest)?
            {
                return Ok(Some(found));
            }
        }
        Ok(None)
    }
}
