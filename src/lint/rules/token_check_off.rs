//! User pools whose signed-out and deleted users still get credentials.

use crate::lint::{Check, Finding, Rule};
use crate::model::{Environment, Provider, ProviderKind};
use crate::source::Code;

pub const RULE: Rule = Rule { code: Code::TokenCheckOff, check: Check::Environment(check) };

fn check(environment: &Environment) -> Vec<Finding> {
    let providers = environment.identity_pool.providers.iter();
    providers
        .filter(|(_, provider)| is_unchecked(provider))
        .map(|(key, provider)| finding(key, provider))
        .collect()
}

fn is_unchecked(provider: &Provider) -> bool {
    match &provider.kind {
        ProviderKind::UserPool(pool) => !pool.token_check,
        ProviderKind::Social { .. } | ProviderKind::Oidc(_) | ProviderKind::Saml(_) => false,
    }
}

/// Source: Cognito Identity API, CognitoIdentityProvider, `ServerSideTokenCheck`.
fn finding(key: &str, provider: &Provider) -> Finding {
    let message = format!(
        "users of `{key}` who signed out globally, or were disabled or deleted, still get credentials"
    );
    let path = format!("identity_pool.user_pools.{key}.token_check");
    Finding::new(Code::TokenCheckOff, path, provider.span, message)
        .help("remove `token_check: false`: Amazon Cognito then asks the user pool whether the token is still valid")
}
