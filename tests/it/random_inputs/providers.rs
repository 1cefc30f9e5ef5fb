//! Random identity pools and their providers.

use serde_json::json;

use crate::random_inputs::addresses::ways_to_sign_in;
use crate::random_inputs::draft::{Draft, Presence};

/// A provider that can have role mappings.
pub struct Provider {
    pub key: String,
    pub presence: Presence,
}

pub fn identity_pool(draft: &mut Draft) -> Vec<Provider> {
    let providers = pool_with_providers(draft);
    draft.ways_to_sign_in =
        draft.environments.iter().map(|environment| ways_to_sign_in(&environment.wanted)).collect();
    providers
}

fn pool_with_providers(draft: &mut Draft) -> Vec<Provider> {
    let everywhere = draft.everywhere();
    if draft.random.chance(10) {
        draft.on("smallest");
        draft.classic_flow = vec![false; everywhere.len()];
        draft.guest_access = vec![false; everywhere.len()];
        return Vec::new();
    }
    let name = draft.maybe(40, &everywhere);
    draft.vary(&["identity_pool", "name"], &name, |draft| {
        draft.on("identity pool name");
        let number = draft.number();
        json!(format!("{{environment}} {number}+=,.@-{}", draft.token()))
    });
    switches(draft);
    let developer = draft.maybe(30, &everywhere);
    draft.vary(&["identity_pool", "developer_provider"], &developer, |draft| {
        draft.on("developer provider");
        json!(format!("login.{{name}}-_{}", draft.token()))
    });
    if draft.random.chance(15) {
        draft.on("keep_other_providers");
        draft.put(&["identity_pool", "keep_other_providers"], &everywhere, &json!(true));
    }
    let mut providers: Vec<Provider> = Vec::new();
    for _ in 0..draft.random.below(6) {
        let presence = draft.presence(&everywhere);
        let taken: Vec<String> = providers.iter().map(|provider| provider.key.clone()).collect();
        if let Some(key) = provider(draft, &presence, &taken) {
            providers.push(Provider { key, presence });
        }
    }
    providers
}

fn switches(draft: &mut Draft) {
    let everywhere = draft.everywhere();
    draft.guest_access = draft.maybe(50, &everywhere);
    draft.classic_flow = draft.maybe(15, &everywhere);
    for (key, feature, values) in [
        ("guest_access", "guest access", draft.guest_access.clone()),
        ("classic_flow", "classic flow", draft.classic_flow.clone()),
    ] {
        if values.contains(&true) {
            draft.on(feature);
        }
        for (index, value) in values.into_iter().enumerate() {
            if value || draft.random.chance(30) {
                let only_here: Presence = (0..everywhere.len()).map(|other| other == index).collect();
                draft.put(&["identity_pool", key], &only_here, &json!(value));
            }
        }
    }
}

/// Adds a provider of a random kind, unless it is a social provider that exists already.
fn provider(draft: &mut Draft, presence: &[bool], taken: &[String]) -> Option<String> {
    let networks = ["amazon", "apple", "facebook", "google", "twitter"];
    let kind = draft.random.pick(&["user_pools", "user_pools", "social", "oidc", "saml"]);
    let key = match kind {
        "social" => draft.random.pick(&networks).to_owned(),
        _ => draft.key(taken),
    };
    if taken.contains(&key) {
        return None;
    }
    let path = ["identity_pool", kind, key.as_str()];
    match kind {
        "user_pools" => user_pool(draft, &key, presence),
        "social" => draft.vary(&path, presence, |draft| app_id(draft, &key)),
        "oidc" => {
            draft.on("oidc");
            draft.vary(&path, presence, |draft| arn(draft, "oidc", "oidc-provider/id.partner.example/"));
        }
        _ => {
            draft.on("saml");
            draft.vary(&path, presence, |draft| arn(draft, "saml", "saml-provider/"));
        }
    }
    Some(key)
}

fn app_id(draft: &mut Draft, network: &str) -> serde_json::Value {
    draft.on(match network {
        "amazon" => "amazon",
        "apple" => "apple",
        "facebook" => "facebook",
        "google" => "google",
        _ => "twitter",
    });
    if network == "twitter" {
        return draft.reference("app");
    }
    draft.setting("app", |draft| format!("{}.;_/-{}", draft.letters(20), draft.token()))
}

fn arn(draft: &mut Draft, what: &str, resource: &str) -> serde_json::Value {
    draft.setting(what, |draft| {
        let number = draft.number();
        draft.iam_arn(&format!("{resource}p{number}"))
    })
}

fn user_pool(draft: &mut Draft, key: &str, presence: &[bool]) {
    draft.on("user pool");
    let path = |leaf| ["identity_pool", "user_pools", key, leaf];
    draft.vary(&path("user_pool_id"), presence, |draft| {
        draft.setting("user_pool", |draft| {
            format!("{}_{}", draft.random.pick(&["{region}", "eu-west-1"]), draft.letters(9))
        })
    });
    draft.vary(&path("app_client_id"), presence, |draft| draft.setting("client", |draft| draft.lower(26)));
    let token_check = draft.maybe(40, presence);
    draft.vary(&path("token_check"), &token_check, |draft| {
        draft.on("token_check");
        json!(draft.random.chance(50))
    });
}
