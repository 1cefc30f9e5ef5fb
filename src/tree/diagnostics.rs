//! What decoding finds wrong, in words.

use std::fmt::Display;

use crate::aws::shown;
use crate::source::{Code, Diagnostic, Span};
use crate::tree::{Map, Node, Value};
use crate::tree::{nearest, quoted_list};

/// Something else than `expected`, with the cure where the mistake is a frequent one.
pub fn wrong_type(node: &Node, expected: &str) -> Diagnostic {
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
        (Value::Integer(number), "a whole number") => not_counting(node, number),
        (Value::Float(number), "a whole number") => not_counting(node, number),
        (Value::String(_) | Value::Map(_), "a list") => diagnostic.help("write a list as [one, two]"),
        (Value::List(_), "a map") => diagnostic.help("write a map as KEY: VALUE pairs"),
        _ => diagnostic,
    }
}

fn not_counting(node: &Node, number: impl Display) -> Diagnostic {
    Diagnostic::at(node.span, Code::WrongType, format!("expected a whole number, found {number}"))
        .help(format!("from 0 to {}", u32::MAX))
}

/// A key that is missing in the part at `span`.
pub fn missing_key(key: &str, span: Span) -> Diagnostic {
    Diagnostic::at(span, Code::MissingKey, format!("the key `{key}` is missing"))
        .label(format!("add `{key}` here"))
}

/// A key that does not exist, with what was probably meant.
pub fn unknown_key(key: &str, span: Span, known: &[&str]) -> Diagnostic {
    let diagnostic = Diagnostic::at(span, Code::UnknownKey, format!("unknown key {}", shown(key)));
    meaning(diagnostic, key, known).help(format!("expected one of {}", quoted_list(known)))
}

/// A word that is none of those accepted.
pub fn unknown_word(word: &str, span: Span, known: &[&str]) -> Diagnostic {
    let diagnostic = Diagnostic::at(span, Code::UnknownWord, format!("unknown word {}", shown(word)));
    meaning(diagnostic, word, known).help(format!("expected one of {}", quoted_list(known)))
}

fn meaning(diagnostic: Diagnostic, word: &str, known: &[&str]) -> Diagnostic {
    match nearest(word, known.iter().copied()) {
        Some(meant) => diagnostic.label(format!("did you mean `{meant}`?")),
        None => diagnostic,
    }
}

/// Whether a key is there in another spelling: then that is the mistake, and not that it is missing.
pub fn is_misspelt(key: &str, map: &Map, known: &[&'static str]) -> bool {
    map.keys()
        .filter(|other| !known.contains(&other.as_str()))
        .any(|other| nearest(other, known.iter().copied()) == Some(key))
}

/// Whether a node has been reported by the reader already: `null`, or what YAML makes of a token
/// without quotes, which is a map of the token's word to `null`.
pub fn is_reported(node: &Node) -> bool {
    let is_token = |map: &Map| map.len() == 1 && map.values().all(|entry| entry.node.value == Value::Null);
    node.value == Value::Null || node.as_map().is_some_and(is_token)
}
