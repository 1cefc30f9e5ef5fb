//! Expressions: operators, terms and traversals.

use super::super::lexer::TokenKind::*;
use super::{Parsed, Parser};

impl Parser<'_> {
    /// `condition ? result : other`, or what stands on a lower level.
    pub(super) fn expression(&mut self) -> Parsed {
        loop {
            self.operation()?;
            if !self.cursor.accept(Question) {
                return Ok(());
            }
            self.nested(Self::expression)?;
            self.cursor.expect(Colon, "a conditional needs a : and a result for false")?;
        }
    }

    /// Operands with operators between them; how they bind does not matter here.
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
            _ => Err(self.cursor.error("an expression is expected here")),
        }
    }

    fn number(&mut self) -> Parsed {
        if self.cursor.text().matches(['.', 'e', 'E']).count() > 2 {
            return Err(self.cursor.error("this is not a number"));
        }
        self.cursor.advance();
        Ok(())
    }

    fn variable_or_call(&mut self) -> Parsed {
        self.cursor.advance();
        let mut scoped = false;
        while self.cursor.accept(DoubleColon) {
            scoped = true;
            self.cursor.expect(Identifier, "the name of a function is expected after ::")?;
        }
        if self.cursor.accept(OpenParen) {
            return self.ignoring_newlines(Self::arguments);
        }
        if scoped {
            return Err(self.cursor.error("a function with :: in its name must be called"));
        }
        Ok(())
    }

    fn arguments(&mut self) -> Parsed {
        while !self.cursor.accept(CloseParen) {
            self.expression()?;
            if self.cursor.accept(Ellipsis) {
                return self.cursor.expect(CloseParen, "after ... the call must be closed");
            }
            if !self.cursor.accept(Comma) {
                return self.cursor.expect(CloseParen, "a comma or ) is missing after this argument");
            }
        }
        Ok(())
    }

    fn parentheses(&mut self) -> Parsed {
        self.cursor.advance();
        self.ignoring_newlines(|parser| {
            parser.expression()?;
            parser.cursor.expect(CloseParen, "a ) is missing to close the parentheses")
        })
    }

    /// Any number of `.name`, `.0`, `.*`, `[index]` and `[*]`.
    fn traversal(&mut self) -> Parsed {
        loop {
            match self.cursor.peek() {
                Some(Dot) => self.attribute_access()?,
                Some(OpenBracket) => self.index()?,
                _ => return Ok(()),
            }
        }
    }

    fn attribute_access(&mut self) -> Parsed {
        self.cursor.advance();
        match self.cursor.peek() {
            Some(Identifier | Star) => {}
            Some(Number) if !self.cursor.text().contains('.') => {}
            Some(Number) => return Err(self.cursor.error("write two indexes as [0][1]")),
            _ => return Err(self.cursor.error("a name is expected after the dot")),
        }
        self.cursor.advance();
        Ok(())
    }

    fn index(&mut self) -> Parsed {
        self.cursor.advance();
        self.ignoring_newlines(|parser| {
            if !parser.cursor.accept(Star) {
                parser.expression()?;
            }
            parser.cursor.expect(CloseBracket, "a ] is missing to close the index")
        })
    }
}
