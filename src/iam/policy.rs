//! Policy documents.

use crate::iam::{Statement, Values};

/// An identity-based policy.
#[derive(Clone, Debug, PartialEq)]
pub struct Policy<T> {
    /// The version of the policy language. Without one, IAM assumes the older version.
    pub version: Option<Version>,
    /// A name for the document.
    pub id: Option<T>,
    /// The statements, which allow or deny actions.
    pub statements: Values<Statement<T>>,
}

/// The versions of the policy language.
///
/// Source: IAM User Guide, "IAM JSON policy elements: Version".
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Version {
    /// The old version, without policy variables: `${aws:userid}` is literal text.
    Of2008,
    /// The current version.
    Of2012,
}

impl Version {
    /// All versions.
    pub const ALL: [Self; 2] = [Self::Of2012, Self::Of2008];

    /// The value of the element `Version`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Of2008 => "2008-10-17",
            Self::Of2012 => "2012-10-17",
        }
    }
}

impl<T> Policy<T> {
    /// A policy with these statements, in the current version.
    pub fn of_statements(statements: Vec<Statement<T>>) -> Self {
        Self { version: Some(Version::Of2012), id: None, statements: Values::list(statements) }
    }

    /// The same policy with every leaf converted.
    pub fn map<U>(&self, mut leaf: impl FnMut(&T) -> U) -> Policy<U> {
        Policy {
            version: self.version,
            id: self.id.as_ref().map(&mut leaf),
            statements: self.statements.map(|statement| statement.map(&mut leaf)),
        }
    }

    /// All leaves, in order.
    pub fn leaves(&self) -> impl Iterator<Item = &T> {
        self.id.iter().chain(self.statements.iter().flat_map(Statement::leaves))
    }
}
