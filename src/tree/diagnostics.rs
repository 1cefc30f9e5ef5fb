//! The diagnostics for values that don't fit: wrong types, missing and unknown keys.

use std::fmt::Display;

use crate::aws::shown;
use crate::source::{Code, Diagnostic, Span, confusable};
use crate::tree::{Map, Node, Value, foreign_function, meant, one_of};

/// The diagnostic for a value of the wrong type, with help for common mistakes.
pub fn wrong_type(node: &Node, expected: &str) -> Diagnostic {
    if let Some(function) = foreign_function(node) {
        return function;
    }
    let diagnostic = Diagnostic::at(
        node.span,
        Code::WrongType,
        format!("expected {expected}, found {}", node.type_name()),
    );
    match (&node.value, expected) {
        (Value::Bool(_) | Value::Integer(_) | Value::Float(_), "a string") => {
            diagnostic.help("put it in quotes")
        }
        (Value::String(text), "true or false") => match text.to_lowercase().as_str() {
            "true" | "yes" | "on" => diagnostic.help("write true, without quotes"),
            "false" | "no" | "off" => diagnostic.help("write false, without quotes"),
            _ => diagnostic,
        },
        (Value::String(text), "a whole number") if text.parse::<u32>().is_ok() => {
            diagnostic.help(format!("write {text} without quotes"))
        }
        (Value::Integer(number), "a whole number") => not_a_u32(node, number),
        (Value::Float(number), "a whole number") => not_a_u32(node, number),
        (Value::String(text), "a map") => confusable(text).into_iter().fold(diagnostic, Diagnostic::help),
        (Value::String(text), "a list") => diagnostic.help(as_list(text)),
        (Value::Map(_), "a list") => diagnostic.help("write a list as [one, two]"),
        (Value::List(_), "a map") => diagnostic
            .help("write a map as KEY: VALUE pairs: each item under a key, without `-` and brackets"),
        _ => diagnostic,
    }
}

/// How to write a list of what is in a text.
fn as_list(text: &str) -> String {
    if text.starts_with('-') {
        return "begin each item of a list with `- `: a hyphen and a space".to_owned();
    }
    let words: Vec<&str> = text.split([',', ' ']).filter(|word| !word.is_empty()).collect();
    let is_plain = |word: &&str| word.chars().all(|c| c.is_ascii_alphanumeric() || "._-".contains(c));
    match words.iter().all(is_plain) && text.len() <= 60 {
        true => format!("write a list in brackets: `[{}]`", words.join(", ")),
        false => "write a list as [one, two]".to_owned(),
    }
}

fn not_a_u32(node: &Node, number: impl Display) -> Diagnostic {
    Diagnostic::at(node.span, Code::WrongType, format!("expected a whole number, found {number}"))
        .help(format!("from 0 to {}", u32::MAX))
}

/// The diagnostic for a key that is missing in the map at `span`.
pub fn missing_key(key: &str, span: Span) -> Diagnostic {
    Diagnostic::at(span, Code::MissingKey, format!("the key `{key}` is missing"))
        .label(format!("add `{key}` here"))
}

/// The diagnostic for a map, with its first key at `span`, that has the keys of an entry in the place of entries.
pub fn missing_level(span: Span, key: &str) -> Diagnostic {
    Diagnostic::at(
        span,
        Code::WrongType,
        "expected entries under keys that you choose, found the keys of one",
    )
    .help(format!("write them as `KEY: {{ {key}: … }}`, with a key of your choice"))
}

/// The diagnostic for an unknown key, with a suggestion.
pub fn unknown_key(key: &str, span: Span, known: &[&str]) -> Diagnostic {
    let diagnostic = Diagnostic::at(span, Code::UnknownKey, format!("unknown key {}", shown(key)));
    with_suggestion(diagnostic, key, known).help(format!("expected {}", one_of(known)))
}

/// The diagnostic for an unknown word, with a suggestion.
pub fn unknown_word(word: &str, span: Span, known: &[&str]) -> Diagnostic {
    let diagnostic = Diagnostic::at(span, Code::UnknownWord, format!("unknown word {}", shown(word)));
    with_suggestion(diagnostic, word, known).help(format!("expected {}", one_of(known)))
}

fn with_suggestion(diagnostic: Diagnostic, word: &str, known: &[&str]) -> Diagnostic {
    let diagnostic = confusable(word).into_iter().fold(diagnostic, Diagnostic::help);
    match meant(word, known.iter().copied()) {
        Some(meant) => diagnostic.label(format!("did you mean `{meant}`?")),
        None => diagnostic,
    }
}

/// Whether a missing key seems to be misspelled. Then only the misspelling is reported.
pub fn is_misspelled(key: &str, map: &Map, known: &[&str]) -> bool {
    map.keys()
        .filter(|other| !known.contains(&other.as_str()))
        .any(|other| meant(other, known.iter().copied()) == Some(key))
}

/// Whether the reader has already reported a node: `null`, or an unquoted token, which YAML reads as a map
/// from the token's word to `null`.
pub fn is_reported(node: &Node) -> bool {
    let is_token = |map: &Map| map.len() == 1 && map.values().all(|entry| entry.node.value == Value::Null);
    node.value == Value::Null || node.as_map().is_some_and(is_token)
}
