//! The texts of a request: its resource, and the values of its condition keys.

use std::fmt;

use crate::access::placeholders::grant_value;
use crate::iam::{Atom, Pattern, Unknown};
use crate::inputs::keys::OTHER;
use crate::inputs::{Part, Resolved, Token, TokenString};
use crate::model::Environment;
use crate::policy::Grant;

/// A text of a request, as far as it is known before anything exists. With wildcards, it stands for all texts that they
/// match.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct RequestText {
    pieces: Vec<Piece>,
}

/// A part of a [`RequestText`].
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Piece {
    /// This text, in which no character is special.
    Text(String),
    /// `*`: any text.
    AnyText,
    /// `?`: any one character.
    AnyCharacter,
    /// An identity ID: the region, a colon and a UUID.
    IdentityId(IdentityId),
    /// A value that only Terraform or AWS knows, equal to itself: a reference as it is written, or what it is in words.
    Unknown(String),
}

/// Whose identity ID it is.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum IdentityId {
    /// The caller's.
    Caller,
    /// That of another identity of the suite, by its name.
    Named(String),
    /// That of any identity but the caller.
    Other,
}

/// A role or a grant that an environment doesn't have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct MissingReference(pub String);

impl RequestText {
    /// A known text without wildcards.
    pub fn literal(text: impl Into<String>) -> Self {
        Self::of([Piece::Text(text.into())])
    }

    /// Joins pieces; adjacent texts become one, and empty ones are left out.
    pub fn of(pieces: impl IntoIterator<Item = Piece>) -> Self {
        let mut joined: Vec<Piece> = Vec::new();
        for piece in pieces {
            match (joined.last_mut(), piece) {
                (_, Piece::Text(text)) if text.is_empty() => {}
                (Some(Piece::Text(last)), Piece::Text(text)) => last.push_str(&text),
                (_, piece) => joined.push(piece),
            }
        }
        Self { pieces: joined }
    }

    /// The pieces, in order. No text is empty or next to another one.
    pub fn pieces(&self) -> &[Piece] {
        &self.pieces
    }

    /// The text, if it is known and has no wildcards.
    pub fn as_literal(&self) -> Option<&str> {
        match &self.pieces[..] {
            [] => Some(""),
            [Piece::Text(text)] => Some(text),
            _ => None,
        }
    }

    /// The text as a pattern, with the parts that aren't known as symbols.
    pub fn pattern(&self) -> Pattern<Unknown> {
        let atoms = self.pieces.iter().flat_map(|piece| match piece {
            Piece::Text(text) => text.chars().map(Atom::Character).collect(),
            Piece::AnyText => vec![Atom::AnyText],
            Piece::AnyCharacter => vec![Atom::AnyCharacter],
            Piece::IdentityId(_) => vec![Atom::Symbol(Unknown::Word)],
            Piece::Unknown(_) => vec![Atom::Symbol(Unknown::Text)],
        });
        atoms.collect()
    }

    /// A string of a test in an environment, for the identity with this name.
    pub(super) fn resolve(
        text: &TokenString,
        caller: &str,
        environment: &Environment,
    ) -> Result<Self, MissingReference> {
        let pieces: Result<Vec<Vec<Piece>>, MissingReference> = text
            .parts()
            .iter()
            .map(|part| match part {
                Part::Literal(text) => Ok(with_wildcards(text)),
                Part::Token(token) => Ok(vec![of_token(*token, environment)]),
                Part::Value(word) => of_placeholder(word, caller, environment),
            })
            .collect();
        Ok(Self::of(pieces?.into_iter().flatten()))
    }
}

/// A text in which `*` and `?` are wildcards.
fn with_wildcards(text: &str) -> Vec<Piece> {
    let split = text.split_inclusive(['*', '?']).flat_map(|part| {
        let (text, wildcard) = match part.char_indices().next_back() {
            Some((at, '*')) => (&part[..at], Some(Piece::AnyText)),
            Some((at, '?')) => (&part[..at], Some(Piece::AnyCharacter)),
            _ => (part, None),
        };
        [Piece::Text(text.to_owned())].into_iter().chain(wildcard)
    });
    split.collect()
}

fn of_token(token: Token, environment: &Environment) -> Piece {
    match (token, environment.tokens.get(token)) {
        (Token::Identity, _) => Piece::IdentityId(IdentityId::Caller),
        (_, Some(value)) => Piece::Text(value.to_owned()),
        (_, None) => unknown_account(),
    }
}

/// The ID of an account that the inputs don't name, in words.
pub(super) const ACCOUNT: &str = "the account's ID";

/// The ID of an account that the inputs don't name.
pub(super) fn unknown_account() -> Piece {
    Piece::Unknown(ACCOUNT.to_owned())
}

fn of_placeholder(
    word: &str,
    caller: &str,
    environment: &Environment,
) -> Result<Vec<Piece>, MissingReference> {
    let id = match word {
        OTHER => IdentityId::Other,
        _ if word == caller => IdentityId::Caller,
        _ => match grant_value(word) {
            Some(keys) => return of_grant(keys, environment),
            None => IdentityId::Named(word.to_owned()),
        },
    };
    Ok(vec![Piece::IdentityId(id)])
}

fn of_grant(
    [role, grant, key]: [&str; 3],
    environment: &Environment,
) -> Result<Vec<Piece>, MissingReference> {
    let found =
        environment.roles.get(role).ok_or_else(|| MissingReference(format!("there is no role `{role}`")))?;
    let grants = found.managed().map(|role| &role.grants);
    let found = grants.and_then(|grants| grants.get(grant));
    let found = found.ok_or_else(|| MissingReference(format!("the role `{role}` has no grant `{grant}`")))?;
    match found.values.get(key) {
        Some(Resolved::Known(value)) => Ok(with_wildcards(value)),
        Some(Resolved::Reference(reference)) => Ok(vec![Piece::Unknown(reference.clone())]),
        None => Err(MissingReference(format!("the grant `{role}.{grant}` has no value `{key}`"))),
    }
}

/// The keys of a grant's values, without those of tokens.
pub(super) fn value_keys(grant: &Grant) -> impl Iterator<Item = &str> {
    grant.values.keys().map(String::as_str).filter(|key| Token::of_word(key).is_none())
}

/// For people: the ID of an identity as `<ana>`, the caller's as `<identity>`.
impl fmt::Display for RequestText {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.pieces.iter().try_for_each(|piece| match piece {
            Piece::Text(text) => formatter.write_str(text),
            Piece::AnyText => formatter.write_str("*"),
            Piece::AnyCharacter => formatter.write_str("?"),
            Piece::IdentityId(IdentityId::Caller) => formatter.write_str("<identity>"),
            Piece::IdentityId(IdentityId::Named(name)) => write!(formatter, "<{name}>"),
            Piece::IdentityId(IdentityId::Other) => formatter.write_str("<other>"),
            Piece::Unknown(what) => write!(formatter, "<{what}>"),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wildcards_are_pieces_of_their_own() {
        let pieces = |text: &str| RequestText::of(with_wildcards(text)).pieces;
        let text = |text: &str| Piece::Text(text.to_owned());
        assert_eq!(pieces("a/*"), [text("a/"), Piece::AnyText]);
        assert_eq!(pieces("*?b"), [Piece::AnyText, Piece::AnyCharacter, text("b")]);
        assert_eq!(pieces(""), []);
        assert_eq!(RequestText::of(with_wildcards("é*é")).to_string(), "é*é");
        assert_eq!(RequestText::literal("*").as_literal(), Some("*"));
    }
}
