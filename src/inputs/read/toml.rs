use serde_spanned::Spanned;
use toml::de::{DeTable, DeValue};

use crate::aws::shown;
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
    for problem in first_of_each_line(errors.iter().map(|error| explain(error, text, file)), text) {
        problems.push(problem);
    }
    errors.is_empty().then(|| {
        let span = Span::new(file, table.span().start, table.span().end);
        Node { value: map(table.into_inner(), file, problems), span }
    })
}

/// After an error the parser tries to go on, and stumbles over the rest of the line.
fn first_of_each_line(problems: impl Iterator<Item = Problem>, text: &str) -> Vec<Problem> {
    let start = |problem: &Problem| problem.span.map_or(0, |span| span.start as usize);
    let mut problems: Vec<Problem> = problems.collect();
    problems.sort_by_key(start);
    let mut next_line = 0;
    problems.retain(|problem| {
        let is_first = start(problem) >= next_line;
        if is_first {
            let rest = text.get(start(problem)..).unwrap_or_default();
            next_line = start(problem) + rest.find('\n').unwrap_or(rest.len()) + 1;
        }
        is_first
    });
    problems
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
            .map_or_else(|_| float(number.as_str()), Value::Integer),
        DeValue::Float(number) => float(number.as_str()),
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

/// A number as written. What is not finite has no place in HCL or JSON, and stays a text as in YAML.
fn float(text: &str) -> Value {
    match text.parse::<f64>() {
        Ok(number) if number.is_finite() => Value::Float(number),
        _ => Value::String(text.to_owned()),
    }
}

/// The parser's error in our words, at its place.
fn explain(error: &toml::de::Error, text: &str, file: FileId) -> Problem {
    let at = error.span().map_or(Span::new(file, 0, 0), |range| Span::new(file, range.start, range.end));
    let written = text.get(at.range()).unwrap_or_default();
    let message = error.message();
    if message.contains("duplicate key") {
        return Problem::at(
            at,
            Code::DuplicateKey,
            format!("the key {} stands here a second time", shown(written)),
        )
        .label("again here")
        .help("keep one of the two");
    }
    if message.contains("recursion") {
        return tree::too_deep(at);
    }
    // What begins with an `n` or an `i` might have been `nan` or `inf`.
    let is_word = message.starts_with("invalid float") && written.starts_with(|c: char| c.is_alphabetic());
    if is_word || message.starts_with("string values must be quoted") {
        return Problem::at(at, Code::Syntax, "not valid TOML: a text without quotes")
            .help("put it in quotes");
    }
    let message = message.lines().next().unwrap_or_default();
    Problem::at(at, Code::Syntax, format!("not valid TOML: {message}"))
}
