//! From the model to the files of a workspace, wholly in memory.
//!
//! The only user of Tera. There is one engine for each language, since an engine has one way to
//! escape: what stands in `{{ … }}` comes out as text of that language and never as its structure.

mod engine;
mod filters;
mod hcl;
mod markdown;
mod path;

use std::collections::BTreeMap;

use tera::{Context, Tera};

use crate::model::Model;
use crate::source::{Code, Problem};

/// The files of a workspace by their paths in it, with `/` between the segments.
pub type FileSet = BTreeMap<String, String>;

/// The built-in templates: path below `templates/`, and text.
pub const TEMPLATES: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/templates.rs"));

/// Renders every template. A file that comes out empty is not part of the workspace.
///
/// # Errors
/// A template that fails or gives something that is not HCL. With the built-in templates that is
/// always a bug of poolsmith.
pub fn render(model: &Model) -> Result<FileSet, Problem> {
    let engines = engine::Engines::new(TEMPLATES).map_err(|error| our_bug("the templates", &error))?;
    let mut context =
        Context::from_serialize(model).map_err(|error| our_bug("the model", &error.to_string()))?;
    let mut files = FileSet::new();
    let (each, once): (Vec<&str>, Vec<&str>) =
        TEMPLATES.iter().map(|(name, _)| *name).partition(|name| path::is_for_each_environment(name));
    for template in once {
        add(&mut files, template, None, &engines, &context)?;
    }
    for environment in &model.environments {
        context.insert("environment", environment);
        for template in &each {
            add(&mut files, template, Some(&environment.key), &engines, &context)?;
        }
    }
    Ok(files)
}

fn add(
    files: &mut FileSet,
    template: &str,
    environment: Option<&str>,
    engines: &engine::Engines,
    context: &Context,
) -> Result<(), Problem> {
    let path = path::of_output(template, environment);
    let text = engines.render(template, context).map_err(|error| our_bug(&path, &error))?;
    if !text.trim().is_empty() {
        files.insert(path, text);
    }
    Ok(())
}

fn our_bug(what: &str, error: &str) -> Problem {
    Problem::new(Code::Template, format!("{what} could not be rendered: {error}"))
        .help("this is a bug of poolsmith, whatever the inputs are: please report it with them")
}

/// Renders a template with an engine.
fn render_with(engine: &Tera, template: &str, context: &Context) -> Result<String, String> {
    engine.render(template, context).map_err(|error| {
        let mut message = error.to_string();
        let mut cause = std::error::Error::source(&error);
        while let Some(error) = cause {
            message.push_str(&format!(": {error}"));
            cause = error.source();
        }
        message
    })
}
