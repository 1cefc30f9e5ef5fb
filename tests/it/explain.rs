//! `poolsmith explain`: who gets each role and what it may do, in every format.

use std::fs;
use std::path::Path;

use poolsmith::source::is_hidden;
use serde_json::{Value, json};

use crate::injection::strings::STRINGS;
use crate::support::{SMALLEST, examples, poolsmith, repository, words, workspace};

fn stdout(folder: &Path, arguments: &[&str]) -> String {
    let output = poolsmith(folder, arguments);
    assert_eq!(output.status.code(), Some(0), "{arguments:?}: {}", words(&output));
    String::from_utf8(output.stdout).expect("UTF-8")
}

fn refusal(folder: &Path, arguments: &[&str]) -> String {
    let output = poolsmith(folder, arguments);
    assert_eq!(output.status.code(), Some(2), "{arguments:?}: {}", words(&output));
    assert!(output.stdout.is_empty());
    words(&output)
}

fn example(name: &str) -> std::path::PathBuf {
    repository().join("examples").join(name)
}

const LEAST_PRIVILEGE: &str = "authenticated in dev: notes-dev-authenticated
  given to    users of main
  grant files   poolsmith.yaml:13   modules/policy/main.tf:11
    Read, Write  s3: GetObject, PutObject, AbortMultipartUpload, DeleteObject
                 on s3 notes-uploads/{identity}/*
    List         s3: ListBucket
                 on s3 notes-uploads
                 if s3:prefix matches {identity}/ or {identity}/*

This is about the policies in these inputs. ";

#[test]
fn who_gets_a_role_is_said_first_and_then_what_it_may_do() {
    let text = stdout(&example("least-privilege"), &["explain"]);
    assert!(text.starts_with(LEAST_PRIVILEGE), "{text}");
    let markdown = stdout(&example("least-privilege"), &["explain", "--format", "markdown"]);
    let row = "| List | s3: ListBucket | `s3 notes-uploads` | s3:prefix matches \\{identity\\}/ or \\{identity\\}/\\* |";
    assert!(markdown.contains("Given to users of main.") && markdown.contains(row), "{markdown}");
    let mermaid = stdout(&example("least-privilege"), &["explain", "--format", "mermaid"]);
    assert!(mermaid.starts_with("flowchart LR\n"), "{mermaid}");
    let edge = "role1 -- \"List: s3: ListBucket if s3:prefix matches {identity}/ or {identity}/*\" --> role1_on2[(\"s3 notes-uploads\")]";
    assert!(mermaid.contains(edge), "{mermaid}");
}

#[test]
fn what_limits_a_role_and_what_is_unknown_is_said() {
    let everything = example("everything");
    let text = stdout(&everything, &["explain", "guest"]);
    for words in [
        "given to    anyone, not signed in\n",
        "AWS's session policy for guests\n",
        "  at most what the permissions boundary arn:aws:iam::111111111111:policy/boundary allows   access/boundary.json:4\n",
        "denies All levels  iam: *; organizations: *\n",
    ] {
        assert!(text.contains(words), "{words}\n{text}");
    }
    let text = stdout(&everything, &["explain", "partners"]);
    assert!(
        text.contains("  undecided   the document of the role `arn:aws:iam::111111111111:role/partners`"),
        "{text}"
    );
    let data: Value = serde_json::from_str(&stdout(&everything, &["explain", "--format", "json"])).unwrap();
    let undecided = |role: &Value| role["undecided_because"].as_array().expect("reasons").len();
    let roles = data["roles"].as_array().expect("roles");
    assert_eq!(roles.iter().map(undecided).collect::<Vec<_>>(), [2, 0, 0, 1]);
}

#[test]
fn every_statement_of_every_example_is_in_every_format() {
    for example in examples() {
        let readme = fs::read_to_string(example.join("README.md")).expect("a README");
        let denied = readme.matches("` | denies |").count();
        let listed = readme.matches("` | allows |").count() + denied;
        let data: Value = serde_json::from_str(&stdout(&example, &["explain", "--format", "json"])).unwrap();
        let roles = data["roles"].as_array().expect("roles");
        let policies = roles.iter().flat_map(|role| role["policies"].as_array().expect("policies"));
        let of_grants = policies.filter(|policy| !policy["grant"].is_null());
        let count = of_grants.map(|policy| policy["statements"].as_array().expect("statements").len());
        assert_eq!(count.sum::<usize>(), listed, "{}", example.display());
        let mermaid = stdout(&example, &["explain", "--format", "mermaid"]);
        assert_eq!(mermaid.matches("-. \"denies ").count(), denied, "{}", example.display());
    }
}

/// A policy document with all grants of a role, as the only grant of a role, gives the same document.
#[test]
fn the_policy_of_a_role_is_a_policy_file_that_means_the_same() {
    let mut compared = 0;
    for example in examples() {
        let data: Value = serde_json::from_str(&stdout(&example, &["explain", "--format", "json"])).unwrap();
        for entry in data["roles"].as_array().expect("roles") {
            let (role, environment) =
                (entry["role"].as_str().unwrap(), entry["environment"].as_str().unwrap());
            let is_empty = entry["policies"].as_array().is_some_and(Vec::is_empty);
            let reads_files = entry["policies"].to_string().contains("${aws_");
            if is_empty || reads_files || entry["existing"] == true || role == "guest" {
                continue;
            }
            let arguments = ["explain", role, "--as-policy", "--environment", environment];
            let policy = stdout(&example, &arguments);
            let inputs = json!({
                "name": "notes",
                "identity_pool": { "user_pools": { "main": { "user_pool_id": "us-east-1_a", "app_client_id": "a" } } },
                "roles": { "authenticated": { "grants": { "all": { "policy_file": "policy.json" } } } },
                "environments": { "dev": { "region": region(&example) } },
            });
            let folder = tempfile::tempdir().unwrap();
            fs::write(folder.path().join("poolsmith.json"), inputs.to_string()).unwrap();
            fs::write(folder.path().join("policy.json"), &policy).unwrap();
            assert_eq!(stdout(folder.path(), &["explain", "--as-policy"]), policy, "{arguments:?}");
            compared += 1;
        }
    }
    assert!(compared > 15, "{compared}");
}

/// A region in the partition of an example.
fn region(example: &Path) -> &'static str {
    let is_govcloud = example.file_name().is_some_and(|name| name == "govcloud");
    if is_govcloud { "us-gov-west-1" } else { "us-east-1" }
}

#[test]
fn references_are_written_as_in_terraform_and_names_of_statements_once() {
    let inputs = "name: notes
identity_pool:
  user_pools: { main: { user_pool_id: us-east-1_a, app_client_id: a } }
roles:
  authenticated:
    grants:
      one: { s3: { bucket: { terraform: aws_s3_bucket.one.bucket }, allow: [read] } }
      two: { s3: { bucket: two, allow: [read] } }
environments: { dev: { region: us-east-1 } }
";
    let folder = workspace(inputs);
    fs::create_dir_all(folder.path().join("environments/dev")).unwrap();
    fs::write(folder.path().join("environments/dev/own.tf"), "resource \"aws_s3_bucket\" \"one\" {}\n")
        .unwrap();
    let policy: Value = serde_json::from_str(&stdout(folder.path(), &["explain", "--as-policy"])).unwrap();
    let statements = policy["Statement"].as_array().expect("statements");
    let sids: Vec<&Value> = statements.iter().map(|statement| &statement["Sid"]).collect();
    assert_eq!(sids, ["Read", "Read2"]);
    let sub = "${cognito-identity.amazonaws.com:sub}";
    assert_eq!(statements[0]["Resource"], format!("arn:aws:s3:::${{aws_s3_bucket.one.bucket}}/{sub}/*"));
    assert_eq!(statements[1]["Resource"], format!("arn:aws:s3:::two/{sub}/*"));
}

#[test]
fn one_document_is_of_one_role_in_one_environment() {
    let said = refusal(&example("everything"), &["explain", "--as-policy"]);
    assert!(said.contains("name one of the roles: `authenticated`, `guest`, `admins`, `partners`"), "{said}");
    let said = refusal(&example("environments"), &["explain", "authenticated", "--as-policy"]);
    assert!(said.contains("`--environment`: `dev`, `staging`, `prod`"), "{said}");
    let said = refusal(&example("everything"), &["explain", "partners", "--as-policy"]);
    assert!(said.contains("exists already"), "{said}");
    let said = refusal(&example("everything"), &["explain", "admin"]);
    assert!(said.contains("did you mean `admins`?"), "{said}");
}

#[test]
fn a_command_refuses_formats_that_it_does_not_have() {
    let folder = workspace(SMALLEST);
    for (arguments, formats) in [
        (&["explain", "--format", "junit"], "`github`, `markdown`, `mermaid`\n"),
        (&["test", "--format", "markdown"], "`github`, `junit`\n"),
        (&["check", "--format", "mermaid"], "`sarif`, `github`\n"),
    ] {
        let said = refusal(folder.path(), arguments);
        assert!(said.contains("its formats: `human`, `json`, `sarif`, ") && said.contains(formats), "{said}");
    }
}

fn with_string(string: &str) -> String {
    let text = string.replace('{', "{{").replace('}', "}}");
    json!({
        "name": "notes",
        "identity_pool": { "user_pools": { "main": { "user_pool_id": "us-east-1_a", "app_client_id": "a" } } },
        "roles": { "authenticated": { "grants": { "own": { "statements": [{
            "Effect": "Allow",
            "Action": "s3:ListBucket",
            "Resource": format!("arn:aws:s3:::a{text}"),
            "Condition": { "StringEquals": { "s3:prefix": text } },
        }] } } } },
        "role_mappings": { "main": { "type": "rules", "rules": [
            { "claim": "custom:a", "match": "equals", "value": format!("a{text}"), "role": "authenticated" },
        ] } },
        "environments": { "dev": { "region": "us-east-1" } },
    })
    .to_string()
}

#[test]
fn nothing_in_the_inputs_is_more_than_text() {
    let mut taken = 0;
    for string in STRINGS.iter().filter(|string| !string.is_empty() && !string.chars().any(is_hidden)) {
        let folder = tempfile::tempdir().unwrap();
        for format in ["human", "markdown", "mermaid"] {
            let explained = |string: &str| {
                fs::write(folder.path().join("poolsmith.json"), with_string(string)).unwrap();
                poolsmith(folder.path(), &["explain", "--format", format])
            };
            let output = explained(string);
            if output.status.code() != Some(0) {
                continue;
            }
            taken += 1;
            let text = String::from_utf8(output.stdout).expect("UTF-8");
            let harmless = String::from_utf8(explained("hhh").stdout).expect("UTF-8");
            let shape = |text: &str| match format {
                "mermaid" => (text.lines().count(), text.matches('"').count()),
                "markdown" => (text.lines().count(), text.replace("\\|", "").matches('|').count()),
                _ => (text.lines().count(), 0),
            };
            assert_eq!(shape(&text), shape(&harmless), "{string:?}\n{text}");
            assert!(
                !text.chars().any(|c| is_hidden(c) || c == '\t' || c == '\r') && !text.contains("<script")
            );
        }
    }
    assert!(taken > 30, "{taken} texts are accepted");
}
