//! The letters by which a search continues.

use std::collections::BTreeSet;

use super::automaton::{Edge, Label};
use super::search::{Membership, Node};
use super::step::StateSet;
use super::{Letter, Symbol, is_hex};
use crate::iam::pattern::is_same_letter;

/// A letter of each kind that the automata distinguish here, and by which a word can continue.
pub(super) fn letters(memberships: &[Membership], node: &Node) -> Vec<Letter> {
    let here = SearchPosition { memberships, node };
    // What must be inside such an automaton continues by its characters.
    let has_only_characters =
        |(one, states): &(&Membership, &StateSet)| one.automaton.reads_only_characters(states);
    let strictest = here.inside().filter(has_only_characters).min_by_key(|(_, states)| states.len());
    let (characters, may_be_symbol) = match strictest {
        Some(strictest) => (here.distinguished(edges_of(strictest)), strictest.0.certainty.includes_values()),
        None => (here.of_all_kinds(), true),
    };
    let symbols = if may_be_symbol { here.symbols() } else { BTreeSet::new() };
    symbols.into_iter().map(Letter::Symbol).chain(characters.into_iter().map(Letter::Character)).collect()
}

/// The automata of a search, and the states that it has reached.
struct SearchPosition<'a> {
    memberships: &'a [Membership],
    node: &'a Node,
}

impl<'a> SearchPosition<'a> {
    fn inside(&self) -> impl Iterator<Item = (&'a Membership, &'a StateSet)> {
        self.memberships.iter().zip(self.node).filter(|(one, _)| one.is_inside)
    }

    fn edges(&self) -> impl Iterator<Item = &'a Edge> {
        self.memberships.iter().zip(self.node).flat_map(edges_of)
    }

    fn symbols(&self) -> BTreeSet<Symbol> {
        self.inside().flat_map(edges_of).filter_map(|edge| edge.label.symbol()).collect()
    }

    /// The characters of edges, sorted: in one case where case doesn't matter here.
    fn distinguished(&self, edges: impl Iterator<Item = &'a Edge>) -> Vec<char> {
        let mut characters: Vec<char> = Vec::new();
        for label in edges.map(|edge| edge.label) {
            let Some(character) = label.character() else { continue };
            if !label.ignores_case() {
                characters.push(character);
            } else if self.distinguishes_case_of(character) {
                characters.extend(character.to_lowercase().chain(character.to_uppercase()));
            } else if !characters.iter().any(|other| is_same_letter(*other, character)) {
                characters.push(character);
            }
        }
        characters.sort_unstable();
        characters.dedup();
        characters
    }

    fn distinguishes_case_of(&self, character: char) -> bool {
        self.edges().map(|edge| edge.label).any(|label| {
            let is_same = label.character().is_some_and(|other| is_same_letter(other, character));
            label.reads_digits() || (is_same && !label.ignores_case())
        })
    }

    /// The characters of all edges, and one of each other kind.
    fn of_all_kinds(&self) -> Vec<char> {
        let characters = self.distinguished(self.edges());
        let is_other = |character: &char| !characters.contains(character);
        let hex = HEX.chars().find(is_other).filter(|_| self.edges().any(|edge| edge.label.reads_digits()));
        let other = OTHERS.chars().chain('\u{100}'..).find(|other| is_other(other) && !is_hex(*other));
        // Not all wildcards read these.
        let separators = [':', '/'].into_iter().filter(is_other);
        other.into_iter().chain(hex).chain(characters.iter().copied()).chain(separators).collect()
    }
}

fn edges_of<'a>((membership, states): (&'a Membership, &'a StateSet)) -> impl Iterator<Item = &'a Edge> {
    membership.automaton.edges_in(states)
}

/// The digits, in the order in which they are preferred in examples.
const HEX: &str = "0123456789abcdef";
/// Characters that aren't digits of a UUID, in the order in which they are preferred in examples.
const OTHERS: &str = "xyzghijklmnopqrstuvwXYZ_-.";

impl Label {
    fn character(self) -> Option<char> {
        match self {
            Self::Character(character) | Self::AnyCase(character) => Some(character),
            Self::AnyCharacter(_) | Self::Any(_) | Self::FirstHex | Self::Hex | Self::Symbol(_) => None,
        }
    }

    fn ignores_case(self) -> bool {
        matches!(self, Self::AnyCase(_))
    }

    fn symbol(self) -> Option<Symbol> {
        match self {
            Self::Symbol(symbol) => Some(symbol),
            Self::Character(_)
            | Self::AnyCase(_)
            | Self::AnyCharacter(_)
            | Self::Any(_)
            | Self::FirstHex
            | Self::Hex => None,
        }
    }

    fn reads_digits(self) -> bool {
        matches!(self, Self::FirstHex | Self::Hex)
    }
}
