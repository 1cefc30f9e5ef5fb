//! Quoted templates, heredocs and labels.

use super::super::lexer::{TokenKind, TokenKind::*};
use super::directive::Directives;
use super::{Parsed, Parser};

const UNCLOSED_QUOTE: &str = "this string is not closed on the same line";
const UNCLOSED_HEREDOC: &str = "this heredoc is not closed";

impl Parser<'_> {
    pub(super) fn quoted_template(&mut self) -> Parsed {
        self.template(CloseQuote, UNCLOSED_QUOTE)
    }

    pub(super) fn heredoc(&mut self) -> Parsed {
        self.template(CloseHeredoc, UNCLOSED_HEREDOC)
    }

    fn template(&mut self, end: TokenKind, unclosed: &str) -> Parsed {
        let opening = self.cursor.index();
        self.cursor.advance();
        let mut directives = Directives::default();
        while !self.cursor.accept(end) {
            match self.cursor.peek() {
                Some(QuotedLiteral) => self.quoted_literal()?,
                Some(HeredocLiteral) => self.cursor.advance(),
                Some(OpenInterpolation) => self.interpolation()?,
                Some(OpenDirective) => self.directive(&mut directives)?,
                Some(Invalid) => return self.cursor.fail(unclosed),
                _ => return Err(self.cursor.error_at(opening, unclosed)),
            }
        }
        directives.end()
    }

    fn quoted_literal(&mut self) -> Parsed {
        let start = self.cursor.range().start;
        super::escape::check(self.cursor.text(), start)?;
        self.cursor.advance();
        Ok(())
    }

    fn interpolation(&mut self) -> Parsed {
        self.cursor.advance();
        self.ignoring_newlines(|parser| {
            parser.expression()?;
            parser.cursor.expect(CloseTemplate, "expected } to close the interpolation")
        })
    }

    /// `%{ … }`: the keyword, its operands, and the closing brace.
    fn directive(&mut self, directives: &mut Directives) -> Parsed {
        let opening = self.cursor.range();
        self.cursor.advance();
        self.ignoring_newlines(|parser| {
            directives.enter(parser.cursor.text(), opening)?;
            match parser.cursor.text() {
                "if" => parser.if_directive()?,
                "for" => parser.for_directive()?,
                _ => parser.cursor.advance(),
            }
            parser.cursor.expect(CloseTemplate, "expected } to close the directive")
        })
    }

    fn if_directive(&mut self) -> Parsed {
        self.cursor.advance();
        self.expression()
    }

    fn for_directive(&mut self) -> Parsed {
        self.cursor.advance();
        self.for_variables()?;
        self.expression()
    }

    /// A quoted label, which is a string without sequences.
    pub(super) fn label_string(&mut self) -> Parsed {
        let opening = self.cursor.index();
        self.cursor.advance();
        while !self.cursor.accept(CloseQuote) {
            match self.cursor.peek() {
                Some(QuotedLiteral) => self.quoted_literal()?,
                Some(OpenInterpolation | OpenDirective) => {
                    return self.cursor.fail("a block label can't contain template sequences");
                }
                _ => return Err(self.cursor.error_at(opening, UNCLOSED_QUOTE)),
            }
        }
        Ok(())
    }
}
