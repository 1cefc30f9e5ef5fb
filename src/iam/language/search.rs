//! Finds the shortest word in an intersection of automata and complements.

use std::cell::Cell;
use std::collections::{HashSet, VecDeque};
use std::rc::Rc;

use super::automaton::Automaton;
use super::letters::letters;
use super::step::StateSet;
use super::{Certainty, Letter, Word};

/// Whether words must be accepted by an automaton.
#[derive(Clone, Debug)]
pub struct Membership {
    /// The automaton.
    pub automaton: Rc<Automaton>,
    /// How sure it must be that a word matches.
    pub certainty: Certainty,
    /// Whether words must be inside, or outside.
    pub is_inside: bool,
}

impl Membership {
    /// The other words.
    pub fn complement(&self) -> Self {
        Self { is_inside: !self.is_inside, ..self.clone() }
    }

    /// The states, unless no word that continues from them has the membership.
    fn continuing(&self, states: StateSet) -> Option<StateSet> {
        let is_lost = match self.is_inside {
            true => states.is_empty(),
            false => self.automaton.accepts_everything_in(&states),
        };
        (!is_lost).then_some(states)
    }
}

/// The number of steps that searches may still take, all together.
#[derive(Debug)]
pub struct Budget {
    steps: Cell<usize>,
}

/// The budget is spent, so that the question is not settled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Exhausted;

impl Budget {
    /// A budget of this number of steps.
    pub fn of(steps: usize) -> Self {
        Self { steps: Cell::new(steps) }
    }

    /// Takes a step.
    ///
    /// # Errors
    /// No step is left.
    pub fn spend(&self) -> Result<(), Exhausted> {
        let left = self.steps.get().checked_sub(1).ok_or(Exhausted)?;
        self.steps.set(left);
        Ok(())
    }
}

/// Whether a word has all the memberships.
pub fn accepts(memberships: &[Membership], word: &[Letter]) -> bool {
    memberships.iter().all(|membership| {
        let Membership { automaton, certainty, is_inside } = membership;
        let start = membership.continuing(automaton.start(*certainty));
        let step = |states: StateSet, letter: &Letter| {
            membership.continuing(automaton.step(&states, *letter, *certainty))
        };
        let end = start.and_then(|start| word.iter().try_fold(start, step));
        end.is_some_and(|end| automaton.accepts_in(&end) == *is_inside)
    })
}

/// The shortest word that has all the memberships; `None` if there is no such word.
///
/// # Errors
/// The budget is spent before the search ends.
pub fn shortest(memberships: &[Membership], budget: &Budget) -> Result<Option<Word>, Exhausted> {
    let starts = memberships.iter().map(|one| one.continuing(one.automaton.start(one.certainty)));
    let Some(start) = starts.collect::<Option<Node>>() else { return Ok(None) };
    let mut paths: Vec<(usize, Option<Letter>)> = vec![(0, None)];
    let mut seen = HashSet::from([start.clone()]);
    let mut queue = VecDeque::from([(0, start)]);
    while let Some((path, node)) = queue.pop_front() {
        if is_in(memberships, &node) {
            return Ok(Some(word_of(&paths, path)));
        }
        let letters = letters(memberships, &node);
        // An automaton that reads only one character here goes forward, so that the next states are new.
        let is_only_path = matches!(letters[..], [Letter::Character(_)]) && queue.is_empty();
        for letter in letters {
            budget.spend()?;
            let Some(next) = next(memberships, &node, letter) else { continue };
            if is_only_path || seen.insert(next.clone()) {
                paths.push((path, Some(letter)));
                queue.push_back((paths.len() - 1, next));
            }
        }
    }
    Ok(None)
}

/// The states of each automaton.
pub(super) type Node = Vec<StateSet>;

fn is_in(memberships: &[Membership], node: &Node) -> bool {
    memberships.iter().zip(node).all(|(one, states)| one.automaton.accepts_in(states) == one.is_inside)
}

/// The states after a letter; `None` if no word that continues so has all the memberships.
fn next(memberships: &[Membership], node: &Node, letter: Letter) -> Option<Node> {
    let mut next = Node::with_capacity(node.len());
    for (one, states) in memberships.iter().zip(node) {
        next.push(one.continuing(one.automaton.step(states, letter, one.certainty))?);
    }
    Some(next)
}

fn word_of(paths: &[(usize, Option<Letter>)], mut path: usize) -> Word {
    let mut word = Word::new();
    while let (before, Some(letter)) = paths[path] {
        word.push(letter);
        path = before;
    }
    word.reverse();
    word
}
