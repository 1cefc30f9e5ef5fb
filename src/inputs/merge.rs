//! An environment is a patch: objects merge, anything else replaces, `remove` takes parts away.

use crate::aws::shown;
use crate::inputs::shape::SHAPE;
use crate::source::{Code, Diagnostic, Diagnostics};
use crate::tree::{Entry, Map, Node, Value, nearest};

/// Lays `patch` over `base`.
pub fn merge(base: &Node, patch: &Node) -> Node {
    merge_at(base, patch, &mut Vec::new())
}

fn merge_at<'a>(base: &Node, patch: &'a Node, path: &mut Vec<&'a str>) -> Node {
    let (Value::Map(under), Value::Map(over)) = (&base.value, &patch.value) else {
        return patch.clone();
    };
    let (mut merged, mut span) = (under.clone(), base.span);
    if let Some(choice) = SHAPE.choices.iter().find(|choice| choice.is_at(path))
        && over.keys().any(|key| choice.takes(key) && !under.contains_key(key))
    {
        merged.retain(|key, _| !choice.takes(key));
        span = patch.span;
    }
    for (key, entry) in over {
        path.push(key);
        let node = match merged.get(key) {
            Some(below) => merge_at(&below.node, &entry.node, path),
            None => entry.node.clone(),
        };
        path.pop();
        merged.insert(key.clone(), Entry { key: entry.key, node });
    }
    Node { value: Value::Map(merged), span }
}

/// Takes the parts away that `remove` names.
pub fn remove(base: &mut Node, paths: &Node, diagnostics: &Diagnostics) {
    let Value::List(paths) = &paths.value else {
        diagnostics.push(expected_paths(paths));
        return;
    };
    for path in paths {
        match path.as_text() {
            Some(text) => remove_path(base, text, path, diagnostics),
            None => diagnostics.push(expected_paths(path)),
        }
    }
}

fn expected_paths(node: &Node) -> Diagnostic {
    Diagnostic::at(
        node.span,
        Code::WrongType,
        format!("expected a list of paths, found {}", node.type_name()),
    )
    .help("for example `remove: [roles.guest, tags.Owner]`")
}

fn remove_path(base: &mut Node, text: &str, path: &Node, diagnostics: &Diagnostics) {
    let mut place = base;
    let mut rest = text;
    let mut walked = String::from("the top of the file");
    loop {
        let Value::Map(map) = &mut place.value else {
            diagnostics.push(nothing(text, path).help(format!("{walked} has no keys")));
            return;
        };
        if map.shift_remove(rest).is_some() {
            return;
        }
        let Some(key) = key_on_the_way(map, rest) else {
            diagnostics.push(nothing_there(map, text, rest, path, &walked));
            return;
        };
        rest = &rest[key.len() + 1..];
        walked = shown(text[..text.len() - rest.len()].trim_end_matches('.'));
        place = &mut map[&key].node;
    }
}

/// The key of `map` that a path goes through. A key may itself hold dots: a tag's, for one.
fn key_on_the_way(map: &Map, path: &str) -> Option<String> {
    map.keys().find(|key| path.strip_prefix(key.as_str()).is_some_and(|rest| rest.starts_with('.'))).cloned()
}

fn nothing_there(map: &Map, text: &str, rest: &str, path: &Node, walked: &str) -> Diagnostic {
    let wanted = rest.split('.').next().unwrap_or(rest);
    let diagnostic = match nearest(wanted, map.keys().map(String::as_str)) {
        Some(meant) => nothing(text, path).label(format!("did you mean `{meant}`?")),
        None => nothing(text, path),
    };
    diagnostic
        .help(format!("{walked} has no {}; only keys outside `environments` can be removed", shown(wanted)))
}

fn nothing(text: &str, path: &Node) -> Diagnostic {
    Diagnostic::at(path.span, Code::NothingToRemove, format!("there is no {} to remove", shown(text)))
}
