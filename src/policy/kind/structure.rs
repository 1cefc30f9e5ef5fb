//! The structure of a kind's statement: where conditional parts can be, and what must always be there.

use std::collections::BTreeSet;

use crate::iam::element::{ACTION, CONDITION, RESOURCE};
use crate::policy::kind::select::{PartCondition, THEN, UNLESS, WHEN, content, select};
use crate::source::{Code, Diagnostic, Span};
use crate::tree::{Entry, Node, wrong_type};

/// With more words than these, not every combination is checked.
const MAX_WORDS: usize = 10;

/// Parts of a statement in places where they can't be.
pub(super) fn misplaced_parts(statement: &Node) -> Vec<Diagnostic> {
    let Some(elements) = statement.as_map().and_then(|_| content(statement).as_map()) else {
        return vec![problem(content(statement).span, "a statement must be a map")];
    };
    let condition = elements.get(CONDITION).map(|entry| content(&entry.node));
    let condition = condition.and_then(Node::as_list).into_iter().flat_map(condition_parts);
    keys_beside_then(statement).into_iter().chain(condition).collect()
}

fn problem(span: Span, message: impl Into<String>) -> Diagnostic {
    Diagnostic::at(span, Code::BadKind, message)
}

/// Keys next to `then` would be ignored.
fn keys_beside_then(node: &Node) -> Vec<Diagnostic> {
    let is_conditional = !std::ptr::eq(content(node), node);
    let others = node.as_map().into_iter().flatten().filter(|_| is_conditional);
    let others = others.filter(|(key, _)| ![WHEN, UNLESS, THEN].contains(&key.as_str()));
    let ignored = |(key, entry): (&String, &Entry)| {
        problem(entry.key, format!("`{key}` next to `then` is ignored"))
            .help("move it into `then`, or remove `then`")
    };
    others.map(ignored).chain(node.children().flat_map(keys_beside_then)).collect()
}

/// The parts of a condition are maps, and no two that can apply together have the same key.
fn condition_parts(parts: &[Node]) -> Vec<Diagnostic> {
    let mut problems: Vec<Diagnostic> = parts
        .iter()
        .map(content)
        .filter(|part| part.as_map().is_none())
        .map(|part| wrong_type(part, "a map"))
        .collect();
    for (index, part) in parts.iter().enumerate() {
        for before in parts[..index]
            .iter()
            .filter(|before| !are_exclusive(&PartCondition::of(before), &PartCondition::of(part)))
        {
            problems.extend(same_key(content(before), content(part)));
        }
    }
    problems
}

fn are_exclusive(one: &PartCondition, other: &PartCondition) -> bool {
    let contradicts =
        |one: &PartCondition, other: &PartCondition| one.when.iter().any(|word| other.unless.contains(word));
    contradicts(one, other) || contradicts(other, one)
}

fn same_key(before: &Node, part: &Node) -> Option<Diagnostic> {
    let operators = part.as_map()?.iter().filter_map(|(operator, entry)| {
        Some((operator, before.get(operator)?.as_map()?, entry.node.as_map()?))
    });
    let mut same = operators.flat_map(|(operator, before, part)| {
        let shared = part.iter().filter(|(key, _)| before.contains_key(*key));
        shared.map(move |(key, entry)| (operator, key, entry, before[key].key))
    });
    let (operator, key, entry, first) = same.next()?;
    let message = format!("`{key}` under `{operator}` is in two parts that can both apply");
    Some(
        problem(entry.key, message)
            .related(first, "first here")
            .help("put the values into one list, or make one part `unless` the other"),
    )
}

/// The actions or resources that a statement lacks for some grants that it applies to. `always` are the keys that
/// every grant has.
pub(super) fn missing_elements(statement: &Node, always: &[&str]) -> Vec<Diagnostic> {
    let mut words = BTreeSet::new();
    collect_words(statement, &mut words);
    let words: Vec<&str> = words.into_iter().filter(|word| !always.contains(word)).take(MAX_WORDS).collect();
    let mut missing = BTreeSet::new();
    for chosen in 0..1_usize << words.len() {
        let given = words.iter().enumerate().filter(|(index, _)| chosen & (1 << index) != 0);
        let given: Vec<String> =
            given.map(|(_, word)| *word).chain(always.iter().copied()).map(str::to_owned).collect();
        if let Some(selected) = select(statement, &|when| when.holds(&given)) {
            missing.extend([ACTION, RESOURCE].into_iter().filter(|element| selected.get(element).is_none()));
        }
    }
    let report = |element: &str| {
        problem(statement.span, format!("the statement has no `{element}` for some grants"))
            .help(format!("add an `{element}` that applies to all of them"))
    };
    missing.into_iter().map(report).collect()
}

fn collect_words<'a>(node: &'a Node, words: &mut BTreeSet<&'a str>) {
    let PartCondition { when, unless } = PartCondition::of(node);
    words.extend(when.into_iter().chain(unless));
    node.children().for_each(|child| collect_words(child, words));
}
