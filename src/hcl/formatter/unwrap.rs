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
    let parentheses = inside.clone().any(|index| is_bare_newline(tokens, index));
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
    let alone = kinds == [OpenQuote, OpenInterpolation, CloseTemplate, CloseQuote];
    (alone && is_balanced(inside)).then(|| value.start + 2..value.end - 2)
}

/// Whether no bracket is closed that was not opened among these tokens.
fn is_balanced(tokens: &[Token]) -> bool {
    let mut open = 0_usize;
    for token in tokens {
        if token.kind.opens_bracket() {
            open += 1;
        } else if token.kind.closes_bracket() {
            match open.checked_sub(1) {
                Some(less) => open = less,
                None => return false,
            }
        }
    }
    true
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
