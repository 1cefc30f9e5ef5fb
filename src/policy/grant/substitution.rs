//! The two substitutions: values for one environment, or variables for all.

use indexmap::IndexMap;

use crate::aws::Partition;
use crate::hcl::Piece;
use crate::inputs::{Part, Resolved, Token};
use crate::policy::document::{Substitution, name};

/// Substitutes the values of one environment, which results in the policy that IAM gets. References are
/// included as they are.
pub struct Concrete<'a> {
    /// The values of the tokens and values that the document needs, by name.
    pub values: &'a IndexMap<String, Resolved>,
    /// The partition.
    pub partition: Partition,
    /// The prefix of the policy variables of identity pools.
    pub key_prefix: &'a str,
}

impl Substitution for Concrete<'_> {
    fn piece(&self, part: &Part) -> Piece {
        let value = || match self.values.get(&name(part)) {
            Some(Resolved::Known(value)) => Piece::Literal(value.clone()),
            Some(Resolved::Reference(reference)) => Piece::Reference(reference.clone()),
            None => Piece::Literal(String::new()),
        };
        fixed(part, self.partition, self.key_prefix).unwrap_or_else(value)
    }
}

/// Substitutes references to a module's variable, for the document that all environments share.
pub struct Symbolic<'a> {
    /// The name of the grant's variable.
    pub variable: &'a str,
    /// The partition.
    pub partition: Partition,
    /// The prefix of the policy variables of identity pools.
    pub key_prefix: &'a str,
}

impl Substitution for Symbolic<'_> {
    fn piece(&self, part: &Part) -> Piece {
        let reference = || Piece::Reference(format!("var.{}.{}", self.variable, name(part)));
        fixed(part, self.partition, self.key_prefix).unwrap_or_else(reference)
    }
}

/// The replacement of tokens that are the same in every environment of a workspace. The identity ID of the
/// signed-in user is a policy variable. Source: Amazon Cognito Developer Guide, "IAM roles".
fn fixed(part: &Part, partition: Partition, key_prefix: &str) -> Option<Piece> {
    match part {
        Part::Token(Token::Identity) => Some(Piece::Literal(format!("${{{key_prefix}:sub}}"))),
        Part::Token(Token::Partition) => Some(Piece::Literal(partition.id().to_owned())),
        Part::Token(_) | Part::Value(_) | Part::Literal(_) => None,
    }
}
