//! Statements as rules see them: with the places of their strings.

use crate::iam::{ConditionBlock, Effect, Operator, Pattern, Scalar, Statement, Values};
use crate::inputs::{Part, TokenString};
use crate::lint::Finding;
use crate::model::{Environment, GUEST};
use crate::policy::{self, Grant};
use crate::source::{Code, Span};

/// A statement of a grant that allows something.
pub struct AllowedStatement<'a> {
    /// The key of the role.
    pub role: &'a str,
    /// The grant.
    pub grant: &'a Grant,
    /// The statement.
    pub statement: &'a Statement<TokenString>,
    /// Whether the classic flow, which does not limit guests to some services, is allowed.
    pub has_classic_flow: bool,
    /// The places of the statement's strings, in order; empty if a kind of grants has written it.
    places: &'a [Span],
}

/// An action or a resource, and its place.
#[derive(Clone, Copy)]
pub struct WrittenPattern<'a> {
    /// The string.
    pub text: &'a TokenString,
    /// Its place: that of the grant, if a kind of grants has written it.
    pub span: Span,
}

/// A condition: an operator, a key and its values.
#[derive(Clone, Copy)]
pub struct Condition<'a> {
    /// The operator.
    pub operator: &'a Operator,
    /// The key.
    pub key: &'a str,
    /// The values.
    pub values: &'a Values<Scalar<TokenString>>,
    /// The place of the first value, or that of the grant.
    pub span: Span,
}

impl<'a> AllowedStatement<'a> {
    /// The statements of a grant that allow something.
    pub(super) fn all_of(role: &'a str, grant: &'a Grant, environment: &Environment) -> Vec<Self> {
        let mut places = grant.places.get(usize::from(grant.document.id.is_some())..).unwrap_or_default();
        let mut statements = Vec::new();
        for statement in grant.document.statements.iter() {
            let count = statement.leaves().count().min(places.len());
            let (own, rest) = places.split_at(count);
            places = rest;
            if statement.effect == Effect::Allow {
                let has_classic_flow = environment.identity_pool.classic_flow.is_some();
                statements.push(Self { role, grant, statement, has_classic_flow, places: own });
            }
        }
        statements
    }

    /// Whether anyone gets the role, without signing in.
    pub fn is_for_guests(&self) -> bool {
        self.role == GUEST
    }

    /// Whether the user has written the statement; otherwise a kind of grants has.
    pub fn is_written_by_user(&self) -> bool {
        self.grant.kind.is_none()
    }

    /// A finding about the statement.
    pub fn finding(&self, code: Code, span: Span, message: impl Into<String>) -> Finding {
        Finding::new(code, format!("roles.{}.grants.{}", self.role, self.grant.key), span, message)
    }

    /// The patterns of `Action` or `NotAction`.
    pub fn actions(&self) -> impl Iterator<Item = WrittenPattern<'a>> {
        self.placed(usize::from(self.statement.sid.is_some()), self.statement.actions.patterns())
    }

    /// The patterns of `Resource` or `NotResource`.
    pub fn resources(&self) -> impl Iterator<Item = WrittenPattern<'a>> {
        let first = usize::from(self.statement.sid.is_some()) + self.statement.actions.patterns().count();
        self.placed(first, self.statement.resources.patterns())
    }

    /// The conditions.
    pub fn conditions(&self) -> Vec<Condition<'a>> {
        let of_conditions: usize = self.statement.conditions.iter().map(|block| block.leaves().count()).sum();
        let mut place = self.places.len().saturating_sub(of_conditions);
        let mut conditions = Vec::new();
        for (block, (key, values)) in self.statement.conditions.iter().flat_map(keys) {
            let texts = values.iter().filter(|value| matches!(value, Scalar::Text(_))).count();
            let span = self.places.get(place).filter(|_| texts > 0).copied().unwrap_or(self.grant.span);
            conditions.push(Condition { operator: &block.operator, key, values, span });
            place += texts;
        }
        conditions
    }

    /// Strings with their places, the first of which has an index among those of the statement.
    fn placed(
        &self,
        first: usize,
        texts: impl Iterator<Item = &'a TokenString>,
    ) -> impl Iterator<Item = WrittenPattern<'a>> {
        let (places, otherwise) = (self.places, self.grant.span);
        texts.enumerate().map(move |(index, text)| WrittenPattern {
            text,
            span: places.get(first + index).copied().unwrap_or(otherwise),
        })
    }
}

type KeyAndValues = (String, Values<Scalar<TokenString>>);

fn keys(
    block: &ConditionBlock<TokenString>,
) -> impl Iterator<Item = (&ConditionBlock<TokenString>, &KeyAndValues)> {
    block.keys.iter().map(move |key| (block, key))
}

impl<'a> WrittenPattern<'a> {
    /// The string as a pattern.
    pub fn pattern(&self) -> Pattern<&'a Part> {
        policy::pattern(self.text)
    }
}
