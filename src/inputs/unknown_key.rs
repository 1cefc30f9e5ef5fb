//! The diagnostic for an unknown key of the inputs, which may belong elsewhere.

use std::cmp::Reverse;

use serde_json::{Map, Value};

use crate::inputs::key_attributes::KEY_ATTRIBUTES;
use crate::inputs::keys::GRANTS;
use crate::inputs::schema::schema_of_types;
use crate::source::{Diagnostic, Span};
use crate::terraform::Backend;
use crate::terraform::backends::{self, BACKENDS};
use crate::tree;

/// The diagnostic for an unknown key. If no known key is meant, it names the maps that take the key,
/// except those of backends and of the provider's endpoints.
pub(super) fn unknown_key(key: &str, span: Span, known: &[&str]) -> Diagnostic {
    const MAX_NAMED: usize = 3;
    let diagnostic = tree::unknown_key(key, span, known);
    if tree::meant(key, known.iter().copied()).is_some() {
        return diagnostic;
    }
    let is_named_elsewhere =
        |map: &Vec<String>| map.iter().any(|step| step == "backend" || step == "endpoints");
    let maps = maps_with(key).into_iter().filter(|map| !is_named_elsewhere(map));
    let mut maps: Vec<String> = maps.map(|map| named(key, &map)).collect();
    maps.dedup();
    match maps.len() {
        1..=MAX_NAMED => diagnostic.label(format!("`{key}` belongs {}", maps.join(" or "))),
        _ => diagnostic,
    }
}

/// The diagnostic for an unknown key of a map with these fields.
pub(super) fn unknown_field(key: &str, entry: &tree::Entry, fields: &[&str]) -> Diagnostic {
    let diagnostic = unknown_key(key, entry.key, fields);
    let is_grant = fields.contains(&GRANTS) && entry.node.as_map().is_some() && diagnostic.label.is_empty();
    if !is_grant {
        return diagnostic;
    }
    diagnostic.help(format!(
        "permissions are in `{GRANTS}`, under keys of your choice: `{GRANTS}: {{ files: {{ s3: {{ … }} }} }}`"
    ))
}

/// The diagnostic for the first key of `terraform.backend`, if none of its keys is a backend. They may be arguments.
pub(super) fn unknown_backend(key: &str, span: Span, given: &tree::Map) -> Diagnostic {
    let is_misspelled = tree::meant(key, backends::NAMES).is_some();
    match backend_with(given).filter(|_| !is_misspelled) {
        None => unknown_key(key, span, &backends::NAMES),
        Some((backend, arguments)) => {
            let arguments = arguments.iter().map(|name| format!("{name}: …")).collect::<Vec<_>>();
            tree::unknown_key(key, span, &backends::NAMES)
                .label(format!("an argument of `{}`", backend.name))
                .help(format!(
                    "write the name of the backend around its arguments: `backend: {{ {}: {{ {} }} }}`",
                    backend.name,
                    arguments.join(", ")
                ))
        }
    }
}

/// The backend that has the most of these keys as arguments, and those keys.
fn backend_with(given: &tree::Map) -> Option<(&'static Backend, Vec<&str>)> {
    let arguments_of = |backend: &Backend| -> Vec<&str> {
        let is_argument = |key: &&str| backend.arguments.iter().any(|argument| argument.name == *key);
        given.keys().map(String::as_str).filter(is_argument).collect()
    };
    let backends = BACKENDS.into_iter().map(|backend| (backend, arguments_of(backend)));
    backends
        .filter(|(_, arguments)| !arguments.is_empty())
        .min_by_key(|(_, arguments)| Reverse(arguments.len()))
}

/// Where a key belongs, in words.
fn named(key: &str, map: &[String]) -> String {
    let steps = map.iter().map(|step| if step == "*" { "NAME" } else { step.as_str() });
    match map {
        [] if KEY_ATTRIBUTES.is_own(key) => "under `environments.NAME`".to_owned(),
        [] => "at the top level".to_owned(),
        _ => format!("under `{}`", steps.collect::<Vec<_>>().join(".")),
    }
}

/// The paths of the maps that take a key; `*` is any key.
fn maps_with(key: &str) -> Vec<Vec<String>> {
    let root = schema_of_types();
    let mut search = Search { root: &root, key, found: Vec::new() };
    search.part(&root, &mut Vec::new());
    search.found
}

/// A search for the maps of a schema that take a key.
struct Search<'a> {
    root: &'a Value,
    key: &'a str,
    found: Vec<Vec<String>>,
}

impl<'a> Search<'a> {
    fn part(&mut self, schema: &'a Value, path: &mut Vec<String>) {
        if let Some(reference) = schema.get("$ref").and_then(Value::as_str) {
            let pointer = reference.trim_start_matches('#');
            self.root.pointer(pointer).into_iter().for_each(|schema| self.part(schema, path));
        }
        let alternatives = schema.get("anyOf").and_then(Value::as_array);
        alternatives.into_iter().flatten().for_each(|schema| self.part(schema, path));
        let properties = schema.get("properties").and_then(Value::as_object);
        if properties.is_some_and(|properties| properties.contains_key(self.key)) {
            self.found.push(path.clone());
        }
        for (name, key) in properties.into_iter().flat_map(Map::iter) {
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
