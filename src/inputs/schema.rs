//! The JSON Schema of the inputs file, derived from the types that it is decoded to.

mod values;

use schemars::generate::SchemaSettings;
use serde_json::{Map, Value, json};

use crate::inputs::environments::REMOVE;
use crate::inputs::key_attributes::{GRANT, KEY_ATTRIBUTES};
use crate::inputs::spec::Spec;

/// The schema of an inputs file, including the given schemas of grant kinds.
///
/// An environment is a patch: it takes the same keys, but requires none. So the schema has a second, relaxed
/// version of every definition.
pub fn schema(kinds: Map<String, Value>) -> Value {
    let Value::Object(mut root) = schema_of_types() else { unreachable!("a struct's schema is an object") };
    let mut definitions = take_object(&mut root, "$defs");
    add_kinds(&mut definitions["Grant"], kinds);
    values::add_patterns(&mut definitions);
    let mut properties = take_object(&mut root, "properties");
    properties["name"]["pattern"] = json!(values::NAME);
    properties["roles"]["propertyNames"] = json!({ "pattern": values::KEY });
    let mut own = Map::new();
    properties.retain(|key, schema| {
        let is_own = KEY_ATTRIBUTES.is_own(key);
        if is_own {
            own.insert(key.clone(), schema.clone());
        }
        !is_own
    });
    own.insert(REMOVE.to_owned(), remove_schema());
    let environment = environment(&properties, own);
    properties.insert("environments".to_owned(), environments_schema());

    root.insert("title".to_owned(), json!("poolsmith inputs"));
    root.insert("description".to_owned(), json!("The inputs of poolsmith: poolsmith.yaml, .json or .toml."));
    root.insert("properties".to_owned(), Value::Object(properties));
    root.insert("required".to_owned(), json!(["name", "environments"]));
    root.insert("$defs".to_owned(), Value::Object(with_patches(definitions, environment)));
    let mut schema = Value::Object(root);
    values::without_null(&mut schema);
    schema
}

/// The JSON Schema of the types that an environment is decoded to.
pub(super) fn schema_of_types() -> Value {
    SchemaSettings::draft2020_12().into_generator().into_root_schema_for::<Spec>().to_value()
}

/// Adds the kinds to the schema of a grant, which must have exactly one kind.
fn add_kinds(grant: &mut Value, kinds: Map<String, Value>) {
    let Some(properties) = grant["properties"].as_object_mut() else { return };
    let others = properties.iter().map(|(name, _)| name).filter(|name| GRANT.has_alternative(name));
    let names = kinds.keys().chain(others);
    let one_of: Vec<Value> = names.map(|name| json!({ "required": [name] })).collect();
    properties.extend(kinds);
    grant["oneOf"] = Value::Array(one_of);
}

fn take_object(from: &mut Map<String, Value>, key: &str) -> Map<String, Value> {
    match from.shift_remove(key) {
        Some(Value::Object(map)) => map,
        _ => Map::new(),
    }
}

fn remove_schema() -> Value {
    json!({
        "description": "The paths of what this environment doesn't have, such as roles.guest.",
        "type": "array",
        "items": { "type": "string" },
    })
}

fn environments_schema() -> Value {
    json!({
        "description": "The environments, by keys of your choice: `[a-z][a-z0-9-]*`, up to 32 characters.",
        "type": "object",
        "minProperties": 1,
        "propertyNames": { "pattern": values::NAME },
        "additionalProperties": { "$ref": "#/$defs/Environment" },
    })
}

fn environment(base: &Map<String, Value>, own: Map<String, Value>) -> Value {
    let mut properties = own;
    properties.extend(base.clone());
    let mut schema = json!({
        "description": "An environment: its region, and what differs from the other environments.",
        "type": "object",
        "additionalProperties": false,
        "properties": properties,
    });
    relax(&mut schema);
    schema["required"] = json!(["region"]);
    schema
}

/// The definitions, and the patch version of each.
fn with_patches(definitions: Map<String, Value>, environment: Value) -> Map<String, Value> {
    let mut all = definitions.clone();
    for (name, mut schema) in definitions {
        relax(&mut schema);
        all.insert(patch_name(&name), schema);
    }
    all.insert("Environment".to_owned(), environment);
    for path in KEY_ATTRIBUTES.shared {
        remove_from_environment(&mut all, path);
    }
    all
}

/// Removes a key from the schema of an environment, if it is in a map there.
fn remove_from_environment(definitions: &mut Map<String, Value>, path: &[&str]) {
    let Some((key, maps)) = path.split_last() else { return };
    let map = maps.iter().try_fold("Environment".to_owned(), |map, key| {
        let schema = &definitions[&map]["properties"][key];
        schema.get("$ref").or_else(|| schema.pointer("/anyOf/0/$ref")).and_then(definition_name)
    });
    let properties = map.and_then(|map| definitions[&map].get_mut("properties"));
    if let Some(properties) = properties.and_then(Value::as_object_mut) {
        properties.shift_remove(*key);
    }
}

/// The name of the definition in a `$ref`.
fn definition_name(reference: &Value) -> Option<String> {
    Some(reference.as_str()?.strip_prefix("#/$defs/")?.to_owned())
}

fn patch_name(name: &str) -> String {
    format!("{name}Patch")
}

/// Makes all keys optional, here and in referenced definitions.
fn relax(schema: &mut Value) {
    match schema {
        Value::Object(map) => {
            // An object with a single key, such as a reference, makes no sense without it.
            if map.get("properties").and_then(Value::as_object).is_none_or(|keys| keys.len() != 1) {
                map.shift_remove("required");
            }
            // A patch may omit the kind, or change it.
            if map.get("oneOf").and_then(Value::as_array).is_some_and(|kinds| kinds.iter().all(only_requires))
            {
                map.shift_remove("oneOf");
            }
            if let Some(Value::String(reference)) = map.get_mut("$ref") {
                *reference = patch_name(reference);
            }
            map.values_mut().for_each(relax);
        }
        Value::Array(items) => items.iter_mut().for_each(relax),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

fn only_requires(schema: &Value) -> bool {
    schema.as_object().is_some_and(|map| map.keys().all(|key| key == "required"))
}
