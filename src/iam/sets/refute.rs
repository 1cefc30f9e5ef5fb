//! Finds requests that may contradict an answer.

use super::policies::Rules;
use super::question::Question;
use super::region::Region;
use super::search::Search;
use super::statement::Reading;
use super::worlds::World;
use crate::iam::language::{Certainty, Exhausted};
use crate::iam::{Effect, Rule};

impl Search<'_> {
    /// Requests that may be denied.
    pub(super) fn maybe_denied(&self, rules: &Rules, world: &World) -> Result<Option<Region>, Exhausted> {
        for layer in rules.by_layer(Effect::Allow) {
            let allowed = regions(&layer, world, Certainty::Certain.into());
            if let Some(found) = self.outside(&world.region, &allowed)? {
                return Ok(Some(found));
            }
        }
        for denied in denied(rules, world, Certainty::Possible) {
            let both = world.region.intersection(&denied);
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
        rules: &Rules,
        world: &World,
    ) -> Result<Option<Region>, Exhausted> {
        let denied = denied(rules, world, Certainty::Certain);
        for region in self.possibly_allowed(question, rules, world)? {
            if let Some(found) = self.outside(&region, &denied)? {
                return Ok(Some(found));
            }
        }
        Ok(None)
    }

    /// The requests that every layer may allow. If the question has symbols, those that match literally come first.
    pub(super) fn possibly_allowed(
        &self,
        question: &Question,
        rules: &Rules,
        world: &World,
    ) -> Result<Vec<Region>, Exhausted> {
        let layers = rules.by_layer(Effect::Allow);
        let allowed = |start: Region, of_role: Reading| {
            let mut regions = vec![start];
            for (index, layer) in layers.iter().enumerate() {
                let reading = if index == 0 { of_role } else { Certainty::Possible.into() };
                regions = self.intersections(&regions, &self::regions(layer, world, reading))?;
            }
            Ok(regions)
        };
        if !question.has_symbols() {
            return allowed(world.region.with_values(), Certainty::Literal.into());
        }
        let literal = allowed(world.region.clone(), Certainty::Literal.into())?;
        let possible = Reading { resources: Certainty::Possible, conditions: Certainty::Literal };
        Ok([literal, allowed(world.region.clone(), possible)?].concat())
    }

    /// The requests that every layer certainly allows, if no statement denies them.
    pub(super) fn certainly_allowed(&self, rules: &Rules, world: &World) -> Result<Vec<Region>, Exhausted> {
        let mut layers = rules.by_layer(Effect::Allow).into_iter();
        let of_layer = |layer: Vec<&Rule>| regions(&layer, world, Certainty::Certain.into());
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

fn regions(rules: &[&Rule], world: &World, reading: Reading) -> Vec<Region> {
    rules.iter().filter_map(|rule| Region::of_rule(rule, &world.bindings, reading)).collect()
}

/// The requests that a statement denies.
pub(super) fn denied(rules: &Rules, world: &World, certainty: Certainty) -> Vec<Region> {
    let denies: Vec<&Rule> = rules.by_layer(Effect::Deny).into_iter().flatten().collect();
    regions(&denies, world, certainty.into())
}
