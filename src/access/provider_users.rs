//! Whose users sign in through a provider: the provider under a key can be replaced by another.

use crate::inputs::Resolved;
use crate::model::ProviderKind;

/// Whether two providers have the same users, whose tokens are for the same application; `None` if that depends on a
/// reference.
pub(super) fn have_same_users(one: &ProviderKind, other: &ProviderKind) -> Option<bool> {
    let is_other_host = host(one) != host(other);
    let (one, other) = (identifiers(one), identifiers(other));
    let differ = |(one, other): (&&Resolved, &&Resolved)| {
        one.known().zip(other.known()).is_some_and(|(one, other)| one != other)
    };
    if is_other_host || one.len() != other.len() {
        Some(false)
    } else if one == other {
        Some(true)
    } else if one.iter().zip(&other).any(differ) {
        Some(false)
    } else {
        None
    }
}

/// What identifies a provider, for people.
pub(super) fn identifier(provider: &ProviderKind) -> String {
    let identifiers = identifiers(provider);
    identifiers.iter().map(|identifier| identifier.source()).collect::<Vec<_>>().join(", ")
}

fn host(provider: &ProviderKind) -> Option<&str> {
    match provider {
        ProviderKind::Social { host, .. } => Some(host),
        ProviderKind::UserPool(_) | ProviderKind::Oidc(_) | ProviderKind::Saml(_) => None,
    }
}

fn identifiers(provider: &ProviderKind) -> Vec<&Resolved> {
    match provider {
        ProviderKind::UserPool(pool) => vec![&pool.user_pool_id, &pool.app_client_id],
        ProviderKind::Social { app_id, .. } => vec![app_id],
        ProviderKind::Oidc(arn) | ProviderKind::Saml(arn) => vec![arn],
    }
}
