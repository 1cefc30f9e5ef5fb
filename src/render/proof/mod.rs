//! Verifies that no value changes the structure of a rendered file.
//!
//! Every value must be in a place that fits its form, and the text must have the same structure as the
//! probe, in which every value is replaced by a stand-in ([`hcl`], [`markdown`]). With a template pack,
//! the template's own text must also be the same with other values ([`difference`]), so that no template
//! can branch on a value, count it, or take it apart. See docs/internals/render-proof.md.

mod blank_lines;
pub mod hcl;
pub mod markdown;

use std::ops::Range;

use crate::render::placeholder::{Form, Piece, Substitution};

/// Why a rendered text is rejected.
#[derive(Debug)]
pub struct Failure {
    /// The text without placeholders, or nothing if it is too long to show.
    pub text: String,
    /// The place in the text.
    pub range: Range<usize>,
    /// What is wrong.
    pub message: String,
    /// How to fix it.
    pub help: Option<&'static str>,
}

/// A value and its place.
#[derive(Debug)]
pub struct Place {
    /// The form in which it is written.
    pub form: Form,
    /// Its range in the actual text.
    pub actual: Range<usize>,
    /// Its range in the probe.
    pub probe: Range<usize>,
}

/// A rendered text with its values, and with stand-ins in their places.
#[derive(Debug, Default)]
pub struct Filled {
    /// The text with its values.
    pub actual: String,
    /// The text with a stand-in for each value.
    pub probe: String,
    /// The values.
    pub places: Vec<Place>,
}

impl Filled {
    /// Fills in values and stand-ins.
    pub fn of<'a>(pieces: &[Piece<'a>], probe_value: impl Fn(&'a Substitution) -> &'a str) -> Self {
        let mut filled = Self::default();
        for piece in pieces {
            match piece {
                Piece::Own(own) => {
                    filled.actual.push_str(own);
                    filled.probe.push_str(own);
                }
                Piece::Value(substitution) => {
                    let actual = put(&mut filled.actual, &substitution.written);
                    let probe = put(&mut filled.probe, probe_value(substitution));
                    filled.places.push(Place { form: substitution.form, actual, probe });
                }
            }
        }
        filled
    }

    /// Whether the text has a value that does not count as the template's own text.
    pub fn has_values(&self) -> bool {
        self.places.iter().any(|place| !place.form.is_own_text())
    }

    /// A failure at a place in the text.
    pub fn fails(&self, range: Range<usize>, message: impl Into<String>) -> Failure {
        Failure { text: self.actual.clone(), range, message: message.into(), help: None }
    }
}

/// The index of the first difference.
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

/// The parts of a text that belong to the template.
pub fn own(pieces: &[Piece]) -> String {
    let own = |piece: &Piece| match piece {
        Piece::Own(own) => (*own).to_owned(),
        Piece::Value(substitution) => format!("\0{:?}{}", substitution.form, substitution.own),
    };
    pieces.iter().map(own).collect()
}

/// The offset of the first difference in the template's own text between two renderings.
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
