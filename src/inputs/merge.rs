//! Applies an environment's patch: objects are merged, other values replaced, and `remove` removes keys.

use crate::aws::shown;
use crate::inputs::key_attributes::KEY_ATTRIBUTES;
use crate::inputs::keys::{AUTHENTICATED, GUEST};
use crate::source::{Code, Diagnostic, Diagnostics, Span};
use crate::tree::{Entry, Map, Node, Value, nearest};

/// Merges `patch` into `base`.
pub fn merge(base: &Node, patch: &Node) -> Node {
    merge_at(base, patch, &mut Vec::new())
}

fn merge_at<'a>(base: &Node, patch: &'a Node, path: &mut Vec<&'a str>) -> Node {
    let (Value::Map(under), Value::Map(over)) = (&base.value, &patch.value) else {
        return patch.clone();
    };
    let (mut merged, mut span) = (under.clone(), base.span);
    if let Some(choice) = KEY_ATTRIBUTES.exclusive_maps.iter().find(|choice| choice.is_at(path))
        && over.keys().any(|key| choice.has_alternative(key) && !under.contains_key(key))
    {
        merged.retain(|key, _| !choice.has_alternative(key));
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

/// A part that an environment removed.
#[derive(Debug)]
pub struct Removed {
    path: String,
    /// The span of the path in `remove`.
    pub span: Span,
}

impl Removed {
    /// Whether the part is the declaration of a role.
    pub fn is_role(&self, role: &str) -> bool {
        self.path.strip_prefix(IN_ROLES) == Some(role)
    }
}

const IN_ROLES: &str = "roles.";

/// Removes the keys that `remove` lists, and returns those that there were.
pub fn remove(base: &mut Node, paths: &Node, diagnostics: &Diagnostics) -> Vec<Removed> {
    let Value::List(paths) = &paths.value else {
        diagnostics.push(expected_paths(paths));
        return Vec::new();
    };
    let removed = paths.iter().filter_map(|path| match path.as_text() {
        Some(text) => remove_path(base, text, path, diagnostics),
        None => {
            diagnostics.push(expected_paths(path));
            None
        }
    });
    removed.collect()
}

fn expected_paths(node: &Node) -> Diagnostic {
    Diagnostic::at(
        node.span,
        Code::WrongType,
        format!("expected a list of paths, found {}", node.type_name()),
    )
    .help("for example `remove: [roles.guest, tags.Owner]`")
}

fn remove_path(base: &mut Node, text: &str, path: &Node, diagnostics: &Diagnostics) -> Option<Removed> {
    let mut place = base;
    let mut rest = text;
    let mut parent = String::from("the top of the file");
    loop {
        let Value::Map(map) = &mut place.value else {
            diagnostics.push(nothing_to_remove(text, path).help(format!("{parent} has no keys")));
            return None;
        };
        if map.shift_remove(rest).is_some() {
            return Some(Removed { path: text.to_owned(), span: path.span });
        }
        let Some(key) = first_key(map, rest) else {
            diagnostics.push(not_found(map, text, rest, path, &parent));
            return None;
        };
        rest = &rest[key.len() + 1..];
        parent = shown(text[..text.len() - rest.len()].trim_end_matches('.'));
        place = &mut map[&key].node;
    }
}

/// The key of `map` that a path starts with. Keys, such as those of tags, may contain dots.
fn first_key(map: &Map, path: &str) -> Option<String> {
    map.keys().find(|key| path.strip_prefix(key.as_str()).is_some_and(|rest| rest.starts_with('.'))).cloned()
}

fn not_found(map: &Map, text: &str, rest: &str, path: &Node, parent: &str) -> Diagnostic {
    let wanted = rest.split('.').next().unwrap_or(rest);
    let diagnostic = match nearest(wanted, map.keys().map(String::as_str)) {
        Some(meant) => nothing_to_remove(text, path).label(format!("did you mean `{meant}`?")),
        None => nothing_to_remove(text, path),
    };
    let diagnostic = diagnostic
        .help(format!("{parent} has no {}; only keys outside `environments` can be removed", shown(wanted)));
    let role = [AUTHENTICATED, GUEST].into_iter().find(|role| text.strip_prefix(IN_ROLES) == Some(role));
    role.into_iter().fold(diagnostic, |diagnostic, role| diagnostic.help(without_default_role(role)))
}

/// How an environment gets rid of a default role, which exists without being declared.
pub fn without_default_role(role: &str) -> String {
    format!(
        "where users can get the role `{role}`, it exists without being declared: for a pool without it, set `roles.{role}.attached: false` in the environment"
    )
}

fn nothing_to_remove(text: &str, path: &Node) -> Diagnostic {
    Diagnostic::at(path.span, Code::NothingToRemove, format!("there is no {} to remove", shown(text)))
}
