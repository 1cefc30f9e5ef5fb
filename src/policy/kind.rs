//! The grant kinds that are written as documents in `templates/grants/`.

use std::sync::OnceLock;

use indexmap::IndexMap;
use serde::Deserialize;
use serde::de::{Deserializer, Error};

use crate::inputs::Text;
use crate::policy::document::Tree;

const S3: &str = include_str!("../../templates/grants/s3.yaml");

/// A grant kind: what it is told, and what it allows.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Kind {
    /// The key of the inputs.
    #[serde(rename = "kind")]
    pub name: String,
    /// The values of a grant that may differ between environments.
    pub values: IndexMap<String, GrantValue>,
    /// What it allows.
    pub statements: Vec<Rule>,
}

/// A value of a grant.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GrantValue {
    /// What it is, for the module's documentation.
    pub description: String,
    /// One that the module's tests can use; `{partition}` may stand in it.
    pub example: String,
}

/// A statement, and when it counts.
#[derive(Debug, Deserialize)]
pub struct Rule {
    /// What must all be given.
    #[serde(default)]
    pub when: Vec<String>,
    /// What must not be given.
    pub unless: Option<String>,
    /// The statement, with tokens and names of values and parameters at its leaves.
    #[serde(flatten)]
    pub statement: IndexMap<String, Raw>,
}

/// A value of a statement, before its tokens are found.
#[derive(Clone, Debug, PartialEq)]
pub enum Raw {
    /// Text.
    Text(String),
    /// A list.
    List(Vec<Raw>),
    /// Keys and values.
    Map(IndexMap<String, Raw>),
}

impl<'de> Deserialize<'de> for Raw {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        raw(serde_json::Value::deserialize(deserializer)?)
            .ok_or_else(|| D::Error::custom("text, a list or a map"))
    }
}

fn raw(value: serde_json::Value) -> Option<Raw> {
    use serde_json::Value;
    match value {
        Value::String(text) => Some(Raw::Text(text)),
        Value::Array(items) => items.into_iter().map(raw).collect::<Option<_>>().map(Raw::List),
        Value::Object(map) => {
            map.into_iter().map(|(key, value)| Some((key, raw(value)?))).collect::<Option<_>>().map(Raw::Map)
        }
        _ => None,
    }
}

/// The kinds there are, read once.
///
/// # Panics
/// Where a built-in document is not one, which a test rules out.
pub fn kinds() -> &'static IndexMap<String, Kind> {
    static KINDS: OnceLock<IndexMap<String, Kind>> = OnceLock::new();
    KINDS.get_or_init(|| {
        let kind: Kind = serde_saphyr::from_str(S3).expect("templates/grants/s3.yaml is a grant kind");
        IndexMap::from([(kind.name.clone(), kind)])
    })
}

impl Kind {
    /// The statements of a grant. `given` are the words and keys that `when` and `unless` ask for,
    /// `parameters` what stands for the names that are neither tokens nor values.
    ///
    /// # Panics
    /// Where a built-in document names what does not exist, which a test rules out.
    pub fn statements(&self, given: &[&str], parameters: &IndexMap<&str, Text>) -> Vec<Tree> {
        let is_given = |word: &String| given.contains(&word.as_str());
        self.statements
            .iter()
            .filter(|rule| rule.when.iter().all(is_given) && !rule.unless.iter().any(is_given))
            .map(|rule| {
                let entries = rule.statement.iter();
                Tree::Map(entries.map(|(key, value)| (key.clone(), self.tree(value, parameters))).collect())
            })
            .collect()
    }

    fn tree(&self, raw: &Raw, parameters: &IndexMap<&str, Text>) -> Tree {
        match raw {
            Raw::Text(text) => Tree::Text(self.text(text, parameters)),
            Raw::List(items) => Tree::List(items.iter().map(|item| self.tree(item, parameters)).collect()),
            Raw::Map(map) => Tree::Map(
                map.iter().map(|(key, value)| (key.clone(), self.tree(value, parameters))).collect(),
            ),
        }
    }

    fn text(&self, source: &str, parameters: &IndexMap<&str, Text>) -> Text {
        use crate::inputs::Part;
        let own = |word: &str| {
            let value =
                || self.values.contains_key(word).then(|| Text::from_parts([Part::Value(word.to_owned())]));
            parameters.get(word).cloned().or_else(value)
        };
        Text::parse_with(source, own).expect("a built-in grant names only what exists")
    }
}
