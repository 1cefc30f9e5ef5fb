//! Files, blocks and attributes.

use std::collections::HashSet;

use super::super::lexer::TokenKind::*;
use super::structure::{Attribute, Block, Body, Item, Label};
use super::{Parsed, Parser};

impl Parser<'_> {
    /// A whole file. Each wrong item becomes an error, and the rest is parsed on.
    pub(super) fn file(&mut self) -> Body {
        let mut body = Body::default();
        let mut names = HashSet::new();
        while self.next_item_starts() {
            let item = self.item(&mut names);
            match item.and_then(|item| self.end_of_item(&item).map(|()| item)) {
                Ok(item) => body.items.push(item),
                Err(error) => self.recover(error),
            }
        }
        body
    }

    /// Passes over newlines, and says whether more than them is left.
    fn next_item_starts(&mut self) -> bool {
        while self.cursor.accept(Newline) {}
        self.cursor.peek().is_some()
    }

    /// Keeps the error and goes on after the line, or the brackets, it stands in.
    fn recover(&mut self, error: super::SyntaxError) {
        self.errors.push(error);
        self.cursor.heeds_newlines = true;
        let mut open = 0_usize;
        while let Some(kind) = self.cursor.peek() {
            self.cursor.advance();
            match kind {
                kind if kind.opens_bracket() => open += 1,
                kind if kind.closes_bracket() => open = open.saturating_sub(1),
                Newline if open == 0 => return,
                _ => {}
            }
        }
    }

    fn item(&mut self, names: &mut HashSet<String>) -> Parsed<Item> {
        let index = self.item_name()?;
        match self.cursor.peek() {
            Some(Assign) => self.attribute(index, names).map(Item::Attribute),
            Some(OpenBrace | OpenQuote | Identifier) => self.block(index).map(Item::Block),
            _ => Err(self
                .cursor
                .error("an attribute or a block is expected: a name goes on with = or with a block")),
        }
    }

    fn item_name(&mut self) -> Parsed<usize> {
        let message = match self.cursor.peek() {
            Some(OpenQuote) => "the name of an attribute is not quoted",
            Some(CloseBrace) => "this brace closes nothing",
            _ => "an attribute or a block is expected here",
        };
        let index = self.cursor.index();
        self.cursor.expect(Identifier, message)?;
        Ok(index)
    }

    fn attribute(&mut self, name: usize, names: &mut HashSet<String>) -> Parsed<Attribute> {
        let name_text = self.cursor.text_at(name);
        if !names.insert(name_text.to_owned()) {
            let message = format!("the attribute {name_text} is already set in this body");
            return Err(self.cursor.error_at(name, message));
        }
        self.cursor.advance();
        let start = self.cursor.index();
        self.expression()?;
        let value = start..self.cursor.position();
        Ok(Attribute { name, value })
    }

    fn block(&mut self, block_type: usize) -> Parsed<Block> {
        let labels = self.labels()?;
        self.cursor
            .expect(OpenBrace, "a block has its content between { and }, and { on the line of its type")?;
        let body = self.nested(|parser| match parser.cursor.peek() {
            Some(Newline) => parser.block_body(),
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
            labels.push(start..self.cursor.position());
        }
    }

    fn block_body(&mut self) -> Parsed<Body> {
        let mut body = Body::default();
        let mut names = HashSet::new();
        while self.next_item_starts() && self.cursor.peek() != Some(CloseBrace) {
            let item = self.item(&mut names)?;
            self.end_of_item(&item)?;
            body.items.push(item);
        }
        self.cursor.expect(CloseBrace, "the block is not closed before the end of the file")?;
        Ok(body)
    }

    /// What may stand between braces on one line: nothing, or one attribute.
    fn one_line_body(&mut self) -> Parsed<Body> {
        let mut body = Body::default();
        if self.cursor.peek() != Some(CloseBrace) {
            let name = self.item_name()?;
            if self.cursor.peek() != Some(Assign) {
                return Err(self.cursor.error("a block on one line can only have an attribute"));
            }
            let attribute = self.attribute(name, &mut HashSet::new())?;
            body.items.push(Item::Attribute(attribute));
        }
        self.cursor.expect(CloseBrace, "a block on one line ends with } right after its only attribute")?;
        Ok(body)
    }

    fn end_of_item(&mut self, item: &Item) -> Parsed {
        let message = match (item, self.cursor.peek()) {
            (_, None) => return Ok(()),
            (Item::Attribute(_), Some(Comma)) => "attributes are separated by newlines, not commas",
            (Item::Attribute(_), _) => "a newline is missing after this attribute",
            (Item::Block(_), _) => "a newline is missing after this block",
        };
        self.cursor.expect(Newline, message)
    }
}
