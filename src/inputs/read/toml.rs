use serde_spanned::Spanned;
use toml::de::{DeTable, DeValue};

use crate::inputs::node::{Entry, Map, Node, Value};
use crate::inputs::read::{empty, is_blank, tree};
use crate::source::{Code, FileId, Problem, Problems, Span};

/// Reads a TOML document.
pub fn read(text: &str, file: FileId, problems: &Problems) -> Option<Node> {
    if is_blank(text) {
        problems.push(empty(file));
        return None;
    }
    let (table, errors) = DeTable::parse_recoverable(text);
    for error in &errors {
        problems.push(explain(error, file));
    }
    errors.is_empty().then(|| {
        let span = Span::new(file, table.span().start, table.span().end);
        Node { value: map(table.into_inner(), file, problems), span }
    })
}

fn map(table: DeTable<'_>, file: FileId, problems: &Problems) -> Value {
    let mut map = Map::new();
    for (key, value) in table {
        let key_span = Span::new(file, key.span().start, key.span().end);
        let entry = Entry { key: key_span, node: node(value, file, problems) };
        tree::insert(&mut map, key.into_inner().into_owned(), entry, problems);
    }
    Value::Map(map)
}

fn node(value: Spanned<DeValue<'_>>, file: FileId, problems: &Problems) -> Node {
    let span = Span::new(file, value.span().start, value.span().end);
    let value = match value.into_inner() {
        DeValue::String(text) => Value::String(text.into_owned()),
        DeValue::Integer(number) => i64::from_str_radix(number.as_str(), number.radix())
            .map_or(Value::Float(f64::INFINITY), Value::Integer),
        DeValue::Float(number) => Value::Float(number.as_str().parse().unwrap_or(f64::NAN)),
        DeValue::Boolean(value) => Value::Bool(value),
        // No key takes a date; as text it is refused, or accepted, like any other.
        DeValue::Datetime(date) => Value::String(date.to_string()),
        DeValue::Array(items) => {
            Value::List(items.into_iter().map(|item| node(item, file, problems)).collect())
        }
        DeValue::Table(table) => map(table, file, problems),
    };
    Node { value, span }
}

/// The parser's error in our words, at its place.
fn explain(error: &toml::de::Error, file: FileId) -> Problem {
    let at = error.span().map_or(Span::new(file, 0, 0), |range| Span::new(file, range.start, range.end));
    let message = error.message();
    if message.contains("duplicate key") {
        return Problem::at(at, Code::DuplicateKey, "the key stands here a second time")
            .label("again here")
            .help("keep one of the two");
    }
    if message.contains("recursion limit") {
        return tree::too_deep(at);
    }
    let message = message.lines().next().unwrap_or_default();
    Problem::at(at, Code::Syntax, format!("not valid TOML: {message}"))
}
