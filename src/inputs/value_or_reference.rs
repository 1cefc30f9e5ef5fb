//! Settings that may be a string or a reference to an object in the user's Terraform files.

use std::borrow::Cow;
use std::fmt;

use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::de::{Deserialize, Deserializer, Error, IgnoredAny, MapAccess, Visitor};

use crate::inputs::decode::{Spanned, VALUE_OR_REFERENCE};
use crate::inputs::keys::REFERENCE;
use crate::inputs::reference;
use crate::inputs::token_string::TokenString;

/// An ID, name or ARN: a string, or a reference to an object in the user's own Terraform files.
#[derive(Clone, Debug, PartialEq)]
pub enum ValueOrReference {
    /// A string with tokens.
    Text(TokenString),
    /// `{ terraform: aws_cognito_user_pool.main.id }`, not yet validated.
    Reference(Spanned<String>),
}

impl<'de> Deserialize<'de> for ValueOrReference {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_newtype_struct(VALUE_OR_REFERENCE, ValueOrReferenceVisitor)
    }
}

struct ValueOrReferenceVisitor;

impl<'de> Visitor<'de> for ValueOrReferenceVisitor {
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

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        // An editor shows the description of the key, unless there is one here.
        schemars::json_schema!({
            "anyOf": [{ "type": "string" }, generator.subschema_for::<Reference>()],
        })
    }
}

/// The JSON Schema of a reference.
pub struct Reference;

impl JsonSchema for Reference {
    fn schema_name() -> Cow<'static, str> {
        "Reference".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        schemars::json_schema!({
            "type": "object",
            "properties": { REFERENCE: {
                "type": "string",
                "description": "The address of a value in your own Terraform files, such as aws_s3_bucket.files.bucket.",
                "examples": ["aws_s3_bucket.files.bucket", "local.bucket", "module.storage.bucket"],
                "pattern": reference::PATTERN,
            } },
            "required": [REFERENCE],
            "additionalProperties": false,
        })
    }
}
