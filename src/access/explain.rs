//! Why a request is allowed or denied, statement by statement.

use crate::access::role_policies::{Origin, RolePolicies};
use crate::access::symbols::Symbols;
use crate::iam::evaluate::{Request, StatementMatch};
use crate::iam::sets::{PolicySource, SessionPolicies, SymbolValues, Witness, filled};
use crate::iam::{ConditionBlock, Effect, Elements, Match, Policy, Scalar, Statement};
use crate::source::Span;

/// What a statement has to do with a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExplainedStatement {
    /// Where the policy is from.
    pub origin: PolicyOrigin,
    /// The position of the statement in its policy, from 0.
    pub index: usize,
    /// Its place in the inputs or in a policy file, if it is there.
    pub place: Option<Span>,
    /// Its place in the generated module, if it is known.
    pub module_place: Option<Span>,
    /// The name of the statement.
    pub sid: Option<String>,
    /// Whether it allows or denies.
    pub effect: Effect,
    /// Whether it applies to the request.
    pub applies: Match,
    /// Its action, resource and conditions.
    pub parts: Vec<ExplainedPart>,
    /// The number of characters at the start of the request's resource that a resource of the statement has, too.
    pub shared_characters: usize,
}

/// Where a policy is from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PolicyOrigin {
    /// A policy of the role.
    Role(Origin),
    /// The permissions boundary.
    Boundary,
    /// The session policies of guests.
    GuestSession,
}

/// A part of a statement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExplainedPart {
    /// `action`, `resource` or `condition`.
    pub element: &'static str,
    /// The part as the policy has it.
    pub written: String,
    /// Whether it matches the request.
    pub matches: Match,
    /// What its patterns or values are for the request, if they contain variables.
    pub resolved: Option<String>,
}

impl ExplainedStatement {
    /// Whether the action of the request may be one of the statement's.
    pub(super) fn is_about_action(&self) -> bool {
        self.parts.iter().all(|part| part.element != "action" || part.matches != Match::No)
    }

    /// How near it is to applying, for comparisons: the action says most about what a statement is meant for.
    fn nearness(&self) -> (bool, bool, usize, usize) {
        let matching = || self.parts.iter().filter(|part| part.matches == Match::Yes);
        let matches = |element| matching().any(|part| part.element == element);
        (matches("action"), matches("resource"), self.shared_characters, matching().count())
    }
}

/// The policies of which one must allow a request.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Layer {
    Role,
    Boundary,
    GuestSession,
}

impl PolicyOrigin {
    fn layer(&self) -> Layer {
        match self {
            Self::Role(_) => Layer::Role,
            Self::Boundary => Layer::Boundary,
            Self::GuestSession => Layer::GuestSession,
        }
    }
}

/// The statement that decides: the one that denies a request, or allows it; otherwise, in the first layer that doesn't allow it,
/// the allowing statement that is nearest to matching. `None` if that layer allows nothing.
pub fn decisive(statements: &[ExplainedStatement]) -> Option<&ExplainedStatement> {
    let of_effect = |effect| statements.iter().filter(move |one| one.effect == effect);
    let applies = |one: &&ExplainedStatement| one.applies == Match::Yes;
    if let Some(denying) = of_effect(Effect::Deny).find(applies) {
        return Some(denying);
    }
    let of_layer = |layer| of_effect(Effect::Allow).filter(move |one| one.origin.layer() == layer);
    // A role has policies also if they have no statements.
    let exists = |layer| layer == Layer::Role || statements.iter().any(|one| one.origin.layer() == layer);
    let layers = [Layer::Role, Layer::Boundary, Layer::GuestSession];
    match layers.into_iter().find(|layer| exists(*layer) && !of_layer(*layer).any(|one| applies(&one))) {
        // The first of those that are equally near.
        Some(layer) => of_layer(layer).rev().max_by_key(|one| one.nearness()),
        None => of_effect(Effect::Allow).find(applies),
    }
}

/// What each statement of a role's policies has to do with a request.
pub fn explain(policies: &RolePolicies, witness: &Witness, symbols: &Symbols) -> Vec<ExplainedStatement> {
    let Witness { request, values } = witness;
    let evaluation = policies.policies.sources.rules(values).layers().evaluate(request);
    let explaining = Explaining { values, request, symbols };
    let SessionPolicies { role, boundary, session } = &policies.policies.sources;
    let mut explained = Vec::new();
    let origins = policies.origins.iter().zip(&policies.places);
    for ((source, (origin, places)), matches) in role.iter().zip(origins).zip(&evaluation.role) {
        explained.extend(explaining.policy(source, matches, &PolicyOrigin::Role(origin.clone()), places));
    }
    for (source, matches) in boundary.iter().zip(evaluation.boundary.iter().flatten()) {
        explained.extend(explaining.policy(
            source,
            matches,
            &PolicyOrigin::Boundary,
            &policies.boundary_places,
        ));
    }
    for (source, matches) in session.iter().flatten().zip(evaluation.session.iter().flatten()) {
        explained.extend(explaining.policy(source, matches, &PolicyOrigin::GuestSession, &[]));
    }
    explained
}

struct Explaining<'a> {
    values: &'a SymbolValues,
    request: &'a Request,
    symbols: &'a Symbols<'a>,
}

impl Explaining<'_> {
    fn policy(
        &self,
        source: &PolicySource,
        matches: &[StatementMatch],
        origin: &PolicyOrigin,
        places: &[Span],
    ) -> Vec<ExplainedStatement> {
        let document: &Policy<String> = match source {
            PolicySource::Document(document) | PolicySource::Possible(document, _) => document,
            PolicySource::Unknown(_) => return Vec::new(),
        };
        let pairs = document.statements.iter().zip(matches);
        let place = |matches: &StatementMatch| places.get(matches.index).copied();
        pairs.map(|(statement, matches)| self.statement(statement, matches, origin, place(matches))).collect()
    }

    fn statement(
        &self,
        statement: &Statement<String>,
        matches: &StatementMatch,
        origin: &PolicyOrigin,
        place: Option<Span>,
    ) -> ExplainedStatement {
        let conditions = statement.conditions.iter().flat_map(written_conditions).zip(&matches.conditions);
        let conditions = conditions.map(|((test, values), matches)| {
            let part = self.part("condition", &values, *matches);
            ExplainedPart { written: format!("{test} {}", part.written), ..part }
        });
        let parts = [
            self.part("action", &written_elements(&statement.actions), matches.action),
            self.part("resource", &written_elements(&statement.resources), matches.resource),
        ];
        ExplainedStatement {
            origin: origin.clone(),
            index: matches.index,
            place,
            module_place: None,
            sid: statement.sid.clone(),
            effect: statement.effect,
            applies: matches.applies(),
            parts: parts.into_iter().chain(conditions).collect(),
            shared_characters: self.shared_characters(&statement.resources),
        }
    }

    fn shared_characters(&self, resources: &Elements<String>) -> usize {
        let shared = resources.patterns().map(|pattern| {
            let resolved = self.resolved(&filled(pattern, self.values));
            let pairs = resolved.chars().zip(self.request.resource.chars());
            pairs.take_while(|(one, other)| one == other).count()
        });
        shared.max().unwrap_or_default()
    }

    /// A text with the request's values in place of its variables.
    fn resolved(&self, written: &str) -> String {
        self.request.context.iter().fold(written.to_owned(), |text, (key, values)| match values {
            [value] => replace_variable(&text, key, value),
            _ => text,
        })
    }

    fn part(&self, element: &'static str, written: &str, matches: Match) -> ExplainedPart {
        let labelled = |text: &str| self.symbols.labelled(&filled(text, self.values), self.values);
        let resolved = self.resolved(written);
        ExplainedPart {
            element,
            written: labelled(written),
            matches,
            resolved: (resolved != written).then(|| labelled(&resolved)),
        }
    }
}

/// A text with a value in place of the variables of a key.
fn replace_variable(text: &str, key: &str, value: &str) -> String {
    let mut replaced = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("${") {
        replaced.push_str(before);
        match after.split_once('}') {
            Some((inside, after)) if is_variable_of(inside, key) => {
                replaced.push_str(value);
                rest = after;
            }
            _ => {
                replaced.push_str("${");
                rest = after;
            }
        }
    }
    replaced + rest
}

fn is_variable_of(inside: &str, key: &str) -> bool {
    inside.split(',').next().is_some_and(|name| name.trim().eq_ignore_ascii_case(key))
}

fn written_elements(elements: &Elements<String>) -> String {
    let patterns = elements.patterns().cloned().collect::<Vec<_>>().join(", ");
    match elements {
        Elements::Only(_) => patterns,
        Elements::AllBut(_) => format!("all but {patterns}"),
    }
}

/// The operator with the key, and the values, of each condition.
fn written_conditions(block: &ConditionBlock<String>) -> impl Iterator<Item = (String, String)> {
    block.keys.iter().map(|(key, values)| {
        let value = |value: &Scalar<String>| match value {
            Scalar::Text(text) => text.clone(),
            Scalar::Bool(value) => value.to_string(),
            Scalar::Integer(number) => number.to_string(),
            Scalar::Float(number) => number.to_string(),
        };
        let values: Vec<String> = values.iter().map(value).collect();
        (format!("{} {key}", block.operator.spelling()), values.join(", "))
    })
}
