//! Conditional parts of a kind's statements: a map with `when` or `unless` applies only to some grants. The
//! content is in `then`, or in other keys of the map.

use std::borrow::Cow;

use crate::tree::{Entry, Map, Node, Value};

/// The keys of a conditional part.
pub(super) const WHEN: &str = "when";
pub(super) const UNLESS: &str = "unless";
pub(super) const THEN: &str = "then";

/// The condition under which a part of a kind's document applies.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct When {
    /// The words and keys that must all be set; `KEY=*` means that the key has the string `*`.
    pub when: Vec<String>,
    /// The words and keys that must not be set.
    pub unless: Vec<String>,
}

impl When {
    /// The condition of a part of a document, and its content.
    pub fn of(node: &Node) -> (Self, Cow<'_, Node>) {
        let map = node.as_map().filter(|map| map.contains_key(WHEN) || map.contains_key(UNLESS));
        let Some(map) = map else { return (Self::default(), Cow::Borrowed(node)) };
        let words = |key: &str| match map.get(key).map(|entry| &entry.node.value) {
            Some(Value::List(words)) => words.iter().filter_map(Node::as_text).map(str::to_owned).collect(),
            _ => Vec::new(),
        };
        let then = match map.get(THEN) {
            Some(entry) => Cow::Borrowed(&entry.node),
            None => Cow::Owned(Node { value: Value::Map(without_conditions(map)), span: node.span }),
        };
        (Self { when: words(WHEN), unless: words(UNLESS) }, then)
    }

    /// Whether the part applies to a grant in which these words and keys are set.
    pub fn holds(&self, given: &[String]) -> bool {
        self.when.iter().all(|word| given.contains(word))
            && !self.unless.iter().any(|word| given.contains(word))
    }
}

fn without_conditions(map: &Map) -> Map {
    map.iter()
        .filter(|(key, _)| ![WHEN, UNLESS].contains(&key.as_str()))
        .map(|(key, entry)| (key.clone(), entry.clone()))
        .collect()
}

/// The statement with only the parts that apply; `None` if it doesn't apply itself.
pub(super) fn select(node: &Node, counts: &impl Fn(&When) -> bool) -> Option<Node> {
    let (when, then) = When::of(node);
    if !counts(&when) {
        return None;
    }
    let value = match &then.value {
        Value::List(items) => list(items.iter().filter_map(|item| select(item, counts)).collect())?,
        Value::Map(map) => Value::Map(map.iter().filter_map(|entry| selected(entry, counts)).collect()),
        Value::Null | Value::Bool(_) | Value::Integer(_) | Value::Float(_) | Value::String(_) => {
            then.value.clone()
        }
    };
    Some(Node { value, span: then.span })
}

fn selected((key, entry): (&String, &Entry), counts: &impl Fn(&When) -> bool) -> Option<(String, Entry)> {
    Some((key.clone(), Entry { key: entry.key, node: select(&entry.node, counts)? }))
}

/// A list of maps contains parts of a condition, which are merged. `None` if the list is empty.
fn list(items: Vec<Node>) -> Option<Value> {
    if items.first()?.as_map().is_some() {
        return items.into_iter().reduce(merged).map(|node| node.value);
    }
    Some(Value::List(items.into_iter().flat_map(flattened).collect()))
}

/// Flattens nested lists.
fn flattened(node: Node) -> Vec<Node> {
    if let Value::List(items) = node.value { items } else { vec![node] }
}

/// Merges two maps recursively.
fn merged(first: Node, second: Node) -> Node {
    match (first.value, second.value) {
        (Value::Map(mut map), Value::Map(more)) => {
            for (key, entry) in more {
                let node = match map.shift_remove(&key) {
                    Some(before) => merged(before.node, entry.node),
                    None => entry.node,
                };
                map.insert(key, Entry { key: entry.key, node });
            }
            Node { value: Value::Map(map), span: first.span }
        }
        (_, last) => Node { value: last, span: second.span },
    }
}
