//! Sets of strings as finite automata: which strings match patterns, exactly, and the shortest of them.
//!
//! A [`Word`] is a string whose parts may be unknown: a [`Symbol`] stands for one unknown text, always the same. An
//! [`Automaton`] accepts the words that match one of its patterns. Where a symbol's value decides whether a pattern matches,
//! the automaton has two answers, one for each [`Certainty`]: what it *possibly* matches, for some values of the symbols,
//! and what it *certainly* matches, for all values. [`shortest`] finds the shortest word that is inside some automata and
//! outside others. If there is none, that is a proof.

mod automaton;
mod search;
mod step;

pub use automaton::{Automaton, Colons};
pub use search::{Budget, Exhausted, Membership, accepts, shortest};

/// A string whose parts may be unknown.
pub type Word = Vec<Letter>;

/// A part of a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Letter {
    /// This character.
    Character(char),
    /// An unknown text.
    Symbol(Symbol),
}

/// An unknown text, which equals itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Symbol {
    /// What distinguishes it from other symbols.
    pub id: u16,
    /// The texts that it can be.
    pub kind: SymbolKind,
}

/// The texts that a symbol can be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum SymbolKind {
    /// A UUID in lowercase, as in an identity ID after the region. Two symbols of this kind are different UUIDs.
    Uuid,
    /// Any text, also an empty one. Two symbols of this kind can be the same text.
    Text,
}

impl Symbol {
    /// Whether two symbols can be the same text.
    fn can_equal(self, other: Self) -> bool {
        self == other || self.kind == SymbolKind::Text || other.kind == SymbolKind::Text
    }
}

/// How sure it is that a word matches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Certainty {
    /// It matches for some values of the symbols.
    Possible,
    /// It matches for all values of the symbols.
    Certain,
}

impl Certainty {
    /// What is certainly not so is what is not possibly so.
    pub fn opposite(self) -> Self {
        match self {
            Self::Possible => Self::Certain,
            Self::Certain => Self::Possible,
        }
    }
}

/// The lengths of the parts of a UUID, which hyphens separate.
const UUID_PARTS: [usize; 5] = [8, 4, 4, 4, 12];

/// The shape of a UUID: whether each of its characters is a hyphen.
fn uuid_shape() -> impl Iterator<Item = bool> {
    UUID_PARTS.iter().enumerate().flat_map(|(index, &length)| {
        std::iter::repeat_n(true, usize::from(index > 0)).chain(std::iter::repeat_n(false, length))
    })
}

/// Whether a character is a digit of a UUID.
fn is_hex(character: char) -> bool {
    matches!(character, '0'..='9' | 'a'..='f')
}

#[cfg(test)]
mod tests;
