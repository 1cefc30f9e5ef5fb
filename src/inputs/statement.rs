//! IAM's JSON policy grammar, as far as it fits a policy of a role.
//!
//! Source: IAM User Guide, "Grammar of the IAM JSON policy language".

use std::borrow::Cow;
use std::fmt;

use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::Deserialize;
use serde::de::{self, Deserializer, Visitor};

use crate::iam::{Effect, Scalar};
use crate::inputs::decode::{OneOrMany, Spanned, SpannedMap};
use crate::inputs::token_string::TokenString;

/// A policy document in a file of its own.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "PascalCase")]
pub struct PolicyFile {
    /// The version of the grammar.
    pub version: Option<Spanned<String>>,
    /// A name for the document.
    pub id: Option<Spanned<TokenString>>,
    /// What it allows and denies.
    pub statement: OneOrMany<Statement>,
}

/// A statement in IAM's JSON grammar.
#[derive(Clone, Debug, Deserialize, JsonSchema, PartialEq)]
#[serde(deny_unknown_fields, rename_all = "PascalCase")]
pub struct Statement {
    /// A name for the statement: letters and digits.
    pub sid: Option<Spanned<TokenString>>,
    /// Allow or Deny.
    pub effect: Spanned<Effect>,
    /// The actions it is about, such as s3:GetObject.
    pub action: Option<Spanned<OneOrMany<TokenString>>>,
    /// All actions but these.
    pub not_action: Option<Spanned<OneOrMany<TokenString>>>,
    /// The resources it is about, as ARNs.
    pub resource: Option<Spanned<OneOrMany<TokenString>>>,
    /// All resources but these.
    pub not_resource: Option<Spanned<OneOrMany<TokenString>>>,
    /// When it holds: operator, key, values.
    pub condition: Option<SpannedMap<SpannedMap<ConditionValues>>>,
}

/// The values of a condition key.
pub type ConditionValues = Spanned<OneOrMany<Scalar<TokenString>>>;

impl<'de> Deserialize<'de> for Scalar<TokenString> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ScalarVisitor)
    }
}

struct ScalarVisitor;

impl Visitor<'_> for ScalarVisitor {
    type Value = Scalar<TokenString>;

    fn expecting(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        formatter.write_str("a string, a number or a boolean")
    }

    fn visit_bool<E>(self, value: bool) -> Result<Self::Value, E> {
        Ok(Scalar::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Self::Value, E> {
        Ok(Scalar::Integer(value))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Self::Value, E> {
        Ok(Scalar::Float(value))
    }

    fn visit_str<E: de::Error>(self, value: &str) -> Result<Self::Value, E> {
        TokenString::parse(value).map(Scalar::Text).map_err(E::custom)
    }
}

impl JsonSchema for Scalar<TokenString> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "Scalar".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        schemars::json_schema!({ "type": ["string", "number", "boolean"] })
    }
}
