//! Resolves grants: each becomes a policy document, and the values that it needs.

mod arguments;
mod document_inputs;
mod substitution;
mod typed;

pub use document_inputs::{DocumentInput, document_inputs};
pub use substitution::{Concrete, Symbolic};

use std::collections::{BTreeSet, HashSet};
use std::sync::Arc;

use indexmap::IndexMap;

use crate::aws::names;
use crate::iam::{Parser, Policy};
use crate::inputs::decode::{Key, Spanned, decode};
use crate::inputs::keys::{self, POLICY_NAME, RENAMED_FROM};
use crate::inputs::{Part, References, Resolved, Token, TokenString, TokenValues};
use crate::policy::PolicyFiles;
use crate::policy::document::{Document, name};
use crate::policy::kind::{Kind, Kinds};
use crate::policy::leaf::{PlacedDocument, TokenStrings, placed_document};
use crate::policy::principal_tags::{place_of_tag, principal_tags, reads};
use crate::policy::reference::StringsAndReferences;
use crate::policy::summary::{self, Summary};
use crate::policy::text::TextCheck;
use crate::source::{Code, Diagnostic, Diagnostics, Span};
use crate::tree::{Map, Node, is_reported, quoted_list, unknown_key, wrong_type};

/// A resolved grant.
#[derive(Clone, Debug)]
pub struct Grant {
    /// The grant's key.
    pub key: String,
    /// The span of the key.
    pub span: Span,
    /// The name of the policy in IAM, and its span, or that of the key.
    pub policy_name: (String, Span),
    /// The grant kind; `None` for `statements` and `policy_file`.
    pub kind: Option<Arc<Kind>>,
    /// The policy document, which must be the same in every environment.
    pub document: Arc<Document>,
    /// The places of the document's strings, in order; empty for a grant of a kind.
    pub places: Arc<[Span]>,
    /// The principal tags that the document reads, and where.
    pub principal_tags: Vec<(String, Span)>,
    /// The tokens and values that the document needs, by name.
    pub values: IndexMap<String, Resolved>,
    /// What is allowed and denied, for people.
    pub summary: Vec<Summary>,
    /// Whether the path in a bucket begins with `{identity}`.
    pub identity_first: bool,
    /// The previous key, if the grant was renamed.
    pub renamed_from: Option<(String, Span)>,
}

/// The context in which a grant is resolved.
pub struct Scope<'a, 'b> {
    /// The grant kinds.
    pub kinds: &'a Kinds,
    /// The values of the tokens.
    pub tokens: &'a TokenValues,
    /// The policy files.
    pub files: &'a mut PolicyFiles<'b>,
    /// Receives the references.
    pub references: &'a References,
    /// Receives the problems.
    pub diagnostics: &'a Diagnostics,
}

impl Scope<'_, '_> {
    fn text_check(&self) -> TextCheck<'_> {
        let principal = self.tokens.region.identity_key_prefix();
        TextCheck { principal, diagnostics: self.diagnostics }
    }
}

/// The part of a grant that depends on its kind.
struct BuiltGrant {
    kind: Option<Arc<Kind>>,
    document: Arc<Document>,
    places: Arc<[Span]>,
    values: IndexMap<String, Resolved>,
    summary: Vec<Summary>,
    identity_first: bool,
}

/// Resolves a grant, whose policy has a default name. Returns `None` if that isn't possible, which has been
/// reported.
pub fn resolve(key: &Key, node: &Node, default_name: String, scope: &mut Scope) -> Option<Grant> {
    if is_kind_without_key(key, node, scope.kinds) {
        scope.diagnostics.push(without_key(key));
        return None;
    }
    let Some(map) = node.as_map() else {
        if !is_reported(node) {
            let expected = format!("exactly one of {}", quoted_list(scope.kinds.names()));
            scope.diagnostics.push(wrong_type(node, &expected));
        }
        return None;
    };
    let renamed_from = renamed_from(map, scope.diagnostics);
    let policy_name = policy_name(map, scope).unwrap_or((default_name, key.span));
    let (kind, inside) = only_kind(map, key, scope.kinds, scope.diagnostics)?;
    let built = match kind {
        "statements" => of_statements(inside, scope)?,
        "policy_file" => of_file(inside, scope)?,
        typed => typed::build(scope.kinds.get(typed)?, inside, scope)?,
    };
    let BuiltGrant { kind, document, places, mut values, summary, identity_first } = built;
    // Listing an encrypted bucket, for example, doesn't require its key.
    let needed: HashSet<String> = document.needs().iter().map(name).collect();
    values.retain(|name, _| needed.contains(name));
    add_tokens(&document, &mut values, kind.as_deref(), inside.span, scope);
    let read_in_document = |tag: &str| {
        let mut leaves = document.leaves().zip(places.iter());
        leaves.find(|(leaf, _)| reads(leaf, tag)).map(|(_, place)| *place)
    };
    let place = |tag: &str| place_of_tag(tag, inside).or_else(|| read_in_document(tag)).unwrap_or(key.span);
    let principal_tags =
        principal_tags(&document).into_iter().map(|tag| (tag.clone(), place(&tag))).collect();
    Some(Grant {
        key: key.text.clone(),
        span: key.span,
        policy_name,
        kind,
        document,
        places,
        principal_tags,
        values,
        summary,
        identity_first,
        renamed_from,
    })
}

/// Whether a kind stands where the key of a grant is expected. A grant may have the name of a kind as its key.
fn is_kind_without_key(key: &Key, node: &Node, kinds: &Kinds) -> bool {
    let name = key.text.as_str();
    if !kinds.names().contains(&name) || is_reported(node) {
        return false;
    }
    let Some(map) = node.as_map() else { return true };
    let has_kind = kinds.names().iter().any(|kind| map.contains_key(*kind));
    !has_kind && kinds.get(name).is_some_and(|kind| map.keys().any(|key| kind.keys.contains_key(key)))
}

fn without_key(key: &Key) -> Diagnostic {
    let kind = &key.text;
    Diagnostic::at(key.span, Code::NotExactlyOne, format!("the grant of the kind `{kind}` has no key"))
        .label("a kind, in the place of a key that you choose")
        .help(format!("write it as `KEY: {{ {kind}: … }}`, with a key such as `files`"))
}

fn renamed_from(map: &Map, diagnostics: &Diagnostics) -> Option<(String, Span)> {
    let given: Spanned<String> = decode(&map.get(RENAMED_FROM)?.node, diagnostics)?;
    let (key, span) = given.with_span()?;
    match keys::PART.check(key) {
        Ok(()) => Some((key.clone(), span)),
        Err(refusal) => {
            diagnostics.push(refusal.at(span));
            None
        }
    }
}

fn policy_name(map: &Map, scope: &Scope) -> Option<(String, Span)> {
    let given: Spanned<TokenString> = decode(&map.get(POLICY_NAME)?.node, scope.diagnostics)?;
    if given.get().is_some_and(|name| name.tokens().any(|token| token == Token::Identity)) {
        scope.diagnostics.push(
            Diagnostic::at(given.span, Code::UnknownToken, "the name of a policy can't contain `{identity}`")
                .help("all identities share the policy: use `{identity}` in its resources and conditions"),
        );
        return None;
    }
    let (name, span) = scope.tokens.expand(&given, scope.diagnostics)?;
    if let Err(refusal) = names::POLICY.check(&name) {
        scope.diagnostics.push(refusal.at(span).of_value());
    }
    Some((name, span))
}

/// The kind of a grant, which must have exactly one.
fn only_kind<'a>(
    map: &'a Map,
    key: &Key,
    kinds: &'a Kinds,
    diagnostics: &Diagnostics,
) -> Option<(&'a str, &'a Node)> {
    let names = kinds.names();
    let known: Vec<&str> = names.iter().copied().chain([POLICY_NAME, RENAMED_FROM]).collect();
    let mut unknown = map.iter().filter(|(key, _)| !known.contains(&key.as_str())).peekable();
    let is_clean = unknown.peek().is_none();
    unknown.for_each(|(key, entry)| diagnostics.push(unknown_key(key, entry.key, &known)));

    let found: Vec<_> = names.iter().filter_map(|name| map.get(*name).map(|entry| (*name, entry))).collect();
    match found[..] {
        [(kind, entry)] => return Some((kind, &entry.node)),
        [] if is_clean => diagnostics.push(not_one(key.span, "a grant needs exactly one kind", &names)),
        [] => {}
        [(first, _), (second, entry), ..] => {
            diagnostics.push(not_one(
                entry.key,
                &format!("a grant has two kinds: `{first}` and `{second}`"),
                &names,
            ));
        }
    }
    None
}

fn not_one(span: Span, message: &str, names: &[&str]) -> Diagnostic {
    Diagnostic::at(span, Code::NotExactlyOne, message)
        .help(format!("expected exactly one of {}", quoted_list(names)))
}

fn of_statements(node: &Node, scope: &mut Scope) -> Option<BuiltGrant> {
    let strings = TokenStrings { check: scope.text_check() };
    let leaves = StringsAndReferences::new(strings, scope.tokens, scope.references);
    let parser = Parser::new(&leaves, scope.diagnostics)
        .in_partition(scope.tokens.partition())
        .for_users_of(scope.tokens.region.identity_key_prefix());
    let Some(statements) = parser.statements(node) else {
        refuse_missing_tokens(node, scope);
        return None;
    };
    let document = placed_document(&Policy::of_statements(statements));
    Some(BuiltGrant::of_document(document, leaves.into_references()))
}

/// Reports tokens without a value in statements that can't be parsed, which have no document.
fn refuse_missing_tokens(statements: &Node, scope: &Scope) {
    let mut tokens = BTreeSet::new();
    collect_tokens(statements, &mut tokens);
    let is_missing = |token: &Token| *token != Token::Identity && scope.tokens.get(*token).is_none();
    for token in tokens.into_iter().filter(is_missing) {
        scope.diagnostics.push(missing(token, None, statements.span));
    }
}

fn collect_tokens(node: &Node, tokens: &mut BTreeSet<Token>) {
    let text = node.as_text().and_then(|text| TokenString::parse(text).ok());
    tokens.extend(text.iter().flat_map(TokenString::tokens));
    node.children().for_each(|child| collect_tokens(child, tokens));
}

fn of_file(node: &Node, scope: &mut Scope) -> Option<BuiltGrant> {
    let path: Spanned<TokenString> = decode(node, scope.diagnostics)?;
    let (path, span) = scope.tokens.expand(&path, scope.diagnostics)?;
    let document = scope.files.document(&path, &scope.tokens.region, span, scope.diagnostics)?;
    Some(BuiltGrant::of_document(document, IndexMap::new()))
}

impl BuiltGrant {
    fn of_document((document, places): PlacedDocument, references: IndexMap<String, Resolved>) -> Self {
        let summary = summary::of_document(&document, &references);
        Self { kind: None, document, places, values: references, summary, identity_first: false }
    }
}

/// Adds the values of the tokens in a document. Tokens without a value are reported.
fn add_tokens(
    document: &Document,
    values: &mut IndexMap<String, Resolved>,
    kind: Option<&Kind>,
    at: Span,
    scope: &Scope,
) {
    for part in document.needs() {
        let Part::Token(token) = part else { continue };
        match scope.tokens.get(token) {
            Some(value) => drop(values.insert(name(&part), Resolved::Known(value.to_owned()))),
            None => scope.diagnostics.push(missing(token, kind, at)),
        }
    }
}

fn missing(token: Token, kind: Option<&Kind>, at: Span) -> Diagnostic {
    match kind {
        Some(kind) => Diagnostic::at(at, Code::MissingKey, "the environment's `account_id` is missing").help(
            format!("the ARNs of `{}` contain the account ID: set the environment's `account_id`", kind.name),
        ),
        None => crate::inputs::unavailable(token, at),
    }
}
