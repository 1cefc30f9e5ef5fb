//! The formatter, which first rewrites tokens and then lays out lines.

mod alignment;
mod indentation;
mod labels;
mod lines;
mod piece;
mod spacing;
mod tidy;
mod types;
mod unwrap;

use super::lexer::Token;
use super::parser::Body;
use lines::Lines;

/// A formatted file.
pub struct Formatted {
    /// The text.
    pub text: String,
    /// Whether its tokens differ from those of the source.
    pub is_rewritten: bool,
}

/// A parsed source as `terraform fmt` would write it.
pub fn format(source: &str, tokens: &[Token], body: &Body) -> Formatted {
    let tidied = tidy::tidy(source, tokens, body);
    let mut lines = Lines::new(tidied.pieces);
    spacing::space(&mut lines);
    indentation::indent(&mut lines);
    alignment::align(&mut lines);
    let mut output = lines.write();
    output.extend(std::iter::repeat_n(' ', blanks_at_end(source, tokens)));
    Formatted { text: output, is_rewritten: tidied.is_rewritten }
}

/// The number of bytes after the last token, which `terraform fmt` keeps as spaces.
///
/// In a file without tokens, they include the byte order mark.
fn blanks_at_end(source: &str, tokens: &[Token]) -> usize {
    source.len() - tokens.last().map_or(0, |token| token.range.end)
}
