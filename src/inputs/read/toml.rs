//! The TOML reader.

use serde_spanned::Spanned;
use toml::de::{DeTable, DeValue};

use crate::aws::shown;
use crate::inputs::read::{TYPOGRAPHIC_QUOTES, empty, is_blank, tree};
use crate::source::{Code, Diagnostic, Diagnostics, FileId, Span};
use crate::tree::{Entry, Map, Node, Value};

/// Reads a TOML document.
pub fn read(text: &str, file: FileId, diagnostics: &Diagnostics) -> Option<Node> {
    if is_blank(text) {
        diagnostics.push(empty(file));
        return None;
    }
    let (table, errors) = DeTable::parse_recoverable(text);
    for diagnostic in first_of_each_line(errors.iter().map(|error| explain(error, text, file)), text) {
        diagnostics.push(diagnostic);
    }
    errors.is_empty().then(|| {
        let span = Span::new(file, table.span().start, table.span().end);
        Node { value: map(table.into_inner(), file, diagnostics), span }
    })
}

/// Keeps the first error of each line: the parser often reports the rest of the line as further errors.
fn first_of_each_line(diagnostics: impl Iterator<Item = Diagnostic>, text: &str) -> Vec<Diagnostic> {
    let start = |diagnostic: &Diagnostic| diagnostic.span().map_or(0, |span| span.start as usize);
    let mut diagnostics: Vec<Diagnostic> = diagnostics.collect();
    diagnostics.sort_by_key(start);
    let mut next_line = 0;
    diagnostics.retain(|diagnostic| {
        let is_first = start(diagnostic) >= next_line;
        if is_first {
            let rest = text.get(start(diagnostic)..).unwrap_or_default();
            next_line = start(diagnostic) + rest.find('\n').unwrap_or(rest.len()) + 1;
        }
        is_first
    });
    diagnostics
}

fn map(table: DeTable<'_>, file: FileId, diagnostics: &Diagnostics) -> Value {
    let mut map = Map::new();
    for (key, value) in table {
        let key_span = Span::new(file, key.span().start, key.span().end);
        let entry = Entry { key: key_span, node: node(value, file, diagnostics) };
        tree::insert(&mut map, key.into_inner().into_owned(), entry, diagnostics);
    }
    Value::Map(map)
}

fn node(value: Spanned<DeValue<'_>>, file: FileId, diagnostics: &Diagnostics) -> Node {
    let span = Span::new(file, value.span().start, value.span().end);
    let value = match value.into_inner() {
        DeValue::String(text) => Value::String(text.into_owned()),
        DeValue::Integer(number) => i64::from_str_radix(number.as_str(), number.radix())
            .map_or_else(|_| float(number.as_str()), Value::Integer),
        DeValue::Float(number) => float(number.as_str()),
        DeValue::Boolean(value) => Value::Bool(value),
        // No key takes a date, so it is treated as a string.
        DeValue::Datetime(date) => Value::String(date.to_string()),
        DeValue::Array(items) => {
            Value::List(items.into_iter().map(|item| node(item, file, diagnostics)).collect())
        }
        DeValue::Table(table) => map(table, file, diagnostics),
    };
    Node { value, span }
}

/// Parses a number. HCL and JSON can't represent infinities and NaN, so they stay strings, as in YAML.
fn float(text: &str) -> Value {
    match text.parse::<f64>() {
        Ok(number) if number.is_finite() => Value::Float(number),
        _ => Value::String(text.to_owned()),
    }
}

/// Turns the parser's error into a diagnostic.
fn explain(error: &toml::de::Error, text: &str, file: FileId) -> Diagnostic {
    let at = error.span().map_or(Span::new(file, 0, 0), |range| Span::new(file, range.start, range.end));
    let written = text.get(at.range()).unwrap_or_default();
    let message = error.message();
    if message.contains("duplicate key") {
        return Diagnostic::at(at, Code::DuplicateKey, format!("duplicate key {}", shown(written)))
            .label("again here")
            .help("keep one of the two");
    }
    if message.contains("recursion") {
        return tree::too_deep(at);
    }
    // The parser takes unquoted words that start with `n` or `i` for `nan` or `inf`.
    let is_word = message.starts_with("invalid float") && written.starts_with(|c: char| c.is_alphabetic());
    if is_word || message.starts_with("string values must be quoted") {
        return match written.starts_with(TYPOGRAPHIC_QUOTES) {
            true => Diagnostic::at(at, Code::Syntax, "not valid TOML: typographic quotes")
                .help("put the string in straight double quotes: `\"`"),
            false => Diagnostic::at(at, Code::Syntax, "not valid TOML: a string without quotes")
                .help("put it in quotes"),
        };
    }
    let message = message.lines().next().unwrap_or_default();
    let diagnostic = Diagnostic::at(at, Code::Syntax, format!("not valid TOML: {message}"));
    if message.starts_with("invalid unquoted key") && text[at.range()].starts_with(':') {
        diagnostic.help("TOML has `=` between a key and its value")
    } else if message.starts_with("invalid boolean") {
        diagnostic.help("write true or false, in lowercase")
    } else {
        diagnostic
    }
}
