//! What a rule is.

use crate::lint::{AllowedStatement, Finding};
use crate::model::Environment;
use crate::source::Code;

/// A rule: its code, which determines its name, severity and page, and its check.
pub struct Rule {
    /// The code.
    pub code: Code,
    /// The check.
    pub check: Check,
}

/// The check of a rule, by what it needs to see.
#[derive(Clone, Copy)]
pub enum Check {
    /// One environment.
    Environment(fn(&Environment) -> Vec<Finding>),
    /// One statement of a grant that allows something.
    Statement(fn(&AllowedStatement) -> Vec<Finding>),
    /// All environments together.
    Workspace(fn(&[Environment]) -> Vec<Finding>),
}
