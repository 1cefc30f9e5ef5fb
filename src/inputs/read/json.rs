//! The JSON reader.

use std::fmt;

use serde::de::{self, DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;

use crate::inputs::read::{MAX_DEPTH, TYPOGRAPHIC_QUOTES, empty, tree};
use crate::source::{Code, Diagnostic, Diagnostics, FileId, Span};
use crate::tree::{Entry, Map, Node, Value};

/// Reads a JSON document.
///
/// `serde_json` reports no spans, but it can borrow the text of each value ([`RawValue`]), whose offset in
/// the document gives the span. Each value is therefore parsed once per enclosing level. `jsonc-parser` has
/// spans, but even without its extensions it accepts control characters in strings, which JSON and AWS reject.
pub fn read(text: &str, file: FileId, diagnostics: &Diagnostics) -> Option<Node> {
    if text.trim().is_empty() {
        diagnostics.push(empty(file));
        return None;
    }
    let reader = Reader { text, file, diagnostics, depth: 1 };
    match serde_json::from_str::<&RawValue>(text) {
        Ok(raw) => reader.node(raw.get()),
        Err(error) => {
            diagnostics.push(reader.explain(&error, text));
            None
        }
    }
}

#[derive(Clone, Copy)]
struct Reader<'a> {
    text: &'a str,
    file: FileId,
    diagnostics: &'a Diagnostics,
    depth: usize,
}

impl<'a> Reader<'a> {
    /// The node of a value. `raw` must be a slice of the document.
    fn node(self, raw: &'a str) -> Option<Node> {
        let span = self.span(raw);
        if self.depth > MAX_DEPTH {
            self.diagnostics.push(tree::too_deep(span));
            return None;
        }
        let mut deserializer = serde_json::Deserializer::from_str(raw);
        match deserializer.deserialize_any(NodeVisitor(self)) {
            Ok(value) => Some(Node { value, span }),
            Err(error) if error.is_data() => None, // already reported
            Err(error) => {
                self.diagnostics.push(self.explain(&error, raw));
                None
            }
        }
    }

    fn span(self, raw: &str) -> Span {
        let start = raw.as_ptr() as usize - self.text.as_ptr() as usize;
        Span::new(self.file, start, start + raw.len())
    }

    /// The key of `value`: the last string before it.
    fn key_span(self, value: Span) -> Span {
        let before = &self.text[..value.start as usize];
        let end = before.rfind('"').map_or(0, |quote| quote + 1);
        let inside = &before[..end.saturating_sub(1)];
        let start = inside
            .rmatch_indices('"')
            .map(|(quote, _)| quote)
            .find(|&quote| {
                let backslashes = inside[..quote].bytes().rev().take_while(|&byte| byte == b'\\').count();
                backslashes % 2 == 0
            })
            .unwrap_or(0);
        Span::new(self.file, start, end)
    }
}

/// The error that stops serde after a diagnostic was reported.
const REPORTED: &str = "reported";

struct NodeVisitor<'a>(Reader<'a>);

impl<'de> Visitor<'de> for NodeVisitor<'de> {
    type Value = Value;

    fn expecting(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        formatter.write_str("a JSON value")
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(Value::Integer(value))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(i64::try_from(value).map_or(Value::Float(value as f64), Value::Integer))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        Ok(Value::Float(value))
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(Value::String(value.to_owned()))
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut sequence: A) -> Result<Value, A::Error> {
        let mut items = Vec::new();
        while let Some(raw) = sequence.next_element::<&RawValue>()? {
            items.push(self.0.inner(raw)?);
        }
        Ok(Value::List(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Value, A::Error> {
        let mut map = Map::new();
        while let Some(key) = access.next_key::<String>()? {
            let node = access.next_value_seed(Inner(self.0))?;
            let entry = Entry { key: self.0.key_span(node.span), node };
            tree::insert(&mut map, key, entry, self.0.diagnostics);
        }
        Ok(Value::Map(map))
    }
}

impl<'a> Reader<'a> {
    fn inner<E: de::Error>(self, raw: &'a RawValue) -> Result<Node, E> {
        let deeper = Self { depth: self.depth + 1, ..self };
        deeper.node(raw.get()).ok_or_else(|| E::custom(REPORTED))
    }
}

struct Inner<'a>(Reader<'a>);

impl<'de> DeserializeSeed<'de> for Inner<'de> {
    type Value = Node;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Node, D::Error> {
        let raw = <&RawValue as de::Deserialize>::deserialize(deserializer)?;
        self.0.inner(raw)
    }
}

impl Reader<'_> {
    /// Turns the parser's error into a diagnostic. `raw` is the part of the document that was parsed.
    fn explain(self, error: &serde_json::Error, raw: &str) -> Diagnostic {
        let line_start: usize =
            raw.split_inclusive('\n').take(error.line().saturating_sub(1)).map(str::len).sum();
        let at = self.span(raw).start as usize + line_start + error.column().saturating_sub(1);
        let at = (0..=at.min(self.text.len())).rev().find(|&at| self.text.is_char_boundary(at)).unwrap_or(0);
        let message = error.to_string();
        if message.starts_with("recursion limit exceeded") {
            return tree::too_deep(Span::new(self.file, at, at));
        }
        let message = message.split(" at line ").next().unwrap_or_default();
        let is_control = message.starts_with("control character");
        let at = at + self.text[at..].find(|c: char| is_control && c.is_control()).unwrap_or(0);
        not_json(Span::new(self.file, at, at + 1), message, self.text)
    }
}

/// A syntax error, with help for common mistakes.
fn not_json(at: Span, message: &str, text: &str) -> Diagnostic {
    let (before, from) = text.split_at(at.start as usize);
    if message.starts_with("expected `,`") && from.starts_with(['"', '{', '[']) {
        // The parser notices it at what follows, which may be on the next line.
        let end = before.trim_end().len();
        let last = before[..end].char_indices().next_back().map_or(0, |(start, _)| start);
        return Diagnostic::at(
            Span::new(at.file, last, end),
            Code::Syntax,
            "not valid JSON: no comma after a value",
        )
        .help("add a comma here");
    }
    let (what, help) = if message.starts_with("EOF") {
        ("the text ends too early", "look for a brace, a bracket or a quote that is not closed")
    } else if from.starts_with("//") || from.starts_with("/*") || from.starts_with('#') {
        ("a comment", "JSON has none: leave it out, or write the file in YAML or TOML")
    } else if before.trim_end().ends_with(',') && from.starts_with(['}', ']']) {
        ("a comma with nothing after it", "leave out the comma before a closing brace or bracket")
    } else if message == "expected ident"
        || (message == "expected value" && from.starts_with(|c: char| c.is_alphabetic()))
    {
        ("a word without quotes", "put strings in double quotes; only numbers, true and false go without")
    } else if from.starts_with(TYPOGRAPHIC_QUOTES) {
        ("typographic quotes", "put keys and strings in straight double quotes: `\"`")
    } else if from.starts_with('\'') || message == "key must be a string" {
        (message, "put keys and strings in double quotes")
    } else {
        return Diagnostic::at(at, Code::Syntax, format!("not valid JSON: {message}"));
    };
    Diagnostic::at(at, Code::Syntax, format!("not valid JSON: {what}")).help(help)
}
