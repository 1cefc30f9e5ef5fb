//! Random tags, providers and backends.

use serde_json::{Value, json};

use crate::random_inputs::draft::{Draft, Presence};

pub fn tags(draft: &mut Draft) {
    let everywhere = draft.everywhere();
    for _ in 0..draft.random.pick(&[0, 0, 1, 3]) {
        let presence = draft.presence(&everywhere);
        let key =
            draft.random.pick(&["Project", "cost:centre", "a.b", "a", "a b", "Zoë", "for", "x/y=z@w", "1"]);
        draft.on("tags");
        draft.vary(&["tags", key], &presence, |draft| json!(draft.tag_value()));
    }
}

pub fn provider(draft: &mut Draft) {
    let everywhere = draft.everywhere();
    let profile = draft.maybe(15, &everywhere);
    draft.vary(&["terraform", "provider", "profile"], &profile, |draft| {
        draft.on("provider: profile");
        json!(format!("a \"profile\" ${{x}} %{{ \\{}", draft.token()))
    });
    let role = draft.maybe(25, &everywhere);
    draft.vary(&["terraform", "provider", "assume_role"], &role, |draft| {
        draft.on("provider: assume_role");
        assume_role(draft)
    });
}

fn assume_role(draft: &mut Draft) -> Value {
    let mut role = json!({ "role_arn": draft.iam_arn("role/deploy") });
    if draft.random.chance(50) {
        role["external_id"] = json!(format!("=,.@:/-{}", draft.token()));
    }
    if draft.random.chance(50) {
        role["session_name"] = json!(format!("=,.@-{{name}}{}", draft.number()));
    }
    role
}

pub fn backend(draft: &mut Draft) {
    let everywhere = draft.everywhere();
    let has_backend = draft.maybe(70, &everywhere);
    let kinds: [fn(&mut Draft) -> Value; 5] = [s3, s3, local, other, other];
    let kind = draft.random.pick(&kinds);
    for index in (0..everywhere.len()).filter(|index| has_backend[*index]) {
        let only_here: Presence = (0..everywhere.len()).map(|other| other == index).collect();
        let kind = if draft.random.chance(20) { draft.random.pick(&kinds) } else { kind };
        let backend = kind(draft);
        draft.put(&["terraform", "backend"], &only_here, &backend);
    }
}

fn local(draft: &mut Draft) -> Value {
    draft.on("backend: local");
    match draft.random.below(3) {
        0 => json!({ "local": {} }),
        1 => json!({ "local": { "path": "{name}.tfstate" } }),
        _ => json!({ "local": { "path": "../../state \"x\"/${y}/{environment}.tfstate" } }),
    }
}

fn s3(draft: &mut Draft) -> Value {
    draft.on("backend: s3");
    let mut s3 = json!({
        "bucket": "acme-terraform-state",
        "key": "\"a\"/{name}/${x}/{environment}.tfstate",
        "region": "{region}",
    });
    for flag in ["use_lockfile", "encrypt"] {
        if draft.random.chance(50) {
            s3[flag] = json!(draft.random.chance(50));
        }
    }
    if draft.random.chance(20) {
        s3["profile"] = json!("a profile");
    }
    if draft.random.chance(20) {
        s3["assume_role"] = assume_role(draft);
    }
    json!({ "s3": s3 })
}

/// A backend of another cloud or service.
fn other(draft: &mut Draft) -> Value {
    let hostile = "\"a\"${x}%{{y}}\\";
    let (feature, backend) = draft.random.pick(&OTHERS);
    draft.on(feature);
    let text = backend.replace("HOSTILE", &hostile.replace('\\', "\\\\").replace('"', "\\\""));
    serde_json::from_str(&text).expect("a backend")
}

/// Other backends, with arguments that distinguish the states of environments.
const OTHERS: [(&str, &str); 8] = [
    (
        "backend: cloud",
        r#"{ "cloud": { "organization": "acme", "workspaces": { "name": "{name}-{environment}", "project": "HOSTILE" } } }"#,
    ),
    (
        "backend: remote",
        r#"{ "remote": { "hostname": "tfe.acme.example", "organization": "acme", "workspaces": { "name": "{environment}" } } }"#,
    ),
    (
        "backend: gcs",
        r#"{ "gcs": { "bucket": "acme", "prefix": "HOSTILE/{environment}", "impersonate_service_account_delegates": ["a@b"] } }"#,
    ),
    (
        "backend: azurerm",
        r#"{ "azurerm": { "storage_account_name": "acmestates", "container_name": "states", "key": "{environment}.HOSTILE", "use_azuread_auth": true } }"#,
    ),
    (
        "backend: http",
        r#"{ "http": { "address": "https://states.example/{environment}", "username": "HOSTILE", "retry_max": 3, "skip_cert_verification": false } }"#,
    ),
    ("backend: consul", r#"{ "consul": { "path": "states/{name}/{environment}/HOSTILE", "gzip": true } }"#),
    ("backend: pg", r#"{ "pg": { "schema_name": "HOSTILE-{environment}" } }"#),
    (
        "backend: kubernetes",
        r#"{ "kubernetes": { "secret_suffix": "{environment}.x", "namespace": "states", "labels": { "for": "HOSTILE", "a/b": "c" } } }"#,
    ),
];
