//! The values that a document needs, for the modules' documentation and tests.

use crate::aws::{Identifier, Partition};
use crate::inputs::{Part, Token};
use crate::policy::document::{Document, name};
use crate::policy::kind::Kind;
use crate::policy::reference;

/// A value that must be passed to a document.
pub struct DocumentInput {
    /// The attribute in the grant's variable.
    pub name: String,
    /// What the value is, as a sentence.
    pub description: String,
    /// A valid value, for tests.
    pub example: String,
    /// What the value identifies, if it is an ID, a name or an ARN.
    pub identifier: Option<Identifier>,
    /// Whether the inputs may give a reference.
    pub may_be_reference: bool,
}

/// Describes all values that a document needs.
pub fn document_inputs(document: &Document, kind: Option<&Kind>, partition: Partition) -> Vec<DocumentInput> {
    document.needs().iter().map(|part| describe(part, document, kind, partition)).collect()
}

fn describe(part: &Part, document: &Document, kind: Option<&Kind>, partition: Partition) -> DocumentInput {
    let name = name(part);
    let (description, example, identifier) = match part {
        Part::Token(token) => describe_token(*token),
        Part::Value(_) | Part::Literal(_) => match kind {
            Some(kind) => kind
                .key_of_value(&name)
                .map(|key| (key.description.as_str(), key.example(), key.identifier()))
                .unwrap_or_default(),
            None => reference::describe(part, document),
        },
    };
    DocumentInput {
        description: description.to_owned(),
        example: example.replace("{partition}", partition.id()),
        identifier,
        may_be_reference: matches!(part, Part::Value(_)),
        name,
    }
}

/// The description, an example and the kind of a token's value.
fn describe_token(token: Token) -> (&'static str, &'static str, Option<Identifier>) {
    match token {
        Token::Name => ("The name of the application.", "example", None),
        Token::Environment => ("The environment's key.", "dev", None),
        Token::Region => ("The environment's region.", "us-east-1", Some(Identifier::Region)),
        Token::AccountId => ("The environment's account ID.", "111111111111", Some(Identifier::AccountId)),
        Token::Partition | Token::Identity => ("", "", None),
    }
}
