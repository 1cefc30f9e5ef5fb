//! The JSON Schema of the inputs file, derived from the types that it is decoded to.

mod key_combinations;
pub mod text;
mod values;

use schemars::generate::SchemaSettings;
use serde_json::{Map, Value, json};

use crate::inputs::environments::{ENVIRONMENTS, REMOVE};
use crate::inputs::key_attributes::{GRANT, KEY_ATTRIBUTES};
use crate::inputs::keys;
use crate::inputs::spec::Spec;

/// The schema of an inputs file, including the given schemas of grant kinds.
///
/// An environment is a patch: it takes the same keys, but requires none. So the schema has a second, relaxed
/// version of every definition, which also holds outside `environments` for what an environment completes.
pub fn schema(kinds: Map<String, Value>) -> Value {
    let Value::Object(mut root) = schema_of_types() else { unreachable!("a struct's schema is an object") };
    let mut definitions = take_object(&mut root, "$defs");
    add_kinds(&mut definitions["Grant"], kinds);
    let properties = take_object(&mut root, "properties");
    definitions.insert(values::ROOT.to_owned(), json!({ "properties": properties }));
    values::add_constraints(&mut definitions);
    key_combinations::add_key_combinations(&mut definitions);
    let Some(Value::Object(mut inputs)) = definitions.shift_remove(values::ROOT) else {
        unreachable!("it was inserted")
    };
    let keys = Keys::of(take_object(&mut inputs, "properties"));

    root.insert("title".to_owned(), json!("poolsmith inputs"));
    root.insert("description".to_owned(), json!("The inputs of poolsmith: poolsmith.yaml, .json or .toml."));
    root.insert("properties".to_owned(), Value::Object(keys.of_base()));
    root.insert("required".to_owned(), json!(["name", "environments"]));
    root.insert("allOf".to_owned(), keys.complete_in_base());
    root.insert("$defs".to_owned(), Value::Object(with_patches(definitions, keys.environment())));
    let mut schema = Value::Object(root);
    values::without_null(&mut schema);
    schema
}

/// The schemas of the top-level keys.
struct Keys {
    /// Those that are the same for all environments.
    shared: Map<String, Value>,
    /// Those that an environment can change.
    patched: Map<String, Value>,
    /// Those that only an environment has.
    own: Map<String, Value>,
}

impl Keys {
    fn of(keys: Map<String, Value>) -> Self {
        let (own, others): (Map<_, _>, Map<_, _>) =
            keys.into_iter().partition(|(key, _)| KEY_ATTRIBUTES.is_own(key));
        let (shared, patched) = others.into_iter().partition(|(key, _)| KEY_ATTRIBUTES.is_shared(key));
        Self { shared, patched, own }
    }

    /// The keys outside `environments`. Environments may complete what is there, so nothing is required.
    fn of_base(&self) -> Map<String, Value> {
        let mut keys = self.shared.clone();
        keys.extend(relaxed(&self.patched));
        keys.insert(ENVIRONMENTS.to_owned(), environments_schema());
        keys
    }

    /// What no environment changes is complete.
    fn complete_in_base(&self) -> Value {
        let complete = self.patched.iter().filter(|(key, schema)| relaxed(&self.patched)[*key] != **schema);
        let complete = complete.map(|(key, schema)| {
            let changed = json!({ "anyOf": [{ "required": [key] }, { "required": [REMOVE] }] });
            let unchanged = json!({ "additionalProperties": { "not": changed } });
            json!({
                "if": { "properties": { ENVIRONMENTS: unchanged } },
                "then": { "properties": { key: schema } },
            })
        });
        complete.collect()
    }

    fn environment(&self) -> Value {
        let mut properties = self.own.clone();
        properties.insert(REMOVE.to_owned(), remove_schema());
        properties.extend(relaxed(&self.patched));
        for path in KEY_ATTRIBUTES.shared {
            if let [map, key] = path {
                forbid(&mut properties[*map], key);
            }
        }
        json!({
            "description": "An environment: its region, and what differs from the other environments.",
            "type": "object",
            "additionalProperties": false,
            "properties": properties,
            "required": ["region"],
        })
    }
}

/// Forbids a key in a map with a definition. An editor that replaces `$ref` by the definition keeps the `allOf` next to it.
fn forbid(map: &mut Value, key: &str) {
    let forbidden = json!({ "properties": { key: false } });
    match map["allOf"].as_array_mut() {
        Some(all) => all.push(forbidden),
        None => map["allOf"] = json!([forbidden]),
    }
}

fn relaxed(keys: &Map<String, Value>) -> Map<String, Value> {
    let mut keys = keys.clone();
    keys.values_mut().for_each(relax);
    keys
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
    let mut keys = json!({});
    text::require(&mut keys, values::anchored(&keys::ENVIRONMENT), keys::ENVIRONMENT.accepted);
    json!({
        "description": "The environments, by keys of your choice: `[a-z][a-z0-9-]*`, up to 32 characters.",
        "type": "object",
        "minProperties": 1,
        "propertyNames": keys,
        "additionalProperties": { "$ref": "#/$defs/Environment" },
    })
}

/// The definitions, and the patch version of each.
fn with_patches(definitions: Map<String, Value>, environment: Value) -> Map<String, Value> {
    let mut all = definitions.clone();
    for (name, mut schema) in definitions {
        relax(&mut schema);
        all.insert(patch_name(&name), schema);
    }
    all.insert("Environment".to_owned(), environment);
    all
}

fn patch_name(name: &str) -> String {
    format!("{name}Patch")
}

/// Makes all keys optional, here and in referenced definitions.
fn relax(schema: &mut Value) {
    match schema {
        Value::Object(map) => {
            map.shift_remove("required");
            // A patch may omit the kind, or change it, and the other keys may be in the base.
            if map.get("oneOf").and_then(Value::as_array).is_some_and(|kinds| kinds.iter().all(only_requires))
            {
                map.shift_remove("oneOf");
            }
            map.shift_remove("allOf");
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
