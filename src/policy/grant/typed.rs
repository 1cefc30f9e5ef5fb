//! Grants of a kind that a document defines: reads the keys, and builds the policy.

use std::sync::Arc;

use crate::inputs::{Part, Token, TokenString};
use crate::policy::document::Document;
use crate::policy::grant::arguments::GrantArguments;
use crate::policy::grant::{BuiltGrant, Scope};
use crate::policy::kind::{DNS_SUFFIX, GrantKey, GrantStatement, KeyType, Kind};
use crate::policy::summary::Summary;
use crate::source::{Code, Diagnostic, Span};
use crate::tree::{Node, is_misspelled, is_reported, missing_key, quoted_list, unknown_key, wrong_type};

/// Builds the grant from its arguments.
pub(super) fn build(kind: &Arc<Kind>, node: &Node, scope: &mut Scope) -> Option<BuiltGrant> {
    let Some(map) = node.as_map() else {
        if !is_reported(node) {
            scope.diagnostics.push(not_arguments(kind, node));
        }
        return None;
    };
    let known: Vec<&str> = kind.keys.keys().map(String::as_str).collect();
    for (key, entry) in map.iter().filter(|(key, _)| !known.contains(&key.as_str())) {
        scope.diagnostics.push(unknown_key(key, entry.key, &known));
    }
    let mut arguments = GrantArguments::default();
    for (name, key) in &kind.keys {
        match map.get(name) {
            Some(entry) => {
                refuse_excluded(name, key, node, scope);
                arguments.read(name, key, &entry.node, scope);
            }
            None => match key.default() {
                Some(texts) => arguments.insert_texts(name, texts.to_vec()),
                None if key.optional => {}
                None if is_misspelled(name, map, &known) => {}
                None => scope.diagnostics.push(missing(name, key, node.span)),
            },
        }
    }
    if !arguments.has_all_texts(kind) || !arguments.has_all_words(kind) {
        return None; // already reported; the statements would contain unknown names, or there would be none
    }
    let dns_suffix = TokenString::literal(scope.tokens.partition().dns_suffix());
    arguments.texts.insert(DNS_SUFFIX.to_owned(), vec![dns_suffix]);
    arguments.build(kind, node.span, scope)
}

/// The diagnostic for a value that is not the map of a kind's keys.
fn not_arguments(kind: &Kind, node: &Node) -> Diagnostic {
    let diagnostic = wrong_type(node, &format!("a map of {}", quoted_list(kind.keys.keys())));
    match node.as_list() {
        Some(_) => diagnostic.help("write one grant for each, under a key of its own"),
        None => diagnostic,
    }
}

fn missing(name: &str, key: &GrantKey, span: Span) -> Diagnostic {
    missing_key(name, span).help(match &key.is {
        KeyType::Words(words) => format!("`{name}` takes a list of {}", quoted_list(words.keys())),
        KeyType::Value { .. }
        | KeyType::Values { .. }
        | KeyType::Text { .. }
        | KeyType::Texts { .. }
        | KeyType::Flag
        | KeyType::Fields => format!("`{name}`: {}", key.description),
    })
}

fn refuse_excluded(name: &str, key: &GrantKey, node: &Node, scope: &Scope) {
    let excluded = key.excludes.as_ref().and_then(|other| Some((other, node.as_map()?.get(other)?)));
    if let Some((other, entry)) = excluded {
        scope.diagnostics.push(
            Diagnostic::at(
                entry.key,
                Code::NotExactlyOne,
                format!("`{name}` can't be combined with `{other}`"),
            )
            .help(format!("use only one of `{name}` and `{other}`")),
        );
    }
}

impl GrantArguments {
    fn build(self, kind: &Arc<Kind>, at: Span, scope: &Scope) -> Option<BuiltGrant> {
        let partition = scope.tokens.partition();
        let statements = kind.statements_for(&self.given, &self.texts, partition, at, scope.diagnostics)?;
        let identity_first = self.texts.get("path").is_some_and(|texts| {
            texts.iter().any(|text| text.parts().first() == Some(&Part::Token(Token::Identity)))
        });
        let summary = statements.iter().map(|statement| self.summary(kind, statement)).collect();
        let statements = statements.into_iter().map(|statement| statement.statement).collect();
        Some(BuiltGrant {
            kind: Some(Arc::clone(kind)),
            places: Arc::default(),
            document: Arc::new(Document::of_statements(statements)),
            values: self.values,
            summary,
            identity_first,
        })
    }

    /// The words of the kind's document for a statement. What it doesn't say of the statement, it says of the kind.
    fn summary(&self, kind: &Kind, statement: &GrantStatement) -> Summary {
        let filled = |phrases: &[String]| phrases.iter().map(|phrase| self.fill(phrase)).collect::<Vec<_>>();
        let or = |phrases: Vec<String>, phrase: &str| match phrases.is_empty() {
            true => vec![self.fill(phrase)],
            false => phrases,
        };
        Summary {
            denies: false,
            actions: or(filled(&statement.may), &kind.may),
            targets: or(filled(&statement.targets), self.target(kind)),
            conditional: false, // the document describes the conditions, too
        }
    }

    fn target<'k>(&self, kind: &'k Kind) -> &'k str {
        let of_key = kind.keys.iter().filter(|(name, _)| self.given.contains(name));
        of_key.filter_map(|(_, key)| key.target.as_deref()).next().unwrap_or(&kind.target)
    }

    /// Fills a phrase of the kind's document with the words and strings of the grant.
    fn fill(&self, phrase: &str) -> String {
        let filled = TokenString::parse_with(phrase, |name| {
            let words = self.words.get(name).map(|words| words.join(", "));
            let listed = words.or_else(|| self.texts.get(name).map(|texts| sources(texts)));
            Some(TokenString::literal(listed.unwrap_or_else(|| format!("{{{name}}}"))))
        });
        filled.ok().and_then(|filled| Some(filled.as_literal()?.to_owned())).unwrap_or_default()
    }
}

fn sources(texts: &[TokenString]) -> String {
    texts.iter().map(TokenString::source).collect::<Vec<_>>().join(", ")
}
