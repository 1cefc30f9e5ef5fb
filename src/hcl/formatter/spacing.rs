//! The spaces between the tokens of a line.

use super::super::lexer::TokenKind::{self, *};
use super::lines::Lines;

/// Sets the space before every piece to one or zero, except for the first of each line.
pub fn space(lines: &mut Lines) {
    for line in &lines.lines {
        let pieces = &mut lines.pieces[line.pieces.clone()];
        for index in 1..pieces.len() {
            let neighbors = Neighbors {
                before: (index >= 2).then(|| pieces[index - 2].kind),
                left: pieces[index - 1].kind,
                left_is_in: pieces[index - 1].text == "in",
                right: pieces[index].kind,
            };
            pieces[index].spaces = usize::from(neighbors.are_spaced());
        }
    }
}

/// Two adjacent tokens, and the token before them on the line.
struct Neighbors {
    before: Option<TokenKind>,
    left: TokenKind,
    left_is_in: bool,
    right: TokenKind,
}

impl Neighbors {
    fn are_spaced(&self) -> bool {
        if self.left_is_in && self.before == Some(Identifier) {
            return !matches!(self.right, OpenParen | Dot | Comma);
        }
        if self.touch_template() {
            return self.touch_brace_in_template();
        }
        match (self.left, self.right) {
            (InlineComment, DoubleColon) | (DoubleColon, InlineComment) => true,
            (OpenBrace, CloseBrace) => false,
            (OpenBrace, _) => true,
            (_, Comma | CloseBracket | CloseParen | Dot | Ellipsis | DoubleColon) => {
                self.left == Comma && self.right != Comma
            }
            (OpenBracket | OpenParen | Dot | DoubleColon | Not, _) => false,
            (Minus, _) => !self.is_unary(),
            (Identifier, OpenParen) => false,
            (Identifier | Number | CloseParen | CloseBracket | CloseBrace, OpenBracket) => false,
            _ => true,
        }
    }

    /// Whether one of the two is only next to literal text.
    fn touch_template(&self) -> bool {
        let glues_right = matches!(
            self.left,
            OpenQuote
                | QuotedLiteral
                | OpenHeredoc
                | HeredocLiteral
                | CloseTemplate
                | OpenInterpolation
                | OpenDirective
        );
        let glues_left =
            matches!(self.right, CloseQuote | QuotedLiteral | CloseHeredoc | HeredocLiteral | CloseTemplate);
        glues_left || glues_right
    }

    /// Braces have spaces around them, even at the ends of a sequence.
    fn touch_brace_in_template(&self) -> bool {
        matches!(
            (self.left, self.right),
            (OpenInterpolation | OpenDirective, OpenBrace) | (CloseBrace, CloseTemplate)
        )
    }

    /// Whether a minus on the left is a negation.
    fn is_unary(&self) -> bool {
        self.before.is_none_or(|before| {
            matches!(
                before,
                OpenParen
                    | OpenBracket
                    | OpenBrace
                    | Comma
                    | Assign
                    | Colon
                    | Question
                    | Not
                    | Minus
                    | Star
                    | BinaryOperator
            )
        })
    }
}
