//! The diagram in the README of a workspace shows each statement of each policy, and nothing else.

use std::fs;

use poolsmith::policy::Kinds;

use crate::support::{examples, poolsmith, words};

/// The edges from roles to what they can access, and the statements of the policies, each as
/// `ROLE_GRANT allows` or `ROLE_GRANT denies`, in alphabetical order.
pub fn edges_and_statements(readme: &str, policies: &str) -> (Vec<String>, Vec<String>) {
    let mut edges: Vec<String> = readme.lines().filter_map(edge).collect();
    let mut statements = statements(policies);
    edges.sort();
    statements.sort();
    (edges, statements)
}

/// `role_admins -- "read" --> admins_files_1[("…")]`; a dotted edge denies.
fn edge(line: &str) -> Option<String> {
    let line = line.trim_start();
    let from_role = line.starts_with("role_");
    let arrow = |arrow: &str| line.rsplit_once(arrow).filter(|_| from_role);
    let (effect, to) = match (arrow("\" --> "), arrow("\" .-> ")) {
        (Some((_, to)), _) => ("allows", to),
        (None, Some((_, to))) => ("denies", to),
        (None, None) => return None,
    };
    let (id, _) = to.split_once('[')?;
    let (address, _) = id.rsplit_once('_')?;
    Some(format!("{address} {effect}"))
}

fn statements(policies: &str) -> Vec<String> {
    let mut address = String::new();
    let mut statements = Vec::new();
    for line in policies.lines() {
        let types = ["aws_iam_role_policy", "aws_iam_policy"];
        let mut resource =
            types.iter().filter_map(|name| line.strip_prefix(&format!("resource \"{name}\" \"")));
        if let Some(name) = resource.next() {
            address = name.trim_end_matches("\" {").to_owned();
        }
        // The indentation tells an element of a statement from a condition.
        let is_element = line.len() - line.trim_start().len() <= 8;
        let effect = line.trim_start().strip_prefix("Effect").filter(|_| is_element);
        match effect.map(|rest| rest.trim_start_matches([' ', '='])) {
            Some("\"Allow\"") => statements.push(format!("{address} allows")),
            Some("\"Deny\"") => statements.push(format!("{address} denies")),
            _ => {}
        }
    }
    statements
}

#[test]
fn each_statement_of_the_examples_has_an_edge() {
    for example in examples() {
        let read = |path: &str| fs::read_to_string(example.join(path)).expect("a generated file");
        let (edges, statements) = edges_and_statements(&read("README.md"), &read("modules/policy/main.tf"));
        assert!(!edges.is_empty() && edges == statements, "{}: {edges:?} {statements:?}", example.display());
    }
}

/// `PROVIDER 1. CLAIM MATCH ROLE` for each edge of a rule.
fn edges_of_rules(readme: &str) -> Vec<String> {
    let edge = |line: &str| {
        let (provider, rest) = line.trim_start().strip_prefix("provider_")?.split_once(" -- \"")?;
        let (label, role) = rest.split_once("\" --> role_")?;
        let (rule, _) = label.split_once(" …")?;
        Some(format!("{provider} {rule} {role}"))
    };
    readme.lines().filter_map(edge).collect()
}

/// The same for each rule of the role mappings in a module of roles.
fn rules(roles: &str) -> Vec<String> {
    let (mut provider, mut number, mut rule) = (String::new(), 0, String::new());
    let mut rules = Vec::new();
    for line in roles.lines() {
        let Some((name, value)) = line.split_once('=') else { continue };
        let value = value.trim().trim_matches('"');
        match name.trim() {
            "for_each" | "identity_provider" => {
                let of_variable =
                    value.strip_prefix("var.").and_then(|rest| rest.split_once("_role_mapping"));
                provider = of_variable.map_or(provider, |(key, _)| key.to_owned());
                number = 0;
            }
            "claim" => {
                number += 1;
                rule = format!("{provider} {number}. {value}");
            }
            "match_type" => rule = format!("{rule} {value}"),
            "role_arn" => rules.push(format!("{rule} {}", value.trim_start_matches("local.role_arns."))),
            _ => {}
        }
    }
    rules
}

#[test]
fn each_rule_of_the_examples_has_an_edge() {
    let mut count = 0;
    for example in examples() {
        let read = |path: &str| fs::read_to_string(example.join(path)).expect("a generated file");
        let rules = rules(&read("modules/roles/main.tf"));
        assert_eq!(edges_of_rules(&read("README.md")), rules, "{}", example.display());
        count += rules.len();
    }
    assert!(count > 5, "{count}");
}

/// What a statement allows must not depend on what the other statements of its kind are called.
#[test]
fn a_kind_with_several_statements_describes_each() {
    for kind in Kinds::built_in().iter().filter(|kind| kind.statements.len() > 1) {
        for statement in &kind.statements {
            let has = |key: &str| statement.get(key).is_some();
            assert!(has("may") && has("target"), "{}: {:?}", kind.name, statement.get("Sid"));
        }
    }
}

#[test]
fn every_action_of_a_grant_is_shown() {
    let folder = tempfile::tempdir().unwrap();
    let inputs = r#"
name: notes
identity_pool: { user_pools: { main: { user_pool_id: us-east-1_Ab12Cd34E, app_client_id: 3n4b5urk1ft4fl3mg5e62d9ado } } }
roles:
  authenticated:
    grants:
      live: { iot: { client_id: ["{identity}", "{identity}-tv"], publish: out/*, subscribe: in/*, receive: in/* } }
      files: { s3: { bucket: files, allow: [write, list] } }
      guarded: { statements: [{ Effect: Deny, Action: "*", Resource: "*", Condition: { Bool: { "aws:SecureTransport": "false" } } }] }
      many: { statements: [{ Effect: Allow, Action: ["a:A", "a:B", "a:C", "a:D"], Resource: "*" }] }
environments: { dev: { region: us-east-1, account_id: "111111111111" } }
"#;
    fs::write(folder.path().join("poolsmith.yaml"), inputs).unwrap();
    let output = poolsmith(folder.path(), &["generate"]);
    assert!(output.status.success(), "{}", words(&output));
    let readme = fs::read_to_string(folder.path().join("README.md")).unwrap();
    for edge in [
        r#"-- "connect" --> authenticated_live_1[("live: IoT client {identity}, {identity}-tv")]"#,
        r#"-- "publish" --> authenticated_live_2[("live: IoT topic out/*")]"#,
        r#"-- "subscribe" --> authenticated_live_3[("live: IoT topic filter in/*")]"#,
        r#"-- "receive" --> authenticated_live_4[("live: IoT topic in/*")]"#,
        r#"-- "write" --> authenticated_files_5[("files: S3 bucket, {identity}/*")]"#,
        r#"-- "list" --> authenticated_files_6[("files: S3 bucket, keys of {identity}/*")]"#,
        r#"-. "not: * (under conditions)" .-> authenticated_guarded_7[("guarded: *")]"#,
        r#"-- "a:A, a:B, a:C, a:D" --> authenticated_many_8[("many: *")]"#,
    ] {
        assert!(readme.contains(edge), "{edge}\n{readme}");
    }
}
