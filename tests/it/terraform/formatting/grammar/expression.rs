//! Expressions of all kinds.

use super::{Grammar, NAMES, NUMBERS, OPERATORS};

impl Grammar<'_> {
    pub(super) fn expression(&mut self, depth: usize) {
        if depth > 6 {
            return self.pick(NAMES);
        }
        match self.random.below(20) {
            0..=2 => self.pick(NAMES),
            3 => self.pick(NUMBERS),
            4..=5 => self.quote(depth),
            6 => self.binary(depth),
            7 => self.unary(depth),
            8 => self.conditional(depth),
            9 => self.bracketed(depth, "(", ")"),
            10..=11 => self.list(depth, "[", "]"),
            12..=13 => self.object(depth),
            14 => self.call(depth),
            15..=16 => self.traversal(depth),
            17 => self.for_tuple(depth),
            18 => self.for_object(depth),
            _ => self.heredoc_in_brackets(depth),
        }
    }

    pub(super) fn binary(&mut self, depth: usize) {
        self.expression(depth + 2);
        self.put(" ");
        self.blank();
        self.pick(OPERATORS);
        self.blank();
        self.expression(depth + 2);
    }

    pub(super) fn unary(&mut self, depth: usize) {
        self.pick(&["-", "!", "- ", "! ", "--"]);
        self.expression(depth + 1);
    }

    pub(super) fn conditional(&mut self, depth: usize) {
        for separator in ["?", ":", ""] {
            self.expression(depth + 2);
            self.blank();
            self.put(separator);
            self.blank();
        }
    }

    pub(super) fn bracketed(&mut self, depth: usize, open: &str, close: &str) {
        self.put(open);
        self.gap();
        self.expression(depth + 1);
        self.gap();
        self.put(close);
    }

    pub(super) fn list(&mut self, depth: usize, open: &str, close: &str) {
        self.put(open);
        self.gap();
        for _ in 0..self.random.below(4) {
            self.expression(depth + 1);
            self.gap();
            self.put(",");
            self.gap();
        }
        if self.random.once_in(2) {
            self.expression(depth + 1);
            self.gap();
        }
        self.put(close);
    }

    pub(super) fn object(&mut self, depth: usize) {
        self.put("{");
        self.gap();
        for _ in 0..self.random.below(4) {
            self.key(depth);
            self.blank();
            self.pick(&["=", "=", "=", ":"]);
            self.blank();
            self.expression(depth + 1);
            self.blank();
            if self.random.once_in(3) {
                self.put(",")
            } else {
                self.newline()
            }
            self.gap();
        }
        self.put("}");
    }

    pub(super) fn key(&mut self, depth: usize) {
        match self.random.below(6) {
            0..=2 => self.new_name(),
            3 => self.quote(depth + 1),
            4 => self.bracketed(depth + 1, "(", ")"),
            _ => self.expression(depth + 2),
        }
    }

    pub(super) fn call(&mut self, depth: usize) {
        self.pick(&["f", "foo", "core::max", "if"]);
        self.blank();
        self.list(depth, "(", ")");
    }

    pub(super) fn traversal(&mut self, depth: usize) {
        self.expression(depth + 3);
        for _ in 0..1 + self.random.below(3) {
            self.blank();
            match self.random.below(5) {
                0..=1 => {
                    self.pick(&[".", " .", ". "]);
                    self.pick(NAMES);
                }
                2 if self.settled => self.pick(&["[*]", "[ * ]", ".*", ". *"]),
                2 => self.pick(&["[*]", "[ * ]", ".*", ". *", ".0"]),
                _ => self.bracketed(depth + 1, "[", "]"),
            }
        }
    }

    pub(super) fn for_tuple(&mut self, depth: usize) {
        self.put("[");
        self.for_introduction(depth);
        self.expression(depth + 1);
        self.for_end(depth);
        self.put("]");
    }

    pub(super) fn for_object(&mut self, depth: usize) {
        self.put("{");
        self.for_introduction(depth);
        self.expression(depth + 2);
        self.gap();
        self.put("=>");
        self.gap();
        self.expression(depth + 1);
        self.blank();
        self.pick(&["", "", "..."]);
        self.for_end(depth);
        self.put("}");
    }

    pub(super) fn for_introduction(&mut self, depth: usize) {
        self.gap();
        self.put("for ");
        self.pick(&["x", "k , v", "k,v", "in", "if"]);
        self.put(" ");
        self.gap();
        self.put("in ");
        self.expression(depth + 2);
        self.gap();
        self.put(":");
        self.gap();
    }

    pub(super) fn for_end(&mut self, depth: usize) {
        self.gap();
        if self.random.once_in(3) {
            self.put(" if ");
            self.expression(depth + 2);
            self.gap();
        }
    }
}
