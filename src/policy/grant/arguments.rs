//! The arguments of a grant: what is given for the keys of its kind.

use indexmap::IndexMap;
use serde::Deserialize;

use crate::aws::{Identifier, shown};
use crate::iam::character_refusal;
use crate::inputs::decode::{Spanned, decode};
use crate::inputs::{Context, Part, Resolved, TokenString, ValueOrReference};
use crate::policy::grant::Scope;
use crate::policy::kind::{GrantKey, KeyType, Kind, TextRule};
use crate::source::{Code, Diagnostic, Span};
use crate::tree::{Node, Value, unknown_word, wrong_type};

/// The arguments of a grant.
#[derive(Default)]
pub(super) struct GrantArguments {
    /// The words and keys that are set.
    pub given: Vec<String>,
    /// The strings of each key, and their prefixes.
    pub texts: IndexMap<String, Vec<TokenString>>,
    /// The values.
    pub values: IndexMap<String, Resolved>,
    /// The words of each key, for the summary.
    pub words: IndexMap<String, Vec<String>>,
}

impl GrantArguments {
    /// Reads what is given for a key.
    pub fn read(&mut self, name: &str, key: &GrantKey, node: &Node, scope: &Scope) {
        self.given.push(name.to_owned());
        match &key.is {
            KeyType::Value { .. } | KeyType::Text { .. } if node.as_list().is_some() => {
                scope.diagnostics.push(
                    wrong_type(node, "a string")
                        .help(format!("`{name}` takes one value: write one grant for each")),
                );
            }
            KeyType::Value { identifier, .. } => self.add_value(name, *identifier, node, scope),
            KeyType::Values { identifier, .. } => self.add_values(name, *identifier, node, scope),
            KeyType::Text { rule, .. } | KeyType::Texts { rule, .. } => {
                refuse_empty(node, scope);
                self.add_texts(name, *rule, items(node), scope);
            }
            KeyType::Fields => {
                let fields = one_or_more::<String>(node, scope);
                self.add_fields(name, &fields, scope);
            }
            KeyType::Words(known) => {
                let words = several::<String>(node, scope);
                self.add_words(name, known, &words, scope);
            }
            KeyType::Flag => {
                if one::<bool>(node, scope).is_none_or(|given| given.get() != Some(&true)) {
                    self.given.retain(|word| word != name);
                }
            }
        }
    }

    /// Whether all strings that the statements may contain are valid.
    pub fn has_all_texts(&self, kind: &Kind) -> bool {
        let is_text = |key: &GrantKey| match key.is {
            KeyType::Text { .. } | KeyType::Texts { .. } | KeyType::Fields | KeyType::Values { .. } => true,
            KeyType::Value { .. } | KeyType::Words(_) | KeyType::Flag => false,
        };
        let is_wanted = |name: &String, key: &GrantKey| !key.optional || self.given.contains(name);
        let mut wanted = kind.keys.iter().filter(|(name, key)| is_text(key) && is_wanted(name, key));
        wanted.all(|(name, _)| self.texts.get(name).is_some_and(|texts| !texts.is_empty()))
    }

    /// Whether each key of words has at least one.
    pub fn has_all_words(&self, kind: &Kind) -> bool {
        let is_required = |key: &GrantKey| matches!(key.is, KeyType::Words(_)) && !key.optional;
        let mut required = kind.keys.iter().filter(|(_, key)| is_required(key));
        required.all(|(name, _)| self.words.get(name).is_some_and(|words| !words.is_empty()))
    }

    fn add_value(&mut self, name: &str, identifier: Option<Identifier>, node: &Node, scope: &Scope) {
        let given: Option<Spanned<ValueOrReference>> = decode(node, scope.diagnostics);
        let resolve = |given| scope.tokens.resolve(&given, identifier, scope.references, scope.diagnostics);
        let value = given.and_then(resolve);
        // Identifiers have rules of their own.
        let known = value.as_ref().and_then(Resolved::known).filter(|_| identifier.is_none());
        let refusal = known.and_then(|known| character_refusal(known, node.span));
        refusal.into_iter().for_each(|refusal| scope.diagnostics.push(refusal));
        self.values.extend(value.map(|value| (name.to_owned(), value)));
    }

    /// Adds one value by the name of its key, or several with a number each.
    fn add_values(&mut self, name: &str, identifier: Option<Identifier>, node: &Node, scope: &Scope) {
        refuse_empty(node, scope);
        let items = items(node);
        let mut texts = Vec::new();
        for (name, item) in value_names(name, items.len()).zip(items) {
            self.add_value(&name, identifier, item, scope);
            texts.push(TokenString::from_parts([Part::Value(name)]));
        }
        self.texts.insert(name.to_owned(), texts);
    }

    /// Adds strings, and references where the rule accepts them. Each reference is a value.
    fn add_texts(&mut self, name: &str, rule: Option<&TextRule>, nodes: &[Node], scope: &Scope) {
        let reference = rule.and_then(|rule| rule.reference);
        let referenced = |node: &Node| reference.filter(|_| node.as_map().is_some());
        let mut names = value_names(name, nodes.iter().filter_map(referenced).count());
        let mut texts = Vec::new();
        for node in nodes {
            match referenced(node).and_then(|text| Some((text.identifier, names.next()?))) {
                Some((identifier, name)) => {
                    self.add_value(&name, Some(identifier), node, scope);
                    texts.push(TokenString::from_parts([Part::Value(name)]));
                }
                None => texts.extend(text(rule, node, scope)),
            }
        }
        self.insert_texts(name, texts);
    }

    /// Inserts the strings of a key, and as `NAME_prefix` the strings without their final `*`. If one is `*`,
    /// `NAME=*` counts as given.
    pub fn insert_texts(&mut self, name: &str, texts: Vec<TokenString>) {
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
                scope.diagnostics.push(unknown_operation(word, span, &known));
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
                    Diagnostic::at(
                        span,
                        Code::BadResource,
                        format!("{} is not a GraphQL field", shown(field)),
                    )
                    .help("expected TYPE.FIELD, such as Query.notes, or TYPE.* for all fields of a type"),
                ),
            }
        }
        self.words.insert(name.to_owned(), given.iter().filter_map(Spanned::get).cloned().collect());
        self.insert_texts(name, texts);
    }
}

/// The diagnostic for an unknown word of `allow`, which other tools may use for several.
fn unknown_operation(word: &str, span: Span, known: &[&str]) -> Diagnostic {
    let plain = word.rsplit(':').next().unwrap_or(word).to_lowercase().replace(['_', '-', ' ', ','], "");
    let several: Vec<&str> = match plain.as_str() {
        "*" | "all" | "any" | "full" | "fullaccess" | "crud" => known.to_vec(),
        "readonly" => vec!["read"],
        "readwrite" | "rw" => vec!["read", "write"],
        "writeonly" => vec!["write"],
        _ => Vec::new(),
    };
    let diagnostic = unknown_word(word, span, known);
    match several.iter().all(|word| known.contains(word)) && !several.is_empty() {
        true => diagnostic.label(format!("did you mean `[{}]`?", several.join(", "))),
        false => diagnostic,
    }
}

/// The names of the values of a key, each with a number if there are several.
fn value_names(key: &str, count: usize) -> impl Iterator<Item = String> {
    (1..=count).map(move |number| if count == 1 { key.to_owned() } else { format!("{key}_{number}") })
}

/// A string with tokens, unless it can't be parsed. Its problems are reported.
fn text(rule: Option<&TextRule>, node: &Node, scope: &Scope) -> Option<TokenString> {
    if let (Some(rule), Value::String(source)) = (rule, &node.value)
        && let Some(refusal) = rule.source_refusal(source, node.span)
    {
        scope.diagnostics.push(refusal);
        return None;
    }
    let given: Spanned<String> = one(node, scope)?;
    let (given, span) = given.with_span()?;
    let takes_references = rule.is_some_and(|rule| rule.reference.is_some());
    let context = if takes_references { Context::ReferencePlace } else { Context::Policy };
    let parsed = scope.text_check().parse(context, given, span);
    let text = parsed.map_err(|error| scope.diagnostics.push(error)).ok()?;
    let refusal = rule.and_then(|rule| rule.refusal(&text, span));
    let refusal = refusal.or_else(|| character_refusal(&text.source(), span));
    refusal.into_iter().for_each(|refusal| scope.diagnostics.push(refusal));
    Some(text)
}

/// The items of a list, or the only one.
fn items(node: &Node) -> &[Node] {
    node.as_list().unwrap_or(std::slice::from_ref(node))
}

fn one<T: for<'de> Deserialize<'de>>(node: &Node, scope: &Scope) -> Option<Spanned<T>> {
    decode(node, scope.diagnostics)
}

fn several<T: for<'de> Deserialize<'de>>(node: &Node, scope: &Scope) -> Vec<Spanned<T>> {
    refuse_empty(node, scope);
    decode(node, scope.diagnostics).unwrap_or_default()
}

fn one_or_more<T: for<'de> Deserialize<'de>>(node: &Node, scope: &Scope) -> Vec<Spanned<T>> {
    match node.as_list() {
        Some(_) => several(node, scope),
        None => one(node, scope).into_iter().collect(),
    }
}

fn refuse_empty(node: &Node, scope: &Scope) {
    if node.as_list().is_some_and(<[Node]>::is_empty) {
        scope.diagnostics.push(
            Diagnostic::at(node.span, Code::MissingKey, "an empty list")
                .help("add an item, or remove the key"),
        );
    }
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
