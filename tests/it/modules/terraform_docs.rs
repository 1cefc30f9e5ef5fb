//! A module's reference, byte for byte as `terraform-docs markdown table` writes it (0.22 or newer, which separates
//! the dashes under a table's head by spaces).

use super::Module;
use super::blocks::Block;

pub const BEGIN: &str = "<!-- BEGIN_TF_DOCS -->\n";
pub const END: &str = "\n<!-- END_TF_DOCS -->";
/// Where terraform-docs links to the documentation of resources.
const REGISTRY: &str = "https://registry.terraform.io/providers";

/// The text between the two comments.
pub fn reference(module: &Module) -> String {
    [
        table("Requirements", "| Name | Version |\n| ---- | ------- |", requirements(module)),
        table("Providers", "| Name | Version |\n| ---- | ------- |", providers(module)),
        "## Modules\n\nNo modules.".to_owned(),
        table("Resources", "| Name | Type |\n| ---- | ---- |", resources(module)),
        table(
            "Inputs",
            "| Name | Description | Type | Default | Required |\n| ---- | ----------- | ---- | ------- | :------: |",
            sorted(module.of("variable")).map(input).collect(),
        ),
        table(
            "Outputs",
            "| Name | Description |\n| ---- | ----------- |",
            sorted(module.of("output")).map(output).collect(),
        ),
    ]
    .join("\n\n")
}

fn table(title: &str, head: &str, rows: Vec<String>) -> String {
    format!("## {title}\n\n{head}\n{}", rows.join("\n"))
}

fn sorted<'m>(blocks: impl Iterator<Item = &'m Block>) -> impl Iterator<Item = &'m Block> {
    let mut blocks: Vec<&Block> = blocks.collect();
    blocks.sort_by_key(|block| block.name());
    blocks.into_iter()
}

fn requirements(module: &Module) -> Vec<String> {
    let row = |name, version| format!("| {} | {version} |", anchor("requirement", name));
    vec![row("terraform", module.terraform_version()), row("aws", module.provider_version())]
}

fn providers(module: &Module) -> Vec<String> {
    let uses = |provider: &str| {
        let prefix = format!("{provider}_");
        module.of("resource").chain(module.of("data")).any(|block| block.labels[0].starts_with(&prefix))
    };
    [("aws", module.provider_version()), ("terraform", "n/a".to_owned())]
        .into_iter()
        .filter(|(provider, _)| uses(provider))
        .map(|(provider, version)| format!("| {} | {version} |", anchor("provider", provider)))
        .collect()
}

fn resources(module: &Module) -> Vec<String> {
    let rows = |kind, folder, words| {
        let row = move |block: &Block| {
            let (provider, name) = block.labels[0].split_once('_').expect("a resource type");
            let page = format!("{REGISTRY}/hashicorp/{provider}/latest/docs/{folder}/{name}");
            format!("| [{}]({page}) | {words} |", block.labels.join("."))
        };
        let mut rows: Vec<String> = module.of(kind).map(row).collect();
        rows.sort();
        rows
    };
    [rows("resource", "resources", "resource"), rows("data", "data-sources", "data source")].concat()
}

fn input(variable: &Block) -> String {
    let default = variable.arguments.get("default");
    assert!(default.is_none_or(|default| !default.contains('\n')), "{}: a short default", variable.name());
    format!(
        "| {} | {} | {} | {} | {} |",
        anchor("input", variable.name()),
        description(variable),
        code(&variable.arguments["type"]),
        default.map_or("n/a".to_owned(), |default| code(default)),
        if default.is_some() { "no" } else { "yes" },
    )
}

fn output(output: &Block) -> String {
    format!("| {} | {} |", anchor("output", output.name()), description(output))
}

fn anchor(kind: &str, name: &str) -> String {
    let escaped = name.replace('_', "\\_");
    format!("<a name=\"{kind}_{name}\"></a> [{escaped}](#{kind}\\_{escaped})")
}

/// A description on one line. terraform-docs escapes underscores and bars outside of code; these descriptions have
/// none there.
fn description(block: &Block) -> String {
    let text = block.string("description").expect("a description");
    for (number, part) in text.split('`').enumerate() {
        let has_any = |characters: &[char]| part.contains(characters);
        assert!(!has_any(if number % 2 == 0 { &['_', '|'] } else { &['|'] }), "{}: `{part}`", block.name());
    }
    text.trim().replace('\n', "<br/>")
}

fn code(text: &str) -> String {
    match text.contains('\n') {
        true => format!("<pre>{}</pre>", text.replace('\n', "<br/>")),
        false => format!("`{text}`"),
    }
}
