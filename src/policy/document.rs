//! The policy document of a grant, with tokens in its texts.

use serde_json::Value as Json;

use crate::hcl::{Expression, Piece};
use crate::iam::{self, Policy};
use crate::inputs::{Part, Token, TokenString};

/// A policy document whose texts still hold their tokens.
pub type Document = Policy<TokenString>;

/// What stands for the tokens and values in a text.
pub trait Substitution {
    /// The text that stands for a token or value where the document is to be concrete, or the
    /// reference where it is to be HCL.
    fn piece(&self, part: &Part) -> Piece;
}

impl Document {
    /// The document as HCL, with references where the substitution has them.
    pub fn expression(&self, substitution: &impl Substitution) -> Expression {
        iam::to_hcl(&self.map(|text| Expression::Template(pieces(text, substitution))))
    }

    /// The document as IAM sees it. A reference stands as Terraform has it.
    pub fn json(&self, substitution: &impl Substitution) -> Json {
        let text = |text: &TokenString| pieces(text, substitution).into_iter().map(literal).collect();
        iam::to_json(&self.map(text))
    }

    /// The tokens in it that an environment has a value for, and the grant's values, in the order of
    /// their names: what the document needs to be told.
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

/// The name under which a token or a value is passed to the module.
pub fn name(part: &Part) -> String {
    match part {
        Part::Token(token) => token.word().to_owned(),
        Part::Value(name) | Part::Literal(name) => name.clone(),
    }
}

/// The pieces of a text; neighbouring literals are joined, so that no seam is left between them.
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
