//! Random roles.

use serde_json::json;

use crate::random_inputs::draft::{Draft, Presence};
use crate::random_inputs::grants;

/// A role that rules can assign.
pub struct Role {
    pub key: String,
    pub presence: Presence,
}

pub fn roles(draft: &mut Draft) -> Vec<Role> {
    role_defaults(draft);
    let everywhere = draft.everywhere();
    // The role for signed-in users exists even if the inputs don't mention it.
    let mut roles = vec![Role { key: "authenticated".to_owned(), presence: everywhere.clone() }];
    // An existing role can't be omitted, because the default role would be created.
    let authenticated_exists = !draft.has_short_names && draft.random.chance(10);
    let is_said = if authenticated_exists || draft.has_short_names {
        everywhere.clone()
    } else {
        draft.maybe(80, &everywhere)
    };
    role(draft, "authenticated", &is_said, authenticated_exists);

    let guests = draft.guest_access.clone();
    if guests.contains(&true) {
        let guest_exists = !draft.has_short_names && draft.random.chance(15);
        let is_said = if guest_exists || draft.has_short_names { guests } else { draft.maybe(70, &guests) };
        if is_said.contains(&true) {
            draft.on("guest role");
        }
        role(draft, "guest", &is_said, guest_exists);
    }
    for _ in 0..draft.random.pick(&[0, 0, 1, 2, 3]) {
        let taken: Vec<String> =
            roles.iter().map(|role| role.key.clone()).chain(["guest".to_owned()]).collect();
        let key = draft.key(&taken);
        let presence = draft.presence(&everywhere);
        draft.on("further role");
        let exists = draft.random.chance(25);
        role(draft, &key, &presence, exists);
        roles.push(Role { key, presence });
    }
    roles
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

fn role(draft: &mut Draft, key: &str, presence: &[bool], exists: bool) {
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
    grants::grants(draft, key, presence);
}

fn managed_policy(draft: &mut Draft) -> String {
    let number = draft.number();
    let segment = draft.segment();
    if draft.random.chance(50) {
        return format!("arn:{{partition}}:iam::aws:policy/{segment}/Of{number}");
    }
    draft.iam_arn(&format!("policy/{{name}}-{number}-{segment}"))
}
