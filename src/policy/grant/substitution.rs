//! The two ways to fill a document: by values for one environment, by variables for all.

use indexmap::IndexMap;

use crate::aws::Partition;
use crate::hcl::Piece;
use crate::inputs::{Part, Resolved, Token};
use crate::policy::document::{Substitution, name};

/// The document of one environment, as IAM sees it; a reference stands as Terraform has it.
pub struct Concrete<'a> {
    /// Each token and value that the document needs.
    pub values: &'a IndexMap<String, Resolved>,
    /// The partition.
    pub partition: Partition,
    /// The prefix of the identity's policy variable.
    pub principal: &'a str,
}

impl Substitution for Concrete<'_> {
    fn piece(&self, part: &Part) -> Piece {
        let value = || match self.values.get(&name(part)) {
            Some(Resolved::Known(value)) => Piece::Literal(value.clone()),
            Some(Resolved::Reference(reference)) => Piece::Reference(reference.clone()),
            None => Piece::Literal(String::new()),
        };
        fixed(part, self.partition, self.principal).unwrap_or_else(value)
    }
}

/// The document that all environments share, with references to a module's variable.
pub struct Symbolic<'a> {
    /// The name of the grant's variable.
    pub variable: &'a str,
    /// The partition.
    pub partition: Partition,
    /// The prefix of the identity's policy variable.
    pub principal: &'a str,
}

impl Substitution for Symbolic<'_> {
    fn piece(&self, part: &Part) -> Piece {
        let reference = || Piece::Reference(format!("var.{}.{}", self.variable, name(part)));
        fixed(part, self.partition, self.principal).unwrap_or_else(reference)
    }
}

/// What stands for the tokens that are the same in every environment of a workspace. The identity ID
/// of whoever is signed in is a policy variable: Amazon Cognito Developer Guide, "IAM roles".
fn fixed(part: &Part, partition: Partition, principal: &str) -> Option<Piece> {
    match part {
        Part::Token(Token::Identity) => Some(Piece::Literal(format!("${{{principal}:sub}}"))),
        Part::Token(Token::Partition) => Some(Piece::Literal(partition.id().to_owned())),
        Part::Token(_) | Part::Value(_) | Part::Literal(_) => None,
    }
}
