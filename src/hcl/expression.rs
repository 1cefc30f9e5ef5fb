//! Values as HCL expressions.

use std::fmt::{self, Write};

use serde::ser::{Serialize, SerializeSeq, Serializer};
use serde_json::Value;

use super::escape::{escape, escape_end};

/// A value in a `.tf` file: a literal, or text with references.
#[derive(Clone, Debug, PartialEq)]
pub enum Expression {
    /// `null`
    Null,
    /// `true` or `false`
    Bool(bool),
    /// A number, as written.
    Number(String),
    /// A quoted template: `"arn:aws:s3:::${var.uploads.bucket}/*"`; a reference alone needs no quotes.
    Template(Vec<Piece>),
    /// A list (HCL's tuple constructor).
    List(Vec<Expression>),
    /// An object, with its keys in order.
    Object(Vec<(String, Expression)>),
}

/// A piece of a quoted template.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    /// Literal text, which is escaped when it is written.
    Literal(String),
    /// A reference such as `var.uploads.bucket`, which Terraform evaluates.
    Reference(String),
}

/// The first character of an [`Expression`] that is passed through a template engine as bytes, because
/// JSON has no type for it. Templates can't create bytes. The character is one of those that `render`
/// reserves, so that the bytes are never mistaken for text.
const MARK: char = '\u{E000}';

impl Expression {
    /// A quoted string without references.
    pub fn string(text: impl Into<String>) -> Self {
        Self::Template(vec![Piece::Literal(text.into())])
    }

    /// Whether it is a reference without text around it.
    pub fn is_reference(&self) -> bool {
        matches!(self, Self::Template(pieces) if matches!(pieces[..], [Piece::Reference(_)]))
    }

    /// Whether it is written on the line of its parent.
    fn is_short(&self) -> bool {
        const MAX_WIDTH: usize = 80;
        match self {
            Self::List(items) => {
                let is_scalar = |item: &Self| !matches!(item, Self::List(_) | Self::Object(_));
                items.iter().all(is_scalar) && self.one_line().len() <= MAX_WIDTH
            }
            Self::Object(entries) => entries.is_empty(),
            _ => true,
        }
    }

    fn one_line(&self) -> String {
        match self {
            Self::List(items) => {
                let items: Vec<String> = items.iter().map(ToString::to_string).collect();
                format!("[{}]", items.join(", "))
            }
            _ => self.to_string(),
        }
    }
}

/// Writes the expression as HCL, without alignment, which the formatter adds.
impl fmt::Display for Expression {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Null => formatter.write_str("null"),
            Self::Bool(value) => write!(formatter, "{value}"),
            Self::Number(digits) => formatter.write_str(digits),
            Self::Template(pieces) => match &pieces[..] {
                [Piece::Reference(reference)] => formatter.write_str(reference),
                pieces => write_template(pieces, formatter),
            },
            Self::List(_) if self.is_short() => formatter.write_str(&self.one_line()),
            Self::List(items) => {
                formatter.write_str("[\n")?;
                items.iter().try_for_each(|item| writeln!(formatter, "{item},"))?;
                formatter.write_char(']')
            }
            Self::Object(entries) if entries.is_empty() => formatter.write_str("{}"),
            Self::Object(entries) => {
                formatter.write_str("{\n")?;
                entries.iter().try_for_each(|(key, value)| writeln!(formatter, "{} = {value}", Key(key)))?;
                formatter.write_char('}')
            }
        }
    }
}

fn write_template(pieces: &[Piece], formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
    formatter.write_char('"')?;
    for (index, piece) in pieces.iter().enumerate() {
        match piece {
            Piece::Literal(text) if index + 1 == pieces.len() => formatter.write_str(&escape_end(text))?,
            Piece::Literal(text) => formatter.write_str(&escape(text))?,
            Piece::Reference(reference) => write!(formatter, "${{{reference}}}")?,
        }
    }
    formatter.write_char('"')
}

/// The key of an object, in quotes unless it is an identifier.
struct Key<'a>(&'a str);

impl fmt::Display for Key<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if is_identifier(self.0) {
            formatter.write_str(self.0)
        } else {
            write!(formatter, "\"{}\"", escape(self.0))
        }
    }
}

/// Whether a key needs no quotes. `for` needs quotes, because it would start a `for` expression.
pub fn is_identifier(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-')
        && !["for", "null", "true", "false"].contains(&text)
}

impl Serialize for Expression {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Null => serializer.serialize_none(),
            Self::Bool(value) => serializer.serialize_bool(*value),
            Self::Number(digits) => marked(serializer, digits),
            Self::Template(pieces) => match &pieces[..] {
                [] => serializer.serialize_str(""),
                [Piece::Literal(text)] => serializer.serialize_str(text),
                pieces => marked(serializer, pieces),
            },
            Self::List(items) => serializer.collect_seq(items),
            Self::Object(entries) => serializer.collect_map(entries.iter().map(|(key, value)| (key, value))),
        }
    }
}

fn marked<S: Serializer, T: Serialize + ?Sized>(serializer: S, value: &T) -> Result<S::Ok, S::Error> {
    let json = serde_json::to_string(value).map_err(serde::ser::Error::custom)?;
    serializer.serialize_bytes(format!("{MARK}{json}").as_bytes())
}

impl Serialize for Piece {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Literal(text) => serializer.serialize_str(text),
            Self::Reference(reference) => {
                let mut sequence = serializer.serialize_seq(Some(1))?;
                sequence.serialize_element(reference)?;
                sequence.end()
            }
        }
    }
}

impl Expression {
    /// Converts a JSON value.
    pub fn from_json(value: &Value) -> Self {
        match value {
            Value::Null => Self::Null,
            Value::Bool(value) => Self::Bool(*value),
            Value::Number(number) => Self::Number(number.to_string()),
            Value::String(text) => Self::string(text),
            Value::Array(items) => Self::List(items.iter().map(Self::from_json).collect()),
            Value::Object(map) => {
                Self::Object(map.iter().map(|(key, value)| (key.clone(), Self::from_json(value))).collect())
            }
        }
    }

    /// Reads a number or a template from the bytes that [`Serialize`] wrote.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        match serde_json::from_str(std::str::from_utf8(bytes).ok()?.strip_prefix(MARK)?).ok()? {
            Value::String(digits) => Some(Self::Number(digits)),
            Value::Array(pieces) => Some(Self::Template(pieces.iter().filter_map(piece).collect())),
            _ => None,
        }
    }
}

fn piece(value: &Value) -> Option<Piece> {
    match value.as_str() {
        Some(text) => Some(Piece::Literal(text.to_owned())),
        None => value.get(0)?.as_str().map(|reference| Piece::Reference(reference.to_owned())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn through_a_template_engine_and_back() {
        let expressions = [
            Expression::Template(vec![Piece::Literal("arn:${x}".into()), Piece::Reference("var.a.b".into())]),
            Expression::Template(vec![Piece::Reference("var.a.b".into())]),
            Expression::Number("1.5".into()),
        ];
        for expression in expressions {
            let bytes: Vec<u8> = serde_json::from_value(serde_json::to_value(&expression).unwrap()).unwrap();
            assert_eq!(Expression::from_bytes(&bytes), Some(expression));
        }
    }

    #[test]
    fn as_written() {
        let cases = [
            (Expression::string("${file(\"x\")}\n%{ for }"), r#""$${file(\"x\")}\n%%{ for }""#),
            (Expression::List(vec![Expression::string("a"), Expression::Null]), r#"["a", null]"#),
            (Expression::Object(vec![("for".into(), Expression::Bool(true))]), "{\n\"for\" = true\n}"),
            (
                Expression::Template(vec![Piece::Literal("$".into()), Piece::Reference("var.a".into())]),
                r#""\u0024${var.a}""#,
            ),
        ];
        for (expression, text) in cases {
            assert_eq!(expression.to_string(), text);
        }
    }
}
