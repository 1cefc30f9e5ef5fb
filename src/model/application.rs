//! What an application needs to use the identity pool of an environment.

use crate::aws::Partition;
use crate::aws::providers::user_pool_name;
use crate::inputs::Resolved;
use crate::model::environment::{Environment, Provider, ProviderKind, UserPool};
use crate::model::view::{AppClient, Application, Login};

/// The app clients and logins of an environment.
pub fn of_environment(environment: &Environment) -> Application {
    let pool = &environment.identity_pool;
    let partition = environment.tokens.partition();
    Application {
        app_clients: pool.providers.iter().filter_map(|(key, provider)| app_client(key, provider)).collect(),
        logins: pool.providers.iter().map(|(key, provider)| login(key, provider, partition)).collect(),
        developer_provider: pool.developer_provider.clone(),
        has_sign_in: !pool.ways_to_sign_in().is_empty(),
    }
}

fn app_client(key: &str, provider: &Provider) -> Option<AppClient> {
    let ProviderKind::UserPool(pool) = &provider.kind else { return None };
    Some(AppClient {
        provider: key.to_owned(),
        user_pool_id: written(&pool.user_pool_id),
        app_client_id: written(&pool.app_client_id),
    })
}

/// Source: Amazon Cognito Developer Guide, "Identity pools third-party identity providers", and Amazon Cognito
/// Federated Identities API Reference, "GetId".
fn login(key: &str, provider: &Provider, partition: Partition) -> Login {
    let (name, token) = match &provider.kind {
        ProviderKind::UserPool(pool) => (login_of_user_pool(pool, partition), "idToken"),
        ProviderKind::Social { host, .. } => ((*host).to_owned(), social_token(host)),
        ProviderKind::Oidc(arn) => (oidc_name(arn), "idToken"),
        ProviderKind::Saml(arn) => (written(arn), "samlResponse"),
    };
    Login { provider: key.to_owned(), name, token }
}

fn login_of_user_pool(pool: &UserPool, partition: Partition) -> String {
    match &pool.user_pool_id {
        Resolved::Known(id) => user_pool_name(id, partition),
        id @ Resolved::Reference(_) => {
            let suffix = partition.dns_suffix();
            format!("cognito-idp.<region of the user pool>.{suffix}/{}", written(id))
        }
    }
}

fn social_token(host: &str) -> &'static str {
    match host {
        "www.amazon.com" | "graph.facebook.com" => "accessToken",
        "api.twitter.com" => "tokenAndSecret",
        _ => "idToken",
    }
}

/// The URL of an OIDC provider, which is the end of its ARN.
fn oidc_name(arn: &Resolved) -> String {
    match arn {
        Resolved::Known(arn) => arn.split_once(":oidc-provider/").map_or(&**arn, |(_, url)| url).to_owned(),
        Resolved::Reference(reference) => format!("<{reference} after oidc-provider/>"),
    }
}

/// A value, or the reference to it in angle brackets.
fn written(value: &Resolved) -> String {
    match value {
        Resolved::Known(value) => value.clone(),
        Resolved::Reference(reference) => format!("<{reference}>"),
    }
}
