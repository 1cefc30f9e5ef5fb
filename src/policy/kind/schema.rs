//! The grant kinds in the JSON Schema of the inputs.

use serde_json::{Map, Value, json};

use crate::policy::kind::{GrantKey, KeyType, Kind, Kinds, OneOrSeveral};

/// By its name, the schema of each kind.
pub fn schemas(kinds: &Kinds) -> Map<String, Value> {
    kinds.iter().map(|kind| (kind.name.clone(), schema(kind))).collect()
}

fn schema(kind: &Kind) -> Value {
    let is_required = |key: &GrantKey| !key.optional && key.default.is_none();
    let required: Vec<&String> =
        kind.keys.iter().filter(|(_, key)| is_required(key)).map(|(name, _)| name).collect();
    let properties = kind.keys.iter().map(|(name, key)| (name.clone(), property(key)));
    let mut schema = json!({
        "description": kind.title,
        "type": "object",
        "properties": properties.collect::<Map<String, Value>>(),
        "additionalProperties": false,
    });
    if !required.is_empty() {
        schema["required"] = json!(required);
    }
    schema
}

fn property(key: &GrantKey) -> Value {
    let mut schema = match key.is {
        KeyType::Value => json!({ "$ref": "#/$defs/ValueOrReference" }),
        KeyType::Text => json!({ "type": "string" }),
        KeyType::Texts | KeyType::Fields => {
            json!({ "type": "array", "items": { "type": "string" }, "minItems": 1 })
        }
        KeyType::Words => json!({ "type": "array", "items": { "oneOf": words(key) }, "minItems": 1 }),
        KeyType::Flag => json!({ "type": "boolean" }),
    };
    schema["description"] = json!(key.description);
    match &key.default {
        Some(OneOrSeveral::One(text)) => schema["default"] = json!(text),
        Some(OneOrSeveral::Several(texts)) => schema["default"] = json!(texts),
        None => {}
    }
    schema
}

fn words(key: &GrantKey) -> Vec<Value> {
    key.words.iter().map(|(word, meaning)| json!({ "const": word, "description": meaning })).collect()
}
