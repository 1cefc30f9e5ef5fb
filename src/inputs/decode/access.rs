//! serde's access traits for the lists, maps, structs and enum variants of a tree.

use serde::de::value::BorrowedStrDeserializer;
use serde::de::{
    DeserializeSeed, Deserializer, EnumAccess, IntoDeserializer, MapAccess, SeqAccess, VariantAccess, Visitor,
};

use crate::inputs::decode::Error;
use crate::inputs::decode::deserializer::{NodeDeserializer, Slot, span_deserializer};
use crate::inputs::decode::key::KeyDeserializer;
use crate::source::{Diagnostics, Span};
use crate::tree::{Map, Node, is_misspelled};

/// The items of a list.
pub(super) struct Elements<'de> {
    items: std::slice::Iter<'de, Node>,
    placeholder: Option<NodeDeserializer<'de>>,
    diagnostics: &'de Diagnostics,
}

impl<'de> Elements<'de> {
    pub(super) fn new(items: &'de [Node], diagnostics: &'de Diagnostics) -> Self {
        Self { items: items.iter(), placeholder: None, diagnostics }
    }

    /// A single empty item, in place of a value that was reported because it isn't a list. An empty list
    /// could cause a second error.
    pub(super) fn placeholder(list: NodeDeserializer<'de>) -> Self {
        let item = NodeDeserializer { found: Slot::Nothing(list.span()), ..list };
        Self { items: [].iter(), placeholder: Some(item), diagnostics: list.diagnostics }
    }
}

impl<'de> SeqAccess<'de> for Elements<'de> {
    type Error = Error;

    fn next_element_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, Error> {
        let diagnostics = self.diagnostics;
        let next = self.items.next().map(|node| NodeDeserializer::present(node, diagnostics));
        next.or_else(|| self.placeholder.take()).map(|item| seed.deserialize(item)).transpose()
    }
}

/// The entries of a map with user-defined keys.
pub(super) struct Entries<'de> {
    first: Option<Span>,
    key: &'de str,
    entries: Option<indexmap::map::Iter<'de, String, crate::tree::Entry>>,
    value: Option<&'de Node>,
    diagnostics: &'de Diagnostics,
}

impl<'de> Entries<'de> {
    pub(super) fn new(map: Option<&'de Map>, diagnostics: &'de Diagnostics) -> Self {
        let first = map.and_then(|map| map.values().next()).map(|entry| entry.key);
        Self { first, key: "", entries: map.map(Map::iter), value: None, diagnostics }
    }
}

impl<'de> MapAccess<'de> for Entries<'de> {
    type Error = Error;

    fn next_key_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, Error> {
        let Some((key, entry)) = self.entries.as_mut().and_then(Iterator::next) else {
            return Ok(None);
        };
        self.value = Some(&entry.node);
        self.key = key;
        seed.deserialize(KeyDeserializer { text: key, span: entry.key }).map(Some)
    }

    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, Error> {
        let node = self.value.take().ok_or(Error::Reported)?;
        let entry = self.first.map(|first| (self.key, first));
        seed.deserialize(NodeDeserializer { entry, ..NodeDeserializer::present(node, self.diagnostics) })
    }
}

/// All fields of a struct, including missing ones, so that one missing field doesn't hide errors in others.
pub(super) struct Fields<'de> {
    map: Option<&'de Map>,
    known: &'static [&'static str],
    fields: std::slice::Iter<'static, &'static str>,
    field: &'static str,
    part: NodeDeserializer<'de>,
}

impl<'de> Fields<'de> {
    pub(super) fn new(
        map: Option<&'de Map>,
        fields: &'static [&'static str],
        part: NodeDeserializer<'de>,
    ) -> Self {
        Self { map, known: fields, fields: fields.iter(), field: "", part }
    }

    fn found(&self) -> Slot<'de> {
        match self.map {
            None => Slot::Nothing(self.part.span()),
            Some(map) => match map.get(self.field) {
                Some(entry) => Slot::Value(&entry.node),
                None if is_misspelled(self.field, map, self.known) => Slot::Misspelled(self.part.span()),
                // An unknown key is reported with the only one that is expected.
                None if self.known.len() == 1 && !map.is_empty() => Slot::Nothing(self.part.span()),
                None => Slot::Missing(self.field, self.part.span()),
            },
        }
    }
}

impl<'de> MapAccess<'de> for Fields<'de> {
    type Error = Error;

    fn next_key_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, Error> {
        let Some(field) = self.fields.next() else { return Ok(None) };
        self.field = field;
        seed.deserialize(BorrowedStrDeserializer::new(field)).map(Some)
    }

    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, Error> {
        seed.deserialize(NodeDeserializer {
            found: self.found(),
            diagnostics: self.part.diagnostics,
            whole: false,
            entry: None,
        })
    }
}

/// A span, and the value or key at it.
pub(super) struct WithSpan<'de> {
    span: Option<Span>,
    content: Content<'de>,
}

enum Content<'de> {
    Value(NodeDeserializer<'de>),
    Key(&'de str),
}

impl<'de> WithSpan<'de> {
    pub(super) fn value(node: NodeDeserializer<'de>) -> Self {
        Self { span: Some(node.span()), content: Content::Value(node) }
    }

    /// The value with its whole subtree.
    pub(super) fn tree(node: NodeDeserializer<'de>) -> Self {
        Self::value(NodeDeserializer { whole: true, ..node })
    }

    pub(super) fn key(text: &'de str, span: Span) -> Self {
        Self { span: Some(span), content: Content::Key(text) }
    }
}

impl<'de> MapAccess<'de> for WithSpan<'de> {
    type Error = Error;

    fn next_key_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, Error> {
        self.span.take().map(|span| seed.deserialize(span_deserializer(span))).transpose()
    }

    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, Error> {
        match self.content {
            Content::Value(node) => seed.deserialize(node).map_err(|error| node.report(error)),
            Content::Key(text) => seed.deserialize(BorrowedStrDeserializer::new(text)),
        }
    }
}

/// An enum variant, written as a map with one key.
pub(super) struct Variant<'de> {
    pub(super) key: &'de str,
    pub(super) node: NodeDeserializer<'de>,
}

impl<'de> EnumAccess<'de> for Variant<'de> {
    type Error = Error;
    type Variant = Self;

    fn variant_seed<S: DeserializeSeed<'de>>(self, seed: S) -> Result<(S::Value, Self), Error> {
        let name: BorrowedStrDeserializer<'de, Error> = BorrowedStrDeserializer::new(self.key);
        seed.deserialize(name.into_deserializer()).map(|kind| (kind, self))
    }
}

impl<'de> VariantAccess<'de> for Variant<'de> {
    type Error = Error;

    fn unit_variant(self) -> Result<(), Error> {
        Err(Error::Reported)
    }

    fn newtype_variant_seed<S: DeserializeSeed<'de>>(self, seed: S) -> Result<S::Value, Error> {
        seed.deserialize(self.node)
    }

    fn tuple_variant<V: Visitor<'de>>(self, _: usize, _: V) -> Result<V::Value, Error> {
        Err(Error::Reported)
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        self.node.deserialize_struct("", fields, visitor)
    }
}
