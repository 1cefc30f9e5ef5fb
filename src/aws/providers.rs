//! Who signs users in: names, IDs and hosts.

use crate::aws::rule::{Rule, is, is_word};
use crate::source::Code;

/// Source: Cognito Identity API, CreateIdentityPool, `DeveloperProviderName`: `[\w._-]+`, 1 to 100.
pub const DEVELOPER: Rule = Rule {
    what: "a valid developer provider name",
    accepted: "1 to 100 letters, digits and . _ -, such as login.notes.example",
    code: Code::BadProvider,
    test: |text| is(text, 1..=100, |c| is_word(c) || c == '.' || c == '-'),
};

/// Source: Cognito Identity API, `SupportedLoginProviders`: values `[\w.;_/-]+`, 1 to 128; several of
/// Google's client IDs stand with commas between (Amazon Cognito Developer Guide, "Setting up Google").
pub const SOCIAL_APP_ID: Rule = Rule {
    what: "a valid application ID",
    accepted: "1 to 128 letters, digits and . ; _ / -, such as 1234-abcd.apps.googleusercontent.com",
    code: Code::BadProvider,
    test: |text| {
        text.split(',').all(|id| is(id, 1..=128, |c| is_word(c) || ".;/-".contains(c))) && text.len() <= 128
    },
};

/// The social providers: the key of the inputs, and the provider's name.
/// Source: Amazon Cognito Developer Guide, "Identity pools third-party identity providers".
pub const SOCIAL_HOSTS: [(&str, &str); 5] = [
    ("amazon", "www.amazon.com"),
    ("apple", "appleid.apple.com"),
    ("facebook", "graph.facebook.com"),
    ("google", "accounts.google.com"),
    ("twitter", "api.twitter.com"),
];

/// The key whose value holds a secret: `consumer key;consumer secret`. Source: as [`SOCIAL_HOSTS`].
pub const SECRET_SOCIAL: &str = "twitter";

/// Characters of what a role mapping or principal tags call a provider.
/// Source: Cognito Identity API, `IdentityProviderName`: 1 to 128.
pub const PROVIDER_NAME: usize = 128;

/// Source: Cognito Identity API, MappingRule, `Claim`: 1 to 64; hashicorp/aws takes only these characters.
pub const CLAIM: Rule = Rule {
    what: "a valid claim name",
    accepted: "1 to 64 letters, digits and . _ : / -, such as cognito:groups or custom:department",
    code: Code::BadMapping,
    test: |text| is(text, 1..=64, |c| is_word(c) || ".:/-".contains(c)),
};

/// Source: Cognito Identity API, MappingRule, `Value`: 1 to 128.
pub const CLAIM_VALUE: Rule = Rule {
    what: "a valid claim value",
    accepted: "1 to 128 characters",
    code: Code::BadMapping,
    test: |text| is(text, 1..=128, |c| !c.is_control()),
};

/// Providers with a role mapping in an identity pool, and rules in one.
/// Source: Amazon Cognito quotas, "Role-based access control".
pub const MAPPED_PROVIDERS: usize = 10;
/// See [`MAPPED_PROVIDERS`].
pub const MAPPING_RULES: usize = 25;

/// Source: Cognito Identity API, SetPrincipalTagAttributeMap, `PrincipalTagID`: 1 to 128.
pub const PRINCIPAL_TAG: Rule = Rule {
    what: "a valid principal tag",
    accepted: "1 to 128 letters, digits, spaces and _ . : / = + - @",
    code: Code::BadMapping,
    test: |text| is(text, 1..=128, |c| c.is_alphanumeric() || c == ' ' || "_.:/=+-@".contains(c)),
};

/// Source: as [`PRINCIPAL_TAG`], `PrincipalTagValue`: 1 to 256.
pub const TAG_CLAIM: Rule = Rule {
    what: "a valid claim name",
    accepted: "1 to 256 characters without spaces, such as custom:department",
    code: Code::BadMapping,
    test: |text| is(text, 1..=256, |c| !c.is_whitespace() && !c.is_control()),
};

/// Bytes of all principal tags of a provider together, keys and claims.
/// Source: Amazon Cognito quotas, "Attributes for access control".
pub const PRINCIPAL_TAG_BYTES: usize = 460;

/// Claims that a user of a user pool may be able to write: custom attributes and the standard ones.
/// Source: Amazon Cognito Developer Guide, "Working with user attributes": the app client's settings
/// say which ones, and by default it is all of them.
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
