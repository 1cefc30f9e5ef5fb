use std::borrow::Cow;

use crate::aws::Partition;
use crate::inputs::decode::Given;
use crate::inputs::text::{Part, Text, Token};
use crate::source::{Code, Problem, Problems, Span};

/// What the tokens stand for in one environment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TokenValues {
    /// `{name}`
    pub name: String,
    /// `{environment}`
    pub environment: String,
    /// `{region}`
    pub region: String,
    /// `{account_id}`, which an environment may leave out.
    pub account_id: Option<String>,
    /// `{partition}`
    pub partition: Partition,
}

impl TokenValues {
    /// What a token stands for; nothing for `{identity}`, and for `{account_id}` where none is given.
    pub fn get(&self, token: Token) -> Option<&str> {
        match token {
            Token::Name => Some(&self.name),
            Token::Environment => Some(&self.environment),
            Token::Region => Some(&self.region),
            Token::AccountId => self.account_id.as_deref(),
            Token::Partition => Some(self.partition.id()),
            Token::Identity => None,
        }
    }

    /// A text with its tokens expanded; a token that stands for nothing here is reported.
    pub fn expand(&self, given: &Given<Text>, problems: &Problems) -> Option<(String, Span)> {
        let (text, span) = given.with_span()?;
        for token in text.tokens().filter(|token| self.get(*token).is_none()) {
            problems.push(unavailable(token, span));
        }
        let known = text.tokens().all(|token| self.get(token).is_some());
        known.then(|| (self.expand_known(text), span))
    }

    /// Like [`expand`](Self::expand), for a text whose tokens are known to stand for something.
    pub fn expand_known(&self, text: &Text) -> String {
        text.expand(|part| match part {
            Part::Token(token) => Cow::Borrowed(self.get(*token).unwrap_or_default()),
            Part::Value(name) | Part::Literal(name) => Cow::Owned(name.clone()),
        })
    }
}

/// The problem of a token that stands for nothing at a place.
pub fn unavailable(token: Token, span: Span) -> Problem {
    let problem =
        Problem::at(span, Code::UnknownToken, format!("`{{{}}}` stands for nothing here", token.word()));
    match token {
        Token::AccountId => problem.help("give the environment its `account_id`"),
        _ => problem.help("`{identity}` is for grants: it is the identity ID of whoever is signed in"),
    }
}
