//! Randomness that a number repeats.

use std::ops::RangeInclusive;

/// SplitMix64: small, and good enough to choose inputs.
pub struct Random(u64);

impl Random {
    pub fn of_seed(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    pub fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.next() % end as u64).expect("less than a usize")
    }

    pub fn between(&mut self, range: RangeInclusive<usize>) -> usize {
        range.start() + self.below(range.end() - range.start() + 1)
    }

    pub fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    pub fn pick<T: Copy>(&mut self, items: &[T]) -> T {
        items[self.below(items.len())]
    }

    /// At least one of the items, in their order.
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

    /// A word of the given characters.
    pub fn word(&mut self, characters: &str, length: RangeInclusive<usize>) -> String {
        let characters: Vec<char> = characters.chars().collect();
        (0..self.between(length)).map(|_| self.pick(&characters)).collect()
    }
}
