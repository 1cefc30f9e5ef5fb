//! Sets of strings as finite automata: which strings match patterns, exactly, and the shortest of them.
//!
//! A [`Word`] is a string whose parts may be unknown: a [`Symbol`] stands for one unknown text, always the same. An
//! [`Automaton`] accepts the words that match one of its patterns. Where a symbol's value decides whether a pattern matches,
//! the automaton has two answers, one for each [`Certainty`]: what it *possibly* matches, for some values of the symbols,
//! and what it *certainly* matches, for all values. [`shortest`] finds the shortest word that is inside some automata and
//! outside others. If there is none, that is a proof.

mod automaton;
mod letters;
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
    /// A name without colons, slashes and wildcards, such as a bucket's. Two symbols of this kind can be the same name.
    Name,
    /// Any text, also an empty one. Two symbols of this kind can be the same text.
    Text,
}

/// Characters that stand for symbols in strings. Unicode leaves these two planes to private use, and IAM accepts neither.
const TEXTS: u32 = 0xF_0000;
const UUIDS: u32 = 0x10_0000;
const NAMES: u32 = 0x10_8000;

/// The number of symbols of the kinds that share a plane.
pub const MAX_NAMES: u16 = 0x8000;

impl Symbol {
    /// The character that stands for the symbol in strings.
    pub fn character(self) -> char {
        let plane = match self.kind {
            SymbolKind::Text => TEXTS,
            SymbolKind::Uuid => UUIDS,
            SymbolKind::Name => NAMES,
        };
        char::from_u32(plane + u32::from(self.id)).unwrap_or(char::REPLACEMENT_CHARACTER)
    }

    /// Whether two symbols can be the same text.
    fn can_equal(self, other: Self) -> bool {
        self == other || self.kind != SymbolKind::Uuid || other.kind != SymbolKind::Uuid
    }
}

/// How sure it is that a word matches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Certainty {
    /// It matches for some values of the symbols, in one of the readings that AWS leaves open.
    Possible,
    /// It matches in one of the readings that AWS leaves open, if symbols are only themselves. For all values of the symbols,
    /// each text that matches a pattern is such a word.
    Literal,
    /// It matches for all values of the symbols, in all readings.
    Certain,
}

impl From<char> for Letter {
    fn from(character: char) -> Self {
        let symbol = |plane: u32, kind| {
            let id = u32::from(character).checked_sub(plane).and_then(|id| u16::try_from(id).ok())?;
            Some(Self::Symbol(Symbol { id, kind }))
        };
        symbol(NAMES, SymbolKind::Name)
            .or_else(|| symbol(UUIDS, SymbolKind::Uuid))
            .or_else(|| symbol(TEXTS, SymbolKind::Text))
            .unwrap_or(Self::Character(character))
    }
}

impl Letter {
    /// The character, or the one that stands for the symbol.
    pub fn character(self) -> char {
        match self {
            Self::Character(character) => character,
            Self::Symbol(symbol) => symbol.character(),
        }
    }
}

/// The word of a string, in which characters may stand for symbols.
pub fn word(text: &str) -> Word {
    text.chars().map(Letter::from).collect()
}

/// The string of a word, in which characters may stand for symbols.
pub fn text(word: &[Letter]) -> String {
    word.iter().map(|letter| letter.character()).collect()
}

impl Certainty {
    /// What is certainly not so is what is not possibly so.
    pub fn opposite(self) -> Self {
        match self {
            Self::Possible | Self::Literal => Self::Certain,
            Self::Certain => Self::Possible,
        }
    }

    /// Whether what AWS leaves open counts as a match.
    pub fn includes_open(self) -> bool {
        match self {
            Self::Possible | Self::Literal => true,
            Self::Certain => false,
        }
    }

    /// Whether a symbol may be replaced by one of its values.
    fn includes_values(self) -> bool {
        match self {
            Self::Possible => true,
            Self::Literal | Self::Certain => false,
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

/// Whether a text is a UUID in lowercase.
pub fn is_uuid(text: &str) -> bool {
    let mut characters = text.chars();
    let has_shape = uuid_shape().all(|is_hyphen| {
        characters.next().is_some_and(|one| if is_hyphen { one == '-' } else { is_hex(one) })
    });
    has_shape && characters.next().is_none()
}

/// Whether a character is a digit of a UUID.
fn is_hex(character: char) -> bool {
    matches!(character, '0'..='9' | 'a'..='f')
}

#[cfg(test)]
mod tests;
