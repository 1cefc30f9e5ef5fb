//! Policies.

use crate::iam::{Statement, Values};

/// An identity policy.
#[derive(Clone, Debug, PartialEq)]
pub struct Policy<T> {
    /// The version of the policy language.
    pub version: Option<String>,
    /// A name for the document.
    pub id: Option<T>,
    /// What it allows and denies.
    pub statements: Values<Statement<T>>,
}

impl<T> Policy<T> {
    /// The version of the policy language that has policy variables.
    /// Source: IAM User Guide, "IAM JSON policy elements: Version".
    pub const VERSION: &str = "2012-10-17";

    /// A policy of these statements.
    pub fn of_statements(statements: Vec<Statement<T>>) -> Self {
        Self { version: Some(Self::VERSION.to_owned()), id: None, statements: Values::list(statements) }
    }

    /// The same with other leaves.
    pub fn map<U>(&self, mut leaf: impl FnMut(&T) -> U) -> Policy<U> {
        Policy {
            version: self.version.clone(),
            id: self.id.as_ref().map(&mut leaf),
            statements: self.statements.map(|statement| statement.map(&mut leaf)),
        }
    }

    /// Every leaf, in the order in which they are written.
    pub fn leaves(&self) -> impl Iterator<Item = &T> {
        self.id.iter().chain(self.statements.iter().flat_map(Statement::leaves))
    }
}
