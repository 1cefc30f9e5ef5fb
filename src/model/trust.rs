//! The size of a role's trust policy, which `templates/partials/roles.tf.tera` writes.

use serde_json::{Value, json};

use crate::aws::providers::user_pool_name;
use crate::inputs::Resolved;
use crate::model::environment::{Environment, ProviderKind};
use crate::model::module::{EXAMPLE_POOL_ID, EXAMPLE_USER_POOL_ID};
use crate::model::role::{Trust, TrustedProvider};
use crate::model::view::Amr;

/// The actions that a role's trust policy allows. Principal tags are passed as session tags.
pub fn trust_actions(tags_session: bool) -> Vec<&'static str> {
    let actions = ["sts:AssumeRoleWithWebIdentity", "sts:TagSession"];
    actions[..1 + usize::from(tags_session)].to_vec()
}

/// The number of characters of a trust policy in an environment.
pub fn trust_characters(trust: &Trust, amr: Amr, tags_session: bool, environment: &Environment) -> usize {
    policy(trust, amr, tags_session, environment).to_string().chars().count()
}

/// The trust policy, with a value of the usual length in place of one that only Terraform knows.
fn policy(trust: &Trust, amr: Amr, tags_session: bool, environment: &Environment) -> Value {
    let principal = environment.principal();
    let key = |claim: &str| format!("{}:{claim}", environment.key_prefix());
    let mut condition = json!({
        "StringEquals": { key("aud"): pools(trust, environment) },
        "ForAnyValue:StringLike": { key("amr"): amr },
    });
    if !trust.providers.is_empty() {
        let names = trust.providers.iter().map(|provider| provider_name(provider, environment));
        condition["ForAnyValue:StringEquals"] = json!({ key("amr"): names.collect::<Vec<_>>() });
    }
    json!({
        "Version": "2012-10-17",
        "Statement": [{
            "Effect": "Allow",
            "Principal": { "Federated": principal },
            "Action": trust_actions(tags_session),
            "Condition": condition,
        }],
    })
}

fn pools(trust: &Trust, environment: &Environment) -> Vec<String> {
    let uuid = EXAMPLE_POOL_ID.split(':').next_back().unwrap_or_default();
    let own = format!("{}:{uuid}", environment.tokens.region);
    let others = trust.identity_pools.iter().map(|pool| pool.known().unwrap_or(EXAMPLE_POOL_ID).to_owned());
    std::iter::once(own).chain(others).collect()
}

fn provider_name(provider: &TrustedProvider, environment: &Environment) -> String {
    let pool = &environment.identity_pool;
    let known = |value: &Resolved| value.known().unwrap_or(EXAMPLE_USER_POOL_ID).to_owned();
    match provider {
        TrustedProvider::Developer => pool.developer_provider.clone().unwrap_or_default(),
        TrustedProvider::Key(key) => match pool.providers.get(key).map(|provider| &provider.kind) {
            Some(ProviderKind::UserPool(user_pool)) => {
                user_pool_name(&known(&user_pool.user_pool_id), environment.tokens.partition())
            }
            Some(ProviderKind::Social { host, .. }) => (*host).to_owned(),
            Some(ProviderKind::Oidc(arn) | ProviderKind::Saml(arn)) => known(arn),
            None => String::new(),
        },
    }
}
