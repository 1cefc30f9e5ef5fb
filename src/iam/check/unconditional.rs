//! Actions of a statement whose requests don't have a condition key that the other actions have. `ForAllValues` holds
//! without it, so that it doesn't restrict them; most other operators don't, so that it never allows them.
//!
//! Source: IAM User Guide, "Set operators for multivalued context keys": `ForAllValues` is true if the request has no such
//! key, which `Null` can exclude.

use crate::aws::shown;
use crate::iam::catalogue::{self, Action, Service};
use crate::iam::check::Written;
use crate::iam::check::actions::MatchedActions;
use crate::iam::check::conditions::{has, holds_without_key, is_key};
use crate::iam::{Operator, Quantifier};
use crate::source::{Code, Diagnostic, Span};
use crate::tree::Node;

/// The warnings about the actions that a statement allows without restriction, if its other actions are restricted.
pub fn unconditional_actions(conditions: &Node, actions: &[(&Written, MatchedActions)]) -> Vec<Diagnostic> {
    let restricting = keys(conditions).filter(|(operator, key, _)| {
        operator.quantifier() == Some(Quantifier::ForAllValues)
            && !has(catalogue::global_keys(), key)
            && !is_required(conditions, key)
            && actions.iter().any(|(_, matched)| {
                matched.actions.iter().any(|action| carries(matched.service, action, key))
            })
    });
    restricting
        .flat_map(|(_, key, at)| actions.iter().filter_map(move |action| warning(action, key, at)))
        .collect()
}

/// The warnings about the actions that a statement never allows, because a condition needs a key that only requests which
/// list objects have: `s3:GetObject` beside `s3:ListBucket` and `s3:prefix`.
pub fn never_allowed_actions(conditions: &Node, actions: &[(&Written, MatchedActions)]) -> Vec<Diagnostic> {
    let has_key = |(_, matched): &(&Written, MatchedActions), key: &str| {
        matched.actions.iter().any(|action| carries(matched.service, action, key))
    };
    let required = keys(conditions).filter(|(operator, key, _)| {
        let is_of_lists = KEYS_OF_LISTS.iter().any(|known| is_key(known, key));
        let is_needed = operator.base() != "null" && !holds_without_key(operator);
        is_of_lists && is_needed && actions.iter().any(|action| has_key(action, key))
    });
    let never_allowed = |key: &str, at: Span| {
        let lacking =
            actions.iter().filter(|action| action.1.service.prefix == "s3" && !has_key(action, key));
        lacking.map(|(written, _)| never_allowed(written, key, at)).collect::<Vec<_>>()
    };
    required.flat_map(|(_, key, at)| never_allowed(key, at)).collect()
}

/// Source: Service Authorization Reference, "Amazon S3", condition keys.
const KEYS_OF_LISTS: [&str; 3] = ["s3:delimiter", "s3:max-keys", "s3:prefix"];

fn never_allowed(written: &Written, key: &str, at: Span) -> Diagnostic {
    let (action, key) = (shown(written.text), shown(key));
    let message =
        format!("{action} does not have the condition key {key}, so this condition never allows it");
    Diagnostic::at(at, Code::UnknownConditionKey, message)
        .related(written.span, "allowed in no request")
        .help("allow the action in a statement of its own, without this condition")
}

/// The condition keys of a statement, with their operators and places.
fn keys(conditions: &Node) -> impl Iterator<Item = (Operator, &str, Span)> {
    conditions.as_map().into_iter().flatten().flat_map(|(operator, keys)| {
        let keys = keys.node.as_map().into_iter().flatten();
        keys.map(move |(key, entry)| (Operator::new(operator), key.as_str(), entry.key))
    })
}

/// Whether `Null` refuses requests without the key.
fn is_required(conditions: &Node, key: &str) -> bool {
    keys(conditions).any(|(operator, other, _)| operator.base() == "null" && other.eq_ignore_ascii_case(key))
}

fn carries(service: &Service, action: &Action, key: &str) -> bool {
    service.condition_keys(action).any(|known| is_key(known, key))
}

fn warning((written, matched): &(&Written, MatchedActions), key: &str, at: Span) -> Option<Diagnostic> {
    let lacks_key = |action: &&&Action| !is_about_metadata(action) && !carries(matched.service, action, key);
    let unrestricted = matched.actions.iter().find(lacks_key).filter(|_| has_own(matched.service, key))?;
    let (action, key) = (shown(written.text), shown(key));
    let message = match matched.actions.len() {
        1 => {
            format!("{action} does not have the condition key {key}, so this condition does not restrict it")
        }
        _ => format!(
            "{action} includes `{}:{}`, which does not have the condition key {key}, so this condition does not restrict it",
            matched.service.prefix, unrestricted.name
        ),
    };
    Some(
        Diagnostic::at(at, Code::UnknownConditionKey, message)
            .related(written.span, "allowed in every request")
            .help("`ForAllValues` holds for requests without the key: allow the action in a statement of its own, or not at all"),
    )
}

/// The key of another service says nothing about an action.
fn has_own(service: &Service, key: &str) -> bool {
    has(&service.keys, key)
}

/// Actions that describe or list resources don't read what is in them.
fn is_about_metadata(action: &Action) -> bool {
    ["Describe", "List"].iter().any(|verb| action.name.starts_with(verb))
}
