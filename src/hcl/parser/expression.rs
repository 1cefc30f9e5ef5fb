//! Expressions: operators, terms and traversals.

use super::super::lexer::TokenKind::*;
use super::{Parsed, Parser};

impl Parser<'_> {
    /// `condition ? result : other`, or an expression of higher precedence.
    pub(super) fn expression(&mut self) -> Parsed {
        self.nested(Self::conditional)
    }

    fn conditional(&mut self) -> Parsed {
        loop {
            self.operation()?;
            if !self.cursor.accept(Question) {
                return Ok(());
            }
            self.expression()?;
            self.cursor.expect(Colon, "expected : and the false result of this conditional")?;
        }
    }

    /// Operands with operators between them. A syntax check can ignore precedence.
    fn operation(&mut self) -> Parsed {
        self.operand()?;
        while let Some(BinaryOperator | Minus | Star) = self.cursor.peek() {
            self.cursor.advance();
            self.operand()?;
        }
        Ok(())
    }

    fn operand(&mut self) -> Parsed {
        while let Some(Not | Minus) = self.cursor.peek() {
            self.cursor.advance();
        }
        self.term()?;
        self.traversal()
    }

    fn term(&mut self) -> Parsed {
        match self.cursor.peek() {
            Some(Number) => self.number(),
            Some(Identifier) => self.variable_or_call(),
            Some(OpenQuote) => self.quoted_template(),
            Some(OpenHeredoc) => self.heredoc(),
            Some(OpenParen) => self.parentheses(),
            Some(OpenBracket) => self.tuple(),
            Some(OpenBrace) => self.object(),
            _ => self.cursor.fail("expected an expression"),
        }
    }

    fn number(&mut self) -> Parsed {
        let number = self.cursor.text();
        let exponent = number.find(['e', 'E']).unwrap_or(number.len());
        let (mantissa, exponent) = number.split_at(exponent);
        if mantissa.matches('.').count() > 1 || exponent.matches(['.', 'e', 'E']).count() > 1 {
            return self.cursor.fail("invalid number");
        }
        self.cursor.advance();
        Ok(())
    }

    fn variable_or_call(&mut self) -> Parsed {
        self.cursor.advance();
        let mut scoped = false;
        while self.cursor.accept(DoubleColon) {
            scoped = true;
            self.cursor.expect(Identifier, "expected a function name after ::")?;
        }
        if self.cursor.accept(OpenParen) {
            return self.ignoring_newlines(Self::arguments);
        }
        if scoped {
            return self.cursor.fail("expected ( after the name of a namespaced function");
        }
        Ok(())
    }

    fn arguments(&mut self) -> Parsed {
        while !self.cursor.accept(CloseParen) {
            self.expression()?;
            if self.cursor.accept(Ellipsis) {
                return self.cursor.expect(CloseParen, "expected ) after ...");
            }
            if !self.cursor.accept(Comma) {
                return self.cursor.expect(CloseParen, "expected a comma or ) after this argument");
            }
        }
        Ok(())
    }

    fn parentheses(&mut self) -> Parsed {
        self.cursor.advance();
        self.ignoring_newlines(|parser| {
            parser.expression()?;
            parser.cursor.expect(CloseParen, "expected ) to close the parentheses")
        })
    }

    /// Any number of `.name`, `.0`, `.*`, `[index]` and `[*]`.
    fn traversal(&mut self) -> Parsed {
        let mut in_splat = false;
        loop {
            match self.cursor.peek() {
                Some(Dot) => in_splat |= self.attribute_access(in_splat)?,
                Some(OpenBracket) => {
                    self.index()?;
                    in_splat = false;
                }
                _ => return Ok(()),
            }
        }
    }

    /// The part after a dot. Returns whether it is a splat, which can't contain another one.
    fn attribute_access(&mut self, in_splat: bool) -> Parsed<bool> {
        self.cursor.advance();
        let kind = self.cursor.peek();
        match kind {
            Some(Star) if in_splat => {
                return self.cursor.fail("a splat can't contain another splat");
            }
            Some(Identifier | Star) => {}
            Some(Number) if !self.cursor.text().contains('.') => {}
            Some(Number) => return self.cursor.fail("write two indexes as [0][1]"),
            _ => return self.cursor.fail("expected a name after the dot"),
        }
        self.cursor.advance();
        Ok(kind == Some(Star))
    }

    /// `[index]`, or `[*]`, in which newlines are as significant as around it.
    fn index(&mut self) -> Parsed {
        self.cursor.advance();
        if self.cursor.accept(Star) {
            return self.cursor.expect(CloseBracket, "expected ] after the * of a splat");
        }
        self.ignoring_newlines(|parser| {
            parser.expression()?;
            parser.cursor.expect(CloseBracket, "expected ] to close the index")
        })
    }
}
