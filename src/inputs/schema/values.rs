//! The constraints on values and keys in the JSON Schema: patterns, ranges and largest numbers.

use serde_json::{Map, Value, json};

use crate::aws::names::{POLICY, ROLE_DESCRIPTION, ROLE_PATH, SESSION_DURATION, SID, TAG_KEY, TAG_VALUE};
use crate::aws::providers::{
    CLAIM, CLAIM_VALUE, MAPPED_PROVIDERS, MAPPING_RULES, PRINCIPAL_TAG, PRINCIPAL_TAGS, TAG_CLAIM,
};
use crate::aws::{Identifier, MANAGED_POLICIES_MAX, Partition, Rule, TAGS, USER_POOL_PROVIDERS};
use crate::iam::{ACTION_PATTERN, RESOURCE_PATTERN};
use crate::inputs::keys;
use crate::inputs::schema::text;
use crate::terraform::version::{PROVIDER_CONSTRAINT, TERRAFORM_CONSTRAINT};

/// A constraint on a value.
enum Constraint {
    /// An ID, a name or an ARN: a string with tokens, or a reference.
    Identifier(Identifier),
    /// A string with tokens.
    Text(&'static Rule),
    /// A string without tokens.
    Word(&'static Rule),
    /// A string with tokens in a grant: its pattern, and what is accepted, as the rest of the sentence "expected …".
    InGrant(&'static str, &'static str),
    /// A number in this range.
    Number(std::ops::RangeInclusive<u32>),
    /// A map whose keys look like this.
    Keys(&'static Rule),
    /// A list with at least one item.
    NotEmpty,
    /// A list without equal items.
    Unique,
    /// A list or a map with at most so many items.
    AtMost(usize),
}

use Constraint::{AtMost, InGrant, Keys, NotEmpty, Number, Text, Unique, Word};

/// The part of a key's value that a constraint is about.
enum Of {
    Value,
    Items,
    Values,
    /// The value, and each item if it is a list.
    OneOrMore,
}

const ACTION: &str = "SERVICE:ACTION, such as s3:GetObject, or *";
const RESOURCE: &str = "an ARN, such as arn:aws:s3:::bucket/*, or *";

/// The name of the root of the schema, among the definitions.
pub const ROOT: &str = "Inputs";

/// The constraints: of the definition, its key, and the part of the key's value.
const CONSTRAINTS: &[(&str, &str, Of, Constraint)] = &[
    (ROOT, "name", Of::Value, Word(&keys::NAME)),
    (ROOT, "roles", Of::Value, Keys(&keys::PART)),
    (ROOT, "tags", Of::Value, Keys(&TAG_KEY)),
    (ROOT, "tags", Of::Value, AtMost(TAGS)),
    (ROOT, "tags", Of::Values, Text(&TAG_VALUE)),
    (ROOT, "role_mappings", Of::Value, AtMost(MAPPED_PROVIDERS)),
    (ROOT, "region", Of::Value, Constraint::Identifier(Identifier::Region)),
    (ROOT, "account_id", Of::Value, Constraint::Identifier(Identifier::AccountId)),
    ("IdentityPool", "name", Of::Value, Constraint::Identifier(Identifier::IdentityPoolName)),
    (
        "IdentityPool",
        "developer_provider",
        Of::Value,
        Constraint::Identifier(Identifier::DeveloperProviderName),
    ),
    ("IdentityPool", "user_pools", Of::Value, Keys(&keys::PART)),
    ("IdentityPool", "user_pools", Of::Value, AtMost(USER_POOL_PROVIDERS)),
    ("IdentityPool", "oidc", Of::Value, Keys(&keys::PART)),
    ("IdentityPool", "oidc", Of::Values, Constraint::Identifier(Identifier::OidcProviderArn)),
    ("IdentityPool", "saml", Of::Value, Keys(&keys::PART)),
    ("IdentityPool", "saml", Of::Values, Constraint::Identifier(Identifier::SamlProviderArn)),
    ("UserPool", "user_pool_id", Of::Value, Constraint::Identifier(Identifier::UserPoolId)),
    ("UserPool", "app_client_id", Of::Value, Constraint::Identifier(Identifier::AppClientId)),
    ("Social", "amazon", Of::Value, Constraint::Identifier(Identifier::SocialAppId)),
    ("Social", "apple", Of::Value, Constraint::Identifier(Identifier::SocialAppId)),
    ("Social", "facebook", Of::Value, Constraint::Identifier(Identifier::SocialAppId)),
    ("Social", "google", Of::Value, Constraint::Identifier(Identifier::SocialAppId)),
    ("RoleDefaults", "path", Of::Value, Text(&ROLE_PATH)),
    ("RoleDefaults", "permissions_boundary", Of::Value, Constraint::Identifier(Identifier::PolicyArn)),
    ("RoleDefaults", "max_session_duration", Of::Value, Number(SESSION_DURATION)),
    ("RoleDefaults", "tags", Of::Value, Keys(&TAG_KEY)),
    ("RoleDefaults", "tags", Of::Value, AtMost(TAGS)),
    ("RoleDefaults", "tags", Of::Values, Text(&TAG_VALUE)),
    ("Role", "name", Of::Value, Constraint::Identifier(Identifier::RoleName)),
    ("Role", "description", Of::Value, Text(&ROLE_DESCRIPTION)),
    ("Role", "path", Of::Value, Text(&ROLE_PATH)),
    ("Role", "permissions_boundary", Of::Value, Constraint::Identifier(Identifier::PolicyArn)),
    ("Role", "max_session_duration", Of::Value, Number(SESSION_DURATION)),
    ("Role", "tags", Of::Value, Keys(&TAG_KEY)),
    ("Role", "tags", Of::Value, AtMost(TAGS)),
    ("Role", "tags", Of::Values, Text(&TAG_VALUE)),
    ("Role", "managed_policy_arns", Of::Items, Constraint::Identifier(Identifier::PolicyArn)),
    ("Role", "managed_policy_arns", Of::Value, AtMost(MANAGED_POLICIES_MAX)),
    ("Role", "existing_role_arn", Of::Value, Constraint::Identifier(Identifier::RoleArn)),
    ("Role", "renamed_from", Of::Value, Word(&keys::PART)),
    ("Role", "grants", Of::Value, Keys(&keys::PART)),
    ("Trust", "identity_pools", Of::Items, Constraint::Identifier(Identifier::IdentityPoolId)),
    ("Trust", "identity_pools", Of::Value, Unique),
    ("Trust", "providers", Of::Value, NotEmpty),
    ("Trust", "providers", Of::Value, Unique),
    ("Grant", "renamed_from", Of::Value, Word(&keys::PART)),
    ("Grant", "policy_name", Of::Value, Text(&POLICY)),
    ("Grant", "statements", Of::Value, NotEmpty),
    ("Statement", "Sid", Of::Value, InGrant(SID.pattern, SID.accepted)),
    ("Statement", "Action", Of::OneOrMore, InGrant(ACTION_PATTERN, ACTION)),
    ("Statement", "NotAction", Of::OneOrMore, InGrant(ACTION_PATTERN, ACTION)),
    ("Statement", "Resource", Of::OneOrMore, InGrant(RESOURCE_PATTERN, RESOURCE)),
    ("Statement", "NotResource", Of::OneOrMore, InGrant(RESOURCE_PATTERN, RESOURCE)),
    ("RoleMapping", "rules", Of::Value, NotEmpty),
    ("RoleMapping", "rules", Of::Value, AtMost(MAPPING_RULES)),
    ("Rule", "claim", Of::Value, Text(&CLAIM)),
    ("Rule", "value", Of::Value, Text(&CLAIM_VALUE)),
    ("PrincipalTags", "tags", Of::Value, Keys(&PRINCIPAL_TAG)),
    ("PrincipalTags", "tags", Of::Value, AtMost(PRINCIPAL_TAGS)),
    ("PrincipalTags", "tags", Of::Values, Text(&TAG_CLAIM)),
    (ROOT, "renamed_from", Of::Value, Word(&keys::ENVIRONMENT)),
    (ROOT, "required_poolsmith", Of::Value, Word(&TERRAFORM_CONSTRAINT)),
    ("Terraform", "required_version", Of::Value, Word(&TERRAFORM_CONSTRAINT)),
    ("Terraform", "aws_provider", Of::Value, Word(&PROVIDER_CONSTRAINT)),
    ("Access", "identities", Of::Value, Keys(&keys::IDENTITY)),
];

/// Adds the constraints to the definitions.
pub fn add_constraints(definitions: &mut Map<String, Value>) {
    for (definition, key, of, form) in CONSTRAINTS {
        let schema = &mut definitions[*definition]["properties"][*key];
        match of {
            Of::Value => form.add_to(schema),
            Of::Items => form.add_to(&mut schema["items"]),
            Of::Values => form.add_to(&mut schema["additionalProperties"]),
            Of::OneOrMore => {
                form.add_to(&mut schema["anyOf"][0]);
                form.add_to(&mut schema["anyOf"][1]["items"]);
                NotEmpty.add_to(&mut schema["anyOf"][1]);
            }
        }
    }
}

impl Constraint {
    fn add_to(&self, schema: &mut Value) {
        match self {
            Self::Identifier(identifier) => {
                let pattern = text::matching(&identifier.pattern_in_any_partition());
                text::require(schema, pattern, &identifier.accepted(Partition::Aws));
            }
            Self::Text(rule) => text::require(schema, text::matching(rule.pattern), rule.accepted),
            Self::Word(rule) => text::require(schema, anchored(rule), rule.accepted),
            Self::InGrant(pattern, accepted) => {
                text::require(schema, text::matching_in_grant(pattern), accepted);
            }
            Self::Number(range) => {
                schema["minimum"] = json!(range.start());
                schema["maximum"] = json!(range.end());
            }
            Self::Keys(rule) => {
                schema["propertyNames"] = json!({});
                text::require(&mut schema["propertyNames"], anchored(rule), rule.accepted);
            }
            Self::NotEmpty => schema["minItems"] = json!(1),
            Self::Unique => schema["uniqueItems"] = json!(true),
            Self::AtMost(count) => {
                let is_map = schema.get("additionalProperties").is_some();
                schema[if is_map { "maxProperties" } else { "maxItems" }] = json!(count);
            }
        }
    }
}

/// The pattern of strings without tokens.
pub fn anchored(rule: &Rule) -> String {
    format!("^({})$", rule.pattern)
}

/// Removes `null`, which no key takes, from the types of optional keys.
pub fn without_null(schema: &mut Value) {
    match schema {
        Value::Object(map) => {
            map.values_mut().for_each(without_null);
            if let Some(Value::Array(types)) = map.get_mut("type") {
                types.retain(|one| one != "null");
                if let [one] = &types[..] {
                    let one = one.clone();
                    map.insert("type".to_owned(), one);
                }
            }
            if let Some(Value::Array(choice)) = map.get_mut("anyOf") {
                choice.retain(|one| *one != json!({ "type": "null" }));
                if let [Value::Object(one)] = &choice[..] {
                    let one = one.clone();
                    map.shift_remove("anyOf");
                    one.into_iter().for_each(|(key, value)| {
                        map.entry(key).or_insert(value);
                    });
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(without_null),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::terraform::{BACKENDS, Check};

    /// The rules of keys, and of the arguments of backends.
    fn rules() -> Vec<&'static Rule> {
        let of_keys = CONSTRAINTS.iter().filter_map(|(.., form)| match form {
            Text(rule) | Word(rule) | Keys(rule) => Some(*rule),
            Constraint::Identifier(_) | InGrant(..) | Number(_) | NotEmpty | Unique | AtMost(_) => None,
        });
        let of_arguments = BACKENDS.iter().flat_map(|backend| backend.arguments).filter_map(|argument| {
            match argument.check? {
                Check::Rule(rule) | Check::RuleOrArn(rule, _) => Some(rule),
                Check::Arn(_) => None,
            }
        });
        of_keys.chain(of_arguments).collect()
    }

    #[test]
    fn every_accepted_value_matches_the_pattern() {
        let parts = [
            "a", "Z", "0", "12", "-", "_", ".", "/", ":", "=", ",", "@", "+", " ", "~", ">", "<", "!", "é",
            "(", "[", "|", "\n", "us", "east", "mrk-", "alias/", "private", "aws", "h", "m", "µs",
        ];
        let mut seed = 8_u64;
        let mut below = |bound: usize| {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (seed >> 33) as usize % bound
        };
        let mut without_example = Vec::new();
        for rule in rules() {
            let pattern = regex_lite::Regex::new(&anchored(rule)).unwrap();
            let mut accepted = 0;
            for _ in 0..4_000 {
                let text: String = (0..below(6)).map(|_| parts[below(parts.len())]).collect();
                let is_accepted = (rule.test)(&text);
                accepted += usize::from(is_accepted);
                assert!(!is_accepted || pattern.is_match(&text), "{}: {text:?}", rule.what);
            }
            without_example.extend((accepted == 0).then_some(rule.what));
        }
        assert!(without_example.len() < 8, "{without_example:?}");
    }
}
