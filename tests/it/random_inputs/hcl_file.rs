//! The blocks, attributes and references of an HCL file, parsed from its tokens.

use poolsmith::hcl::lexer::{TokenKind, tokens};

/// The body of a block or file.
#[derive(Default)]
pub struct Body {
    pub attributes: Vec<(String, Expression)>,
    pub blocks: Vec<Block>,
}

/// A block with its labels.
pub struct Block {
    pub kind: String,
    pub labels: Vec<String>,
    pub body: Body,
}

/// The expression of an attribute.
pub struct Expression(Vec<(TokenKind, String)>);

impl Body {
    /// Parses a file, which must be valid.
    pub fn of_file(source: &str) -> Self {
        let tokens = tokens(source).into_iter().filter(|token| !token.kind.is_comment());
        let tokens: Vec<(TokenKind, String)> =
            tokens.map(|token| (token.kind, token.text(source).to_owned())).collect();
        read_body(&tokens, &mut 0)
    }

    pub fn attribute(&self, name: &str) -> Option<&Expression> {
        self.attributes.iter().find(|(key, _)| key == name).map(|(_, expression)| expression)
    }

    /// The expressions in the body and its blocks.
    pub fn expressions(&self) -> Vec<&Expression> {
        let own = self.attributes.iter().map(|(_, expression)| expression);
        own.chain(self.blocks.iter().flat_map(|block| block.body.expressions())).collect()
    }

    /// The names that `for` expressions and dynamic blocks bind.
    pub fn bound_names(&self) -> Vec<String> {
        let dynamic =
            self.blocks.iter().filter(|block| block.kind == "dynamic").map(|block| block.labels[0].clone());
        let inner = self.blocks.iter().flat_map(|block| block.body.bound_names());
        let fors = self.attributes.iter().flat_map(|(_, expression)| expression.bound_names());
        dynamic.chain(inner).chain(fors).collect()
    }
}

fn read_body(tokens: &[(TokenKind, String)], position: &mut usize) -> Body {
    let mut body = Body::default();
    while let Some((kind, text)) = tokens.get(*position) {
        *position += 1;
        match kind {
            TokenKind::CloseBrace => break,
            TokenKind::Identifier
                if tokens.get(*position).is_some_and(|next| next.0 == TokenKind::Assign) =>
            {
                *position += 1;
                body.attributes.push((text.clone(), read_expression(tokens, position)));
            }
            TokenKind::Identifier => body.blocks.push(read_block(text, tokens, position)),
            _ => {}
        }
    }
    body
}

fn read_block(kind: &str, tokens: &[(TokenKind, String)], position: &mut usize) -> Block {
    let header: Vec<&(TokenKind, String)> =
        tokens[*position..].iter().take_while(|token| token.0 != TokenKind::OpenBrace).collect();
    *position += header.len() + 1;
    let is_label = |kind| matches!(kind, TokenKind::QuotedLiteral | TokenKind::Identifier);
    let labels = header.into_iter().filter(|token| is_label(token.0)).map(|token| token.1.clone()).collect();
    Block { kind: kind.to_owned(), labels, body: read_body(tokens, position) }
}

fn read_expression(tokens: &[(TokenKind, String)], position: &mut usize) -> Expression {
    let mut depth = 0_usize;
    let mut taken = Vec::new();
    while let Some((kind, text)) = tokens.get(*position) {
        match kind {
            kind if kind.bracket_balance() > 0 => depth += 1,
            kind if kind.bracket_balance() < 0 && depth == 0 => break,
            kind if kind.bracket_balance() < 0 => depth -= 1,
            TokenKind::Newline if depth == 0 => break,
            _ => {}
        }
        *position += 1;
        taken.push((*kind, text.clone()));
    }
    Expression(taken)
}

impl Expression {
    /// The references, as lists of names: `aws_iam_role.this[0].id` is aws_iam_role, this, id.
    pub fn references(&self) -> Vec<Vec<&str>> {
        let mut references = Vec::new();
        let mut index = 0;
        while index < self.0.len() {
            let after_dot = index > 0 && self.0[index - 1].0 == TokenKind::Dot;
            if self.0[index].0 == TokenKind::Identifier && !after_dot {
                let (steps, length) = self.steps(index);
                references.extend((steps.len() > 1).then_some(steps));
                index += length;
            } else {
                index += 1;
            }
        }
        references
    }

    /// The names of a reference, and its number of tokens up to the first index that isn't a literal.
    fn steps(&self, start: usize) -> (Vec<&str>, usize) {
        use TokenKind::{
            CloseBracket, CloseQuote, Dot, Identifier, Number, OpenBracket, OpenQuote, QuotedLiteral, Star,
        };
        let mut steps = vec![self.0[start].1.as_str()];
        let mut index = start + 1;
        let kind = |index: usize| self.0.get(index).map(|token| token.0);
        loop {
            match (kind(index), kind(index + 1), kind(index + 2)) {
                (Some(Dot), Some(Identifier), _) => {
                    steps.push(&self.0[index + 1].1);
                    index += 2;
                }
                (Some(OpenBracket), Some(Number | Star), Some(CloseBracket)) => index += 3,
                (Some(OpenBracket), Some(OpenQuote), Some(QuotedLiteral))
                    if (kind(index + 3), kind(index + 4)) == (Some(CloseQuote), Some(CloseBracket)) =>
                {
                    steps.push(&self.0[index + 2].1);
                    index += 5;
                }
                _ => return (steps, index - start),
            }
        }
    }

    fn bound_names(&self) -> Vec<String> {
        let after_for = self.0.split(|token| token.0 == TokenKind::Identifier && token.1 == "for").skip(1);
        let names = after_for.flat_map(|rest| rest.iter().take_while(|token| token.1 != "in"));
        names.filter(|token| token.0 == TokenKind::Identifier).map(|token| token.1.clone()).collect()
    }

    /// The keys of an object or object type, and whether `optional(` follows.
    pub fn object_keys(&self) -> Option<Vec<(String, bool)>> {
        let start = self.0.iter().position(|token| token.0 == TokenKind::OpenBrace)?;
        let is_type = self.0[0].1 == "object" && start == 2;
        if start != 0 && !is_type {
            return None;
        }
        let mut depth = 0_usize;
        let mut keys = Vec::new();
        for (index, (kind, _)) in self.0.iter().enumerate().skip(start) {
            match kind {
                kind if kind.bracket_balance() > 0 => depth += 1,
                kind if kind.bracket_balance() < 0 && depth == 1 => break,
                kind if kind.bracket_balance() < 0 => depth -= 1,
                TokenKind::Assign if depth == 1 => {
                    let key = self.0[..index].iter().rev().find(|token| token.0 != TokenKind::CloseQuote)?;
                    keys.push((key.1.clone(), self.0[index + 1].1 == "optional"));
                }
                _ => {}
            }
        }
        Some(keys)
    }

    /// Whether the expression is only this name or number.
    pub fn is(&self, text: &str) -> bool {
        matches!(&self.0[..], [only] if only.1 == text)
    }

    /// Whether the expression ends with an index.
    pub fn is_indexed(&self) -> bool {
        self.0.last().is_some_and(|(kind, _)| *kind == TokenKind::CloseBracket)
    }

    /// The quoted text, if the expression is nothing else.
    pub fn quoted(&self) -> Option<&str> {
        match &self.0[..] {
            [(TokenKind::OpenQuote, _), (TokenKind::QuotedLiteral, text), _] => Some(text),
            _ => None,
        }
    }
}
