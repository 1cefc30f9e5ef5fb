//! Writes JSON values as YAML in block style, as people do.

use serde_json::Value;

/// The text of a YAML file.
pub fn text(value: &Value) -> String {
    let mut text = String::from("# written by hand\n");
    block(value, 0, &mut text);
    text
}

fn block(value: &Value, depth: usize, text: &mut String) {
    let indent = "  ".repeat(depth);
    match value {
        Value::Object(map) => {
            for (key, value) in map {
                *text += &format!("{indent}{}:", scalar(key));
                nested(value, depth, text);
            }
        }
        Value::Array(items) => {
            for item in items {
                *text += &format!("{indent}-");
                nested(item, depth, text);
            }
        }
        _ => unreachable!("a file holds a map"),
    }
}

fn nested(value: &Value, depth: usize, text: &mut String) {
    match value {
        Value::Object(map) if !map.is_empty() => {
            text.push('\n');
            block(value, depth + 1, text);
        }
        Value::Array(items) if !items.is_empty() => {
            text.push('\n');
            block(value, depth + 1, text);
        }
        Value::String(string) => *text += &format!(" {}\n", scalar(string)),
        other => *text += &format!(" {other}\n"),
    }
}

/// Unquoted if that is certainly safe, otherwise with JSON's quotes, which are valid YAML.
fn scalar(string: &str) -> String {
    let is_plain = string.starts_with(|c: char| c.is_ascii_lowercase())
        && string.chars().all(|c| c.is_ascii_alphanumeric() || "_-.".contains(c))
        && !["true", "false", "null", "yes", "no", "on", "off", "y", "n"].contains(&string);
    if is_plain { string.to_owned() } else { Value::from(string).to_string() }
}
