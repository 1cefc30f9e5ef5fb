//! Rewrites of type constraints for Terraform 0.11 and earlier.

use std::ops::Range;

use super::super::lexer::{Token, TokenKind::*};
use super::piece::{Edit, Piece};

/// Removes the quotes of a quoted type, and adds an element type to a bare collection type.
pub fn edit<'s>(source: &'s str, tokens: &[Token], value: Range<usize>) -> Option<Edit<'s>> {
    let (name, arguments) = match &tokens[value.clone()] {
        [open, literal, close] if (open.kind, close.kind) == (OpenQuote, CloseQuote) => {
            quoted_type(literal.text(source))?
        }
        [name] if name.kind == Identifier => bare_type(name.text(source))?,
        _ => return None,
    };
    let pieces = type_pieces(name, arguments);
    Some(Edit { tokens: value, pieces })
}

/// A type that could be quoted in earlier versions, and the type of its elements.
fn quoted_type(name: &str) -> Option<(&'static str, Option<&'static str>)> {
    match name {
        "string" => Some(("string", None)),
        "list" => Some(("list", Some("string"))),
        "map" => Some(("map", Some("string"))),
        _ => None,
    }
}

fn bare_type(name: &str) -> Option<(&'static str, Option<&'static str>)> {
    match name {
        "list" => Some(("list", Some("any"))),
        "map" => Some(("map", Some("any"))),
        "set" => Some(("set", Some("any"))),
        _ => None,
    }
}

fn type_pieces(name: &'static str, element: Option<&'static str>) -> Vec<Piece<'static>> {
    let mut pieces = vec![Piece::new(Identifier, name)];
    if let Some(element) = element {
        pieces.push(Piece::new(OpenParen, "("));
        pieces.push(Piece::new(Identifier, element));
        pieces.push(Piece::new(CloseParen, ")"));
    }
    pieces
}
