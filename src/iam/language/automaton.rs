//! Automata that accept what matches a pattern.

use super::{Symbol, SymbolKind, uuid_shape};
use crate::aws::arn::FIELDS;
use crate::iam::check::Part;
use crate::iam::{Atom, Pattern};

/// An automaton that accepts the words that match one of its patterns.
#[derive(Clone, Debug, Default)]
pub struct Automaton {
    pub(super) states: Vec<State>,
    pub(super) starts: Vec<usize>,
}

/// Whether the wildcards of patterns match colons.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Colons {
    /// All of them do.
    Matched,
    /// The patterns are those of resources: up to the fifth colon, it is open whether a wildcard matches a colon, unless
    /// it is a `*` that ends a segment.
    ///
    /// Source: IAM User Guide, "IAM JSON policy elements: Resource": wildcards are for use within segments, and a `*` at the
    /// end of a segment can match beyond it.
    OpenInSegments,
    /// The patterns are those of ARN operators, which compare the six segments of an ARN one by one: up to the fifth colon,
    /// no wildcard matches a colon.
    ///
    /// Source: IAM User Guide, "IAM JSON policy elements: Condition operators".
    Separate,
}

/// A state between two atoms of a pattern.
#[derive(Clone, Debug, Default)]
pub(super) struct State {
    pub edges: Vec<Edge>,
    /// States that are reached without a letter if the values of symbols permit it.
    pub possible_skips: Vec<usize>,
    /// What it reads without leaving.
    pub loops: Loop,
    pub is_accepting: bool,
}

/// What a state reads without leaving.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Loop {
    #[default]
    Nothing,
    /// The letters that a wildcard reads.
    Anything(Reads),
}

/// Which letters a wildcard reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Reads {
    /// All but colons and slashes.
    Field,
    /// All but slashes.
    Segment,
    /// All but colons.
    NoColons,
    /// All, but it is open whether it reads colons.
    PossiblyColons,
    /// All.
    All,
}

/// A transition to another state.
#[derive(Clone, Debug)]
pub(super) struct Edge {
    pub label: Label,
    pub target: usize,
    /// Whether it is taken for all values of the symbols.
    pub is_certain: bool,
}

/// What an edge reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Label {
    Character(char),
    /// A character in upper or lower case.
    AnyCase(char),
    AnyCharacter(Reads),
    /// Any letter.
    Any(Reads),
    /// The first digit of a UUID's value.
    FirstHex,
    /// Another digit of it.
    Hex,
    Symbol(Symbol),
}

impl Automaton {
    /// The automaton of patterns without variables.
    pub fn of_patterns<'a>(patterns: impl IntoIterator<Item = &'a Pattern<Symbol>>, colons: Colons) -> Self {
        Self::build(patterns, colons, Label::Character)
    }

    /// The automaton of patterns without variables whose case doesn't matter.
    pub fn ignoring_case<'a>(patterns: impl IntoIterator<Item = &'a Pattern<Symbol>>) -> Self {
        Self::build(patterns, Colons::Matched, Label::AnyCase)
    }

    /// Accepts the ARNs of these formats, whose variables aren't empty.
    pub(in crate::iam) fn of_formats(formats: impl IntoIterator<Item = Vec<Part>>) -> Self {
        let mut automaton = Self::default();
        for format in formats {
            let mut state = automaton.add_state();
            automaton.starts.push(state);
            for part in format {
                state = match part {
                    Part::Character(character) => automaton.step_to_new(state, Label::Character(character)),
                    Part::Field => automaton.step_to_text(state, Reads::Field),
                    Part::Segment => automaton.step_to_text(state, Reads::Segment),
                    Part::Text => automaton.step_to_text(state, Reads::All),
                };
            }
            automaton.states[state].is_accepting = true;
        }
        automaton
    }

    /// Accepts every word.
    pub fn of_everything() -> Self {
        let state = State { loops: Loop::Anything(Reads::All), is_accepting: true, ..State::default() };
        Self { states: vec![state], starts: vec![0] }
    }

    fn build<'a>(
        patterns: impl IntoIterator<Item = &'a Pattern<Symbol>>,
        colons: Colons,
        label: fn(char) -> Label,
    ) -> Self {
        let mut automaton = Self::default();
        for pattern in patterns {
            let start = automaton.add_state();
            automaton.starts.push(start);
            automaton.add_pattern(pattern.atoms(), start, colons, label);
        }
        automaton
    }

    fn add_pattern(
        &mut self,
        atoms: &[Atom<Symbol>],
        start: usize,
        colons: Colons,
        label: fn(char) -> Label,
    ) {
        let mut state = start;
        let mut separators = 0;
        for (index, atom) in atoms.iter().enumerate() {
            let reads = || colons.of_wildcard(separators, atom, atoms.get(index + 1));
            match atom {
                Atom::Character(character) => state = self.step_to_new(state, label(*character)),
                Atom::AnyCharacter => state = self.step_to_new(state, Label::AnyCharacter(reads())),
                Atom::AnyText => {
                    let loops = &mut self.states[state].loops;
                    *loops = (*loops).max(Loop::Anything(reads()));
                }
                Atom::Symbol(symbol) => state = self.add_symbol(state, *symbol),
                // Variables are replaced before. One that is left matches nothing.
                Atom::Variable(_) => return,
            }
            separators += usize::from(atom.is_colon());
        }
        self.states[state].is_accepting = true;
    }

    /// A symbol reads itself, and possibly the characters of its value.
    fn add_symbol(&mut self, from: usize, symbol: Symbol) -> usize {
        let target = self.step_to_new(from, Label::Symbol(symbol));
        match symbol.kind {
            SymbolKind::Uuid => {
                let mut state = from;
                for (index, is_hyphen) in uuid_shape().enumerate() {
                    let next = self.add_state();
                    let label = match (index, is_hyphen) {
                        (0, _) => Label::FirstHex,
                        (_, false) => Label::Hex,
                        (_, true) => Label::Character('-'),
                    };
                    self.states[state].edges.push(Edge { label, target: next, is_certain: false });
                    state = next;
                }
                self.states[state].possible_skips.push(target);
            }
            SymbolKind::Name | SymbolKind::Text => {
                let any = self.add_state();
                let is_name = symbol.kind == SymbolKind::Name;
                self.states[any].loops = Loop::Anything(if is_name { Reads::Field } else { Reads::All });
                self.states[any].possible_skips.push(target);
                self.states[from].possible_skips.push(any);
            }
        }
        target
    }

    fn add_state(&mut self) -> usize {
        self.states.push(State::default());
        self.states.len() - 1
    }

    /// Reads a text with at least one character, or a symbol.
    fn step_to_text(&mut self, from: usize, reads: Reads) -> usize {
        let target = self.step_to_new(from, Label::Any(reads));
        self.states[target].loops = Loop::Anything(reads);
        target
    }

    fn step_to_new(&mut self, from: usize, label: Label) -> usize {
        let target = self.add_state();
        self.states[from].edges.push(Edge { label, target, is_certain: true });
        target
    }
}

impl Colons {
    /// Which letters a wildcard reads, by the number of colons before it and the atom after it.
    fn of_wildcard(self, separators: usize, wildcard: &Atom<Symbol>, next: Option<&Atom<Symbol>>) -> Reads {
        let ends_segment = *wildcard == Atom::AnyText && next.is_none_or(Atom::is_colon);
        match self {
            Self::Matched => Reads::All,
            Self::OpenInSegments | Self::Separate if separators >= FIELDS - 1 => Reads::All,
            Self::OpenInSegments if ends_segment => Reads::All,
            Self::OpenInSegments => Reads::PossiblyColons,
            Self::Separate => Reads::NoColons,
        }
    }
}
