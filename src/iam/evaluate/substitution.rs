//! Patterns whose variables are replaced by the values of a request.
//!
//! Source: IAM User Guide, "IAM policy elements: Variables and tags". Values are literal: a `*` in one is no wildcard.

use crate::iam::evaluate::Context;
use crate::iam::evaluate::text::Token;
use crate::iam::rule::{Reach, Reference};
use crate::iam::{Atom, Gap, Match};

/// What a pattern can be in a request: several readings if AWS's documentation leaves one open.
pub struct Substitution {
    readings: Vec<Reading>,
    /// What is open, if there are several readings.
    gap: Gap,
    /// Whether a variable is among what is open, so that any text may be in its place.
    pub has_open_variable: bool,
}

enum Reading {
    Tokens(Vec<Token>),
    /// It contains a variable that has no value.
    WithoutValue,
    /// It matches nothing.
    Nothing,
}

/// Where an atom is in its pattern.
#[derive(Clone, Copy)]
pub struct Place {
    /// How far it reaches if it is a wildcard.
    pub reach: Reach,
    /// Whether a variable can be here.
    pub takes_variables: bool,
}

impl Substitution {
    /// Replaces the variables of a pattern in a condition.
    pub fn in_condition(atoms: &[Atom<Reference>], context: &Context) -> Self {
        let place = Place { reach: Reach::Anywhere, takes_variables: true };
        Self::of(&atoms.iter().map(|atom| (atom, place)).collect::<Vec<_>>(), context)
    }

    /// Replaces the variables of a pattern.
    pub fn of(atoms: &[(&Atom<Reference>, Place)], context: &Context) -> Self {
        let open = atoms.iter().find_map(|(atom, place)| open_variable(atom, *place, context));
        let has_empty = atoms.iter().any(|(atom, _)| is_empty(atom, context));
        let is_short = atoms.iter().any(|(atom, place)| atom.is_wildcard() && place.reach == Reach::Segment);
        let widths = if open.is_some() || is_short { &[false, true][..] } else { &[false] };
        let empties = if has_empty { &[true, false][..] } else { &[true] };
        let readings = widths.iter().flat_map(|is_wide| empties.iter().map(move |empty| (*is_wide, *empty)));
        Self {
            readings: readings
                .map(|(is_wide, has_empty)| reading(atoms, context, is_wide, has_empty))
                .collect(),
            gap: open.unwrap_or(if has_empty { Gap::EmptyValue } else { Gap::CrossedColon }),
            has_open_variable: open.is_some(),
        }
    }

    /// What is open, if there are several readings.
    pub fn gap(&self) -> Gap {
        self.gap
    }

    /// The result on which all readings agree.
    pub fn matches(&self, test: impl Fn(&[Token]) -> Match) -> Match {
        let mut results = self.readings.iter().map(|reading| match reading {
            Reading::Tokens(tokens) => test(tokens),
            Reading::WithoutValue | Reading::Nothing => Match::No,
        });
        let first = results.next().unwrap_or(Match::No);
        if results.all(|result| result == first) { first } else { Match::Undecided(self.gap) }
    }

    /// Whether a variable has no value, in one of the readings.
    pub fn may_lack_value(&self) -> bool {
        self.readings.iter().any(|reading| matches!(reading, Reading::WithoutValue))
    }
}

/// What is open about a variable.
fn open_variable(atom: &Atom<Reference>, place: Place, context: &Context) -> Option<Gap> {
    match atom {
        Atom::Variable(_) => Some(Gap::MalformedVariable),
        Atom::Symbol(_) if !place.takes_variables => Some(Gap::VariableBeforeResource),
        Atom::Symbol(reference) if context.values(&reference.key).len() > 1 => {
            Some(Gap::VariableWithSeveralValues)
        }
        Atom::Symbol(_) | Atom::Character(_) | Atom::AnyCharacter | Atom::AnyText => None,
    }
}

fn is_empty(atom: &Atom<Reference>, context: &Context) -> bool {
    match atom {
        Atom::Symbol(reference) => context.values(&reference.key) == [""],
        Atom::Variable(_) | Atom::Character(_) | Atom::AnyCharacter | Atom::AnyText => false,
    }
}

/// The narrow or the wide reading of what is open, in which an empty value is a value, or none.
fn reading(
    atoms: &[(&Atom<Reference>, Place)],
    context: &Context,
    is_wide: bool,
    has_empty_values: bool,
) -> Reading {
    let mut tokens = Vec::new();
    for (atom, place) in atoms {
        let reach = if is_wide { Reach::Anywhere } else { place.reach };
        if !is_wide && open_variable(atom, *place, context).is_some() {
            return Reading::Nothing;
        }
        match atom {
            Atom::Character(character) => tokens.push(Token::Character(*character)),
            Atom::AnyCharacter => tokens.push(Token::AnyCharacter(reach)),
            Atom::AnyText => tokens.push(Token::AnyText(reach)),
            Atom::Variable(_) => tokens.push(Token::AnyText(Reach::Anywhere)),
            Atom::Symbol(reference) => match value(reference, context, has_empty_values) {
                Some(Value::One(value)) => tokens.extend(value.chars().map(Token::Character)),
                Some(Value::Several) => tokens.push(Token::AnyText(Reach::Anywhere)),
                None => return Reading::WithoutValue,
            },
        }
    }
    Reading::Tokens(tokens)
}

enum Value<'a> {
    One(&'a str),
    Several,
}

/// What replaces a variable: the value of its key, or else its default.
fn value<'a>(reference: &'a Reference, context: &'a Context, has_empty_values: bool) -> Option<Value<'a>> {
    match context.values(&reference.key) {
        [value] if has_empty_values || !value.is_empty() => Some(Value::One(value)),
        [] | [_] => reference.default.as_deref().map(Value::One),
        _ => Some(Value::Several),
    }
}
