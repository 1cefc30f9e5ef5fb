//! A finding of a rule.

use crate::source::{Code, Diagnostic, Fix, Span};

/// A finding of a rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The finding for people. Its message names no value of one environment, so that it is the same in all of them.
    pub diagnostic: Diagnostic,
    /// The path in the inputs of what it is about, such as `roles.guest.grants.files`. An environment's patch has the
    /// paths of what it patches.
    pub path: String,
}

impl Finding {
    /// A finding about what is at a path, and its place in a file.
    pub fn new(code: Code, path: impl Into<String>, span: Span, message: impl Into<String>) -> Self {
        Self { diagnostic: Diagnostic::at(span, code, message), path: path.into() }
    }

    /// A finding about a file whose text is not available. In the place of a path in the inputs, it has that of the file in
    /// the workspace.
    pub fn in_file(code: Code, path: impl Into<String>, shown: &str, message: impl Into<String>) -> Self {
        Self { diagnostic: Diagnostic::in_file(shown, 1, code, message), path: path.into() }
    }

    /// Adds a help text.
    pub fn help(self, help: impl Into<String>) -> Self {
        Self { diagnostic: self.diagnostic.help(help), ..self }
    }

    /// Sets the edit that fixes it.
    pub fn fixed_by(self, fix: Option<Fix>) -> Self {
        Self { diagnostic: self.diagnostic.fixed_by(fix), ..self }
    }

    /// Adds another place that is part of the explanation.
    pub fn related(self, span: Span, label: impl Into<String>) -> Self {
        Self { diagnostic: self.diagnostic.related(span, label), ..self }
    }

    /// Whether it is about what is at a path in the inputs, or below it.
    pub fn is_within(&self, path: &str) -> bool {
        self.path.strip_prefix(path).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::FileId;

    #[test]
    fn a_finding_is_at_its_path_and_below_its_parents() {
        let span = Span::new(FileId(0), 0, 0);
        let finding = Finding::new(Code::TokenCheckOff, "identity_pool.user_pools.main", span, "");
        for path in ["identity_pool", "identity_pool.user_pools", "identity_pool.user_pools.main"] {
            assert!(finding.is_within(path), "{path}");
        }
        for path in ["identity_pool.user_pools.ma", "identity_pool.user_pools.main.token_check", "roles", ""]
        {
            assert!(!finding.is_within(path), "{path}");
        }
    }
}
