//! Statements that people wrote, checked.

use std::collections::HashMap;

use crate::aws::{names, shown};
use crate::iam::{self, ConditionBlock, Effect, Elements, Operator, Scalar, Values};
use crate::inputs::decode::{Key, OneOrMany, Spanned, SpannedMap};
use crate::inputs::{Statement, TokenString};
use crate::source::{Code, Diagnostic, Diagnostics, Span};

/// The statements, "exactly that". What IAM would refuse is reported.
pub fn statements(
    statements: &[&Statement],
    at: Span,
    diagnostics: &Diagnostics,
) -> Vec<iam::Statement<TokenString>> {
    if statements.is_empty() {
        diagnostics.push(
            Diagnostic::at(at, Code::BadPolicy, "no statements: IAM refuses an empty policy")
                .help("write at least one statement, or leave the grant out"),
        );
    }
    refuse_equal_sids(statements, diagnostics);
    statements.iter().map(|statement| checked(statement, diagnostics)).collect()
}

fn refuse_equal_sids(statements: &[&Statement], diagnostics: &Diagnostics) {
    let mut seen: HashMap<String, Span> = HashMap::new();
    for (sid, span) in statements.iter().filter_map(|statement| statement.sid.as_ref()?.with_span()) {
        if let Some(first) = seen.insert(sid.source(), span) {
            diagnostics.push(
                Diagnostic::at(
                    span,
                    Code::BadPolicy,
                    format!("the Sid {} stands here a second time", shown(&sid.source())),
                )
                .related(first, "first here")
                .help("IAM wants each Sid of a document to be different"),
            );
        }
    }
}

fn checked(statement: &Statement, diagnostics: &Diagnostics) -> iam::Statement<TokenString> {
    check_sid(statement, diagnostics);
    check_elements(statement, diagnostics);
    check_actions(statement, diagnostics);
    check_resources(statement, diagnostics);
    iam::Statement {
        sid: statement.sid.as_ref().and_then(Spanned::get).cloned(),
        effect: statement.effect.get().copied().unwrap_or(Effect::Allow),
        actions: elements(&statement.action, &statement.not_action),
        resources: elements(&statement.resource, &statement.not_resource),
        conditions: conditions(statement),
    }
}

/// An element or its opposite. Where there is neither, that was reported.
fn elements(element: &Element, opposite: &Element) -> Elements<TokenString> {
    let given = |element: &Element| Some(values(element.as_ref()?.get()?, TokenString::clone));
    match (given(element), given(opposite)) {
        (Some(patterns), _) => Elements::Only(patterns),
        (None, Some(patterns)) => Elements::AllBut(patterns),
        (None, None) => Elements::Only(Values::list(Vec::new())),
    }
}

fn conditions(statement: &Statement) -> Vec<ConditionBlock<TokenString>> {
    let blocks = statement.condition.iter().flat_map(|condition| condition.iter());
    let block = |(operator, keys): (&Key, &SpannedMap<_>)| {
        let key = |(key, given): (&Key, &Spanned<OneOrMany<Scalar<TokenString>>>)| {
            Some((key.text.clone(), values(given.get()?, Scalar::clone)))
        };
        let keys = keys.iter().filter_map(key).collect();
        ConditionBlock { operator: Operator::new(operator.text.as_str()), keys }
    };
    blocks.map(block).collect()
}

fn values<T>(given: &OneOrMany<T>, value: impl Fn(&T) -> T) -> Values<T> {
    match given {
        OneOrMany::One(one) => Values::one(value(one)),
        OneOrMany::Many(many) => Values::list(many.iter().filter_map(Spanned::get).map(value).collect()),
    }
}

fn check_sid(statement: &Statement, diagnostics: &Diagnostics) {
    // A Sid with a token is checked where the token is known: by IAM's own rule on letters and digits
    // only its literal part can be wrong here.
    let sid = statement.sid.as_ref().and_then(Spanned::with_span);
    if let Some((sid, span)) = sid.filter(|(sid, _)| sid.tokens().next().is_none())
        && let Err(refusal) = names::SID.check(&sid.source())
    {
        diagnostics.push(refusal.at(span));
    }
}

type Element = Option<Spanned<OneOrMany<TokenString>>>;

/// What has no Effect is hardly a statement, and was reported: what else it lacks would be noise.
fn check_elements(statement: &Statement, diagnostics: &Diagnostics) {
    let Statement { action, not_action, resource, not_resource, .. } = statement;
    if statement.effect.get().is_some() {
        check_one_of(statement, ("Action", action), ("NotAction", not_action), diagnostics);
        check_one_of(statement, ("Resource", resource), ("NotResource", not_resource), diagnostics);
    }
}

/// IAM wants exactly one of an element and its opposite.
fn check_one_of(
    statement: &Statement,
    (name, element): (&str, &Element),
    (not_name, opposite): (&str, &Element),
    diagnostics: &Diagnostics,
) {
    let (message, at) = match (element, opposite) {
        (None, None) => (format!("the statement has neither {name} nor {not_name}"), statement.effect.span),
        (Some(_), Some(second)) => (format!("the statement has both {name} and {not_name}"), second.span),
        _ => return,
    };
    diagnostics.push(
        Diagnostic::at(at, Code::BadPolicy, message).help(format!("exactly one of {name} and {not_name}")),
    );
}

/// Texts of an element, each with its place.
fn texts(element: &Element) -> Vec<(&TokenString, Span)> {
    match element.as_ref().and_then(Spanned::with_span) {
        Some((OneOrMany::One(text), span)) => vec![(text, span)],
        Some((OneOrMany::Many(texts), _)) => texts.iter().filter_map(Spanned::with_span).collect(),
        None => Vec::new(),
    }
}

fn check_actions(statement: &Statement, diagnostics: &Diagnostics) {
    for (text, span) in texts(&statement.action).into_iter().chain(texts(&statement.not_action)) {
        let action = text.source();
        if action != "*" && !action.contains(':') {
            diagnostics.push(
                Diagnostic::at(span, Code::BadPolicy, format!("{} is not an action", shown(&action)))
                    .help("an action is SERVICE:ACTION, such as s3:GetObject, or `*`"),
            );
        }
    }
}

fn check_resources(statement: &Statement, diagnostics: &Diagnostics) {
    for (text, span) in texts(&statement.resource).into_iter().chain(texts(&statement.not_resource)) {
        let resource = text.source();
        let is_arn = resource.starts_with("arn:") && resource.splitn(6, ':').count() == 6;
        if !(is_arn || resource == "*" || resource.starts_with(['{', '$'])) {
            diagnostics.push(
                Diagnostic::at(span, Code::BadPolicy, format!("{} is not a resource", shown(&resource)))
                    .help("a resource is an ARN, such as arn:aws:s3:::bucket/*, or `*`"),
            );
        }
    }
}
