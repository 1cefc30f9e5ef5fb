//! A rendered text as a file of Markdown.

use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag};

use crate::render::placeholder::{Form, Noted, Piece};
use crate::render::proof::{Failure, Filled, first_difference};

/// Proves that no value changes the structure, and fills the values in.
///
/// # Errors
/// A value where it could change the structure.
pub fn finish(pieces: &[Piece]) -> Result<String, Failure> {
    let filled = Filled::of(pieces, stand_in);
    let diagrams = diagrams(&filled.known);
    for place in &filled.places {
        let is_in_diagram = diagrams.iter().any(|diagram| diagram.contains(&place.known.start));
        let wrong = match place.form {
            Form::Literal => Some(
                "in which a value written with the filter `hcl` stands in no snippet: put `{% filter format_hcl %}` around it",
            ),
            Form::Mermaid if !is_in_diagram || !is_quoted(&filled.known, &place.known) => Some(
                "in which a value written with the filter `mermaid` stands in no quotes of a Mermaid diagram",
            ),
            Form::Text | Form::Code if is_in_diagram => {
                Some("in which a value of a Mermaid diagram is not written with the filter `mermaid`")
            }
            _ => None,
        };
        if let Some(message) = wrong {
            return Err(filled.fails(place.known.clone(), message));
        }
    }
    let (known, unknown) = (structure(&filled.known), structure(&filled.unknown));
    match first_difference(&known, &unknown, |(one, _), (other, _)| one == other) {
        None => Ok(filled.known),
        Some(index) => {
            let end = filled.known.len();
            let range = known.get(index).map_or(end..end, |(_, range)| range.clone());
            Err(filled.fails(range, "in which a value would change the structure"))
        }
    }
}

/// What stands for a value of which nothing is known. A plain word changes nothing anywhere, so that it
/// may also stand where a link leads to.
fn stand_in(noted: &Noted) -> &str {
    let is_word = |text: &str| {
        text.starts_with(|c: char| c.is_ascii_alphabetic())
            && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    };
    match noted.form {
        Form::Text if is_word(&noted.written) => &noted.written,
        Form::Code => "`x`",
        Form::Snippet => "x\n",
        Form::Name | Form::Raw => &noted.written,
        _ => "x",
    }
}

fn events(text: &str) -> impl Iterator<Item = (Event<'_>, Range<usize>)> {
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_GFM;
    Parser::new_ext(text, options).into_offset_iter()
}

/// Everything but text and what stands in code.
fn structure(text: &str) -> Vec<(Event<'_>, Range<usize>)> {
    let kept = |event| match event {
        Event::Text(_) => None,
        Event::Code(_) => Some(Event::Code("".into())),
        event => Some(event),
    };
    events(text).filter_map(|(event, range)| Some((kept(event)?, range))).collect()
}

/// The Mermaid diagrams.
fn diagrams(text: &str) -> Vec<Range<usize>> {
    let is_diagram = |event: &Event| match event {
        Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(language))) => &**language == "mermaid",
        _ => false,
    };
    events(text).filter(|(event, _)| is_diagram(event)).map(|(_, range)| range).collect()
}

/// Whether a value stands between quotes on its line.
fn is_quoted(text: &str, value: &Range<usize>) -> bool {
    let before = text[..value.start].rsplit('\n').next().unwrap_or_default();
    let after = text[value.end..].split('\n').next().unwrap_or_default();
    before.matches('"').count() % 2 == 1 && after.contains('"')
}
