//! The proof for Markdown files.

use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag};

use crate::render::placeholder::{Form, Piece, Substitution};
use crate::render::proof::{Failure, Filled, Place, first_difference};

/// Proves that no value changes the structure, and fills in the values.
///
/// # Errors
/// A value could change the structure.
pub fn finish(pieces: &[Piece]) -> Result<String, Failure> {
    let filled = Filled::of(pieces, probe_value);
    let actual: Vec<_> = events(&filled.actual).collect();
    let parts = Parts::of(&actual);
    for place in &filled.places {
        if let Some(message) = parts.wrong(&filled.actual, place) {
            return Err(filled.fails(place.actual.clone(), message));
        }
    }
    let (actual, probe) = (structure(actual), structure(events(&filled.probe)));
    if let Some(index) = first_difference(&actual, &probe, |(one, _), (other, _)| one == other) {
        let end = filled.actual.len();
        let range = actual.get(index).map_or(end..end, |(_, range)| range.clone());
        return Err(filled.fails(range, "a value would change the structure"));
    }
    Ok(filled.actual)
}

/// The stand-in for a value in the probe.
fn probe_value(substitution: &Substitution) -> &str {
    match substitution.form {
        Form::Code => "`x`",
        Form::Json => "\"x\"",
        Form::Snippet => "x\n",
        form if form.is_own_text() => &substitution.written,
        _ => "x",
    }
}

/// The parts of a text by kind, in order and without overlaps.
#[derive(Default)]
struct Parts {
    diagrams: Vec<Range<usize>>,
    code_blocks: Vec<Range<usize>>,
    code: Vec<Range<usize>>,
    texts: Vec<Range<usize>>,
    links: Vec<Range<usize>>,
}

impl Parts {
    fn of(events: &[(Event<'_>, Range<usize>)]) -> Self {
        let mut parts = Self::default();
        for (event, range) in events {
            let range = range.clone();
            match event {
                Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) if is_mermaid(info) => {
                    add(&mut parts.diagrams, range);
                }
                Event::Start(Tag::CodeBlock(_)) => {
                    add(&mut parts.code_blocks, range.clone());
                    add(&mut parts.code, range);
                }
                Event::Code(_) => {
                    add(&mut parts.code, range.clone());
                    add(&mut parts.texts, range);
                }
                Event::Text(_) => add(&mut parts.texts, range),
                Event::Start(Tag::Link { .. } | Tag::Image { .. }) => add(&mut parts.links, range),
                _ => {}
            }
        }
        parts
    }

    /// What is wrong with a value in its place, if anything.
    fn wrong(&self, text: &str, place: &Place) -> Option<&'static str> {
        let is_in = |parts: &[Range<usize>]| {
            let before = parts.partition_point(|part| part.start <= place.actual.start);
            parts[..before].last().is_some_and(|part| part.contains(&place.actual.start))
        };
        let written = &text[place.actual.clone()];
        match place.form {
            Form::Literal => Some(
                "a value written with the filter `hcl` is not in a snippet: put `{% filter format_hcl %}` around it",
            ),
            Form::Mermaid if !is_in(&self.diagrams) || !is_quoted(text, &place.actual) => Some(
                "a value written with the filter `mermaid` is not between the quotes of a Mermaid diagram",
            ),
            Form::Json if !is_in(&self.code_blocks) => {
                Some("a value written with the filter `json` is not in a code block")
            }
            Form::Text | Form::Code if is_in(&self.diagrams) => {
                Some("a value in a Mermaid diagram is not written with the filter `mermaid`")
            }
            Form::Text if is_in(&self.code) && !is_word(written) => {
                Some("a value in code is escaped as text: write it with the filter `code`")
            }
            Form::Text
                if ["\\", "&", "&#"].iter().any(|before| text[..place.actual.start].ends_with(before)) =>
            {
                Some("a value follows a character that would escape it")
            }
            Form::Text if !is_in(&self.texts) && is_in(&self.links) && !is_word(written) => {
                Some("a value that is not a plain word is in the target of a link")
            }
            _ => None,
        }
    }
}

/// Adds a part, unless it is inside another part of its kind, such as an image in a link.
fn add(parts: &mut Vec<Range<usize>>, part: Range<usize>) {
    if parts.last().is_none_or(|last| last.end <= part.start) {
        parts.push(part);
    }
}

/// Whether a text is a word without special meaning in Markdown, links and code.
fn is_word(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphanumeric())
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
}

/// Whether a code block is a Mermaid diagram, according to the first word after the fence, as in
/// renderers.
fn is_mermaid(info: &str) -> bool {
    let word = info.trim_start().split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default();
    word.eq_ignore_ascii_case("mermaid")
}

fn events(text: &str) -> impl Iterator<Item = (Event<'_>, Range<usize>)> {
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_GFM;
    Parser::new_ext(text, options).into_offset_iter()
}

/// The structure of a text: everything except text, code, and the targets of links.
fn structure<'a>(
    events: impl IntoIterator<Item = (Event<'a>, Range<usize>)>,
) -> Vec<(Event<'a>, Range<usize>)> {
    let kept = |event| match event {
        Event::Text(_) => None,
        Event::Code(_) => Some(Event::Code("".into())),
        Event::Start(Tag::Link { link_type, title, id, .. }) => {
            Some(Event::Start(Tag::Link { link_type, dest_url: "".into(), title, id }))
        }
        Event::Start(Tag::Image { link_type, title, id, .. }) => {
            Some(Event::Start(Tag::Image { link_type, dest_url: "".into(), title, id }))
        }
        event => Some(event),
    };
    events.into_iter().filter_map(|(event, range)| Some((kept(event)?, range))).collect()
}

/// Whether a value is between quotes on its line.
fn is_quoted(text: &str, value: &Range<usize>) -> bool {
    let before = text[..value.start].rsplit('\n').next().unwrap_or_default();
    let after = text[value.end..].split('\n').next().unwrap_or_default();
    before.matches('"').count() % 2 == 1 && after.contains('"')
}
