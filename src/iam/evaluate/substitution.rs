//! Patterns whose variables are replaced by the values of a request.
//!
//! Source: IAM User Guide, "IAM policy elements: Variables and tags". Values are literal: a `*` in one is no wildcard.

use crate::iam::evaluate::Context;
use crate::iam::evaluate::text::Token;
use crate::iam::rule::{Reach, Reference};
use crate::iam::{Atom, DocumentationGap, Match};

/// What a pattern can be in a request: several readings if AWS's documentation leaves one open.
pub struct Substitution {
    readings: Vec<Reading>,
    /// What is open, if there are several readings.
    gap: DocumentationGap,
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
        let interpretations = widths.iter().flat_map(|is_wide| {
            empties.iter().map(|has_empty_values| Interpretation {
                is_wide: *is_wide,
                has_empty_values: *has_empty_values,
            })
        });
        Self {
            readings: interpretations.map(|one| one.read(atoms, context)).collect(),
            gap: open.unwrap_or(if has_empty {
                DocumentationGap::EmptyValue
            } else {
                DocumentationGap::CrossedColon
            }),
            has_open_variable: open.is_some(),
        }
    }

    /// What is open, if there are several readings.
    pub fn gap(&self) -> DocumentationGap {
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
fn open_variable(atom: &Atom<Reference>, place: Place, context: &Context) -> Option<DocumentationGap> {
    match atom {
        Atom::Variable(_) => Some(DocumentationGap::MalformedVariable),
        Atom::Symbol(_) if !place.takes_variables => Some(DocumentationGap::VariableBeforeResource),
        Atom::Symbol(reference) if context.values(&reference.key).len() > 1 => {
            Some(DocumentationGap::VariableWithSeveralValues)
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

/// How to read what is open.
#[derive(Clone, Copy)]
struct Interpretation {
    /// Whether what is open matches any text, or nothing.
    is_wide: bool,
    /// Whether an empty value is a value, or none.
    has_empty_values: bool,
}

impl Interpretation {
    fn read(self, atoms: &[(&Atom<Reference>, Place)], context: &Context) -> Reading {
        let mut tokens = Vec::with_capacity(atoms.len());
        match atoms.iter().try_for_each(|(atom, place)| self.push(&mut tokens, atom, *place, context)) {
            Ok(()) => Reading::Tokens(tokens),
            Err(reading) => reading,
        }
    }

    /// Appends an atom; the reading of the whole pattern if it matches nothing because of it.
    fn push(
        self,
        tokens: &mut Vec<Token>,
        atom: &Atom<Reference>,
        place: Place,
        context: &Context,
    ) -> Result<(), Reading> {
        if !self.is_wide && open_variable(atom, place, context).is_some() {
            return Err(Reading::Nothing);
        }
        let reach = if self.is_wide { Reach::Anywhere } else { place.reach };
        match atom {
            Atom::Character(character) => tokens.push(Token::Character(*character)),
            Atom::AnyCharacter => tokens.push(Token::AnyCharacter(reach)),
            Atom::AnyText => tokens.push(Token::AnyText(reach)),
            Atom::Variable(_) => tokens.push(Token::AnyText(Reach::Anywhere)),
            Atom::Symbol(reference) => match self.value(reference, context).ok_or(Reading::WithoutValue)? {
                Value::One(value) => tokens.extend(value.chars().map(Token::Character)),
                Value::Several => tokens.push(Token::AnyText(Reach::Anywhere)),
            },
        }
        Ok(())
    }

    /// What replaces a variable: the value of its key, or else its default.
    fn value<'a>(self, reference: &'a Reference, context: &'a Context) -> Option<Value<'a>> {
        match context.values(&reference.key) {
            [value] if self.has_empty_values || !value.is_empty() => Some(Value::One(value)),
            [] | [_] => reference.default.as_deref().map(Value::One),
            _ => Some(Value::Several),
        }
    }
}

enum Value<'a> {
    One(&'a str),
    Several,
}
