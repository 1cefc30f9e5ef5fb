//! Conversion of Tera errors into diagnostics with places.

use tera::{Error, ErrorKind};

use crate::render::pack::Pack;
use crate::source::{Code, Diagnostic, Span};

/// The diagnostics of an error, with the templates of the pack at fault as far as they are known.
/// `template` is the template that was being rendered, if any.
pub fn diagnostics(error: &Error, pack: &Pack, template: Option<&str>) -> Vec<(Diagnostic, Option<String>)> {
    match error.kind() {
        ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => {
            let message = with_causes(report.message(), error);
            let Some(file) = pack.file(report.filename()) else {
                // A built-in template fails because of a template of the pack.
                return vec![(of(&format!("{}: {message}", report.filename()), pack, template), None)];
            };
            let range = &report.span().range;
            let diagnostic =
                Diagnostic::at(Span::new(file, range.start, range.end), Code::BadTemplate, message);
            vec![(in_pack(diagnostic), Some(report.filename().to_owned()))]
        }
        ErrorKind::CircularExtend { tpl, inheritance_chain } => {
            let message = format!("this template extends itself: {}", inheritance_chain.join(" extends "));
            vec![(at(tpl, &message, pack), Some(tpl.clone()))]
        }
        ErrorKind::CircularInclude { tpl, include_chain } => {
            let message = format!("this template includes itself: {}", include_chain.join(" includes "));
            vec![(at(tpl, &message, pack), Some(tpl.clone()))]
        }
        ErrorKind::MissingParent { current, parent } => {
            let message = format!("this template extends {parent:?}, which does not exist");
            let help =
                "extend a built-in template as \"builtin/NAME\", with a name from `poolsmith templates list`";
            vec![(at(current, &message, pack).help(help), Some(current.clone()))]
        }
        _ => {
            let message = with_causes(&error.to_string(), error);
            let reported = reported(&message, pack);
            if reported.is_empty() { vec![(of(&message, pack, template), None)] } else { reported }
        }
    }
}

/// Parses errors that Tera reports only as text: `error: MESSAGE`, then `--> TEMPLATE:LINE:COLUMN`.
fn reported(text: &str, pack: &Pack) -> Vec<(Diagnostic, Option<String>)> {
    let mut found = Vec::new();
    let mut message = "";
    for line in text.lines().map(str::trim) {
        if let Some(said) = line.strip_prefix("error: ") {
            message = said;
        } else if let Some(place) = line.strip_prefix("--> ") {
            found.extend(placed(message, place, pack));
        }
    }
    found
}

fn placed(message: &str, place: &str, pack: &Pack) -> Option<(Diagnostic, Option<String>)> {
    let (place, column) = place.rsplit_once(':')?;
    let (name, line) = place.rsplit_once(':')?;
    let own = pack.template(name)?;
    let start: usize =
        own.text.split_inclusive('\n').take(line.parse::<usize>().ok()?.checked_sub(1)?).map(str::len).sum();
    let column = column.parse::<usize>().ok()?.saturating_sub(1);
    let start = start + own.text[start..].chars().take(column).map(char::len_utf8).sum::<usize>();
    let word = own.text[start..]
        .chars()
        .take_while(|c| c.is_alphanumeric() || *c == '_')
        .map(char::len_utf8)
        .sum::<usize>();
    let span = Span::new(own.file, start, start + word);
    Some((in_pack(Diagnostic::at(span, Code::BadTemplate, message)), Some(name.to_owned())))
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

/// A diagnostic about a whole template.
pub fn at(name: &str, message: &str, pack: &Pack) -> Diagnostic {
    match pack.file(name) {
        Some(file) => in_pack(Diagnostic::at(Span::new(file, 0, 0), Code::BadTemplate, message)),
        None => of(message, pack, Some(name)),
    }
}

fn of(message: &str, pack: &Pack, template: Option<&str>) -> Diagnostic {
    const WRAPPING: &str = "Io error while writing rendered value to output: Other: ";
    let message = message.rsplit_once(WRAPPING).map_or(message, |(_, inside)| inside);
    let what = template.unwrap_or("the templates");
    match template.and_then(|template| pack.file(template)) {
        Some(file) => in_pack(Diagnostic::at(
            Span::new(file, 0, 0),
            Code::BadTemplate,
            format!("can't render this template: {message}"),
        )),
        None if pack.templates.is_empty() => our_bug(what, message),
        None => in_pack(Diagnostic::new(Code::BadTemplate, format!("can't render {what}: {message}"))),
    }
}

fn in_pack(diagnostic: Diagnostic) -> Diagnostic {
    diagnostic.help("the problem is in the template pack: `poolsmith templates check DIR` shows more")
}

/// An error without a pack, which is always a bug in poolsmith.
pub fn our_bug(what: &str, error: &str) -> Diagnostic {
    Diagnostic::new(Code::Template, format!("can't render {what}: {error}"))
        .help("this is a bug in poolsmith: please report it with the inputs")
}
