//! The JSON Schema of the inputs, as an editor uses it.

use std::fs;
use std::path::Path;

use serde_json::{Value, json};

use crate::support::{poolsmith, repository};

pub fn schema() -> Value {
    let folder = tempfile::tempdir().unwrap();
    serde_json::from_slice(&poolsmith(folder.path(), &["schema"]).stdout).unwrap()
}

/// Validates inputs with the schema for an editor.
pub struct Validator {
    schemas: boon::Schemas,
    index: boon::SchemaIndex,
}

impl Validator {
    pub fn new() -> Self {
        let (mut schemas, mut compiler) = (boon::Schemas::new(), boon::Compiler::new());
        compiler.add_resource("inputs.json", schema()).unwrap();
        let index = compiler.compile("inputs.json", &mut schemas).unwrap();
        Self { schemas, index }
    }

    fn accepts(&self, inputs: &Value) -> bool {
        self.validate(inputs).is_ok()
    }

    pub fn validate<'a>(&'a self, inputs: &'a Value) -> Result<(), boon::ValidationError<'a, 'a>> {
        self.schemas.validate(inputs, self.index)
    }
}

/// The inputs in a directory, if they can be read at all.
fn inputs(directory: &Path) -> Option<Value> {
    let text = |name: &str| fs::read_to_string(directory.join(name)).ok();
    if let Some(yaml) = text("poolsmith.yaml") {
        return serde_saphyr::from_str(&yaml).ok();
    }
    match text("poolsmith.json") {
        Some(json) => serde_json::from_str(&json).ok(),
        None => toml::from_str(&text("poolsmith.toml")?).ok(),
    }
}

#[test]
fn values_have_the_form_that_the_rules_accept() {
    let validator = Validator::new();
    let with = |pool: Value| json!({ "name": "a", "identity_pool": pool, "environments": { "dev": { "region": "us-east-1" } } });
    let user_pool =
        |id: Value| with(json!({ "user_pools": { "main": { "user_pool_id": id, "app_client_id": "a1" } } }));
    for accepted in [
        json!("us-east-1_Ab12Cd34E"),
        json!("{region}_Ab12Cd34E"),
        json!({ "terraform": "aws_cognito_user_pool.a.id" }),
    ] {
        assert!(validator.accepts(&user_pool(accepted.clone())), "{accepted}");
    }
    for refused in [json!("Ab12Cd34E"), json!("arn:aws:cognito-idp:us-east-1:1:userpool/a"), json!(7)] {
        assert!(!validator.accepts(&user_pool(refused.clone())), "{refused}");
    }
    assert!(
        !validator
            .accepts(&with(json!({ "saml": { "Corporate": "arn:aws:iam::111111111111:saml-provider/a" } })))
    );
    assert!(!validator.accepts(&with(json!({ "guest_access": null }))));
    for (name, key) in [("Notes", "dev"), ("notes", "Dev")] {
        let inputs = json!({ "name": name, "environments": { key: { "region": "us-east-1" } } });
        assert!(!validator.accepts(&inputs), "{inputs}");
    }
}

#[test]
fn each_key_is_described_and_its_examples_are_accepted() {
    let mut described = 0;
    let mut examples = 0;
    each_key(&schema(), &mut |key, of| {
        assert!(of["description"].is_string(), "{key}: {of}");
        described += 1;
        let Some(pattern) = of["pattern"].as_str() else { return };
        let pattern = regex_lite::Regex::new(pattern).unwrap();
        for example in of["examples"].as_array().into_iter().flatten().filter_map(Value::as_str) {
            assert!(pattern.is_match(example), "{key}: {example}");
            examples += 1;
        }
    });
    assert!(described > 500 && examples > 60, "{described} keys, {examples} examples");
}

/// Visits each key of the definitions, without conditions on keys.
fn each_key(schema: &Value, visit: &mut impl FnMut(&str, &Value)) {
    match schema {
        Value::Object(map) => {
            for (key, of) in map.get("properties").and_then(Value::as_object).into_iter().flatten() {
                visit(key, of);
            }
            let conditions = ["if", "then", "else", "allOf", "not"];
            map.iter()
                .filter(|(key, _)| !conditions.contains(&key.as_str()))
                .for_each(|(_, of)| each_key(of, visit));
        }
        Value::Array(items) => items.iter().for_each(|item| each_key(item, visit)),
        _ => {}
    }
}

#[test]
fn what_an_environment_completes_may_be_incomplete_before() {
    let validator = Validator::new();
    let with = |environment: Value| {
        json!({
            "name": "a",
            "identity_pool": { "user_pools": { "main": { "app_client_id": "a1" } } },
            "environments": { "dev": environment },
        })
    };
    let id = json!({ "user_pools": { "main": { "user_pool_id": "us-east-1_Ab12Cd34E" } } });
    assert!(validator.accepts(&with(json!({ "region": "us-east-1", "identity_pool": id }))));
    assert!(!validator.accepts(&with(json!({ "region": "us-east-1" }))));
}

/// An error that no schema can state is about several places, about files, or about references. The schema states some of the
/// others; this number may only fall.
#[test]
fn the_schema_refuses_what_it_can_state() {
    const ACCEPTED_AT_MOST: usize = 183;
    let validator = Validator::new();
    let directories = fs::read_dir(repository().join("examples/invalid")).unwrap();
    let invalid = directories
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.file_name().unwrap().to_string_lossy().starts_with('E'));
    let read: Vec<Value> = invalid.filter_map(|directory| inputs(&directory)).collect();
    assert!(read.len() > 350, "{} examples", read.len());
    let accepted = read.iter().filter(|inputs| validator.accepts(inputs)).count();
    assert!(accepted <= ACCEPTED_AT_MOST, "{accepted} of {} invalid inputs are accepted", read.len());
}
