use std::rc::Rc;

use indexmap::IndexMap;

use crate::aws::{Partition, arn, names};
use crate::hcl::Piece;
use crate::inputs::decode::{Given, Key};
use crate::inputs::{Part, Token, TokenValues, spec, unavailable};
use crate::policy::document::{Document, Substitution, name};
use crate::policy::kind::kinds;
use crate::policy::summary::{self, Summary};
use crate::policy::{PolicyFiles, s3, statement};
use crate::source::{Problems, Span};

/// A grant as meant: its document, and what the document needs to be told in an environment.
#[derive(Clone, Debug)]
pub struct Grant {
    /// The grant's key, which is also the inline policy's name.
    pub key: String,
    /// Where the key stands.
    pub span: Span,
    /// What is allowed, the same in every environment.
    pub document: Rc<Document>,
    /// By its name, each token and value that the document needs, and what it is here.
    pub values: IndexMap<String, String>,
    /// What is allowed and denied, in words for people.
    pub summary: Vec<Summary>,
    /// Where the grant gives objects of a bucket by the identity as the first segment: that bucket.
    pub identity_first: Option<String>,
    /// The bucket of an `s3` grant.
    pub bucket: Option<String>,
}

/// What a grant is resolved with.
pub struct Scope<'a, 'b> {
    /// What the tokens stand for.
    pub tokens: &'a TokenValues,
    /// The policy files.
    pub files: &'a mut PolicyFiles<'b>,
    /// What is wrong is reported here.
    pub problems: &'a Problems,
}

/// A grant as meant. Nothing comes back where it could not be made out, which was reported.
pub fn resolve(key: &Key, given: &Given<spec::Grant>, scope: &mut Scope) -> Option<Grant> {
    let (grant, at) = given.with_span()?;
    let mut values = IndexMap::new();
    let mut bucket = None;
    let mut identity_first = None;
    let (document, summary) = match grant {
        spec::Grant::S3(s3_grant) => {
            values = s3_values(s3_grant, scope);
            bucket = values.get("bucket").cloned();
            let path = s3::path(s3_grant);
            if path.parts().first() == Some(&Part::Token(Token::Identity)) {
                identity_first = bucket.clone();
            }
            let statements = s3::statements(s3_grant, scope.tokens.partition.dns_suffix(), scope.problems);
            (Rc::new(Document::of_statements(statements)), vec![summary::of_s3(&s3::words(s3_grant), &path)])
        }
        spec::Grant::Statements(statements) => {
            let statements: Vec<_> = statements.iter().collect();
            let trees = statement::trees(&statements, at, scope.problems);
            let document = Document::of_statements(trees);
            let summary = summary::of_document(&document);
            (Rc::new(document), summary)
        }
        spec::Grant::PolicyFile(path) => {
            let (path, span) = scope.tokens.expand(path, scope.problems)?;
            let document = scope.files.document(&path, span, scope.problems)?;
            let summary = summary::of_document(&document);
            (document, summary)
        }
    };
    for part in document.needs() {
        if let Part::Token(token) = part {
            match scope.tokens.get(token) {
                Some(value) => {
                    values.insert(name(&part), value.to_owned());
                }
                None => scope.problems.push(unavailable(token, at)),
            }
        }
    }
    Some(Grant { key: key.text.clone(), span: key.span, document, values, summary, identity_first, bucket })
}

fn s3_values(grant: &spec::S3, scope: &Scope) -> IndexMap<String, String> {
    let mut values = IndexMap::new();
    if let Some((bucket, span)) = scope.tokens.expand(&grant.bucket, scope.problems) {
        if let Err(refusal) = names::BUCKET.check(&bucket) {
            scope.problems.push(refusal.at(span));
        }
        values.insert("bucket".to_owned(), bucket);
    }
    let key = grant.kms_key_arn.as_ref().and_then(|arn| scope.tokens.expand(arn, scope.problems));
    if let Some((arn, span)) = key {
        if let Some(problem) = arn::KMS_KEY.check(&arn, scope.tokens.partition, span) {
            scope.problems.push(problem);
        }
        values.insert("kms_key_arn".to_owned(), arn);
    }
    values
}

/// The document of one environment, as IAM sees it.
pub struct Concrete<'a> {
    /// Each token and value that the document needs.
    pub values: &'a IndexMap<String, String>,
    /// The partition.
    pub partition: Partition,
    /// The prefix of the identity's policy variable.
    pub principal: &'a str,
}

impl Substitution for Concrete<'_> {
    fn piece(&self, part: &Part) -> Piece {
        match part {
            Part::Token(Token::Identity) => identity(self.principal),
            Part::Token(Token::Partition) => Piece::Literal(self.partition.id().to_owned()),
            part => Piece::Literal(self.values.get(&name(part)).cloned().unwrap_or_default()),
        }
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
        match part {
            Part::Token(Token::Identity) => identity(self.principal),
            Part::Token(Token::Partition) => Piece::Literal(self.partition.id().to_owned()),
            part => Piece::Reference(format!("var.{}.{}", self.variable, name(part))),
        }
    }
}

/// The identity ID of whoever is signed in. Source: Amazon Cognito Developer Guide, "IAM roles",
/// which calls it `cognito-identity.amazonaws.com:sub`.
fn identity(principal: &str) -> Piece {
    Piece::Literal(format!("${{{principal}:sub}}"))
}

/// What the module's documentation and tests say of a value that a document needs.
pub struct Needed {
    /// The attribute of the grant's variable.
    pub name: String,
    /// What it is.
    pub description: String,
    /// One that a test can use.
    pub example: String,
}

/// What a document needs, described.
pub fn needed(document: &Document, partition: Partition) -> Vec<Needed> {
    let describe = |part: Part| match &part {
        Part::Token(token) => {
            let (description, example) = token_words(*token);
            Needed { name: name(&part), description: description.to_owned(), example: example.to_owned() }
        }
        part => {
            let value = kinds().values().find_map(|kind| kind.values.get(&name(part)));
            Needed {
                name: name(part),
                description: value.map(|value| value.description.clone()).unwrap_or_default(),
                example: value
                    .map(|value| value.example.replace("{partition}", partition.id()))
                    .unwrap_or_default(),
            }
        }
    };
    document.needs().into_iter().map(describe).collect()
}

fn token_words(token: Token) -> (&'static str, &'static str) {
    match token {
        Token::Name => ("The name of the application.", "example"),
        Token::Environment => ("The environment's key.", "dev"),
        Token::Region => ("The environment's region.", "us-east-1"),
        Token::AccountId => ("The environment's account ID.", "111111111111"),
        Token::Partition | Token::Identity => ("", ""),
    }
}
