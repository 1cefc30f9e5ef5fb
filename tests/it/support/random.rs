//! Reproducible random choices.
//!
//! This doesn't use `proptest`: a case is identified by its seed, which the tests with Terraform pass from
//! outside, and most choices depend on earlier ones, so generators can't easily be composed.

use std::ops::RangeInclusive;

/// SplitMix64: small, and good enough for test inputs.
pub struct Random(u64);

impl Random {
    /// A generator with this seed.
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// A number below a limit; 0 if the limit is 0.
    pub fn below(&mut self, limit: usize) -> usize {
        (self.next() % limit.max(1) as u64) as usize
    }

    pub fn between(&mut self, range: RangeInclusive<usize>) -> usize {
        range.start() + self.below(range.end() - range.start() + 1)
    }

    /// Returns true once in this many times, on average.
    pub fn once_in(&mut self, times: usize) -> bool {
        self.below(times) == 0
    }

    pub fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    pub fn pick<T: Copy>(&mut self, items: &[T]) -> T {
        items[self.below(items.len())]
    }

    /// At least one of the items, in order.
    pub fn some<T: Copy>(&mut self, items: &[T]) -> Vec<T> {
        let sure = self.below(items.len());
        let mut chosen = Vec::new();
        for (index, item) in items.iter().enumerate() {
            if index == sure || self.chance(40) {
                chosen.push(*item);
            }
        }
        chosen
    }

    /// A word with the given characters.
    pub fn word(&mut self, characters: &str, length: RangeInclusive<usize>) -> String {
        let characters: Vec<char> = characters.chars().collect();
        (0..self.between(length)).map(|_| self.pick(&characters)).collect()
    }
}
