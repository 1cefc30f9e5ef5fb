//! The key `terraform.provider`: how it is decoded, and its JSON Schema.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::de::{Deserialize, Deserializer};
use serde_json::json;

use crate::inputs::arguments::object;
use crate::terraform::provider::ARGUMENTS;
use crate::tree::Node;

/// The arguments of the AWS provider as written, not yet validated.
#[derive(Clone, Debug)]
pub struct Provider {
    /// The arguments.
    pub arguments: Node,
}

impl<'de> Deserialize<'de> for Provider {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Self { arguments: Node::deserialize(deserializer)? })
    }
}

impl JsonSchema for Provider {
    fn schema_name() -> Cow<'static, str> {
        "Provider".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        let mut schema = object(ARGUMENTS);
        schema["description"] = json!("Arguments of the AWS provider, under its own names.");
        Schema::try_from(schema).expect("an object is a schema")
    }
}
