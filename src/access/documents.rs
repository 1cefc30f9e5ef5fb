//! The documents that the inputs supply for managed policies, permissions boundaries and roles that aren't managed here.

use std::collections::BTreeSet;
use std::rc::Rc;

use indexmap::IndexMap;

use crate::access::question::Asked;
use crate::access::role_reference::RoleReference;
use crate::aws::{Identifier, shown};
use crate::inputs::decode::{Key, Spanned, SpannedMap};
use crate::inputs::{Part, Resolved, TokenString, unavailable};
use crate::model::Environment;
use crate::policy::{Document, PolicyFiles};
use crate::source::{Code, Diagnostic, Diagnostics, Span};
use crate::tree::nearest;

/// The document of a policy, or of all policies of a role.
#[derive(Clone, Debug)]
pub struct SuppliedDocument {
    /// The document.
    pub document: Rc<Document>,
    /// The places of its strings, in order.
    pub places: Rc<[Span]>,
    /// The values of its tokens, by word.
    pub values: IndexMap<String, Resolved>,
}

/// The supplied documents of an environment, by ARN.
pub type Documents = IndexMap<String, SuppliedDocument>;

/// Reads the documents of each environment, by its key. One that no role has is reported.
pub fn documents(
    given: &SpannedMap<Spanned<String>>,
    environments: &[Environment],
    asked: &[Asked],
    files: &mut PolicyFiles,
    diagnostics: &Diagnostics,
) -> IndexMap<String, Documents> {
    let mut all = IndexMap::new();
    let mut found = Vec::new();
    for environment in environments {
        let of_environment = Diagnostics::default();
        let documents = given.iter().filter_map(|(arn, path)| {
            let arn = expand(arn, environment, &of_environment)?;
            Some((arn, document(path, environment, files, &of_environment)?))
        });
        all.insert(environment.key().to_owned(), documents.collect());
        found.push((environment.key().to_owned(), of_environment));
    }
    diagnostics.absorb(found);
    for (arn, _) in given.iter() {
        unused(arn, environments, asked).into_iter().for_each(|diagnostic| diagnostics.push(diagnostic));
    }
    all
}

fn document(
    path: &Spanned<String>,
    environment: &Environment,
    files: &mut PolicyFiles,
    diagnostics: &Diagnostics,
) -> Option<SuppliedDocument> {
    let (path, span) = path.with_span()?;
    let (document, places) = files.document(path, &environment.tokens.region, span, diagnostics)?;
    let mut values = IndexMap::new();
    for part in document.needs() {
        let Part::Token(token) = part else { continue };
        match environment.tokens.get(token) {
            Some(value) => drop(values.insert(token.word().to_owned(), Resolved::Known(value.to_owned()))),
            None => diagnostics.push(unavailable(token, span)),
        }
    }
    Some(SuppliedDocument { document, places, values })
}

/// An ARN with the values of its tokens. Problems are reported.
fn expand(arn: &Key, environment: &Environment, diagnostics: &Diagnostics) -> Option<String> {
    let text = match TokenString::parse(&arn.text) {
        Ok(text) => text,
        Err(unknown) => {
            diagnostics.push(unknown.in_policy(arn.span));
            return None;
        }
    };
    let mut missing = text.tokens().filter(|token| environment.tokens.get(*token).is_none()).peekable();
    if missing.peek().is_some() {
        missing.for_each(|token| diagnostics.push(unavailable(token, arn.span)));
        return None;
    }
    let text = environment.tokens.expand_known(&text);
    let wanted = if text.contains(":role/") { Identifier::RoleArn } else { Identifier::PolicyArn };
    let refusal = wanted.refusal(&text, environment.tokens.partition(), arn.span);
    refusal.into_iter().for_each(|refusal| diagnostics.push(refusal.of_value()));
    Some(text)
}

/// The error for a document that nothing in the inputs refers to.
fn unused(arn: &Key, environments: &[Environment], asked: &[Asked]) -> Option<Diagnostic> {
    let no_diagnostics = Diagnostics::default();
    let expanded: Vec<String> =
        environments.iter().filter_map(|environment| expand(arn, environment, &no_diagnostics)).collect();
    let known: BTreeSet<&str> = environments.iter().flat_map(arns).chain(of_tokens(asked)).collect();
    if expanded.is_empty() || expanded.iter().any(|arn| known.contains(arn.as_str())) {
        return None;
    }
    let message = format!("no role of the inputs has {}", shown(&expanded[0]));
    let diagnostic = Diagnostic::at(arn.span, Code::BadAccessFile, message).help(
        "`access.documents` supplies the documents of permissions boundaries, managed policies and existing roles: the ARN is written as there",
    );
    Some(match nearest(&expanded[0], known) {
        Some(meant) => diagnostic.label(format!("did you mean `{meant}`?")),
        None => diagnostic,
    })
}

/// The ARNs of the policies and roles whose documents aren't in the inputs.
fn arns(environment: &Environment) -> impl Iterator<Item = &str> {
    let managed = environment.roles.values().filter_map(|role| role.managed());
    let policies =
        managed.flat_map(|role| role.permissions_boundary.iter().chain(role.managed_policies.values()));
    let roles = environment.roles.values().filter_map(|role| role.existing());
    policies.chain(roles).filter_map(Resolved::known)
}

/// The ARNs of the roles that only the tokens of identities name.
fn of_tokens(asked: &[Asked]) -> impl Iterator<Item = &str> {
    let questions = asked.iter().flat_map(|asked| &asked.questions);
    let roles = questions.flat_map(|question| &question.caller.roles.obtainable);
    roles.filter_map(|obtainable| match &obtainable.role {
        RoleReference::Declared(_) => None,
        RoleReference::Undeclared(arn) => Some(arn.as_str()),
    })
}
