//! A serde deserializer that reads a tree, and reports problems at their spans.

use serde::de::value::{BorrowedStrDeserializer, U32Deserializer};
use serde::de::{self, Deserializer, IntoDeserializer, Visitor};

use crate::inputs::decode::Error;
use crate::inputs::decode::access::{Elements, Entries, Fields, Variant, WithSpan};
use crate::inputs::decode::spanned::{NODE, ONE_OR_MANY, SPANNED, VALUE_OR_REFERENCE};
use crate::inputs::keys::REFERENCE;
use crate::inputs::unknown_key::{unknown_field, unknown_key};
use crate::source::{Code, Diagnostic, Diagnostics, Span};
use crate::tree::{
    Map, Node, Value, foreign_function, is_reported, missing_key, missing_level, one_of, quoted_list,
    unknown_word, wrong_type,
};

/// Deserializes one value, which may be missing.
#[derive(Clone, Copy)]
pub(super) struct NodeDeserializer<'de> {
    pub(super) found: Slot<'de>,
    pub(super) diagnostics: &'de Diagnostics,
    /// Whether `deserialize_any` accepts lists, maps and `null` in addition to scalars.
    pub(super) whole: bool,
    /// Where the value is an entry of a map with user-defined keys: its key, and the place of the first.
    pub(super) entry: Option<(&'de str, Span)>,
}

/// The value to deserialize, if there is one.
#[derive(Clone, Copy)]
pub(super) enum Slot<'de> {
    /// A value.
    Value(&'de Node),
    /// The map at this span lacks this key.
    Missing(&'static str, Span),
    /// The map at this span has the key in another spelling, which was reported.
    Misspelled(Span),
    /// No usable value; the problem, at this span, has already been reported.
    Nothing(Span),
}

/// The help for a reference in the place of a text.
const NO_REFERENCE: &str = "this key does not take a reference, but a text that is known before Terraform runs: write it, with tokens such as `{environment}`; in grants, the keys for an ID, a name, an ARN or a topic take references, and so does a `Resource` of `statements`";

impl<'de> NodeDeserializer<'de> {
    pub(super) fn present(node: &'de Node, diagnostics: &'de Diagnostics) -> Self {
        Self { found: Slot::Value(node), diagnostics, whole: false, entry: None }
    }

    pub(super) fn span(self) -> Span {
        match self.found {
            Slot::Value(node) => node.span,
            Slot::Missing(_, span) | Slot::Misspelled(span) | Slot::Nothing(span) => span,
        }
    }

    /// Reports that the value is missing or is not what was `expected`.
    pub(super) fn mismatch(self, expected: &str) -> Error {
        match self.found {
            Slot::Misspelled(_) | Slot::Nothing(_) => {}
            Slot::Value(node) if is_reported(node) => {}
            Slot::Value(node) if expected == "a string" && node.get(REFERENCE).is_some() => {
                self.diagnostics.push(wrong_type(node, expected).help(NO_REFERENCE));
            }
            Slot::Value(node) => self.diagnostics.push(wrong_type(node, expected)),
            Slot::Missing(key, span) => {
                self.diagnostics.push(missing_key(key, span).help(format!("`{key}` takes {expected}")))
            }
        }
        Error::Reported
    }

    /// The diagnostic if a map with user-defined keys has the keys of one of its entries instead: one for all of them.
    fn missing_level(self, keys_of_entries: &[&str]) -> Option<Diagnostic> {
        let (key, first) = self.entry.filter(|(key, _)| keys_of_entries.contains(key))?;
        let is_entry = |node: &Node| {
            is_reported(node)
                || node.as_map().is_some_and(|map| map.keys().all(|key| keys_of_entries.contains(&&**key)))
        };
        self.value().filter(|node| !is_entry(node))?;
        Some(missing_level(first, key))
    }

    /// Reports the type's own rule that the value violates.
    pub(super) fn report(self, error: Error) -> Error {
        if let (Error::Rule(message), Slot::Value(node)) = (error, self.found) {
            let (message, help) = message.split_once('\n').unwrap_or((&message, ""));
            let mut diagnostic = Diagnostic::at(node.span, Code::UnknownToken, message);
            if !help.is_empty() {
                diagnostic = diagnostic.help(help);
            }
            self.diagnostics.push(diagnostic);
        }
        Error::Reported
    }

    pub(super) fn value(self) -> Option<&'de Node> {
        match self.found {
            Slot::Value(node) => Some(node),
            Slot::Missing(..) | Slot::Misspelled(_) | Slot::Nothing(_) => None,
        }
    }

    /// One of the `known` words.
    fn word(self, known: &'static [&'static str]) -> Result<&'de str, Error> {
        let Some(Node { value: Value::String(word), span }) = self.value() else {
            return Err(self.mismatch(&one_of(known)));
        };
        if !known.contains(&word.as_str()) {
            self.diagnostics.push(unknown_word(word, *span, known));
            return Err(Error::Reported);
        }
        Ok(word)
    }
}

/// The diagnostic for a map without the key of a reference, if it has another.
fn other_key(map: &Map) -> Option<Diagnostic> {
    let (key, entry) = map.first().filter(|_| !map.contains_key(REFERENCE))?;
    Some(unknown_key(key, entry.key, &[REFERENCE]))
}

/// The enums whose variants have content, so they are written as maps instead of words.
const ENUMS_WITH_CONTENT: [&str; 1] = ["Backend"];

impl<'de> Deserializer<'de> for NodeDeserializer<'de> {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.value().map(|node| &node.value) {
            Some(Value::Bool(value)) => visitor.visit_bool(*value),
            Some(Value::Integer(value)) => visitor.visit_i64(*value),
            Some(Value::Float(value)) => visitor.visit_f64(*value),
            Some(Value::String(text)) => visitor.visit_borrowed_str(text),
            Some(Value::Null) if self.whole => visitor.visit_unit(),
            Some(Value::List(items)) if self.whole => {
                visitor.visit_seq(Elements::new(items, self.diagnostics))
            }
            Some(Value::Map(map)) if self.whole => {
                visitor.visit_map(Entries::new(Some(map), self.diagnostics))
            }
            _ => Err(self.mismatch("a string, a number or a boolean")),
        }
        .map_err(|error| self.report(error))
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.value() {
            Some(Node { value: Value::Bool(value), .. }) => visitor.visit_bool(*value),
            _ => Err(self.mismatch("true or false")),
        }
    }

    fn deserialize_u32<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.value() {
            Some(Node { value: Value::Integer(value), .. }) if u32::try_from(*value).is_ok() => {
                visitor.visit_i64(*value)
            }
            _ => Err(self.mismatch("a whole number")),
        }
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.value() {
            Some(Node { value: Value::String(text), .. }) => {
                visitor.visit_borrowed_str(text).map_err(|error| self.report(error))
            }
            _ => Err(self.mismatch("a string")),
        }
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.deserialize_str(visitor)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.found {
            Slot::Value(Node { value: Value::Null, .. }) | Slot::Missing(..) | Slot::Nothing(_) => {
                visitor.visit_none()
            }
            Slot::Value(_) | Slot::Misspelled(_) => visitor.visit_some(self),
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        visitor: V,
    ) -> Result<V::Value, Error> {
        match (name, self.value()) {
            (SPANNED, _) => visitor.visit_map(WithSpan::value(self)),
            (NODE, Some(_)) => visitor.visit_map(WithSpan::tree(self)),
            (ONE_OR_MANY, Some(Node { value: Value::List(_), .. })) => self.deserialize_seq(visitor),
            (VALUE_OR_REFERENCE, Some(node)) if is_reported(node) => Err(Error::Reported),
            (VALUE_OR_REFERENCE, Some(node @ Node { value: Value::Map(map), .. })) => {
                if let Some(other) = foreign_function(node).or_else(|| other_key(map)) {
                    self.diagnostics.push(other);
                    return Err(Error::Reported);
                }
                self.deserialize_struct(name, &[REFERENCE], visitor)
            }
            _ => visitor.visit_newtype_struct(self),
        }
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.value() {
            Some(Node { value: Value::List(items), .. }) => {
                visitor.visit_seq(Elements::new(items, self.diagnostics))
            }
            _ => {
                self.mismatch("a list");
                visitor.visit_seq(Elements::placeholder(self))
            }
        }
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        let map = self.value().and_then(Node::as_map);
        if map.is_none() {
            self.mismatch("a map");
        }
        visitor.visit_map(Entries::new(map, self.diagnostics))
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        if let Some(diagnostic) = self.missing_level(fields) {
            self.diagnostics.push(diagnostic);
            return visitor.visit_map(Fields::new(None, fields, self));
        }
        let map = self.value().and_then(Node::as_map);
        if map.is_none() {
            self.mismatch(&format!("a map of {}", quoted_list(fields)));
        }
        for (key, entry) in map.into_iter().flatten().filter(|(key, _)| !fields.contains(&key.as_str())) {
            self.diagnostics
                .push_one_of_many(Code::UnknownKey, entry.key, || unknown_field(key, entry, fields));
        }
        visitor.visit_map(Fields::new(map, fields, self))
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        if !ENUMS_WITH_CONTENT.contains(&name) {
            return visitor.visit_enum(BorrowedStrDeserializer::new(self.word(variants)?));
        }
        let (key, node) = self.only_entry(variants)?;
        visitor.visit_enum(Variant { key, node: Self::present(node, self.diagnostics) })
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_unit()
    }

    serde::forward_to_deserialize_any! {
        i8 i16 i32 i64 i128 u8 u16 u64 u128 f32 f64 char bytes byte_buf unit unit_struct
        tuple tuple_struct identifier
    }
}

/// Passes a span through serde, as three numbers.
pub(super) fn span_deserializer<'de>(span: Span) -> impl Deserializer<'de, Error = Error> {
    let number = |value: u32| -> U32Deserializer<Error> { value.into_deserializer() };
    de::value::SeqDeserializer::new([number(span.file.0), number(span.start), number(span.end)].into_iter())
}
