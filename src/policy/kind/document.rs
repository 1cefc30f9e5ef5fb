//! A kind's document, as written.

use serde::Deserialize;

use crate::inputs::TokenString;
use crate::inputs::decode::{OneOrMany, Spanned, SpannedMap};
use crate::tree::Node;

/// A kind's document, as written.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Document {
    pub kind: Spanned<String>,
    pub title: Spanned<String>,
    pub may: Spanned<String>,
    pub target: Spanned<String>,
    pub note: Option<Spanned<String>>,
    pub keys: SpannedMap<KeyDocument>,
    pub statements: Spanned<Vec<Node>>,
}

/// A key in a kind's document, as written.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct KeyDocument {
    pub is: Spanned<KeyTypeName>,
    pub rule: Option<Spanned<String>>,
    pub optional: Option<Spanned<bool>>,
    pub default: Option<Spanned<OneOrMany<TokenString>>>,
    pub excludes: Option<Spanned<String>>,
    pub description: Spanned<String>,
    pub target: Option<Spanned<String>>,
    pub example: Option<Spanned<String>>,
    pub words: Option<SpannedMap<Spanned<String>>>,
}

impl KeyDocument {
    /// Whether it may be omitted without having a default.
    pub fn is_optional(&self) -> bool {
        self.optional.as_ref().and_then(Spanned::get) == Some(&true)
    }

    /// Whether every grant must have the key.
    pub fn is_required(&self) -> bool {
        !self.is_optional() && self.default.is_none()
    }
}

/// The type of a key, as written in the document.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
pub(super) enum KeyTypeName {
    Value,
    Values,
    Text,
    Texts,
    Words,
    Flag,
    Fields,
}
