//! What an automaton does with a letter.

use smallvec::SmallVec;

use super::automaton::{Automaton, Edge, Label, Loop, Reads, State};
use super::{Certainty, Letter, Symbol, SymbolKind, is_hex, uuid_shape};
use crate::iam::pattern::is_same_letter;

/// The states that an automaton can be in, sorted. Most often there are few.
pub(super) type StateSet = SmallVec<[usize; 4]>;

impl Automaton {
    /// The states before the first letter.
    pub(super) fn start(&self, certainty: Certainty) -> StateSet {
        self.closed(StateSet::from_slice(&self.starts), certainty)
    }

    /// The states after a letter.
    pub(super) fn step(&self, from: &[usize], letter: Letter, certainty: Certainty) -> StateSet {
        let mut reached =
            self.step_by(from, |state| state.reads(letter, certainty), |edge| edge.reads(letter, certainty));
        if let Letter::Symbol(symbol) = letter {
            reached.extend(self.read_value(from, symbol, certainty));
        }
        self.closed(reached, certainty)
    }

    /// Whether one of the states accepts.
    pub(super) fn accepts_in(&self, states: &[usize]) -> bool {
        states.iter().any(|state| self.states[*state].is_accepting)
    }

    /// Whether everything that follows is accepted too.
    pub(super) fn accepts_everything_in(&self, states: &[usize]) -> bool {
        let is_universal = |state: &State| state.is_accepting && state.loops == Loop::Anything(Reads::All);
        states.iter().any(|state| is_universal(&self.states[*state]))
    }

    /// The edges of the states.
    pub(super) fn edges_in<'a>(&'a self, states: &'a [usize]) -> impl Iterator<Item = &'a Edge> {
        states.iter().flat_map(|state| &self.states[*state].edges)
    }

    /// Whether the states read nothing but the characters of their edges.
    pub(super) fn reads_only_characters(&self, states: &[usize]) -> bool {
        states.iter().map(|state| &self.states[*state]).all(|state| {
            let is_character = |edge: &Edge| matches!(edge.label, Label::Character(_) | Label::AnyCase(_));
            state.loops == Loop::Nothing && state.edges.iter().all(is_character)
        })
    }

    fn step_by(
        &self,
        from: &[usize],
        stays: impl Fn(&State) -> bool,
        follows: impl Fn(&Edge) -> bool,
    ) -> StateSet {
        let mut reached = StateSet::new();
        for &index in from {
            let state = &self.states[index];
            if stays(state) {
                reached.push(index);
            }
            for edge in state.edges.iter().filter(|edge| follows(edge)) {
                reached.push(edge.target);
            }
        }
        reached
    }

    /// The states after the characters of a symbol's value: of some value, or of any.
    fn read_value(&self, from: &[usize], symbol: Symbol, certainty: Certainty) -> StateSet {
        match symbol.kind {
            SymbolKind::Uuid => self.read_uuid(from, certainty),
            SymbolKind::Name | SymbolKind::Text if !certainty.includes_values() => StateSet::new(),
            SymbolKind::Name => self.reachable(from, Label::may_be_in_name),
            SymbolKind::Text => self.reachable(from, |_| true),
        }
    }

    /// The states after a UUID. It isn't the UUID of another symbol.
    fn read_uuid(&self, from: &[usize], certainty: Certainty) -> StateSet {
        uuid_shape().enumerate().fold(
            StateSet::from_slice(from),
            |states, (index, is_hyphen)| match is_hyphen {
                true => self.step(&states, Letter::Character('-'), certainty),
                false => self.read_hex(&states, index == 0, certainty),
            },
        )
    }

    /// The states after a digit: one of the digits, or any.
    fn read_hex(&self, from: &[usize], is_first: bool, certainty: Certainty) -> StateSet {
        let reads_digit = |edge: &Edge| match edge.label {
            Label::AnyCharacter(_) | Label::Any(_) => true,
            Label::Symbol(_) => false,
            Label::Hex => certainty.includes_values(),
            Label::FirstHex => certainty.includes_values() && !is_first,
            Label::Character(character) | Label::AnyCase(character) => {
                certainty.includes_values() && is_hex(character)
            }
        };
        let reached = self.step_by(from, |state| state.loops != Loop::Nothing, reads_digit);
        self.closed(reached, certainty)
    }

    /// The states after any text that edges with some labels read.
    fn reachable(&self, from: &[usize], is_read: impl Fn(Label) -> bool) -> StateSet {
        let mut reached = self.closed(StateSet::from_slice(from), Certainty::Possible);
        loop {
            let mut next = self.step_by(&reached, |_| true, |edge| is_read(edge.label));
            next.extend_from_slice(&reached);
            let next = self.closed(next, Certainty::Possible);
            if next == reached {
                return reached;
            }
            reached = next;
        }
    }

    /// With the states that are reached without a letter; sorted, each once.
    fn closed(&self, mut states: StateSet, certainty: Certainty) -> StateSet {
        if certainty.includes_values() && states.iter().any(|state| self.can_skip(*state)) {
            let mut index = 0;
            while let Some(&state) = states.get(index) {
                let skips = self.states[state].possible_skips.iter().filter(|skip| !states.contains(skip));
                let skips: Vec<usize> = skips.copied().collect();
                states.extend(skips);
                index += 1;
            }
        }
        if states.len() > 1 {
            states.sort_unstable();
            states.dedup();
        }
        states
    }

    fn can_skip(&self, state: usize) -> bool {
        !self.states[state].possible_skips.is_empty()
    }
}

impl State {
    /// Whether it reads a letter without leaving.
    fn reads(&self, letter: Letter, certainty: Certainty) -> bool {
        match self.loops {
            Loop::Nothing => false,
            Loop::Anything(reads) => reads.includes(letter, certainty),
        }
    }
}

impl Reads {
    fn includes(self, letter: Letter, certainty: Certainty) -> bool {
        let is_colon = letter == Letter::Character(':');
        let is_slash = letter == Letter::Character('/');
        // The value of such a symbol may have colons and slashes, or not.
        let is_text = matches!(letter, Letter::Symbol(Symbol { kind: SymbolKind::Text, .. }));
        let is_open = is_text && !certainty.includes_values();
        match self {
            Self::All => true,
            Self::PossiblyColons => certainty.includes_open() || !(is_colon || is_text),
            Self::NoColons => !is_colon && !is_open,
            Self::Segment => !is_slash && !is_open,
            Self::Field => !is_colon && !is_slash && !is_open,
        }
    }
}

impl Label {
    /// Whether it can be part of a name, which has no colons and slashes.
    fn may_be_in_name(self) -> bool {
        !matches!(self, Self::Character(':' | '/') | Self::AnyCase(':' | '/'))
    }
}

impl Edge {
    fn reads(&self, letter: Letter, certainty: Certainty) -> bool {
        let is_read = match (self.label, letter) {
            (Label::Character(expected), Letter::Character(character)) => expected == character,
            (Label::AnyCase(expected), Letter::Character(character)) => is_same_letter(expected, character),
            (Label::AnyCharacter(colons), Letter::Character(_)) => colons.includes(letter, certainty),
            (Label::Any(reads), letter) => reads.includes(letter, certainty),
            (Label::Hex | Label::FirstHex, Letter::Character(character)) => is_hex(character),
            (Label::Symbol(expected), Letter::Symbol(symbol)) => {
                expected == symbol || (certainty.includes_values() && expected.can_equal(symbol))
            }
            (Label::Symbol(_), Letter::Character(_)) | (_, Letter::Symbol(_)) => false,
        };
        is_read && (self.is_certain || certainty.includes_values())
    }
}
