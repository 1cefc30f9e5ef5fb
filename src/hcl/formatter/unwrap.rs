//! Rewrites of values `"${x}"` to `x`.

use std::ops::Range;

use super::super::lexer::{Token, TokenKind::*};
use super::piece::{Edit, Piece};

/// Removes the quotes and the interpolation around a value that consists of nothing else.
///
/// A value on several lines gets parentheses instead, unless all its lines end in comments: `terraform fmt`
/// treats such a newline as part of the comment, although its output is then invalid.
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

/// The tokens inside the interpolation of a value that consists of nothing else.
fn interpolation(tokens: &[Token], value: Range<usize>) -> Option<Range<usize>> {
    let [open_quote, open, inside @ .., close, close_quote] = &tokens[value.clone()] else {
        return None;
    };
    let kinds = [open_quote.kind, open.kind, close.kind, close_quote.kind];
    let wrapped = kinds == [OpenQuote, OpenInterpolation, CloseTemplate, CloseQuote];
    (wrapped && !has_bare_sequence(inside)).then(|| value.start + 2..value.end - 2)
}

/// Whether these tokens contain a template sequence outside quotes.
///
/// This is the case for a value of several sequences, but also for a heredoc with sequences, which
/// `terraform fmt` does not distinguish.
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
/// `terraform fmt` only examines the first and the last token, and thus considers `(a) + (b)` to be in
/// parentheses.
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

/// Whether a token is a newline that does not end a comment.
fn is_bare_newline(tokens: &[Token], index: usize) -> bool {
    tokens[index].kind == Newline && tokens[index - 1].kind != LineComment
}
