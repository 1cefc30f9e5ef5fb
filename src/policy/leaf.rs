//! The leaves of a symbolic policy: strings with tokens.

use std::cell::RefCell;
use std::rc::Rc;

use crate::iam::{ParseLeaf, Pattern, Unknown};
use crate::inputs::{Part, TokenString};
use crate::policy::route::ArnWithParameters;
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

    fn parse(&self, text: &str, span: Span) -> Result<Vec<TokenString>, Diagnostic> {
        let with_parameters = ArnWithParameters::find(text);
        let text = TokenString::parse(text).map_err(|unknown| {
            with_parameters.iter().fold(unknown.at(span), |error, arn| error.help(arn.help()))
        })?;
        self.check.check(&text, span)?;
        // Other lookalikes were reported, such as a parameter in doubled braces.
        if let Some(arn) = with_parameters.filter(|_| text.lookalikes().is_empty()) {
            self.check.diagnostics.push(arn.warning(span));
        }
        self.add_place(span);
        Ok(vec![text])
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
