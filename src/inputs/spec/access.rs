//! What each identity must, and must never, be able to do.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::Deserialize;

use crate::inputs::decode::{OneOrMany, Spanned, SpannedMap};
use crate::inputs::token_string::TokenString;
use crate::tree::Node;

/// What each identity must, and must never, be able to do.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Access {
    /// The identities that the tests are about, by names of your choice: `[a-z][a-z0-9_]*`, up to 32 characters.
    pub identities: Option<SpannedMap<Identity>>,
    /// The access tests.
    pub tests: Option<Vec<Spanned<AccessTest>>>,
    /// Files with more identities and tests, relative to the inputs file; `*` in the name of a file is any text.
    pub files: Option<Vec<Spanned<String>>>,
    /// The documents of managed policies, permissions boundaries and existing roles: for the ARN of each, the path of an
    /// IAM policy document in JSON, relative to the inputs file.
    pub documents: Option<SpannedMap<Spanned<String>>>,
}

/// A file of `access.files`.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AccessFile {
    /// More identities.
    pub identities: Option<SpannedMap<Identity>>,
    /// More tests.
    pub tests: Option<Vec<Spanned<AccessTest>>>,
}

/// An identity: either the role that it has, or how it signed in, which determines the roles that it can get.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Identity {
    /// The key of its role.
    #[schemars(example = &"authenticated")]
    pub role: Option<Spanned<String>>,
    /// With `role`: the principal tags of its session, or `any` to prove the tests for all tags.
    #[schemars(with = "Option<GivenTags>")]
    pub principal_tags: Option<Spanned<Node>>,
    /// The keys of the providers through which it signed in; `developer_provider` for your own backend.
    pub provider: Option<OneOrMany<Spanned<String>>>,
    /// With `provider`: the claims of its token, such as `cognito:groups`. The token has no others, besides those that
    /// every token has.
    pub claims: Option<SpannedMap<OneOrMany<Spanned<TokenString>>>>,
}

/// An access test. Apart from its name, each key takes one value or a list.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AccessTest {
    /// What the test is called. Names are unique.
    #[schemars(example = &"nobody deletes files")]
    pub name: Option<Spanned<String>>,
    /// The identities.
    #[serde(rename = "as")]
    pub identities: OneOrMany<Spanned<String>>,
    /// Actions that each of them must be able to use, such as `s3:GetObject`, or patterns such as `s3:Get*`.
    pub can: Option<OneOrMany<Spanned<String>>>,
    /// Actions that none of them may be able to use.
    pub cannot: Option<OneOrMany<Spanned<String>>>,
    /// The resources: `s3://BUCKET`, `s3://BUCKET/KEY`, an ARN, or `*`. Without it, the actions apply to no resource.
    pub on: Option<OneOrMany<Spanned<String>>>,
    /// The values of condition keys in the request. A list is one request with several values.
    #[serde(rename = "with")]
    pub present: Option<SpannedMap<OneOrMany<Spanned<String>>>>,
    /// Condition keys that the request doesn't have.
    #[serde(rename = "without")]
    pub absent: Option<OneOrMany<Spanned<String>>>,
    /// The environments in which the test applies; all by default.
    pub environments: Option<OneOrMany<Spanned<String>>>,
    /// `allow` if the test passes where its answer can't be decided. It then needs a `reason`.
    pub undecided: Option<Spanned<Undecided>>,
    /// Why the test passes where its answer can't be decided.
    #[schemars(example = &"The policy is in another account.")]
    pub reason: Option<Spanned<String>>,
}

/// What an undecided answer means for a test.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
pub enum Undecided {
    /// The test passes.
    Allow,
}

/// The word in place of principal tags that stands for all tags.
pub const ANY_TAGS: &str = "any";

/// The JSON Schema of `principal_tags`. How they are decoded depends on their type.
struct GivenTags;

impl JsonSchema for GivenTags {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "GivenTags".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        schemars::json_schema!({
            "anyOf": [
                { "const": ANY_TAGS },
                { "type": "object", "additionalProperties": { "type": "string" } },
            ],
        })
    }
}
