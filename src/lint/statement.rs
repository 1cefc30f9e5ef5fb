//! Statements as rules see them: with the places of their strings.

use crate::iam::{Atom, ConditionBlock, Effect, Elements, Operator, Pattern, Scalar, Statement, Values};
use crate::inputs::{Part, Token, TokenString};
use crate::lint::Finding;
use crate::lint::action::{is_whole_service, matches};
use crate::model::{Environment, GUEST};
use crate::policy::{self, Grant, Kind, UnrestrictedAccess};
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
    /// The places of the values that are texts; empty if a kind of grants has written them.
    places: &'a [Span],
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

    /// Whether a built-in kind has written it. None of them has an action that administers something or changes who has
    /// access.
    pub fn is_of_built_in_kind(&self) -> bool {
        self.grant.kind.as_deref().is_some_and(Kind::is_built_in)
    }

    /// A finding about the statement.
    pub fn finding(&self, code: Code, span: Span, message: impl Into<String>) -> Finding {
        Finding::new(code, format!("roles.{}.grants.{}", self.role, self.grant.key), span, message)
    }

    /// Whether it allows every action but those that it names.
    pub fn allows_all_but(&self) -> bool {
        matches!(self.statement.actions, Elements::AllBut(_))
    }

    /// What it excepts, if it allows everything else. A condition can be what limits signed-in users, such as to the
    /// resources with their tags.
    pub fn everything_except(&self) -> Option<Vec<String>> {
        let is_limited = !self.is_for_guests() && !self.statement.conditions.is_empty();
        match policy::unrestricted_access(self.statement).filter(|_| !is_limited) {
            Some(UnrestrictedAccess::Everything { except }) => Some(except),
            Some(UnrestrictedAccess::Services(_)) | None => None,
        }
    }

    /// Whether a resource or a condition limits it to the caller's identity ID.
    pub fn is_limited_to_identity(&self) -> bool {
        let has_identity = |text: &TokenString| text.tokens().any(|token| token == Token::Identity);
        let mut resources = self.resources();
        let are_own = resources.all(|resource| has_identity(resource.text))
            && matches!(self.statement.resources, Elements::Only(_));
        let is_own = |value: &Scalar<TokenString>| match value {
            Scalar::Text(text) => has_identity(text),
            Scalar::Bool(_) | Scalar::Integer(_) | Scalar::Float(_) => false,
        };
        let limits = |one: &Condition| !one.operator.base().contains("not") && one.values.iter().all(is_own);
        are_own || self.conditions().iter().any(limits)
    }

    /// Whether a resource may be a bucket. The ARNs of objects, which can't be listed, have a slash.
    pub fn may_apply_to_buckets(&self) -> bool {
        let is_object = |resource: WrittenPattern| resource.pattern().atoms().contains(&Atom::Character('/'));
        matches!(self.statement.resources, Elements::AllBut(_)) || !self.resources().all(is_object)
    }

    /// The first pattern that matches one of these actions, without those that match a whole service.
    pub fn naming(&self, actions: &[&str]) -> Option<WrittenPattern<'a>> {
        if self.allows_all_but() {
            return None;
        }
        self.actions().find(|written| match written.single_action() {
            Some(single) => actions.iter().any(|action| action.eq_ignore_ascii_case(single)),
            None => {
                let pattern = written.pattern();
                !is_whole_service(&pattern) && actions.iter().any(|action| matches(&pattern, action))
            }
        })
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
            let end = (place + texts).min(self.places.len());
            let places = self.places.get(place..end).unwrap_or_default();
            let span = places.first().copied().unwrap_or(self.grant.span);
            conditions.push(Condition { operator: &block.operator, key, values, span, places });
            place = end;
        }
        conditions
    }

    /// The resources and the texts that conditions compare with.
    pub fn texts(&self) -> impl Iterator<Item = WrittenPattern<'a>> {
        self.resources().chain(self.conditions().into_iter().flat_map(|condition| condition.texts()))
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

impl<'a> Condition<'a> {
    /// The values that are texts.
    fn texts(&self) -> impl Iterator<Item = WrittenPattern<'a>> + use<'a> {
        let (places, otherwise) = (self.places, self.span);
        let texts = self.values.iter().filter_map(|value| match value {
            Scalar::Text(text) => Some(text),
            Scalar::Bool(_) | Scalar::Integer(_) | Scalar::Float(_) => None,
        });
        let placed = move |(index, text)| WrittenPattern {
            text,
            span: places.get(index).copied().unwrap_or(otherwise),
        };
        texts.enumerate().map(placed)
    }
}

impl<'a> WrittenPattern<'a> {
    /// The action, if it is a single one, as most are.
    fn single_action(&self) -> Option<&'a str> {
        self.text.as_literal().filter(|text| !text.contains(['*', '?', '$']))
    }

    /// The string as a pattern.
    pub fn pattern(&self) -> Pattern<&'a Part> {
        policy::pattern(self.text)
    }
}
