//! The attributes of top-level blocks, and the parts of their values.

use std::ops::Range;

use super::SyntaxError;
use super::lexer::{Token, TokenKind, tokens, words};
use super::outline::{TopLevelBlock, outline};
use super::parser::{Body, Item, parse};

/// A file that Terraform can parse.
pub struct ParsedFile<'s> {
    source: &'s str,
    tokens: Vec<Token>,
    body: Body,
}

impl<'s> ParsedFile<'s> {
    /// Parses a file.
    ///
    /// # Errors
    /// A text that Terraform can't parse.
    pub fn parse(source: &'s str) -> Result<Self, Vec<SyntaxError>> {
        let tokens = tokens(source);
        let body = parse(source, &tokens)?;
        Ok(Self { source, tokens, body })
    }

    /// The values of the attributes with this name that are directly in a top-level block, with that block.
    pub fn attributes(&self, name: &str) -> impl Iterator<Item = (TopLevelBlock<'s>, Value<'_>)> {
        let blocks = self.body.items.iter().filter_map(|item| match item {
            Item::Block(block) => Some(block),
            Item::Attribute(_) => None,
        });
        blocks.filter_map(move |block| {
            let value = block.body.items.iter().find_map(|item| match item {
                Item::Attribute(attribute) if self.tokens[attribute.name].text(self.source) == name => {
                    Some(self.tokens.get(attribute.value.clone())?)
                }
                Item::Attribute(_) | Item::Block(_) => None,
            })?;
            Some((outline(block, self.source, &self.tokens), Value { source: self.source, tokens: value }))
        })
    }
}

/// The value of an attribute, or a part of one.
#[derive(Clone, Copy)]
pub struct Value<'f> {
    source: &'f str,
    tokens: &'f [Token],
}

impl<'f> Value<'f> {
    /// The argument of a call of this function, if the value is one with a single argument.
    pub fn argument(self, function: &str) -> Option<Self> {
        let called = self.tokens.first().filter(|token| token.kind == TokenKind::Identifier)?;
        let arguments = self.after(1).inside(TokenKind::OpenParen, TokenKind::CloseParen)?;
        let mut arguments = arguments.parts(&[TokenKind::Comma]);
        let only = arguments.next().filter(|_| called.text(self.source) == function)?;
        arguments.next().is_none().then_some(only)
    }

    /// The items of a list, if the value is one.
    pub fn items(self) -> Option<Vec<Self>> {
        let inside = self.inside(TokenKind::OpenBracket, TokenKind::CloseBracket)?;
        Some(inside.parts(&[TokenKind::Comma]).collect())
    }

    /// The entries of an object, if the value is one: each key with its value.
    pub fn entries(self) -> Option<Vec<Self>> {
        let inside = self.inside(TokenKind::OpenBrace, TokenKind::CloseBrace)?;
        Some(inside.parts(&[TokenKind::Comma, TokenKind::Newline]).collect())
    }

    /// The value of the only entry of an object with this key.
    pub fn entry(self, key: &str) -> Option<Self> {
        let entries = self.entries()?;
        let mut found = entries.into_iter().filter_map(|entry| entry.of_key(key));
        let only = found.next()?;
        found.next().is_none().then_some(only)
    }

    /// The tokens of the value and their texts, but for newlines and comments.
    pub fn words(self) -> Vec<(TokenKind, &'f str)> {
        words(self.tokens, self.source).collect()
    }

    /// The bytes of the file, without newlines and comments around the value.
    pub fn range(self) -> Range<usize> {
        let trimmed = self.trimmed();
        let (first, last) = (trimmed.tokens.first(), trimmed.tokens.last());
        first.map_or(0, |token| token.range.start)..last.map_or(0, |token| token.range.end)
    }

    fn after(self, count: usize) -> Self {
        Self { tokens: self.tokens.get(count..).unwrap_or_default(), ..self }
    }

    fn trimmed(self) -> Self {
        let start = self.tokens.iter().position(Token::is_word).unwrap_or(self.tokens.len());
        let end = self.tokens.iter().rposition(Token::is_word).map_or(start, |last| last + 1);
        Self { tokens: &self.tokens[start..end], ..self }
    }

    /// What is between two brackets, if they belong together and nothing is around them.
    fn inside(self, open: TokenKind, close: TokenKind) -> Option<Self> {
        let [first, inside @ .., last] = self.trimmed().tokens else { return None };
        let depths = inside.iter().scan(0, |depth, token| {
            *depth += token.kind.bracket_balance();
            Some(*depth)
        });
        let is_pair = first.kind == open && last.kind == close && depths.min().unwrap_or_default() >= 0;
        is_pair.then_some(Self { tokens: inside, ..self })
    }

    /// The parts between separators that are in no brackets, without empty ones.
    fn parts(self, separators: &'static [TokenKind]) -> impl Iterator<Item = Self> {
        let mut depth = 0;
        let parts = self.tokens.split(move |token| {
            depth += token.kind.bracket_balance();
            depth == 0 && separators.contains(&token.kind)
        });
        let parts = parts.map(move |tokens| Self { tokens, ..self }.trimmed());
        parts.filter(|part| !part.tokens.is_empty())
    }

    /// The value of an entry, if it has this key.
    fn of_key(self, key: &str) -> Option<Self> {
        use TokenKind::{Assign, CloseQuote, Colon, Identifier, OpenQuote, QuotedLiteral};
        let kinds: Vec<TokenKind> = self.tokens.iter().take(4).map(|token| token.kind).collect();
        let (name, value) = match kinds[..] {
            [Identifier, Assign | Colon, ..] => (0, 2),
            [OpenQuote, QuotedLiteral, CloseQuote, Assign | Colon] => (1, 4),
            _ => return None,
        };
        (self.tokens[name].text(self.source) == key).then(|| self.after(value).trimmed())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SOURCE: &str = r#"policy = { Statement = [] }
resource "t" "n" {
  policy = jsonencode({ # { a = [
    "Version" = "2012-10-17"
    Note      = "}, Statement = [{ Sid = \"${var.x["]"]}\" }"
    Statement : [
      { Sid = "A", Action = ["x", "y"] }, # ]
      {
        Sid = "B"
      }
    ]
  })
  x { policy = 1 }
}
data "t" "n" { policy = f(a) + g(b) }
"#;

    fn texts(values: Vec<Value<'_>>) -> Vec<&str> {
        values.into_iter().map(|value| &SOURCE[value.range()]).collect()
    }

    #[test]
    fn parts_are_found_by_syntax_not_by_text() {
        let file = ParsedFile::parse(SOURCE).unwrap();
        let found: Vec<_> = file.attributes("policy").collect();
        assert_eq!(found.iter().map(|(block, _)| block.kind).collect::<Vec<_>>(), ["resource", "data"]);
        assert_eq!(found[0].0.labels, ["t", "n"]);
        let policy = found[0].1.argument("jsonencode").unwrap();
        let statements = policy.entry("Statement").and_then(Value::items).unwrap();
        let expected = ["{ Sid = \"A\", Action = [\"x\", \"y\"] }", "{\n        Sid = \"B\"\n      }"];
        assert_eq!(texts(statements.clone()), expected);
        assert_eq!(texts(statements[0].entries().unwrap()), ["Sid = \"A\"", "Action = [\"x\", \"y\"]"]);
        assert_eq!(&SOURCE[policy.entry("Version").unwrap().range()], "\"2012-10-17\"");
        assert!(policy.entry("a").is_none() && policy.items().is_none() && policy.argument("f").is_none());
        let sum = found[1].1;
        assert!(sum.argument("f").is_none() && sum.argument("g").is_none());
    }

    #[test]
    fn words_are_without_newlines_and_comments() {
        let [one, other] = ["a = { b = \"c\" }", "a = { # x\n\n  b=\"c\"\n}"].map(|attribute| {
            let source = format!("x {{\n{attribute}\n}}\n").leak();
            ParsedFile::parse(source).unwrap().attributes("a").map(|(_, value)| value.words().len()).next()
        });
        assert_eq!((one, one), (other, Some(7)));
    }
}
