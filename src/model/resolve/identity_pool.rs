//! The identity pool and its providers.

use indexmap::IndexMap;

use crate::aws::providers::{DEVELOPER, SECRET_SOCIAL, SOCIAL_HOSTS};
use crate::aws::{self, Identifier, Rule, is, names};
use crate::inputs::decode::{Key, Spanned, SpannedMap};
use crate::inputs::{ValueOrReference, keys, spec};
use crate::model::environment::{IdentityPool, Provider, ProviderKind, UserPool};
use crate::model::resolve::{Scope, check, flag};
use crate::source::{Code, Diagnostic, Span, app_secret_in};

/// Resolves the identity pool and its providers.
pub fn identity_pool(given: Option<&spec::IdentityPool>, scope: &Scope) -> IdentityPool {
    let name = given.and_then(|pool| pool.name.as_ref());
    let (name, _) = scope.or_default(name, "{name}-{environment}", scope.span, &names::IDENTITY_POOL);
    let Some(given) = given else { return IdentityPool { name, ..IdentityPool::default() } };
    IdentityPool {
        name,
        guest_access: flag(given.guest_access.as_ref(), false),
        classic_flow: place_of_true(given.classic_flow.as_ref()),
        developer_provider: scope.optional(given.developer_provider.as_ref(), &DEVELOPER),
        keep_other_providers: place_of_true(given.keep_other_providers.as_ref()),
        providers: providers(given, scope),
    }
}

/// Whether the inputs give the pool a provider, which may be invalid.
pub(super) fn has_provider(given: Option<&spec::IdentityPool>) -> bool {
    let Some(given) = given else { return false };
    let has_any =
        |providers: Option<&SpannedMap<_>>| providers.is_some_and(|map| map.iter().next().is_some());
    given.developer_provider.is_some()
        || place_of_true(given.keep_other_providers.as_ref()).is_some()
        || given.user_pools.as_ref().is_some_and(|pools| pools.iter().next().is_some())
        || given.social.as_ref().is_some_and(|social| !networks(social).is_empty())
        || has_any(given.oidc.as_ref())
        || has_any(given.saml.as_ref())
}

/// The place of a boolean that is true.
fn place_of_true(given: Option<&Spanned<bool>>) -> Option<Span> {
    let (is_true, span) = given?.with_span()?;
    is_true.then_some(span)
}

fn providers(given: &spec::IdentityPool, scope: &Scope) -> IndexMap<String, Provider> {
    let mut providers = Providers { by_key: IndexMap::new(), scope };
    for (key, pool) in given.user_pools.iter().flat_map(|pools| pools.iter()) {
        providers.add(key, user_pool(pool, scope).map(ProviderKind::UserPool));
    }
    for (network, host, app_id) in given.social.iter().flat_map(networks) {
        let key = Key { text: network.to_owned(), span: app_id.span };
        providers.add(&key, social(network, host, app_id, scope));
    }
    for (key, provider) in given.oidc.iter().flat_map(|providers| providers.iter()) {
        providers.add(key, scope.identifier(provider, Identifier::OidcProviderArn).map(ProviderKind::Oidc));
    }
    for (key, provider) in given.saml.iter().flat_map(|providers| providers.iter()) {
        providers.add(key, scope.identifier(provider, Identifier::SamlProviderArn).map(ProviderKind::Saml));
    }
    providers.refuse_too_many();
    providers.by_key
}

/// The configured social providers, with their hosts.
fn networks(social: &spec::Social) -> Vec<(&'static str, &'static str, &Spanned<ValueOrReference>)> {
    let given = [&social.amazon, &social.apple, &social.facebook, &social.google, &social.twitter];
    let all = SOCIAL_HOSTS.into_iter().zip(given);
    all.filter_map(|((key, host), app_id)| Some((key, host, app_id.as_ref()?))).collect()
}

fn user_pool(given: &spec::UserPool, scope: &Scope) -> Option<UserPool> {
    if are_swapped(given) {
        let message = "`user_pool_id` has the app client's ID, and `app_client_id` the user pool's";
        scope.diagnostics.push(
            Diagnostic::at(given.user_pool_id.span, Code::BadUserPoolId, message)
                .related(given.app_client_id.span, "this is the user pool's ID")
                .help("swap the two values"),
        );
        return None;
    }
    let user_pool_id = scope.identifier(&given.user_pool_id, Identifier::UserPoolId);
    if is_client_secret(&given.app_client_id) {
        let span = given.app_client_id.span;
        scope.diagnostics.push(
            Diagnostic::at(span, Code::Secret, "this looks like the app client secret, not the client ID")
                .hides(span)
                .help("expected the client ID of 26 characters, such as 3n4b5urk1ft4fl3mg5e62d9ado; an identity pool does not need the secret"),
        );
        return None;
    }
    let app_client_id = scope.identifier(&given.app_client_id, Identifier::AppClientId);
    let token_check = flag(given.token_check.as_ref(), true);
    Some(UserPool { user_pool_id: user_pool_id?, app_client_id: app_client_id?, token_check })
}

/// Whether each of the two IDs is where the other belongs.
fn are_swapped(given: &spec::UserPool) -> bool {
    let is = |given: &Spanned<ValueOrReference>, rule: &Rule| match given.get() {
        Some(ValueOrReference::Text(text)) => rule.check(&text.source()).is_ok(),
        Some(ValueOrReference::Reference(_)) | None => false,
    };
    is(&given.user_pool_id, &names::APP_CLIENT_ID) && is(&given.app_client_id, &names::USER_POOL_ID)
}

/// Whether a value looks like an app client secret.
fn is_client_secret(given: &Spanned<ValueOrReference>) -> bool {
    let Some(ValueOrReference::Text(text)) = given.get() else { return false };
    is(&text.source(), names::CLIENT_SECRET, |c| c.is_ascii_lowercase() || c.is_ascii_digit())
}

fn social(
    network: &str,
    host: &'static str,
    given: &Spanned<ValueOrReference>,
    scope: &Scope,
) -> Option<ProviderKind> {
    if network == SECRET_SOCIAL && matches!(given.get(), Some(ValueOrReference::Text(_))) {
        scope.diagnostics.push(
            Diagnostic::at(
                given.span,
                Code::Secret,
                "the value for Twitter contains the consumer secret, which must not be in the inputs file",
            )
            .hides(given.span)
            .help(
                "use a reference to a sensitive variable of your own: `twitter: { terraform: var.twitter }`",
            ),
        );
        return None;
    }
    let secret = match given.get() {
        Some(ValueOrReference::Text(text)) => app_secret_in(&text.source()),
        Some(ValueOrReference::Reference(_)) | None => None,
    };
    if let Some(secret) = secret {
        scope.diagnostics.push(
            Diagnostic::at(given.span, Code::Secret, format!("this looks like {secret}"))
                .hides(given.span)
                .help("expected the ID of the application alone, which is public"),
        );
        return None;
    }
    let app_id = scope.identifier(given, Identifier::SocialAppId)?;
    Some(ProviderKind::Social { host, app_id })
}

struct Providers<'a, 'b, 'c> {
    by_key: IndexMap<String, Provider>,
    scope: &'a Scope<'b, 'c>,
}

impl Providers<'_, '_, '_> {
    fn add(&mut self, key: &Key, kind: Option<ProviderKind>) {
        check(&keys::PART, &key.text, key.span, self.scope.diagnostics);
        let Some(kind) = kind else { return };
        self.refuse_same_key(key);
        self.refuse_same_provider(key, &kind);
        self.by_key.insert(key.text.clone(), Provider { span: key.span, kind });
    }

    /// Keys must be unique because role mappings and principal tags refer to providers by key alone.
    fn refuse_same_key(&self, key: &Key) {
        if let Some(first) = self.by_key.get(&key.text) {
            self.report(
                Diagnostic::at(
                    key.span,
                    Code::DuplicateProvider,
                    format!("duplicate provider key `{}`", key.text),
                )
                .related(first.span, "first defined here")
                .help("provider keys must be unique across user pools, social, OIDC and SAML providers: rename one"),
            );
        }
    }

    fn refuse_same_provider(&self, key: &Key, kind: &ProviderKind) {
        let same = |other: &ProviderKind| match (kind, other) {
            (ProviderKind::UserPool(ours), ProviderKind::UserPool(theirs)) => {
                (&ours.user_pool_id, &ours.app_client_id) == (&theirs.user_pool_id, &theirs.app_client_id)
            }
            (ours, theirs) => ours == theirs,
        };
        if let Some((first, provider)) = self.by_key.iter().find(|(_, provider)| same(&provider.kind)) {
            self.report(
                Diagnostic::at(
                    key.span,
                    Code::DuplicateProvider,
                    format!("`{}` is the same provider as `{first}`", key.text),
                )
                .related(provider.span, "first defined here")
                .help("an identity pool takes each provider once: remove one of the two"),
            );
        }
    }

    fn report(&self, diagnostic: Diagnostic) {
        self.scope.diagnostics.push(diagnostic);
    }

    fn refuse_too_many(&self) {
        let is_user_pool = |provider: &&Provider| matches!(provider.kind, ProviderKind::UserPool(_));
        let count = self.by_key.values().filter(is_user_pool).count();
        if count > aws::USER_POOL_PROVIDERS {
            let message = format!("{count} user pool clients in one identity pool");
            let help = format!("AWS allows at most {}", aws::USER_POOL_PROVIDERS);
            self.report(Diagnostic::at(self.scope.span, Code::OverLimit, message).help(help));
        }
    }
}
