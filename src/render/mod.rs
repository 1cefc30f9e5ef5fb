//! From the model to the files of a workspace, wholly in memory.
//!
//! The only user of Tera. There is one engine for each language, since an engine has one way to
//! escape: what stands in `{{ … }}` comes out as text of that language and never as its structure.
//! While a template is rendered, a [`placeholder`] stands for each value; what comes of it is a file
//! only if the [`proof`] holds.

mod budget;
mod built_in;
mod context;
mod engine;
mod fault;
mod file;
pub mod filters;
mod markdown;
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

/// The files of a workspace by their paths in it, with `/` between the segments.
pub type FileSet = BTreeMap<String, String>;

/// Renders every template. A file that comes out empty is not part of the workspace.
///
/// # Errors
/// Every template that fails or gives something that can't be a file. With the built-in templates
/// alone that is always a bug of poolsmith. What was rendered and is at fault is added to the sources.
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

/// The same template fails in the same way in a thousand environments, which is said once.
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
