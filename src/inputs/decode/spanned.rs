//! Types that keep spans: [`Spanned`] values, [`Key`]s and [`SpannedMap`]s; and [`OneOrMany`].
//!
//! They request special treatment from the deserializer by the names of newtype structs, as serde has no
//! other way.

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;

use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};

use crate::source::{FileId, Span};

/// [`Spanned`] uses this name to request a span and to handle an invalid value itself.
pub(super) const SPANNED: &str = "$poolsmith::Spanned";
/// [`ValueOrReference`](crate::inputs::ValueOrReference) uses this name to accept a map as well as a string.
pub const VALUE_OR_REFERENCE: &str = "$poolsmith::ValueOrReference";
/// [`Node`](crate::tree::Node) uses this name to request the whole subtree.
pub(super) const NODE: &str = "$poolsmith::Node";
/// [`Key`] uses this name to request its span.
pub(super) const KEY: &str = "$poolsmith::Key";

/// A span as it passes through serde: file, start, end.
pub(super) type RawSpan = (u32, u32, u32);

/// A value with its span; empty if the value was invalid, which has already been reported.
#[derive(Clone, Debug, PartialEq)]
pub struct Spanned<T> {
    value: Option<T>,
    /// Its location in the source.
    pub span: Span,
}

impl<T> Spanned<T> {
    /// The value, unless it was invalid.
    pub fn get(&self) -> Option<&T> {
        self.value.as_ref()
    }

    /// A value that replaces an invalid one, so that the rest can be checked as well.
    pub(in crate::inputs) fn fallback(value: T, span: Span) -> Self {
        Self { value: Some(value), span }
    }

    /// The value with its span, unless it was invalid.
    pub fn with_span(&self) -> Option<(&T, Span)> {
        self.value.as_ref().map(|value| (value, self.span))
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Spanned<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_newtype_struct(SPANNED, SpannedVisitor(PhantomData))
    }
}

struct SpannedVisitor<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for SpannedVisitor<T> {
    type Value = Spanned<T>;

    fn expecting(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        formatter.write_str("a value with its span")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Spanned<T>, A::Error> {
        let span = access.next_key::<RawSpan>()?.map(span).unwrap_or(NO_SPAN);
        Ok(Spanned { value: access.next_value().ok(), span })
    }
}

const NO_SPAN: Span = Span { file: FileId(0), start: 0, end: 0 };

/// The span that was passed through serde.
pub(super) fn span((file, start, end): RawSpan) -> Span {
    Span { file: FileId(file), start, end }
}

impl<T: JsonSchema> JsonSchema for Spanned<T> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        T::schema_name()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        generator.subschema_for::<T>()
    }
}

/// A user-defined key with its span.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Key {
    /// The key.
    pub text: String,
    /// Its location in the source.
    pub span: Span,
}

impl<'de> Deserialize<'de> for Key {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_newtype_struct(KEY, KeyVisitor)
    }
}

struct KeyVisitor;

impl<'de> Visitor<'de> for KeyVisitor {
    type Value = Key;

    fn expecting(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        formatter.write_str("a key with its span")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Key, A::Error> {
        let span = access.next_key::<RawSpan>()?.map(span).unwrap_or(NO_SPAN);
        Ok(Key { text: access.next_value()?, span })
    }
}

/// A map with user-defined keys, in the order of the file.
#[derive(Clone, Debug, PartialEq)]
pub struct SpannedMap<T>(Vec<(Key, T)>);

impl<T> SpannedMap<T> {
    /// The keys and values.
    pub fn iter(&self) -> impl Iterator<Item = (&Key, &T)> {
        self.0.iter().map(|(key, part)| (key, part))
    }
}

impl<T> Default for SpannedMap<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for SpannedMap<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(SpannedMapVisitor(PhantomData))
    }
}

struct SpannedMapVisitor<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for SpannedMapVisitor<T> {
    type Value = SpannedMap<T>;

    fn expecting(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        formatter.write_str("a map")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<SpannedMap<T>, A::Error> {
        let mut parts = Vec::new();
        while let Some(part) = access.next_entry()? {
            parts.push(part);
        }
        Ok(SpannedMap(parts))
    }
}

impl<T: JsonSchema> JsonSchema for SpannedMap<T> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        format!("Map_of_{}", T::schema_name()).into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        schemars::json_schema!({
            "type": "object",
            "additionalProperties": generator.subschema_for::<T>(),
        })
    }
}

/// A single value or a list.
#[derive(Clone, Debug, PartialEq)]
pub enum OneOrMany<T> {
    /// A single value.
    One(T),
    /// A list.
    Many(Vec<Spanned<T>>),
}

impl<T> OneOrMany<Spanned<T>> {
    /// Whether it is a list without values.
    pub fn is_empty(&self) -> bool {
        matches!(self, Self::Many(values) if values.is_empty())
    }

    /// All values, with their spans.
    pub fn iter(&self) -> impl Iterator<Item = &Spanned<T>> {
        let (one, many) = match self {
            Self::One(value) => (Some(value), &[][..]),
            Self::Many(values) => (None, &values[..]),
        };
        one.into_iter().chain(many.iter().filter_map(Spanned::get))
    }
}

impl<T> OneOrMany<T> {
    /// All valid values.
    pub fn into_vec(self) -> Vec<T> {
        match self {
            Self::One(value) => vec![value],
            Self::Many(values) => values.into_iter().filter_map(|value| value.value).collect(),
        }
    }
}

impl<T: JsonSchema> JsonSchema for OneOrMany<T> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        format!("One_or_many_{}", T::schema_name()).into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let item = generator.subschema_for::<T>();
        schemars::json_schema!({ "anyOf": [item, { "type": "array", "items": item }] })
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for OneOrMany<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_newtype_struct(ONE_OR_MANY, OneOrManyVisitor(PhantomData))
    }
}

/// [`OneOrMany`] uses this name to accept a list as well as a single value.
pub(super) const ONE_OR_MANY: &str = "$poolsmith::OneOrMany";

struct OneOrManyVisitor<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for OneOrManyVisitor<T> {
    type Value = OneOrMany<T>;

    fn expecting(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        formatter.write_str("one value or a list")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut access: A) -> Result<OneOrMany<T>, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = access.next_element()? {
            items.push(item);
        }
        Ok(OneOrMany::Many(items))
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, deserializer: D) -> Result<OneOrMany<T>, D::Error> {
        T::deserialize(deserializer).map(OneOrMany::One)
    }
}
