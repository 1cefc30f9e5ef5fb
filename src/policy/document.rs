//! The policy document of a grant, and the substitution of its tokens.

use serde_json::Value as Json;

use crate::hcl::{Expression, Piece};
use crate::iam::{self, Policy};
use crate::inputs::{Part, Token, TokenString};

/// A policy document whose strings contain tokens.
pub type Document = Policy<TokenString>;

/// Replaces the tokens and values in a document.
pub trait Substitution {
    /// The replacement of a token or value: literal text, or a Terraform reference.
    fn piece(&self, part: &Part) -> Piece;
}

impl Document {
    /// The document as an HCL expression.
    pub fn expression(&self, substitution: &impl Substitution) -> Expression {
        iam::to_hcl(&self.map(|text| Expression::Template(pieces(text, substitution))))
    }

    /// The document as IAM's JSON. References are included as they are.
    pub fn json(&self, substitution: &impl Substitution) -> Json {
        iam::to_json(&self.concrete(substitution))
    }

    /// The document as IAM sees it. References are included as they are.
    pub fn concrete(&self, substitution: &impl Substitution) -> Policy<String> {
        self.map(|text| pieces(text, substitution).into_iter().map(literal).collect())
    }

    /// The tokens and values that must be passed to the document, sorted by name.
    pub fn needs(&self) -> Vec<Part> {
        let is_needed = |part: &&Part| {
            !matches!(part, Part::Literal(_) | Part::Token(Token::Identity | Token::Partition))
        };
        let parts = self.leaves().flat_map(|text| text.parts()).filter(is_needed);
        let mut parts: Vec<Part> = parts.cloned().collect();
        parts.sort_by_key(name);
        parts.dedup();
        parts
    }
}

/// The name with which a token or value is passed to the module.
pub fn name(part: &Part) -> String {
    match part {
        Part::Token(token) => token.word().to_owned(),
        Part::Value(name) | Part::Literal(name) => name.clone(),
    }
}

/// The pieces of a string, with adjacent literals joined.
fn pieces(text: &TokenString, substitution: &impl Substitution) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = Vec::new();
    for part in text.parts() {
        let piece = match part {
            Part::Literal(text) => Piece::Literal(text.clone()),
            Part::Token(_) | Part::Value(_) => substitution.piece(part),
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
