//! The strings of policies as patterns.

use crate::iam::rule::Reference;
use crate::iam::{Atom, Pattern};

/// What a string can contain besides characters.
#[derive(Clone, Copy)]
pub(super) struct Syntax {
    /// `${…}`.
    pub(super) has_variables: bool,
    /// `*` and `?`.
    pub(super) has_wildcards: bool,
}

impl Syntax {
    /// Parses a string. Variables become symbols; what is between `${` and `}` but no variable remains an
    /// [`Atom::Variable`].
    pub(super) fn parse(self, text: &str) -> Pattern<Reference> {
        let atoms = match self.has_variables {
            true => Pattern::<Reference>::parse(text).atoms().to_vec(),
            false => text.chars().map(atom).collect(),
        };
        atoms.into_iter().map(|atom| self.compiled(atom)).collect()
    }

    fn compiled(self, atom: Atom<Reference>) -> Atom<Reference> {
        match atom {
            Atom::AnyText if !self.has_wildcards => Atom::Character('*'),
            Atom::AnyCharacter if !self.has_wildcards => Atom::Character('?'),
            Atom::Variable(inside) => match Reference::parse(&inside) {
                Some(reference) => Atom::Symbol(reference),
                None => Atom::Variable(inside),
            },
            other @ (Atom::Character(_) | Atom::AnyCharacter | Atom::AnyText | Atom::Symbol(_)) => other,
        }
    }
}

fn atom(character: char) -> Atom<Reference> {
    match character {
        '*' => Atom::AnyText,
        '?' => Atom::AnyCharacter,
        other => Atom::Character(other),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strings_are_parsed_as_their_place_allows() {
        let parse = |has_variables, has_wildcards, text: &str| {
            Syntax { has_variables, has_wildcards }.parse(text).atoms().to_vec()
        };
        let team = Atom::Symbol(Reference { key: "aws:principaltag/team".into(), default: None });
        assert_eq!(parse(true, true, "${aws:PrincipalTag/Team}*"), [team, Atom::AnyText]);
        assert_eq!(parse(true, false, "a*${*}"), ['a', '*', '*'].map(Atom::Character));
        assert_eq!(parse(true, true, "${var.x}"), [Atom::Variable("var.x".into())]);
        let plain = ['$', '{'].map(Atom::Character).into_iter().chain([Atom::AnyText, Atom::Character('}')]);
        assert_eq!(parse(false, true, "${*}"), plain.collect::<Vec<_>>());
    }
}
