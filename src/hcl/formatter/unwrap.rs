//! `"${x}"` as a whole value means `x`.

use std::ops::Range;

use super::super::lexer::{Token, TokenKind::*};
use super::piece::Piece;
use super::tidy::Edit;

/// Removes the quotes and the interpolation around a value, if there is nothing else.
///
/// A value on several lines needs parentheses instead. One whose lines all end
/// in comments gets none: `terraform fmt` takes such a line's end as a part of
/// the comment (and gives what it then cannot read).
pub fn edits<'s>(tokens: &[Token], value: Range<usize>) -> Vec<Edit<'s>> {
    let Some(inside) = interpolation(tokens, value.clone()) else {
        return Vec::new();
    };
    let inside = trim_newlines(tokens, inside);
    let parentheses = needs_parentheses(tokens, inside.clone());
    let pieces = |kind, text| match parentheses {
        true => vec![Piece::new(kind, text)],
        false => Vec::new(),
    };
    vec![
        Edit { tokens: value.start..inside.start, pieces: pieces(OpenParen, "(") },
        Edit { tokens: inside.end..value.end, pieces: pieces(CloseParen, ")") },
    ]
}

/// The tokens inside the only interpolation of a value that is nothing else.
fn interpolation(tokens: &[Token], value: Range<usize>) -> Option<Range<usize>> {
    let [open_quote, open, inside @ .., close, close_quote] = &tokens[value.clone()] else {
        return None;
    };
    let kinds = [open_quote.kind, open.kind, close.kind, close_quote.kind];
    let wrapped = kinds == [OpenQuote, OpenInterpolation, CloseTemplate, CloseQuote];
    (wrapped && !has_bare_sequence(inside)).then(|| value.start + 2..value.end - 2)
}

/// Whether there is a template sequence outside all quotes among these tokens.
///
/// That is so if the value is several sequences, but also if it has a heredoc
/// with sequences in it: `terraform fmt` does not tell the two apart.
fn has_bare_sequence(tokens: &[Token]) -> bool {
    let mut quotes = 0_usize;
    tokens.iter().any(|token| {
        match token.kind {
            OpenQuote => quotes += 1,
            CloseQuote => quotes = quotes.saturating_sub(1),
            _ => {}
        }
        quotes == 0 && token.kind == CloseTemplate
    })
}

/// Whether a value is on several lines and not in parentheses.
///
/// `terraform fmt` looks at the first and the last token only, and so takes
/// `(a) + (b)` to be in parentheses.
fn needs_parentheses(tokens: &[Token], mut inside: Range<usize>) -> bool {
    let kind = |token: &Token| token.kind;
    let ends = &tokens[inside.clone()];
    let in_parentheses =
        ends.first().map(kind) == Some(OpenParen) && ends.last().map(kind) == Some(CloseParen);
    !in_parentheses && inside.any(|index| is_bare_newline(tokens, index))
}

fn trim_newlines(tokens: &[Token], mut range: Range<usize>) -> Range<usize> {
    while !range.is_empty() && tokens[range.start].kind == Newline {
        range.start += 1;
    }
    while !range.is_empty() && is_bare_newline(tokens, range.end - 1) {
        range.end -= 1;
    }
    range
}

/// Whether this is a newline that does not end a comment.
fn is_bare_newline(tokens: &[Token], index: usize) -> bool {
    tokens[index].kind == Newline && tokens[index - 1].kind != LineComment
}
