//! `diff --access`: what a change to the inputs gives and takes away.

use std::fs;
use std::process::Command;

use serde_json::Value;

use crate::support::{command, poolsmith, words, workspace};

/// Inputs with a role for signed-in users, one for guests, and one that a rule leads to.
pub const INPUTS: &str = "\
name: notes
identity_pool:
  guest_access: true
  user_pools: { main: { user_pool_id: us-east-1_Ab12Cd34E, app_client_id: 3n4b5urk1ft4fl3mg5e62d9ado } }
  saml: { corporate: arn:aws:iam::111111111111:saml-provider/corporate }
roles:
  authenticated:
    grants:
      files: { s3: { bucket: notes-uploads, path: \"users/{identity}/*\", allow: [read, write] } }
  guest:
    grants:
      shared: { s3: { bucket: notes-public, path: \"*\", allow: [read] } }
  admins:
    grants:
      all: { s3: { bucket: notes-uploads, path: \"users/*\", allow: [read] } }
role_mappings:
  main:
    type: rules
    rules:
      - { claim: department, match: equals, value: it, role: admins }
environments:
  dev: { region: us-east-1, account_id: \"111111111111\" }
";

/// What `diff --access` says of a change from INPUTS, and its exit code.
fn change(from: &str, to: &str) -> (Value, i32) {
    assert!(INPUTS.contains(from), "{from}");
    compared(INPUTS, &INPUTS.replace(from, to))
}

fn compared(old: &str, new: &str) -> (Value, i32) {
    let (old, new) = (workspace(old), workspace(new));
    let base = old.path().to_str().expect("UTF-8");
    let arguments = ["diff", "--access", "--base-dir", base, "--format", "json"];
    let output = command(new.path(), &arguments).output().expect("it runs");
    let json: Value = serde_json::from_slice(&output.stdout).unwrap_or_else(|_| panic!("{}", words(&output)));
    (json["access"].clone(), output.status.code().expect("an exit code"))
}

/// Each change in one line: the change, the role, the way to sign in, and the request.
fn lines(access: &Value) -> Vec<String> {
    let changes = access
        .as_array()
        .expect("environments")
        .iter()
        .flat_map(|one| one["changes"].as_array().expect("changes"));
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let line = |one: &Value| {
        let request = &one["request"];
        let parts = [&one["change"], &one["role"], &one["sign_in"], &request["action"], &request["resource"]];
        parts.map(text).into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
    };
    changes.map(line).collect()
}

#[test]
fn no_new_access_is_proved() {
    for (from, to) in [
        ("name: notes\n", "# a comment\nname: notes\n"),
        (
            "path: \"users/{identity}/*\", allow: [read, write]",
            "path: \"users/{identity}/*\", allow: [write, read]",
        ),
        ("      files: { s3", "      documents: { s3"),
        // A grant in the words of IAM.
        (
            "all: { s3: { bucket: notes-uploads, path: \"users/*\", allow: [read] } }",
            "all: { statements: [{ Effect: Allow, Action: [S3:getobject], Resource: [\"arn:aws:s3:::notes-uploads/users/a*\", \"arn:aws:s3:::notes-uploads/users/b*\"] }] }",
        ),
    ] {
        let (access, code) = change(from, to);
        assert!(code == 0 && !lines(&access).iter().any(|line| line.starts_with("gained")), "{to}: {access}");
    }
}

#[test]
fn what_is_gained_has_a_request() {
    for (from, to, expected) in [
        (
            "allow: [read, write] } }",
            "allow: [read, write, delete] } }",
            "gained authenticated s3:DeleteObject arn:aws:s3:::notes-uploads/users/<identity>/x",
        ),
        ("path: \"users/{identity}/*\"", "path: \"users/*\"", "gained authenticated s3:"),
        // Signed-in users of another provider reach a role.
        (
            "      - { claim: department, match: equals, value: it, role: admins }\n",
            "      - { claim: department, match: equals, value: it, role: admins }\n  corporate:\n    type: rules\n    rules: [{ claim: group, match: contains, value: root, role: admins }]\n",
            "gained admins users of `corporate` whose `group` contains `root` s3:GetObject arn:aws:s3:::notes-uploads/users/",
        ),
        // Another claim leads to the role.
        (
            "value: it, role",
            "value: sales, role",
            "gained admins users of `main` whose `department` is `sales` s3:GetObject",
        ),
    ] {
        let (access, code) = change(from, to);
        let lines = lines(&access);
        assert!(code == 1 && lines.iter().any(|line| line.starts_with(expected)), "{to}: {lines:?}");
    }
}

#[test]
fn a_provider_is_matched_by_what_it_is() {
    for (from, to) in [
        ("us-east-1_Ab12Cd34E", "us-east-1_Zz99Yy88X"),
        ("3n4b5urk1ft4fl3mg5e62d9ado", "7qqm1tq3u5c2l0d8e9f0a1b2c3"),
        ("saml-provider/corporate", "saml-provider/partners"),
    ] {
        let (access, code) = change(from, to);
        assert_eq!(code, 1, "{to}: {access}");
        assert!(
            lines(&access).iter().any(|line| line.starts_with("gained") && line.contains(to)),
            "{access}"
        );
        assert!(
            lines(&access).iter().any(|line| line.starts_with("lost") && line.contains(from)),
            "{access}"
        );
    }
    // The same providers under other keys.
    let (access, code) =
        compared(INPUTS, &INPUTS.replace("main:", "customers:").replace("corporate:", "partners:"));
    assert_eq!(code, 0, "{access}");
    // Whether a reference is the same user pool isn't known.
    let (access, code) = change("us-east-1_Ab12Cd34E", "{ terraform: var.user_pool_id }");
    assert_eq!(code, 3, "{access}");
    let undecided = access[0]["changes"].to_string();
    assert!(undecided.contains("whether `main` is the same provider as before"), "{undecided}");
}

#[test]
fn a_token_that_names_a_renamed_role_gains_nothing() {
    let old = INPUTS.split("role_mappings:").next().expect("inputs").to_owned()
        + "role_mappings: { main: { type: token } }\nenvironments: { dev: { region: us-east-1 } }\n";
    let (access, code) =
        compared(&old, &old.replace("  admins:\n", "  managers:\n    renamed_from: admins\n"));
    assert_eq!(code, 0, "{access}");
    assert!(lines(&access).is_empty(), "{access}");
}

#[test]
fn what_is_gained_names_the_statement_that_allows_it() {
    let statement = "      own: { statements: [{ Effect: Allow, Action: s3:GetObject, Resource: \"arn:aws:s3:::b/*\", \
                     Condition: { StringEquals: { \"aws:PrincipalAccount\": \"111111111111\" } } }] }\n";
    let changed = INPUTS.replace("  guest:\n", &format!("{statement}  guest:\n"));
    let (old, new) = (workspace(INPUTS), workspace(&changed));
    let base = old.path().to_str().expect("UTF-8");
    let output = poolsmith(new.path(), &["diff", "--access", "--base-dir", base]).stdout;
    let output = String::from_utf8(output).expect("UTF-8");
    assert!(output.contains("statement 1 of the role `authenticated` allows it"), "{output}");
}

#[test]
fn guests_gain_what_session_policies_denied_before_the_classic_flow() {
    let statement =
        "      all: { statements: [{ Effect: Allow, Action: ec2:DescribeInstances, Resource: \"*\" }] }\n";
    let classic = INPUTS
        .replace("  admins:\n", &format!("{statement}  admins:\n"))
        .split("role_mappings:")
        .next()
        .map(|inputs| format!("{inputs}environments: {{ dev: {{ region: us-east-1 }} }}\n"))
        .expect("inputs");
    let (access, code) = compared(
        &classic,
        &classic.replace("guest_access: true", "guest_access: true\n  classic_flow: true"),
    );
    assert_eq!(code, 1, "{access}");
    let changes = access[0]["changes"].as_array().expect("changes");
    let of_guest = changes.iter().find(|change| change["role"] == "guest").expect("a change of guests");
    assert_eq!(of_guest["change"], "gained", "{access}");
    assert_eq!(of_guest["request"]["action"], "ec2:DescribeInstances", "{access}");
}

#[test]
fn what_is_lost_is_no_gain() {
    for (from, to, expected) in [
        ("allow: [read, write] } }", "allow: [read] } }", "lost authenticated s3:"),
        (
            "value: it, role",
            "value: it2, role",
            "lost admins users of `main` whose `department` is `it` s3:GetObject",
        ),
    ] {
        let (access, _) = change(from, to);
        let lines = lines(&access);
        assert!(lines.iter().any(|line| line.starts_with(expected)), "{to}: {lines:?}");
    }
}

#[test]
fn an_unchanged_unknown_policy_cancels_out() {
    let with = |grants: &str, policies: &str| {
        INPUTS.replace("      files: { s3: { bucket: notes-uploads, path: \"users/{identity}/*\", allow: [read, write] } }\n", grants)
            .replace("  authenticated:\n", &format!("  authenticated:\n{policies}"))
    };
    let grants = |allow: &str| {
        format!(
            "      files: {{ s3: {{ bucket: notes-uploads, path: \"users/{{identity}}/*\", allow: [{allow}] }} }}\n"
        )
    };
    let attached = "    managed_policy_arns: [arn:aws:iam::aws:policy/AWSXRayDaemonWriteAccess]\n";
    let old = with(&grants("read, write"), attached);
    assert_eq!(compared(&old, &with(&grants("read"), attached)).1, 0);
    assert_eq!(compared(&old, &with(&grants("read, write, delete"), attached)).1, 1);
    assert_eq!(compared(&with(&grants("read"), ""), &with(&grants("read"), attached)).1, 3);
    let bounded = "    permissions_boundary: arn:aws:iam::111111111111:policy/boundary\n";
    assert_eq!(compared(&with(&grants("read"), bounded), &with(&grants("read"), bounded)).1, 0);
    assert_eq!(compared(&with(&grants("read"), bounded), &with(&grants("read"), "")).1, 3);
}

#[test]
fn a_new_environment_gains_everything_and_another_pick_is_no_gain() {
    let (access, code) = compared(
        INPUTS,
        &INPUTS.replace("environments:\n", "environments:\n  prod: { region: us-east-1 }\n"),
    );
    assert_eq!(code, 1);
    let prod = access
        .as_array()
        .expect("environments")
        .iter()
        .find(|one| one["environment"] == "prod")
        .expect("prod");
    assert!(prod["changes"].as_array().expect("changes").len() >= 3, "{prod}");
    let rules = "      - { claim: department, match: equals, value: it, role: admins }\n";
    let more = "      - { claim: department, match: starts_with, value: i, role: authenticated }\n";
    let (old, new) =
        (INPUTS.replace(rules, &format!("{rules}{more}")), INPUTS.replace(rules, &format!("{more}{rules}")));
    let (access, code) = compared(&old, &new);
    assert_eq!(code, 0, "{access}");
    assert_eq!(access[0]["picked"][0]["after"], "the role `authenticated`", "{access}");
}

#[test]
fn a_pull_request_gets_markdown() {
    let (old, new) =
        (workspace(INPUTS), workspace(&INPUTS.replace("allow: [read, write]", "allow: [delete]")));
    let base = old.path().to_str().expect("UTF-8");
    let output = poolsmith(new.path(), &["diff", "--access", "--base-dir", base, "--format", "markdown"]);
    let text = String::from_utf8(output.stdout).expect("UTF-8");
    assert!(text.starts_with("### Access\n\n**This change gives access.**\n\n```text\ngained"), "{text}");
    assert_eq!(poolsmith(new.path(), &["diff", "--format", "markdown"]).status.code(), Some(2));
}

#[test]
fn a_revision_of_git_is_the_base() {
    let copy = workspace(INPUTS);
    let git = |arguments: &[&str]| {
        let identity = ["-c", "user.name=a", "-c", "user.email=a@example.com"];
        let status = Command::new("git").arg("-C").arg(copy.path()).args(identity).args(arguments).output();
        assert!(status.expect("git runs").status.success(), "{arguments:?}");
    };
    git(&["init", "-q"]);
    git(&["add", "-A"]);
    git(&["commit", "-q", "-m", "a"]);
    let inputs = copy.path().join("poolsmith.yaml");
    let access = |base: &str| poolsmith(copy.path(), &["diff", "--access", "--base", base]);
    assert_eq!(access("HEAD").status.code(), Some(0), "{}", words(&access("HEAD")));
    fs::write(&inputs, INPUTS.replace("allow: [read, write]", "allow: [read, write, delete]"))
        .expect("written");
    assert_eq!(access("HEAD").status.code(), Some(1));
    let unknown = access("no-such-branch");
    assert_eq!(unknown.status.code(), Some(2));
    assert!(words(&unknown).contains("git fetch origin no-such-branch"), "{}", words(&unknown));
    // The inputs had errors there.
    fs::write(&inputs, "name: 7\n").expect("written");
    git(&["commit", "-q", "-a", "-m", "b"]);
    fs::write(&inputs, INPUTS).expect("written");
    let invalid = access("HEAD");
    assert_eq!(invalid.status.code(), Some(2));
    assert!(words(&invalid).contains("HEAD:poolsmith.yaml:"), "{}", words(&invalid));
}
