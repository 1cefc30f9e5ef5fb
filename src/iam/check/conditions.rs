//! Condition keys that requests for the actions of a statement don't have.

use crate::aws::{shown, suggested};
use crate::iam::catalogue::{self, Action, Service};
use crate::iam::check::actions::MatchedActions;
use crate::iam::check::{Conditions, Written};
use crate::iam::{Availability, ConditionKey, Operator, Pattern, Quantifier};
use crate::source::{Code, Diagnostic};
use crate::tree::nearest;

/// The actions of a statement, if all of them are known.
type Actions<'a> = Option<&'a Vec<(&'a Written<'a>, MatchedActions)>>;

/// The warnings about condition keys that don't exist, or that none of the actions has.
pub fn missing_keys(conditions: &Conditions, actions: Actions) -> Vec<Diagnostic> {
    let operators = conditions.node.as_map().into_iter().flatten();
    let keys = operators.flat_map(|(operator, keys)| {
        let keys = keys.node.as_map().into_iter().flatten();
        keys.map(move |(key, entry)| (Operator::new(operator), key.as_str(), entry.key))
    });
    let found = keys.filter_map(|(operator, key, span)| {
        let message = problem(&operator, key, actions, conditions.principal)?;
        let diagnostic = Diagnostic::at(span, Code::UnknownConditionKey, message);
        Some(effect(&operator).into_iter().fold(diagnostic, Diagnostic::help))
    });
    found.collect()
}

fn problem(operator: &Operator, key: &str, actions: Actions, principal: Option<&str>) -> Option<String> {
    let (prefix, name) = key.split_once(':')?;
    if is_on(actions, key) {
        return None;
    }
    let is_global = has(catalogue::global_keys(), key);
    if is_global || is_of_identity_provider(prefix) {
        // `Null` asks whether the key is there.
        let is_asked_for = is_global && operator.base() == "null";
        return of_no_session(key, principal?).filter(|_| !is_asked_for);
    }
    Some(if prefix.eq_ignore_ascii_case("aws") {
        // Services have such keys as well, so that only a near miss is certain.
        unknown_key(key, Some(similar(key, catalogue::global_keys())?))
    } else {
        match catalogue::service(prefix) {
            None => {
                let of_service = of_similar_service(prefix, name);
                match principal {
                    Some(principal) => {
                        let of_session = absence(key, principal)?;
                        unknown_key(key, of_service.or(of_session))
                    }
                    None => unknown_key(key, Some(of_service?)),
                }
            }
            Some(service) if !has(&service.keys, key) => unknown_key(key, similar(key, &service.keys)),
            Some(service) if is_on_any(service, key) => on_no_action(key, actions?),
            // The reference doesn't say which actions have it.
            Some(_) => return None,
        }
    })
}

/// The message if no session of a Cognito user has a key.
fn of_no_session(key: &str, principal: &str) -> Option<String> {
    let meant = absence(key, principal)?;
    let message = format!("sessions of Cognito users don't have the condition key {}", shown(key));
    Some(with_suggestion(message, meant))
}

/// If no session of a Cognito user has a key: the key that the sessions have instead, if there is one.
fn absence(key: &str, principal: &str) -> Option<Option<String>> {
    match ConditionKey::parse(key)?.availability(principal) {
        Availability::Absent(meant) => Some(meant),
        Availability::Possible | Availability::SameForAllUsers(_) | Availability::Multivalued => None,
    }
}

fn unknown_key(key: &str, meant: Option<String>) -> String {
    with_suggestion(format!("unknown condition key {}", shown(key)), meant)
}

fn with_suggestion(message: String, meant: Option<String>) -> String {
    match meant {
        Some(meant) => format!("{message}, did you mean {}?", suggested(&meant)),
        None => message,
    }
}

fn on_no_action(key: &str, actions: &[(&Written, MatchedActions)]) -> String {
    match actions {
        [(action, _)] => format!("{} does not have the condition key {}", shown(action.text), shown(key)),
        _ => format!("no action of the statement has the condition key {}", shown(key)),
    }
}

/// What the condition does for requests without its key.
fn effect(operator: &Operator) -> Option<&'static str> {
    if operator.base() == "null" {
        return None;
    }
    Some(if holds_without_key(operator) {
        "requests without the key meet this condition, so it restricts nothing"
    } else {
        "no request without the key meets this condition, so the statement has no effect"
    })
}

/// Whether an operator other than `Null` holds for requests without the key.
pub fn holds_without_key(operator: &Operator) -> bool {
    operator.is_if_exists()
        || operator.base().contains("not")
        || operator.quantifier() == Some(Quantifier::ForAllValues)
}

/// Whether keys, some of which contain `*` for any text, have this one.
pub fn has(keys: &[&str], key: &str) -> bool {
    keys.iter().any(|known| is_key(known, key))
}

pub fn is_key(known: &str, key: &str) -> bool {
    if known.contains('*') {
        Pattern::<()>::parse(known).matches_ignoring_case(key)
    } else {
        known.eq_ignore_ascii_case(key)
    }
}

/// Whether a key belongs to an identity provider, such as `graph.facebook.com:id`: those of identity pools do.
fn is_of_identity_provider(prefix: &str) -> bool {
    prefix.contains(['.', '/']) || prefix.eq_ignore_ascii_case("saml")
}

/// Whether one of the actions has the key.
fn is_on(actions: Actions, key: &str) -> bool {
    let has_key = |MatchedActions { service, actions }: &MatchedActions| {
        actions.iter().any(|action| service.condition_keys(action).any(|known| is_key(known, key)))
    };
    actions.is_some_and(|actions| actions.iter().any(|(_, matched)| has_key(matched)))
}

fn is_on_any(service: &Service, key: &str) -> bool {
    let has_key = |action: &Action| service.condition_keys(action).any(|known| is_key(known, key));
    service.actions.iter().any(has_key)
}

/// The key that is most similar, with the same text in place of `*`.
fn similar(key: &str, known: &[&str]) -> Option<String> {
    let lacks_tag =
        |known: &&&str| known.strip_suffix("/*").is_some_and(|known| known.eq_ignore_ascii_case(key));
    if let Some(known) = known.iter().find(lacks_tag) {
        return Some(known.replace('*', "KEY"));
    }
    let tag = key.split_once('/').map_or("KEY", |(_, tag)| tag);
    let keys: Vec<String> = known.iter().map(|known| known.replace('*', tag)).collect();
    let lower: Vec<String> = keys.iter().map(|key| key.to_lowercase()).collect();
    let meant = nearest(&key.to_lowercase(), lower.iter().map(String::as_str))?;
    lower.iter().position(|key| key == meant).map(|index| keys[index].clone())
}

/// The key of a service with a similar prefix.
fn of_similar_service(prefix: &str, name: &str) -> Option<String> {
    let has_key = |service: &&Service| has(&service.keys, &format!("{}:{name}", service.prefix));
    let service = nearest(&prefix.to_lowercase(), catalogue::prefixes()).and_then(catalogue::service);
    service.filter(has_key).map(|service| format!("{}:{name}", service.prefix))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::aws::condition_keys::{ABSENT_GLOBAL_KEYS, ABSENT_SERVICE_KEYS};

    #[test]
    fn it_is_known_of_each_global_key_whether_sessions_have_it() {
        for key in catalogue::global_keys() {
            let is_absent = of_no_session(&key.replace('*', "x"), "cognito-identity.amazonaws.com").is_some();
            let is_global =
                ABSENT_GLOBAL_KEYS.iter().any(|known| key.eq_ignore_ascii_case(&format!("aws:{known}")));
            let is_known = is_global || ABSENT_SERVICE_KEYS.contains(key);
            assert_eq!(is_absent, is_known, "{key}");
        }
    }
}
