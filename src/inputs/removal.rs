//! Where an item of a list is in the text of the inputs, with what has to go if it goes.

use std::ops::Range;

use crate::source::Span;
use crate::tree::{Entry, Node};

/// The span whose removal removes an item of the list at a key of the inputs; if it is the only one, also the key. Comments on
/// lines of their own are kept. `None` if the layout is an unusual one.
pub fn removal_of_item(text: &str, root: &Node, key: &str, index: usize) -> Option<Span> {
    let entry = root.as_map()?.get(key)?;
    let items = entry.node.as_list()?;
    let item = items.get(index)?;
    let is_flow = text[entry.node.span.range()].starts_with('[') && !is_in_table(text, item);
    let range = match (items.len(), is_flow) {
        (1, _) if text[root.span.range()].starts_with('{') => of_member(text, root, key)?,
        (1, true) => lines(text, line_start(text, entry.key.range().start), end(text, &entry.node)?)?,
        (_, true) => between(&extents(text, items)?, index)?,
        (1, false) if is_in_table(text, item) => of_table(text, item)?,
        (1, false) => lines(text, line_start(text, entry.key.range().start), end(text, item)?)?,
        (_, false) if is_in_table(text, item) => of_table(text, item)?,
        (_, false) => of_block(text, item)?,
    };
    Some(Span::new(item.span.file, range.start, range.end))
}

/// The ranges of values.
fn extents(text: &str, nodes: &[Node]) -> Option<Vec<Range<usize>>> {
    nodes.iter().map(|node| Some(node.span.range().start..end(text, node)?)).collect()
}

/// The range of one of several parts between commas, with one of the commas.
fn between(parts: &[Range<usize>], index: usize) -> Option<Range<usize>> {
    let part = parts.get(index)?;
    match parts.get(index + 1) {
        Some(next) => Some(part.start..next.start),
        None => Some(parts.get(index.checked_sub(1)?)?.end..part.end),
    }
}

/// The range of a key of an object in JSON.
fn of_member(text: &str, root: &Node, key: &str) -> Option<Range<usize>> {
    let map = root.as_map()?;
    let extent = |entry: &Entry| Some(entry.key.range().start..end(text, &entry.node)?);
    let members: Vec<Range<usize>> = map.values().map(extent).collect::<Option<_>>()?;
    between(&members, map.get_index_of(key)?)
}

/// The lines of an item of a YAML list that has lines of its own.
fn of_block(text: &str, item: &Node) -> Option<Range<usize>> {
    let first = item.span.range().start;
    let start = line_start(text, first);
    let is_item = text[start..first].trim() == "-";
    is_item.then(|| lines(text, start, end(text, item)?)).flatten()
}

/// The lines of a table of a TOML list, with the empty ones after it.
fn of_table(text: &str, item: &Node) -> Option<Range<usize>> {
    let header = text[..first_key(item)?].rfind("[[")?;
    let range = lines(text, line_start(text, header), end(text, item)?)?;
    let after = &text[range.end..];
    let blank = after.len() - after.trim_start_matches(['\r', '\n']).len();
    Some(range.start..range.end + blank)
}

/// Whether an item is a table of TOML, below a header in brackets.
fn is_in_table(text: &str, item: &Node) -> bool {
    let header = first_key(item).and_then(|first| text[..first].trim_end().rsplit('\n').next());
    header.is_some_and(|line| line.trim_start().starts_with("[["))
}

fn first_key(item: &Node) -> Option<usize> {
    item.as_map()?.values().map(|entry| entry.key.range().start).min()
}

/// The whole lines from `start` to that of `end`, if nothing but a comment follows there.
fn lines(text: &str, start: usize, end: usize) -> Option<Range<usize>> {
    let rest = &text[end..];
    let length = rest.find('\n').map_or(rest.len(), |newline| newline + 1);
    let after = rest[..length].trim();
    (after.is_empty() || after.starts_with('#')).then_some(start..end + length)
}

pub(super) fn line_start(text: &str, at: usize) -> usize {
    text[..at].rfind('\n').map_or(0, |newline| newline + 1)
}

/// The end of a value, with the bracket that closes it.
pub(super) fn end(text: &str, node: &Node) -> Option<usize> {
    let within = node.children().map(|child| end(text, child)).collect::<Option<Vec<_>>>()?;
    let Some(last) = within.into_iter().max() else { return Some(node.span.range().end) };
    let start = node.span.range().start;
    let close = match text[start..].chars().next()? {
        '{' => '}',
        '[' if !text[start..].starts_with("[[") => ']',
        _ => return Some(last),
    };
    let rest = text[last..].trim_start_matches(|c: char| c.is_whitespace() || c == ',');
    rest.starts_with(close).then(|| text.len() - rest.len() + 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::inputs::read::{Language, read};
    use crate::source::{Diagnostics, FileId};

    /// What is left of a text after an item of its list `accept` is removed.
    fn without(text: &str, language: Language, index: usize) -> Option<String> {
        let diagnostics = Diagnostics::default();
        let root = read(text, FileId::INPUTS, language, &diagnostics).expect("it is valid");
        let span = removal_of_item(text, &root, "accept", index)?;
        Some(text[..span.range().start].to_owned() + &text[span.range().end..])
    }

    #[test]
    fn in_yaml_lines_go_and_comments_on_their_own_stay() {
        let text = "name: a\n# kept\naccept:\n  # first\n  - rule: one # gone\n    reason: x\n  # second\n  - { rule: two, at: [b] }\nlast: 1\n";
        let yaml = |index| without(text, Language::Yaml, index).unwrap();
        assert_eq!(
            yaml(0),
            "name: a\n# kept\naccept:\n  # first\n  # second\n  - { rule: two, at: [b] }\nlast: 1\n"
        );
        assert_eq!(
            yaml(1),
            "name: a\n# kept\naccept:\n  # first\n  - rule: one # gone\n    reason: x\n  # second\nlast: 1\n"
        );
        let only = "name: a\r\naccept:\r\n- rule: one\r\n  reason: 'x'\r\nlast: 1\r\n";
        assert_eq!(without(only, Language::Yaml, 0).unwrap(), "name: a\r\nlast: 1\r\n");
    }

    #[test]
    fn in_flow_lists_and_json_a_comma_goes_too() {
        let flow = "a: 1\naccept: [ { rule: one }, {rule: two} ]\n";
        let yaml = |index| without(flow, Language::Yaml, index).unwrap();
        assert_eq!(yaml(0), "a: 1\naccept: [ {rule: two} ]\n");
        assert_eq!(yaml(1), "a: 1\naccept: [ { rule: one } ]\n");
        let json = "{\n  \"a\": 1,\n  \"accept\": [\n    { \"rule\": \"one\" },\n    { \"rule\": \"two\" }\n  ]\n}\n";
        let left = |index| without(json, Language::Json, index).unwrap();
        assert_eq!(left(0), "{\n  \"a\": 1,\n  \"accept\": [\n    { \"rule\": \"two\" }\n  ]\n}\n");
        assert_eq!(left(1), "{\n  \"a\": 1,\n  \"accept\": [\n    { \"rule\": \"one\" }\n  ]\n}\n");
        let only = "{\"a\": 1, \"accept\": [{\"rule\": \"one\"}], \"b\": 2}";
        assert_eq!(without(only, Language::Json, 0).unwrap(), "{\"a\": 1, \"b\": 2}");
        let last = "{\"a\": 1, \"accept\": [{\"rule\": \"one\"}]}";
        assert_eq!(without(last, Language::Json, 0).unwrap(), "{\"a\": 1}");
    }

    #[test]
    fn in_toml_a_table_goes_with_its_header() {
        let text = "a = 1\n\n# one\n[[accept]]\nrule = \"one\"\nreason = \"x\"\n\n[[accept]]\nrule = \"two\"\n\n[b]\nc = 1\n";
        let toml = |index| without(text, Language::Toml, index).unwrap();
        assert_eq!(toml(0), "a = 1\n\n# one\n[[accept]]\nrule = \"two\"\n\n[b]\nc = 1\n");
        assert_eq!(toml(1), "a = 1\n\n# one\n[[accept]]\nrule = \"one\"\nreason = \"x\"\n\n[b]\nc = 1\n");
        let inline = "accept = [{ rule = \"one\" }]\na = 1\n";
        assert_eq!(without(inline, Language::Toml, 0).unwrap(), "a = 1\n");
    }

    #[test]
    fn what_shares_its_lines_with_something_else_is_left() {
        for text in
            ["a: 1\naccept:\n  -\n    rule: one\n  - rule: two\n", "{a: 1, accept: [{rule: one}], b: 2}\n"]
        {
            let left = without(text, Language::Yaml, 0);
            assert!(left.is_none() || left.as_deref() == Some("{a: 1, b: 2}\n"), "{text}: {left:?}");
        }
    }
}
