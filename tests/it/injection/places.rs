//! The places in the inputs that accept strings.

use serde_json::{Value, json};

/// A harmless string that is valid in every place.
pub const HARMLESS: &str = "hhh";
/// A harmless key that must be quoted, as hostile ones must.
pub const HARMLESS_KEY: &str = "hhh:hhh";

/// A place in the inputs, and the text around the string.
pub struct Place {
    pub path: &'static str,
    pub around: [&'static str; 2],
}

const fn place(path: &'static str, around: [&'static str; 2]) -> Place {
    Place { path, around }
}

impl Place {
    /// Whether the string is a key.
    pub fn is_key(&self) -> bool {
        self.path.ends_with('~')
    }

    /// A harmless string for the place.
    pub fn harmless(&self) -> &'static str {
        let is_quoted = ["/tags~", "#/Statement/Condition/StringLike~"].contains(&self.path)
            || (self.is_key() && self.path.contains("Condition"));
        if is_quoted || self.path.contains("managed_policy_arns") { HARMLESS_KEY } else { HARMLESS }
    }

    /// The string as it must be written: braces are escaped, because they may start a token, except in keys.
    pub fn written(&self, string: &str) -> String {
        if self.is_key() { string.to_owned() } else { string.replace('{', "{{").replace('}', "}}") }
    }
}

/// The paths are JSON pointers into [`inputs`] or, after a `#`, into [`policy`]. A final `~` means the key
/// instead of the value.
pub const PLACES: &[Place] = &[
    place("/name", ["", ""]),
    place("/identity_pool/name", ["", ""]),
    place("/identity_pool/user_pools/main/user_pool_id", ["us-east-1_", ""]),
    place("/identity_pool/user_pools/main/app_client_id", ["", ""]),
    place("/identity_pool/user_pools~", ["", ""]),
    place("/role_defaults/path", ["/", "/"]),
    place("/role_defaults/permissions_boundary", ["arn:aws:iam::111111111111:policy/", ""]),
    place("/roles/authenticated/name", ["", ""]),
    place("/roles/authenticated/description", ["", ""]),
    place("/roles/authenticated/managed_policy_arns/0", ["arn:aws:iam::111111111111:policy/", ""]),
    place("/roles/authenticated/grants~", ["", ""]),
    place("/roles/authenticated/grants/files/s3/bucket", ["xx", "xx"]),
    place("/roles/authenticated/grants/files/s3/path", ["", "/*"]),
    place(
        "/roles/authenticated/grants/files/s3/kms_key_arn",
        ["arn:aws:kms:us-east-1:111111111111:key/", ""],
    ),
    place("/roles/authenticated/grants/own/statements/0/Sid", ["", ""]),
    place("/roles/authenticated/grants/own/statements/0/Action", ["s3:", ""]),
    place("/roles/authenticated/grants/own/statements/0/Resource/0", ["arn:aws:s3:::", ""]),
    place("/roles/authenticated/grants/own/statements/0/Condition~", ["", ""]),
    place("/roles/authenticated/grants/own/statements/0/Condition/StringEquals~", ["aws:", ""]),
    place("/roles/authenticated/grants/own/statements/0/Condition/StringEquals/aws:a", ["", ""]),
    place("/roles/authenticated/grants/own/statements/0/Condition/StringEquals/aws:b/1", ["", ""]),
    place("/tags~", ["", ""]),
    place("/tags/Owner", ["", ""]),
    place("/terraform/required_version", [">= 1.10", ""]),
    place("/terraform/aws_provider", [">= 6.0", ""]),
    place("/terraform/provider/profile", ["", ""]),
    place("/terraform/provider/assume_role/role_arn", ["arn:aws:iam::111111111111:role/", ""]),
    place("/terraform/provider/assume_role/external_id", ["xx", ""]),
    place("/terraform/provider/assume_role/session_name", ["xx", ""]),
    place("/terraform/provider/assume_role/tags~", ["", ""]),
    place("/terraform/provider/assume_role/tags/a", ["x", ""]),
    place("/terraform/provider/ignore_tags/keys/0", ["x", ""]),
    place("/terraform/provider/endpoints/iam", ["x", ""]),
    place("/terraform/backend/s3/bucket", ["xx", "xx"]),
    place("/terraform/backend/s3/key", ["x", "x"]),
    place("/terraform/backend/s3/profile", ["", ""]),
    place("/environments~", ["", ""]),
    place("/environments/dev/region", ["us-east-1", ""]),
    place("/environments/dev/account_id", ["11111111111", ""]),
    place("#/Id", ["", ""]),
    place("#/Statement/Action/0", ["s3:", ""]),
    place("#/Statement/NotResource", ["arn:aws:s3:::", ""]),
    place("#/Statement/Condition/StringLike~", ["aws:", ""]),
    place("#/Statement/Condition/StringLike/aws:a/0", ["", ""]),
];

/// Inputs with a value in most of the places.
pub fn inputs() -> Value {
    json!({
        "name": "notes",
        "identity_pool": {
            "user_pools": { "main": { "user_pool_id": "us-east-1_a", "app_client_id": "a" } },
        },
        "role_defaults": {},
        "roles": { "authenticated": {
            "managed_policy_arns": ["arn:aws:iam::111111111111:policy/other"],
            "grants": {
                "files": { "s3": { "bucket": "files", "path": "a/*", "allow": ["read", "write", "list"] } },
                "own": { "statements": [{
                    "Effect": "Allow",
                    "Action": "s3:GetObject",
                    "Resource": ["arn:aws:s3:::a"],
                    "Condition": { "StringEquals": { "aws:a": "a", "aws:b": ["a", "b"] } },
                }] },
                "audit": { "policy_file": "audit.json" },
            },
        } },
        "tags": { "Owner": "team" },
        "terraform": {
            "provider": {
                "assume_role": { "role_arn": "arn:aws:iam::111111111111:role/a", "tags": { "a": "b" } },
                "ignore_tags": { "keys": ["a"] },
                "endpoints": { "iam": "a" },
            },
            "backend": { "s3": { "bucket": "state", "key": "a", "region": "us-east-1" } },
        },
        "environments": { "dev": { "region": "us-east-1" } },
    })
}

/// The policy file of the inputs.
pub fn policy() -> Value {
    json!({
        "Version": "2012-10-17",
        "Id": "a",
        "Statement": {
            "Effect": "Allow",
            "Action": ["s3:GetObject"],
            "NotResource": "arn:aws:s3:::a",
            "Condition": { "StringLike": { "aws:a": ["a"] } },
        },
    })
}

/// Sets the text at a place, which is created if necessary.
pub fn put(document: &mut Value, path: &str, text: &str) {
    let (parents, last) = match path.strip_suffix('~') {
        Some(parents) => (parents, None),
        None => path.rsplit_once('/').map(|(parents, last)| (parents, Some(last))).expect("a path"),
    };
    match (document.pointer_mut(parents).expect(path), last) {
        (Value::Array(items), Some(index)) => items[index.parse::<usize>().expect("an index")] = json!(text),
        (Value::Object(map), Some(key)) => drop(map.insert(key.to_owned(), json!(text))),
        (Value::Object(map), None) => {
            let (_, value) =
                map.shift_remove_entry(&map.keys().next().expect("a key").clone()).expect("a value");
            map.insert(text.to_owned(), value);
        }
        (other, _) => panic!("{path} leads to {other}"),
    }
}

impl std::fmt::Debug for Place {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(self.path)
    }
}
