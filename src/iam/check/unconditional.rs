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
use crate::tree::{Node, Value};

/// The warnings about the actions that a condition doesn't restrict, although it restricts other actions of its statement.
pub fn unconditional_actions(conditions: &Node, actions: &[(&Written, MatchedActions)]) -> Vec<Diagnostic> {
    let mut warnings = Vec::new();
    for key in keys(conditions).filter(|key| holds_without(key, conditions)) {
        let restricts = |matched: &MatchedActions| {
            matched.actions.iter().any(|action| carries(matched.service, action, key.name))
        };
        if !actions.iter().any(|(_, matched)| restricts(matched)) {
            continue;
        }
        for (written, matched) in actions {
            let unrestricted = unrestricted(matched, key.name);
            warnings.extend(unrestricted.map(|action| warning(&key, written, matched, action)));
        }
    }
    warnings
}

/// The warnings about the actions that a statement never allows, because a condition needs a key that only requests which
/// list objects have: `s3:GetObject` beside `s3:ListBucket` and `s3:prefix`.
pub fn never_allowed_actions(conditions: &Node, actions: &[(&Written, MatchedActions)]) -> Vec<Diagnostic> {
    let has_key = |(_, matched): &(&Written, MatchedActions), key: &str| {
        matched.actions.iter().any(|action| carries(matched.service, action, key))
    };
    let is_of_lists = |key: &Key| LIST_REQUEST_KEYS.iter().any(|known| is_key(known, key.name));
    let is_needed = |key: &Key| key.operator.base() != "null" && !holds_without_key(&key.operator);
    let mut warnings = Vec::new();
    for key in keys(conditions).filter(|key| is_of_lists(key) && is_needed(key)) {
        if !actions.iter().any(|action| has_key(action, key.name)) {
            continue;
        }
        let of_s3 = actions.iter().filter(|(_, matched)| matched.service.prefix == "s3");
        let lacking = of_s3.filter(|action| !has_key(action, key.name));
        warnings.extend(lacking.map(|(written, _)| never_allowed(written, &key)));
    }
    warnings
}

/// Source: Service Authorization Reference, "Amazon S3", condition keys.
const LIST_REQUEST_KEYS: [&str; 3] = ["s3:delimiter", "s3:max-keys", "s3:prefix"];

fn never_allowed(written: &Written, key: &Key) -> Diagnostic {
    let (action, name) = (shown(written.text), shown(key.name));
    let message =
        format!("{action} does not have the condition key {name}, so this condition never allows it");
    Diagnostic::at(key.span, Code::UnknownConditionKey, message)
        .related(written.span, "allowed in no request")
        .help("allow the action in a statement of its own, without this condition")
}

/// A condition key of a statement.
struct Key<'n> {
    operator: Operator,
    name: &'n str,
    values: &'n Node,
    span: Span,
}

fn keys(conditions: &Node) -> impl Iterator<Item = Key<'_>> {
    conditions.as_map().into_iter().flatten().flat_map(|(operator, keys)| {
        keys.node.as_map().into_iter().flatten().map(move |(name, entry)| Key {
            operator: Operator::new(operator),
            name,
            values: &entry.node,
            span: entry.key,
        })
    })
}

/// Whether the condition holds for requests without a key, which only requests for some actions have.
fn holds_without(key: &Key, conditions: &Node) -> bool {
    key.operator.quantifier() == Some(Quantifier::ForAllValues)
        && !has(catalogue::global_keys(), key.name)
        && !is_required(conditions, key.name)
}

/// Whether `Null` refuses requests without the key.
fn is_required(conditions: &Node, name: &str) -> bool {
    let is_false = |node: &Node| {
        let is_text = node.as_text().is_some_and(|text| text.eq_ignore_ascii_case("false"));
        is_text || node.value == Value::Bool(false)
    };
    let refuses_without = |key: &Key| {
        let mut values = key.values.as_list().unwrap_or(std::slice::from_ref(key.values)).iter();
        key.operator.base() == "null" && key.name.eq_ignore_ascii_case(name) && values.all(is_false)
    };
    keys(conditions).any(|key| refuses_without(&key))
}

/// Whether requests for an action have the key.
fn carries(service: &Service, action: &Action, key: &str) -> bool {
    service.condition_keys(action).any(|known| is_key(known, key))
}

/// The first of the actions whose requests don't have the key. The key of another service says nothing about an action.
fn unrestricted(matched: &MatchedActions, key: &str) -> Option<&'static Action> {
    let is_own = has(&matched.service.keys, key);
    let mut actions = matched.actions.iter().copied().filter(|_| is_own);
    actions.find(|action| !is_about_metadata(action) && !carries(matched.service, action, key))
}

/// Actions that describe or list resources don't read what is in them.
fn is_about_metadata(action: &Action) -> bool {
    ["Describe", "List"].iter().any(|verb| action.name.starts_with(verb))
}

fn warning(key: &Key, written: &Written, matched: &MatchedActions, unrestricted: &Action) -> Diagnostic {
    let (action, name) = (shown(written.text), shown(key.name));
    let which = match matched.actions.len() {
        1 => action,
        _ => format!("{action} includes `{}:{}`, which", matched.service.prefix, unrestricted.name),
    };
    let message =
        format!("{which} does not have the condition key {name}, so this condition does not restrict it");
    Diagnostic::at(key.span, Code::UnknownConditionKey, message)
        .related(written.span, "allowed without the key")
        .help("`ForAllValues` holds for requests without the key: allow the action in a statement of its own, or not at all")
}
