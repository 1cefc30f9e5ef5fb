//! Filters for text, which replace Tera's own.

use tera::{Error, Kwargs, State, TeraResult, Value};

use crate::render::filters::{substituted, text_of};
use crate::render::placeholder::{self, Form};

/// Writes a value as it is, without escaping.
pub fn safe(value: &Value, _: Kwargs, _: &State) -> TeraResult<Value> {
    match value.as_str() {
        Some(_) if value.is_safe() => Ok(value.clone()),
        Some(_) => {
            let text = text_of(value)?;
            Ok(substituted(Form::Raw, &*text, &*text))
        }
        None if value.is_bytes() => {
            Err(Error::message("write a value with references with the filter `hcl`"))
        }
        None => Ok(substituted(Form::Raw, value.to_string(), value.to_string())),
    }
}

/// Converts a text to upper case.
pub fn upper(value: &Value, _: Kwargs, _: &State) -> TeraResult<Value> {
    changed(value, str::to_uppercase)
}

/// Converts a text to lower case.
pub fn lower(value: &Value, _: Kwargs, _: &State) -> TeraResult<Value> {
    changed(value, str::to_lowercase)
}

/// Converts a text to lower case with an upper case first letter.
pub fn capitalize(value: &Value, _: Kwargs, _: &State) -> TeraResult<Value> {
    changed(value, capitalized)
}

/// Converts a text to lower case with upper case first letters of words.
pub fn title(value: &Value, _: Kwargs, _: &State) -> TeraResult<Value> {
    let ends_word = |c: char| c != '\'' && (c.is_ascii_punctuation() || c.is_whitespace());
    changed(value, |text| text.split_inclusive(ends_word).map(capitalized).collect())
}

/// Replaces parts of a text. Tera's own filter escapes the value first if the replacement was captured.
pub fn replace(value: &Value, arguments: Kwargs, state: &State) -> TeraResult<Value> {
    let (from, to) = (arguments.must_get::<Value>("from")?, arguments.must_get::<Value>("to")?);
    if value.is_safe() {
        let to = state.escape_if_needed(&to)?;
        let from = text_of(&from)?.into_owned();
        return changed(value, |text| text.replace(&from, &to));
    }
    let (from, to) = (text_of(&from)?, text_of(&to)?);
    Ok(Value::from(text_of(value)?.replace(&*from, &to)))
}

fn capitalized(text: &str) -> String {
    let mut characters = text.chars();
    let first: String = characters.next().into_iter().flat_map(char::to_uppercase).collect();
    first + &characters.as_str().to_lowercase()
}

/// Changes a text. Captured text with values can't be changed.
fn changed(value: &Value, change: impl Fn(&str) -> String) -> TeraResult<Value> {
    let text = value.as_str().ok_or_else(|| Error::message("expected a string"))?;
    if !value.is_safe() {
        return Ok(Value::from(change(&text_of(value)?)));
    }
    if placeholder::has_reserved(text) {
        return Err(Error::message(
            "a value in captured text can't be changed: apply filters inside its braces",
        ));
    }
    Ok(Value::safe_string(&change(text)))
}
