//! docs/inputs.md is generated from the JSON Schema of the inputs, and docs/catalogue.md from the catalogue of actions.
//!
//! `POOLSMITH_BLESS=1 cargo test --test it reference_pages` updates the pages.

use std::fmt::Write;
use std::fs;

use poolsmith::iam::catalogue;
use serde_json::{Map, Value};

use crate::editor_schema::schema;
use crate::support::repository;

const INPUTS_HEAD: &str = r#"<!-- Made from the JSON Schema of the inputs by tests/it/reference_pages.rs; do not edit. -->

# Inputs

All keys of `poolsmith.yaml`, `poolsmith.json` or `poolsmith.toml`. `poolsmith schema` prints the same as a JSON Schema, with
which an editor completes and explains the keys. [The README](../README.md#the-inputs-file) introduces the file, and
[Grants](grants.md) has the keys of each kind of grant.

Every key outside of `name`, `access`, `accept`, `customized`, `templates` and `environments` can also be set in an environment,
where it replaces or completes the key at the top level. A string can contain the tokens `{name}`, `{environment}`, `{region}`,
`{account_id}` and `{partition}`. Where a reference is accepted, write the address of a value in your own Terraform files:
`{ terraform: aws_s3_bucket.files.bucket }`.

"#;

/// The sections: the title, and the definition.
const SECTIONS: [(&str, &str); 17] = [
    ("`environments.KEY`", "Environment"),
    ("`identity_pool`", "IdentityPool"),
    ("`identity_pool.user_pools.KEY`", "UserPool"),
    ("`identity_pool.social`", "Social"),
    ("`role_defaults`", "RoleDefaults"),
    ("`roles.KEY`", "Role"),
    ("`roles.KEY.trust`", "Trust"),
    ("`roles.KEY.grants.KEY`", "Grant"),
    ("`role_mappings.PROVIDER`", "RoleMapping"),
    ("`role_mappings.PROVIDER.rules`", "Rule"),
    ("`principal_tags.PROVIDER`", "PrincipalTags"),
    ("`terraform`", "Terraform"),
    ("`terraform.backend`", "Backend"),
    ("`access`", "Access"),
    ("`access.identities.NAME`", "Identity"),
    ("`access.tests`", "AccessTest"),
    ("`accept`", "Accept"),
];

fn inputs_page() -> String {
    let schema = schema();
    let mut page = INPUTS_HEAD.to_owned();
    page += &section("The top level", &schema, &schema);
    for (title, definition) in SECTIONS {
        let mut of = schema["$defs"][definition].clone();
        if definition == "Environment" {
            let shared = schema["properties"].as_object().unwrap();
            let keys = of["properties"].as_object_mut().unwrap();
            keys.retain(|key, _| !shared.contains_key(key));
        }
        page += &section(title, &of, &schema);
    }
    page
}

fn section(title: &str, of: &Value, schema: &Value) -> String {
    let mut text = format!("## {title}\n\n");
    if let Some(description) = of["description"].as_str().filter(|_| title.starts_with('`')) {
        writeln!(text, "{description}\n").unwrap();
    }
    text += "| key | what it is | form |\n| --- | --- | --- |\n";
    for (key, value) in of["properties"].as_object().unwrap() {
        let required =
            of["required"].as_array().is_some_and(|keys| keys.contains(&Value::from(key.as_str())));
        let description = value["description"].as_str().unwrap_or_default().replace('\n', " ");
        let required = if required { " Required." } else { "" };
        writeln!(text, "| `{key}` | {description}{required} | {} |", form(value, schema)).unwrap();
    }
    text + "\n"
}

/// What a value looks like, in words.
fn form(value: &Value, schema: &Value) -> String {
    let mut form = kind(value, schema);
    if let (Some(least), Some(most)) = (value["minimum"].as_u64(), value["maximum"].as_u64()) {
        write!(form, ", {least} to {most}").unwrap();
    }
    if let Some(most) = value["maxItems"].as_u64().or(value["maxProperties"].as_u64()) {
        write!(form, ", at most {most}").unwrap();
    }
    if let Some([example, ..]) = value["examples"].as_array().map(Vec::as_slice) {
        let example = example.as_str().map_or_else(|| example.to_string(), str::to_owned);
        write!(form, ", such as `{example}`").unwrap();
    }
    form
}

fn kind(value: &Value, schema: &Value) -> String {
    if let Some(name) = value["$ref"].as_str().and_then(|name| name.rsplit('/').next()) {
        let name = name.trim_end_matches("Patch");
        return match name {
            "ValueOrReference" => "text or a reference".to_owned(),
            "Reference" => "a reference".to_owned(),
            _ => words(&schema["$defs"][name]).unwrap_or_else(|| "a map".to_owned()),
        };
    }
    if let Some(choices) = value["anyOf"].as_array() {
        let of_lists = choices.iter().find(|choice| choice["type"] == "array");
        return match of_lists {
            Some(list) => format!("{}, or a list", kind(&list["items"], schema)),
            None => words(value).unwrap_or_else(|| {
                choices.iter().map(|one| kind(one, schema)).collect::<Vec<_>>().join(", or ")
            }),
        };
    }
    words(value).unwrap_or_else(|| match value["type"].as_str() {
        Some("array") => "a list".to_owned(),
        Some("object") => "a map".to_owned(),
        Some("boolean") => "`true` or `false`".to_owned(),
        Some("integer") => "a number".to_owned(),
        _ => "text".to_owned(),
    })
}

/// The words of an enumeration.
fn words(value: &Value) -> Option<String> {
    let one = |value: &Value| value["const"].as_str().map(|word| format!("`{word}`"));
    let all: Option<Vec<String>> = match (value["oneOf"].as_array(), value["enum"].as_array()) {
        (Some(choices), _) => choices.iter().map(one).collect(),
        (_, Some(words)) => words.iter().map(|word| Some(format!("`{}`", word.as_str()?))).collect(),
        _ => one(value).map(|word| vec![word]),
    };
    Some(all?.join(" or "))
}

const CATALOGUE_HEAD: &str = "<!-- Made from the catalogue of actions by tests/it/reference_pages.rs; do not edit. -->

# Catalogue of actions

poolsmith knows the actions of every AWS service, their access levels, the types of resources that they apply to, and the
condition keys that they have. It uses them to find misspelt actions and resources, and to decide which requests there can be.
";

fn catalogue_page() -> String {
    let mut page = CATALOGUE_HEAD.to_owned();
    let services: Vec<_> = catalogue::services().collect();
    let actions: usize = services.iter().map(|service| service.actions.len()).sum();
    writeln!(
        page,
        "\nSource: Service Authorization Reference, as of {}: {} services with {actions} actions. `poolsmith --version` prints the date.\nA service or an action that is missing is a warning, not an error: it may be newer.\n",
        catalogue::date(),
        services.len(),
    )
    .unwrap();
    page += "| prefix | service | actions | types of resources |\n| --- | --- | --- | --- |\n";
    for prefix in catalogue::prefixes() {
        let service = catalogue::service(prefix).unwrap();
        let (actions, types) = (service.actions.len(), service.types.len());
        writeln!(page, "| `{prefix}` | {} | {actions} | {types} |", service.name).unwrap();
    }
    page
}

fn is_written(name: &str, page: &str) {
    let path = repository().join(name);
    if std::env::var_os("POOLSMITH_BLESS").is_some() {
        fs::write(&path, page).unwrap();
    }
    let written = fs::read_to_string(&path).unwrap_or_default();
    assert!(written == page, "{name}: POOLSMITH_BLESS=1 cargo test --test it reference_pages");
}

#[test]
fn the_page_of_the_inputs_is_what_the_schema_says() {
    is_written("docs/inputs.md", &inputs_page());
}

#[test]
fn each_map_has_a_section() {
    let schema = schema();
    let definitions: &Map<String, Value> = schema["$defs"].as_object().unwrap();
    let maps =
        definitions.iter().filter(|(name, of)| of["properties"].is_object() && !name.ends_with("Patch"));
    let without: Vec<&String> =
        maps.map(|(name, _)| name).filter(|name| SECTIONS.iter().all(|(_, of)| of != name)).collect();
    // The grammar of IAM, and the arguments of the provider, are documented elsewhere.
    assert_eq!(without, ["Reference", "Statement", "Provider"]);
}

#[test]
fn the_page_of_the_catalogue_is_what_the_catalogue_has() {
    is_written("docs/catalogue.md", &catalogue_page());
}
