//! Statements that people wrote, checked and as a tree.

use std::collections::HashMap;

use indexmap::IndexMap;

use crate::aws::{names, shown};
use crate::inputs::decode::{OneOrMany, Spanned};
use crate::inputs::{Effect, Scalar, Statement, TokenString};
use crate::policy::document::Tree;
use crate::source::{Code, Diagnostic, Diagnostics, Span};

/// The statements as trees, "exactly that". What IAM would refuse is reported.
pub fn trees(statements: &[&Statement], at: Span, diagnostics: &Diagnostics) -> Vec<Tree> {
    if statements.is_empty() {
        diagnostics.push(
            Diagnostic::at(at, Code::BadPolicy, "no statements: IAM refuses an empty policy")
                .help("write at least one statement, or leave the grant out"),
        );
    }
    refuse_equal_sids(statements, diagnostics);
    statements.iter().map(|statement| tree(statement, diagnostics)).collect()
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

fn tree(statement: &Statement, diagnostics: &Diagnostics) -> Tree {
    check_sid(statement, diagnostics);
    check_elements(statement, diagnostics);
    check_actions(statement, diagnostics);
    check_resources(statement, diagnostics);

    let mut map = IndexMap::new();
    if let Some(sid) = statement.sid.as_ref().and_then(Spanned::get) {
        map.insert("Sid".to_owned(), Tree::Text(sid.clone()));
    }
    let effect = match statement.effect.get() {
        Some(Effect::Deny) => "Deny",
        _ => "Allow",
    };
    map.insert("Effect".to_owned(), Tree::text(effect));
    let elements = [
        ("Action", &statement.action),
        ("NotAction", &statement.not_action),
        ("Resource", &statement.resource),
        ("NotResource", &statement.not_resource),
    ];
    for (name, texts) in elements {
        if let Some(texts) = texts.as_ref().and_then(Spanned::get) {
            map.insert(name.to_owned(), one_or_many(texts, |text| Tree::Text(text.clone())));
        }
    }
    if let Some(condition) = condition(statement) {
        map.insert("Condition".to_owned(), condition);
    }
    Tree::Map(map)
}

fn condition(statement: &Statement) -> Option<Tree> {
    let operators = statement.condition.as_ref()?.iter().map(|(operator, keys)| {
        let keys = keys
            .iter()
            .filter_map(|(key, values)| Some((key.text.clone(), one_or_many(values.get()?, scalar))));
        (operator.text.clone(), Tree::Map(keys.collect()))
    });
    Some(Tree::Map(operators.collect()))
}

fn one_or_many<T>(values: &OneOrMany<T>, tree: impl Fn(&T) -> Tree) -> Tree {
    match values {
        OneOrMany::One(value) => tree(value),
        OneOrMany::Many(values) => Tree::List(values.iter().filter_map(Spanned::get).map(tree).collect()),
    }
}

fn scalar(value: &Scalar) -> Tree {
    match value {
        Scalar::Text(text) => Tree::Text(text.clone()),
        Scalar::Bool(value) => Tree::Bool(*value),
        Scalar::Integer(number) => Tree::Integer(*number),
        Scalar::Float(number) => Tree::Float(*number),
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

type Element<'a> = (&'a str, &'a Option<Spanned<OneOrMany<TokenString>>>);

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
    (name, element): Element,
    (not_name, opposite): Element,
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
fn texts(element: &Option<Spanned<OneOrMany<TokenString>>>) -> Vec<(&TokenString, Span)> {
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
