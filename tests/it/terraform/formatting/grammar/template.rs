//! Quoted templates and heredocs.

use super::{Grammar, LITERALS};

impl Grammar<'_> {
    pub(super) fn quote(&mut self, depth: usize) {
        self.put("\"");
        let parts = self.random.below(4);
        self.template(depth, parts);
        self.put("\"");
    }

    pub(super) fn template(&mut self, depth: usize, parts: usize) {
        for _ in 0..parts {
            match self.random.below(6) {
                0..=1 => self.pick(LITERALS),
                2..=4 => self.interpolation(depth),
                _ => self.directive(depth),
            }
        }
    }

    pub(super) fn interpolation(&mut self, depth: usize) {
        self.pick(&["${", "${", "${~"]);
        self.gap();
        self.expression(depth + 2);
        self.gap();
        self.pick(&["}", "}", "~}"]);
    }

    pub(super) fn directive(&mut self, depth: usize) {
        self.pick(&["%{if ", "%{ if ", "%{~ if "]);
        self.expression(depth + 2);
        self.gap();
        self.pick(&["}", "~}"]);
        self.template(depth + 2, 1);
        if self.random.once_in(2) {
            self.pick(&["%{else}", "%{ else ~}"]);
            self.template(depth + 2, 1);
        }
        self.pick(&["%{endif}", "%{~ endif }"]);
    }

    pub(super) fn heredoc_in_brackets(&mut self, depth: usize) {
        let (open, close) = *self.random.pick(&[&("", ""), &("[", "]"), &("f(", ")"), &("{a=", "}")]);
        self.put(open);
        self.pick(&["<<E\n", "<<-E\n"]);
        for _ in 0..self.random.below(4) {
            self.pick(&["", " ", "\t"]);
            self.template(depth + 1, 2);
            self.put("\n");
        }
        self.pick(&["E", "  E"]);
        if !close.is_empty() {
            self.put("\n");
        }
        self.put(close);
    }
}
