//! The JSON Schema of a statement.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};

use crate::iam::grammar::{CONDITION_KEY_PATTERN, operator_pattern};
use crate::iam::{Effect, Statement};

/// `T` is the schema of resources and of the conditions' values.
impl<T: JsonSchema> JsonSchema for Statement<T> {
    fn schema_name() -> Cow<'static, str> {
        "Statement".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let text = generator.subschema_for::<String>();
        let leaf = generator.subschema_for::<T>();
        let actions = one_or_more(&text);
        let resources = one_or_more(&leaf);
        let values = one_or_more(&json_schema!({ "anyOf": [{ "type": ["number", "boolean"] }, leaf] }));
        let described = |schema: &Schema, description: &str| {
            let mut schema = schema.clone();
            schema.insert("description".to_owned(), description.into());
            schema
        };
        json_schema!({
            "description": "An IAM policy statement in JSON.",
            "type": "object",
            "additionalProperties": false,
            "properties": {
                "Sid": described(&text, "The statement's name: letters and digits."),
                "Effect": { "description": "Allow or Deny.", "enum": Effect::ALL.map(Effect::as_str) },
                "Action": described(&actions, "The actions that the statement applies to, such as s3:GetObject."),
                "NotAction": described(&actions, "The statement applies to all actions except these."),
                "Resource": described(&resources, "The ARNs of the resources that the statement applies to."),
                "NotResource": described(&resources, "The statement applies to all resources except these."),
                "Condition": {
                    "description": "When the statement applies: operators, condition keys and values.",
                    "type": "object",
                    "propertyNames": { "pattern": format!("^({})$", operator_pattern()) },
                    "additionalProperties": {
                        "type": "object",
                        "propertyNames": { "pattern": format!("^({CONDITION_KEY_PATTERN})$") },
                        "additionalProperties": values,
                    },
                },
            },
            "required": ["Effect"],
            "allOf": [one_of(["Action", "NotAction"]), one_of(["Resource", "NotResource"])],
        })
    }
}

/// The schema of an object with exactly one of the keys.
fn one_of(keys: [&str; 2]) -> Schema {
    json_schema!({ "oneOf": keys.map(|key| json_schema!({ "required": [key] })) })
}

fn one_or_more(schema: &Schema) -> Schema {
    json_schema!({ "anyOf": [schema, { "type": "array", "items": schema }] })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::iam::element;

    #[test]
    fn the_schema_has_every_element() {
        let schema = Statement::<String>::json_schema(&mut SchemaGenerator::default());
        let properties = schema.get("properties").and_then(|properties| properties.as_object()).unwrap();
        assert_eq!(
            properties.keys().collect::<Vec<_>>(),
            element::STATEMENT_ELEMENTS.iter().collect::<Vec<_>>()
        );
    }
}
