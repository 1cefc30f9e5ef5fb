//! The diagnostic for an unknown key of the inputs, which may belong elsewhere.

use crate::inputs::key_attributes::{KEY_ATTRIBUTES, maps_with};
use crate::source::{Diagnostic, Span};
use crate::tree;

/// The diagnostic for an unknown key. If no known key is meant, it names the maps that take the key,
/// except those of backends.
pub(super) fn unknown_key(key: &str, span: Span, known: &[&str]) -> Diagnostic {
    const MAX_NAMED: usize = 3;
    let diagnostic = tree::unknown_key(key, span, known);
    if tree::meant(key, known.iter().copied()).is_some() {
        return diagnostic;
    }
    let is_backend = |map: &Vec<String>| map.iter().any(|step| step == "backend");
    let maps = maps_with(key).into_iter().filter(|map| !is_backend(map));
    let mut maps: Vec<String> = maps.map(|map| named(key, &map)).collect();
    maps.dedup();
    match maps.len() {
        1..=MAX_NAMED => diagnostic.label(format!("`{key}` belongs {}", maps.join(" or "))),
        _ => diagnostic,
    }
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
