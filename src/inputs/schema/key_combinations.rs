//! Which keys of a map go together, in the JSON Schema.

use serde_json::{Map, Value, json};

use crate::aws::providers::SECRET_SOCIAL;

/// Adds what is to be said about the keys of a map to the definitions.
pub fn add_key_combinations(definitions: &mut Map<String, Value>) {
    let mut add = |definition: &str, shapes: &[Value]| definitions[definition]["allOf"] = json!(shapes);
    add(
        "Role",
        &[
            alone("existing_role_arn", &json!({}), &["renamed_from"]),
            alone("attached", &json!({ "const": false }), &[]),
        ],
    );
    add(
        "RoleMapping",
        &[json!({
            "if": { "properties": { "type": { "const": "rules" } } },
            "then": { "required": ["rules"] },
            "else": { "properties": { "rules": false } },
        })],
    );
    add(
        "PrincipalTags",
        &[json!({
            "oneOf": [
                { "required": ["tags"], "properties": { "defaults": { "const": false } } },
                { "required": ["defaults"], "properties": { "tags": false, "defaults": { "const": true } } },
            ],
        })],
    );
    add(
        "AccessTest",
        &[
            json!({ "anyOf": [{ "required": ["can"] }, { "required": ["cannot"] }] }),
            json!({ "dependentRequired": { "undecided": ["reason"] } }),
        ],
    );
    add(
        "Identity",
        &[
            json!({ "oneOf": [{ "required": ["role"] }, { "required": ["provider"] }] }),
            json!({ "dependentRequired": { "principal_tags": ["role"], "claims": ["provider"] } }),
        ],
    );
    let secret = &mut definitions["Social"]["properties"][SECRET_SOCIAL];
    let description = secret["description"].take();
    *secret = json!({ "description": description, "$ref": "#/$defs/Reference" });
}

/// A map in which a key with such a value comes with no others but these.
fn alone(key: &str, value: &Value, others: &[&str]) -> Value {
    let keys: Vec<&str> = [key].into_iter().chain(others.iter().copied()).collect();
    json!({
        "if": { "required": [key], "properties": { key: value } },
        "then": { "propertyNames": { "enum": keys } },
    })
}
