//! The attributes of the inputs' keys: which are the same for all environments, which only environments have,
//! and which maps require exactly one key.
//!
//! The types declare them as keywords of their JSON Schema, so this information is in one place.

use std::sync::LazyLock;

use schemars::Schema;
use schemars::generate::SchemaSettings;
use serde_json::{Map, Value};

use crate::inputs::spec::Spec;

/// On a key: it must be the same for all environments.
const SHARED: &str = "x-shared";
/// On a key: only environments have it.
const OWN: &str = "x-own";
/// On a type: exactly one of its keys must be set. A patch that sets another one replaces it.
const EXCLUSIVE: &str = "x-exclusive";
/// On a key of an exclusive type: it may be combined with any of the others.
const COMBINABLE: &str = "x-combinable";

/// The attributes of the inputs' keys.
pub(super) struct KeyAttributes {
    /// The keys that only environments have.
    pub own: Vec<String>,
    /// The paths of the keys that are the same for all environments.
    pub shared: Vec<Vec<String>>,
    /// The paths of all keys; `*` is any key.
    pub paths: Vec<Vec<String>>,
    /// The maps in which exactly one key must be set.
    pub exclusive_maps: Vec<ExclusiveMap>,
}

impl KeyAttributes {
    /// Whether only environments have a top-level key.
    pub fn is_own(&self, key: &str) -> bool {
        self.own.iter().any(|own| own == key)
    }

    /// Whether a top-level key is the same for all environments.
    pub fn is_shared(&self, key: &str) -> bool {
        self.shared.iter().any(|path| path.len() == 1 && path[0] == key)
    }

    /// The paths of the maps that take a key.
    pub fn maps_with(&self, key: &str) -> Vec<&[String]> {
        let ends_with_key = self.paths.iter().filter_map(|path| path.split_last());
        ends_with_key.filter(|(last, _)| *last == key).map(|(_, map)| map).collect()
    }
}

/// A map in which exactly one key must be set. Setting another one replaces it.
#[derive(Debug, PartialEq)]
pub(super) struct ExclusiveMap {
    /// The path of the map; `*` is any key.
    pub path: Vec<String>,
    /// The keys that may be combined with any of the others.
    combinable: Vec<String>,
}

impl ExclusiveMap {
    /// Whether this is the map at `path`.
    pub fn is_at(&self, path: &[&str]) -> bool {
        let is_step = |(word, key): (&String, &&str)| word == "*" || word == key;
        self.path.len() == path.len() && self.path.iter().zip(path).all(is_step)
    }

    /// Whether `key` is one of the alternatives.
    pub fn has_alternative(&self, key: &str) -> bool {
        !self.combinable.iter().any(|combinable| combinable == key)
    }
}

/// The attributes, as the types declare them.
pub(super) static KEY_ATTRIBUTES: LazyLock<KeyAttributes> = LazyLock::new(|| {
    let mut found =
        KeyAttributes { own: Vec::new(), shared: Vec::new(), paths: Vec::new(), exclusive_maps: Vec::new() };
    let schema = schema_of_types();
    Walk { root: schema.as_value(), found: &mut found }.part(schema.as_value(), &mut Vec::new());
    found
});

/// The JSON Schema of the types, with their attributes.
pub(super) fn schema_of_types() -> Schema {
    SchemaSettings::draft2020_12().into_generator().into_root_schema_for::<Spec>()
}

struct Walk<'a> {
    root: &'a Value,
    found: &'a mut KeyAttributes,
}

impl<'a> Walk<'a> {
    fn part(&mut self, schema: &'a Value, path: &mut Vec<String>) {
        if let Some(reference) = schema.get("$ref").and_then(Value::as_str) {
            let pointer = reference.trim_start_matches('#');
            self.root.pointer(pointer).into_iter().for_each(|schema| self.part(schema, path));
        }
        let alternatives = schema.get("anyOf").and_then(Value::as_array);
        alternatives.into_iter().flatten().for_each(|schema| self.part(schema, path));
        if is(schema, EXCLUSIVE) {
            let combinable = properties(schema).filter(|(_, key)| is_combinable(key));
            let combinable = combinable.map(|(name, _)| name.clone()).collect();
            self.found.exclusive_maps.push(ExclusiveMap { path: path.clone(), combinable });
        }
        for (name, key) in properties(schema) {
            path.push(name.clone());
            self.found.paths.push(path.clone());
            if is(key, SHARED) {
                self.found.shared.push(path.clone());
            }
            if is(key, OWN) {
                self.found.own.push(name.clone());
            }
            self.part(key, path);
            path.pop();
        }
        if let Some(any) = schema.get("additionalProperties").filter(|any| any.is_object()) {
            path.push("*".to_owned());
            self.part(any, path);
            path.pop();
        }
    }
}

fn properties(schema: &Value) -> impl Iterator<Item = (&String, &Value)> {
    schema.get("properties").and_then(Value::as_object).into_iter().flat_map(Map::iter)
}

fn is(schema: &Value, attribute: &str) -> bool {
    schema.get(attribute) == Some(&Value::Bool(true))
}

/// Whether the key with this schema must be the same for all environments.
pub(super) fn is_shared(key: &Value) -> bool {
    is(key, SHARED)
}

/// Whether only environments have the key with this schema.
pub(super) fn is_own(key: &Value) -> bool {
    is(key, OWN)
}

/// Whether the key with this schema may be combined with any of the others.
pub(super) fn is_combinable(key: &Value) -> bool {
    is(key, COMBINABLE)
}

/// Removes the attributes from a schema, as its users don't need them.
pub(super) fn without_attributes(schema: &mut Value) {
    match schema {
        Value::Object(map) => {
            map.retain(|key, _| ![SHARED, OWN, EXCLUSIVE, COMBINABLE].contains(&key.as_str()));
            map.values_mut().for_each(without_attributes);
        }
        Value::Array(items) => items.iter_mut().for_each(without_attributes),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_attributes_of_the_types_are_found() {
        let paths = |paths: &[Vec<String>]| paths.iter().map(|path| path.join(".")).collect::<Vec<_>>();
        assert_eq!(KEY_ATTRIBUTES.own, ["region", "account_id", "protect"]);
        assert_eq!(
            paths(&KEY_ATTRIBUTES.shared),
            ["name", "terraform.required_version", "terraform.aws_provider", "customized", "templates"]
        );
        let exclusive_maps: Vec<String> =
            KEY_ATTRIBUTES.exclusive_maps.iter().map(|choice| choice.path.join(".")).collect();
        assert_eq!(exclusive_maps, ["roles.*.grants.*", "terraform.backend"]);
        assert!(
            KEY_ATTRIBUTES.exclusive_maps[0].has_alternative("statements")
                && !KEY_ATTRIBUTES.exclusive_maps[0].has_alternative("renamed_from")
        );
    }
}
