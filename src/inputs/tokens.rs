//! The values of tokens, and their substitution.

use std::borrow::Cow;

use crate::aws::names::AccountId;
use crate::aws::{Identifier, Partition, Region};
use crate::hcl::{Expression, Piece};
use crate::inputs::decode::Spanned;
use crate::inputs::keys::{EnvironmentKey, Name};
use crate::inputs::lookalike::Context;
use crate::inputs::reference;
use crate::inputs::references::References;
use crate::inputs::token::Token;
use crate::inputs::token_string::{Part, TokenString};
use crate::inputs::value_or_reference::ValueOrReference;
use crate::source::{Code, Diagnostic, Diagnostics, Span};

/// The values of the tokens in one environment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TokenValues {
    /// `{name}`
    pub name: Name,
    /// `{environment}`
    pub environment: EnvironmentKey,
    /// `{region}`, and with it `{partition}`
    pub region: Region,
    /// `{account_id}`, which an environment may omit
    pub account_id: Option<AccountId>,
}

/// A [`ValueOrReference`] in one environment.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Resolved {
    /// A value that is known before Terraform runs.
    Known(String),
    /// A reference, whose value only Terraform knows.
    Reference(String),
}

impl Resolved {
    /// The value, if it is known before Terraform runs.
    pub fn known(&self) -> Option<&str> {
        match self {
            Self::Known(value) => Some(value),
            Self::Reference(_) => None,
        }
    }

    /// The value, or the reference as it is written.
    pub fn source(&self) -> &str {
        match self {
            Self::Known(text) | Self::Reference(text) => text,
        }
    }

    /// The value or reference as an HCL expression.
    pub fn expression(&self) -> Expression {
        match self {
            Self::Known(value) => Expression::string(value),
            Self::Reference(reference) => Expression::Template(vec![Piece::Reference(reference.clone())]),
        }
    }
}

impl TokenValues {
    /// The partition of the region.
    pub fn partition(&self) -> Partition {
        self.region.partition()
    }

    /// The value of a token; `None` for `{identity}`, and for `{account_id}` if the environment has none.
    pub fn get(&self, token: Token) -> Option<&str> {
        match token {
            Token::Name => Some(self.name.as_str()),
            Token::Environment => Some(self.environment.as_str()),
            Token::Region => Some(self.region.as_str()),
            Token::AccountId => self.account_id.as_ref().map(AccountId::as_str),
            Token::Partition => Some(self.partition().id()),
            Token::Identity => None,
        }
    }

    /// Expands the tokens in a string. Tokens without a value, and text that looks like a token, are reported.
    pub fn expand(&self, given: &Spanned<TokenString>, diagnostics: &Diagnostics) -> Option<(String, Span)> {
        self.expand_in(Context::Value, given, diagnostics)
    }

    /// Like [`expand`](Self::expand), for a string that is used in this way.
    pub fn expand_in(
        &self,
        context: Context,
        given: &Spanned<TokenString>,
        diagnostics: &Diagnostics,
    ) -> Option<(String, Span)> {
        let (text, span) = given.with_span()?;
        Some((self.expand_at(text, context, span, diagnostics)?, span))
    }

    fn expand_at(
        &self,
        text: &TokenString,
        context: Context,
        span: Span,
        diagnostics: &Diagnostics,
    ) -> Option<String> {
        let found = text.lookalikes().iter().filter_map(|lookalike| lookalike.diagnostic(context, span));
        let found: Vec<Diagnostic> = found.collect();
        let is_mistaken = found.iter().any(|diagnostic| diagnostic.code.is_error());
        found.into_iter().for_each(|diagnostic| diagnostics.push(diagnostic));
        for token in text.tokens().filter(|token| self.get(*token).is_none()) {
            diagnostics.push(unavailable(token, span));
        }
        let known = text.tokens().all(|token| self.get(token).is_some());
        (known && !is_mistaken).then(|| self.expand_known(text))
    }

    /// Expands the tokens in a string and checks the value, or checks a reference and adds it to the others.
    /// Problems are reported.
    pub fn resolve(
        &self,
        given: &Spanned<ValueOrReference>,
        wanted: Option<Identifier>,
        references: &References,
        diagnostics: &Diagnostics,
    ) -> Option<Resolved> {
        let (resolved, refusal) = match given.with_span()? {
            (ValueOrReference::Text(text), span) => {
                let value = self.expand_at(text, Context::Identifier, span, diagnostics)?;
                let refusal = wanted.and_then(|wanted| wanted.refusal(&value, self.partition(), span));
                (Resolved::Known(value), refusal)
            }
            (ValueOrReference::Reference(reference), _) => {
                let (reference, span) = reference.with_span()?;
                references.add(reference, span);
                (
                    Resolved::Reference(reference.clone()),
                    reference::refusal(reference, wanted, self.partition(), span),
                )
            }
        };
        refusal.into_iter().for_each(|refusal| diagnostics.push(refusal.of_value()));
        Some(resolved)
    }

    /// Like [`expand`](Self::expand), for strings whose tokens are known to have values.
    pub fn expand_known(&self, text: &TokenString) -> String {
        text.expand(|part| match part {
            Part::Token(token) => Cow::Borrowed(self.get(*token).unwrap_or_default()),
            Part::Value(name) | Part::Literal(name) => Cow::Owned(name.clone()),
        })
    }
}

/// The diagnostic for a token that has no value at `span`.
pub fn unavailable(token: Token, span: Span) -> Diagnostic {
    let diagnostic =
        Diagnostic::at(span, Code::UnknownToken, format!("`{{{}}}` has no value here", token.word()));
    match token {
        Token::AccountId => diagnostic.help("set the environment's `account_id`"),
        Token::Name | Token::Environment | Token::Region | Token::Partition | Token::Identity => diagnostic
            .help("use `{identity}` only in grants, where it is the identity ID of the signed-in user"),
    }
}
