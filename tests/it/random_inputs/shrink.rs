//! Shrinks inputs while the same property fails.

use serde_json::Value;

use crate::random_inputs::case::Case;
use crate::random_inputs::properties::{Failure, check};

/// Removes everything that isn't needed for the failure.
pub fn shrink(case: Case, failure: Failure) -> (Case, Failure) {
    let (mut case, mut failure) = (case, failure);
    let mut smaller = true;
    while smaller {
        smaller = false;
        for path in paths(&case.inputs).into_iter().rev() {
            let mut candidate = case.clone();
            if !remove(&mut candidate.inputs, &path)
                || candidate.inputs["environments"] == serde_json::json!({})
            {
                continue;
            }
            if let Some(same) = check(&candidate).err().filter(|found| found.property == failure.property) {
                (case, failure, smaller) = (candidate, same, true);
            }
        }
    }
    (case, failure)
}

/// The JSON pointers of everything in a value, parents first.
fn paths(value: &Value) -> Vec<String> {
    let children: Vec<(String, &Value)> = match value {
        Value::Object(map) => {
            map.iter().map(|(key, value)| (key.replace('~', "~0").replace('/', "~1"), value)).collect()
        }
        Value::Array(items) => {
            items.iter().enumerate().map(|(index, value)| (index.to_string(), value)).collect()
        }
        _ => Vec::new(),
    };
    let nested = |(key, value): (String, &Value)| -> Vec<String> {
        let below = paths(value).into_iter().map(|path| format!("/{key}{path}"));
        std::iter::once(format!("/{key}")).chain(below).collect()
    };
    children.into_iter().flat_map(nested).collect()
}

/// Whether there was something to remove.
fn remove(root: &mut Value, path: &str) -> bool {
    let (parent, last) = path.rsplit_once('/').expect("a pointer");
    match root.pointer_mut(parent) {
        Some(Value::Object(map)) => map.shift_remove(&last.replace("~1", "/").replace("~0", "~")).is_some(),
        Some(Value::Array(items)) => match last.parse::<usize>() {
            Ok(index) if index < items.len() => {
                items.remove(index);
                true
            }
            _ => false,
        },
        _ => false,
    }
}
