//! Random grants of every kind.

use serde_json::{Value, json};

use crate::random_inputs::draft::Draft;
use crate::random_inputs::statements;

/// The kinds, and whether their ARNs contain the account ID.
const KINDS: [(&str, bool); 8] = [
    ("s3", false),
    ("statements", false),
    ("policy_file", false),
    ("dynamodb", true),
    ("api_gateway", true),
    ("appsync", true),
    ("lambda", true),
    ("iot", true),
];

pub fn grants(draft: &mut Draft, role: &str, within: &[bool]) {
    for _ in 0..draft.random.pick(&[0, 1, 1, 2, 3, 4]) {
        let Some(key) = new_key(draft, role) else { continue };
        let presence = draft.presence(within);
        grant(draft, role, &key, &presence);
        let is_named = draft.maybe(20, &presence);
        draft.vary(&["roles", role, "grants", &key, "policy_name"], &is_named, |draft| {
            draft.on("policy_name");
            let number = draft.number();
            json!(format!("{{environment}}@{number}_+=,.-Policy"))
        });
        if draft.random.chance(15) {
            draft.on("renamed_from of a grant");
            let before = format!("before_{}", draft.number());
            let renamed = draft.presence(&presence);
            draft.put(&["roles", role, "grants", &key, "renamed_from"], &renamed, &json!(before));
        }
    }
}

/// A key with a unique address.
fn new_key(draft: &mut Draft, role: &str) -> Option<String> {
    let key = draft.key(&[]);
    draft.addresses.insert(format!("{role}_{key}")).then_some(key)
}

/// The path of a grant, and the environments that have it.
struct Place<'a> {
    path: [&'a str; 5],
    presence: &'a [bool],
}

impl Place<'_> {
    fn put(&self, draft: &mut Draft, key: &str, value: &Value) {
        draft.put(&[&self.path[..], &[key]].concat(), self.presence, value);
    }

    fn vary(&self, draft: &mut Draft, key: &str, make: impl Fn(&mut Draft) -> Value) {
        draft.vary(&[&self.path[..], &[key]].concat(), self.presence, make);
    }

    /// Sets a key that is optional or has a default.
    fn maybe(&self, draft: &mut Draft, key: &str, make: impl Fn(&mut Draft) -> Value) {
        if draft.random.chance(50) {
            let value = make(draft);
            self.put(draft, key, &value);
        }
    }
}

fn grant(draft: &mut Draft, role: &str, key: &str, presence: &[bool]) {
    let (kind, names_account) = draft.random.pick(&KINDS);
    let kind = if names_account && !draft.has_accounts { "s3" } else { kind };
    draft.on(kind);
    let place = Place { path: ["roles", role, "grants", key, kind], presence };
    match kind {
        "s3" => s3(draft, &place),
        "dynamodb" => dynamodb(draft, &place),
        "api_gateway" => api_gateway(draft, &place),
        "appsync" => {
            place.vary(draft, "api_id", |draft| draft.setting("api", |draft| draft.lower(26)));
            place.put(draft, "fields", &json!(["Query.notes", "Mutation.*"]));
        }
        "lambda" => lambda(draft, &place),
        "iot" => iot(draft, &place),
        "statements" => {
            let statements: Vec<Value> = statements::list(draft);
            draft.put(&place.path, presence, &json!(statements));
        }
        _ => policy_file(draft, &place),
    }
}

fn s3(draft: &mut Draft, place: &Place) {
    place.vary(draft, "bucket", |draft| {
        draft.setting("bucket", |draft| format!("b-{}.x-{{environment}}1", draft.lower(5)))
    });
    place.maybe(draft, "path", |draft| json!(s3_path(draft)));
    let allow = draft.random.some(&["read", "write", "delete", "list"]);
    place.put(draft, "allow", &json!(allow));
    // Listing and deleting require no key.
    if (allow.contains(&"read") || allow.contains(&"write")) && draft.random.chance(30) {
        draft.on("s3 with a key");
        place.vary(draft, "kms_key_arn", |draft| {
            draft.setting("key", |draft| {
                let (account, id) = (draft.digits(12), draft.digits(12));
                format!("arn:{{partition}}:kms:{{region}}:{account}:key/1234abcd-12ab-34cd-56ef-{id}")
            })
        });
    }
}

fn s3_path(draft: &mut Draft) -> String {
    let (first, second) = (draft.segment(), draft.segment());
    match draft.random.below(6) {
        0 => "*".to_owned(),
        1 => "{identity}/*".to_owned(),
        2 => "${aws:PrincipalTag/department}/*".to_owned(),
        3 => format!("{first}/*"),
        4 => format!("{first}/{{identity}}/{second}/*"),
        _ => format!("{first} ä\n/{{identity}}/*"),
    }
}

fn dynamodb(draft: &mut Draft, place: &Place) {
    place.vary(draft, "table", |draft| {
        draft.setting("table", |draft| format!("t_{}.{{name}}", draft.lower(5)))
    });
    let allow = draft.random.some(&["read", "write", "delete"]);
    place.put(draft, "allow", &json!(allow));
    if draft.random.chance(35) {
        draft.on("dynamodb: whole_table");
        place.put(draft, "whole_table", &json!(true));
    } else {
        place.maybe(draft, "leading_keys", |draft| {
            draft.on("dynamodb: leading_keys");
            json!(["{identity}", format!("{}-shared\"", draft.token())])
        });
    }
    place.maybe(draft, "indexes", |draft| {
        draft.on("dynamodb: indexes");
        json!(["by-date", "by_{name}"])
    });
    place.maybe(draft, "attributes", |draft| {
        draft.on("dynamodb: attributes");
        json!(["id", "a \"b\" ${{c}} %{{d}} \\", format!("{}x", draft.token())])
    });
}

fn api_gateway(draft: &mut Draft, place: &Place) {
    place.vary(draft, "api_id", |draft| draft.setting("api", |draft| draft.lower(10)));
    let stage = one_or_more(draft, &["{environment}", "$default", "v1"]);
    place.put(draft, "stage", &stage);
    place.maybe(draft, "method", |draft| one_or_more(draft, &["GET", "POST", "DELETE"]));
    place.maybe(draft, "path", |draft| {
        let segment = draft.segment();
        let is_of_urls = |c: &char| c.is_ascii_alphanumeric() || "-._~!$&'()+,;=@%".contains(*c);
        let segment = match segment.starts_with('{') && segment.ends_with('}') {
            true => segment,
            false => segment.chars().filter(is_of_urls).collect(),
        };
        one_or_more(draft, &[&format!("{segment}/{{identity}}/*"), "notes"])
    });
}

fn one_or_more(draft: &mut Draft, texts: &[&str]) -> Value {
    let one = draft.random.pick(texts);
    if draft.random.chance(50) { json!(one) } else { json!(draft.random.some(texts)) }
}

fn lambda(draft: &mut Draft, place: &Place) {
    let function =
        |draft: &mut Draft| draft.setting("function", |draft| format!("{{name}}_{}", draft.lower(5)));
    match draft.random.chance(50) {
        true => place.vary(draft, "function", function),
        false => place.vary(draft, "function", |draft| json!([function(draft), function(draft)])),
    }
}

fn iot(draft: &mut Draft, place: &Place) {
    place.put_empty(draft);
    match draft.random.chance(15) {
        true => place.vary(draft, "client_id", |draft| draft.reference("device")),
        false => place.maybe(draft, "client_id", |draft| {
            json!(draft.random.pick(&["{identity}", "{identity}-phone", "${{x}}\"y"]))
        }),
    }
    for key in ["publish", "subscribe", "receive"] {
        if draft.random.chance(15) {
            place.vary(draft, key, |draft| {
                json!([draft.reference("topic"), "rooms/{identity}", draft.reference("topic")])
            });
            continue;
        }
        place.maybe(draft, key, |draft| {
            json!([format!("{}/{{identity}}/*", draft.segment().replace('#', "")), "$aws/\"é\""])
        });
    }
}

impl Place<'_> {
    fn put_empty(&self, draft: &mut Draft) {
        draft.put(&self.path, self.presence, &json!({}));
    }
}

/// The same document in every environment, in one file or in one per environment.
fn policy_file(draft: &mut Draft, place: &Place) {
    let number = draft.number();
    let path = match draft.random.below(2) {
        0 => format!("policies/{number}.json"),
        _ => format!("policies/{number}-{{environment}}.json"),
    };
    let mut document = json!({ "Version": "2012-10-17" });
    if draft.random.chance(30) {
        document["Id"] = json!(draft.policy_text());
    }
    let statements = statements::list(draft);
    document["Statement"] = match &statements[..] {
        [only] if draft.random.chance(50) => only.clone(),
        _ => json!(statements),
    };
    draft.policy_files.insert(path.clone(), document.to_string());
    draft.put(&place.path, place.presence, &json!(path));
}
