//! Checks a kind's document: names must exist, and statements must follow IAM's grammar.

use std::collections::BTreeSet;

use crate::hcl::is_identifier;
use crate::iam::element;
use crate::iam::{Effect, Elements, ParseLeaf, Parser, Pattern, ReferencePlace, Statement, Unknown};
use crate::inputs::decode::{Key, Spanned};
use crate::inputs::keys::{POLICY_NAME, RENAMED_FROM};
use crate::inputs::{Context, Part, Token, TokenString};
use crate::policy::kind::document::{Document, KeyDocument, KeyTypeName};
use crate::policy::kind::select::{THEN, UNLESS, WHEN, content, select};
use crate::policy::kind::statements::without_phrases;
use crate::policy::kind::{
    DNS_SUFFIX, POLICY_PATH, PartCondition, TextRule, VALUE_RULES, WITHOUT_DOCUMENT, structure,
};
use crate::policy::leaf::unknown_pattern;
use crate::source::{Code, Diagnostic, Diagnostics, Span};
use crate::tree::{Node, Value, nearest, one_of, quoted_list, wrong_type};

/// Reports the problems of a document.
pub(super) fn document(document: &Document, diagnostics: &Diagnostics) {
    let is_decoded = diagnostics.errors() == 0;
    let check = Check { document, diagnostics };
    check.name();
    document.keys.iter().for_each(|(name, key)| check.key(name, key));
    let Some((statements, span)) = document.statements.with_span() else { return };
    if statements.is_empty() {
        check.report(span, "no statements: a kind must allow something");
    }
    for statement in statements {
        check.statement(statement);
        // Names of keys that could not be read would be unknown.
        if is_decoded {
            check.names(statement, &mut Vec::new());
        }
    }
}

fn diagnostic(span: Span, message: impl Into<String>) -> Diagnostic {
    Diagnostic::at(span, Code::BadKind, message)
        .help("see templates/README.md for the format of a grant kind, and `poolsmith templates export grants/s3.yaml` for an example")
}

struct Check<'a> {
    document: &'a Document,
    diagnostics: &'a Diagnostics,
}

impl Check<'_> {
    fn report(&self, span: Span, message: impl Into<String>) {
        self.diagnostics.push(diagnostic(span, message));
    }

    fn report_unknown(&self, what: &str, word: &str, span: Span, known: &[&str]) {
        let diagnostic =
            diagnostic(span, format!("unknown {what} `{word}`")).help(format!("expected {}", one_of(known)));
        self.diagnostics.push(match nearest(word, known.iter().copied()) {
            Some(meant) => diagnostic.label(format!("did you mean `{meant}`?")),
            None => diagnostic,
        });
    }

    fn name(&self) {
        let Some((name, span)) = self.document.kind.with_span() else { return };
        if WITHOUT_DOCUMENT.contains(&name.as_str()) || [POLICY_NAME, RENAMED_FROM].contains(&name.as_str()) {
            self.report(span, format!("`{name}` is reserved in grants: choose another name"));
        } else if !is_key(name) {
            self.report(span, format!("`{name}` is not a valid kind name: expected a lowercase letter followed by lowercase letters, digits and _"));
        }
    }

    fn key(&self, Key { text: name, span }: &Key, key: &KeyDocument) {
        if !is_key(name) || [WHEN, UNLESS, THEN].contains(&name.as_str()) {
            self.report(*span, format!("`{name}` is not a valid key name"));
        }
        if let Some(numbered) = self.numbers(name) {
            self.report(
                *span,
                format!("`{name}` is the name of a numbered value of `{numbered}`: choose another"),
            );
        }
        let Some(is) = key.is.get().copied() else { return };
        if key.has_values() && [POLICY_NAME, POLICY_PATH].contains(&name.as_str()) {
            self.report(
                *span,
                format!("`{name}` is the name of a value of every grant: choose another name"),
            );
        }
        if key.has_values() && Token::of_word(name).is_some() {
            self.report(*span, format!("`{name}` is the name of a token: choose another name"));
        }
        self.rule(is, key.rule.as_ref());
        self.excludes(key.excludes.as_ref());
        let is_text = matches!(is, KeyTypeName::Text | KeyTypeName::Texts);
        if let Some(default) = key.default.as_ref().filter(|_| !is_text) {
            self.report(
                default.span,
                format!("`{name}` has a default, but only keys of type `text` and `texts` can have one"),
            );
        }
        if let Some((texts, span)) = key.default.as_ref().and_then(Spanned::with_span) {
            texts.clone().into_vec().iter().for_each(|text| self.lookalikes(text, span));
        }
        if is == KeyTypeName::Words && key.words.as_ref().is_none_or(|words| words.iter().next().is_none()) {
            self.report(*span, format!("`{name}` has the type `words` but lists no `words`"));
        }
        let is_value = matches!(is, KeyTypeName::Value | KeyTypeName::Values);
        if is_value && key.example.is_none() {
            self.report(*span, format!("`{name}` needs an `example`, which the module's test uses"));
        }
    }

    /// The key of several values that would number one of them like this.
    fn numbers(&self, name: &str) -> Option<&str> {
        let (key, number) = name.rsplit_once('_')?;
        let is_number = number.bytes().all(|byte| byte.is_ascii_digit());
        let mut keys = self.document.keys.iter().filter(|_| is_number);
        let (found, _) = keys.find(|(other, document)| other.text == key && document.numbers_values())?;
        Some(&found.text)
    }

    fn rule(&self, is: KeyTypeName, rule: Option<&Spanned<String>>) {
        let known: Vec<&str> = match is {
            KeyTypeName::Value | KeyTypeName::Values => VALUE_RULES.iter().map(|(rule, _)| *rule).collect(),
            KeyTypeName::Text | KeyTypeName::Texts => TextRule::ALL.iter().map(|rule| rule.name).collect(),
            KeyTypeName::Words | KeyTypeName::Flag | KeyTypeName::Fields => Vec::new(),
        };
        let unknown = rule.and_then(Spanned::with_span).filter(|(rule, _)| !known.contains(&rule.as_str()));
        if let Some((rule, span)) = unknown {
            self.report_unknown("rule", rule, span, &known);
        }
    }

    fn excludes(&self, other: Option<&Spanned<String>>) {
        let known: Vec<&str> = self.document.keys.iter().map(|(key, _)| key.text.as_str()).collect();
        let unknown =
            other.and_then(Spanned::with_span).filter(|(other, _)| !known.contains(&other.as_str()));
        if let Some((other, span)) = unknown {
            self.report_unknown("key", other, span, &known);
        }
    }

    fn statement(&self, node: &Node) {
        let required = self.document.keys.iter().filter(|(_, key)| key.is_required());
        let required: Vec<&str> = required.map(|(key, _)| key.text.as_str()).collect();
        let mut problems = structure::misplaced_parts(node);
        if problems.is_empty() && self.grammar(node).is_some() {
            problems = structure::missing_elements(node, &required);
        }
        problems.into_iter().for_each(|problem| self.diagnostics.push(problem));
    }

    /// A statement with all its parts must follow IAM's grammar, and use only `Allow`, `Action` and `Resource`.
    /// `None` if it can't be parsed.
    fn grammar(&self, node: &Node) -> Option<()> {
        let whole = without_phrases(select(node, &|_| true)?);
        let statement = Parser::new(&AnyText, self.diagnostics).with_optional_parts().statement(&whole)?;
        let Statement { sid, effect, actions, resources, .. } = statement;
        if sid.is_none() {
            self.report(node.span, "the statement has no Sid");
        }
        if effect == Effect::Deny {
            self.report(
                whole.get(element::EFFECT).unwrap_or(node).span,
                "a kind's statements must have `Effect: Allow`",
            );
        }
        if [actions, resources].iter().any(|elements| matches!(elements, Elements::AllBut(_))) {
            self.report(node.span, "a kind's statements must use `Action` and `Resource`");
        }
        Some(())
    }

    /// Reports unknown names in a part of a statement. `given` are the keys that are set if the part applies.
    fn names(&self, node: &Node, given: &mut Vec<String>) {
        self.conditions(node);
        let before = given.len();
        given.extend(PartCondition::of(node).when.into_iter().map(str::to_owned));
        let content = content(node);
        match &content.value {
            Value::String(text) => self.text(text, content.span, given),
            Value::List(items) => items.iter().for_each(|item| self.names(item, given)),
            Value::Map(map) => {
                let entries = map.iter().filter(|(key, _)| ![WHEN, UNLESS].contains(&key.as_str()));
                entries.for_each(|(_, entry)| self.names(&entry.node, given));
            }
            Value::Null | Value::Bool(_) | Value::Integer(_) | Value::Float(_) => {}
        }
        given.truncate(before);
    }

    /// `when` and `unless` must be lists of words and keys.
    fn conditions(&self, node: &Node) {
        let known = self.words_and_keys();
        let known: Vec<&str> = known.iter().map(String::as_str).collect();
        for list in [WHEN, UNLESS].into_iter().filter_map(|key| node.get(key)) {
            let Value::List(words) = &list.value else {
                self.diagnostics.push(wrong_type(list, "a list"));
                continue;
            };
            for word in words {
                match word.as_text() {
                    Some(text) if known.contains(&text) => {}
                    Some(text) => self.report_unknown("word or key", text, word.span, &known),
                    None => self.diagnostics.push(wrong_type(word, "a string")),
                }
            }
        }
    }

    /// The words and keys that `when` and `unless` may contain.
    fn words_and_keys(&self) -> BTreeSet<String> {
        let keys = self.document.keys.iter();
        keys.flat_map(|(Key { text: name, .. }, key)| {
            let words = key.words.iter().flat_map(|words| words.iter()).map(|(word, _)| word.text.clone());
            words.chain([name.clone(), format!("{name}=*")])
        })
        .collect()
    }

    /// A string in a statement may only contain tokens and keys that are set.
    fn text(&self, text: &str, span: Span, given: &[String]) {
        let exists = |name: &str| name == DNS_SUFFIX || self.is_given(name, given);
        let placeholder = |word: &str| exists(word).then(|| TokenString::literal("x"));
        let unknown = match TokenString::parse_with(text, placeholder) {
            Ok(text) => return self.lookalikes(&text, span),
            Err(unknown) => unknown,
        };
        let keys: Vec<&String> =
            self.document.keys.iter().map(|(key, _)| &key.text).filter(|name| exists(name)).collect();
        let expected = match keys[..] {
            [] => "expected a token".to_owned(),
            _ => format!("expected a token or one of {}", quoted_list(keys)),
        };
        self.diagnostics.push(
            diagnostic(span, format!("unknown name `{{{}}}`", unknown.word()))
                .help(expected + "; an optional key can be used under a `when` that names it"),
        );
    }

    fn lookalikes(&self, text: &TokenString, span: Span) {
        let found = text.lookalikes().iter().filter_map(|found| found.diagnostic(Context::Policy, span));
        found.for_each(|diagnostic| self.diagnostics.push(diagnostic));
    }

    /// Whether a name refers to a key that has a string or value whenever `given` are set.
    fn is_given(&self, name: &str, given: &[String]) -> bool {
        let key_of =
            |name: &str| self.document.keys.iter().find(|(key, _)| key.text == name).map(|(_, key)| key);
        let is = |key: &KeyDocument| key.is.get().copied();
        let is_value = |key: &KeyDocument| matches!(is(key), Some(KeyTypeName::Value | KeyTypeName::Values));
        let of_text = key_of(prefixed(name)).filter(|key| !is_value(key));
        let key = key_of(name).or(of_text);
        let key = key.filter(|key| !matches!(is(key), Some(KeyTypeName::Words | KeyTypeName::Flag)));
        let is_named = |name: &str| given.iter().any(|given| given.trim_end_matches("=*") == name);
        key.is_some_and(|key| !key.is_optional() || is_named(name) || is_named(prefixed(name)))
    }
}

/// Accepts any strings, to check only the grammar of a statement.
struct AnyText;

impl ParseLeaf for AnyText {
    type Leaf = String;

    fn parse(&self, text: &str, _: Option<ReferencePlace>, _: Span) -> Result<Vec<String>, Diagnostic> {
        Ok(vec![text.to_owned()])
    }

    fn known<'a>(&self, leaf: &'a String) -> Option<&'a str> {
        (!leaf.contains('{')).then_some(leaf)
    }

    fn pattern(&self, leaf: &String) -> Pattern<Unknown> {
        let is_key = |word: &str| Token::of_word(word).is_none();
        let unknown =
            |word: &str| is_key(word).then(|| TokenString::from_parts([Part::Value(word.to_owned())]));
        TokenString::parse_with(leaf, unknown).map(|text| unknown_pattern(&text)).unwrap_or_default()
    }
}

/// The key that a name refers to; the name may be `KEY_prefix`.
fn prefixed(name: &str) -> &str {
    name.strip_suffix("_prefix").unwrap_or(name)
}

/// The names of kinds and keys become names of Terraform arguments.
fn is_key(name: &str) -> bool {
    is_identifier(name)
        && name.starts_with(|c: char| c.is_ascii_lowercase())
        && name.len() <= 32
        && name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_')
}
