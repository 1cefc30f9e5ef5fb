//! The blocks at the top level of a file.

use std::ops::Range;

use super::SyntaxError;
use super::lexer::{Token, TokenKind, tokens};
use super::parser::{Block, Item, parse};

/// A block at the top level of a file: `resource "aws_s3_bucket" "files" { … }`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TopLevelBlock<'a> {
    /// Its type.
    pub kind: &'a str,
    /// Its labels, without quotes.
    pub labels: Vec<&'a str>,
    /// The names of its attributes.
    pub attributes: Vec<&'a str>,
}

/// The blocks at the top level of a file, in order.
///
/// # Errors
/// A text that Terraform can't parse.
pub fn top_level_blocks(source: &str) -> Result<Vec<TopLevelBlock<'_>>, Vec<SyntaxError>> {
    let tokens = tokens(source);
    let body = parse(source, &tokens)?;
    let blocks = body.items.iter().filter_map(|item| match item {
        Item::Block(block) => Some(outline(block, source, &tokens)),
        Item::Attribute(_) => None,
    });
    Ok(blocks.collect())
}

/// The outline of a parsed block.
pub(super) fn outline<'a>(block: &Block, source: &'a str, tokens: &[Token]) -> TopLevelBlock<'a> {
    let attributes = block.body.items.iter().filter_map(|item| match item {
        Item::Attribute(attribute) => Some(tokens[attribute.name].text(source)),
        Item::Block(_) => None,
    });
    TopLevelBlock {
        kind: tokens[block.block_type].text(source),
        labels: block.labels.iter().map(|label| text_of(label, source, tokens)).collect(),
        attributes: attributes.collect(),
    }
}

/// The text of a label, which is a quoted string or an identifier.
fn text_of<'a>(label: &Range<usize>, source: &'a str, tokens: &[Token]) -> &'a str {
    let is_text = |token: &&Token| matches!(token.kind, TokenKind::QuotedLiteral | TokenKind::Identifier);
    tokens[label.clone()].iter().find(is_text).map(|token| token.text(source)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_have_a_type_labels_and_attributes() {
        let source = "a = 1\nlocals {\n  b = 1\n  c = { d = 2 }\n}\nresource \"t\" \"n\" {\n  x {\n    y = 1\n  }\n}\nmodule m {}\n";
        let blocks = top_level_blocks(source).unwrap();
        let block = |kind, labels: &[&'static str], attributes: &[&'static str]| TopLevelBlock {
            kind,
            labels: labels.to_vec(),
            attributes: attributes.to_vec(),
        };
        let expected = [
            block("locals", &[], &["b", "c"]),
            block("resource", &["t", "n"], &[]),
            block("module", &["m"], &[]),
        ];
        assert_eq!(blocks, expected);
        assert!(top_level_blocks("resource {").is_err());
    }
}
