//! The key `terraform.backend`: how it is decoded, and its JSON Schema.

use std::borrow::Cow;
use std::fmt;

use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::de::{Deserialize, Deserializer, EnumAccess, Error, VariantAccess, Visitor};
use serde_json::{Map, Value, json};

use crate::inputs::arguments::object;
use crate::terraform::backends::{self, BACKENDS, PARTIAL, is_cloud};
use crate::tree::Node;

/// Where the Terraform state is stored: a backend, and its arguments as written.
#[derive(Clone, Debug)]
pub struct Backend {
    /// The backend.
    pub kind: &'static crate::terraform::Backend,
    /// Its arguments, not yet validated.
    pub arguments: Node,
}

impl<'de> Deserialize<'de> for Backend {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_enum("Backend", &backends::NAMES, BackendVisitor)
    }
}

struct BackendVisitor;

impl<'de> Visitor<'de> for BackendVisitor {
    type Value = Backend;

    fn expecting(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        formatter.write_str("a backend")
    }

    fn visit_enum<A: EnumAccess<'de>>(self, access: A) -> Result<Backend, A::Error> {
        let (name, arguments) = access.variant::<String>()?;
        let kind = BACKENDS.into_iter().find(|backend| backend.name == name);
        let kind = kind.ok_or_else(|| A::Error::custom("an unknown backend"))?;
        Ok(Backend { kind, arguments: arguments.newtype_variant()? })
    }
}

impl JsonSchema for Backend {
    fn schema_name() -> Cow<'static, str> {
        "Backend".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        let backends = BACKENDS.into_iter().map(|backend| {
            let mut schema = object(backend.arguments);
            schema["description"] = json!(backend.description);
            if !is_cloud(backend) {
                add_partial(&mut schema);
            }
            (backend.name.to_owned(), schema)
        });
        schemars::json_schema!({
            "description": "Where the state is kept: exactly one.",
            "type": "object",
            "properties": backends.collect::<Map<String, Value>>(),
            "additionalProperties": false,
            "oneOf": BACKENDS.iter().map(|backend| json!({ "required": [backend.name] })).collect::<Vec<_>>(),
        })
    }
}

/// Adds the key `partial`: with it, no argument is required.
fn add_partial(schema: &mut Value) {
    schema["properties"][PARTIAL] = json!({
        "type": "boolean",
        "description": "Whether -backend-config supplies the arguments that are missing here.",
    });
    if let Some(required) = schema.as_object_mut().and_then(|schema| schema.shift_remove("required")) {
        schema["if"] = json!({ "properties": { PARTIAL: { "const": true } }, "required": [PARTIAL] });
        schema["else"] = json!({ "required": required });
    }
}
