//! What an application needs to use the identity pool of an environment.

use crate::aws::Partition;
use crate::aws::providers::user_pool_name;
use crate::inputs::Resolved;
use crate::model::assignment::{assignments, is_of, ways_without_role};
use crate::model::environment::{Environment, Provider, ProviderKind};
use crate::model::view::{AppClient, Application, AssignmentReason, Login};

/// The app clients and logins of an environment.
pub fn of_environment(environment: &Environment) -> Application {
    let pool = &environment.identity_pool;
    let partition = environment.tokens.partition();
    let assignments = assignments(environment);
    let reasons = |provider: Option<&str>| -> Vec<AssignmentReason> {
        let theirs = assignments.iter().filter(|(_, assignment)| is_of(assignment, provider));
        theirs.map(|(_, assignment)| assignment.reason).collect()
    };
    let is_chosen = |key: &str| reasons(Some(key)).iter().any(|why| *why != AssignmentReason::ClassicFlow);
    let chosen = || pool.providers.iter().filter(|(key, _)| is_chosen(key));
    let can_choose = |key: &str| pool.classic_flow.is_some() && !reasons(Some(key)).is_empty();
    let choosing = pool.providers.iter().filter(|(key, _)| can_choose(key));
    let login = |(key, provider): (&String, &Provider)| login(key, provider, partition);
    Application {
        app_clients: chosen().filter_map(|(key, provider)| app_client(key, provider)).collect(),
        logins: chosen().map(login).collect(),
        classic_logins: choosing.map(login).collect(),
        guests_have_role: assignments.iter().any(|(_, given)| given.reason == AssignmentReason::Guest),
        developer_provider: pool.developer_provider.clone().filter(|_| !reasons(None).is_empty()),
        without_role: ways_without_role(environment).into_iter().map(str::to_owned).collect(),
        has_other_services: pool.keep_other_providers.is_some(),
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
        ProviderKind::UserPool(pool) => (provider_name(&pool.user_pool_id, partition), "idToken"),
        ProviderKind::Social { host, .. } => ((*host).to_owned(), social_token(host)),
        ProviderKind::Oidc(arn) => (oidc_name(arn), "idToken"),
        ProviderKind::Saml(arn) => (written(arn), "samlResponse"),
    };
    Login { provider: key.to_owned(), name, token }
}

/// The name by which Cognito knows a user pool, whose ID may be a reference.
pub fn provider_name(user_pool_id: &Resolved, partition: Partition) -> String {
    match user_pool_id {
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
pub fn written(value: &Resolved) -> String {
    match value {
        Resolved::Known(value) => value.clone(),
        Resolved::Reference(reference) => format!("<{reference}>"),
    }
}
