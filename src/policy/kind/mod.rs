//! Grant kinds: documents in `templates/grants/` that say which keys a grant takes and what it
//! allows, as an IAM policy with tokens at its leaves.

mod built_in;
mod check;
mod read;
mod rules;
mod schema;
mod select;
mod statements;

pub use rules::{TextRule, ValueRule};
pub use schema::schemas;
pub use select::When;

use std::sync::Arc;

use indexmap::IndexMap;

use crate::inputs::TokenString;
use crate::tree::Node;

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
#[derive(Debug)]
pub struct Kind {
    /// The key of the inputs.
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
    /// What it allows: IAM statements with tokens, values and texts in their strings, of which
    /// [some parts](When) count only for some grants.
    pub statements: Vec<Node>,
}

/// A key of a grant.
#[derive(Debug)]
pub struct GrantKey {
    /// What it holds.
    pub is: KeyType,
    /// Whether it may be left out, and nothing stands for it.
    pub optional: bool,
    /// Another key that makes no sense beside it.
    pub excludes: Option<String>,
    /// What it is, as a sentence.
    pub description: String,
    /// With what the grant's things may be done where this key is given, instead of the kind's words.
    pub target: Option<String>,
}

/// What a key of a grant holds.
#[derive(Debug)]
pub enum KeyType {
    /// An ID, a name or an ARN, which may differ between environments, or be a reference.
    Value {
        /// Which values are accepted.
        rule: Option<&'static ValueRule>,
        /// One that the module's tests can use; `{partition}` may stand in it.
        example: String,
    },
    /// Text whose literal part is the same in every environment.
    Text {
        /// Which texts are accepted.
        rule: Option<&'static TextRule>,
        /// What stands for it if it is left out.
        default: Option<TokenString>,
    },
    /// A list of such texts.
    Texts {
        /// Which texts are accepted.
        rule: Option<&'static TextRule>,
        /// What stands for them if they are left out.
        default: Option<Vec<TokenString>>,
    },
    /// Some of these words; each with what it means.
    Words(IndexMap<String, String>),
    /// true or false.
    Flag,
    /// A list of fields of a GraphQL schema, as TYPE.FIELD.
    Fields,
}

impl GrantKey {
    /// What stands for the key if it is left out.
    pub fn default(&self) -> Option<&[TokenString]> {
        match &self.is {
            KeyType::Text { default, .. } => default.as_ref().map(std::slice::from_ref),
            KeyType::Texts { default, .. } => default.as_deref(),
            KeyType::Value { .. } | KeyType::Words(_) | KeyType::Flag | KeyType::Fields => None,
        }
    }

    /// A value that the module's tests can use, with `{partition}`; empty if the key holds no value.
    pub fn example(&self) -> &str {
        match &self.is {
            KeyType::Value { example, .. } => example,
            KeyType::Text { .. }
            | KeyType::Texts { .. }
            | KeyType::Words(_)
            | KeyType::Flag
            | KeyType::Fields => "",
        }
    }

    /// Whether a grant must have it.
    pub fn is_required(&self) -> bool {
        !self.optional && self.default().is_none()
    }
}

/// The grant kinds that inputs may use: the built-in ones, and those of a template pack.
#[derive(Clone, Debug, Default)]
pub struct Kinds {
    of_pack: IndexMap<String, Arc<Kind>>,
}

impl Kinds {
    /// The built-in kinds.
    pub fn built_in() -> Self {
        Self::default()
    }

    /// Adds a kind, or replaces the one of its name.
    pub fn add(&mut self, kind: Kind) {
        self.of_pack.insert(kind.name.clone(), Arc::new(kind));
    }

    /// The kind of a name.
    pub fn get(&self, name: &str) -> Option<&Arc<Kind>> {
        self.of_pack.get(name).or_else(|| built_in::kind(name))
    }

    /// All of them, in the order of the documentation.
    pub fn iter(&self) -> impl Iterator<Item = &Kind> {
        self.kind_names().filter_map(|name| self.get(name)).map(Arc::as_ref)
    }

    /// The words for what a grant may be: the kinds, and those that are no documents.
    pub fn names(&self) -> Vec<&str> {
        self.kind_names().chain(NO_DOCUMENTS).collect()
    }

    fn kind_names(&self) -> impl Iterator<Item = &str> {
        let of_pack = self.of_pack.keys().map(String::as_str);
        built_in::names().chain(of_pack.filter(|name| !built_in::names().any(|built_in| built_in == *name)))
    }
}

/// What a grant may be besides the kinds.
pub const NO_DOCUMENTS: [&str; 2] = ["statements", "policy_file"];
