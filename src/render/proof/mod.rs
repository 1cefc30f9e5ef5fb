//! Rendered texts become files only where it is proven that no value changes their structure.
//!
//! A value stands where it was escaped for, and the text has the structure that it has with something of
//! which nothing is known in the place of each value ([`hcl`], [`markdown`]). Where a pack is laid over
//! the built-in templates, the template's own part of the text is also the same with other values
//! ([`difference`]): no template can branch on a value, count it, or take it apart.

mod blank_lines;
pub mod hcl;
pub mod markdown;

use std::ops::Range;

use crate::render::placeholder::{Form, Piece, Substitution};

/// Why a rendered text can't be a file.
#[derive(Debug)]
pub struct Failure {
    /// The text, without placeholders; nothing where it is too long to be shown.
    pub text: String,
    /// Where in it.
    pub range: Range<usize>,
    /// Why.
    pub message: String,
    /// What is accepted.
    pub help: Option<&'static str>,
}

/// A value, and where it stands.
#[derive(Debug)]
pub struct Place {
    /// How it is written.
    pub form: Form,
    /// Where in the text.
    pub actual: Range<usize>,
    /// Where in the text in which nothing is known of the values.
    pub probe: Range<usize>,
}

/// A rendered text with its values, and with something of which nothing is known in their places.
#[derive(Debug, Default)]
pub struct Filled {
    /// As it will be.
    pub actual: String,
    /// With a stand-in for each value.
    pub probe: String,
    /// The values.
    pub places: Vec<Place>,
}

impl Filled {
    /// Fills in the values, and their stand-ins.
    pub fn of<'a>(pieces: &[Piece<'a>], stand_in: impl Fn(&'a Substitution) -> &'a str) -> Self {
        let mut filled = Self::default();
        for piece in pieces {
            match piece {
                Piece::Own(own) => {
                    filled.actual.push_str(own);
                    filled.probe.push_str(own);
                }
                Piece::Value(substitution) => {
                    let actual = put(&mut filled.actual, &substitution.written);
                    let probe = put(&mut filled.probe, stand_in(substitution));
                    filled.places.push(Place { form: substitution.form, actual, probe });
                }
            }
        }
        filled
    }

    /// A failure at a place in the text.
    pub fn fails(&self, range: Range<usize>, message: impl Into<String>) -> Failure {
        Failure { text: self.actual.clone(), range, message: message.into(), help: None }
    }
}

/// The index of the first element that is not the same in both.
fn first_difference<T>(one: &[T], other: &[T], is_same: impl Fn(&T, &T) -> bool) -> Option<usize> {
    let differs = one.iter().zip(other).position(|(one, other)| !is_same(one, other));
    differs.or_else(|| (one.len() != other.len()).then_some(one.len().min(other.len())))
}

fn put(text: &mut String, part: &str) -> Range<usize> {
    let start = text.len();
    text.push_str(part);
    start..text.len()
}

/// A text with its values.
pub fn plain(pieces: &[Piece]) -> String {
    let text = |piece: &Piece| match piece {
        Piece::Own(own) => (*own).to_owned(),
        Piece::Value(substitution) => substitution.written.clone(),
    };
    pieces.iter().map(text).collect()
}

/// The template's own part of a text.
pub fn own(pieces: &[Piece]) -> String {
    let own = |piece: &Piece| match piece {
        Piece::Own(own) => (*own).to_owned(),
        Piece::Value(substitution) => format!("\0{:?}{}", substitution.form, substitution.own),
    };
    pieces.iter().map(own).collect()
}

/// Where the template's own part of a text is another with other values: its first byte in the text.
pub fn difference(actual: &[Piece], other: &[Piece]) -> Option<usize> {
    let index = first_difference(actual, other, |one, other| match (one, other) {
        (Piece::Own(one), Piece::Own(other)) => one == other,
        (Piece::Value(one), Piece::Value(other)) => one.form == other.form && one.own == other.own,
        _ => false,
    })?;
    let same = match (actual.get(index), other.get(index)) {
        (Some(Piece::Own(one)), Some(Piece::Own(other))) => {
            let same = one.chars().zip(other.chars()).take_while(|(one, other)| one == other);
            same.map(|(character, _)| character.len_utf8()).sum()
        }
        _ => 0,
    };
    Some(plain(&actual[..index]).len() + same)
}
