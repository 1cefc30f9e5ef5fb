//! A kind's statements for one grant.

use indexmap::IndexMap;

use crate::iam::{ConditionBlock, Effect, Elements, Operator, Scalar, Statement, Values};
use crate::inputs::{Part, TokenString};
use crate::policy::kind::{KeyType, Kind, StatementTemplate};

impl Kind {
    /// The statements that count. `given` are the words and keys that `when` and `unless` ask for,
    /// `texts` what stands for the names that are neither tokens nor values; where a name stands for
    /// several texts, so does the string that holds it.
    ///
    /// # Panics
    /// Where a built-in document names what does not exist, which a test rules out.
    pub fn statements_for(
        &self,
        given: &[String],
        texts: &IndexMap<String, Vec<TokenString>>,
    ) -> Vec<Statement<TokenString>> {
        let grant = Grant { kind: self, given, texts };
        let trees = self.statements.iter().filter_map(|statement| grant.tree(statement));
        trees.map(Tree::into_statement).collect()
    }
}

/// A part of a statement, filled in.
enum Tree {
    Text(TokenString),
    List(Vec<Tree>),
    Map(IndexMap<String, Tree>),
}

impl Tree {
    /// A statement, which a kind's document always allows.
    fn into_statement(self) -> Statement<TokenString> {
        let mut elements = self.into_map();
        let mut take = |key: &str| elements.shift_remove(key).unwrap_or(Self::List(Vec::new())).into_values();
        Statement {
            sid: take("Sid").iter().next().cloned(),
            effect: Effect::Allow,
            actions: Elements::Only(take("Action")),
            resources: Elements::Only(take("Resource")),
            conditions: elements.shift_remove("Condition").map(Self::into_conditions).unwrap_or_default(),
        }
    }

    fn into_conditions(self) -> Vec<ConditionBlock<TokenString>> {
        let key = |(key, values): (String, Self)| {
            let values = values.into_values();
            (key, values.map(|text| Scalar::Text(text.clone())))
        };
        let block = |(operator, keys): (String, Self)| ConditionBlock {
            operator: Operator::new(operator),
            keys: keys.into_map().into_iter().map(key).collect(),
        };
        self.into_map().into_iter().map(block).collect()
    }

    fn into_values(self) -> Values<TokenString> {
        match self {
            Self::Text(text) => Values::one(text),
            Self::List(items) => Values::list(items.into_iter().flat_map(Self::into_texts).collect()),
            Self::Map(_) => Values::list(Vec::new()),
        }
    }

    fn into_texts(self) -> Vec<TokenString> {
        match self {
            Self::Text(text) => vec![text],
            Self::List(items) => items.into_iter().flat_map(Self::into_texts).collect(),
            Self::Map(_) => Vec::new(),
        }
    }

    fn into_map(self) -> IndexMap<String, Self> {
        match self {
            Self::Map(map) => map,
            Self::Text(_) | Self::List(_) => IndexMap::new(),
        }
    }
}

/// What fills a kind's document.
struct Grant<'a> {
    kind: &'a Kind,
    given: &'a [String],
    texts: &'a IndexMap<String, Vec<TokenString>>,
}

impl Grant<'_> {
    /// A part of the document; nothing where it does not count.
    fn tree(&self, raw: &StatementTemplate) -> Option<Tree> {
        match raw {
            StatementTemplate::Text(source) => Some(match &self.texts(source)[..] {
                [text] => Tree::Text(text.clone()),
                several => Tree::List(several.iter().cloned().map(Tree::Text).collect()),
            }),
            StatementTemplate::List(items) => list(items.iter().flat_map(|item| self.items(item)).collect()),
            StatementTemplate::Map(map) => Some(Tree::Map(
                map.iter().filter_map(|(key, value)| Some((key.clone(), self.tree(value)?))).collect(),
            )),
            StatementTemplate::If(when, then) => when.holds(self.given).then(|| self.tree(then))?,
        }
    }

    /// An item of a list, once for each text of the list that it names.
    fn items(&self, raw: &StatementTemplate) -> Vec<Tree> {
        match raw {
            StatementTemplate::Text(source) => self.texts(source).into_iter().map(Tree::Text).collect(),
            other => self.tree(other).into_iter().collect(),
        }
    }

    /// A string of the document, once for each text of the list that it names, if it names one.
    fn texts(&self, source: &str) -> Vec<TokenString> {
        let named = |name: &String| source.contains(&format!("{{{name}}}"));
        let lists = self.texts.iter().filter(|(name, _)| named(name));
        let count = lists.map(|(_, texts)| texts.len()).max().unwrap_or(1);
        (0..count).map(|index| self.text(source, index)).collect()
    }

    fn text(&self, source: &str, index: usize) -> TokenString {
        let is_value = |word: &str| self.kind.keys.get(word).is_some_and(|key| key.is == KeyType::Value);
        let own = |word: &str| {
            let value = || is_value(word).then(|| TokenString::from_parts([Part::Value(word.to_owned())]));
            let text = self.texts.get(word).and_then(|texts| texts.get(index).or(texts.first()));
            text.cloned().or_else(value)
        };
        TokenString::parse_with(source, own)
            .expect("a grant kind names only what exists, which its reading examines")
    }
}

/// A list of maps is the blocks of a condition, which are one; nothing is left of none.
fn list(items: Vec<Tree>) -> Option<Tree> {
    match items.first()? {
        Tree::Map(_) => items.into_iter().reduce(merged),
        _ => Some(Tree::List(items)),
    }
}

/// Two maps as one, with what both have merged as well.
fn merged(first: Tree, second: Tree) -> Tree {
    match (first, second) {
        (Tree::Map(mut map), Tree::Map(more)) => {
            for (key, value) in more {
                let value = match map.shift_remove(&key) {
                    Some(before) => merged(before, value),
                    None => value,
                };
                map.insert(key, value);
            }
            Tree::Map(map)
        }
        (_, last) => last,
    }
}
