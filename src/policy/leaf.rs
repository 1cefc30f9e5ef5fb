//! The leaves of a symbolic policy: strings with tokens.

use std::sync::Arc;

use crate::iam::{ParseLeaf, Pattern, Policy, ReferencePlace, Unknown};
use crate::inputs::{Context, Part, TokenString};
use crate::policy::document::Document;
use crate::policy::route::ArnWithParameters;
use crate::policy::text::TextCheck;
use crate::source::{Diagnostic, Span};

/// Parses and checks the strings of user-written policies, which may contain tokens.
pub struct TokenStrings<'a> {
    /// Checks the strings.
    pub check: TextCheck<'a>,
}

/// A string of a user-written policy.
pub struct PlacedString {
    /// The string.
    pub text: TokenString,
    /// Its place.
    pub span: Span,
}

impl TokenStrings<'_> {
    /// Parses a string that is used in this way.
    ///
    /// # Errors
    /// The first of its problems; the others have been reported.
    pub fn parse_in(
        &self,
        context: Context,
        text: &str,
        span: Span,
    ) -> Result<Vec<PlacedString>, Diagnostic> {
        let with_parameters = ArnWithParameters::find(text);
        let text = self
            .check
            .parse(context, text, span)
            .map_err(|error| with_parameters.iter().fold(error, |error, arn| error.help(arn.help())))?;
        // Other lookalikes were reported, such as a parameter in doubled braces.
        if let Some(arn) = with_parameters.filter(|_| text.lookalikes().is_empty()) {
            self.check.diagnostics.push(arn.warning(span));
        }
        Ok(vec![PlacedString { text, span }])
    }
}

/// A user-written document, and the places of its strings, in the order of its leaves.
pub type PlacedDocument = (Arc<Document>, Arc<[Span]>);

/// The document with these strings.
pub fn placed_document(policy: &Policy<PlacedString>) -> PlacedDocument {
    let places = policy.leaves().map(|leaf| leaf.span).collect();
    (Arc::new(policy.map(|leaf| leaf.text.clone())), places)
}

impl ParseLeaf for TokenStrings<'_> {
    type Leaf = PlacedString;

    fn parse(
        &self,
        text: &str,
        _: Option<ReferencePlace>,
        span: Span,
    ) -> Result<Vec<PlacedString>, Diagnostic> {
        self.parse_in(Context::Policy, text, span)
    }

    fn known<'a>(&self, leaf: &'a PlacedString) -> Option<&'a str> {
        leaf.text.as_literal()
    }

    fn pattern(&self, leaf: &PlacedString) -> Pattern<Unknown> {
        unknown_pattern(&leaf.text)
    }
}

/// A string as a pattern, with its tokens and values as symbols.
pub fn pattern(text: &TokenString) -> Pattern<&Part> {
    pattern_with(text, |part| part)
}

/// A string as a pattern, with its tokens and values as unknown parts.
pub fn unknown_pattern(text: &TokenString) -> Pattern<Unknown> {
    pattern_with(text, |part| match part {
        // Names, regions, account IDs, partitions and identity IDs.
        Part::Token(_) => Unknown::Word,
        Part::Value(_) | Part::Literal(_) => Unknown::Text,
    })
}

fn pattern_with<'a, S>(text: &'a TokenString, symbol: impl Fn(&'a Part) -> S) -> Pattern<S> {
    let mut pattern = Pattern::default();
    for part in text.parts() {
        match part {
            Part::Literal(text) => pattern.push_text(text),
            Part::Token(_) | Part::Value(_) => pattern.push_symbol(symbol(part)),
        }
    }
    pattern
}
