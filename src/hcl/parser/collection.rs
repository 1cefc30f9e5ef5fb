//! Tuple and object constructors, and the for expressions in their brackets.

use super::super::lexer::TokenKind::*;
use super::{Parsed, Parser};

impl Parser<'_> {
    pub(super) fn tuple(&mut self) -> Parsed {
        self.cursor.advance();
        self.ignoring_newlines(|parser| {
            if parser.cursor.accept_keyword("for") {
                parser.for_introduction()?;
                parser.expression()?;
                return parser.for_end(CloseBracket);
            }
            parser.tuple_items()
        })
    }

    fn tuple_items(&mut self) -> Parsed {
        while !self.cursor.accept(CloseBracket) {
            self.expression()?;
            if !self.cursor.accept(Comma) {
                return self.cursor.expect(CloseBracket, "expected a comma or ] after this item");
            }
        }
        Ok(())
    }

    pub(super) fn object(&mut self) -> Parsed {
        self.cursor.advance();
        self.ignoring_newlines(|parser| {
            if parser.cursor.accept_keyword("for") {
                return parser.object_for();
            }
            parser.heeding_newlines(Self::object_items)
        })
    }

    fn object_for(&mut self) -> Parsed {
        self.for_introduction()?;
        self.expression()?;
        self.cursor.expect(Arrow, "expected key => value in this for expression")?;
        self.expression()?;
        self.cursor.accept(Ellipsis);
        self.for_end(CloseBrace)
    }

    fn object_items(&mut self) -> Parsed {
        loop {
            while self.cursor.accept(Newline) {}
            if self.cursor.accept(CloseBrace) {
                return Ok(());
            }
            self.object_item()?;
            if !self.cursor.accept(Comma) && self.cursor.peek() != Some(Newline) {
                let message = "expected a newline, a comma or } after this item";
                return self.cursor.expect(CloseBrace, message);
            }
        }
    }

    fn object_item(&mut self) -> Parsed {
        self.expression()?;
        if !self.cursor.accept(Assign) && !self.cursor.accept(Colon) {
            return self.cursor.fail("expected = or : after this key");
        }
        self.expression()
    }

    /// `for key, value in collection :`, after the keyword.
    fn for_introduction(&mut self) -> Parsed {
        self.for_variables()?;
        self.expression()?;
        self.cursor.expect(Colon, "expected : after the collection of this for expression")
    }

    /// `key, value in`, also of a for directive.
    pub(super) fn for_variables(&mut self) -> Parsed {
        self.cursor.expect(Identifier, "expected a variable name in this for expression")?;
        if self.cursor.accept(Comma) {
            self.cursor.expect(Identifier, "expected the name of a second variable")?;
        }
        if !self.cursor.accept_keyword("in") {
            return self.cursor.fail("expected in after the variables of this for expression");
        }
        Ok(())
    }

    fn for_end(&mut self, bracket: super::TokenKind) -> Parsed {
        if self.cursor.accept_keyword("if") {
            self.expression()?;
        }
        self.cursor.expect(bracket, "expected the end of this for expression")
    }
}
