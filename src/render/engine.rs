use std::io::{self, Write};

use tera::{Context, Error, Tera};

use crate::render::built_in::{BUILT_IN, BUILT_IN_PREFIX};
use crate::render::path::Language;
use crate::render::templates::Templates;
use crate::render::{fault, filters, hcl, markdown};
use crate::source::Problem;

/// A file has fewer bytes than this.
const LARGEST: usize = 16 * 1024 * 1024;

/// An engine for each language.
pub struct Engines {
    hcl: Tera,
    markdown: Tera,
    plain: Tera,
}

type Escape = fn(&str, &mut dyn Write) -> io::Result<()>;

impl Engines {
    /// Engines that know these templates, and what is wrong with those that they don't know.
    pub fn new(templates: &Templates) -> (Self, Vec<Problem>) {
        let mut problems = Vec::new();
        let mut engine = |language, escape| engine(templates, language, escape, &mut problems);
        let engines = Self {
            hcl: engine(Language::Hcl, hcl::write_escaped as Escape),
            markdown: engine(Language::Markdown, markdown::write_escaped),
            plain: engine(Language::Plain, refuse),
        };
        (engines, problems)
    }

    /// Whether a template could be read, or stands in for one that could not.
    pub fn knows(&self, template: &str) -> bool {
        self.of(template).contains_template(template)
    }

    fn of(&self, template: &str) -> &Tera {
        match Language::of(template) {
            Language::Hcl => &self.hcl,
            Language::Markdown => &self.markdown,
            Language::Plain => &self.plain,
        }
    }

    /// Renders a template to text, values escaped and marked as its language has it.
    ///
    /// # Errors
    /// As Tera says.
    pub fn render(&self, template: &str, context: &Context) -> Result<String, Error> {
        let mut output = Limited(Vec::new());
        self.of(template).render_to(template, context, &mut output)?;
        String::from_utf8(output.0).map_err(Error::message)
    }
}

/// Each template that is not one is reported and left out, so that the others are looked at as well.
fn engine(templates: &Templates, language: Language, escape: Escape, problems: &mut Vec<Problem>) -> Tera {
    let mut own: Vec<(&str, &str)> = templates
        .pack
        .templates
        .iter()
        .map(|template| (template.name.as_str(), template.text.as_str()))
        .filter(|(name, _)| Language::of(name) == language)
        .collect();
    let mut left_out: Vec<String> = Vec::new();
    loop {
        let mut engine = empty(language, escape);
        let built_in = BUILT_IN.iter().filter(|(name, _)| Language::of(name) == language);
        let built_in = built_in.map(|(name, text)| (format!("{BUILT_IN_PREFIX}{name}"), *text));
        let all = built_in.chain(own.iter().map(|(name, text)| ((*name).to_owned(), *text)));
        let Err(error) = engine.add_raw_templates(all) else { return engine };
        let found = fault::problems(&error, templates, None);
        let culprits: Vec<String> = found.iter().filter_map(|(_, culprit)| culprit.clone()).collect();
        // A template that needs one that was left out is not at fault itself.
        let follows = |problem: &Problem| left_out.iter().any(|name| problem.message.contains(name.as_str()));
        problems.extend(found.into_iter().map(|(problem, _)| problem).filter(|problem| !follows(problem)));
        let before = own.len();
        own.retain(|(name, _)| !culprits.iter().any(|culprit| culprit == name));
        left_out.extend(culprits);
        if own.len() == before {
            return engine;
        }
    }
}

fn empty(language: Language, escape: Escape) -> Tera {
    let mut engine = Tera::new();
    engine.autoescape_on([".tera"]);
    engine.set_escape_fn(escape);
    filters::register(&mut engine, language);
    engine.set_fallback_prefixes([BUILT_IN_PREFIX]).expect("there is no template yet");
    engine
}

/// In a language that poolsmith can't escape no value is written.
fn refuse(_: &str, _: &mut dyn Write) -> io::Result<()> {
    Err(io::Error::other("a value in a file that is neither HCL nor Markdown"))
}

/// A template may write for ever.
struct Limited(Vec<u8>);

impl Write for Limited {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.0.len() + bytes.len() > LARGEST {
            return Err(io::Error::other(format!("it writes more than {LARGEST} bytes")));
        }
        self.0.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
