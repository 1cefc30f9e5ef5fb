//! Filters that write values as HCL.

use tera::{Error, Kwargs, State, TeraResult, Value};

use crate::hcl::{Expression, is_identifier, is_traversal};
use crate::render::filters::{substituted, text_of};
use crate::render::placeholder::{self, Form};

/// The maximum nesting depth. Values are flat, but templates can nest them.
const MAX_DEPTH: usize = 100;

/// Writes any value as an HCL literal.
pub fn literal(value: &Value, _: Kwargs, _: &State) -> TeraResult<Value> {
    let literal = expression(value, 0)?.to_string();
    Ok(substituted(Form::Literal, literal.clone(), literal))
}

/// `depth` is the number of enclosing lists and maps.
fn expression(value: &Value, depth: usize) -> TeraResult<Expression> {
    if depth > MAX_DEPTH {
        return Err(Error::message(format!("a value is nested more than {MAX_DEPTH} levels deep")));
    }
    if value.is_undefined() {
        return Err(Error::message("the filter `hcl` was given an undefined value"));
    }
    if let Some(bytes) = value.as_bytes() {
        return Expression::from_bytes(bytes).ok_or_else(|| Error::message(placeholder::BROKEN));
    }
    if value.is_string() {
        return Ok(Expression::string(text_of(value)?));
    }
    if let Some(items) = value.as_array() {
        return Ok(Expression::List(
            items.iter().map(|item| expression(item, depth + 1)).collect::<TeraResult<_>>()?,
        ));
    }
    if let Some(map) = value.as_map() {
        let entry = |(key, value): (&tera::value::Key, &Value)| {
            let key = text_of(&Value::from(key.to_string()))?.into_owned();
            Ok((key, expression(value, depth + 1)?))
        };
        return Ok(Expression::Object(map.iter().map(entry).collect::<TeraResult<_>>()?));
    }
    let scalar = serde_json::to_value(value).map_err(Error::message)?;
    Ok(Expression::from_json(&scalar))
}

/// Writes a text in a line comment.
pub fn comment(value: &Value, _: Kwargs, _: &State) -> TeraResult<Value> {
    let is_bad = |c: char| {
        c.is_control() || ('\u{E000}'..='\u{F8FF}').contains(&c) || c == '\u{2028}' || c == '\u{2029}'
    };
    let text = text_of(value)?;
    Ok(substituted(Form::Comment, &*text, text.replace(is_bad, " ")))
}

/// Writes an identifier, which is part of the structure.
pub fn identifier(value: &Value, _: Kwargs, _: &State) -> TeraResult<Value> {
    structure(value, is_identifier, "is not an HCL identifier")
}

/// Writes an address or another reference, which is part of the structure.
pub fn reference(value: &Value, _: Kwargs, _: &State) -> TeraResult<Value> {
    structure(value, is_traversal, "is not an HCL reference")
}

/// Writes the type of an attribute, such as `string` or `map(string)`.
pub fn type_expression(value: &Value, _: Kwargs, _: &State) -> TeraResult<Value> {
    const TYPES: [&str; 5] = ["string", "number", "bool", "map(string)", "list(string)"];
    structure(value, |text| TYPES.contains(&text), "is not a type")
}

fn structure(value: &Value, is_one: fn(&str) -> bool, why: &str) -> TeraResult<Value> {
    let text = text_of(value)?;
    if is_one(&text) {
        let placeholder = placeholder::substitute_with(Form::Name, &*text, &*text, text.to_string());
        Ok(Value::safe_string(&placeholder))
    } else {
        Err(Error::message(format!("`{text}` {why}")))
    }
}

/// The type of a variable on one line, for documentation.
pub fn variable_type(value: &Value, _: Kwargs, _: &State) -> TeraResult<Value> {
    let field = |value: &Value, key: &str| {
        value.get_from_path(key).and_then(|field| field.as_str().map(str::to_owned))
    };
    if let Some(scalar) = field(value, "scalar") {
        return Ok(Value::from(scalar));
    }
    let attributes = value.get_from_path("attributes").and_then(Value::as_array).unwrap_or_default();
    let attributes: Vec<String> = attributes
        .iter()
        .filter_map(|attribute| {
            let (name, kind) = (field(attribute, "name")?, field(attribute, "type")?);
            let optional = attribute.get_from_path("optional").and_then(Value::as_bool)?;
            Some(if optional { format!("{name} = optional({kind})") } else { format!("{name} = {kind}") })
        })
        .collect();
    let inside = attributes.join(", ");
    let object = if inside.is_empty() { "object({})".to_owned() } else { format!("object({{ {inside} }})") };
    Ok(Value::from(object))
}
