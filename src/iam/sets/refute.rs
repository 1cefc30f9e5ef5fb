//! Finds requests that may contradict an answer.

use super::cases::Case;
use super::question::Question;
use super::region::Region;
use super::search::Search;
use super::statement::RequiredCertainty;
use super::statements::{CompiledStatement, CompiledStatements};
use crate::iam::Effect;
use crate::iam::language::{Certainty, Exhausted};

impl Search<'_> {
    /// Requests that may be denied.
    pub(super) fn maybe_denied(
        &self,
        statements: &CompiledStatements,
        case: &Case,
    ) -> Result<Option<Region>, Exhausted> {
        for layer in statements.by_layer(Effect::Allow) {
            let allowed = regions(&layer, case, Certainty::Certain.into());
            if let Some(found) = self.outside(&case.region, &allowed)? {
                return Ok(Some(found));
            }
        }
        for denied in denied(statements, case, Certainty::Possible) {
            let both = case.region.intersection(&denied);
            if !self.is_empty(&both)? {
                return Ok(Some(both));
            }
        }
        Ok(None)
    }

    /// Requests that may be allowed.
    pub(super) fn maybe_allowed(
        &self,
        question: &Question,
        statements: &CompiledStatements,
        case: &Case,
    ) -> Result<Option<Region>, Exhausted> {
        let denied = denied(statements, case, Certainty::Certain);
        for region in self.possibly_allowed(question, statements, case)? {
            if let Some(found) = self.outside_nonempty(&region, &denied)? {
                return Ok(Some(found));
            }
        }
        Ok(None)
    }

    /// The requests that every layer may allow, as regions that aren't empty. If the question has symbols, those that match
    /// literally come first.
    pub(super) fn possibly_allowed(
        &self,
        question: &Question,
        statements: &CompiledStatements,
        case: &Case,
    ) -> Result<Vec<Region>, Exhausted> {
        let layers = statements.by_layer(Effect::Allow);
        let allowed = |start: Region, of_role: RequiredCertainty| {
            let mut regions = vec![start];
            for (index, layer) in layers.iter().enumerate() {
                let required = if index == 0 { of_role } else { Certainty::Possible.into() };
                regions = self.intersections(&regions, &self::regions(layer, case, required))?;
            }
            Ok(regions)
        };
        if !question.has_symbols() {
            return allowed(case.region.with_values(), Certainty::Literal.into());
        }
        let literal = allowed(case.region.clone(), Certainty::Literal.into())?;
        let possible = RequiredCertainty { resources: Certainty::Possible, conditions: Certainty::Literal };
        Ok([literal, allowed(case.region.clone(), possible)?].concat())
    }

    /// The requests that every layer certainly allows, if no statement denies them.
    pub(super) fn certainly_allowed(
        &self,
        statements: &CompiledStatements,
        case: &Case,
    ) -> Result<Vec<Region>, Exhausted> {
        let mut layers = statements.by_layer(Effect::Allow).into_iter();
        let of_layer = |layer: Vec<&CompiledStatement>| regions(&layer, case, Certainty::Certain.into());
        let mut allowed = layers.next().map(of_layer).unwrap_or_default();
        for layer in layers {
            allowed = self.intersections(&allowed, &of_layer(layer))?;
        }
        Ok(allowed)
    }

    fn intersections(&self, some: &[Region], others: &[Region]) -> Result<Vec<Region>, Exhausted> {
        let mut intersections = Vec::new();
        for (one, other) in some.iter().flat_map(|one| others.iter().map(move |other| (one, other))) {
            let both = one.intersection(other);
            if !self.is_empty(&both)? {
                intersections.push(both);
            }
        }
        Ok(intersections)
    }
}

fn regions(statements: &[&CompiledStatement], case: &Case, required: RequiredCertainty) -> Vec<Region> {
    let region = |statement: &&CompiledStatement| Region::of_statement(statement, &case.bindings, required);
    statements.iter().filter_map(region).collect()
}

/// The requests that a statement denies.
pub(super) fn denied(statements: &CompiledStatements, case: &Case, certainty: Certainty) -> Vec<Region> {
    let denies: Vec<&CompiledStatement> = statements.by_layer(Effect::Deny).into_iter().flatten().collect();
    regions(&denies, case, certainty.into())
}
