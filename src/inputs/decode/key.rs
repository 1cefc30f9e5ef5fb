//! A deserializer for the keys of maps.

use serde::de::{Deserializer, Visitor};

use crate::inputs::decode::Error;
use crate::inputs::decode::access::WithSpan;
use crate::inputs::decode::spanned::KEY;
use crate::source::Span;

/// Deserializes a map's key, optionally with its span (see [`super::Key`]).
pub(super) struct KeyDeserializer<'de> {
    pub(super) text: &'de str,
    pub(super) span: Span,
}

impl<'de> Deserializer<'de> for KeyDeserializer<'de> {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_borrowed_str(self.text)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        visitor: V,
    ) -> Result<V::Value, Error> {
        match name {
            KEY => visitor.visit_map(WithSpan::key(self.text, self.span)),
            _ => visitor.visit_newtype_struct(self),
        }
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option
        unit unit_struct seq tuple tuple_struct map struct enum identifier ignored_any
    }
}
