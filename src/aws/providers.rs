//! Rules for identity providers, role mappings and principal tags.

use crate::aws::Partition;
use crate::aws::rule::{Rule, is, is_word};
use crate::source::Code;

/// Source: Cognito Identity API, CreateIdentityPool, `DeveloperProviderName`: `[\w._-]+`, 1 to 100.
pub const DEVELOPER: Rule = Rule {
    what: "a valid developer provider name",
    accepted: "1 to 100 letters, digits and . _ -, such as login.notes.example",
    code: Code::BadProvider,
    pattern: "[0-9A-Za-z_.-]{1,100}",
    test: |text| is(text, 1..=100, |c| is_word(c) || c == '.' || c == '-'),
};

/// Source: Cognito Identity API, `SupportedLoginProviders`: values `[\w.;_/-]+`, 1 to 128; several Google
/// client IDs are separated by commas (Amazon Cognito Developer Guide, "Setting up Google").
pub const SOCIAL_APP_ID: Rule = Rule {
    what: "a valid application ID",
    accepted: "1 to 128 letters, digits and . ; _ / -, such as 1234-abcd.apps.googleusercontent.com; commas separate several IDs",
    code: Code::BadProvider,
    pattern: "[0-9A-Za-z_.;,/-]{1,128}",
    test: |text| {
        text.split(',').all(|id| is(id, 1..=128, |c| is_word(c) || ".;/-".contains(c))) && text.len() <= 128
    },
};

/// The social providers: the key in the inputs, and the name of the provider in Cognito.
/// Source: Amazon Cognito Developer Guide, "Identity pools third-party identity providers".
pub const SOCIAL_HOSTS: [(&str, &str); 5] = [
    ("amazon", "www.amazon.com"),
    ("apple", "appleid.apple.com"),
    ("facebook", "graph.facebook.com"),
    ("google", "accounts.google.com"),
    ("twitter", "api.twitter.com"),
];

/// The social provider whose value contains a secret: `consumer key;consumer secret`. Source: see
/// [`SOCIAL_HOSTS`].
pub const SECRET_SOCIAL: &str = "twitter";

/// The name by which Cognito knows a user pool. Source: Cognito Identity API, CognitoIdentityProvider, `ProviderName`.
pub fn user_pool_name(user_pool_id: &str, partition: Partition) -> String {
    let region = user_pool_id.split('_').next().unwrap_or_default();
    format!("cognito-idp.{region}.{}/{user_pool_id}", partition.dns_suffix())
}

/// The maximum length of a provider name in role mappings and principal tags.
/// Source: Cognito Identity API, `IdentityProviderName`: 1 to 128.
pub const PROVIDER_NAME: usize = 128;

/// Source: Cognito Identity API, MappingRule, `Claim`: 1 to 64; hashicorp/aws accepts only these characters.
pub const CLAIM: Rule = Rule {
    what: "a valid claim name",
    accepted: "1 to 64 letters, digits and . _ : / -, such as cognito:groups or custom:department",
    code: Code::BadMapping,
    pattern: "[0-9A-Za-z_.:/-]{1,64}",
    test: |text| is(text, 1..=64, |c| is_word(c) || ".:/-".contains(c)),
};

/// Source: Cognito Identity API, MappingRule, `Value`: 1 to 128.
pub const CLAIM_VALUE: Rule = Rule {
    what: "a valid claim value",
    accepted: "1 to 128 characters",
    code: Code::BadMapping,
    pattern: r"[^\x00-\x1f\x7f-\x9f]{1,128}",
    test: |text| is(text, 1..=128, |c| !c.is_control()),
};

/// The maximum number of providers with role mappings in an identity pool.
/// Source: Amazon Cognito quotas, "Role-based access control".
pub const MAPPED_PROVIDERS: usize = 10;
/// The maximum number of rules of a role mapping. Source: see [`MAPPED_PROVIDERS`].
pub const MAPPING_RULES: usize = 25;

/// Source: Cognito Identity API, SetPrincipalTagAttributeMap, `PrincipalTagID`: 1 to 128.
pub const PRINCIPAL_TAG: Rule = Rule {
    what: "a valid principal tag",
    accepted: "1 to 128 letters, digits, spaces and _ . : / = + - @",
    code: Code::BadMapping,
    pattern: r"[^\x00-\x1f!-*,;<>?\[-^`{-\x9f]{1,128}",
    test: |text| is(text, 1..=128, |c| c.is_alphanumeric() || c == ' ' || "_.:/=+-@".contains(c)),
};

/// Source: see [`PRINCIPAL_TAG`], `PrincipalTagValue`: 1 to 256.
pub const TAG_CLAIM: Rule = Rule {
    what: "a valid claim name",
    accepted: "1 to 256 characters without spaces, such as custom:department",
    code: Code::BadMapping,
    pattern: r"[^\s\x00-\x1f]{1,256}",
    test: |text| is(text, 1..=256, |c| !c.is_whitespace() && !c.is_control()),
};

/// The maximum number of principal tags of a provider.
/// Source: Cognito Identity API, SetPrincipalTagAttributeMap, `PrincipalTags`: at most 50 entries.
pub const PRINCIPAL_TAGS: usize = 50;

/// The maximum total size of the principal tags of a provider in bytes, keys and claims included.
/// Source: Amazon Cognito quotas, "Attributes for access control".
pub const PRINCIPAL_TAG_BYTES: usize = 460;

/// The tags that sessions have with the default mapping: the token's `sub` and `aud`.
/// Source: Amazon Cognito Developer Guide, "Using attributes for access control", default mapping.
pub const DEFAULT_PRINCIPAL_TAGS: [&str; 2] = ["username", "client"];

/// Whether users of a user pool may be able to change a claim: it is a custom or a standard attribute.
/// Source: Amazon Cognito Developer Guide, "Working with user attributes": the settings of the app
/// client determine which attributes are writable, by default all of them.
pub fn is_writable_claim(claim: &str) -> bool {
    const STANDARD: [&str; 16] = [
        "address",
        "birthdate",
        "email",
        "family_name",
        "gender",
        "given_name",
        "locale",
        "middle_name",
        "name",
        "nickname",
        "phone_number",
        "picture",
        "preferred_username",
        "profile",
        "website",
        "zoneinfo",
    ];
    claim.starts_with("custom:") || STANDARD.contains(&claim)
}
