//! The condition keys that an access test sets or excludes.

use crate::access::suite::Known;
use crate::aws::shown;
use crate::iam::{Availability, ConditionKey, Variable, catalogue};
use crate::source::{Code, Diagnostic, Span};
use crate::tree::nearest;

/// The error for a condition key that a test can't set or exclude: one that the session of the identity determines, or one
/// that no request has.
pub(super) fn refusal(key: &str, span: Span, known: &Known) -> Option<Diagnostic> {
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
    match parsed.availability(known.key_prefix) {
        _ if is_of_session(parsed, known.key_prefix) => Some(
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
