//! What templates may do with a value besides writing it as text.

use tera::{Error, Kwargs, State, Tera, TeraResult, Value};

use crate::hcl::{Expression, is_identifier, is_traversal};
use crate::render::path::Language;
use crate::render::{hcl as marks, markdown};

/// A filter, the languages that have it, and what it is for.
pub struct Filter {
    /// Its name.
    pub name: &'static str,
    /// The languages whose templates have it.
    pub languages: &'static [Language],
    /// What it gives, as a sentence.
    pub meaning: &'static str,
    function: Function,
}

type Function = fn(&Value, Kwargs, &State) -> TeraResult<Value>;

const BOTH: &[Language] = &[Language::Hcl, Language::Markdown];
const HCL: &[Language] = &[Language::Hcl];
const MARKDOWN: &[Language] = &[Language::Markdown];

/// Every filter besides Tera's own.
pub const FILTERS: [Filter; 12] = [
    Filter {
        name: "hcl",
        languages: BOTH,
        meaning: "Any value as a literal of HCL: text in quotes, numbers, lists, maps, `null`.",
        function: hcl,
    },
    Filter {
        name: "identifier",
        languages: BOTH,
        meaning: "A name as part of the structure; anything else is an error.",
        function: identifier,
    },
    Filter {
        name: "reference",
        languages: BOTH,
        meaning: "An address or another reference, such as `aws_iam_role.admins`; anything else is an error.",
        function: reference,
    },
    Filter {
        name: "type",
        languages: BOTH,
        meaning: "The type of an attribute as HCL; anything else is an error.",
        function: type_expression,
    },
    Filter {
        name: "comment",
        languages: HCL,
        meaning: "A text in a `#` comment, on one line.",
        function: comment,
    },
    Filter {
        name: "filter_optional",
        languages: BOTH,
        meaning: "The parts of a list that some environment does not have.",
        function: optional,
    },
    Filter {
        name: "filter_required",
        languages: BOTH,
        meaning: "The parts of a list that every environment has.",
        function: required,
    },
    Filter {
        name: "filter_default",
        languages: BOTH,
        meaning: "The roles of a list that the pool's attachment names.",
        function: defaults,
    },
    Filter {
        name: "variable_type",
        languages: BOTH,
        meaning: "The type of a variable on one line.",
        function: variable_type,
    },
    Filter {
        name: "format_hcl",
        languages: MARKDOWN,
        meaning: "A snippet of HCL, checked and formatted like a file.",
        function: format_hcl,
    },
    Filter { name: "code", languages: MARKDOWN, meaning: "A text as code, on one line.", function: code },
    Filter {
        name: "mermaid",
        languages: MARKDOWN,
        meaning: "A text between quotes in a Mermaid diagram.",
        function: mermaid,
    },
];

/// Gives the engine of a language its filters.
pub fn register(engine: &mut Tera, language: Language) {
    for filter in FILTERS.iter().filter(|filter| filter.languages.contains(&language)) {
        engine.register_filter(filter.name, filter.function);
    }
}

fn text(value: &Value) -> TeraResult<&str> {
    value.as_str().ok_or_else(|| Error::message("a text is expected"))
}

fn code(value: &Value, _: Kwargs, _: &State) -> TeraResult<Value> {
    Ok(safe(markdown::code(text(value)?)))
}

fn mermaid(value: &Value, _: Kwargs, _: &State) -> TeraResult<Value> {
    Ok(safe(markdown::mermaid(text(value)?)))
}

fn optional(value: &Value, _: Kwargs, _: &State) -> TeraResult<Value> {
    parts(value, true)
}

fn required(value: &Value, _: Kwargs, _: &State) -> TeraResult<Value> {
    parts(value, false)
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
    Ok(safe(marks::literal(&Expression::from_json(&json).to_string())))
}

/// The roles that the attachment names.
fn defaults(value: &Value, _: Kwargs, _: &State) -> TeraResult<Value> {
    let list = value.as_array().ok_or_else(|| Error::message("a list of roles is expected"))?;
    let is_default =
        |role: &&Value| role.get_from_path("is_default").and_then(Value::as_bool).unwrap_or(false);
    Ok(Value::from(list.iter().filter(is_default).cloned().collect::<Vec<Value>>()))
}

/// A text in a comment of HCL, which ends with its line.
fn comment(value: &Value, _: Kwargs, _: &State) -> TeraResult<Value> {
    Ok(safe(marks::comment(text(value)?)))
}

/// A snippet of HCL in another language, formatted like a file.
fn format_hcl(value: &Value, _: Kwargs, _: &State) -> TeraResult<Value> {
    match marks::finish(text(value)?) {
        Ok(formatted) => Ok(safe(formatted)),
        Err(failure) => Err(Error::message(format!("a snippet that is no HCL: {}", failure.message))),
    }
}

/// A name that is part of the structure: it must be one.
fn identifier(value: &Value, _: Kwargs, _: &State) -> TeraResult<Value> {
    let value = text(value)?;
    if is_identifier(value) {
        Ok(safe(value.to_owned()))
    } else {
        Err(Error::message(format!("`{value}` is not an identifier of HCL")))
    }
}

/// An address or another reference, which is part of the structure: it must be one.
fn reference(value: &Value, _: Kwargs, _: &State) -> TeraResult<Value> {
    let value = text(value)?;
    if is_traversal(value) {
        Ok(safe(value.to_owned()))
    } else {
        Err(Error::message(format!("`{value}` is not a reference of HCL")))
    }
}

/// The type of an attribute: a scalar's name or `map(string)`.
fn type_expression(value: &Value, _: Kwargs, _: &State) -> TeraResult<Value> {
    let value = text(value)?;
    match value {
        "string" | "number" | "bool" | "map(string)" | "list(string)" => Ok(safe(value.to_owned())),
        _ => Err(Error::message(format!("`{value}` is not a type"))),
    }
}

/// The type of a variable on one line, for its documentation.
fn variable_type(value: &Value, _: Kwargs, _: &State) -> TeraResult<Value> {
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

/// The parts of a list that are optional, or those that are not.
fn parts(value: &Value, optional: bool) -> TeraResult<Value> {
    let list = value.as_array().ok_or_else(|| Error::message("a list of parts is expected"))?;
    let wanted = list
        .iter()
        .filter(|part| part.get_from_path("optional").and_then(Value::as_bool).unwrap_or(false) == optional);
    Ok(Value::from(wanted.cloned().collect::<Vec<Value>>()))
}
