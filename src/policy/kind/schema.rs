//! The JSON Schemas of grant kinds.

use indexmap::IndexMap;
use serde_json::{Map, Value, json};

use crate::aws::{Identifier, Partition};
use crate::inputs::TokenString;
use crate::inputs::schema::text;
use crate::policy::kind::{GrantKey, KeyType, Kind, Kinds};

/// The schema of each kind, by name.
pub fn schemas(kinds: &Kinds) -> Map<String, Value> {
    kinds.iter().map(|kind| (kind.name.clone(), schema(kind))).collect()
}

fn schema(kind: &Kind) -> Value {
    let required: Vec<&String> =
        kind.keys.iter().filter(|(_, key)| key.is_required()).map(|(name, _)| name).collect();
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
    let exclusions = kind.keys.iter().filter_map(|(name, key)| Some([name, key.excludes.as_ref()?]));
    let exclusions: Vec<Value> = exclusions.map(|keys| json!({ "not": { "required": keys } })).collect();
    if !exclusions.is_empty() {
        schema["allOf"] = json!(exclusions);
    }
    schema
}

fn property(key: &GrantKey) -> Value {
    let mut schema = match &key.is {
        KeyType::Value { identifier, example } => value(*identifier, example),
        KeyType::Values { identifier, example } => one_or_more(&value(*identifier, example)),
        KeyType::Text { .. } => text(&key.is),
        KeyType::Texts { .. } => one_or_more(&text(&key.is)),
        KeyType::Fields => one_or_more(&json!({ "type": "string" })),
        KeyType::Words(meanings) => {
            json!({ "type": "array", "items": { "oneOf": words(meanings) }, "minItems": 1 })
        }
        KeyType::Flag => json!({ "type": "boolean" }),
    };
    schema["description"] = json!(key.description);
    if let KeyType::Text { default: Some(text), .. } = &key.is {
        schema["default"] = json!(text.source());
    }
    if let KeyType::Texts { default: Some(texts), .. } = &key.is {
        schema["default"] = texts.iter().map(TokenString::source).collect();
    }
    schema
}

fn text(key: &KeyType) -> Value {
    let mut schema = match key.referenced_text() {
        Some(_) => value_or_reference(),
        None => json!({ "type": "string" }),
    };
    schema["pattern"] = json!(key.text_rule().map_or_else(text::any_in_grant, |rule| (rule.pattern)()));
    schema
}

fn value(identifier: Option<Identifier>, example: &str) -> Value {
    let mut schema = value_or_reference();
    schema["examples"] = json!([example]);
    if let Some(identifier) = identifier {
        let pattern = identifier.pattern_in_any_partition();
        text::require(&mut schema, text::matching_in_grant(&pattern), &identifier.accepted(Partition::Aws));
    }
    schema
}

fn value_or_reference() -> Value {
    json!({ "$ref": "#/$defs/ValueOrReference" })
}

fn one_or_more(item: &Value) -> Value {
    json!({ "anyOf": [item, { "type": "array", "items": item, "minItems": 1 }] })
}

fn words(meanings: &IndexMap<String, String>) -> Vec<Value> {
    meanings.iter().map(|(word, meaning)| json!({ "const": word, "description": meaning })).collect()
}
