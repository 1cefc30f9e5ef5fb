use indexmap::IndexMap;
use serde::de::{Deserialize, Deserializer, Error};
use serde_json::{Map, Value};

/// A value of a statement in a kind's document, before its tokens are found.
#[derive(Clone, Debug, PartialEq)]
pub enum StatementTemplate {
    /// Text.
    Text(String),
    /// A list; one of maps is merged into a single map, as the blocks of a condition are.
    List(Vec<StatementTemplate>),
    /// Keys and values.
    Map(IndexMap<String, StatementTemplate>),
    /// What counts only sometimes: in a list, a map with `when` or `unless`, and `then` or the keys
    /// of a map.
    If(When, Box<StatementTemplate>),
}

/// When a part of a kind's document counts.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct When {
    /// What must all be given: a word, a key, or `KEY=*` for a text that is a lone star.
    pub when: Vec<String>,
    /// What must not be given.
    pub unless: Vec<String>,
}

impl When {
    /// Whether it counts where so much is given.
    pub fn holds(&self, given: &[String]) -> bool {
        self.when.iter().all(|word| given.contains(word))
            && !self.unless.iter().any(|word| given.contains(word))
    }

    /// Takes the keys `when` and `unless` out of a map.
    fn take(map: &mut Map<String, Value>) -> Option<Self> {
        let mut words = |key: &str| -> Option<Vec<String>> {
            let words = map.shift_remove(key).unwrap_or(Value::Array(Vec::new()));
            words.as_array()?.iter().map(|word| word.as_str().map(str::to_owned)).collect()
        };
        Some(Self { when: words("when")?, unless: words("unless")? })
    }
}

impl<'de> Deserialize<'de> for StatementTemplate {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let value = Value::deserialize(deserializer)?;
        raw(value).ok_or_else(|| D::Error::custom("a statement holds text, lists and maps"))
    }
}

fn raw(value: Value) -> Option<StatementTemplate> {
    match value {
        Value::String(text) => Some(StatementTemplate::Text(text)),
        Value::Array(items) => items.into_iter().map(raw).collect::<Option<_>>().map(StatementTemplate::List),
        Value::Object(mut map) => {
            let when = When::take(&mut map)?;
            let then = map.shift_remove("then").map_or_else(|| raw_map(map), raw)?;
            Some(if when == When::default() { then } else { StatementTemplate::If(when, Box::new(then)) })
        }
        _ => None,
    }
}

fn raw_map(map: Map<String, Value>) -> Option<StatementTemplate> {
    map.into_iter()
        .map(|(key, value)| Some((key, raw(value)?)))
        .collect::<Option<_>>()
        .map(StatementTemplate::Map)
}
