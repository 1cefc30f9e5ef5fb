//! Differences between the policies of a grant in two environments.

use crate::inputs::{Part, Token, TokenString, TokenValues};
use crate::policy::{Document, Grant};
use crate::source::Span;

/// The first string that differs between two documents, if all else is the same.
pub(super) struct DifferingString {
    /// The places of the string in both documents.
    pub places: [Span; 2],
    /// The string with tokens, which has both values.
    pub common: Option<String>,
}

/// A grant, and the tokens of its environment.
type InEnvironment<'a> = (&'a Grant, &'a TokenValues);

/// The first string that differs, if the documents have places.
pub(super) fn first_differing_string(
    (ours, our_tokens): InEnvironment,
    (theirs, their_tokens): InEnvironment,
) -> Option<DifferingString> {
    let pairs = ours.document.leaves().zip(theirs.document.leaves());
    let (index, (our_text, their_text)) = pairs.enumerate().find(|(_, (ours, theirs))| ours != theirs)?;
    let places = [*ours.places.get(index)?, *theirs.places.get(index)?];
    let [our_text, their_text] = [generalized(our_text, our_tokens), generalized(their_text, their_tokens)];
    let is_one = our_text == their_text && our_text.tokens().next().is_some();
    Some(DifferingString { places, common: is_one.then(|| our_text.source()) })
}

/// A reference in one document, and a text in its place in the other.
pub(super) struct TextForReference<'a> {
    /// The name of the reference's value.
    pub value: &'a str,
    /// Which of the documents has the text.
    pub text_in: usize,
}

/// The first strings that differ, if they are a reference and a text that Terraform could pass instead: one without
/// `{identity}` and wildcards.
pub(super) fn text_for_reference<'a>(
    ours: &'a Document,
    theirs: &'a Document,
) -> Option<TextForReference<'a>> {
    let (ours, theirs) = ours.leaves().zip(theirs.leaves()).find(|(ours, theirs)| ours != theirs)?;
    let value_missing_in = |text: &'a TokenString, other: &TokenString| {
        text.parts().iter().find_map(|part| match part {
            Part::Value(name) => (!other.parts().contains(part)).then_some(name.as_str()),
            Part::Literal(_) | Part::Token(_) => None,
        })
    };
    match (value_missing_in(ours, theirs), value_missing_in(theirs, ours)) {
        (Some(value), None) if is_plain(theirs) => Some(TextForReference { value, text_in: 1 }),
        (None, Some(value)) if is_plain(ours) => Some(TextForReference { value, text_in: 0 }),
        (Some(_), _) | (None, _) => None,
    }
}

fn is_plain(text: &TokenString) -> bool {
    text.parts().iter().all(|part| match part {
        Part::Literal(literal) => !literal.contains('*'),
        Part::Token(token) => *token != Token::Identity,
        Part::Value(_) => true,
    })
}

/// The string with tokens in place of the values that differ between environments.
fn generalized(text: &TokenString, tokens: &TokenValues) -> TokenString {
    let tokens =
        [Token::AccountId, Token::Region, Token::Environment].map(|token| (token, tokens.get(token)));
    TokenString::from_parts(text.parts().iter().flat_map(|part| match part {
        Part::Literal(literal) => with_tokens(literal, &tokens),
        Part::Token(_) | Part::Value(_) => vec![part.clone()],
    }))
}

fn with_tokens(literal: &str, tokens: &[(Token, Option<&str>)]) -> Vec<Part> {
    let found = tokens.iter().find_map(|(token, value)| Some((*token, literal.split_once((*value)?)?)));
    match found {
        Some((token, (before, after))) => {
            let mut parts = with_tokens(before, tokens);
            parts.push(Part::Token(token));
            parts.extend(with_tokens(after, tokens));
            parts
        }
        None => vec![Part::Literal(literal.to_owned())],
    }
}
