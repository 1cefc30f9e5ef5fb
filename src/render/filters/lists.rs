//! Filters for lists.

use tera::value::Key;
use tera::{Error, Kwargs, Map, State, TeraResult, Value};

use crate::render::budget::MAX_BYTES;

/// The parts of a list that not all environments have.
pub fn optional(value: &Value, _: Kwargs, _: &State) -> TeraResult<Value> {
    those(value, |part| is(part, "optional"))
}

/// The parts of a list that all environments have.
pub fn required(value: &Value, _: Kwargs, _: &State) -> TeraResult<Value> {
    those(value, |part| !is(part, "optional"))
}

/// The roles that are attached to the identity pool as default roles.
pub fn defaults(value: &Value, _: Kwargs, _: &State) -> TeraResult<Value> {
    those(value, |part| is(part, "is_default"))
}

fn those(value: &Value, is_wanted: impl Fn(&Value) -> bool) -> TeraResult<Value> {
    let list = value.as_array().ok_or_else(|| Error::message("expected a list of parts"))?;
    Ok(Value::from(list.iter().filter(|part| is_wanted(part)).cloned().collect::<Vec<Value>>()))
}

fn is(part: &Value, flag: &str) -> bool {
    part.get_from_path(flag).and_then(Value::as_bool).unwrap_or(false)
}

/// Groups elements by a field, preserving their order. Tera's own filter does not preserve it.
pub fn group_by(value: &Value, arguments: Kwargs, _: &State) -> TeraResult<Value> {
    let list = value.as_array().ok_or_else(|| Error::message("expected a list"))?;
    let field = arguments.must_get::<&str>("attribute")?;
    let mut groups: Vec<(Key<'static>, Vec<Value>)> = Vec::new();
    for element in list {
        let found = element.get_from_path(field);
        let found = found.ok_or_else(|| Error::message(format!("an element has no `{field}`")))?;
        if found.is_none() {
            continue;
        }
        let key = match (found.as_str(), found.as_bool(), found.as_i64()) {
            (Some(text), ..) => Key::from(text.to_owned()),
            (_, Some(flag), _) => Key::Bool(flag),
            (.., Some(number)) => Key::I64(number),
            _ => return Err(Error::message(format!("`{field}` is not a string, boolean or number"))),
        };
        match groups.iter_mut().find(|(known, _)| *known == key) {
            Some((_, group)) => group.push(element.clone()),
            None => groups.push((key, vec![element.clone()])),
        }
    }
    Ok(Value::from(groups.into_iter().map(|(key, group)| (key, Value::from(group))).collect::<Map>()))
}

/// Joins elements. Tera's own filter has no limit, and allocates all of the memory at once.
pub fn join(value: &Value, arguments: Kwargs, state: &State) -> TeraResult<Value> {
    let list = value.as_array().ok_or_else(|| Error::message("expected a list"))?;
    let separator = arguments.get::<Value>("sep")?.unwrap_or_else(|| Value::from(""));
    let is_safe = state.autoescaping_enabled()
        && list.iter().chain([&separator]).any(|value| value.is_string() && value.is_safe());
    let text = |value: &Value| match is_safe {
        true if !value.is_undefined() => state.escape_if_needed(value),
        _ => Ok(value.to_string()),
    };
    // An empty separator needs no placeholder.
    let between = if separator.as_str() == Some("") { String::new() } else { text(&separator)? };
    let mut joined = String::new();
    for (index, element) in list.iter().enumerate() {
        if index > 0 {
            joined.push_str(&between);
        }
        joined.push_str(&text(element)?);
        if joined.len() > MAX_BYTES {
            return Err(Error::message(format!("the output of `join` has more than {MAX_BYTES} bytes")));
        }
    }
    Ok(if is_safe { Value::safe_string(&joined) } else { Value::from(joined) })
}
