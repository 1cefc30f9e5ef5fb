//! `check --fix`: what it changes in the inputs file, and what it leaves.

use std::fs;
use std::path::Path;
use std::process::Output;

use serde_json::Value;

use crate::support::{command, poolsmith, words, workspace};

const INPUTS: &str = "# The inputs of notes.
name: notes
identity_pool:
  user_pools:
    main:
      user_pool_id: us-east-1_Ab12Cd34E
      app_client_id: 3n4b5urk1ft4fl3mg5e62d9ado
      token_check: false # for the old app
accept:
  # Agreed with security.
  - { rule: token-check-off, reason: the old app }
  - rule: guest-writes # was a demo
    reason: a demo
    until: 2020-01-01
environments:
  dev: { region: us-east-1 }
";

fn fix(folder: &Path, arguments: &[&str]) -> Output {
    poolsmith(folder, &[&["check", "--fix"], arguments].concat())
}

fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).expect("UTF-8")
}

fn generated(inputs: &str) -> tempfile::TempDir {
    let folder = workspace(inputs);
    let output = poolsmith(folder.path(), &["generate"]);
    assert!(output.status.success(), "{}", words(&output));
    folder
}

fn inputs(folder: &Path) -> String {
    fs::read_to_string(folder.join("poolsmith.yaml")).expect("the inputs")
}

#[test]
fn an_entry_that_accepts_nothing_is_removed_and_comments_are_kept() {
    let folder = generated(INPUTS);
    let output = fix(folder.path(), &[]);
    let said = stdout(&output);
    assert_eq!(output.status.code(), Some(0), "{said}");
    assert!(said.contains("fixed: poolsmith.yaml:12: "), "{said}");
    let expected = INPUTS
        .replace("  - rule: guest-writes # was a demo\n    reason: a demo\n    until: 2020-01-01\n", "");
    assert_eq!(inputs(folder.path()), expected);
    assert!(!stdout(&fix(folder.path(), &[])).contains("fixed: "));
}

#[test]
fn of_a_list_of_entries_for_nothing_not_even_the_key_is_left() {
    let accept = "accept: [{ rule: S201, reason: a }, { rule: S202, reason: b }, {rule: S203, reason: c}]\n";
    let start = "name: notes\nidentity_pool: { guest_access: true }\nroles: { guest: {} }\n";
    let end = "environments:\n  dev: { region: us-east-1 }\n";
    let folder = generated(&format!("{start}{accept}{end}"));
    let output = fix(folder.path(), &[]);
    assert_eq!(output.status.code(), Some(0), "{}", words(&output));
    assert_eq!(stdout(&output).matches("fixed: ").count(), 3);
    assert_eq!(inputs(folder.path()), format!("{start}{end}"));
}

#[test]
fn what_is_not_selected_is_left() {
    let folder = generated(INPUTS);
    let output = fix(folder.path(), &["--ignore", "S9"]);
    assert_eq!(output.status.code(), Some(0), "{}", words(&output));
    assert_eq!(inputs(folder.path()), INPUTS);
}

#[test]
fn a_check_that_only_people_can_turn_on_is_left() {
    let unaccepted = INPUTS.replace("  - { rule: token-check-off, reason: the old app }\n", "");
    let folder = generated(&unaccepted);
    let output = fix(folder.path(), &[]);
    assert_eq!(output.status.code(), Some(1), "{}", words(&output));
    assert!(inputs(folder.path()).contains("token_check: false # for the old app"));
}

#[test]
fn fixes_are_listed_for_machines_before_and_after() {
    let folder = generated(INPUTS);
    let json = |arguments: &[&str]| -> Value {
        let output = command(folder.path(), arguments).args(["--format", "json"]).output().expect("it runs");
        serde_json::from_slice(&output.stdout).expect("JSON")
    };
    let offered = json(&["check"]);
    assert_eq!(offered["diagnostics"][0]["fix"]["line"], 12);
    assert_eq!(offered["diagnostics"][0]["fix"]["replacement"], "");
    assert!(offered.get("fixed").is_none());
    let made = json(&["check", "--fix"]);
    assert_eq!(made["fixed"][0]["rule"], "expired-accept");
    assert_eq!(made["diagnostics"].as_array().map(Vec::len), Some(0));
    assert_eq!(json(&["check", "--fix"])["fixed"].as_array().map(Vec::len), Some(0));
}

#[test]
#[cfg(unix)]
fn a_link_is_not_replaced() {
    let folder = generated(INPUTS);
    let path = folder.path().join("poolsmith.yaml");
    fs::rename(&path, folder.path().join("own.yaml")).expect("renamed");
    std::os::unix::fs::symlink("own.yaml", &path).expect("a link");
    let output = fix(folder.path(), &[]);
    assert_eq!(output.status.code(), Some(2), "{}", words(&output));
    assert!(path.is_symlink());
    assert_eq!(inputs(folder.path()), INPUTS);
}

#[test]
fn a_policy_file_is_left() {
    let text = "arn:aws:s3:::notes/cognito-identity.amazonaws.com:sub/*";
    let statement =
        format!("{{\"Effect\": \"Allow\", \"Action\": \"s3:GetObject\", \"Resource\": \"{text}\"}}");
    let policy = format!("{{\"Version\": \"2012-10-17\", \"Statement\": [{statement}]}}");
    let grants = |what: &str| {
        format!(
            "name: notes\nidentity_pool:\n  user_pools:\n    main: {{ user_pool_id: us-east-1_Ab12Cd34E, app_client_id: 3n4b5urk1ft4fl3mg5e62d9ado }}\nroles:\n  authenticated:\n    grants:\n      own: {what}\nenvironments:\n  dev: {{ region: us-east-1 }}\n"
        )
    };
    let folder = workspace(&grants("{ policy_file: own.json }"));
    fs::write(folder.path().join("own.json"), &policy).expect("a policy");
    assert!(poolsmith(folder.path(), &["generate"]).status.success());
    let output = fix(folder.path(), &[]);
    assert_eq!(output.status.code(), Some(1), "{}", words(&output));
    assert_eq!(fs::read_to_string(folder.path().join("own.json")).unwrap(), policy);

    let inline = |statement: &str| grants(&format!("{{ statements: [{statement}] }}"));
    let folder = generated(&inline(&statement));
    let output = fix(folder.path(), &[]);
    let said = stdout(&output);
    assert!(said.contains("modules/policy/main.tf is out of date"), "{said}");
    assert_eq!(output.status.code(), Some(1));
    let meant = text.replace("cognito-identity.amazonaws.com:sub", "{identity}");
    assert_eq!(inputs(folder.path()), inline(&statement.replace(text, &meant)));
}
