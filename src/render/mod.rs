//! Renders the model into the files of a workspace, entirely in memory.
//!
//! This is the only module that uses Tera. During rendering, a placeholder stands for each value
//! (`placeholder`). The values are filled in only after it is verified that they can't change the
//! structure of the file (`proof`). See docs/internals/render-proof.md.

mod budget;
mod built_in;
mod context;
mod engine;
mod fault;
mod file;
pub mod filters;
pub mod markdown;
mod pack;
pub mod path;
mod placeholder;
mod proof;
mod templates;

pub use built_in::{BUILT_IN, BUILT_IN_PREFIX};
pub use pack::lint::lint;
pub use pack::{Pack, PackFile};
pub use templates::{Origin, Templates};

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::model::{EnvironmentView, Model};
use crate::parallel;
use crate::source::{Diagnostic, Sources};
use context::Contexts;
use file::Failure;

/// The files of a workspace by path, with `/` as separator.
pub type FileSet = BTreeMap<String, String>;

/// Renders all templates. Empty files are not part of the workspace.
///
/// # Errors
/// Templates fail or have invalid output. Without a pack, this is always a bug in poolsmith. Invalid
/// output is added to the sources.
pub fn render(
    model: &Arc<Model>,
    templates: &Arc<Templates>,
    sources: &mut Sources,
) -> Result<FileSet, Vec<Diagnostic>> {
    let rendered = if templates.pack.templates.is_empty() {
        files(model, templates)
    } else {
        let (model, laid_over) = (Arc::clone(model), Arc::clone(templates));
        budget::within(move || files(&model, &laid_over))
            .map_err(|overrun| vec![overrun.diagnostic(&|template| templates.pack.file(template))])?
    };
    rendered.map_err(|failures| diagnostics(failures, &templates.pack, sources))
}

/// Renders a template whose file all environments share. Returns `None` if that fails, for which [`render`] has the diagnostics.
pub fn render_shared(
    template: &'static str,
    model: &Arc<Model>,
    templates: &Arc<Templates>,
) -> Option<String> {
    if templates.pack.templates.is_empty() {
        return shared_file(template, model, templates);
    }
    let (model, templates) = (Arc::clone(model), Arc::clone(templates));
    budget::within(move || shared_file(template, &model, &templates)).ok().flatten()
}

fn shared_file(template: &str, model: &Model, templates: &Templates) -> Option<String> {
    if !templates.engines.knows(template) {
        return None;
    }
    let contexts = Contexts::of(model, templates.pack.templates.is_empty()).ok()?;
    file::render(template, None, &templates.engines, &contexts).ok().map(|(_, text)| text)
}

fn files(model: &Model, templates: &Templates) -> Result<FileSet, Vec<Failure>> {
    let engines = &templates.engines;
    let is_trusted = templates.pack.templates.is_empty();
    let shared = Contexts::of(model, is_trusted).expect("a model is a map of plain values");
    let names = templates.names().into_iter().filter(|name| path::is_output(name) && engines.knows(name));
    let (each, once): (Vec<&str>, Vec<&str>) = names.partition(|name| path::is_for_each_environment(name));
    let whole = once.iter().map(|template| file::render(template, None, engines, &shared));
    let of_environment = |environment: &EnvironmentView| {
        let contexts = shared.with(environment).expect("an environment is a map of plain values");
        let file = |template: &&str| file::render(template, Some(environment), engines, &contexts);
        each.iter().map(file).collect::<Vec<_>>()
    };
    let environments = parallel::map(&model.environments, of_environment);
    let (mut files, mut failures) = (FileSet::new(), Vec::new());
    for rendered in whole.chain(environments.into_iter().flatten()) {
        match rendered {
            Ok((_, text)) if text.trim().is_empty() => {}
            Ok((path, text)) => drop(files.insert(path, text)),
            Err(failure) => failures.push(failure),
        }
    }
    if failures.is_empty() { Ok(files) } else { Err(failures) }
}

/// The diagnostics of all failures. The same failure in several environments is reported once.
fn diagnostics(failures: Vec<Failure>, pack: &Pack, sources: &mut Sources) -> Vec<Diagnostic> {
    let is_same = |one: &Diagnostic, other: &Diagnostic| {
        one.message == other.message && one.place.is_some() == other.place.is_some()
    };
    let mut diagnostics: Vec<Diagnostic> = Vec::new();
    for failure in failures {
        for diagnostic in failure.diagnostics(pack, sources) {
            if !diagnostics.iter().any(|other| is_same(other, &diagnostic)) {
                diagnostics.push(diagnostic);
            }
        }
    }
    diagnostics
}
