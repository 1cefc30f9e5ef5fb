use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;

use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};

use crate::source::{FileId, Span};

/// By this name a [`Spanned`] asks the deserializer for its place and for a failure that it may keep.
pub(super) const SPANNED: &str = "$poolsmith::Spanned";
/// By this name a [`ValueOrReference`](crate::inputs::ValueOrReference) asks to be told a reference from text.
pub const VALUE_OR_REFERENCE: &str = "$poolsmith::ValueOrReference";
/// By this name a [`Node`](crate::tree::Node) asks for all that is below it.
pub(super) const NODE: &str = "$poolsmith::Node";
/// By this name a [`Key`] asks for its place.
pub(super) const KEY: &str = "$poolsmith::Key";

/// A place as serde hands it on: file, start, end.
pub(super) type Place = (u32, u32, u32);

/// A value as it was given, with its place; empty where what was given was wrong, which has been
/// reported already.
#[derive(Clone, Debug, PartialEq)]
pub struct Spanned<T> {
    value: Option<T>,
    /// Where it stands.
    pub span: Span,
}

impl<T> Spanned<T> {
    /// The value, unless a wrong one was given.
    pub fn get(&self) -> Option<&T> {
        self.value.as_ref()
    }

    /// A value where none could be read, so that the rest can be examined as well.
    pub(in crate::inputs) fn stand_in(value: T, span: Span) -> Self {
        Self { value: Some(value), span }
    }

    /// The value with its place, unless a wrong one was given.
    pub fn with_span(&self) -> Option<(&T, Span)> {
        self.value.as_ref().map(|value| (value, self.span))
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Spanned<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_newtype_struct(SPANNED, GivenVisitor(PhantomData))
    }
}

struct GivenVisitor<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for GivenVisitor<T> {
    type Value = Spanned<T>;

    fn expecting(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        formatter.write_str("a value with its place")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Spanned<T>, A::Error> {
        let span = access.next_key::<Place>()?.map(span).unwrap_or(NOWHERE);
        Ok(Spanned { value: access.next_value().ok(), span })
    }
}

const NOWHERE: Span = Span { file: FileId(0), start: 0, end: 0 };

/// The place that serde handed on.
pub(super) fn span((file, start, end): Place) -> Span {
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

/// A key that people choose, with its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Key {
    /// The key.
    pub text: String,
    /// Where it stands.
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
        formatter.write_str("a key with its place")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Key, A::Error> {
        let span = access.next_key::<Place>()?.map(span).unwrap_or(NOWHERE);
        Ok(Key { text: access.next_value()?, span })
    }
}

/// Parts under keys that people choose, in the order of the file.
#[derive(Clone, Debug, PartialEq)]
pub struct SpannedMap<T>(Vec<(Key, T)>);

impl<T> SpannedMap<T> {
    /// The keys and the parts.
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
        deserializer.deserialize_map(KeyedVisitor(PhantomData))
    }
}

struct KeyedVisitor<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for KeyedVisitor<T> {
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

/// One value or a list of them.
#[derive(Clone, Debug, PartialEq)]
pub enum OneOrMany<T> {
    /// One, without brackets.
    One(T),
    /// A list.
    Many(Vec<Spanned<T>>),
}

impl<T> OneOrMany<T> {
    /// All that could be read.
    pub fn into_vec(self) -> Vec<T> {
        match self {
            Self::One(value) => vec![value],
            Self::Many(values) => values.into_iter().filter_map(|value| value.value).collect(),
        }
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for OneOrMany<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_newtype_struct(ONE_OR_MANY, OneOrManyVisitor(PhantomData))
    }
}

/// By this name a [`OneOrMany`] asks to be told a list from anything else.
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
