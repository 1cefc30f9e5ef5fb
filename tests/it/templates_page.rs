//! `templates/README.md` documents what templates can use. Its tables are generated from the types and the
//! list of filters.
//!
//! `POOLSMITH_BLESS=1 cargo test --test it templates_page` updates them.

use std::fmt::Write;
use std::fs;

use crate::support::repository;
use poolsmith::model::{VALUE, shape};
use poolsmith::render::filters::FILTERS;
use poolsmith::render::path::{Language, is_output};
use poolsmith::render::{BUILT_IN, BUILT_IN_PREFIX};
use serde_json::Value;

const PAGE: &str = "templates/README.md";

fn model() -> String {
    let shape = shape();
    let mut text = table("The model", &shape);
    for (name, definition) in shape["$defs"].as_object().unwrap() {
        if definition["properties"].is_object() {
            text += &table(name, definition);
        }
    }
    text
}

fn table(name: &str, schema: &Value) -> String {
    let mut text = format!("### {name}\n\n");
    if let Some(description) = schema["description"].as_str().filter(|_| name != "The model") {
        writeln!(text, "{}\n", one_line(description)).unwrap();
    }
    text += "| field | type | what it is |\n| --- | --- | --- |\n";
    for (field, schema) in schema["properties"].as_object().unwrap() {
        let description =
            schema["description"].as_str().unwrap_or_else(|| panic!("{name}.{field} says nothing"));
        let value = if schema[VALUE] == true { ": a value" } else { "" };
        writeln!(text, "| `{field}` | {}{value} | {} |", kind(schema), one_line(description)).unwrap();
    }
    text + "\n"
}

fn one_line(text: &str) -> String {
    text.replace('\n', " ").replace("[`", "`").replace("`]", "`")
}

fn kind(schema: &Value) -> String {
    if let Some(name) = schema["$ref"].as_str() {
        let name = name.rsplit('/').next().unwrap();
        return if name == "Expression" {
            "a value".to_owned()
        } else {
            format!("[{name}](#{})", name.to_lowercase())
        };
    }
    if let Some(choice) = schema["anyOf"].as_array() {
        let kinds: Vec<String> = choice.iter().filter(|one| one["type"] != "null").map(kind).collect();
        return format!("{}, or none", kinds.join(" or "));
    }
    match &schema["type"] {
        Value::String(kind) if kind == "array" => format!("list of {}", self::kind(&schema["items"])),
        Value::String(kind) => kind.clone(),
        Value::Array(kinds) => format!("{}, or none", kinds[0].as_str().unwrap()),
        _ => "a value".to_owned(),
    }
}

fn filters() -> String {
    let mut text = "| filter | in | what it gives |\n| --- | --- | --- |\n".to_owned();
    for filter in &FILTERS {
        let name = |language: &Language| if *language == Language::Hcl { "HCL" } else { "Markdown" };
        let languages: Vec<&str> = filter.languages.iter().map(name).collect();
        writeln!(text, "| `{}` | {} | {} |", filter.name, languages.join(", "), filter.meaning).unwrap();
    }
    text
}

fn blocks() -> String {
    let mut text = "| template | blocks |\n| --- | --- |\n".to_owned();
    for (name, template) in BUILT_IN.iter().filter(|(name, _)| is_output(name)) {
        let names: Vec<String> = template
            .split("{% block ")
            .skip(1)
            .map(|rest| format!("`{}`", rest.split_whitespace().next().unwrap()))
            .collect();
        writeln!(text, "| `{BUILT_IN_PREFIX}{name}` | {} |", names.join(" ")).unwrap();
    }
    text
}

/// The components in the built-in partials, with the comments above them.
fn components() -> String {
    let mut text = "| component | in | what it writes |\n| --- | --- | --- |\n".to_owned();
    for (name, template) in BUILT_IN.iter().filter(|(name, _)| !is_output(name)) {
        for documented in template.split("{# ").skip(1) {
            let (meaning, rest) = documented.split_once(" #}\n{% component ").expect("a component");
            let (call, _) = rest.split_once(')').expect("its parameters");
            writeln!(text, "| `{call})` | `{name}` | {meaning} |").unwrap();
        }
    }
    text
}

/// The page with an updated section.
fn with_section(page: &str, name: &str, text: &str) -> String {
    let [begin, end] = ["begin", "end"].map(|word| format!("<!-- {word}: {name} -->\n"));
    let start = page.find(&begin).unwrap_or_else(|| panic!("{PAGE} has no {begin}")) + begin.len();
    let stop = page.find(&end).unwrap_or_else(|| panic!("{PAGE} has no {end}"));
    format!("{}\n{}\n{}", &page[..start], text.trim_end(), &page[stop..])
}

#[test]
fn the_page_says_what_is_so() {
    let path = repository().join(PAGE);
    let written = fs::read_to_string(&path).unwrap();
    let mut page = written.clone();
    for (name, text) in
        [("model", model()), ("filters", filters()), ("components", components()), ("blocks", blocks())]
    {
        page = with_section(&page, name, &text);
    }
    if std::env::var_os("POOLSMITH_BLESS").is_some() {
        fs::write(&path, &page).unwrap();
    } else {
        assert!(written == page, "{PAGE}: POOLSMITH_BLESS=1 cargo test --test it templates_page");
    }
}

#[test]
fn the_worked_example_is_the_one_that_is_tested() {
    let page = fs::read_to_string(repository().join(PAGE)).unwrap();
    let pack = repository().join("examples/house-style/house-style");
    for file in [
        "grants/queue.yaml",
        "modules/roles/main.tf.tera",
        "workspace/environments/ENVIRONMENT/providers.tf.tera",
        "workspace/environments/ENVIRONMENT/registry.tf.tera",
        "modules/registry/versions.tf.tera",
    ] {
        let text = fs::read_to_string(pack.join(file)).unwrap();
        assert!(page.contains(text.trim_end()), "{PAGE} shows another {file}");
    }
}

#[test]
fn every_block_of_a_template_has_a_name_of_its_own() {
    for (name, text) in BUILT_IN {
        let mut names: Vec<&str> =
            text.split("{% block ").skip(1).map(|rest| rest.split_whitespace().next().unwrap()).collect();
        assert!(names.contains(&"more") || !is_output(name), "{name} has no place for more");
        let count = names.len();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), count, "{name}");
    }
}

#[test]
fn a_line_of_a_template_fits_on_the_screen() {
    const MAX_LINE: usize = 140;
    for (name, text) in BUILT_IN {
        for (index, line) in text.lines().enumerate() {
            assert!(
                line.chars().count() <= MAX_LINE,
                "{name}:{} is longer than {MAX_LINE} characters",
                index + 1
            );
        }
    }
}

#[test]
fn what_templates_share_is_stated_once() {
    for shared in ["# Generated by poolsmith", "Principal = { Federated =", "${split("] {
        let places: usize = BUILT_IN.iter().map(|(_, text)| text.matches(shared).count()).sum();
        assert!(places <= 1, "{shared} stands in {places} places of the templates");
    }
}
