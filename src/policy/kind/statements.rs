//! The statements of a kind for a specific grant.

use indexmap::IndexMap;

use crate::aws::Partition;
use crate::iam::{ParseLeaf, Parser, Pattern, Statement, Unknown};
use crate::inputs::{Part, TokenString};
use crate::policy::kind::select::select;
use crate::policy::kind::{KeyType, Kind};
use crate::policy::leaf::unknown_pattern;
use crate::source::{Diagnostic, Diagnostics, Span};
use crate::tree::{Node, Value};

impl Kind {
    /// The statements that apply. `given` are the words and keys that `when` and `unless` refer to. `texts`
    /// are the strings of the other names; a string that contains a name with several strings is repeated
    /// for each.
    pub fn statements_for(
        &self,
        given: &[String],
        texts: &IndexMap<String, Vec<TokenString>>,
        partition: Partition,
        grant: Span,
        diagnostics: &Diagnostics,
    ) -> Option<Vec<Statement<TokenString>>> {
        let applicable = self.statements.iter().filter_map(|node| select(node, &|part| part.holds(given)));
        let statements = Node { value: Value::List(applicable.collect()), span: grant };
        let strings = Strings { kind: self, texts };
        let parser = Parser::new(&strings, diagnostics).in_partition(partition);
        // A test checks the actions of the built-in kinds.
        let parser = if self.is_built_in() { parser.without_catalogue() } else { parser };
        parser.statements(&statements)
    }
}

/// Expands the strings of a kind's statements for a grant.
struct Strings<'a> {
    kind: &'a Kind,
    texts: &'a IndexMap<String, Vec<TokenString>>,
}

impl ParseLeaf for Strings<'_> {
    type Leaf = TokenString;

    fn parse(&self, text: &str, span: Span) -> Result<Vec<TokenString>, Diagnostic> {
        let is_named = |name: &String| text.contains(&format!("{{{name}}}"));
        let lists = self.texts.iter().filter(|(name, _)| is_named(name));
        let count = lists.map(|(_, texts)| texts.len()).max().unwrap_or(1);
        (0..count).map(|index| self.text(text, index, span)).collect()
    }

    fn known<'a>(&self, leaf: &'a TokenString) -> Option<&'a str> {
        leaf.as_literal()
    }

    fn pattern(&self, leaf: &TokenString) -> Pattern<Unknown> {
        unknown_pattern(leaf)
    }
}

impl Strings<'_> {
    /// Expands a string. Names with several strings are replaced by the one at `index`.
    fn text(&self, text: &str, index: usize, span: Span) -> Result<TokenString, Diagnostic> {
        let is_value = |word: &str| {
            let key = self.kind.keys.get(word);
            key.is_some_and(|key| matches!(key.is, KeyType::Value { .. }))
        };
        let named = |word: &str| {
            let value = || is_value(word).then(|| TokenString::from_parts([Part::Value(word.to_owned())]));
            let text = self.texts.get(word).and_then(|texts| texts.get(index).or(texts.first()));
            text.cloned().or_else(value)
        };
        TokenString::parse_with(text, named).map_err(|unknown| unknown.at(span))
    }
}
