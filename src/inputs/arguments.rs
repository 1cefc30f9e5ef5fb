//! The JSON Schema of arguments of backends and of the provider.

use serde_json::{Map, Value, json};

use crate::aws::Partition;
use crate::aws::arn::{self, ANY_PARTITION};
use crate::inputs::schema::text;
use crate::terraform::{Argument, Check, Type};

/// The schema of an object with these arguments.
pub fn object(arguments: &[Argument]) -> Value {
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

/// The schema of an argument; `None` for those that are not accepted.
fn property(argument: &Argument) -> Option<Value> {
    let list = || json!({ "type": "array", "items": { "type": "string" } });
    let map = || json!({ "type": "object", "additionalProperties": { "type": "string" } });
    let mut schema = match argument.kind {
        Type::Secret(_) | Type::SetElsewhere(_) => return None,
        Type::String => json!({ "type": "string" }),
        Type::Number => json!({ "type": "integer", "minimum": 0 }),
        Type::NumberFrom(lowest, highest) => {
            json!({ "type": "integer", "minimum": lowest, "maximum": highest })
        }
        Type::Bool => json!({ "type": "boolean" }),
        Type::List => list(),
        Type::Map => map(),
        Type::ListOrMap(_) => json!({ "anyOf": [list(), map()] }),
        Type::Object(arguments) | Type::Block(arguments, _) => object(arguments),
        Type::Blocks(arguments, _) => {
            let block = object(arguments);
            json!({ "anyOf": [block, { "type": "array", "items": block }] })
        }
        Type::BlockOfStrings(names) => strings(names),
    };
    if let Some(check) = argument.check {
        let strings = if let Type::List = argument.kind { &mut schema["items"] } else { &mut schema };
        require(strings, check);
    }
    schema["description"] = json!(argument.description);
    if argument.deprecated.is_some() {
        schema["deprecated"] = json!(true);
    }
    Some(schema)
}

fn require(strings: &mut Value, check: Check) {
    let arn = |kind: &arn::Kind| kind.pattern_in(ANY_PARTITION);
    let (pattern, accepted) = match check {
        Check::Rule(rule) => (rule.pattern.to_owned(), rule.accepted.to_owned()),
        Check::Arn(kind) => (arn(kind), kind.accepted(Partition::Aws)),
        Check::RuleOrArn(rule, kind) => (format!("{}|{}", rule.pattern, arn(kind)), rule.accepted.to_owned()),
    };
    text::require(strings, text::matching(&pattern), &accepted);
}

fn strings(names: &str) -> Value {
    let described =
        |name: &str| json!({ "type": "string", "description": format!("The value of `{name}`.") });
    let properties = names.split(' ').map(|name| (name.to_owned(), described(name)));
    json!({
        "type": "object",
        "properties": properties.collect::<Map<String, Value>>(),
        "additionalProperties": false,
    })
}
