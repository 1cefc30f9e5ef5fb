//! What Tera has against a template, as problems with their places.

use tera::{Error, ErrorKind};

use crate::render::templates::{BUILT_IN_PREFIX, Templates};
use crate::source::{Code, Problem, Span};

/// The problem, and the pack's template that it is in, where that is known.
pub fn problem(error: &Error, templates: &Templates, rendered: &str) -> (Problem, Option<String>) {
    match error.kind() {
        ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => {
            let message = with_causes(report.message(), error);
            match templates.file(report.filename()) {
                Some(file) => {
                    let range = &report.span().range;
                    let span = Span::new(file, range.start, range.end);
                    (
                        in_pack(Problem::at(span, Code::BadTemplate, message)),
                        Some(report.filename().to_owned()),
                    )
                }
                // A built-in template is given what a pack's makes of it.
                None => (of(&format!("{}: {message}", report.filename()), templates, rendered), None),
            }
        }
        ErrorKind::CircularExtend { tpl, inheritance_chain } => {
            let message = format!("extends itself: {}", inheritance_chain.join(" extends "));
            (at(tpl, &message, templates), Some(tpl.clone()))
        }
        ErrorKind::CircularInclude { tpl, include_chain } => {
            let message = format!("includes itself: {}", include_chain.join(" includes "));
            (at(tpl, &message, templates), Some(tpl.clone()))
        }
        ErrorKind::MissingParent { current, parent } => {
            let help = format!(
                "a built-in template is extended as \"{BUILT_IN_PREFIX}{}\"; `poolsmith templates list` names them all",
                parent.trim_start_matches(BUILT_IN_PREFIX)
            );
            let message = format!("extends {parent:?}, which does not exist");
            (at(current, &message, templates).help(help), Some(current.clone()))
        }
        _ => {
            let message = with_causes(&error.to_string(), error);
            let named = templates.pack.templates.iter().find(|own| message.contains(&own.name));
            (of(&message, templates, rendered), named.map(|own| own.name.clone()))
        }
    }
}

fn with_causes(message: &str, error: &Error) -> String {
    let mut message = message.to_owned();
    let mut cause = std::error::Error::source(error);
    while let Some(error) = cause {
        message.push_str(&format!(": {error}"));
        cause = error.source();
    }
    message
}

/// A problem with a template of the pack as a whole.
pub fn at(name: &str, message: &str, templates: &Templates) -> Problem {
    match templates.file(name) {
        Some(file) => {
            in_pack(Problem::at(Span::new(file, 0, 0), Code::BadTemplate, format!("this template {message}")))
        }
        None => of(&format!("{name} {message}"), templates, name),
    }
}

fn of(message: &str, templates: &Templates, rendered: &str) -> Problem {
    if templates.pack.templates.is_empty() {
        return our_bug(rendered, message);
    }
    in_pack(Problem::new(Code::BadTemplate, format!("{rendered} could not be rendered: {message}")))
}

fn in_pack(problem: Problem) -> Problem {
    problem.help("this is the template pack's: `poolsmith templates check DIR` tells more")
}

/// With the built-in templates alone, always a bug of poolsmith.
pub fn our_bug(what: &str, error: &str) -> Problem {
    Problem::new(Code::Template, format!("{what} could not be rendered: {error}"))
        .help("this is a bug of poolsmith, whatever the inputs are: please report it with them")
}
