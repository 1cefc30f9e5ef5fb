//! The YAML reader.

mod flow;
mod mistakes;

use std::fmt;

use serde::de::{self, Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_saphyr::options::{DuplicateKeyPolicy, NonFiniteFloatPolicy};
use serde_saphyr::{Location, Options, Spanned};

use crate::inputs::read::{MAX_DEPTH, MAX_NODES, empty, is_blank, tree};
use crate::source::{Diagnostics, FileId, Span, with_ascii};
use crate::tree::{Entry, Map, Node, Value};

/// Reads a YAML document.
pub fn read(text: &str, file: FileId, diagnostics: &Diagnostics) -> Option<Node> {
    if is_blank(text) {
        diagnostics.push(empty(file));
        return None;
    }
    match serde_saphyr::from_str_with_options::<Spanned<Raw>>(text, options()) {
        Ok(raw) => {
            if let Some(key) = without_colon(&raw) {
                diagnostics.push(mistakes::without_colon(&key.value, span(key.defined, text, file)));
                return None;
            }
            let mut tags = Vec::new();
            find_tags(&raw, text, file, &mut tags);
            if tags.is_empty() {
                return Some(node(raw, text, file, diagnostics));
            }
            tags.into_iter().for_each(|tag| diagnostics.push(mistakes::tag(tag, text)));
            None
        }
        Err(error) => {
            diagnostics.push(mistakes::explain(&error, text, file));
            None
        }
    }
}

/// The maximum number of events that aliases may repeat. A file with a thousand environments needs fewer,
/// and this many are read quickly.
const MAX_REPEATED: usize = 100_000;

fn options() -> Options {
    serde_saphyr::options! {
        strict_booleans: true,
        duplicate_keys: DuplicateKeyPolicy::PassThrough,
        non_finite_float_policy: NonFiniteFloatPolicy::AsString,
        with_snippet: false,
        budget: serde_saphyr::budget! {
            max_depth: MAX_DEPTH,
            max_nodes: MAX_NODES,
            max_events: 2 * MAX_NODES,
            max_recorded_anchor_events: MAX_REPEATED,
        },
        alias_limits: serde_saphyr::alias_limits! { max_total_replayed_events: MAX_REPEATED },
    }
}

/// A YAML value with the parser's locations instead of spans.
enum Raw {
    Scalar(Value),
    List(Vec<Spanned<Raw>>),
    Map(Vec<(Spanned<String>, Spanned<Raw>)>),
}

/// The first key of a flow mapping that has no value, because a character that only looks like a colon follows it.
fn without_colon(raw: &Spanned<Raw>) -> Option<&Spanned<String>> {
    match &raw.value {
        Raw::Scalar(_) => None,
        Raw::List(items) => items.iter().find_map(without_colon),
        Raw::Map(entries) => entries.iter().find_map(|(key, value)| match value.value {
            Raw::Scalar(Value::Null) => with_ascii(&key.value).contains(": ").then_some(key),
            Raw::Scalar(_) | Raw::List(_) | Raw::Map(_) => without_colon(value),
        }),
    }
}

/// The tags of other tools before values, such as `!Ref`. The parser ignores them, and the values mean nothing without.
fn find_tags(raw: &Spanned<Raw>, text: &str, file: FileId, tags: &mut Vec<Span>) {
    let start = span(raw.defined, text, file).start as usize;
    let line = text[..start].rsplit('\n').next().unwrap_or_default().trim_end();
    let word = line.rsplit([' ', '\t', '[', '{', ',']).next().unwrap_or_default();
    let is_tag =
        word.strip_prefix('!').is_some_and(|name| name.starts_with(|c: char| c.is_ascii_alphabetic()));
    if is_tag && !line.contains(" #") {
        let end = start - (text[..start].len() - text[..start].trim_end().len());
        tags.push(Span::new(file, end - word.len(), end));
    }
    match &raw.value {
        Raw::Scalar(_) => {}
        Raw::List(items) => items.iter().for_each(|item| find_tags(item, text, file, tags)),
        Raw::Map(entries) => entries.iter().for_each(|(_, value)| find_tags(value, text, file, tags)),
    }
}

fn node(raw: Spanned<Raw>, text: &str, file: FileId, diagnostics: &Diagnostics) -> Node {
    let mut span = span(raw.defined, text, file);
    let value = match raw.value {
        Raw::Scalar(Value::String(written)) => match mistakes::in_typographic_quotes(&written, span, text) {
            Some(meant) => {
                diagnostics.push(mistakes::typographic_quotes(meant, span));
                Value::String(meant.to_owned())
            }
            None => Value::String(written),
        },
        Raw::Scalar(value) => value,
        Raw::List(items) => {
            Value::List(items.into_iter().map(|item| node(item, text, file, diagnostics)).collect())
        }
        Raw::Map(entries) => {
            let mut map = Map::new();
            for (key, value) in entries {
                let key_span = self::span(key.defined, text, file);
                let entry = Entry { key: key_span, node: node(value, text, file, diagnostics) };
                tree::insert(&mut map, key.value, entry, diagnostics);
            }
            // The parser's span of a block mapping is empty, so use its first key.
            if let Some(first) = map.values().next().filter(|_| span.start == span.end) {
                span = first.key;
            }
            Value::Map(map)
        }
    };
    Node { value, span }
}

fn span(location: Location, text: &str, file: FileId) -> Span {
    let span = location.span();
    let start = span.byte_offset().map_or_else(|| offset(location, text), |offset| offset as usize);
    let end = (start + span.byte_len().unwrap_or(0) as usize).min(text.len());
    Span::new(file, start.min(text.len()), end)
}

/// The byte offset of a line and column, which are all that the scanner's errors have.
fn offset(location: Location, text: &str) -> usize {
    let lines_before = (location.line() as usize).saturating_sub(1);
    let line_start: usize = text.split_inclusive('\n').take(lines_before).map(str::len).sum();
    let columns_before = (location.column() as usize).saturating_sub(1);
    let rest = text[line_start..].char_indices().nth(columns_before);
    rest.map_or(text.len(), |(column, _)| line_start + column)
}

impl<'de> Deserialize<'de> for Raw {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(RawVisitor)
    }
}

struct RawVisitor;

impl<'de> Visitor<'de> for RawVisitor {
    type Value = Raw;

    fn expecting(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        formatter.write_str("a YAML value")
    }

    fn visit_bool<E>(self, value: bool) -> Result<Raw, E> {
        Ok(Raw::Scalar(Value::Bool(value)))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Raw, E> {
        Ok(Raw::Scalar(Value::Integer(value)))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Raw, E> {
        Ok(Raw::Scalar(i64::try_from(value).map_or(Value::Float(value as f64), Value::Integer)))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Raw, E> {
        Ok(Raw::Scalar(Value::Float(value)))
    }

    fn visit_str<E>(self, value: &str) -> Result<Raw, E> {
        Ok(Raw::Scalar(Value::String(value.to_owned())))
    }

    fn visit_string<E>(self, value: String) -> Result<Raw, E> {
        Ok(Raw::Scalar(Value::String(value)))
    }

    fn visit_unit<E>(self) -> Result<Raw, E> {
        Ok(Raw::Scalar(Value::Null))
    }

    fn visit_none<E>(self) -> Result<Raw, E> {
        Ok(Raw::Scalar(Value::Null))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut sequence: A) -> Result<Raw, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = sequence.next_element()? {
            items.push(item);
        }
        Ok(Raw::List(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Raw, A::Error> {
        let mut entries = Vec::new();
        while let Some(entry) = access.next_entry()? {
            entries.push(entry);
        }
        Ok(Raw::Map(entries))
    }

    fn visit_bytes<E: de::Error>(self, _: &[u8]) -> Result<Raw, E> {
        Err(E::custom("binary data is not accepted"))
    }
}
