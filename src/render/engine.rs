use std::io::{self, Write};

use tera::{Context, Tera};

use crate::render::path::Language;
use crate::render::{filters, hcl, markdown, render_with};

/// An engine for each language.
pub struct Engines {
    hcl: Tera,
    markdown: Tera,
    plain: Tera,
}

type Escape = fn(&str, &mut dyn Write) -> io::Result<()>;

impl Engines {
    /// Engines that know these templates.
    ///
    /// # Errors
    /// A template that is not one, in words with its place.
    pub fn new(templates: &[(&str, &str)]) -> Result<Self, String> {
        Ok(Self {
            hcl: engine(templates, Language::Hcl, hcl::write_escaped)?,
            markdown: engine(templates, Language::Markdown, markdown::write_escaped)?,
            plain: engine(templates, Language::Plain, refuse)?,
        })
    }

    /// Renders a template to the text of its file.
    ///
    /// # Errors
    /// What went wrong, in words.
    pub fn render(&self, template: &str, context: &Context) -> Result<String, String> {
        match Language::of(template) {
            Language::Hcl => hcl::finish(&render_with(&self.hcl, template, context)?),
            Language::Markdown => render_with(&self.markdown, template, context),
            Language::Plain => render_with(&self.plain, template, context),
        }
    }
}

fn engine(templates: &[(&str, &str)], language: Language, escape: Escape) -> Result<Tera, String> {
    let mut engine = Tera::new();
    engine.autoescape_on([".tera"]);
    engine.set_escape_fn(escape);
    filters::register(&mut engine);
    let of_language = templates.iter().filter(|(name, _)| Language::of(name) == language).copied();
    engine.add_raw_templates(of_language).map_err(|error| error.to_string())?;
    Ok(engine)
}

/// In a language that poolsmith can't escape no value is written.
fn refuse(_: &str, _: &mut dyn Write) -> io::Result<()> {
    Err(io::Error::other("a value in a file that is neither HCL nor Markdown"))
}
