//! Random, badly formatted sources that follow HCL's grammar.

mod expression;
mod template;

use crate::support::Random;

/// A random file of a few items.
pub fn file(random: &mut Random, extent: Extent) -> String {
    let mut grammar = Grammar { random, output: String::new(), settled: extent == Extent::Settled, name: 0 };
    for _ in 0..1 + grammar.random.below(5) {
        grammar.item(0);
    }
    grammar.output
}

/// The part of the language to use.
#[derive(Clone, Copy, PartialEq, Eq)]
#[allow(dead_code, reason = "each test uses one of the two")]
pub enum Extent {
    All,
    /// Everything that `terraform fmt` formats in a single pass: no values that are interpolations, and no
    /// `.0 .0`, which it writes as `.0.0`.
    Settled,
}

struct Grammar<'r> {
    random: &'r mut Random,
    output: String,
    /// Whether to omit what has to be formatted more than once.
    settled: bool,
    /// A counter for unique names, so that no attribute is set twice.
    name: usize,
}

const BLANKS: &[&str] = &["", "", " ", " ", " ", "  ", "\t", " /* c */ ", "/*c*/", "/* c\n */"];
const NEWLINES: &[&str] = &["\n", "\n", "\n", "\n\n", " \n", " # c\n", "// c\n", "# é\n  # d\n", "/* c */\n"];
const NAMES: &[&str] =
    &["a", "bb", "ccc", "in", "if", "for_each", "else", "type", "é", "k-l", "string", "list"];
const OPERATORS: &[&str] = &["+", "-", "*", "/", "%", "==", "!=", "<", "<=", ">", ">=", "&&", "||"];
const LITERALS: &[&str] =
    &["x", " y ", "$", "%", "$${", "%%{", "\\n", "\\\"", "é", "中", "$$", "string", "list", "map"];
const NUMBERS: &[&str] = &["0", "1", "22", "3.5", "1e5", "2E-3"];

impl Grammar<'_> {
    fn put(&mut self, text: &str) {
        self.output.push_str(text);
    }

    fn pick(&mut self, choices: &[&'static str]) {
        let choice = self.random.pick(choices);
        self.put(choice);
    }

    fn blank(&mut self) {
        self.pick(BLANKS);
    }

    fn newline(&mut self) {
        self.pick(NEWLINES);
    }

    /// A newline where newlines are whitespace, or other whitespace.
    fn gap(&mut self) {
        if self.random.once_in(6) { self.newline() } else { self.blank() }
    }

    fn new_name(&mut self) {
        self.name += 1;
        let prefix = self.random.pick(&["a", "bbb", "cccccc", "é"]);
        let name = format!("{prefix}{}", self.name);
        self.put(&name);
    }

    fn item(&mut self, depth: usize) {
        self.blank();
        match self.random.below(8) {
            0..=4 => self.attribute(depth),
            5 if depth < 3 => self.one_line_block(depth),
            6 if depth < 3 => self.variable(depth),
            _ if depth < 3 => self.block(depth),
            _ => self.attribute(depth),
        }
        self.blank();
        self.newline();
    }

    fn attribute(&mut self, depth: usize) {
        self.new_name();
        self.blank();
        self.put("=");
        self.blank();
        match self.settled {
            true => self.bracketed(depth, "(", ")"),
            false => self.expression(depth),
        }
    }

    fn header(&mut self) {
        self.pick(&["block", "resource", "b"]);
        for _ in 0..self.random.below(3) {
            self.put(" ");
            self.blank();
            match self.random.below(3) {
                0 => self.new_name(),
                _ => {
                    self.put("\"");
                    for _ in 0..self.random.below(3) {
                        self.pick(LITERALS);
                    }
                    self.put("\"");
                }
            }
        }
        self.blank();
        self.put("{");
    }

    fn block(&mut self, depth: usize) {
        self.header();
        self.newline();
        for _ in 0..self.random.below(4) {
            self.item(depth + 1);
        }
        self.put("}");
    }

    fn one_line_block(&mut self, depth: usize) {
        self.header();
        self.blank();
        if !self.random.once_in(3) {
            self.attribute(depth + 1);
        }
        self.put("}");
    }

    fn variable(&mut self, depth: usize) {
        self.put("variable \"x\" {\n");
        self.put("type");
        self.blank();
        self.put("=");
        self.blank();
        match self.random.below(3) {
            0 => self.pick(&[
                "\"string\"",
                "\"list\"",
                "\"map\"",
                "list",
                "map",
                "set",
                "\"any\"",
                "\"${list}\"",
            ]),
            _ => self.expression(depth + 1),
        }
        self.newline();
        self.put("}");
    }
}
