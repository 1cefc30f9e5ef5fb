//! Whether a file that was edited by span says what was meant.

use std::ops::Range;

use crate::source::Fix;
use crate::tree::{Entry, Node, Value};

/// Whether a tree is another one, of this text, after edits that remove items and keys or replace parts of strings, and nothing
/// else has changed.
pub fn is_edited(new: &Node, old: &Node, fixes: &[&Fix], text: &str) -> bool {
    match (&new.value, &old.value) {
        (Value::List(new), Value::List(old)) => {
            let kept: Vec<&Node> = old.iter().filter(|node| !is_removed(node.span.range(), fixes)).collect();
            new.len() == kept.len() && new.iter().zip(kept).all(|(new, old)| is_edited(new, old, fixes, text))
        }
        (Value::Map(new), Value::Map(old)) => {
            let kept: Vec<_> =
                old.iter().filter(|(_, entry)| !is_removed(entry.key.range(), fixes)).collect();
            let is_same = |((key, new), (old_key, old)): ((&String, &Entry), (&String, &Entry))| {
                key == old_key && is_edited(&new.node, &old.node, fixes, text)
            };
            new.len() == kept.len() && new.iter().zip(kept).all(is_same)
        }
        (Value::String(new), Value::String(before)) => *new == replaced(before, old, fixes, text),
        (
            new @ (Value::Null
            | Value::Bool(_)
            | Value::Integer(_)
            | Value::Float(_)
            | Value::String(_)
            | Value::List(_)
            | Value::Map(_)),
            old,
        ) => new == old,
    }
}

fn is_removed(range: Range<usize>, fixes: &[&Fix]) -> bool {
    let covers = |fix: &&Fix| {
        let removed = fix.span.range();
        fix.replacement.is_empty() && removed.start <= range.start && range.end <= removed.end
    };
    fixes.iter().any(covers)
}

/// A string after the edits within its place.
fn replaced(string: &str, node: &Node, fixes: &[&Fix], text: &str) -> String {
    let place = node.span.range();
    let within = fixes.iter().filter(|fix| {
        let range = fix.span.range();
        place.start <= range.start && range.end <= place.end && !range.is_empty()
    });
    within.fold(string.to_owned(), |string, fix| string.replace(&text[fix.span.range()], &fix.replacement))
}
