//! What is wrong in a tree whatever language it was written in.

use crate::aws::shown;
use crate::inputs::node::{Entry, Map, Node, Value};
use crate::inputs::read::MAX_DEPTH;
use crate::inputs::text::Token;
use crate::source::{Code, Problem, Problems, Span};

/// Adds a key to a map, or reports that it is there already.
pub fn insert(map: &mut Map, key: String, entry: Entry, problems: &Problems) {
    if let Some(first) = map.get(&key) {
        problems.push(
            Problem::at(
                entry.key,
                Code::DuplicateKey,
                format!("the key {} stands here a second time", shown(&key)),
            )
            .label("again here")
            .related(first.key, "first here")
            .help("keep one of the two"),
        );
    } else {
        map.insert(key, entry);
    }
}

/// Reports each `null`, and nesting without end. Says whether the tree can be walked.
pub fn check(node: &Node, problems: &Problems) -> bool {
    check_node(node, None, 1, problems)
}

fn check_node(node: &Node, key: Option<(&str, Span)>, depth: usize, problems: &Problems) -> bool {
    if depth > MAX_DEPTH {
        problems.push(too_deep(node.span));
        return false;
    }
    match &node.value {
        Value::Null => {
            problems.push(null(node.span, key));
            true
        }
        Value::List(items) => items.iter().all(|item| check_node(item, None, depth + 1, problems)),
        Value::Map(map) => map
            .iter()
            .all(|(name, entry)| check_node(&entry.node, Some((name, entry.key)), depth + 1, problems)),
        _ => true,
    }
}

/// The problem of a place that is nested too deeply.
pub fn too_deep(span: Span) -> Problem {
    Problem::at(span, Code::TooDeep, format!("nested more than {MAX_DEPTH} levels deep"))
        .help("no key of the inputs is that deep: look for a list or a map inside itself")
}

fn null(span: Span, key: Option<(&str, Span)>) -> Problem {
    match key {
        // An empty value has no width of its own in YAML, so the caret goes to the key.
        Some((name, key)) => {
            let problem = Problem::at(key, Code::Null, format!("{} has no value (null)", shown(name)))
                .help("give it a value, or leave the key out; in an environment `remove` takes a part away");
            let is_token = span.start == span.end && Token::of_word(name).is_some();
            if is_token {
                problem.help(format!("if the token `{{{name}}}` is meant, quote the whole text"))
            } else {
                problem
            }
        }
        None => Problem::at(span, Code::Null, "null is not a value here").help("leave the item out"),
    }
}
