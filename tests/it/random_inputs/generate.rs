//! Generates files from inputs in memory, with the stages of `poolsmith generate`.

use std::sync::{Arc, LazyLock};

use poolsmith::aws::{Partition, Region};
use poolsmith::project::{Failure, Inputs, Project, Request};
use poolsmith::render::{self, BUILT_IN, FileSet, Pack, PackFile, Templates};
use poolsmith::report;
use poolsmith::source::{Diagnostic, FileId, Sources};
use serde_json::Value;

use crate::random_inputs::case::Case;
use crate::random_inputs::draft::OWN;
use crate::random_inputs::yaml;

/// The format of the inputs.
#[derive(Clone, Copy)]
pub enum Spelling {
    Json,
    Yaml,
}

/// The workspace of a case, or the errors.
pub fn generate(case: &Case, spelling: Spelling) -> Result<FileSet, String> {
    Ok(named_alike(load(case, spelling)?.render().map_err(said)?.files))
}

/// The workspace of a case, with the built-in templates as a pack, for which it is also verified that the
/// structure doesn't depend on values.
pub fn generate_as_pack(case: &Case) -> Result<FileSet, String> {
    static AS_PACK: LazyLock<Arc<Templates>> = LazyLock::new(|| {
        let template = |(name, text): &(&str, &str)| PackFile {
            name: (*name).to_owned(),
            text: (*text).to_owned(),
            file: FileId(0),
        };
        let templates = BUILT_IN.iter().map(template).collect();
        Arc::new(Templates::of(Pack { templates, ..Pack::default() }).0)
    });
    let project = load(case, Spelling::Json)?;
    let files = render::render(project.model(), &AS_PACK, &mut Sources::default());
    files.map(named_alike).map_err(|found| format!("{found:?}"))
}

fn load(case: &Case, spelling: Spelling) -> Result<Project, String> {
    let (name, text) = match spelling {
        Spelling::Json => ("poolsmith.json", case.inputs.to_string()),
        Spelling::Yaml => ("poolsmith.yaml", yaml::text(&case.inputs)),
    };
    let inputs = Inputs::Memory { path: name.into(), text, policies: case.policy_files() };
    Project::load(Request::of(inputs, "".into())).map_err(said)
}

/// The files name the inputs file, which is to make no difference.
fn named_alike(files: FileSet) -> FileSet {
    let alike = |(path, text): (String, String)| (path, text.replace("poolsmith.json", "poolsmith.yaml"));
    files.into_iter().map(alike).collect()
}

fn said(failure: Failure) -> String {
    let errors = failure.log.diagnostics.into_iter().filter(|diagnostic| diagnostic.code.is_error());
    report::diagnostics(&errors.collect::<Vec<Diagnostic>>(), &failure.log.sources)
}

/// The references to the user's own files in the inputs of an environment.
pub fn references(wanted: &Value) -> Vec<&str> {
    match wanted {
        Value::Object(map) => match map.get("terraform") {
            // There may also be a part with the key `terraform`.
            Some(Value::String(reference)) if reference.contains(".own_") => vec![reference],
            _ => map.values().flat_map(references).collect(),
        },
        Value::Array(items) => items.iter().flat_map(references).collect(),
        _ => Vec::new(),
    }
}

/// The value of an object in the user's own files.
fn own_value(name: &str, partition: Partition) -> String {
    let is_it = |(what, _): &&(&str, &str)| name.starts_with(&format!("own_{what}_"));
    let (_, value) = OWN.iter().find(is_it).expect("a name says what it identifies");
    value.replace("PARTITION", partition.id())
}

/// A file with declarations for all references.
pub fn own_file(wanted: &Value) -> String {
    let mut text = String::new();
    let region = wanted["region"].as_str().and_then(|region| Region::parse(region).ok());
    let partition = region.map_or(Partition::Aws, |region| region.partition());
    for reference in references(wanted) {
        let steps: Vec<&str> = reference.split(['.', '[']).collect();
        let name = steps[1];
        let value = own_value(name, partition);
        text += &match steps[..] {
            ["var", _] => {
                format!("variable \"{name}\" {{\n  type    = string\n  default = \"{value}\"\n}}\n")
            }
            ["local", _] => format!("locals {{\n  {name} = \"{value}\"\n}}\n"),
            ["local", _, "0]"] => format!("locals {{\n  {name} = [\"{value}\"]\n}}\n"),
            ["local", _, _] => format!("locals {{\n  {name} = {{ \"the main }} one\" = \"{value}\" }}\n}}\n"),
            ["terraform_data", _, _] => {
                format!("resource \"terraform_data\" \"{name}\" {{\n  input = \"{value}\"\n}}\n")
            }
            [kind, ..] => format!("resource \"{kind}\" \"{name}\" {{}}\n"),
            _ => unreachable!("a reference has steps"),
        };
    }
    text
}
