//! Filters that write values in Markdown.

use tera::{Error, Kwargs, State, TeraResult, Value};

use crate::render::filters::{substituted, text_of};
use crate::render::placeholder::{self, Form};
use crate::render::{markdown, proof};

/// Writes a text as code.
pub fn code(value: &Value, _: Kwargs, _: &State) -> TeraResult<Value> {
    let text = text_of(value)?;
    Ok(substituted(Form::Code, &*text, markdown::code(&text)))
}

/// Writes a text as a JSON string, which is also one in JavaScript.
pub fn json(value: &Value, _: Kwargs, _: &State) -> TeraResult<Value> {
    let text = text_of(value)?;
    Ok(substituted(Form::Json, &*text, markdown::json(&text)))
}

/// Writes a text in a Mermaid diagram.
pub fn mermaid(value: &Value, _: Kwargs, _: &State) -> TeraResult<Value> {
    let text = text_of(value)?;
    Ok(substituted(Form::Mermaid, &*text, markdown::mermaid(&text)))
}

/// Writes an HCL snippet, checked and formatted like a file.
pub fn format_hcl(value: &Value, _: Kwargs, _: &State) -> TeraResult<Value> {
    let text = value.as_str().ok_or_else(|| Error::message("expected a string"))?;
    let snippet = placeholder::with_pieces(text, |pieces| {
        let formatted = proof::hcl::finish(pieces).map_err(|failure| failure.message)?;
        Ok((formatted, proof::own(pieces)))
    });
    match snippet {
        Ok(Ok((formatted, own))) => {
            let placeholder = placeholder::substitute_with(Form::Snippet, formatted.clone(), formatted, own);
            Ok(Value::safe_string(&placeholder))
        }
        Ok(Err::<_, String>(message)) => Err(Error::message(format!("invalid snippet: {message}"))),
        Err(_) => Err(Error::message(placeholder::BROKEN)),
    }
}
