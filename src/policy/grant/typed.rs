//! Grants of a kind that a document defines: reads the keys, and builds the policy.

use std::rc::Rc;
use std::sync::Arc;

use indexmap::IndexMap;
use serde::Deserialize;

use crate::aws::Identifier;
use crate::iam::character_refusal;
use crate::inputs::decode::{Spanned, decode};
use crate::inputs::{Part, Resolved, Token, TokenString, ValueOrReference};
use crate::policy::document::Document;
use crate::policy::grant::{BuiltGrant, Scope};
use crate::policy::kind::{DNS_SUFFIX, GrantKey, KeyType, Kind, TextRule};
use crate::policy::summary::Summary;
use crate::source::{Code, Diagnostic, Span};
use crate::tree::{Node, missing_key, quoted_list, unknown_key, unknown_word, wrong_type};

/// The arguments of a grant.
#[derive(Default)]
struct GrantArguments {
    /// The words and keys that are set.
    given: Vec<String>,
    /// The strings of each key, and their prefixes.
    texts: IndexMap<String, Vec<TokenString>>,
    /// The values.
    values: IndexMap<String, Resolved>,
    /// The words of each key, for the summary.
    words: IndexMap<String, Vec<String>>,
}

/// Builds the grant from its arguments.
pub(super) fn build(kind: &Arc<Kind>, node: &Node, scope: &mut Scope) -> Option<BuiltGrant> {
    let Some(map) = node.as_map() else {
        scope.diagnostics.push(wrong_type(node, &format!("a map of {}", quoted_list(kind.keys.keys()))));
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
                arguments.given.push(name.clone());
                refuse_excluded(name, key, node, scope);
                read(name, key, &entry.node, &mut arguments, scope);
            }
            None => match key.default() {
                Some(texts) => arguments.insert_texts(name, texts.to_vec()),
                None if key.optional => {}
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

fn missing(name: &str, key: &GrantKey, span: Span) -> Diagnostic {
    missing_key(name, span).help(match &key.is {
        KeyType::Words(words) => format!("`{name}` takes a list of {}", quoted_list(words.keys())),
        KeyType::Value { .. }
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

fn read(name: &str, key: &GrantKey, node: &Node, arguments: &mut GrantArguments, scope: &mut Scope) {
    match &key.is {
        KeyType::Value { identifier, .. } => arguments.add_value(name, *identifier, node, scope),
        KeyType::Text { rule, .. } => {
            if let Some(given) = one::<TokenString>(node, scope) {
                arguments.add_texts(name, *rule, &[given], scope);
            }
        }
        KeyType::Texts { rule, .. } => {
            let texts = several::<TokenString>(node, scope);
            arguments.add_texts(name, *rule, &texts, scope);
        }
        KeyType::Fields => {
            let fields = several::<String>(node, scope);
            arguments.add_fields(name, &fields, scope);
        }
        KeyType::Words(known) => {
            let words = several::<String>(node, scope);
            arguments.add_words(name, known, &words, scope);
        }
        KeyType::Flag => {
            if one::<bool>(node, scope).is_none_or(|given| given.get() != Some(&true)) {
                arguments.given.retain(|word| word != name);
            }
        }
    }
}

fn one<T: for<'de> Deserialize<'de>>(node: &Node, scope: &Scope) -> Option<Spanned<T>> {
    decode(node, scope.diagnostics)
}

fn several<T: for<'de> Deserialize<'de>>(node: &Node, scope: &Scope) -> Vec<Spanned<T>> {
    let given: Vec<Spanned<T>> = decode(node, scope.diagnostics).unwrap_or_default();
    if given.is_empty() && matches!(node.value, crate::tree::Value::List(_)) {
        scope.diagnostics.push(
            Diagnostic::at(node.span, Code::MissingKey, "an empty list")
                .help("add an item, or remove the key"),
        );
    }
    given
}

impl GrantArguments {
    /// Whether all strings that the statements may contain are valid.
    fn has_all_texts(&self, kind: &Kind) -> bool {
        let is_text =
            |key: &GrantKey| matches!(key.is, KeyType::Text { .. } | KeyType::Texts { .. } | KeyType::Fields);
        let is_wanted = |name: &String, key: &GrantKey| !key.optional || self.given.contains(name);
        let mut wanted = kind.keys.iter().filter(|(name, key)| is_text(key) && is_wanted(name, key));
        wanted.all(|(name, _)| self.texts.get(name).is_some_and(|texts| !texts.is_empty()))
    }

    /// Whether each key of words has at least one.
    fn has_all_words(&self, kind: &Kind) -> bool {
        let is_required = |key: &GrantKey| matches!(key.is, KeyType::Words(_)) && !key.optional;
        let mut required = kind.keys.iter().filter(|(_, key)| is_required(key));
        required.all(|(name, _)| self.words.get(name).is_some_and(|words| !words.is_empty()))
    }

    fn add_value(&mut self, name: &str, identifier: Option<Identifier>, node: &Node, scope: &Scope) {
        let given: Option<Spanned<ValueOrReference>> = decode(node, scope.diagnostics);
        let value = given.and_then(|given| scope.tokens.resolve(&given, identifier, scope.diagnostics));
        // Identifiers have rules of their own.
        let known = value.as_ref().and_then(Resolved::known).filter(|_| identifier.is_none());
        let refusal = known.and_then(|known| character_refusal(known, node.span));
        refusal.into_iter().for_each(|refusal| scope.diagnostics.push(refusal));
        self.values.extend(value.map(|value| (name.to_owned(), value)));
    }

    fn add_texts(
        &mut self,
        name: &str,
        rule: Option<&TextRule>,
        given: &[Spanned<TokenString>],
        scope: &Scope,
    ) {
        let mut texts = Vec::new();
        for (text, span) in given.iter().filter_map(Spanned::with_span) {
            let refusal = match scope.text_check().check(text, span) {
                Ok(()) => rule.and_then(|rule| rule.refusal(text, span)),
                Err(error) => Some(error),
            };
            let refusal = refusal.or_else(|| character_refusal(&text.source(), span));
            refusal.into_iter().for_each(|refusal| scope.diagnostics.push(refusal));
            texts.push(text.clone());
        }
        self.insert_texts(name, texts);
    }

    /// Inserts the strings of a key, and as `NAME_prefix` the strings without their final `*`. If one is `*`,
    /// `NAME=*` counts as given.
    fn insert_texts(&mut self, name: &str, texts: Vec<TokenString>) {
        if texts.iter().any(|text| text.source() == "*") {
            self.given.push(format!("{name}=*"));
        }
        self.texts.insert(format!("{name}_prefix"), texts.iter().map(prefix).collect());
        self.texts.insert(name.to_owned(), texts);
    }

    fn add_words(
        &mut self,
        name: &str,
        known: &IndexMap<String, String>,
        given: &[Spanned<String>],
        scope: &Scope,
    ) {
        let known: Vec<&str> = known.keys().map(String::as_str).collect();
        let mut words = Vec::new();
        for (word, span) in given.iter().filter_map(Spanned::with_span) {
            if known.contains(&word.as_str()) {
                words.push(word.clone());
            } else {
                scope.diagnostics.push(unknown_word(word, span, &known));
            }
        }
        self.given.extend(words.iter().cloned());
        self.words.insert(name.to_owned(), words);
    }

    fn add_fields(&mut self, name: &str, given: &[Spanned<String>], scope: &Scope) {
        let mut texts = Vec::new();
        for (field, span) in given.iter().filter_map(Spanned::with_span) {
            match graphql_field(field) {
                Some(resource) => texts.push(TokenString::literal(resource)),
                None => scope.diagnostics.push(
                    Diagnostic::at(span, Code::BadResource, format!("`{field}` is not a GraphQL field"))
                        .help("expected TYPE.FIELD, such as Query.notes, or TYPE.* for all fields of a type"),
                ),
            }
        }
        self.words.insert(name.to_owned(), given.iter().filter_map(Spanned::get).cloned().collect());
        self.insert_texts(name, texts);
    }

    fn build(self, kind: &Arc<Kind>, at: Span, scope: &Scope) -> Option<BuiltGrant> {
        let partition = scope.tokens.partition();
        let statements = kind.statements_for(&self.given, &self.texts, partition, at, scope.diagnostics)?;
        let document = Document::of_statements(statements);
        let identity_first = self.texts.get("path").is_some_and(|texts| {
            texts.iter().any(|text| text.parts().first() == Some(&Part::Token(Token::Identity)))
        });
        let summary = Summary {
            denies: false,
            actions: vec![self.fill(&kind.may)],
            targets: vec![self.fill(self.target(kind))],
        };
        Some(BuiltGrant {
            kind: Some(Arc::clone(kind)),
            document: Rc::new(document),
            values: self.values,
            summary: vec![summary],
            identity_first,
        })
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

fn prefix(text: &TokenString) -> TokenString {
    let mut parts = text.parts().to_vec();
    if let Some(Part::Literal(last)) = parts.last_mut() {
        *last = last.strip_suffix('*').unwrap_or(last).to_owned();
    }
    TokenString::from_parts(parts)
}

/// The resource of a GraphQL field. Source: AWS AppSync Developer Guide, "AWS_IAM authorization".
fn graphql_field(field: &str) -> Option<String> {
    let is_name = |name: &str| {
        name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
            && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
    };
    let (kind, field) = field.split_once('.')?;
    (is_name(kind) && (is_name(field) || field == "*")).then(|| format!("types/{kind}/fields/{field}"))
}
