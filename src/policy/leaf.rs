//! The leaves of a symbolic policy: strings with tokens.

use std::cell::RefCell;
use std::rc::Rc;

use crate::iam::{ParseLeaf, Pattern, ReferencePlace, Unknown};
use crate::inputs::{Context, Part, TokenString};
use crate::policy::text::TextCheck;
use crate::source::{Diagnostic, Span};

/// Parses and checks the strings of user-written policies, which may contain tokens.
pub struct TokenStrings<'a> {
    /// Checks the strings.
    pub check: TextCheck<'a>,
    places: RefCell<Vec<Span>>,
}

impl<'a> TokenStrings<'a> {
    /// Parses strings, and checks them with `check`.
    pub fn new(check: TextCheck<'a>) -> Self {
        Self { check, places: RefCell::default() }
    }

    /// Parses a string that is used in this way.
    ///
    /// # Errors
    /// The first of its problems; the others have been reported.
    pub fn parse_in(&self, context: Context, text: &str, span: Span) -> Result<Vec<TokenString>, Diagnostic> {
        let text = self.check.parse(context, text, span)?;
        self.add_place(span);
        Ok(vec![text])
    }

    /// Adds the place of a leaf.
    pub fn add_place(&self, span: Span) {
        self.places.borrow_mut().push(span);
    }

    /// The places of the leaves that were parsed, in order, which is that of the document.
    pub fn into_places(self) -> Rc<[Span]> {
        self.places.into_inner().into()
    }
}

impl ParseLeaf for TokenStrings<'_> {
    type Leaf = TokenString;

    fn parse(
        &self,
        text: &str,
        _: Option<ReferencePlace>,
        span: Span,
    ) -> Result<Vec<TokenString>, Diagnostic> {
        self.parse_in(Context::Policy, text, span)
    }

    fn known<'a>(&self, leaf: &'a TokenString) -> Option<&'a str> {
        leaf.as_literal()
    }

    fn pattern(&self, leaf: &TokenString) -> Pattern<Unknown> {
        unknown_pattern(leaf)
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
