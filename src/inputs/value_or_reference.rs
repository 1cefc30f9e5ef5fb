use std::borrow::Cow;
use std::fmt;

use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::de::{Deserialize, Deserializer, Error, IgnoredAny, MapAccess, Visitor};

use crate::inputs::decode::{Given, SETTING};
use crate::inputs::text::Text;

/// An ID, a name or an ARN: given as text, or as a reference to something in a Terraform file of
/// the user's own.
#[derive(Clone, Debug, PartialEq)]
pub enum Setting {
    /// Text with tokens.
    Text(Text),
    /// `{ terraform: aws_cognito_user_pool.main.id }`, not yet tested to be a reference.
    Reference(Given<String>),
}

impl<'de> Deserialize<'de> for Setting {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_newtype_struct(SETTING, SettingVisitor)
    }
}

struct SettingVisitor;

impl<'de> Visitor<'de> for SettingVisitor {
    type Value = Setting;

    fn expecting(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        formatter.write_str("a string or a reference")
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, deserializer: D) -> Result<Setting, D::Error> {
        Text::deserialize(deserializer).map(Setting::Text)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Setting, A::Error> {
        let mut reference = None;
        while access.next_key::<IgnoredAny>()?.is_some() {
            reference = Some(access.next_value()?);
        }
        reference.map(Setting::Reference).ok_or_else(|| A::Error::custom("an empty map"))
    }
}

impl JsonSchema for Setting {
    fn schema_name() -> Cow<'static, str> {
        "Setting".into()
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
