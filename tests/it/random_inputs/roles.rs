//! Random roles.

use serde_json::json;

use crate::random_inputs::draft::{Draft, Presence};
use crate::random_inputs::grants;
use crate::random_inputs::providers::Provider;

/// A role that rules can assign.
pub struct Role {
    pub key: String,
    pub presence: Presence,
}

pub fn roles(draft: &mut Draft, providers: &[Provider]) -> Vec<Role> {
    role_defaults(draft);
    let everywhere = draft.everywhere();
    // An existing role can't be omitted, because the default role would be created.
    let authenticated_exists = !draft.has_short_names && draft.random.chance(10);
    let is_said = if authenticated_exists || draft.has_short_names {
        everywhere.clone()
    } else {
        draft.maybe(80, &everywhere)
    };
    role(draft, "authenticated", &is_said, authenticated_exists, providers);
    let is_detached = detached(draft, "authenticated", &is_said);
    // The role for signed-in users exists even if the inputs don't mention it, where users can sign in.
    let is_there = |index: usize| is_said[index] || (draft.ways_to_sign_in[index] > 0 && !is_detached[index]);
    let presence = (0..everywhere.len()).map(is_there).collect();
    let mut roles = vec![Role { key: "authenticated".to_owned(), presence }];

    let guests = draft.guest_access.clone();
    if guests.contains(&true) {
        let guest_exists = !draft.has_short_names && draft.random.chance(15);
        let is_said = if guest_exists || draft.has_short_names { guests } else { draft.maybe(70, &guests) };
        if is_said.contains(&true) {
            draft.on("guest role");
        }
        role(draft, "guest", &is_said, guest_exists, &[]);
        detached(draft, "guest", &is_said);
    }
    for _ in 0..draft.random.pick(&[0, 0, 1, 2, 3]) {
        let taken: Vec<String> =
            roles.iter().map(|role| role.key.clone()).chain(["guest".to_owned()]).collect();
        let key = draft.key(&taken);
        let exists = draft.random.chance(25);
        // In the classic flow, users of all providers could take a role that is created here.
        let may_be = |index: usize| exists || !draft.classic_flow[index] || draft.ways_to_sign_in[index] < 2;
        let within: Presence = (0..everywhere.len()).map(may_be).collect();
        let presence = draft.presence(&within);
        draft.on("further role");
        role(draft, &key, &presence, exists, providers);
        roles.push(Role { key, presence });
    }
    roles
}

/// Sometimes detaches a default role where the inputs don't describe it.
fn detached(draft: &mut Draft, key: &str, is_said: &[bool]) -> Presence {
    let is_unsaid: Presence = is_said.iter().map(|said| !said).collect();
    let presence = draft.maybe(20, &is_unsaid);
    if presence.contains(&true) {
        draft.on("attached: false");
    }
    draft.put(&["roles", key, "attached"], &presence, &json!(false));
    presence
}

fn role_defaults(draft: &mut Draft) {
    let everywhere = draft.everywhere();
    let has_defaults = draft.maybe(40, &everywhere);
    if has_defaults.contains(&true) {
        draft.on("role_defaults");
    }
    draft.put(&["role_defaults"], &has_defaults, &json!({}));
    arguments(draft, &["role_defaults"], &has_defaults);
}

/// Settings that both a role and the role defaults can have.
fn arguments(draft: &mut Draft, at: &[&str], presence: &[bool]) {
    let path = |leaf| [at, &[leaf]].concat();
    let has_path = draft.maybe(30, presence);
    draft.vary(&path("path"), &has_path, |draft| {
        draft.on("path");
        json!(format!("/{}/", draft.segment()))
    });
    let has_boundary = draft.maybe(30, presence);
    draft.vary(&path("permissions_boundary"), &has_boundary, |draft| {
        draft.on("permissions_boundary");
        draft.setting("policy", |draft| {
            let segment = draft.segment();
            draft.iam_arn(&format!("policy/{segment}/boundary"))
        })
    });
    let has_duration = draft.maybe(30, presence);
    draft.vary(&path("max_session_duration"), &has_duration, |draft| {
        draft.on("max_session_duration");
        json!(draft.random.between(3600..=43_200))
    });
}

fn role(draft: &mut Draft, key: &str, presence: &[bool], exists: bool, providers: &[Provider]) {
    let path = |leaf| ["roles", key, leaf];
    draft.put(&["roles", key], presence, &json!({}));
    if draft.random.chance(15) {
        let number = draft.number();
        let renamed = draft.presence(presence);
        draft.put(&path("renamed_from"), &renamed, &json!(format!("before_{number}")));
        draft.on("renamed_from of a role");
    }
    if exists {
        draft.on("existing_role_arn");
        return draft.vary(&path("existing_role_arn"), presence, |draft| {
            draft.setting("role", |draft| {
                let number = draft.number();
                draft.iam_arn(&format!("role/there/already-{number}"))
            })
        });
    }
    // With long words, {name}-{environment}-ROLE exceeds the limit for role names.
    let needs_name = draft.has_short_names || key.len() > 14;
    let has_name = if needs_name { presence.to_vec() } else { draft.maybe(30, presence) };
    draft.vary(&path("name"), &has_name, |draft| {
        let number = draft.number();
        draft.on("role name");
        json!(format!("{{environment}}@{number}"))
    });
    let is_described = draft.maybe(50, presence);
    draft.vary(&path("description"), &is_described, |draft| json!(draft.description()));
    arguments(draft, &["roles", key], presence);
    let has_managed = draft.maybe(30, presence);
    draft.vary(&path("managed_policy_arns"), &has_managed, |draft| {
        draft.on("managed policies");
        let count = draft.random.below(4);
        (0..count).map(|_| draft.setting("policy", managed_policy)).collect()
    });
    let has_tags = draft.maybe(30, presence);
    draft.vary(&path("tags"), &has_tags, |draft| {
        draft.on("role tags");
        json!({ "role:a b": draft.tag_value(), "Zoë.role": draft.tag_value() })
    });
    trust(draft, key, presence, providers);
    let is_exclusive = draft.maybe(20, presence);
    draft.vary(&path("exclusive"), &is_exclusive, |draft| {
        draft.on("exclusive");
        json!(true)
    });
    if draft.random.chance(25) {
        draft.on("policies: managed");
        draft.put(&path("policies"), presence, &json!("managed"));
    }
    grants::grants(draft, key, presence);
}

fn trust(draft: &mut Draft, key: &str, presence: &[bool], providers: &[Provider]) {
    let path = |leaf| ["roles", key, "trust", leaf];
    let has_pools = draft.maybe(20, presence);
    draft.vary(&path("identity_pools"), &has_pools, |draft| {
        draft.on("trust: identity_pools");
        (0..draft.random.between(1..=3)).map(|_| draft.setting("identity_pool", identity_pool_id)).collect()
    });
    let trusted: Vec<Vec<String>> =
        (0..presence.len()).map(|environment| trusted_providers(draft, environment, providers)).collect();
    let has_any = |environment: usize| !presence[environment] || !trusted[environment].is_empty();
    // Where it is not said, the role for signed-in users exists as well, and trusts all providers.
    let is_implicit = key == "authenticated" && presence.contains(&false);
    if is_implicit {
        return;
    }
    if !draft.random.chance(30) || key == "guest" || !(0..presence.len()).all(has_any) {
        return;
    }
    for (environment, keys) in trusted.iter().enumerate().filter(|(environment, _)| presence[*environment]) {
        draft.on("trust: providers");
        let only_here: Presence = (0..presence.len()).map(|other| other == environment).collect();
        draft.put(&path("providers"), &only_here, &json!(keys));
    }
}

/// Some of the providers of an environment, at least one if it has any.
fn trusted_providers(draft: &mut Draft, environment: usize, providers: &[Provider]) -> Vec<String> {
    let of_pool = providers.iter().filter(|provider| provider.presence[environment]);
    let mut keys: Vec<String> = of_pool.map(|provider| provider.key.clone()).collect();
    let pool = &draft.environments[environment].wanted["identity_pool"];
    keys.extend(pool.get("developer_provider").map(|_| "developer_provider".to_owned()));
    let first = if keys.is_empty() { 0 } else { draft.random.below(keys.len()) };
    keys.split_off(first)
}

fn identity_pool_id(draft: &mut Draft) -> String {
    let number = draft.number();
    format!("{{region}}:2c1f8e70-0000-4000-8000-{number:012}")
}

fn managed_policy(draft: &mut Draft) -> String {
    let number = draft.number();
    let segment = draft.segment();
    if draft.random.chance(50) {
        return format!("arn:{{partition}}:iam::aws:policy/{segment}/Of{number}");
    }
    draft.iam_arn(&format!("policy/{{name}}-{number}-{segment}"))
}
