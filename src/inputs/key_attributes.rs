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

/// On a type: its keys are the arguments of a backend or of the provider.
pub(super) const ARGUMENTS: &str = "x-arguments";

/// The attributes of the inputs' keys.
pub(super) struct KeyAttributes {
    /// The keys that only environments have.
    pub own: Vec<String>,
    /// The paths of the keys that are the same for all environments.
    pub shared: Vec<Vec<String>>,
    /// The maps in which exactly one key must be set.
    pub exclusive_maps: Vec<ExclusiveMap>,
}

impl KeyAttributes {
    /// Whether only environments have a top-level key.
    pub fn is_own(&self, key: &str) -> bool {
        self.own.iter().any(|own| own == key)
    }

    /// Adds the attributes of a map and of its keys.
    fn add(&mut self, schema: &Value, path: &[String]) {
        if is(schema, EXCLUSIVE) {
            let combinable = properties(schema).filter(|(_, key)| is_combinable(key));
            let combinable = combinable.map(|(name, _)| name.clone()).collect();
            self.exclusive_maps.push(ExclusiveMap { path: path.to_vec(), combinable });
        }
        for (name, key) in properties(schema) {
            if is(key, SHARED) {
                self.shared.push([path, std::slice::from_ref(name)].concat());
            }
            if is(key, OWN) {
                self.own.push(name.clone());
            }
        }
    }

    /// Whether a top-level key is the same for all environments.
    pub fn is_shared(&self, key: &str) -> bool {
        self.shared.iter().any(|path| path.len() == 1 && path[0] == key)
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
    let mut found = KeyAttributes { own: Vec::new(), shared: Vec::new(), exclusive_maps: Vec::new() };
    let schema = schema_of_types();
    let mut visit = |schema: &Value, path: &[String]| found.add(schema, path);
    Walk { root: schema.as_value(), skips_arguments: true, visit: &mut visit }
        .part(schema.as_value(), &mut Vec::new());
    found
});

/// The paths of the maps that take a key; `*` is any key.
pub(super) fn maps_with(key: &str) -> Vec<Vec<String>> {
    let mut maps = Vec::new();
    let schema = schema_of_types();
    let mut visit = |schema: &Value, path: &[String]| {
        if properties(schema).any(|(name, _)| name == key) {
            maps.push(path.to_vec());
        }
    };
    Walk { root: schema.as_value(), skips_arguments: false, visit: &mut visit }
        .part(schema.as_value(), &mut Vec::new());
    maps
}

/// The JSON Schema of the types, with their attributes.
pub(super) fn schema_of_types() -> Schema {
    SchemaSettings::draft2020_12().into_generator().into_root_schema_for::<Spec>()
}

/// Visits all maps of a schema, with their paths.
struct Walk<'a> {
    root: &'a Value,
    /// Whether to leave out the arguments of backends and of the provider, which have no attributes.
    skips_arguments: bool,
    visit: &'a mut dyn FnMut(&Value, &[String]),
}

impl<'a> Walk<'a> {
    fn part(&mut self, schema: &'a Value, path: &mut Vec<String>) {
        if self.skips_arguments && is(schema, ARGUMENTS) {
            return;
        }
        if let Some(reference) = schema.get("$ref").and_then(Value::as_str) {
            let pointer = reference.trim_start_matches('#');
            self.root.pointer(pointer).into_iter().for_each(|schema| self.part(schema, path));
        }
        let alternatives = schema.get("anyOf").and_then(Value::as_array);
        alternatives.into_iter().flatten().for_each(|schema| self.part(schema, path));
        (self.visit)(schema, path);
        for (name, key) in properties(schema) {
            path.push(name.clone());
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
            map.retain(|key, _| ![SHARED, OWN, EXCLUSIVE, COMBINABLE, ARGUMENTS].contains(&key.as_str()));
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
            ["name", "customized", "templates", "terraform.required_version", "terraform.aws_provider"]
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
