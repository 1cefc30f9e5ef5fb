//! The formatter: first it tidies tokens, then it lays out lines.

mod alignment;
mod indentation;
mod labels;
mod lines;
mod piece;
mod spacing;
mod tidy;
mod types;
mod unwrap;
mod width;

use super::lexer::Token;
use super::parser::Body;
use lines::Lines;

/// A parsed source as `terraform fmt` would write it.
pub fn format(source: &str, tokens: &[Token], body: &Body) -> String {
    let pieces = tidy::tidy(source, tokens, body);
    let mut lines = Lines::new(pieces);
    spacing::space(&mut lines);
    indentation::indent(&mut lines);
    alignment::align(&mut lines);
    lines.write()
}
