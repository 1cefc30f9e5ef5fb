use indexmap::IndexMap;
use serde_json::Value as Json;

use crate::hcl::{Expression, Piece};
use crate::inputs::{Part, Token, TokenString};

/// A policy document whose strings still hold their tokens.
#[derive(Clone, Debug, PartialEq)]
pub struct Document {
    root: Tree,
}

/// A value in a policy document.
#[derive(Clone, Debug, PartialEq)]
pub enum Tree {
    /// Text.
    Text(TokenString),
    /// true or false.
    Bool(bool),
    /// A whole number.
    Integer(i64),
    /// Any other number.
    Float(f64),
    /// A list.
    List(Vec<Tree>),
    /// Keys and values, in this order.
    Map(IndexMap<String, Tree>),
}

/// What stands for the tokens and values in a text.
pub trait Substitution {
    /// The text that stands for a token or value where the document is to be concrete, or the
    /// reference where it is to be HCL.
    fn piece(&self, part: &Part) -> Piece;
}

impl Document {
    /// The version of IAM's policy language that has policy variables.
    /// Source: IAM User Guide, "IAM JSON policy elements: Version".
    pub const VERSION: &str = "2012-10-17";

    /// A document of these statements.
    pub fn of_statements(statements: Vec<Tree>) -> Self {
        Self::from_root(IndexMap::from([
            ("Version".to_owned(), Tree::text(Self::VERSION)),
            ("Statement".to_owned(), Tree::List(statements)),
        ]))
    }

    /// A document as it was given.
    pub fn from_root(root: IndexMap<String, Tree>) -> Self {
        Self { root: Tree::Map(root) }
    }

    /// The statements; IAM takes one without a list around it.
    pub fn statements(&self) -> Vec<&Tree> {
        match self.root.get("Statement") {
            Some(Tree::List(statements)) => statements.iter().collect(),
            Some(statement) => vec![statement],
            None => Vec::new(),
        }
    }

    /// The document as HCL, and as JSON where nothing in it is a reference.
    pub fn expression(&self, substitution: &impl Substitution) -> Expression {
        self.root.expression(substitution)
    }

    /// The concrete document, as IAM sees it. References have no place in one.
    pub fn json(&self, substitution: &impl Substitution) -> Json {
        self.root.json(substitution)
    }

    /// The tokens in it that an environment has a value for, and the grant's values, in the order of
    /// their names: what the document needs to be told.
    pub fn needs(&self) -> Vec<Part> {
        let mut parts = Vec::new();
        self.root.collect(&mut parts);
        parts.retain(|part| {
            !matches!(part, Part::Literal(_) | Part::Token(Token::Identity | Token::Partition))
        });
        parts.sort_by_key(name);
        parts.dedup();
        parts
    }
}

/// The name under which a token or a value is passed to the module.
pub fn name(part: &Part) -> String {
    match part {
        Part::Token(token) => token.word().to_owned(),
        Part::Value(name) | Part::Literal(name) => name.clone(),
    }
}

impl Tree {
    /// Text without tokens.
    pub fn text(text: &str) -> Self {
        Self::Text(TokenString::literal(text))
    }

    /// The value of a key of a map.
    pub fn get(&self, key: &str) -> Option<&Self> {
        match self {
            Self::Map(map) => map.get(key),
            _ => None,
        }
    }

    /// A text, or those of a list, as they would be written in an inputs file.
    pub fn texts(&self) -> Vec<String> {
        match self {
            Self::Text(text) => vec![text.source()],
            Self::List(items) => items.iter().flat_map(Self::texts).collect(),
            _ => Vec::new(),
        }
    }

    fn expression(&self, substitution: &impl Substitution) -> Expression {
        match self {
            Self::Text(text) => Expression::Template(pieces(text, substitution)),
            Self::Bool(value) => Expression::Bool(*value),
            Self::Integer(number) => Expression::Number(number.to_string()),
            Self::Float(number) => Expression::Number(number.to_string()),
            Self::List(items) => {
                Expression::List(items.iter().map(|item| item.expression(substitution)).collect())
            }
            Self::Map(map) => Expression::Object(
                map.iter().map(|(key, value)| (key.clone(), value.expression(substitution))).collect(),
            ),
        }
    }

    fn json(&self, substitution: &impl Substitution) -> Json {
        match self {
            Self::Text(text) => Json::String(pieces(text, substitution).into_iter().map(literal).collect()),
            Self::Bool(value) => Json::Bool(*value),
            Self::Integer(number) => Json::from(*number),
            Self::Float(number) => Json::from(*number),
            Self::List(items) => items.iter().map(|item| item.json(substitution)).collect(),
            Self::Map(map) => {
                Json::Object(map.iter().map(|(key, value)| (key.clone(), value.json(substitution))).collect())
            }
        }
    }

    fn collect(&self, parts: &mut Vec<Part>) {
        match self {
            Self::Text(text) => parts.extend(text.parts().iter().cloned()),
            Self::List(items) => items.iter().for_each(|item| item.collect(parts)),
            Self::Map(map) => map.values().for_each(|value| value.collect(parts)),
            Self::Bool(_) | Self::Integer(_) | Self::Float(_) => {}
        }
    }
}

/// The pieces of a text; neighbouring literals are joined, so that no seam is left between them.
fn pieces(text: &TokenString, substitution: &impl Substitution) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = Vec::new();
    for part in text.parts() {
        let piece = match part {
            Part::Literal(text) => Piece::Literal(text.clone()),
            part => substitution.piece(part),
        };
        match (pieces.last_mut(), piece) {
            (Some(Piece::Literal(last)), Piece::Literal(next)) => last.push_str(&next),
            (_, piece) => pieces.push(piece),
        }
    }
    pieces
}

fn literal(piece: Piece) -> String {
    match piece {
        Piece::Literal(text) | Piece::Reference(text) => text,
    }
}
