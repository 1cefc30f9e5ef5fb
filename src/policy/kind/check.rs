//! A grant kind that people wrote: everything in its document is examined before it is used.

use std::collections::BTreeSet;

use crate::hcl::is_identifier;
use crate::inputs::TokenString;
use crate::policy::kind::rules::{TEXT_RULES, VALUE_RULES};
use crate::policy::kind::{GrantKey, KeyType, Kind, NO_DOCUMENTS, StatementTemplate};
use crate::source::{Code, Diagnostic, FileId, Span};
use crate::tree::{nearest, quoted_list};

/// Texts that every document may name besides its keys.
const ALWAYS: [&str; 1] = ["dns_suffix"];

impl Kind {
    /// Reads a kind's document.
    ///
    /// # Errors
    /// Everything that is wrong with it.
    pub fn read(text: &str, file: FileId) -> Result<Self, Vec<Diagnostic>> {
        let kind: Self = serde_saphyr::from_str(text).map_err(|error| {
            let start = error
                .location()
                .map_or(0, |place| offset(text, place.line() as usize, place.column() as usize));
            let message = format!("this is no grant kind: {}", error.without_snippet());
            vec![diagnostic(Span::new(file, start, start), message)]
        })?;
        let document = Examined { kind: &kind, text, file };
        let diagnostics = document.diagnostics();
        if diagnostics.is_empty() { Ok(kind) } else { Err(diagnostics) }
    }
}

fn diagnostic(span: Span, message: String) -> Diagnostic {
    Diagnostic::at(span, Code::BadKind, message)
        .help("templates/README.md says what a grant kind's document holds; `poolsmith templates export grants/s3.yaml` gives one")
}

/// The byte of a line and a column, both from 1.
fn offset(text: &str, line: usize, column: usize) -> usize {
    let start: usize = text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum();
    let line = text[start.min(text.len())..].chars();
    start.min(text.len()) + line.take(column.saturating_sub(1)).map(char::len_utf8).sum::<usize>()
}

struct Examined<'a> {
    kind: &'a Kind,
    text: &'a str,
    file: FileId,
}

impl Examined<'_> {
    fn diagnostics(&self) -> Vec<Diagnostic> {
        let mut diagnostics = Vec::new();
        diagnostics.extend(self.name());
        for (name, key) in &self.kind.keys {
            diagnostics.extend(self.key(name, key));
        }
        if self.kind.statements.is_empty() {
            diagnostics.push(self.at("statements", "a kind allows something: it has statements".to_owned()));
        }
        for statement in &self.kind.statements {
            diagnostics.extend(self.statement(statement));
            self.raw(statement, &mut Vec::new(), &mut diagnostics);
        }
        diagnostics
    }

    /// A diagnostic where a word first stands in the document.
    fn at(&self, word: &str, message: String) -> Diagnostic {
        let start = self.text.find(word);
        let span =
            start.map_or(Span::new(self.file, 0, 0), |start| Span::new(self.file, start, start + word.len()));
        diagnostic(span, message)
    }

    fn name(&self) -> Option<Diagnostic> {
        let name = &self.kind.name;
        if NO_DOCUMENTS.contains(&name.as_str()) || name == "renamed_from" {
            return Some(
                self.at(name, format!("`{name}` has a meaning of its own in a grant: choose another name")),
            );
        }
        let fits = is_key(name);
        (!fits).then(|| self.at(name, format!("`{name}` is no name of a kind: a lower-case letter, and lower-case letters, digits and _ after it")))
    }

    fn key(&self, name: &str, key: &GrantKey) -> Vec<Diagnostic> {
        let mut diagnostics = Vec::new();
        if !is_key(name) || ["when", "unless", "then"].contains(&name) {
            diagnostics.push(self.at(name, format!("`{name}` is no name of a key")));
        }
        if let Some(rule) = &key.rule {
            let known: &[&str] = if key.is == KeyType::Value { &VALUE_RULES } else { &TEXT_RULES };
            if !known.contains(&rule.as_str()) {
                diagnostics.push(self.unknown("rule", rule, known));
            }
        }
        if let Some(other) = key.excludes.as_ref().filter(|other| !self.kind.keys.contains_key(*other)) {
            let known: Vec<&str> = self.kind.keys.keys().map(String::as_str).collect();
            diagnostics.push(self.unknown("key", other, &known));
        }
        let is_text = matches!(key.is, KeyType::Text | KeyType::Texts);
        if key.default.is_some() && !is_text {
            diagnostics.push(self.at(name, format!("`{name}` has a default, which only texts have")));
        }
        for text in key.default.iter().flat_map(|default| default.texts()) {
            if TokenString::parse(text).is_err() {
                diagnostics.push(self.at(text, format!("the default of `{name}` has an unknown token")));
            }
        }
        if key.is == KeyType::Words && key.words.is_empty() {
            diagnostics.push(self.at(name, format!("`{name}` takes words, and there are none")));
        }
        if key.is == KeyType::Value && key.example.is_none() {
            diagnostics.push(self.at(name, format!("`{name}` needs an `example` for the module's test")));
        }
        diagnostics
    }

    fn unknown(&self, what: &str, word: &str, known: &[&str]) -> Diagnostic {
        let diagnostic = self.at(word, format!("there is no {what} `{word}`"));
        let diagnostic = diagnostic.help(format!("one of {}", quoted_list(known.iter().copied())));
        match nearest(word, known.iter().copied()) {
            Some(meant) => diagnostic.label(format!("did you mean `{meant}`?")),
            None => diagnostic,
        }
    }

    /// Every statement says whether it allows, what, and with what.
    fn statement(&self, statement: &StatementTemplate) -> Vec<Diagnostic> {
        let map = match statement {
            StatementTemplate::Map(map) => map,
            StatementTemplate::If(_, then) => match &**then {
                StatementTemplate::Map(map) => map,
                _ => return vec![self.at("statements", "a statement is a map".to_owned())],
            },
            _ => return vec![self.at("statements", "a statement is a map".to_owned())],
        };
        let missing =
            ["Sid", "Effect", "Action", "Resource"].into_iter().filter(|key| !map.contains_key(*key));
        let mut diagnostics: Vec<Diagnostic> =
            missing.map(|key| self.at("statements", format!("a statement has no `{key}`"))).collect();
        let known = ["Sid", "Effect", "Action", "Resource", "Condition"];
        let unknown = map.keys().filter(|key| !known.contains(&key.as_str()));
        diagnostics.extend(unknown.map(|key| self.unknown("key", key, &known)));
        if let Some(StatementTemplate::Text(effect)) =
            map.get("Effect").filter(|effect| **effect != StatementTemplate::Text("Allow".into()))
        {
            diagnostics.push(self.at(effect, "a kind's statements allow: `Effect: Allow`".to_owned()));
        }
        diagnostics
    }

    /// `given` are the keys that must be given where the part counts.
    fn raw(&self, raw: &StatementTemplate, given: &mut Vec<String>, diagnostics: &mut Vec<Diagnostic>) {
        match raw {
            StatementTemplate::Text(text) => diagnostics.extend(self.text(text, given)),
            StatementTemplate::List(items) => {
                items.iter().for_each(|item| self.raw(item, given, diagnostics))
            }
            StatementTemplate::Map(map) => map.values().for_each(|value| self.raw(value, given, diagnostics)),
            StatementTemplate::If(when, then) => {
                let known = self.conditions();
                let known: Vec<&str> = known.iter().map(String::as_str).collect();
                let words = when.when.iter().chain(&when.unless);
                let unknown = words.filter(|word| !known.contains(&word.as_str()));
                diagnostics.extend(unknown.map(|word| self.unknown("word or key", word, &known)));
                let before = given.len();
                given.extend(when.when.iter().cloned());
                self.raw(then, given, diagnostics);
                given.truncate(before);
            }
        }
    }

    /// What `when` and `unless` may name.
    fn conditions(&self) -> BTreeSet<String> {
        let keys = self.kind.keys.iter();
        keys.flat_map(|(name, key)| {
            let words = key.words.keys().cloned();
            words.chain([name.clone(), format!("{name}=*")])
        })
        .collect()
    }

    /// A text of a statement names tokens and keys that are given, and nothing else.
    fn text(&self, text: &str, given: &[String]) -> Option<Diagnostic> {
        let is_there = |name: &str| {
            let of_text = self.kind.keys.get(prefixed(name)).filter(|key| key.is != KeyType::Value);
            let key = self.kind.keys.get(name).or(of_text);
            let key = key.filter(|key| !matches!(key.is, KeyType::Words | KeyType::Flag));
            let is_given = |name: &str| given.iter().any(|given| given.trim_end_matches("=*") == name);
            ALWAYS.contains(&name)
                || key.is_some_and(|key| !key.optional || is_given(name) || is_given(prefixed(name)))
        };
        let unknown =
            TokenString::parse_with(text, |word| is_there(word).then(|| TokenString::literal("x"))).err()?;
        let keys: Vec<&String> = self.kind.keys.keys().filter(|name| is_there(name)).collect();
        let message = format!("there is no `{{{}}}` here", unknown.word());
        Some(self.at(text, message).help(format!(
            "the tokens, and the keys {}; of an optional key only where `when` names it",
            quoted_list(keys)
        )))
    }
}

/// The key whose text without the star at its end a name means.
fn prefixed(name: &str) -> &str {
    name.strip_suffix("_prefix").unwrap_or(name)
}

/// The name of a kind and of a key becomes that of an argument of Terraform.
fn is_key(name: &str) -> bool {
    is_identifier(name)
        && name.starts_with(|c: char| c.is_ascii_lowercase())
        && name.len() <= 32
        && name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_')
}
