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
    for (name, value) in PROVIDER {
        let presence = draft.maybe(10, &everywhere);
        draft.vary(&["terraform", "provider", name], &presence, |draft| {
            draft.on("provider: other arguments");
            let hostile = HOSTILE.replace('\\', "\\\\").replace('"', "\\\"");
            serde_json::from_str(&value.replace("HOSTILE", &hostile)).expect("JSON")
        });
    }
}

/// Text that would break out of HCL's quotes.
const HOSTILE: &str = "\"a\"${x}%{{y}}\\";

/// Further arguments of the provider.
const PROVIDER: [(&str, &str); 7] = [
    ("ignore_tags", r#"{ "keys": ["HOSTILE"], "key_prefixes": ["kubernetes.io/", "{name}"] }"#),
    ("endpoints", r#"{ "cognitoidentity": "https://HOSTILE.example", "s3api": "http://localhost:4566" }"#),
    (
        "assume_role_with_web_identity",
        r#"{ "web_identity_token_file": "/HOSTILE/{environment}", "duration": "1h" }"#,
    ),
    ("shared_config_files", r#"["~/.aws/HOSTILE"]"#),
    ("max_retries", "3"),
    ("skip_metadata_api_check", "true"),
    ("retry_mode", r#""adaptive""#),
];

fn assume_role(draft: &mut Draft) -> Value {
    let mut role = json!({ "role_arn": draft.iam_arn("role/deploy") });
    if draft.random.chance(50) {
        role["external_id"] = json!(format!("=,.@:/-{}", draft.token()));
    }
    if draft.random.chance(50) {
        role["session_name"] = json!(format!("=,.@-{{name}}{}", draft.number()));
    }
    if draft.random.chance(50) {
        role["duration"] = json!("1h30m");
        role["tags"] = json!({ "for": draft.tag_value(), "a b": "{environment}" });
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
    if draft.random.chance(20) {
        draft.on("backend: partial");
        s3["partial"] = json!(true);
        s3.as_object_mut().expect("a map").remove("region");
    }
    json!({ "s3": s3 })
}

/// A backend of another cloud or service.
fn other(draft: &mut Draft) -> Value {
    let (feature, backend) = draft.random.pick(&OTHERS);
    draft.on(feature);
    let text = backend.replace("HOSTILE", &HOSTILE.replace('\\', "\\\\").replace('"', "\\\""));
    serde_json::from_str(&text).expect("a backend")
}

/// Other backends, with arguments that distinguish the states of environments.
const OTHERS: [(&str, &str); 10] = [
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
    (
        "backend: oss",
        r#"{ "oss": { "bucket": "acme-states", "prefix": "{name}", "key": "HOSTILE/{environment}", "encrypt": true } }"#,
    ),
    (
        "backend: cos",
        r#"{ "cos": { "bucket": "acme-1250000000", "region": "ap-guangzhou", "key": "{environment}", "assume_role": { "role_arn": "HOSTILE", "session_name": "a", "session_duration": 7200 } } }"#,
    ),
    ("backend: pg", r#"{ "pg": { "schema_name": "HOSTILE-{environment}" } }"#),
    (
        "backend: kubernetes",
        r#"{ "kubernetes": { "secret_suffix": "{environment}.x", "namespace": "states", "labels": { "for": "HOSTILE", "a/b": "c" } } }"#,
    ),
];
