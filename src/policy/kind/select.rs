//! Conditional parts of a kind's statements: a map with `when` or `unless` applies only to some grants. The
//! content is in `then`, or in other keys of the map.

use crate::tree::{Entry, Node, Value};

/// The keys of a conditional part.
pub(super) const WHEN: &str = "when";
pub(super) const UNLESS: &str = "unless";
pub(super) const THEN: &str = "then";

/// The condition under which a part of a kind's document applies.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PartCondition<'a> {
    /// The words and keys that must all be set; `KEY=*` means that the key has the string `*`.
    pub when: Vec<&'a str>,
    /// The words and keys that must not be set.
    pub unless: Vec<&'a str>,
}

impl<'a> PartCondition<'a> {
    /// The condition of a part of a document.
    pub fn of(node: &'a Node) -> Self {
        let words = |key: &str| {
            let words = node.get(key).and_then(Node::as_list).unwrap_or_default();
            words.iter().filter_map(Node::as_text).collect()
        };
        Self { when: words(WHEN), unless: words(UNLESS) }
    }

    /// Whether the part applies to a grant in which these words and keys are set.
    pub fn holds(&self, given: &[String]) -> bool {
        let is_given = |word: &&str| given.iter().any(|given| given == word);
        self.when.iter().all(is_given) && !self.unless.iter().any(is_given)
    }
}

/// The content of a part of a document: of a conditional one, `then` or the map, which has other keys as well.
pub fn content(node: &Node) -> &Node {
    let is_conditional = node.get(WHEN).or_else(|| node.get(UNLESS)).is_some();
    node.get(THEN).filter(|_| is_conditional).unwrap_or(node)
}

/// The statement with only the parts that apply; `None` if it doesn't apply itself.
pub(super) fn select(node: &Node, counts: &impl Fn(&PartCondition) -> bool) -> Option<Node> {
    if !counts(&PartCondition::of(node)) {
        return None;
    }
    let content = content(node);
    let value = match &content.value {
        Value::List(items) => list(items.iter().filter_map(|item| select(item, counts)).collect())?,
        Value::Map(map) => Value::Map(map.iter().filter_map(|entry| selected(entry, counts)).collect()),
        Value::Null | Value::Bool(_) | Value::Integer(_) | Value::Float(_) | Value::String(_) => {
            content.value.clone()
        }
    };
    Some(Node { value, span: content.span })
}

fn selected(
    (key, entry): (&String, &Entry),
    counts: &impl Fn(&PartCondition) -> bool,
) -> Option<(String, Entry)> {
    if [WHEN, UNLESS].contains(&key.as_str()) {
        return None;
    }
    Some((key.clone(), Entry { key: entry.key, node: select(&entry.node, counts)? }))
}

/// A list of maps contains parts of a condition, which are merged. `None` if the list is empty.
fn list(items: Vec<Node>) -> Option<Value> {
    if items.iter().all(|item| item.as_map().is_some()) {
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
