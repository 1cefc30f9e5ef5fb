//! Checks that are the same for all languages.

use crate::aws::shown;
use crate::inputs::read::{MAX_DEPTH, MAX_ENTRIES, MAX_NODES, MAX_TEXT_BYTES};
use crate::inputs::token::Token;
use crate::source::{Code, Diagnostic, Diagnostics, Span, effect, first_hidden, is_hidden, secret_in};
use crate::tree::{Entry, Map, Node, Value};

/// Adds a key to a map, or reports a duplicate. Of two, an empty one is dropped: it has nothing more to report.
pub fn insert(map: &mut Map, key: String, entry: Entry, diagnostics: &Diagnostics) {
    if let Some(first) = map.get_mut(&key) {
        diagnostics.push(
            Diagnostic::at(entry.key, Code::DuplicateKey, format!("duplicate key {}", shown(&key)))
                .label("again here")
                .related(first.key, "first here")
                .help("keep one of the two"),
        );
        if first.node.value == Value::Null {
            first.node = entry.node;
        }
    } else {
        map.insert(key, entry);
    }
}

/// Reports `null`s, secrets, hidden characters, and excessive nesting or size. Returns whether the tree
/// is small enough to continue with.
pub fn check(node: &mut Node, diagnostics: &Diagnostics) -> bool {
    let mut check = Check { diagnostics, nodes: 0 };
    check.node(node, None, 1)
}

struct Check<'a> {
    diagnostics: &'a Diagnostics,
    nodes: usize,
}

impl Check<'_> {
    fn node(&mut self, node: &mut Node, key: Option<(&str, Span)>, depth: usize) -> bool {
        self.nodes += 1;
        if depth > MAX_DEPTH {
            self.diagnostics.push(too_deep(node.span));
            return false;
        }
        if self.nodes > MAX_NODES {
            self.diagnostics.push(too_many(node.span));
            return false;
        }
        match &mut node.value {
            Value::Null => self.diagnostics.push(null(node.span, key)),
            Value::String(text) if text.len() > MAX_TEXT_BYTES => {
                self.diagnostics.push(too_many_bytes(text, node.span));
                return false;
            }
            Value::String(text) => {
                if let Some(diagnostic) = refuse(text, node.span) {
                    let is_secret = diagnostic.secret.is_some();
                    self.diagnostics.push(diagnostic);
                    // Continue with the visible characters, but report nothing else about a secret.
                    text.retain(|character| !is_hidden(character));
                    if is_secret {
                        node.value = Value::Null;
                    }
                }
            }
            Value::List(items) if items.len() > MAX_ENTRIES => {
                self.diagnostics.push(too_long(node.span, "a list", items.len()));
                return false;
            }
            Value::Map(map) if map.len() > MAX_ENTRIES => {
                self.diagnostics.push(too_long(node.span, "a map", map.len()));
                return false;
            }
            Value::List(items) => return items.iter_mut().all(|item| self.node(item, None, depth + 1)),
            Value::Map(map) => return self.map(map, depth),
            Value::Bool(_) | Value::Integer(_) | Value::Float(_) => {}
        }
        true
    }

    fn map(&mut self, map: &mut Map, depth: usize) -> bool {
        let diagnostics = self.diagnostics;
        if let Some((key, entry)) = map.iter().find(|(key, _)| key.len() > MAX_TEXT_BYTES) {
            diagnostics.push(too_many_bytes(key, entry.key));
            return false;
        }
        map.retain(|key, entry| {
            let diagnostic = refuse(key, entry.key);
            let is_kept = diagnostic.is_none();
            diagnostic.into_iter().for_each(|diagnostic| diagnostics.push(diagnostic));
            is_kept
        });
        map.iter_mut().all(|(key, entry)| self.node(&mut entry.node, Some((key, entry.key)), depth + 1))
    }
}

/// Rejects secrets and hidden characters, which no string may contain.
fn refuse(text: &str, span: Span) -> Option<Diagnostic> {
    if let Some(kind) = secret_in(text) {
        let message = format!("this looks like {}, which must not be in a file", kind.what);
        return Some(Diagnostic::at(span, Code::Secret, message).hides(span).help(kind.help).help(ROTATE));
    }
    let hidden = first_hidden(text)?;
    let message = format!("hidden character U+{:04X}: {}", u32::from(hidden), effect(hidden));
    Some(
        Diagnostic::at(span, Code::HiddenCharacter, message)
            .help("retype the value without it: such characters can make a policy differ from what you see"),
    )
}

const ROTATE: &str = "if the file has been shared, replace the secret where it was issued";

fn too_many_bytes(text: &str, span: Span) -> Diagnostic {
    Diagnostic::at(span, Code::TooLong, format!("a string of {} bytes", text.len()))
        .help(format!("the limit is {MAX_TEXT_BYTES} bytes"))
}

fn too_long(span: Span, what: &str, count: usize) -> Diagnostic {
    Diagnostic::at(span, Code::TooMany, format!("{what} of {count} entries"))
        .help(format!("the limit is {MAX_ENTRIES}: look for repeated entries"))
}

fn too_many(span: Span) -> Diagnostic {
    Diagnostic::at(span, Code::TooMany, format!("more than {MAX_NODES} values"))
        .help("even 10,000 environments need fewer: look for repeated values")
}

/// The diagnostic for excessive nesting.
pub fn too_deep(span: Span) -> Diagnostic {
    Diagnostic::at(span, Code::TooDeep, format!("nested more than {MAX_DEPTH} levels deep"))
        .help("no key is nested that deeply: look for a list or map that contains itself")
}

fn null(span: Span, key: Option<(&str, Span)>) -> Diagnostic {
    match key {
        // An empty value in YAML has an empty span, so the diagnostic points at the key.
        Some((name, key)) => {
            let diagnostic = Diagnostic::at(key, Code::Null, format!("{} is null", shown(name)))
                .help("set a value, or remove the key; to remove something in one environment, list it under `remove`");
            let is_token = span.start == span.end && Token::of_word(name).is_some();
            if is_token {
                diagnostic.help(format!("if you mean the token `{{{name}}}`, quote the whole string"))
            } else {
                diagnostic
            }
        }
        None => Diagnostic::at(span, Code::Null, "null is not allowed here").help("remove the item"),
    }
}
