//! The form of values in the JSON Schema: the patterns of IDs, names and ARNs, and of keys. A value with a brace may be a token,
//! and is left to poolsmith.

use serde_json::{Map, Value, json};

use crate::aws::Identifier;

/// Where a value is: the definition, the key, and what is below the key.
type Place = (&'static str, &'static str, Below);

/// What of a key's schema a pattern is about.
#[derive(Clone, Copy)]
enum Below {
    /// The value itself.
    Value,
    /// Each item of the list.
    Items,
    /// Each value of the map.
    Values,
}

/// The values that are IDs, names or ARNs.
const IDENTIFIERS: [(Place, Identifier); 17] = [
    (("UserPool", "user_pool_id", Below::Value), Identifier::UserPoolId),
    (("UserPool", "app_client_id", Below::Value), Identifier::AppClientId),
    (("IdentityPool", "name", Below::Value), Identifier::IdentityPoolName),
    (("IdentityPool", "developer_provider", Below::Value), Identifier::DeveloperProviderName),
    (("IdentityPool", "oidc", Below::Values), Identifier::OidcProviderArn),
    (("IdentityPool", "saml", Below::Values), Identifier::SamlProviderArn),
    (("Social", "amazon", Below::Value), Identifier::SocialAppId),
    (("Social", "apple", Below::Value), Identifier::SocialAppId),
    (("Social", "facebook", Below::Value), Identifier::SocialAppId),
    (("Social", "google", Below::Value), Identifier::SocialAppId),
    (("RoleDefaults", "permissions_boundary", Below::Value), Identifier::PolicyArn),
    (("Role", "name", Below::Value), Identifier::RoleName),
    (("Role", "permissions_boundary", Below::Value), Identifier::PolicyArn),
    (("Role", "managed_policy_arns", Below::Items), Identifier::PolicyArn),
    (("Role", "existing_role_arn", Below::Value), Identifier::RoleArn),
    (("Trust", "identity_pools", Below::Items), Identifier::IdentityPoolId),
    (("Environment", "account_id", Below::Value), Identifier::AccountId),
];

/// The maps whose keys are those of roles, grants and providers.
const KEYED: [(&str, &str); 4] =
    [("IdentityPool", "user_pools"), ("IdentityPool", "oidc"), ("IdentityPool", "saml"), ("Role", "grants")];

/// The pattern of such keys, as `inputs::keys::PART` checks them.
pub const KEY: &str = "^[a-z][a-z0-9_]{0,31}$";

/// The pattern of the application's name.
pub const NAME: &str = "^[a-z][a-z0-9-]{0,31}$";

/// Adds the patterns to the definitions.
pub fn add_patterns(definitions: &mut Map<String, Value>) {
    for ((definition, key, below), identifier) in IDENTIFIERS {
        let Some(schema) = property(definitions, definition, key) else { continue };
        let schema = match below {
            Below::Value => Some(schema),
            Below::Items => schema.get_mut("items"),
            Below::Values => schema.get_mut("additionalProperties"),
        };
        if let Some(Value::Object(schema)) = schema {
            schema.insert("pattern".to_owned(), json!(identifier.schema_pattern()));
        }
    }
    for (definition, key) in KEYED {
        if let Some(Value::Object(schema)) = property(definitions, definition, key) {
            schema.insert("propertyNames".to_owned(), json!({ "pattern": KEY }));
        }
    }
}

fn property<'a>(
    definitions: &'a mut Map<String, Value>,
    definition: &str,
    key: &str,
) -> Option<&'a mut Value> {
    definitions.get_mut(definition)?.get_mut("properties")?.get_mut(key)
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
