use std::ops::Range;

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};

use crate::source::{Problem, Sources, Span};

/// More than these are counted, not shown: nobody reads a thousand.
const SHOWN: usize = 50;

/// Problems as text: each with its line, a caret, and the cure.
pub fn problems(problems: &[Problem], sources: &Sources, color: bool) -> String {
    let renderer = if color { Renderer::styled() } else { Renderer::plain() };
    let renderer = renderer.decor_style(DecorStyle::Ascii);
    let mut text = String::new();
    for problem in problems.iter().take(SHOWN) {
        text.push_str(&renderer.render(&[group(problem, sources)]));
        text.push_str("\n\n");
    }
    if problems.len() > SHOWN {
        text.push_str(&format!("… and {} more\n\n", problems.len() - SHOWN));
    }
    text
}

fn group<'a>(problem: &'a Problem, sources: &'a Sources) -> Group<'a> {
    let level = if problem.code.is_error() { Level::ERROR } else { Level::WARNING };
    let title = level.primary_title(problem.message.as_str()).id(problem.code.as_str());
    let mut group = Group::with_title(title);
    if let Some(span) = problem.span {
        group = group.element(snippet(span, &problem.label, AnnotationKind::Primary, sources));
    }
    for (span, label) in &problem.related {
        group = group.element(snippet(*span, label, AnnotationKind::Context, sources));
    }
    for help in &problem.help {
        group = group.element(Level::HELP.message(help.as_str()));
    }
    group
}

fn snippet<'a>(
    span: Span,
    label: &'a str,
    kind: AnnotationKind,
    sources: &'a Sources,
) -> Snippet<'a, annotate_snippets::Annotation<'a>> {
    let file = sources.file(span.file);
    let window = Window::around(&file.text, span.range());
    let annotation = kind.span(window.marked);
    let annotation = if label.is_empty() { annotation } else { annotation.label(label) };
    Snippet::source(window.text).line_start(window.first_line).path(file.name.as_str()).annotation(annotation)
}

/// The line of a place: the renderer reads all that it is given, and a file may be long, and so may
/// a line.
struct Window<'a> {
    text: &'a str,
    first_line: usize,
    marked: Range<usize>,
}

impl<'a> Window<'a> {
    fn around(text: &'a str, span: Range<usize>) -> Self {
        let start = floor(text, span.start.min(text.len()));
        let line_start = text[..start].rfind('\n').map_or(0, |newline| newline + 1);
        let line_end = text[start..].find('\n').map_or(text.len(), |newline| start + newline);
        let line_end = text[line_start..line_end].trim_end_matches('\r').len() + line_start;
        let end = floor(text, span.end.clamp(start, line_end.max(start)));
        Self {
            text: &text[line_start..line_end.max(start)],
            first_line: text[..line_start].matches('\n').count() + 1,
            marked: start - line_start..end - line_start,
        }
    }
}

fn floor(text: &str, offset: usize) -> usize {
    (0..=offset).rev().find(|offset| text.is_char_boundary(*offset)).unwrap_or(0)
}

/// What was written where there is an error.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Written {
    /// Nothing.
    #[default]
    Nothing,
    /// Everything that has no error.
    Rest,
    /// A part of what belongs together.
    Partly,
}

/// The last line: how many errors there are, and what was written.
pub fn summary(errors: usize, written: Written) -> String {
    let errors = if errors == 1 { "1 error".to_owned() } else { format!("{errors} errors") };
    match written {
        Written::Nothing => errors + "; nothing was written\n",
        Written::Rest => errors + "\n",
        Written::Partly => errors + "; not everything was written\n",
    }
}
