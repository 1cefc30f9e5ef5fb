//! Finds requests of a region that lie outside other regions.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use super::key::{KeyWitness, passing};
use super::region::{Part, Region};
use crate::iam::language::{Budget, Exhausted, Word, shortest};

/// A search for requests.
pub struct Search<'a> {
    /// The condition keys, in lowercase, that a request can have with several values.
    pub multivalued: &'a BTreeSet<Rc<str>>,
    /// The steps that are left.
    pub budget: &'a Budget,
}

/// A request of a region: the shortest action and resource, and the condition keys that the region limits.
#[derive(Clone, Debug)]
pub struct Point {
    /// The action.
    pub action: Word,
    /// The resource.
    pub resource: Word,
    /// The condition keys, by their names in lowercase.
    pub keys: BTreeMap<Rc<str>, KeyWitness>,
}

impl Search<'_> {
    /// A part of a region that lies outside all the `others`, and isn't empty; `None` if the others cover the region.
    ///
    /// # Errors
    /// The budget is spent.
    pub fn outside(&self, region: &Region, others: &[Region]) -> Result<Option<Region>, Exhausted> {
        match self.is_empty(region)? {
            true => Ok(None),
            false => self.outside_nonempty(region, others),
        }
    }

    /// A part of a region that isn't empty, outside all the `others`; `None` if the others cover the region.
    ///
    /// # Errors
    /// The budget is spent.
    pub(super) fn outside_nonempty(
        &self,
        region: &Region,
        others: &[Region],
    ) -> Result<Option<Region>, Exhausted> {
        self.budget.spend()?;
        let Some((first, rest)) = others.split_first() else { return Ok(Some(region.clone())) };
        if self.is_disjoint(region, first)? {
            return self.outside_nonempty(region, rest);
        }
        let mut inside = region.clone();
        for constraint in first.constraints() {
            let mut piece = inside.clone();
            piece.add(constraint.complement());
            if !self.is_empty_in(&piece, &constraint.part())?
                && let Some(found) = self.outside_nonempty(&piece, rest)?
            {
                return Ok(Some(found));
            }
            inside.add(constraint);
        }
        Ok(None)
    }

    /// A request of a region; `None` if it is empty.
    ///
    /// # Errors
    /// The budget is spent.
    pub fn point(&self, region: &Region) -> Result<Option<Point>, Exhausted> {
        let Some(action) = shortest(&region.actions, self.budget)? else { return Ok(None) };
        let Some(resource) = shortest(&region.resources, self.budget)? else { return Ok(None) };
        let mut keys = BTreeMap::new();
        for (key, tests) in &region.keys {
            let Some(witness) = passing(tests, self.multivalued.contains(key), self.budget)? else {
                return Ok(None);
            };
            keys.insert(Rc::clone(key), witness);
        }
        Ok(Some(Point { action, resource, keys }))
    }

    /// Whether a region has no requests.
    ///
    /// # Errors
    /// The budget is spent.
    pub fn is_empty(&self, region: &Region) -> Result<bool, Exhausted> {
        Ok(self.point(region)?.is_none())
    }

    /// Whether no request meets one of the constraints of `other` together with the region.
    fn is_disjoint(&self, region: &Region, other: &Region) -> Result<bool, Exhausted> {
        let both = region.intersection(other);
        let mut parts: Vec<Part> = other.constraints().map(|constraint| constraint.part()).collect();
        parts.dedup();
        for part in parts {
            if self.is_empty_in(&both, &part)? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Whether no request meets the region's constraints on one part.
    fn is_empty_in(&self, region: &Region, part: &Part) -> Result<bool, Exhausted> {
        Ok(match part {
            Part::Action => shortest(&region.actions, self.budget)?.is_none(),
            Part::Resource => shortest(&region.resources, self.budget)?.is_none(),
            Part::Key(key) => {
                let tests = region.keys.get(key).map_or(&[][..], Vec::as_slice);
                passing(tests, self.multivalued.contains(key), self.budget)?.is_none()
            }
        })
    }
}
