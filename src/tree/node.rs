//! The nodes of the tree.

use indexmap::IndexMap;

use crate::source::Span;

/// A value with its span, independent of the file's language.
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    /// The value.
    pub value: Value,
    /// Its location in the source.
    pub span: Span,
}

/// The value of a [`Node`].
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// `null`, which no key takes; the reader reports it.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A whole number.
    Integer(i64),
    /// Any other number.
    Float(f64),
    /// A string.
    String(String),
    /// A list.
    List(Vec<Node>),
    /// Keys and values, in the order of the file.
    Map(Map),
}

/// Keys and values, in the order of the file.
pub type Map = IndexMap<String, Entry>;

/// The span of a key, and its value.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// The span of the key.
    pub key: Span,
    /// Its value.
    pub node: Node,
}

impl Node {
    /// The keys and values, if it is a map.
    pub fn as_map(&self) -> Option<&Map> {
        if let Value::Map(map) = &self.value { Some(map) } else { None }
    }

    /// The items, if it is a list.
    pub fn as_list(&self) -> Option<&[Node]> {
        if let Value::List(items) = &self.value { Some(items) } else { None }
    }

    /// The string, if it is one.
    pub fn as_text(&self) -> Option<&str> {
        if let Value::String(text) = &self.value { Some(text) } else { None }
    }

    /// The value of a key, if it is a map that has the key.
    pub fn get(&self, key: &str) -> Option<&Node> {
        self.as_map()?.get(key).map(|entry| &entry.node)
    }

    /// The items of a list, or the values of a map.
    pub fn children(&self) -> impl Iterator<Item = &Node> {
        let values = self.as_map().into_iter().flatten().map(|(_, entry)| &entry.node);
        self.as_list().into_iter().flatten().chain(values)
    }

    /// The type, for messages.
    pub fn type_name(&self) -> &'static str {
        match self.value {
            Value::Null => "null",
            Value::Bool(_) => "a boolean",
            Value::Integer(_) | Value::Float(_) => "a number",
            Value::String(_) => "a string",
            Value::List(_) => "a list",
            Value::Map(_) => "a map",
        }
    }
}
