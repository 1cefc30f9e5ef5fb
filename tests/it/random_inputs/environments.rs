//! Splits the inputs of all environments into a base and a patch for each.

use serde_json::{Map, Value, json};

use crate::support::Random;

/// Maps with exactly one key, which patches with another key replace; `*` is any key.
const EXCLUSIVE: [&[&str]; 2] = [&["terraform", "backend"], &["roles", "*", "grants", "*"]];

fn is_exclusive(path: &[String]) -> bool {
    EXCLUSIVE.iter().any(|pattern| {
        pattern.len() == path.len() && pattern.iter().zip(path).all(|(word, key)| *word == "*" || word == key)
    })
}

/// A random base: most of what the environments share, and some of what they don't.
pub fn base(wanted: &[&Value], random: &mut Random) -> Value {
    mixture(wanted, &mut Vec::new(), random)
}

fn mixture(wanted: &[&Value], path: &mut Vec<String>, random: &mut Random) -> Value {
    let maps: Vec<&Map<String, Value>> = wanted.iter().filter_map(|value| value.as_object()).collect();
    if maps.len() < wanted.len() || is_exclusive(path) {
        return random.pick(wanted).clone();
    }
    let mut base = Map::new();
    for key in maps.iter().flat_map(|map| map.keys()) {
        let having: Vec<&Value> = maps.iter().filter_map(|map| map.get(key)).collect();
        let percent = if having.len() == maps.len() { 90 } else { 60 };
        if !base.contains_key(key) && random.chance(percent) {
            path.push(key.clone());
            base.insert(key.clone(), mixture(&having, path, random));
            path.pop();
        }
    }
    Value::Object(base)
}

/// The patch, including `remove`, that changes the base to the inputs of an environment.
pub fn patch(base: &Value, wanted: &Value) -> Map<String, Value> {
    let mut remove = Vec::new();
    let patch = difference(base, wanted, &mut Vec::new(), &mut remove);
    let mut patch = patch.and_then(|patch| patch.as_object().cloned()).unwrap_or_default();
    if !remove.is_empty() {
        patch.insert("remove".to_owned(), json!(remove));
    }
    patch
}

fn difference(
    base: &Value,
    wanted: &Value,
    path: &mut Vec<String>,
    remove: &mut Vec<String>,
) -> Option<Value> {
    let (Some(under), Some(over)) = (base.as_object(), wanted.as_object()) else {
        return (base != wanted).then(|| wanted.clone());
    };
    if is_exclusive(path) && over.keys().any(|key| !under.contains_key(key)) {
        return Some(wanted.clone());
    }
    for key in under.keys().filter(|key| !over.contains_key(*key)) {
        remove.push([&path[..], std::slice::from_ref(key)].concat().join("."));
    }
    let mut patch = Map::new();
    for (key, value) in over {
        path.push(key.clone());
        let part = match under.get(key) {
            Some(below) => difference(below, value, path, remove),
            None => Some(value.clone()),
        };
        path.pop();
        part.into_iter().for_each(|part| drop(patch.insert(key.clone(), part)));
    }
    (!patch.is_empty()).then_some(Value::Object(patch))
}

/// Removes the key at a path, like `remove`.
pub fn remove(base: &mut Value, path: &str) {
    let Some(map) = base.as_object_mut() else { return };
    if map.shift_remove(path).is_some() {
        return;
    }
    for (key, value) in map.iter_mut() {
        if let Some(rest) = path.strip_prefix(key.as_str()).and_then(|rest| rest.strip_prefix('.')) {
            return remove(value, rest);
        }
    }
}

/// Merges a patch into a base, as documented.
pub fn merge(base: &mut Value, patch: &Value, path: &mut Vec<String>) {
    let (Some(under), Some(over)) = (base.as_object_mut(), patch.as_object()) else {
        *base = patch.clone();
        return;
    };
    if is_exclusive(path) && over.keys().any(|key| !under.contains_key(key)) {
        *base = patch.clone();
        return;
    }
    for (key, value) in over {
        path.push(key.clone());
        match under.get_mut(key) {
            Some(below) => merge(below, value, path),
            None => drop(under.insert(key.clone(), value.clone())),
        }
        path.pop();
    }
}
