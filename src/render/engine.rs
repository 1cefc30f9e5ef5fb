//! The Tera engines, one for each output language.

use std::borrow::Cow;
use std::io::{self, Write};
use std::sync::LazyLock;

use tera::{Context, Error, EscapeFn, Tera};

use crate::render::budget::MAX_BYTES;
use crate::render::built_in::{BUILT_IN, BUILT_IN_PREFIX};
use crate::render::pack::Pack;
use crate::render::path::Language;
use crate::render::placeholder::{self, Form, Substitution};
use crate::render::{fault, filters, markdown};
use crate::source::Diagnostic;

/// One engine per language, because an engine has a single escape function.
pub struct Engines {
    hcl: Cow<'static, Tera>,
    markdown: Cow<'static, Tera>,
    plain: Cow<'static, Tera>,
}

/// The output of a template: its own text with placeholders, and their values.
pub struct Rendered {
    /// The text.
    pub text: String,
    /// The values.
    pub substitutions: Vec<Substitution>,
}

impl Engines {
    /// Engines with the built-in templates and those of a pack, and diagnostics about templates of the
    /// pack that can't be loaded. Templates in `left_out` are skipped.
    pub fn new(pack: &Pack, left_out: &[String]) -> (Self, Vec<Diagnostic>) {
        let mut diagnostics = Vec::new();
        let mut engine = |language| engine(pack, language, left_out.to_vec(), &mut diagnostics);
        let engines = Self {
            hcl: engine(Language::Hcl),
            markdown: engine(Language::Markdown),
            plain: engine(Language::Plain),
        };
        (engines, diagnostics)
    }

    /// Whether a template was loaded.
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

    /// Renders a template.
    ///
    /// # Errors
    /// The template fails.
    pub fn render(&self, template: &str, context: &Context) -> Result<Rendered, Error> {
        let mut output = Limited(Vec::new());
        let (rendered, substitutions) =
            placeholder::capture(|| self.of(template).render_to(template, context, &mut output));
        rendered?;
        let text = String::from_utf8(output.0).map_err(Error::message)?;
        Ok(Rendered { text, substitutions })
    }
}

/// The engine of a language. Invalid templates of the pack are reported and skipped, so that the others
/// are still checked.
fn engine(
    pack: &Pack,
    language: Language,
    mut left_out: Vec<String>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Cow<'static, Tera> {
    let mut own: Vec<(&str, &str)> = pack
        .templates
        .iter()
        .map(|template| (template.name.as_str(), template.text.as_str()))
        .filter(|(name, _)| Language::of(name) == language && !left_out.iter().any(|other| other == name))
        .collect();
    if own.is_empty() {
        return Cow::Borrowed(built_in(language));
    }
    let mut engine = built_in(language).clone();
    while let Err(error) = engine.add_raw_templates(own.iter().copied()) {
        let found = fault::diagnostics(&error, pack, None);
        let culprits: Vec<String> = found.iter().filter_map(|(_, culprit)| culprit.clone()).collect();
        // A template that depends on a skipped one is not at fault itself.
        let follows =
            |diagnostic: &Diagnostic| left_out.iter().any(|name| diagnostic.message.contains(name.as_str()));
        diagnostics.extend(
            found.into_iter().map(|(diagnostic, _)| diagnostic).filter(|diagnostic| !follows(diagnostic)),
        );
        let before = own.len();
        own.retain(|(name, _)| !culprits.iter().any(|culprit| culprit == name));
        left_out.extend(culprits);
        if own.len() == before {
            break;
        }
    }
    Cow::Owned(engine)
}

/// The engine of a language with only the built-in templates.
fn built_in(language: Language) -> &'static Tera {
    static HCL: LazyLock<Tera> = LazyLock::new(|| with_built_in(Language::Hcl, quoted));
    static MARKDOWN: LazyLock<Tera> = LazyLock::new(|| with_built_in(Language::Markdown, text));
    static PLAIN: LazyLock<Tera> = LazyLock::new(|| with_built_in(Language::Plain, refuse));
    match language {
        Language::Hcl => &HCL,
        Language::Markdown => &MARKDOWN,
        Language::Plain => &PLAIN,
    }
}

fn with_built_in(language: Language, escape: EscapeFn) -> Tera {
    let mut engine = Tera::new();
    engine.autoescape_on([".tera"]);
    engine.set_escape_fn(escape);
    filters::register(&mut engine, language);
    engine.set_fallback_prefixes([BUILT_IN_PREFIX]).expect("there is no template yet");
    let own = BUILT_IN.iter().filter(|(name, _)| Language::of(name) == language);
    let named = own.map(|(name, text)| (format!("{BUILT_IN_PREFIX}{name}"), *text));
    engine.add_raw_templates(named).expect("the built-in templates are templates");
    engine
}

fn quoted(value: &str, output: &mut dyn Write) -> io::Result<()> {
    written(Form::Quoted, value, crate::hcl::escape_after, output)
}

fn text(value: &str, output: &mut dyn Write) -> io::Result<()> {
    written(Form::Text, value, markdown::escape, output)
}

/// Rejects values in languages that poolsmith can't escape.
fn refuse(_: &str, _: &mut dyn Write) -> io::Result<()> {
    Err(io::Error::other("values can only be written to HCL and Markdown files"))
}

fn written(form: Form, value: &str, escape: fn(&str) -> String, output: &mut dyn Write) -> io::Result<()> {
    let plain = placeholder::plain(value).map_err(|_| io::Error::other(placeholder::BROKEN))?;
    let written = escape(&plain);
    output.write_all(placeholder::substitute(form, plain, written).as_bytes())
}

/// Output with a limit, because a template may write endlessly.
struct Limited(Vec<u8>);

impl Write for Limited {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.0.len() + bytes.len() > MAX_BYTES {
            return Err(io::Error::other(format!("the output has more than {MAX_BYTES} bytes")));
        }
        self.0.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
