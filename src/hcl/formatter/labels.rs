//! Labels of blocks, which are quoted and written with as few escapes as possible.

use super::super::lexer::{Token, TokenKind::*};
use super::super::parser::{Block, unescape};
use super::piece::{Edit, Piece};

/// Rewrites the labels of a block from its type to its last label.
///
/// Comments between them are lost, as in `terraform fmt`.
pub fn edit<'s>(source: &'s str, tokens: &[Token], block: &Block) -> Option<Edit<'s>> {
    let (first, last) = (block.block_type + 1, block.labels.last()?.end);
    let pieces = block
        .labels
        .iter()
        .filter_map(|label| label_text(source, &tokens[label.clone()]))
        .flat_map(|text| quoted(&text))
        .collect();
    Some(Edit { tokens: first..last, pieces })
}

fn quoted(text: &str) -> Vec<Piece<'static>> {
    let mut pieces = vec![Piece::new(OpenQuote, "\"")];
    pieces.push(Piece::new(QuotedLiteral, escape(text)));
    pieces.push(Piece::new(CloseQuote, "\""));
    pieces
}

/// The text of a label. There is none for a label of several literals, with a `$` or `%` next to other
/// characters, which `terraform fmt` drops.
fn label_text(source: &str, label: &[Token]) -> Option<String> {
    match label {
        [name] => Some(name.text(source).to_owned()),
        [_, _] => Some(String::new()),
        [_, literal, _] => unescaped(literal.text(source)),
        _ => None,
    }
}

fn unescaped(literal: &str) -> Option<String> {
    let mut text = String::with_capacity(literal.len());
    let mut rest = literal;
    while let Some(position) = rest.find('\\') {
        text.push_str(&rest[..position]);
        let (character, length) = unescape(&rest[position..]).ok()?;
        text.push(character);
        rest = &rest[position + length..];
    }
    text.push_str(rest);
    Some(text)
}

fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '\n' => escaped.push_str("\\n"),
            '\r' => escaped.push_str("\\r"),
            '\t' => escaped.push_str("\\t"),
            '"' => escaped.push_str("\\\""),
            '\\' => escaped.push_str("\\\\"),
            _ if is_printable(character) => escaped.push(character),
            _ if character <= '\u{ffff}' => escaped.push_str(&format!("\\u{:04x}", character as u32)),
            _ => escaped.push_str(&format!("\\U{:08x}", character as u32)),
        }
    }
    escaped
}

/// Whether a character is printable. The standard library's tables are only accessible through the
/// characters that debug formatting escapes.
fn is_printable(character: char) -> bool {
    let mut sample = String::from("-");
    sample.push(character);
    !character.is_ascii() && !sample.escape_debug().any(|c| c == '{') || matches!(character, ' '..='~')
}
