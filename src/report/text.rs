//! Diagnostics for people.

use std::ops::Range;

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{Annotation, AnnotationKind, Group, Level, Origin, Renderer, Snippet, Title};

use indexmap::IndexMap;

use crate::hcl::line_column;
use crate::project::Written;
use crate::report::escape;
use crate::report::mask::{floor_char_boundary, secrets_around};
use crate::report::width::{columns, terminal_columns};
use crate::source::{Diagnostic, Log, Place, Severity, Sources, Span};

/// The maximum number of diagnostics to show. Further ones are only counted.
const MAX_SHOWN: usize = 100;

/// A log as text: each diagnostic with its source line and its help, the number of further errors, and each finding in
/// the inputs in two lines, because the command was not asked for them.
pub(super) fn log(log: &Log, is_colored: bool) -> String {
    let (findings, others): (Vec<_>, Vec<_>) =
        log.diagnostics.iter().partition(|diagnostic| diagnostic.code.is_finding());
    all(&others, log.more_errors, &log.sources, is_colored) + &brief(&findings, &log.sources, is_colored)
}

/// Findings without their source lines and help.
fn brief(findings: &[&Diagnostic], sources: &Sources, is_colored: bool) -> String {
    if findings.is_empty() {
        return String::new();
    }
    let renderer = renderer(is_colored);
    let line = |finding: &&Diagnostic| {
        let title = title(finding);
        let group = match &finding.place {
            Some(Place::Span(span)) => Group::with_title(title).element(origin(*span, sources)),
            Some(Place::File { path, line }) => Group::with_title(title).element(origin_in(path, *line)),
            None => Group::with_title(title),
        };
        // The renderer aligns the arrow with line numbers, of which there are none.
        without_commands(&renderer.render(&[group])).replacen("\n-->", "\n -->", 1) + "\n"
    };
    let lines: String = findings.iter().take(MAX_SHOWN).map(line).collect();
    let more = match findings.len().saturating_sub(MAX_SHOWN) {
        0 => String::new(),
        more => format!("… and {more} more\n"),
    };
    lines + &more + "  = help: `poolsmith check` says how to fix each, or `accept` it\n\n"
}

fn renderer(is_colored: bool) -> Renderer {
    let renderer = if is_colored { Renderer::styled() } else { Renderer::plain() };
    renderer.decor_style(DecorStyle::Ascii).term_width(columns())
}

/// Diagnostics as text.
pub fn diagnostics(diagnostics: &[Diagnostic], sources: &Sources) -> String {
    all(&diagnostics.iter().collect::<Vec<_>>(), 0, sources, false)
}

fn all(diagnostics: &[&Diagnostic], more_errors: usize, sources: &Sources, is_colored: bool) -> String {
    let renderer = renderer(is_colored);
    let mut text = String::new();
    for diagnostic in diagnostics.iter().take(MAX_SHOWN) {
        text.push_str(&without_commands(&renderer.render(&[group(diagnostic, sources)])));
        text.push_str("\n\n");
    }
    let more = diagnostics.len().saturating_sub(MAX_SHOWN) + more_errors;
    if more > 0 {
        text.push_str(&format!("… and {more} more\n\n"));
    }
    text
}

/// The differences that `check` found, one line per file, and after files with the same cure what it is.
pub fn differences(differences: &[Diagnostic]) -> String {
    let mut by_cure: IndexMap<String, String> = IndexMap::new();
    for difference in differences {
        let lines = by_cure.entry(difference.help.join("; ")).or_default();
        lines.push_str(&format!("{}\n", escape::line(&difference.message)));
    }
    by_cure.into_iter().map(|(cure, lines)| format!("{lines}  = help: {cure}\n\n")).collect()
}

/// Whether the workspace matches its inputs, in one line.
pub fn verdict(differences: &[Diagnostic], files: usize) -> String {
    match differences.len() {
        0 => format!("all {files} files match the inputs\n"),
        1 => "1 file does not match the inputs\n".to_owned(),
        count => format!("{count} files do not match the inputs\n"),
    }
}

/// Removes empty locations that the renderer prints for snippets without a path, and replaces its
/// `:::`, which starts like a workflow command.
fn without_commands(rendered: &str) -> String {
    let kept = rendered.split('\n').filter(|line| !matches!(visible(line).trim(), "-->" | ":::"));
    let arrow = |line: &str| match visible(line).trim_start().starts_with(":::") {
        true => line.replacen(":::", "-->", 1),
        false => line.to_owned(),
    };
    kept.map(arrow).collect::<Vec<_>>().join("\n")
}

/// A line without color codes.
fn visible(line: &str) -> String {
    let mut parts = line.split('\u{1b}');
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |text, part| text + part.split_once('m').map_or("", |(_, rest)| rest))
}

fn title(diagnostic: &Diagnostic) -> Title<'_> {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    };
    level.primary_title(escape::line(&diagnostic.message)).id(diagnostic.code.as_str())
}

fn group<'a>(diagnostic: &'a Diagnostic, sources: &'a Sources) -> Group<'a> {
    let mut group = Group::with_title(title(diagnostic));
    let related = diagnostic.related.iter().map(|(span, label)| (*span, label, AnnotationKind::Context));
    let primary = diagnostic.span().map(|span| (span, &diagnostic.label, AnnotationKind::Primary));
    for (span, label, kind) in primary.into_iter().chain(related) {
        group = group.element(origin(span, sources));
        if sources.file(span.file).is_shown {
            group = group.element(snippet(span, label, kind, sources));
        }
    }
    if let Some(Place::File { path, line }) = &diagnostic.place {
        group = group.element(origin_in(path, *line));
    }
    for (title, lines) in &diagnostic.excerpts {
        group = group.element(Level::HELP.message(excerpt(title, lines)));
    }
    for help in &diagnostic.help {
        group = group.element(Level::HELP.message(escape::line(help)));
    }
    group
}

/// Quoted lines, each with a bar in front to set it apart from other output.
fn excerpt(title: &str, lines: &[String]) -> String {
    if lines.is_empty() {
        return format!("{title}: nothing");
    }
    let quoted = lines.iter().map(|line| format!("\n| {}", escape::line(line)));
    format!("{title}:{}", quoted.collect::<String>())
}

fn snippet<'a>(
    span: Span,
    label: &'a str,
    kind: AnnotationKind,
    sources: &'a Sources,
) -> Snippet<'a, Annotation<'a>> {
    let text = &sources.file(span.file).text;
    let window = Window::around(text, span.range());
    let secrets = sources.secrets(span.file, window.range.clone());
    let secrets = secrets.into_iter().chain(secrets_around(text, window.range.clone()));
    let within = |secret: Range<usize>| {
        secret.start.saturating_sub(window.range.start)..secret.end.saturating_sub(window.range.start)
    };
    let secrets: Vec<Range<usize>> = secrets.map(within).filter(|secret| !secret.is_empty()).collect();
    let (text, marked) = escape::source_line(&text[window.range], &secrets, window.marked);
    let annotation = kind.span(within_width(&text, marked));
    let annotation = if label.is_empty() { annotation } else { annotation.label(escape::line(label)) };
    Snippet::source(text).line_start(window.line).annotation(annotation)
}

/// The beginning of a marked place that fits on the terminal, beside the number of the line and what comes before the place.
fn within_width(text: &str, marked: Range<usize>) -> Range<usize> {
    const MARGIN: usize = 20;
    let Some(columns) = terminal_columns() else { return marked };
    let longest = text[marked.clone()].char_indices().nth(columns.saturating_sub(MARGIN));
    marked.start..longest.map_or(marked.end, |(length, _)| marked.start + length)
}

/// A line of a file whose text is not available.
fn origin_in(path: &str, line: usize) -> Origin<'_> {
    Origin::path(escape::line(path)).line(line)
}

/// The position of a place. The renderer would count columns in the escaped line.
fn origin<'a>(span: Span, sources: &'a Sources) -> Origin<'a> {
    let file = sources.file(span.file);
    let (line, column) = line_column(&file.text, span.start as usize);
    Origin::path(escape::line(&file.name)).line(line).char_column(column)
}

/// The part of a line that is shown. Files and lines can be long, and the renderer processes all of its
/// input.
struct Window {
    /// The bytes of the file.
    range: Range<usize>,
    line: usize,
    /// The marked place, relative to the range.
    marked: Range<usize>,
}

impl Window {
    fn around(text: &str, span: Range<usize>) -> Self {
        const MAX_SIDE: usize = 2_000;
        let start = floor_char_boundary(text, span.start.min(text.len()));
        let line_start = text[..start].rfind('\n').map_or(0, |newline| newline + 1);
        let line_end = text[start..].find('\n').map_or(text.len(), |newline| start + newline);
        let line_end = (text[line_start..line_end].trim_end_matches('\r').len() + line_start).max(start);
        let end = floor_char_boundary(text, span.end.clamp(start, line_end));
        let first = floor_char_boundary(text, line_start.max(start.saturating_sub(MAX_SIDE)));
        let last = floor_char_boundary(text, line_end.min(start + MAX_SIDE));
        Self {
            range: first..last,
            line: text[..line_start].matches('\n').count() + 1,
            marked: start - first..end.min(last) - first,
        }
    }
}

/// The last line: the number of errors, and what was written.
pub(super) fn count(errors: usize, written: Written) -> String {
    let errors = if errors == 1 { "1 error".to_owned() } else { format!("{errors} errors") };
    match written {
        Written::Nothing => errors + "; nothing was written\n",
        Written::Rest => errors + "\n",
        Written::Partly => errors + "; not everything was written\n",
    }
}
