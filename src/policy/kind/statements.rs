//! The statements of a kind for a specific grant.

use indexmap::IndexMap;

use crate::aws::Partition;
use crate::iam::{ParseLeaf, Parser, Pattern, ReferencePlace, Statement, Unknown};
use crate::inputs::{Part, TokenString};
use crate::policy::kind::merge::merge;
use crate::policy::kind::select::select;
use crate::policy::kind::{KeyType, Kind};
use crate::policy::leaf::unknown_pattern;
use crate::source::{Code, Diagnostic, Diagnostics, Span};
use crate::tree::{Map, Node, Value};

/// The key of a statement that says in a few words what it allows.
pub(super) const MAY_KEY: &str = "may";
/// The key of a statement that says in a few words on what.
pub(super) const TARGET_KEY: &str = "target";

/// A statement of a grant, and what its kind's document says about it in words.
#[derive(Clone, Debug, PartialEq)]
pub struct GrantStatement {
    /// The statement.
    pub statement: Statement<TokenString>,
    /// What it allows. Empty if the document says it only for the whole kind.
    pub may: Vec<String>,
    /// On what. Empty if the document says it only for the whole kind.
    pub targets: Vec<String>,
}

impl Kind {
    /// The statements that apply; those that differ only in their actions are merged. `given` are the words and keys
    /// that `when` and `unless` refer to. `texts` are the strings of the other names; a string that contains names with
    /// several strings is repeated for each of their combinations.
    pub fn statements_for(
        &self,
        given: &[String],
        texts: &IndexMap<String, Vec<TokenString>>,
        partition: Partition,
        grant: Span,
        diagnostics: &Diagnostics,
    ) -> Option<Vec<GrantStatement>> {
        let applicable = self.statements.iter().filter_map(|node| select(node, &|part| part.holds(given)));
        let applicable: Vec<Node> = applicable.collect();
        let words: Vec<_> =
            applicable.iter().map(|node| (phrases(node, MAY_KEY), phrases(node, TARGET_KEY))).collect();
        let elements = Value::List(applicable.into_iter().map(without_phrases).collect());
        let strings = Strings { kind: self, texts, grant };
        let parser = Parser::new(&strings, diagnostics).in_partition(partition);
        // A test checks the actions of the built-in kinds.
        let parser = if self.is_built_in() { parser.without_catalogue() } else { parser };
        let statements = parser.statements(&Node { value: elements, span: grant })?;
        let described = statements.into_iter().zip(words).map(|(statement, (may, targets))| GrantStatement {
            statement,
            may,
            targets,
        });
        Some(merge(described.collect()))
    }
}

/// The statement as IAM knows it.
pub(super) fn without_phrases(mut statement: Node) -> Node {
    if let Value::Map(map) = &mut statement.value {
        let elements: Map = std::mem::take(map);
        *map =
            elements.into_iter().filter(|(key, _)| ![MAY_KEY, TARGET_KEY].contains(&key.as_str())).collect();
    }
    statement
}

/// The strings under a key, of which there can be one or a list.
fn phrases(statement: &Node, key: &str) -> Vec<String> {
    let Some(node) = statement.get(key) else { return Vec::new() };
    let items = node.as_list().unwrap_or(std::slice::from_ref(node));
    items.iter().filter_map(Node::as_text).map(str::to_owned).collect()
}

/// Expands the strings of a kind's statements for a grant.
struct Strings<'a> {
    kind: &'a Kind,
    texts: &'a IndexMap<String, Vec<TokenString>>,
    grant: Span,
}

/// More strings than these would exceed IAM's limit on the size of a policy by far.
const MAX_COMBINATIONS: usize = 1000;

/// The string of each name in one combination.
type Combination<'a> = IndexMap<&'a str, &'a TokenString>;

impl ParseLeaf for Strings<'_> {
    type Leaf = TokenString;

    fn parse(
        &self,
        text: &str,
        _: Option<ReferencePlace>,
        span: Span,
    ) -> Result<Vec<TokenString>, Diagnostic> {
        let count = self.named(text).map(|(_, texts)| texts.len()).fold(1, usize::saturating_mul);
        if count > MAX_COMBINATIONS {
            return Err(too_many(count, self.grant));
        }
        let mut leaves = Vec::new();
        for combination in self.combinations(text) {
            let leaf = self.text(text, &combination, span)?;
            if !leaves.contains(&leaf) {
                leaves.push(leaf);
            }
        }
        Ok(leaves)
    }

    fn known<'a>(&self, leaf: &'a TokenString) -> Option<&'a str> {
        leaf.as_literal()
    }

    fn pattern(&self, leaf: &TokenString) -> Pattern<Unknown> {
        unknown_pattern(leaf)
    }
}

impl Strings<'_> {
    /// The names that a text contains, with their strings.
    fn named(&self, text: &str) -> impl Iterator<Item = (&String, &Vec<TokenString>)> {
        self.texts.iter().filter(move |(name, _)| text.contains(&format!("{{{name}}}")))
    }

    /// Every combination of the strings of the names that a text contains.
    fn combinations(&self, text: &str) -> Vec<Combination<'_>> {
        self.named(text).fold(vec![Combination::new()], |combinations, (name, texts)| {
            let mut extended = Vec::new();
            for combination in combinations {
                extended.extend(texts.iter().map(|text| {
                    let mut combination = combination.clone();
                    combination.insert(name, text);
                    combination
                }));
            }
            extended
        })
    }

    /// Expands a string.
    fn text(&self, text: &str, strings: &Combination, span: Span) -> Result<TokenString, Diagnostic> {
        let is_value = |word: &str| {
            let key = self.kind.keys.get(word);
            key.is_some_and(|key| matches!(key.is, KeyType::Value { .. }))
        };
        let named = |word: &str| {
            let value = || is_value(word).then(|| TokenString::from_parts([Part::Value(word.to_owned())]));
            strings.get(word).map(|text| TokenString::clone(text)).or_else(value)
        };
        TokenString::parse_with(text, named).map_err(|unknown| unknown.in_policy(span))
    }
}

fn too_many(count: usize, grant: Span) -> Diagnostic {
    let message = format!("the lists of the grant have {count} combinations");
    Diagnostic::at(grant, Code::OverLimit, message).help(format!(
        "expected at most {MAX_COMBINATIONS}: each combination becomes a resource of the policy"
    ))
}
