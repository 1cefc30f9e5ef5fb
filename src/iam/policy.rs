//! Policies.

use crate::iam::{Statement, Values};

/// An identity policy.
#[derive(Clone, Debug, PartialEq)]
pub struct Policy<T> {
    /// The version of the policy language; IAM takes the older one if there is none.
    pub version: Option<Version>,
    /// A name for the document.
    pub id: Option<T>,
    /// What it allows and denies.
    pub statements: Values<Statement<T>>,
}

/// The versions of the policy language.
///
/// Source: IAM User Guide, "IAM JSON policy elements: Version".
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Version {
    /// It has no policy variables: `${aws:userid}` is text.
    Of2008,
    /// The current one.
    Of2012,
}

impl Version {
    /// All of them.
    pub const ALL: [Self; 2] = [Self::Of2012, Self::Of2008];

    /// IAM's word for it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Of2008 => "2008-10-17",
            Self::Of2012 => "2012-10-17",
        }
    }
}

impl<T> Policy<T> {
    /// A policy of these statements, in the current version.
    pub fn of_statements(statements: Vec<Statement<T>>) -> Self {
        Self { version: Some(Version::Of2012), id: None, statements: Values::list(statements) }
    }

    /// The same with other leaves.
    pub fn map<U>(&self, mut leaf: impl FnMut(&T) -> U) -> Policy<U> {
        Policy {
            version: self.version,
            id: self.id.as_ref().map(&mut leaf),
            statements: self.statements.map(|statement| statement.map(&mut leaf)),
        }
    }

    /// Every leaf, in the order in which they are written.
    pub fn leaves(&self) -> impl Iterator<Item = &T> {
        self.id.iter().chain(self.statements.iter().flat_map(Statement::leaves))
    }
}
