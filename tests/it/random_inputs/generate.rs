//! From inputs to files, wholly in memory: the stages that `poolsmith generate` runs.

use std::sync::{Arc, LazyLock};

use poolsmith::inputs::environments;
use poolsmith::inputs::read::{Language, read};
use poolsmith::model::{Model, check_across_environments, model, resolve};
use poolsmith::policy::{Kinds, PolicyFiles};
use poolsmith::render::{self, BUILT_IN, FileSet, Pack, PackFile, Templates};
use poolsmith::report;
use poolsmith::source::{Diagnostic, Diagnostics, FileId, Sources};
use serde_json::Value;

use crate::random_inputs::case::Case;
use crate::random_inputs::yaml;

/// How the inputs are written.
#[derive(Clone, Copy)]
pub enum Spelling {
    Json,
    Yaml,
}

/// The workspace of a case, or what poolsmith says against it.
pub fn generate(case: &Case, spelling: Spelling) -> Result<FileSet, String> {
    let (language, text) = match spelling {
        Spelling::Json => (Language::Json, case.inputs.to_string()),
        Spelling::Yaml => (Language::Yaml, yaml::text(&case.inputs)),
    };
    let mut sources = Sources::default();
    let file = sources.add("poolsmith", text.as_str());
    let diagnostics = Diagnostics::default();
    let model = {
        let root = read(&text, file, language, &diagnostics);
        let inputs = root.map(|root| environments(&root, &diagnostics)).unwrap_or_default();
        let read_policy = |path: &str| read_policy(case, path);
        let kinds = Kinds::built_in();
        let mut files = PolicyFiles::new(&mut sources, &read_policy, &diagnostics);
        let resolved: Vec<_> =
            inputs.iter().filter_map(|inputs| resolve(inputs, &kinds, &mut files)).collect();
        diagnostics.absorb(inputs.into_iter().map(|inputs| (inputs.key.text, inputs.diagnostics)));
        check_across_environments(&resolved, &diagnostics);
        (!resolved.is_empty()).then(|| model(&resolved, "poolsmith.yaml", &diagnostics))
    };
    match model.filter(|_| diagnostics.errors() == 0) {
        Some(model) => {
            render_twice(&Arc::new(model), &mut sources).map_err(|diagnostics| said(diagnostics, &sources))
        }
        None => Err(said(diagnostics.into_sorted(), &sources)),
    }
}

/// The files, which are the same where the built-in templates are laid over themselves as a pack: then it
/// is also proven that they do not depend on any value.
fn render_twice(model: &Arc<Model>, sources: &mut Sources) -> Result<FileSet, Vec<Diagnostic>> {
    static PLAIN: LazyLock<Arc<Templates>> = LazyLock::new(Arc::default);
    static AS_PACK: LazyLock<Arc<Templates>> = LazyLock::new(|| {
        let template = |(name, text): &(&str, &str)| PackFile {
            name: (*name).to_owned(),
            text: (*text).to_owned(),
            file: FileId(0),
        };
        let templates = BUILT_IN.iter().map(template).collect();
        Arc::new(Templates::of(Pack { templates, ..Pack::default() }).0)
    });
    let files = render::render(model, &PLAIN, sources)?;
    let again = render::render(model, &AS_PACK, sources)?;
    assert_eq!(files, again);
    Ok(files)
}

fn read_policy(case: &Case, path: &str) -> Result<(String, String), String> {
    let text = case.policy_file(path).ok_or("there is no such file")?;
    Ok((path.to_owned(), text.clone()))
}

fn said(diagnostics: Vec<Diagnostic>, sources: &Sources) -> String {
    let errors: Vec<Diagnostic> =
        diagnostics.into_iter().filter(|diagnostic| diagnostic.code.is_error()).collect();
    report::diagnostics(&errors, 0, sources, false)
}

/// The references to files of the user's own in what an environment has.
pub fn references(wanted: &Value) -> Vec<&str> {
    match wanted {
        Value::Object(map) => match map.get("terraform") {
            // A part may have the key `terraform` as well.
            Some(Value::String(reference)) if reference.contains(".own_") => vec![reference],
            _ => map.values().flat_map(references).collect(),
        },
        Value::Array(items) => items.iter().flat_map(references).collect(),
        _ => Vec::new(),
    }
}

/// A file of the user's own that declares what the inputs refer to.
pub fn own_file(wanted: &Value) -> String {
    let mut text = String::new();
    for reference in references(wanted) {
        let steps: Vec<&str> = reference.split(['.', '[']).collect();
        let name = steps[1];
        let arn = format!("arn:aws:iam::111111111111:policy/{name}");
        let value = if name.starts_with("own_arn_") { &arn } else { name };
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
