//! Rewrites of tokens before layout: `terraform fmt` modernizes old syntax if the meaning stays the same.

use super::super::lexer::Token;
use super::super::parser::{Attribute, Block, Body, Item};
use super::piece::{Edit, Piece};
use super::{labels, types, unwrap};

/// The result of all rewrites.
pub struct Tidied<'s> {
    /// The pieces of the output in order.
    pub pieces: Vec<Piece<'s>>,
    /// Whether they differ from the tokens of the source.
    pub is_rewritten: bool,
}

/// Rewrites the tokens of a file.
pub fn tidy<'s>(source: &'s str, tokens: &[Token], body: &Body) -> Tidied<'s> {
    let mut tidier = Tidier { source, tokens, edits: Vec::new() };
    tidier.body(body, Place::File);
    tidier.edits.retain(|edit| edit.changes(source, tokens));
    Tidied { is_rewritten: !tidier.edits.is_empty(), pieces: tidier.apply() }
}

/// The owner of a body.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    File,
    Variable,
    Block,
}

/// Collects edits in the order of the source.
struct Tidier<'s, 't> {
    source: &'s str,
    tokens: &'t [Token],
    edits: Vec<Edit<'s>>,
}

impl<'s> Tidier<'s, '_> {
    /// Rewrites a body. Types are only rewritten directly inside a top-level `variable`.
    fn body(&mut self, body: &Body, place: Place) {
        for item in &body.items {
            match item {
                Item::Attribute(attribute) => self.attribute(attribute, place),
                Item::Block(block) => self.block(block, place),
            }
        }
    }

    fn attribute(&mut self, attribute: &Attribute, place: Place) {
        let value = attribute.value.clone();
        if place == Place::Variable && self.text(attribute.name) == "type" {
            self.edits.extend(types::edit(self.source, self.tokens, value));
        } else {
            self.edits.extend(unwrap::edits(self.tokens, value));
        }
    }

    fn block(&mut self, block: &Block, place: Place) {
        self.edits.extend(labels::edit(self.source, self.tokens, block));
        let variable = place == Place::File && self.text(block.block_type) == "variable";
        let inside = if variable { Place::Variable } else { Place::Block };
        self.body(&block.body, inside);
    }

    fn text(&self, token: usize) -> &'s str {
        self.tokens[token].text(self.source)
    }

    fn apply(self) -> Vec<Piece<'s>> {
        let piece = |token: &Token| Piece::of(token, self.source);
        let mut pieces = Vec::with_capacity(self.tokens.len());
        let mut position = 0;
        for edit in self.edits {
            pieces.extend(self.tokens[position..edit.tokens.start].iter().map(piece));
            pieces.extend(edit.pieces);
            position = edit.tokens.end;
        }
        pieces.extend(self.tokens[position..].iter().map(piece));
        pieces
    }
}
