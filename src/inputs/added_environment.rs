//! Adds an environment to the text of the inputs.

use serde_json::{Map as Object, Value as Json};

use crate::inputs::environments::ENVIRONMENTS;
use crate::inputs::read::{Language, read};
use crate::inputs::removal::{end, line_start};
use crate::source::{Diagnostics, FileId};
use crate::tree::{Node, Value};

/// The text of an inputs file with one more environment, after the last one. `None` if the layout is an unusual one, or if the
/// text would not say what was meant.
pub fn with_environment(
    text: &str,
    language: Language,
    key: &str,
    values: &Object<String, Json>,
) -> Option<String> {
    let tree = |text: &str| read(text, FileId::INPUTS, language, &Diagnostics::default());
    let old = tree(text)?;
    let environments = old.get(ENVIRONMENTS)?;
    let (_, last) = environments.as_map()?.last()?;
    let is_flow = text[environments.span.range().start..].starts_with('{');
    let new = match language {
        Language::Toml => format!("{}\n\n[{ENVIRONMENTS}.{key}]\n{}", text.trim_end(), of_table(values, "")),
        Language::Json | Language::Yaml if is_flow => {
            let end = end(text, &last.node)?;
            let start = line_start(text, last.key.range().start);
            let indentation = indentation(&text[start..last.key.range().start]);
            let object = serde_json::to_string(values).ok()?;
            let separator = if indentation.is_empty() { " ".to_owned() } else { format!("\n{indentation}") };
            format!("{},{separator}{key:?}: {object}{}", &text[..end], &text[end..])
        }
        Language::Json => return None,
        Language::Yaml => {
            let start = line_start(text, last.key.range().start);
            let indentation = indentation(&text[start..last.key.range().start]);
            let end = end(text, &last.node)?;
            let line_end = text[end..].find('\n').map_or(text.len(), |newline| end + newline + 1);
            let before = text[..line_end].trim_end_matches('\n');
            let entry = format!("{indentation}{key}:\n{}", of_block(values, &format!("{indentation}  ")));
            format!("{before}\n\n{entry}{}", &text[line_end..])
        }
    };
    let after = tree(&new)?;
    is_meant(&old, &after, key, values).then_some(new)
}

/// The blanks that a line begins with, if there is nothing else.
fn indentation(before: &str) -> &str {
    if before.trim().is_empty() { before } else { "" }
}

/// The lines of a block mapping.
fn of_block(values: &Object<String, Json>, indentation: &str) -> String {
    let line = |(key, value): (&String, &Json)| match value.as_object() {
        Some(object) => format!("{indentation}{key}:\n{}", of_block(object, &format!("{indentation}  "))),
        None => format!("{indentation}{key}: {value}\n"),
    };
    values.iter().map(line).collect()
}

/// The lines of a TOML table, with dotted keys.
fn of_table(values: &Object<String, Json>, prefix: &str) -> String {
    let line = |(key, value): (&String, &Json)| match value.as_object() {
        Some(object) => of_table(object, &format!("{prefix}{key}.")),
        None => format!("{prefix}{key} = {value}\n"),
    };
    values.iter().map(line).collect()
}

/// Whether a tree is another one with an environment added.
fn is_meant(old: &Node, new: &Node, key: &str, values: &Object<String, Json>) -> bool {
    let mut expected = json(old);
    expected[ENVIRONMENTS][key] = Json::Object(values.clone());
    json(new) == expected
}

fn json(node: &Node) -> Json {
    match &node.value {
        Value::Null => Json::Null,
        Value::Bool(value) => (*value).into(),
        Value::Integer(value) => (*value).into(),
        Value::Float(value) => (*value).into(),
        Value::String(text) => text.as_str().into(),
        Value::List(items) => items.iter().map(json).collect(),
        Value::Map(map) => map.iter().map(|(key, entry)| (key.clone(), json(&entry.node))).collect(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn added(text: &str, language: Language) -> Option<String> {
        let values = json!({ "region": "eu-west-1", "identity_pool": { "guest_access": true } });
        with_environment(text, language, "prod", values.as_object().unwrap())
    }

    #[test]
    fn comments_and_layout_stay() {
        let yaml =
            "name: a # x\nenvironments:\n    dev: # y\n        region: us-east-1 # z\n# end\ntags: {}\n";
        assert_eq!(
            added(yaml, Language::Yaml).unwrap(),
            "name: a # x\nenvironments:\n    dev: # y\n        region: us-east-1 # z\n\n    prod:\n      region: \"eu-west-1\"\n      identity_pool:\n        guest_access: true\n# end\ntags: {}\n"
        );
        let flow = "name: a\nenvironments: { dev: { region: us-east-1 } } # x\n";
        assert_eq!(
            added(flow, Language::Yaml).unwrap(),
            "name: a\nenvironments: { dev: { region: us-east-1 }, \"prod\": {\"region\":\"eu-west-1\",\"identity_pool\":{\"guest_access\":true}} } # x\n"
        );
        let toml = "name = \"a\" # x\n[environments.dev]\nregion = \"us-east-1\"\n";
        assert_eq!(
            added(toml, Language::Toml).unwrap(),
            "name = \"a\" # x\n[environments.dev]\nregion = \"us-east-1\"\n\n[environments.prod]\nregion = \"eu-west-1\"\nidentity_pool.guest_access = true\n"
        );
        let object = "{\n  \"name\": \"a\",\n  \"environments\": {\n    \"dev\": { \"region\": \"us-east-1\" }\n  }\n}\n";
        assert!(added(object, Language::Json).unwrap().contains("},\n    \"prod\": {\"region\""));
    }

    #[test]
    fn what_would_say_something_else_is_not_made() {
        assert_eq!(added("name: a\nenvironments: {}\n", Language::Yaml), None);
        assert_eq!(
            added("environments: { prod: { region: x }, dev: { region: x } }\n", Language::Yaml),
            None
        );
    }
}
