//! The hunks of a merge, and the merged text.

use std::collections::HashMap;

use similar::{Algorithm, MergeRegion, MergeResolution, TextMerge};

use crate::merge::lines::Lines;
use crate::merge::markers::{self, Markers};
use crate::merge::{Conflict, Language, Resolve, Sides};

/// The hunks of three texts, in order.
pub struct Hunks<'a> {
    base: Lines<'a>,
    ours: Lines<'a>,
    theirs: Lines<'a>,
    regions: Vec<MergeRegion>,
    markers: Markers,
    /// Whether each region is a conflict.
    conflicting: Vec<bool>,
}

impl<'a> Hunks<'a> {
    /// Compares three texts line by line. Conflicts get these markers.
    pub fn of(language: Language, sides: Sides<'a>, markers: Markers) -> Self {
        let [base, ours, theirs] =
            [sides.base, sides.ours, sides.theirs].map(|text| Lines::of(language, text));
        let mut known = HashMap::new();
        let keys = [&base, &ours, &theirs].map(|lines| lines.numbers(&mut known));
        let regions = TextMerge::configure()
            .algorithm(Algorithm::Patience)
            .merge_lines(&keys[0][..], &keys[1][..], &keys[2][..])
            .regions()
            .to_vec();
        let is_conflict = |region: &MergeRegion| region.resolution() == MergeResolution::Conflict;
        let conflicting = regions.iter().map(is_conflict).collect();
        Self { base, ours, theirs, regions, markers, conflicting }
    }

    /// Whether there are conflicts.
    pub fn has_conflicts(&self) -> bool {
        self.conflicting.contains(&true)
    }

    /// The conflicts.
    pub fn conflicts(&self) -> Vec<Conflict> {
        let regions = self.regions.iter().zip(&self.conflicting);
        regions.filter(|(_, conflicting)| **conflicting).map(|(region, _)| self.conflict(region)).collect()
    }

    /// The merged text, with conflicts resolved.
    pub fn text(&self, resolve: Resolve) -> String {
        (0..self.regions.len()).map(|index| self.hunk(index, resolve)).collect()
    }

    /// Turns one-sided hunks that have one of these lines of the merged text, from 0, into conflicts.
    /// Returns whether there were any.
    pub fn make_conflicts(&mut self, lines: &[usize], resolve: Resolve) -> bool {
        let mut start = 0;
        let mut is_new = false;
        for index in 0..self.regions.len() {
            let end = start + self.hunk(index, resolve).matches('\n').count();
            let is_one_sided =
                matches!(self.regions[index].resolution(), MergeResolution::Ours | MergeResolution::Theirs);
            let has_line = lines.iter().any(|line| (start..end).contains(line));
            if is_one_sided && has_line && !self.conflicting[index] {
                self.conflicting[index] = true;
                is_new = true;
            }
            start = end;
        }
        is_new
    }

    /// Turns one-sided hunks that remove one of these lines of the base, from 0, into conflicts. Returns whether there
    /// were any.
    pub fn make_conflicts_of_removals(&mut self, lines: &[usize]) -> bool {
        let mut is_new = false;
        for (region, is_conflict) in self.regions.iter().zip(&mut self.conflicting) {
            let is_one_sided = matches!(region.resolution(), MergeResolution::Ours | MergeResolution::Theirs);
            let has_line = lines.iter().any(|line| region.base_range().contains(line));
            if is_one_sided && has_line && !*is_conflict {
                *is_conflict = true;
                is_new = true;
            }
        }
        is_new
    }

    fn hunk(&self, index: usize, resolve: Resolve) -> String {
        let region = &self.regions[index];
        let base = || self.base.text(region.base_range());
        let ours = self.ours.text(region.ours_range());
        let theirs = self.theirs.text(region.theirs_range());
        match (self.conflicting[index], region.resolution()) {
            (true, _) => match resolve {
                Resolve::Ours => ours,
                Resolve::Theirs => theirs,
                Resolve::Stop | Resolve::Markers => markers::around(self.markers, &base(), &ours, &theirs),
            },
            (false, MergeResolution::Theirs) => theirs,
            // Equal except for blanks, and not edited: take the generated formatting.
            (false, MergeResolution::Unchanged) if ours == base() => theirs,
            (false, _) => ours,
        }
    }

    fn conflict(&self, region: &MergeRegion) -> Conflict {
        Conflict {
            line: region.ours_range().start + 1,
            base: self.base.list(region.base_range()),
            ours: self.ours.list(region.ours_range()),
            theirs: self.theirs.list(region.theirs_range()),
        }
    }
}
