//! Files, blocks and attributes.

use std::collections::HashSet;

use super::super::error::SyntaxError;
use super::super::lexer::TokenKind::{self, *};
use super::structure::{Attribute, Block, Body, Item, Label};
use super::{Parsed, Parser};

impl<'s> Parser<'s> {
    /// A whole file.
    pub(super) fn file(&mut self) -> Body {
        self.body(None)
    }

    /// Items up to the end of the file, or up to the token that ends a block.
    ///
    /// Invalid items become errors, and parsing continues after them.
    fn body(&mut self, end: Option<TokenKind>) -> Body {
        let mut body = Body::default();
        let mut names = HashSet::new();
        while self.next_item_starts(end) {
            let start = self.cursor.index();
            match self.item(&mut names) {
                Ok(item) => body.items.push(item),
                Err(error) => self.recover(*error, start, end),
            }
        }
        body
    }

    /// Skips newlines, and returns whether an item is next.
    fn next_item_starts(&mut self, end: Option<TokenKind>) -> bool {
        while self.cursor.accept(Newline) {}
        self.cursor.peek().is_some_and(|kind| Some(kind) != end)
    }

    /// Records the error and skips the rest of the item: up to a newline outside its brackets, or up to the
    /// end of the body. Nothing is parsed again, because in nested blocks the time would double with every
    /// level.
    fn recover(&mut self, error: SyntaxError, start: usize, end: Option<TokenKind>) {
        self.cursor.heeds_newlines = true;
        if self.cursor.peek().is_none() {
            return self.leave_unclosed(error);
        }
        self.errors.push(error);
        let mut open = self.cursor.open_since(start);
        while let Some(kind) = self.cursor.peek() {
            if open == 0 && Some(kind) == end {
                return;
            }
            self.cursor.advance();
            open = (open + kind.bracket_balance()).max(0);
            if kind == Newline && open == 0 {
                return;
            }
        }
    }

    /// Records the error, unless something inside already reached the end of the source.
    fn leave_unclosed(&mut self, error: SyntaxError) {
        if !self.is_unclosed {
            self.errors.push(error);
        }
        self.is_unclosed = true;
    }

    fn item(&mut self, names: &mut HashSet<&'s str>) -> Parsed<Item> {
        let name = self.item_name()?;
        match self.cursor.peek() {
            Some(Assign) => {
                let attribute = self.attribute(name, names)?;
                self.end_of_attribute()?;
                Ok(Item::Attribute(attribute))
            }
            Some(OpenBrace | OpenQuote | Identifier) => {
                let block = self.block(name)?;
                self.end_of_item("expected a newline after this block")?;
                Ok(Item::Block(block))
            }
            _ => self.cursor.fail("expected = or a block after this name"),
        }
    }

    fn item_name(&mut self) -> Parsed<usize> {
        let message = match self.cursor.peek() {
            Some(OpenQuote) => "attribute names can't be quoted",
            Some(CloseBrace) => "unmatched closing brace",
            _ => "expected an attribute or a block",
        };
        let index = self.cursor.index();
        self.cursor.expect(Identifier, message)?;
        Ok(index)
    }

    fn attribute(&mut self, name: usize, names: &mut HashSet<&'s str>) -> Parsed<Attribute> {
        let name_text = self.cursor.text_at(name);
        if !names.insert(name_text) {
            let message = format!("the attribute {name_text} is already set in this body");
            return Err(self.cursor.error_at(name, message));
        }
        self.cursor.advance();
        let start = self.cursor.index();
        self.expression()?;
        let value = start..self.cursor.taken();
        Ok(Attribute { name, value })
    }

    fn block(&mut self, block_type: usize) -> Parsed<Block> {
        let labels = self.labels()?;
        self.cursor.expect(OpenBrace, "expected { on the same line as the block type")?;
        let body = self.nested(|parser| match parser.cursor.peek() {
            Some(Newline) | None => parser.block_body(block_type),
            _ => parser.one_line_body(),
        })?;
        Ok(Block { block_type, labels, body })
    }

    fn labels(&mut self) -> Parsed<Vec<Label>> {
        let mut labels = Vec::new();
        loop {
            let start = self.cursor.index();
            match self.cursor.peek() {
                Some(Identifier) => self.cursor.advance(),
                Some(OpenQuote) => self.label_string()?,
                _ => return Ok(labels),
            }
            labels.push(start..self.cursor.taken());
        }
    }

    fn block_body(&mut self, block_type: usize) -> Parsed<Body> {
        let body = self.body(Some(CloseBrace));
        match self.cursor.accept(CloseBrace) {
            true => Ok(body),
            false => Err(self.cursor.error_at(block_type, "this block is not closed")),
        }
    }

    /// The content of a single-line block: nothing, or one attribute.
    fn one_line_body(&mut self) -> Parsed<Body> {
        let mut body = Body::default();
        if self.cursor.peek() != Some(CloseBrace) {
            let name = self.item_name()?;
            if self.cursor.peek() != Some(Assign) {
                return self.cursor.fail("a single-line block can only contain one attribute");
            }
            let attribute = self.attribute(name, &mut HashSet::new())?;
            body.items.push(Item::Attribute(attribute));
        }
        self.cursor.expect(CloseBrace, "expected } after the only attribute of this single-line block")?;
        Ok(body)
    }

    fn end_of_attribute(&mut self) -> Parsed {
        let message = match self.cursor.peek() {
            Some(Comma) => "attributes are separated by newlines, not by commas",
            _ => "expected a newline after this attribute",
        };
        self.end_of_item(message)
    }

    fn end_of_item(&mut self, message: &str) -> Parsed {
        match self.cursor.peek() {
            None => Ok(()),
            Some(_) => self.cursor.expect(Newline, message),
        }
    }
}
