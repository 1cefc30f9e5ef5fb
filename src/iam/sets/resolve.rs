//! Replaces the variables of patterns by what is known about their keys.

use super::binding::{Binding, Bindings};
use crate::iam::language::{Certainty, Letter, Symbol};
use crate::iam::{Atom, Pattern, Reference, ResourcePattern};

/// A pattern without variables: what it is for all requests of a question, and what it may be.
#[derive(Debug, Default)]
pub(super) struct Resolved {
    /// What it certainly is; `None` if that is open, or if it matches nothing.
    certain: Option<Pattern<Symbol>>,
    /// What it possibly is.
    possible: Vec<Pattern<Symbol>>,
    /// Whether one of its variables may have no value, so that it equals nothing.
    pub may_lack_value: bool,
}

impl Resolved {
    /// What it is with this certainty.
    pub fn patterns(&self, certainty: Certainty) -> &[Pattern<Symbol>] {
        match certainty {
            Certainty::Certain => self.certain.as_slice(),
            Certainty::Possible | Certainty::Literal => &self.possible,
        }
    }
}

/// The pattern of a condition's value.
pub(super) fn value(pattern: &Pattern<Reference>, bindings: &Bindings) -> Resolved {
    resolved(pattern.atoms().iter().map(|atom| (atom, true)), bindings)
}

/// The pattern of a resource.
pub(super) fn resource(pattern: &ResourcePattern, bindings: &Bindings) -> Resolved {
    let of = |atoms: &[Atom<Reference>]| {
        let places = ResourcePattern::places(atoms);
        resolved(atoms.iter().zip(places.into_iter().map(|(_, takes_variables)| takes_variables)), bindings)
    };
    let mut resource = of(pattern.pattern().atoms());
    if let Some(incomplete) = pattern.incomplete() {
        resource.possible.extend(of(incomplete).possible);
    }
    resource
}

/// Replaces the variables of atoms, some of which are where AWS allows no variables.
fn resolved<'a>(
    atoms: impl Iterator<Item = (&'a Atom<Reference>, bool)> + Clone,
    bindings: &Bindings,
) -> Resolved {
    let mut readings: Vec<Reading> = vec![(Vec::new(), true)];
    let mut may_lack_value = false;
    for (atom, takes_variables) in atoms {
        match possible_texts(atom, takes_variables, bindings) {
            Ok(atom) => readings.iter_mut().for_each(|(atoms, _)| atoms.push(atom.clone())),
            Err(possible) => {
                may_lack_value |= possible.may_lack_value;
                let followed = |before: &Reading| -> Vec<Reading> {
                    possible.texts.iter().map(|text| followed_by(before, text)).collect()
                };
                readings = readings.iter().flat_map(followed).take(MAX_READINGS).collect();
            }
        }
    }
    let certain = match &readings[..] {
        [(atoms, true)] if !may_lack_value => Some(atoms.iter().cloned().collect()),
        _ => None,
    };
    Resolved {
        certain,
        possible: readings.into_iter().map(|(atoms, _)| atoms.into_iter().collect()).collect(),
        may_lack_value,
    }
}

/// Atoms without variables, and whether they are certain.
type Reading = (Vec<Atom<Symbol>>, bool);

fn followed_by((before, is_certain): &Reading, (atoms, certain): &Reading) -> Reading {
    ([before.as_slice(), atoms].concat(), *is_certain && *certain)
}

/// The texts that a variable can be.
struct PossibleTexts {
    texts: Vec<Reading>,
    may_lack_value: bool,
}

/// The atom if it is no variable, or else the texts that it can be.
fn possible_texts(
    part: &Atom<Reference>,
    takes_variables: bool,
    bindings: &Bindings,
) -> Result<Atom<Symbol>, PossibleTexts> {
    let open = || PossibleTexts { texts: vec![(vec![Atom::AnyText], false)], may_lack_value: false };
    match part {
        Atom::Character(character) => Ok(atom(Letter::from(*character))),
        Atom::AnyCharacter => Ok(Atom::AnyCharacter),
        Atom::AnyText => Ok(Atom::AnyText),
        Atom::Variable(_) => Err(open()),
        Atom::Symbol(_) if !takes_variables => Err(open()),
        Atom::Symbol(reference) => Err(of_variable(reference, bindings).unwrap_or_else(open)),
    }
}

/// What a variable can be; `None` if anything.
fn of_variable(reference: &Reference, bindings: &Bindings) -> Option<PossibleTexts> {
    let default =
        || reference.default.as_ref().map(|default| default.chars().map(Letter::from).map(atom).collect());
    let (value, default) = match bindings.get(&reference.key)? {
        Binding::Absent => (None, default()),
        Binding::OtherThanCompared(symbol) => (Some((vec![Atom::Symbol(*symbol)], true)), None),
        Binding::Values(values) => match &values[..] {
            // Whether an empty value is a value is open.
            [value] if value.is_empty() => (Some((Vec::new(), false)), default()),
            [value] => (Some((value.iter().copied().map(atom).collect(), true)), None),
            _ => return None,
        },
    };
    let may_lack_value = default.is_none() && value.as_ref().is_none_or(|(_, is_certain)| !is_certain);
    let default = default.map(|text| (text, value.is_none()));
    Some(PossibleTexts { texts: value.into_iter().chain(default).collect(), may_lack_value })
}

fn atom(letter: Letter) -> Atom<Symbol> {
    match letter {
        Letter::Character(character) => Atom::Character(character),
        Letter::Symbol(symbol) => Atom::Symbol(symbol),
    }
}

/// More readings of a pattern are not followed: nobody writes that many open variables.
const MAX_READINGS: usize = 16;
