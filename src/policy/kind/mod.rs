//! Grant kinds: documents in `templates/grants/` that say which keys a grant takes and what it
//! allows, as an IAM policy with tokens at its leaves.

mod check;
mod rules;
mod schema;
mod statements;
mod template;

pub use rules::{check_text, check_value};
pub use schema::schemas;
pub use template::{StatementTemplate, When};

use std::sync::Arc;

use indexmap::IndexMap;
use serde::Deserialize;

/// The built-in documents: the path below `templates/`, and the text.
pub const DOCUMENTS: [(&str, &str); 6] = [
    ("grants/s3.yaml", include_str!("../../../templates/grants/s3.yaml")),
    ("grants/dynamodb.yaml", include_str!("../../../templates/grants/dynamodb.yaml")),
    ("grants/api_gateway.yaml", include_str!("../../../templates/grants/api_gateway.yaml")),
    ("grants/appsync.yaml", include_str!("../../../templates/grants/appsync.yaml")),
    ("grants/lambda.yaml", include_str!("../../../templates/grants/lambda.yaml")),
    ("grants/iot.yaml", include_str!("../../../templates/grants/iot.yaml")),
];

/// A grant kind: what it is told, and what it allows.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Kind {
    /// The key of the inputs.
    #[serde(rename = "kind")]
    pub name: String,
    /// What it is about, as a sentence.
    pub title: String,
    /// What may be done, in a word or two; `{allow}` are the words of that key.
    pub may: String,
    /// With what, in a few words; the texts of the grant may stand in it.
    pub target: String,
    /// What else AWS wants, beyond the policy.
    pub note: Option<String>,
    /// What a grant is told.
    pub keys: IndexMap<String, GrantKey>,
    /// What it allows: statements with tokens, values and texts at their leaves, each part with when
    /// it counts.
    pub statements: Vec<StatementTemplate>,
}

/// A key of a grant.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GrantKey {
    /// What it holds.
    pub is: KeyType,
    /// Which values are accepted: a name from [`rules`].
    pub rule: Option<String>,
    /// Whether it may be left out, and nothing stands for it.
    #[serde(default)]
    pub optional: bool,
    /// What stands for it where it is left out.
    pub default: Option<OneOrSeveral>,
    /// Another key that makes no sense beside it.
    pub excludes: Option<String>,
    /// What it is, as a sentence.
    pub description: String,
    /// With what the grant's things may be done where this key is given, instead of the kind's words.
    pub target: Option<String>,
    /// For a value: one that the module's tests can use; `{partition}` may stand in it.
    pub example: Option<String>,
    /// For words: each, and what it means.
    #[serde(default)]
    pub words: IndexMap<String, String>,
}

/// What a key of a grant holds.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
pub enum KeyType {
    /// An ID, a name or an ARN, which may differ between environments, or be a reference.
    Value,
    /// Text whose literal part is the same in every environment.
    Text,
    /// A list of such texts.
    Texts,
    /// Some of the key's words.
    Words,
    /// true or false.
    Flag,
    /// A list of fields of a GraphQL schema, as TYPE.FIELD.
    Fields,
}

/// A default: a text or several.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
pub enum OneOrSeveral {
    /// One.
    One(String),
    /// Several.
    Several(Vec<String>),
}

impl OneOrSeveral {
    /// All of them.
    pub fn texts(&self) -> &[String] {
        match self {
            Self::One(text) => std::slice::from_ref(text),
            Self::Several(texts) => texts,
        }
    }
}

/// The grant kinds that inputs may use, by their names.
#[derive(Clone, Debug)]
pub struct Kinds(IndexMap<String, Arc<Kind>>);

impl Kinds {
    /// The built-in kinds.
    ///
    /// # Panics
    /// Where a built-in document is not one, which a test rules out.
    pub fn built_in() -> Self {
        let read = |(_, text): &(&str, &str)| {
            let kind: Kind = serde_saphyr::from_str(text).expect("a built-in grant kind can be read");
            (kind.name.clone(), Arc::new(kind))
        };
        Self(DOCUMENTS.iter().map(read).collect())
    }

    /// Adds a kind, or replaces the one of its name.
    pub fn add(&mut self, kind: Kind) {
        self.0.insert(kind.name.clone(), Arc::new(kind));
    }

    /// The kind of a name.
    pub fn get(&self, name: &str) -> Option<&Arc<Kind>> {
        self.0.get(name)
    }

    /// All of them, in the order of the documentation.
    pub fn iter(&self) -> impl Iterator<Item = &Kind> {
        self.0.values().map(|kind| &**kind)
    }

    /// The words for what a grant may be: the kinds, and those that are no documents.
    pub fn names(&self) -> Vec<&str> {
        self.0.keys().map(String::as_str).chain(NO_DOCUMENTS).collect()
    }
}

/// What a grant may be besides the kinds.
pub const NO_DOCUMENTS: [&str; 2] = ["statements", "policy_file"];
