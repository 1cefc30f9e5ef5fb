//! Grant kinds: documents in `templates/grants/` that define a grant's keys and what it allows, as IAM
//! statements with tokens.

mod built_in;
mod check;
mod document;
mod merge;
mod read;
mod rules;
mod schema;
mod segments;
mod select;
mod statements;
mod structure;

pub use rules::{ReferencedText, TextRule, VALUE_RULES};
pub use schema::schemas;
pub use select::{PartCondition, content};
pub use statements::GrantStatement;

use std::sync::Arc;

use indexmap::IndexMap;

use crate::aws::Identifier;
use crate::inputs::TokenString;
use crate::tree::Node;

/// The name for the suffix of AWS host names in the statements of every kind.
pub(super) const DNS_SUFFIX: &str = "dns_suffix";

/// The built-in documents: path below `templates/`, and text.
pub const DOCUMENTS: [(&str, &str); 6] = [
    ("grants/s3.yaml", include_str!("../../../templates/grants/s3.yaml")),
    ("grants/dynamodb.yaml", include_str!("../../../templates/grants/dynamodb.yaml")),
    ("grants/api_gateway.yaml", include_str!("../../../templates/grants/api_gateway.yaml")),
    ("grants/appsync.yaml", include_str!("../../../templates/grants/appsync.yaml")),
    ("grants/lambda.yaml", include_str!("../../../templates/grants/lambda.yaml")),
    ("grants/iot.yaml", include_str!("../../../templates/grants/iot.yaml")),
];

/// A grant kind: its keys, and what it allows.
#[derive(Debug)]
pub struct Kind {
    /// The name, which is the key in the inputs.
    pub name: String,
    /// A description, as a sentence.
    pub title: String,
    /// What is allowed, in a word or two; `{allow}` is replaced by the words of that key.
    pub may: String,
    /// The target of the actions, in a few words; keys in braces are replaced by the grant's strings.
    pub target: String,
    /// What AWS requires in addition to the policy.
    pub note: Option<String>,
    /// The keys of a grant.
    pub keys: IndexMap<String, GrantKey>,
    /// What it allows: IAM statements whose strings contain tokens and keys. [Some parts](PartCondition) apply only to
    /// some grants.
    pub statements: Vec<Node>,
}

/// A key of a grant.
#[derive(Debug)]
pub struct GrantKey {
    /// The type.
    pub is: KeyType,
    /// Whether it may be omitted without having a default.
    pub optional: bool,
    /// Another key that it can't be combined with.
    pub excludes: Option<String>,
    /// A description, as a sentence.
    pub description: String,
    /// Replaces the kind's `target` if this key is set.
    pub target: Option<String>,
}

/// The type of a grant's key.
#[derive(Debug)]
pub enum KeyType {
    /// An ID, name or ARN that may differ between environments, or a reference.
    Value {
        /// What it identifies, if values must follow a rule.
        identifier: Option<Identifier>,
        /// A valid value for the module's tests; may contain `{partition}`.
        example: String,
    },
    /// One or more of them.
    Values {
        /// What they identify.
        identifier: Option<Identifier>,
        /// A valid value for the module's tests; may contain `{partition}`.
        example: String,
    },
    /// A string with tokens, the same in every environment; or a reference, if its rule accepts one.
    Text {
        /// The rule that strings must follow.
        rule: Option<&'static TextRule>,
        /// The default.
        default: Option<TokenString>,
    },
    /// One or more of such strings or references.
    Texts {
        /// The rule that strings must follow.
        rule: Option<&'static TextRule>,
        /// The default.
        default: Option<Vec<TokenString>>,
    },
    /// A list of words from this set, each with its meaning.
    Words(IndexMap<String, String>),
    /// `true` or `false`.
    Flag,
    /// A list of fields of a GraphQL schema, as TYPE.FIELD.
    Fields,
}

impl Kind {
    /// The key to which a value belongs. Several values of one key are numbered: `function_1`, `function_2`.
    pub fn key_of_value(&self, name: &str) -> Option<&GrantKey> {
        let numbered = || {
            let (key, _) = name.rsplit_once('_')?;
            self.keys.get(key).filter(|key| key.is.numbers_values())
        };
        self.keys.get(name).or_else(numbered)
    }
}

impl KeyType {
    /// What a reference in place of a string stands for, if the key accepts one.
    pub fn referenced_text(&self) -> Option<ReferencedText> {
        self.text_rule()?.reference
    }

    /// The rule of strings that are the same in every environment.
    fn text_rule(&self) -> Option<&'static TextRule> {
        match self {
            Self::Text { rule, .. } | Self::Texts { rule, .. } => *rule,
            Self::Value { .. } | Self::Values { .. } | Self::Words(_) | Self::Flag | Self::Fields => None,
        }
    }

    /// Whether the key can have several values, each with a number.
    fn numbers_values(&self) -> bool {
        match self {
            Self::Values { .. } => true,
            Self::Texts { .. } => self.referenced_text().is_some(),
            Self::Value { .. } | Self::Text { .. } | Self::Words(_) | Self::Flag | Self::Fields => false,
        }
    }
}

impl GrantKey {
    /// The default.
    pub fn default(&self) -> Option<&[TokenString]> {
        match &self.is {
            KeyType::Text { default, .. } => default.as_ref().map(std::slice::from_ref),
            KeyType::Texts { default, .. } => default.as_deref(),
            KeyType::Value { .. }
            | KeyType::Values { .. }
            | KeyType::Words(_)
            | KeyType::Flag
            | KeyType::Fields => None,
        }
    }

    /// What its values identify, if they must follow a rule.
    pub fn identifier(&self) -> Option<Identifier> {
        match &self.is {
            KeyType::Value { identifier, .. } | KeyType::Values { identifier, .. } => *identifier,
            KeyType::Text { .. } | KeyType::Texts { .. } => {
                self.is.referenced_text().map(|text| text.identifier)
            }
            KeyType::Words(_) | KeyType::Flag | KeyType::Fields => None,
        }
    }

    /// A valid value for the module's tests, may contain `{partition}`; empty if the key has no values.
    pub fn example(&self) -> &str {
        match &self.is {
            KeyType::Value { example, .. } | KeyType::Values { example, .. } => example,
            KeyType::Text { .. } | KeyType::Texts { .. } => {
                self.is.referenced_text().map_or("", |text| text.example)
            }
            KeyType::Words(_) | KeyType::Flag | KeyType::Fields => "",
        }
    }

    /// Whether every grant must have the key.
    pub fn is_required(&self) -> bool {
        !self.optional && self.default().is_none()
    }
}

/// The grant kinds that inputs can use: the built-in ones, and those of a template pack.
#[derive(Clone, Debug, Default)]
pub struct Kinds {
    of_pack: IndexMap<String, Arc<Kind>>,
}

impl Kinds {
    /// The built-in kinds.
    pub fn built_in() -> Self {
        Self::default()
    }

    /// Adds a kind, or replaces the one with the same name.
    pub fn add(&mut self, kind: Kind) {
        self.of_pack.insert(kind.name.clone(), Arc::new(kind));
    }

    /// The kind with this name.
    pub fn get(&self, name: &str) -> Option<&Arc<Kind>> {
        self.of_pack.get(name).or_else(|| built_in::kind(name))
    }

    /// All kinds, in the order of the documentation.
    pub fn iter(&self) -> impl Iterator<Item = &Kind> {
        self.kind_names().filter_map(|name| self.get(name)).map(Arc::as_ref)
    }

    /// The names of all kinds, including `statements` and `policy_file`.
    pub fn names(&self) -> Vec<&str> {
        self.kind_names().chain(WITHOUT_DOCUMENT).collect()
    }

    fn kind_names(&self) -> impl Iterator<Item = &str> {
        let of_pack = self.of_pack.keys().map(String::as_str);
        built_in::names().chain(of_pack.filter(|name| !built_in::names().any(|built_in| built_in == *name)))
    }
}

/// The name with which the path of a managed policy is passed to the module, next to the values of its document.
pub const POLICY_PATH: &str = "policy_path";

/// The kinds that no document defines.
pub const WITHOUT_DOCUMENT: [&str; 2] = ["statements", "policy_file"];
