//! One policy document with all grants of a role.

use std::collections::HashSet;

use crate::hcl::Piece;
use crate::iam::{Policy, Statement, Values, Version};
use crate::inputs::Part;
use crate::model::{Environment, ManagedRole};
use crate::policy::{Concrete, Grant, Substitution};

/// A policy document that allows and denies what all grants of a role do. References are written as in Terraform:
/// `${aws_s3_bucket.files.arn}`.
pub fn role_document(role: &ManagedRole, environment: &Environment) -> Policy<String> {
    let mut names = HashSet::new();
    let statements = role.grants.values().flat_map(|grant| statements(grant, environment));
    let statements = statements.map(|statement| Statement {
        sid: statement.sid.filter(|sid| !sid.is_empty()).map(|sid| unused(&sid, &mut names)),
        ..statement
    });
    Policy { version: Some(Version::Of2012), id: None, statements: Values::list(statements.collect()) }
}

fn statements(grant: &Grant, environment: &Environment) -> Vec<Statement<String>> {
    let known = Concrete {
        values: &grant.values,
        partition: environment.tokens.partition(),
        key_prefix: environment.key_prefix(),
    };
    let policy = in_current_version(grant.document.concrete(&AsInTerraform(known)));
    policy.statements.iter().cloned().collect()
}

struct AsInTerraform<'a>(Concrete<'a>);

impl Substitution for AsInTerraform<'_> {
    fn piece(&self, part: &Part) -> Piece {
        match self.0.piece(part) {
            Piece::Literal(text) => Piece::Literal(text),
            Piece::Reference(reference) => Piece::Literal(format!("${{{reference}}}")),
        }
    }
}

/// The policy in the current version, in which `${` in the text of an old one would begin a variable.
///
/// Source: IAM User Guide, "IAM policy elements: Variables and tags": `${$}` is a `$`, and without the element `Version`
/// a policy has the old one.
fn in_current_version(policy: Policy<String>) -> Policy<String> {
    match policy.version {
        Some(Version::Of2012) => policy,
        Some(Version::Of2008) | None => policy.map(|text| text.replace("${", "${$}{")),
    }
}

/// The name of a statement, with a number if another statement of the document has it.
fn unused(sid: &str, names: &mut HashSet<String>) -> String {
    let numbered = (2..).map(|number| format!("{sid}{number}"));
    let unused = std::iter::once(sid.to_owned()).chain(numbered).find(|name| !names.contains(name));
    let name = unused.unwrap_or_default();
    names.insert(name.clone());
    name
}
