//! What templates may do with a value besides writing it as text.

use tera::{Error, Kwargs, State, Tera, TeraResult, Value};

use crate::hcl::{Expression, is_identifier, is_traversal};
use crate::render::markdown;

/// Gives an engine the filters.
pub fn register(engine: &mut Tera) {
    engine.register_filter("hcl", hcl);
    engine.register_filter("identifier", identifier);
    engine.register_filter("reference", reference);
    engine.register_filter("type", type_expression);
    engine.register_filter("variable_type", variable_type);
    engine.register_filter("filter_optional", |value: &Value, _: Kwargs, _: &State| parts(value, true));
    engine.register_filter("filter_required", |value: &Value, _: Kwargs, _: &State| parts(value, false));
    engine.register_filter("filter_default", defaults);
    engine.register_filter("format_hcl", format_hcl);
    engine.register_filter("comment", comment);
    engine.register_filter("code", |value: &str, _: Kwargs, _: &State| safe(markdown::code(value)));
    engine.register_filter("mermaid", |value: &str, _: Kwargs, _: &State| safe(markdown::mermaid(value)));
}

fn safe(text: String) -> Value {
    Value::safe_string(&text)
}

/// Any value as a literal of HCL.
fn hcl(value: &Value, _: Kwargs, _: &State) -> TeraResult<Value> {
    if value.is_undefined() {
        return Err(Error::message("`hcl` of something that does not exist"));
    }
    let json = serde_json::to_value(value).map_err(Error::message)?;
    Ok(safe(Expression::from_json(&json).to_string()))
}

/// The roles that the attachment names.
fn defaults(value: &Value, _: Kwargs, _: &State) -> TeraResult<Value> {
    let list = value.as_array().ok_or_else(|| Error::message("a list of roles is expected"))?;
    let is_default =
        |role: &&Value| role.get_from_path("is_default").and_then(Value::as_bool).unwrap_or(false);
    Ok(Value::from(list.iter().filter(is_default).cloned().collect::<Vec<Value>>()))
}

/// A text in a comment of HCL, which ends with its line.
fn comment(value: &str, _: Kwargs, _: &State) -> TeraResult<Value> {
    Ok(safe(value.split(|c: char| c.is_control()).collect::<Vec<_>>().join(" ")))
}

/// A snippet of HCL in another language, formatted like a file.
fn format_hcl(value: &str, _: Kwargs, _: &State) -> TeraResult<Value> {
    match crate::hcl::format(value) {
        Ok(formatted) => Ok(safe(formatted)),
        Err(errors) => Err(Error::message(format!("a snippet that is not HCL: {errors:?}"))),
    }
}

/// A name that is part of the structure: it must be one.
fn identifier(value: &str, _: Kwargs, _: &State) -> TeraResult<Value> {
    if is_identifier(value) {
        Ok(safe(value.to_owned()))
    } else {
        Err(Error::message(format!("`{value}` is not an identifier of HCL")))
    }
}

/// An address or another reference, which is part of the structure: it must be one.
fn reference(value: &str, _: Kwargs, _: &State) -> TeraResult<Value> {
    if is_traversal(value) {
        Ok(safe(value.to_owned()))
    } else {
        Err(Error::message(format!("`{value}` is not a reference of HCL")))
    }
}

/// The type of an attribute: a scalar's name or `map(string)`.
fn type_expression(value: &str, _: Kwargs, _: &State) -> TeraResult<Value> {
    match value {
        "string" | "number" | "bool" | "map(string)" | "list(string)" => Ok(safe(value.to_owned())),
        _ => Err(Error::message(format!("`{value}` is not a type"))),
    }
}

/// The type of a variable on one line, for its documentation.
fn variable_type(value: &Value, _: Kwargs, _: &State) -> TeraResult<String> {
    let field = |value: &Value, key: &str| {
        value.get_from_path(key).and_then(|field| field.as_str().map(str::to_owned))
    };
    if let Some(scalar) = field(value, "scalar") {
        return Ok(scalar);
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
    Ok(if inside.is_empty() { "object({})".to_owned() } else { format!("object({{ {inside} }})") })
}

/// The parts of a list that are optional, or those that are not.
fn parts(value: &Value, optional: bool) -> TeraResult<Value> {
    let list = value.as_array().ok_or_else(|| Error::message("a list of parts is expected"))?;
    let wanted = list
        .iter()
        .filter(|part| part.get_from_path("optional").and_then(Value::as_bool).unwrap_or(false) == optional);
    Ok(Value::from(wanted.cloned().collect::<Vec<Value>>()))
}
