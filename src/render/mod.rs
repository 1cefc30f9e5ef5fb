//! From the model to the files of a workspace, wholly in memory.
//!
//! The only user of Tera. There is one engine for each language, since an engine has one way to
//! escape: what stands in `{{ … }}` comes out as text of that language and never as its structure.

mod built_in;
mod engine;
mod fault;
pub mod filters;
mod hcl;
mod lint;
mod markdown;
mod pack;
pub mod path;
mod templates;

pub use built_in::{BUILT_IN, BUILT_IN_PREFIX};
pub use lint::lint;
pub use pack::{Pack, PackFile};
pub use templates::{Origin, Templates};

use std::collections::BTreeMap;

use tera::Context;

use crate::model::{EnvironmentView, Model};
use crate::parallel;
use crate::source::{Problem, Sources, Span};
use engine::Engines;
use path::Language;

/// The files of a workspace by their paths in it, with `/` between the segments.
pub type FileSet = BTreeMap<String, String>;

/// Renders every template. A file that comes out empty is not part of the workspace.
///
/// # Errors
/// Every template that fails or gives something that is not HCL. With the built-in templates alone
/// that is always a bug of poolsmith. What was rendered and is at fault is added to the sources.
pub fn render(model: &Model, templates: &Templates, sources: &mut Sources) -> Result<FileSet, Vec<Problem>> {
    let (engines, mut problems) = Engines::new(templates);
    let shared = match Context::from_serialize(model) {
        Ok(context) => context,
        Err(error) => return Err(vec![fault::our_bug("the model", &error.to_string())]),
    };
    let names = templates.names().into_iter().filter(|name| path::is_output(name) && engines.knows(name));
    let (each, once): (Vec<&str>, Vec<&str>) = names.partition(|name| path::is_for_each_environment(name));
    let whole = once.iter().map(|template| one(template, None, &engines, &shared));
    let environments = parallel::map(&model.environments, |environment| {
        let mut context = shared.clone();
        context.insert("environment", environment);
        each.iter().map(|template| one(template, Some(environment), &engines, &context)).collect::<Vec<_>>()
    });
    let mut files = FileSet::new();
    for rendered in whole.chain(environments.into_iter().flatten()) {
        match rendered {
            Ok((_, text)) if text.trim().is_empty() => {}
            Ok((path, text)) => drop(files.insert(path, text)),
            // The same template fails in the same way in a thousand environments.
            Err(failure) => {
                for problem in failure.problems(templates, sources) {
                    if !problems.iter().any(|other: &Problem| is_same(other, &problem)) {
                        problems.push(problem);
                    }
                }
            }
        }
    }
    if problems.is_empty() { Ok(files) } else { Err(problems) }
}

fn is_same(one: &Problem, other: &Problem) -> bool {
    one.message == other.message && one.span.is_some() == other.span.is_some()
}

/// Why a template gave no file.
enum Failure<'a> {
    Tera { template: &'a str, error: Box<tera::Error> },
    Text { path: String, template: &'a str, failure: Box<hcl::Failure> },
}

fn one<'a>(
    template: &'a str,
    environment: Option<&EnvironmentView>,
    engines: &Engines,
    context: &Context,
) -> Result<(String, String), Failure<'a>> {
    let path = path::of_output(template, environment.map(|environment| environment.key.as_str()));
    let text = match engines.render(template, context) {
        Ok(text) => text,
        Err(error) => return Err(Failure::Tera { template, error: Box::new(error) }),
    };
    if Language::of(template) != Language::Hcl {
        return Ok((path, text));
    }
    match hcl::finish(&text) {
        Ok(text) => Ok((path, text)),
        Err(failure) => Err(Failure::Text { path, template, failure: Box::new(failure) }),
    }
}

impl Failure<'_> {
    fn problems(self, templates: &Templates, sources: &mut Sources) -> Vec<Problem> {
        match self {
            Self::Tera { template, error } => {
                let found = fault::problems(&error, templates, Some(template));
                found.into_iter().map(|(problem, _)| problem).collect()
            }
            Self::Text { path, template, failure } => {
                let problem = fault::at(
                    template,
                    &format!("this template gives a file {}", failure.message),
                    templates,
                );
                let file = sources.add(format!("{path} (as rendered)"), failure.text.as_str());
                let place = Span::new(file, failure.range.start, failure.range.end);
                let own = problem.span.map(|span| (span, "by this template".to_owned()));
                vec![Problem { span: Some(place), related: own.into_iter().collect(), ..problem }]
            }
        }
    }
}
