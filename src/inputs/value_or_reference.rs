use std::borrow::Cow;
use std::fmt;

use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::de::{Deserialize, Deserializer, Error, IgnoredAny, MapAccess, Visitor};

use crate::inputs::decode::{Spanned, VALUE_OR_REFERENCE};
use crate::inputs::token_string::TokenString;

/// An ID, a name or an ARN: given as text, or as a reference to something in a Terraform file of
/// the user's own.
#[derive(Clone, Debug, PartialEq)]
pub enum ValueOrReference {
    /// Text with tokens.
    Text(TokenString),
    /// `{ terraform: aws_cognito_user_pool.main.id }`, not yet tested to be a reference.
    Reference(Spanned<String>),
}

impl<'de> Deserialize<'de> for ValueOrReference {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_newtype_struct(VALUE_OR_REFERENCE, SettingVisitor)
    }
}

struct SettingVisitor;

impl<'de> Visitor<'de> for SettingVisitor {
    type Value = ValueOrReference;

    fn expecting(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        formatter.write_str("a string or a reference")
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(
        self,
        deserializer: D,
    ) -> Result<ValueOrReference, D::Error> {
        TokenString::deserialize(deserializer).map(ValueOrReference::Text)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<ValueOrReference, A::Error> {
        let mut reference = None;
        while access.next_key::<IgnoredAny>()?.is_some() {
            reference = Some(access.next_value()?);
        }
        reference.map(ValueOrReference::Reference).ok_or_else(|| A::Error::custom("an empty map"))
    }
}

impl JsonSchema for ValueOrReference {
    fn schema_name() -> Cow<'static, str> {
        "ValueOrReference".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        schemars::json_schema!({
            "description": "Text, or a reference to something in a Terraform file of your own: { terraform: aws_s3_bucket.files.bucket }.",
            "anyOf": [
                { "type": "string" },
                {
                    "type": "object",
                    "properties": { "terraform": { "type": "string" } },
                    "required": ["terraform"],
                    "additionalProperties": false,
                },
            ],
        })
    }
}
