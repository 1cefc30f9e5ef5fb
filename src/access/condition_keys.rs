//! The condition keys that an access test sets or excludes.

use std::sync::Arc;

use indexmap::IndexMap;

use crate::access::suite::Scope;
use crate::access::test::list;
use crate::aws::shown;
use crate::iam::{ActionPattern, Availability, ConditionKey, Variable, catalogue, is_always_sent};
use crate::inputs::TokenString;
use crate::inputs::decode::{OneOrMany, Spanned, SpannedMap};
use crate::source::{Code, Diagnostic, Diagnostics, Span};
use crate::tree::nearest;

/// The condition keys that a test sets, with their values. Problems are reported.
pub(super) fn present(
    given: Option<&SpannedMap<OneOrMany<Spanned<String>>>>,
    scope: &Scope,
    diagnostics: &Diagnostics,
) -> IndexMap<String, Vec<(TokenString, Span)>> {
    let mut present = IndexMap::new();
    for (key, values) in given.into_iter().flat_map(SpannedMap::iter) {
        refusal(&key.text, key.span, scope).into_iter().for_each(|refusal| diagnostics.push(refusal));
        if values.is_empty() {
            let message = format!("{} has no value", shown(&key.text));
            let diagnostic = Diagnostic::at(key.span, Code::BadAccessTest, message);
            diagnostics.push(diagnostic.help("for a request that doesn't have the key, use `without`"));
        }
        let values = values.iter().filter_map(|value| {
            let (text, span) = value.with_span()?;
            Some((scope.placeholders.parse(text, span, diagnostics)?, span))
        });
        present.insert(key.text.to_ascii_lowercase(), values.collect());
    }
    present
}

/// The condition keys that the request of a test doesn't have. Problems are reported.
pub(super) fn absent(
    given: Option<&OneOrMany<Spanned<String>>>,
    present: &IndexMap<String, Vec<(TokenString, Span)>>,
    actions: &[(Arc<ActionPattern>, Span)],
    scope: &Scope,
    diagnostics: &Diagnostics,
) -> Vec<String> {
    let keys = list(given).filter_map(Spanned::with_span).map(|(key, span)| {
        let refusal = refusal(key, span, scope).or_else(|| always_sent(key, span, actions));
        refusal.into_iter().for_each(|refusal| diagnostics.push(refusal));
        let key = key.to_ascii_lowercase();
        if present.contains_key(&key) {
            let message = format!("{} is in both `with` and `without`", shown(&key));
            let diagnostic = Diagnostic::at(span, Code::BadAccessTest, message);
            diagnostics.push(diagnostic.help("a request has the key or doesn't: write two tests"));
        }
        key
    });
    keys.collect()
}

/// The error for a condition key that a test can't set or exclude: one that the session of the identity determines, or one
/// that no request has.
fn refusal(key: &str, span: Span, scope: &Scope) -> Option<Diagnostic> {
    let refused = |message: String| Diagnostic::at(span, Code::BadAccessTest, message);
    let Some(Variable::Key(parsed)) = Variable::parse(key).filter(|_| !key.contains(',')) else {
        return Some(
            refused(format!("{} is not a condition key", shown(key)))
                .help("expected SERVICE:NAME, such as `s3:prefix` or `aws:SourceIp`"),
        );
    };
    if is_principal_tag(parsed) {
        return Some(
            refused(format!("{} is determined by the session of the identity", shown(key)))
                .help("set `principal_tags` on the identity; with a `provider`, its `claims` determine them"),
        );
    }
    let absent = |meant: Option<String>| {
        let message = match meant {
            Some(meant) => format!("no request has {}, did you mean {}?", shown(key), shown(&meant)),
            None => format!("no request of a Cognito identity has {}", shown(key)),
        };
        Some(refused(message))
    };
    let similar = || {
        let keys = &catalogue::service(parsed.prefix)?.keys;
        nearest(key, keys.iter().copied()).map(str::to_owned)
    };
    match parsed.availability(scope.key_prefix) {
        _ if is_of_session(parsed, scope.key_prefix) => Some(
            refused(format!("{} is determined by the session of the identity", shown(key)))
                .help("the test knows its value: leave it out"),
        ),
        Availability::Possible | Availability::Multivalued => None,
        Availability::SameForAllUsers(_) => Some(
            refused(format!("{} is determined by the role of the identity", shown(key))).help("leave it out"),
        ),
        Availability::Absent(meant) => absent(meant.or_else(similar)),
    }
}

/// The error for a condition key that every request for one of the actions has.
fn always_sent(key: &str, span: Span, actions: &[(Arc<ActionPattern>, Span)]) -> Option<Diagnostic> {
    let (action, _) = actions.iter().find(|(action, _)| is_always_sent(key, action.as_str()))?;
    let message = format!("every request for {} has {}", shown(action.as_str()), shown(key));
    Some(Diagnostic::at(span, Code::BadAccessTest, message).help("give its value in `with`, or leave it out"))
}

fn is_principal_tag(key: ConditionKey) -> bool {
    let base = key.name.split('/').next().unwrap_or_default();
    key.prefix.eq_ignore_ascii_case("aws") && base.eq_ignore_ascii_case("PrincipalTag")
}

fn is_of_session(key: ConditionKey, key_prefix: &str) -> bool {
    const OF_ROLE: [&str; 3] = ["PrincipalAccount", "PrincipalType", "PrincipalIsAWSService"];
    let is_global = key.prefix.eq_ignore_ascii_case("aws");
    key.prefix.eq_ignore_ascii_case(key_prefix)
        || is_global && OF_ROLE.iter().any(|name| name.eq_ignore_ascii_case(key.name))
}
