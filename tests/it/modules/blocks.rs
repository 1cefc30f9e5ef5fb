//! The blocks of a Terraform file, with their arguments as text.

use std::collections::BTreeMap;

use poolsmith::hcl::lexer::{Token, TokenKind, tokens};

/// A block: `TYPE "LABEL" { … }`.
#[derive(Debug)]
pub struct Block {
    pub kind: String,
    pub labels: Vec<String>,
    pub arguments: BTreeMap<String, String>,
    pub blocks: Vec<Block>,
}

impl Block {
    /// The name of a variable or an output: its last label.
    pub fn name(&self) -> &str {
        self.labels.last().expect("a label")
    }

    /// The text of a string, as Terraform reads it.
    pub fn string(&self, argument: &str) -> Option<String> {
        self.arguments.get(argument).map(|text| string(text))
    }

    /// Its nested blocks of a type.
    pub fn nested(&self, kind: &str) -> impl Iterator<Item = &Block> {
        self.blocks.iter().filter(move |block| block.kind == kind)
    }
}

/// The blocks of a file.
pub fn blocks(source: &str) -> Vec<Block> {
    let tokens: Vec<Token> = tokens(source).into_iter().filter(|token| !token.kind.is_comment()).collect();
    Reader { source, tokens: &tokens, next: 0 }.body().1
}

struct Reader<'s> {
    source: &'s str,
    tokens: &'s [Token],
    next: usize,
}

impl Reader<'_> {
    fn kind(&self) -> Option<TokenKind> {
        self.tokens.get(self.next).map(|token| token.kind)
    }

    fn body(&mut self) -> (BTreeMap<String, String>, Vec<Block>) {
        let (mut arguments, mut blocks) = (BTreeMap::new(), Vec::new());
        while let Some(kind) = self.kind() {
            let name = self.tokens[self.next].text(self.source).to_owned();
            self.next += 1;
            match (kind, self.kind()) {
                (TokenKind::CloseBrace, _) => break,
                (TokenKind::Identifier, Some(TokenKind::Assign)) => {
                    arguments.insert(name, self.expression());
                }
                (TokenKind::Identifier, _) => blocks.push(self.block(name)),
                _ => {}
            }
        }
        (arguments, blocks)
    }

    fn block(&mut self, kind: String) -> Block {
        let mut labels = Vec::new();
        while self.kind() != Some(TokenKind::OpenBrace) {
            if self.kind() == Some(TokenKind::QuotedLiteral) {
                labels.push(self.tokens[self.next].text(self.source).to_owned());
            }
            self.next += 1;
        }
        self.next += 1;
        let (arguments, blocks) = self.body();
        Block { kind, labels, arguments, blocks }
    }

    /// The text between `=` and the end of the line on which the brackets are closed.
    fn expression(&mut self) -> String {
        self.next += 1;
        let start = self.tokens[self.next].range.start;
        let (mut open, mut end) = (0, start);
        loop {
            let token = &self.tokens[self.next];
            open += token.kind.bracket_balance();
            if open < 0 || (open == 0 && token.kind == TokenKind::Newline) {
                return self.source[start..end].to_owned();
            }
            end = token.range.end;
            self.next += 1;
        }
    }
}

fn string(text: &str) -> String {
    let literal = match text.strip_prefix("<<-") {
        Some(heredoc) => lines_of(heredoc),
        None => text.trim_matches('"').replace("\\\"", "\"").replace("\\\\", "\\"),
    };
    literal.replace("$${", "${")
}

/// The lines of an indented heredoc, without their common indentation.
fn lines_of(heredoc: &str) -> String {
    let lines: Vec<&str> = heredoc.lines().skip(1).collect();
    let (_, lines) = lines.split_last().expect("a marker");
    let indentation = |line: &&str| line.len() - line.trim_start().len();
    let common = lines.iter().filter(|line| !line.is_empty()).map(indentation).min().unwrap_or_default();
    lines.iter().map(|line| format!("{}\n", line.get(common..).unwrap_or_default())).collect()
}
