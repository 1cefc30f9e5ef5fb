//! Findings of rules that evaluate policies: what they prove, and what they don't claim.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::support::{command, poolsmith, words, workspace};

const USERS: &str = "identity_pool: { user_pools: { main: { user_pool_id: us-east-1_Ab12Cd34E, app_client_id: 3n4b5urk1ft4fl3mg5e62d9ado } } }";

/// The codes of the findings in inputs with these roles, and these keys besides.
fn found(roles: &Value, more: &str) -> BTreeSet<String> {
    let folder = workspace(&format!(
        "name: notes\n{USERS}\nroles: {roles}\n{more}environments: {{ dev: {{ region: us-east-1, account_id: \"111111111111\" }} }}\n"
    ));
    let output = poolsmith(folder.path(), &["generate"]);
    assert!(output.status.success(), "{roles}: {}", words(&output));
    let output = command(folder.path(), &["check"]).args(["--format", "json"]).output().expect("it runs");
    let json: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let entries = json["diagnostics"].as_array().expect("diagnostics").iter();
    entries.map(|entry| entry["code"].as_str().expect("a code").to_owned()).collect()
}

const OWN: &str = "arn:aws:s3:::notes/users/{identity}/*";

/// Whether a grant with these statements reaches what another one keeps for each identity.
fn reaches(statements: &Value) -> bool {
    let own = json!([{ "Effect": "Allow", "Action": ["s3:GetObject", "s3:PutObject"], "Resource": OWN }]);
    let grants = json!({ "own": { "statements": own }, "other": { "statements": statements } });
    found(&json!({ "authenticated": { "grants": grants } }), "").contains("S407")
}

fn allow(action: &str, resource: &str) -> Value {
    json!({ "Effect": "Allow", "Action": action, "Resource": resource })
}

#[test]
fn a_grant_reaches_what_another_keeps_if_it_contains_it() {
    for (action, resource, expected) in [
        ("s3:GetObject", "arn:aws:s3:::notes/*", true),
        ("s3:GetObject", "arn:aws:s3:::notes/u*", true),
        ("s3:Get*", "arn:aws:s3:::n*", true),
        ("s3:PutObject", "arn:aws:s3:::notes/users/?*", true),
        ("s3:GetObject", "arn:aws:s3:::notes/users/us-east-1:a*", false),
        ("s3:GetObject", "arn:aws:s3:::notes/users/public/*", false),
        ("s3:GetObject", "arn:aws:s3:::notes/users/*/public/*", false),
        ("s3:GetObject", "arn:aws:s3:::notes/shared/*", false),
        ("s3:GetObject", "arn:aws:s3:::other/*", false),
        ("s3:DeleteObject", "arn:aws:s3:::notes/*", false),
        ("s3:GetObject", OWN, false),
    ] {
        assert_eq!(reaches(&json!([allow(action, resource)])), expected, "{action} on {resource}");
    }
}

#[test]
fn what_a_condition_or_a_denial_may_limit_is_not_claimed() {
    let everything = allow("s3:GetObject", "arn:aws:s3:::notes/*");
    let mut limited = everything.clone();
    limited["Condition"] = json!({ "StringEquals": { "aws:PrincipalTag/team": "support" } });
    assert!(!reaches(&json!([limited])));
    let deny = |key: &str, resource: &str| json!({ "Effect": "Deny", "Action": "s3:*", key: resource });
    assert!(!reaches(&json!([everything, deny("NotResource", OWN)])));
    assert!(!reaches(&json!([everything, deny("Resource", "arn:aws:s3:::notes/users/*/private/*")])));
    assert!(reaches(&json!([everything, deny("Resource", "arn:aws:s3:::notes/archive/*")])));
}

#[test]
fn only_roles_that_the_same_users_can_have_are_compared() {
    let own = json!({ "own": { "statements": [allow("s3:GetObject", OWN)] } });
    let wide = json!({ "wide": { "statements": [allow("s3:GetObject", "arn:aws:s3:::notes/users/*")] } });
    let mapping = "role_mappings: { main: { type: rules, rules: [{ claim: \"cognito:groups\", match: contains, value: s, role: support }] } }\n";
    let codes = |first: &Value, second: &Value| {
        found(&json!({ "authenticated": { "grants": first }, "support": { "grants": second } }), mapping)
    };
    assert!(!codes(&own, &wide).contains("S407"));
    assert!(codes(&wide, &own).contains("S407"));
}

#[test]
fn a_test_is_vacuous_where_nothing_is_allowed_whatever_the_conditions() {
    let limited = json!({
        "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::notes/*",
        "Condition": { "Bool": { "aws:MultiFactorAuthPresent": "false" } },
    });
    let speech = allow("polly:SynthesizeSpeech", "*");
    let grants = json!({ "own": { "statements": [limited] }, "speech": { "statements": [speech] } });
    for (resource, expected) in [
        ("s3://notes/a/*", false),
        ("s3://note/a/*", true),
        ("s3://n*/a/*", false),
        ("arn:aws:s3:::notes/{other}/*", false),
    ] {
        let test = format!("{{ as: ana, cannot: s3:DeleteObject, on: \"{resource}\" }}");
        let access =
            format!("access: {{ identities: {{ ana: {{ role: authenticated }} }}, tests: [{test}] }}\n");
        let codes = found(&json!({ "authenticated": { "grants": grants } }), &access);
        assert_eq!(codes.contains("S701"), expected, "{resource}");
    }
}

#[test]
fn a_policy_that_is_not_known_may_allow_what_a_test_is_about() {
    let role = json!({ "managed_policy_arns": ["arn:aws:iam::111111111111:policy/own"] });
    let access = "access: { identities: { ana: { role: authenticated } }, tests: [{ as: ana, cannot: s3:GetObject, on: \"s3://a/*\", undecided: allow, reason: it is }] }\n";
    assert!(!found(&json!({ "authenticated": role }), access).contains("S701"));
    assert!(found(&json!({ "authenticated": {} }), access).contains("S701"));
}
