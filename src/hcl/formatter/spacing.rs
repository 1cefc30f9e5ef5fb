//! The spaces between the tokens of a line.

use super::super::lexer::TokenKind::{self, *};
use super::lines::Lines;

/// Puts one space or none before every piece but the first of each line.
pub fn space(lines: &mut Lines) {
    for line in lines.lines.clone() {
        for index in line.clone().skip(1) {
            let before = (index >= line.start + 2).then(|| lines.kind(index - 2));
            let (left, right) = (&lines.pieces[index - 1], &lines.pieces[index]);
            let neighbours =
                Neighbours { before, left: left.kind, left_is_in: left.text == "in", right: right.kind };
            lines.pieces[index].spaces = usize::from(neighbours.are_spaced());
        }
    }
}

/// Two tokens side by side, and the one before them on their line.
struct Neighbours {
    before: Option<TokenKind>,
    left: TokenKind,
    left_is_in: bool,
    right: TokenKind,
}

impl Neighbours {
    fn are_spaced(&self) -> bool {
        if self.touch_template() {
            return self.touch_brace_in_template();
        }
        match (self.left, self.right) {
            (OpenBrace, CloseBrace) => false,
            (OpenBrace, _) => true,
            (_, Comma | CloseBracket | CloseParen | Dot | Ellipsis | DoubleColon) => {
                self.left == Comma && self.right != Comma
            }
            (OpenBracket | OpenParen | Dot | DoubleColon | Not, _) => false,
            (Minus, _) => !self.is_unary(),
            (Identifier, OpenParen) => false,
            (Identifier, OpenBracket) => self.left_is_in && self.before == Some(Identifier),
            (Number | CloseParen | CloseBracket | CloseBrace, OpenBracket) => false,
            _ => true,
        }
    }

    /// Whether one of the two only has literal text beside it.
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

    /// Braces keep their distance even from the ends of a sequence.
    fn touch_brace_in_template(&self) -> bool {
        matches!(
            (self.left, self.right),
            (OpenInterpolation | OpenDirective, OpenBrace) | (CloseBrace, CloseTemplate)
        )
    }

    /// Whether a minus on the left negates what follows.
    fn is_unary(&self) -> bool {
        self.before.is_some_and(|before| {
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
