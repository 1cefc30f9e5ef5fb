//! The trust of a role: the providers that narrow it, and the identity pools that share the role.

use crate::aws::{Identifier, Region};
use crate::inputs::decode::{Key, Spanned};
use crate::inputs::{Resolved, ValueOrReference, spec};
use crate::model::environment::{IdentityPool, ProviderKind};
use crate::model::resolve::Scope;
use crate::model::role::{DEVELOPER_PROVIDER, GUEST, Trust, TrustedProvider};
use crate::source::{Code, Diagnostic, Span};
use crate::tree::{nearest, quoted_list};

/// Resolves the trust of a role.
pub(super) fn trust(role: &Key, given: Option<&spec::Trust>, pool: &IdentityPool, scope: &Scope) -> Trust {
    let Some(given) = given else { return Trust::default() };
    Trust {
        providers: given
            .providers
            .as_ref()
            .map(|given| providers(role, given, pool, scope))
            .unwrap_or_default(),
        identity_pools: identity_pools(given.identity_pools.as_deref().unwrap_or_default(), scope),
    }
}

fn providers(
    role: &Key,
    given: &Spanned<Vec<Spanned<String>>>,
    pool: &IdentityPool,
    scope: &Scope,
) -> Vec<TrustedProvider> {
    let Some((keys, span)) = given.with_span() else { return Vec::new() };
    if role.text == GUEST {
        let message = "guests sign in through no provider";
        report(span, message, "remove `providers`, or move the grants to a role of signed-in users", scope);
        return Vec::new();
    }
    if keys.is_empty() {
        report(span, "no identity could assume the role", "name a provider, or remove `providers`", scope);
    }
    let mut trusted = Vec::new();
    for (key, span) in keys.iter().filter_map(Spanned::with_span) {
        let Some(provider) = provider(key, span, pool, scope) else { continue };
        if trusted.contains(&provider) {
            report(span, format!("`{key}` is listed twice"), "remove one of the two", scope);
        } else {
            trusted.push(provider);
        }
    }
    refuse_half_user_pools(&trusted, span, pool, scope);
    trusted
}

fn provider(key: &str, span: Span, pool: &IdentityPool, scope: &Scope) -> Option<TrustedProvider> {
    let has_developer = pool.developer_provider.is_some();
    match (pool.providers.contains_key(key), key == DEVELOPER_PROVIDER && has_developer) {
        (true, false) => return Some(TrustedProvider::Key(key.to_owned())),
        (false, true) => return Some(TrustedProvider::Developer),
        (true, true) => {
            let message = format!("`{key}` is the key of another provider too");
            report(span, message, "rename the key of the other provider", scope);
        }
        (false, false) => scope.diagnostics.push(unknown(key, span, pool)),
    }
    None
}

fn unknown(key: &str, span: Span, pool: &IdentityPool) -> Diagnostic {
    let developer = pool.developer_provider.iter().map(|_| DEVELOPER_PROVIDER);
    let known: Vec<&str> = pool.providers.keys().map(String::as_str).chain(developer).collect();
    let diagnostic = Diagnostic::at(span, Code::BadTrust, format!("unknown provider `{key}`"));
    let diagnostic = match nearest(key, known.iter().copied()) {
        Some(meant) => diagnostic.label(format!("did you mean `{meant}`?")),
        None => diagnostic,
    };
    let known = if known.is_empty() { "none".to_owned() } else { quoted_list(known) };
    diagnostic.help(format!("the identity pool's providers: {known}"))
}

/// The claim `amr` has the user pool, not the app client. So a trust that names one client of a user pool would admit
/// the users of all its clients.
fn refuse_half_user_pools(trusted: &[TrustedProvider], at: Span, pool: &IdentityPool, scope: &Scope) {
    let user_pool = |key: &str| match &pool.providers.get(key)?.kind {
        ProviderKind::UserPool(pool) => Some(&pool.user_pool_id),
        ProviderKind::Social { .. } | ProviderKind::Oidc(_) | ProviderKind::Saml(_) => None,
    };
    let is_trusted = |key: &str| trusted.contains(&TrustedProvider::Key(key.to_owned()));
    for other in pool.providers.keys().filter(|key| !is_trusted(key)) {
        let Some(id) = user_pool(other) else { continue };
        let same = pool.providers.keys().find(|key| is_trusted(key) && user_pool(key) == Some(id));
        if let Some(key) = same {
            let message = format!("`{key}` and `{other}` are clients of the same user pool");
            let help = format!("roles can't trust one client of a user pool alone: add `{other}`");
            report(at, message, &help, scope);
        }
    }
}

fn identity_pools(given: &[Spanned<ValueOrReference>], scope: &Scope) -> Vec<Resolved> {
    let mut pools = Vec::new();
    for given in given {
        let Some(pool) = scope.identifier(given, Identifier::IdentityPoolId) else { continue };
        refuse_partition(&pool, given.span, scope);
        if pools.contains(&pool) {
            report(given.span, "the identity pool is listed twice", "remove one of the two", scope);
        } else {
            pools.push(pool);
        }
    }
    pools
}

fn refuse_partition(pool: &Resolved, at: Span, scope: &Scope) {
    let region = pool.known().and_then(|id| Region::parse(id.split(':').next()?).ok());
    if let Some(region) = region.filter(|region| region.partition() != scope.tokens.partition()) {
        let message = format!("the identity pool is in the partition `{}`", region.partition().id());
        let help = format!(
            "this environment is in the partition `{}`: remove the pool",
            scope.tokens.partition().id()
        );
        report(at, message, &help, scope);
    }
}

fn report(at: Span, message: impl Into<String>, help: &str, scope: &Scope) {
    scope.diagnostics.push(Diagnostic::at(at, Code::BadTrust, message).help(help));
}
