//! What a rule is.

use std::collections::BTreeMap;

use crate::lint::{AllowedStatement, EnvironmentFinding, Evaluation, Finding};
use crate::model::Environment;
use crate::source::{Code, Span};

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
    /// Policies as AWS evaluates them, or access tests.
    Evaluated(for<'a> fn(&Evaluation<'a>) -> Vec<EnvironmentFinding<'a>>),
    /// All environments together.
    Workspace(fn(&[Environment]) -> Vec<Finding>),
    /// The generated files that may differ from what is generated, with their places in the inputs.
    Customized(fn(&BTreeMap<String, Span>) -> Vec<Finding>),
    /// The user's own files in the directories of generated modules.
    OwnFiles(fn(&[OwnFile]) -> Vec<Finding>),
}

/// A file that the user wrote next to generated ones.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnFile {
    /// Its path in the workspace.
    pub path: String,
    /// Its path relative to the current directory, for messages.
    pub shown: String,
}
