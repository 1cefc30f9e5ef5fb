//! The key `terraform.backend`: how it is decoded, and its JSON Schema.

use std::borrow::Cow;
use std::fmt;

use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::de::{Deserialize, Deserializer, EnumAccess, Error, VariantAccess, Visitor};
use serde_json::{Map, Value, json};

use crate::terraform::backends::{self, BACKENDS};
use crate::terraform::{Argument, Type};
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
            (backend.name.to_owned(), schema)
        });
        schemars::json_schema!({
            "description": "Where the state is kept: exactly one.",
            "type": "object",
            "properties": backends.collect::<Map<String, Value>>(),
            "additionalProperties": false,
            "minProperties": 1,
            "maxProperties": 1,
            "x-exclusive": true,
        })
    }
}

fn object(arguments: &[Argument]) -> Value {
    let properties =
        arguments.iter().filter_map(|argument| Some((argument.name.to_owned(), property(argument)?)));
    let required: Vec<&str> =
        arguments.iter().filter(|argument| argument.required).map(|argument| argument.name).collect();
    let mut schema = json!({
        "type": "object",
        "properties": properties.collect::<Map<String, Value>>(),
        "additionalProperties": false,
    });
    if !required.is_empty() {
        schema["required"] = json!(required);
    }
    schema
}

/// The schema of an argument; `None` for secrets, which are not accepted.
fn property(argument: &Argument) -> Option<Value> {
    let list = || json!({ "type": "array", "items": { "type": "string" } });
    let map = || json!({ "type": "object", "additionalProperties": { "type": "string" } });
    let mut schema = match argument.kind {
        Type::Secret(_) => return None,
        Type::String => json!({ "type": "string" }),
        Type::Number => json!({ "type": "integer", "minimum": 0 }),
        Type::Bool => json!({ "type": "boolean" }),
        Type::List => list(),
        Type::Map => map(),
        Type::ListOrMap => json!({ "anyOf": [list(), map()] }),
        Type::Object(arguments) | Type::Block(arguments, _) => object(arguments),
    };
    schema["description"] = json!(argument.description);
    Some(schema)
}
