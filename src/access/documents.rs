//! The documents that the inputs supply for managed policies, permissions boundaries and roles that aren't managed here.

use std::collections::BTreeSet;
use std::sync::Arc;

use indexmap::IndexMap;

use crate::access::question::ExpandedTest;
use crate::access::role_reference::RoleReference;
use crate::aws::{Identifier, shown};
use crate::inputs::decode::{Key, Spanned, SpannedMap};
use crate::inputs::{Part, Resolved, Token, TokenString, unavailable};
use crate::model::Environment;
use crate::policy::{Document, PolicyFiles};
use crate::source::{Code, Diagnostic, Diagnostics, Span};
use crate::tree::nearest;

/// The document of a policy, or of all policies of a role.
#[derive(Clone, Debug)]
pub struct SuppliedDocument {
    /// The document.
    pub document: Arc<Document>,
    /// The places of its strings, in order.
    pub places: Arc<[Span]>,
    /// The values of its tokens, by word.
    pub values: IndexMap<String, Resolved>,
}

/// The supplied documents of an environment, by ARN.
pub type Documents = IndexMap<String, SuppliedDocument>;

/// Reads the documents that the roles of each environment need, by its key. One that no role has is reported.
pub fn documents(
    given: &SpannedMap<Spanned<String>>,
    environments: &[Environment],
    asked: &[ExpandedTest],
    files: &mut PolicyFiles,
    diagnostics: &Diagnostics,
) -> IndexMap<String, Documents> {
    let mut all = IndexMap::new();
    let mut found = Vec::new();
    let of_tokens: BTreeSet<&str> = of_tokens(asked).collect();
    let mut used: BTreeSet<Span> = BTreeSet::new();
    for environment in environments {
        let of_environment = Diagnostics::default();
        let needed: BTreeSet<&str> = arns(environment).chain(of_tokens.iter().copied()).collect();
        let mut documents = Documents::new();
        for (key, path) in given.iter() {
            let Some(arn) = expand(key, environment).filter(|arn| needed.contains(arn.as_str())) else {
                continue;
            };
            used.insert(key.span);
            documents
                .extend(document(path, environment, files, &of_environment).map(|document| (arn, document)));
        }
        all.insert(environment.key().to_owned(), documents);
        found.push((environment.key().to_owned(), of_environment));
    }
    diagnostics.absorb(found);
    let unused = given.iter().filter(|(key, _)| !used.contains(&key.span));
    unused.for_each(|(key, _)| diagnostics.push(refusal(key, environments, &of_tokens)));
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

/// An ARN with the values of its tokens; `None` where one has none.
fn expand(arn: &Key, environment: &Environment) -> Option<String> {
    let text = TokenString::parse(&arn.text).ok()?;
    let is_known = text.tokens().all(|token| environment.tokens.get(token).is_some());
    is_known.then(|| environment.tokens.expand_known(&text))
}

/// The error for a document that no role has: its ARN can't be one, or is another.
fn refusal(arn: &Key, environments: &[Environment], of_tokens: &BTreeSet<&str>) -> Diagnostic {
    let text = match TokenString::parse(&arn.text) {
        Ok(text) => text,
        Err(unknown) => return unknown.in_policy(arn.span),
    };
    if text.tokens().any(|token| token == Token::Identity) {
        return unavailable(Token::Identity, arn.span);
    }
    let expanded = environments.iter().find_map(|environment| Some((expand(arn, environment)?, environment)));
    let Some((text, environment)) = expanded else { return unavailable(Token::AccountId, arn.span) };
    let wanted = if text.contains(":role/") { Identifier::RoleArn } else { Identifier::PolicyArn };
    if let Some(refusal) = wanted.refusal(&text, environment.tokens.partition(), arn.span) {
        return refusal;
    }
    let message = format!("no role of the inputs has {}", shown(&text));
    let diagnostic = Diagnostic::at(arn.span, Code::BadAccessFile, message).help(
        "`access.documents` supplies the documents of permissions boundaries, managed policies and existing roles: the ARN is written as there",
    );
    match nearest(&text, environments.iter().flat_map(arns).chain(of_tokens.iter().copied())) {
        Some(meant) => diagnostic.label(format!("did you mean `{meant}`?")),
        None => diagnostic,
    }
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
fn of_tokens(asked: &[ExpandedTest]) -> impl Iterator<Item = &str> {
    let questions = asked.iter().flat_map(|asked| &asked.questions);
    let roles = questions.flat_map(|question| &question.caller.roles.obtainable);
    roles.filter_map(|obtainable| match &obtainable.role {
        RoleReference::Declared(_) => None,
        RoleReference::Undeclared(arn) => Some(arn.as_str()),
    })
}
