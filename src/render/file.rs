//! Rendering a single file.

use crate::model::EnvironmentView;
use crate::render::budget::{self, MAX_BYTES};
use crate::render::context::Contexts;
use crate::render::engine::{Engines, Rendered};
use crate::render::pack::Pack;
use crate::render::path::{self, Language};
use crate::render::placeholder::{self, Broken, Piece};
use crate::render::{fault, proof};
use crate::source::{Diagnostic, Place, Sources, Span};

/// Why a template did not result in a file.
pub enum Failure {
    /// Tera failed.
    Tera {
        /// The template.
        template: String,
        /// The error.
        error: Box<tera::Error>,
        /// Whether it only fails with other values than those of the inputs.
        is_for_other_values: bool,
    },
    /// The output is invalid.
    Text {
        /// The template.
        template: String,
        /// The path of the file.
        path: String,
        /// What is wrong.
        failure: Box<proof::Failure>,
    },
}

/// Renders a template, and returns the path and the text of its file.
///
/// # Errors
/// The template fails, or its output is invalid.
pub fn render(
    template: &str,
    environment: Option<&EnvironmentView>,
    engines: &Engines,
    contexts: &Contexts,
) -> Result<(String, String), Failure> {
    let _in_progress = budget::begin(template);
    let path = path::of_output(template, environment.map(|environment| environment.key.as_str()));
    let tera = |error, is_for_other_values| Failure::Tera {
        template: template.to_owned(),
        error: Box::new(error),
        is_for_other_values,
    };
    let text = |failure| Failure::Text {
        template: template.to_owned(),
        path: path.clone(),
        failure: Box::new(failure),
    };
    let actual = engines.render(template, &contexts.actual).map_err(|error| tera(error, false))?;
    let pieces = pieces(&actual).map_err(text)?;
    is_small_enough(&pieces).map_err(text)?;
    if let Some(probe) = &contexts.probe {
        let other = engines.render(template, probe).map_err(|error| tera(error, true))?;
        is_the_same(&pieces, &other).map_err(text)?;
    }
    let finished = match Language::of(template) {
        Language::Hcl => proof::hcl::finish(&pieces),
        Language::Markdown => proof::markdown::finish(&pieces),
        Language::Plain => Ok(proof::plain(&pieces)),
    };
    finished.map(|text| (path.clone(), text)).map_err(text)
}

fn pieces(rendered: &Rendered) -> Result<Vec<Piece<'_>>, proof::Failure> {
    placeholder::pieces(&rendered.text, &rendered.substitutions).map_err(|Broken { offset }| proof::Failure {
        text: rendered.text[..offset].replace(placeholder::is_reserved, ""),
        range: offset..offset,
        message: placeholder::BROKEN.to_owned(),
        help: None,
    })
}

/// Checks the size with values. A template may write a captured value many times.
fn is_small_enough(pieces: &[Piece]) -> Result<(), proof::Failure> {
    let length = |piece: &Piece| match piece {
        Piece::Own(own) => own.len(),
        Piece::Value(substitution) => substitution.written.len(),
    };
    if pieces.iter().map(length).sum::<usize>() <= MAX_BYTES {
        return Ok(());
    }
    let message = format!("the file has more than {MAX_BYTES} bytes");
    Err(proof::Failure { text: String::new(), range: 0..0, message, help: None })
}

fn is_the_same(pieces: &[Piece], other: &Rendered) -> Result<(), proof::Failure> {
    let probes = placeholder::pieces(&other.text, &other.substitutions).unwrap_or_default();
    let Some(offset) = proof::difference(pieces, &probes) else { return Ok(()) };
    Err(proof::Failure {
        text: proof::plain(pieces),
        range: offset..offset,
        message: "the text here depends on a value".to_owned(),
        help: Some(
            "branch on structure only, such as keys and flags (templates/README.md lists what is a value), and write what is computed from a value with the filter `hcl`",
        ),
    })
}

impl Failure {
    /// The diagnostics. The rendered text is added to the sources.
    pub fn diagnostics(self, pack: &Pack, sources: &mut Sources) -> Vec<Diagnostic> {
        match self {
            Self::Tera { template, error, is_for_other_values } => {
                let found = fault::diagnostics(&error, pack, Some(&template));
                let because = |diagnostic: Diagnostic| {
                    match is_for_other_values {
                    true => diagnostic.help("this happens with values other than those of the inputs: a template must not depend on values"),
                    false => diagnostic,
                }
                };
                found.into_iter().map(|(diagnostic, _)| because(diagnostic)).collect()
            }
            Self::Text { template, path, failure } => {
                let message = format!("invalid template output: {}", failure.message);
                let diagnostic = fault::at(&template, &message, pack);
                if failure.text.is_empty() {
                    return vec![diagnostic];
                }
                let file = sources.add(format!("{path} (as rendered)"), failure.text.as_str());
                let rendered = Span::new(file, failure.range.start, failure.range.end);
                let template = diagnostic.span();
                let diagnostic = Diagnostic { place: Some(Place::Span(rendered)), ..diagnostic };
                let mut diagnostic = match template {
                    Some(template) => diagnostic.related(template, "rendered by this template"),
                    None => diagnostic,
                };
                diagnostic.help.splice(0..0, failure.help.map(str::to_owned));
                vec![diagnostic]
            }
        }
    }
}
