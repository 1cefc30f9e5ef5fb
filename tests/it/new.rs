//! `poolsmith new` and `poolsmith schema`.

use std::fs;

use crate::support::{self, NEW, examples, files, poolsmith, words};

fn new(folder: &std::path::Path, more: &[&str]) -> std::process::Output {
    let arguments: Vec<&str> = ["new", "app"].iter().chain(&NEW[2..]).chain(more).copied().collect();
    poolsmith(folder, &arguments)
}

#[test]
fn new_writes_inputs_and_the_workspace_that_they_generate() {
    let folder = tempfile::tempdir().unwrap();
    let output = new(folder.path(), &["--environment", "dev", "--environment", "prod"]);
    assert_eq!(output.status.code(), Some(0), "{}", words(&output));
    let app = folder.path().join("app");
    let before = files(&app);
    for path in ["poolsmith.yaml", "environments/dev/main.tf", "environments/prod/main.tf"] {
        assert!(before.contains_key(path), "{path}");
    }
    let again = poolsmith(&app, &["generate"]);
    assert!(words(&again).contains("0 created, 0 updated"), "{}", words(&again));
    assert!(files(&app) == before);
}

#[test]
fn new_gives_what_the_least_privilege_example_has() {
    let folder = tempfile::tempdir().unwrap();
    assert!(new(folder.path(), &[]).status.success());
    let example = support::repository().join("examples/least-privilege/modules");
    let mut wanted = files(&example);
    wanted.retain(|path, _| !path.contains(".terraform"));
    assert!(files(&folder.path().join("app/modules")) == wanted);
}

#[test]
fn the_access_tests_of_a_new_workspace_pass() {
    let folder = tempfile::tempdir().unwrap();
    let more = ["--environment", "dev", "--environment", "prod", "--guest-access"];
    assert!(new(folder.path(), &more).status.success());
    let output = poolsmith(&folder.path().join("app"), &["test"]);
    assert_eq!(output.status.code(), Some(0), "{}", words(&output));
    let told = String::from_utf8_lossy(&output.stdout).into_owned();
    let tests = ["own files", "nobody else's files", "nobody else's file names"];
    let lines: Vec<&str> = told.lines().collect();
    assert_eq!(lines.len(), tests.len(), "{told}");
    for (line, test) in lines.into_iter().zip(tests) {
        assert!(
            line.starts_with("passed ") && line.contains(test) && line.ends_with("(dev, prod)"),
            "{told}"
        );
    }
}

#[test]
fn new_names_all_that_is_missing() {
    let folder = tempfile::tempdir().unwrap();
    let output = poolsmith(folder.path(), &["new", "--name", "notes"]);
    assert_eq!(output.status.code(), Some(2));
    let missing = "missing required arguments: DIR, --region, --user-pool-id, --app-client-id, --bucket";
    assert!(words(&output).contains(missing), "{}", words(&output));
    assert!(files(folder.path()).is_empty());
}

#[test]
fn new_overwrites_nothing() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("app")).unwrap();
    fs::write(folder.path().join("app/poolsmith.yaml"), "mine").unwrap();
    let output = new(folder.path(), &[]);
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(fs::read_to_string(folder.path().join("app/poolsmith.yaml")).unwrap(), "mine");
}

#[test]
fn what_is_wrong_with_a_flag_is_said_and_nothing_is_written() {
    let folder = tempfile::tempdir().unwrap();
    let output = new(folder.path(), &["--environment", "..", "--account-id", "12"]);
    assert_eq!(output.status.code(), Some(2));
    for code in ["E0107", "E0206"] {
        assert!(words(&output).contains(code), "{}", words(&output));
    }
    assert!(!folder.path().join("app").exists());
}

#[test]
fn guests_get_a_role_that_may_do_nothing() {
    let folder = tempfile::tempdir().unwrap();
    assert!(new(folder.path(), &["--guest-access"]).status.success());
    let app = folder.path().join("app");
    assert!(fs::read_to_string(app.join("modules/roles/main.tf")).unwrap().contains("\"guest\""));
    assert!(!fs::read_to_string(app.join("modules/policy/main.tf")).unwrap().contains("guest"));
}

fn with_grant(grant: &str) -> String {
    let roles = format!(r#"{{"authenticated": {{"grants": {{"a": {grant}}}}}}}"#);
    format!(r#"{{"name": "a", "roles": {roles}, "environments": {{"dev": {{"region": "us-east-1"}}}}}}"#)
}

fn with_backend(backend: &str) -> String {
    let terraform = format!(r#"{{"backend": {backend}}}"#);
    format!(
        r#"{{"name": "a", "terraform": {terraform}, "environments": {{"dev": {{"region": "us-east-1"}}}}}}"#
    )
}

#[test]
fn the_schema_accepts_the_examples_and_refuses_mistakes() {
    let mut schemas = boon::Schemas::new();
    // If the inputs use a template pack, the schema includes its grant kinds.
    let mut compile = |folder: &std::path::Path| {
        let output = poolsmith(folder, &["schema"]);
        assert_eq!(output.status.code(), Some(0));
        let schema: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
        let mut compiler = boon::Compiler::new();
        let name = format!("{}.json", folder.file_name().unwrap().to_string_lossy());
        compiler.add_resource(&name, schema).unwrap();
        compiler.compile(&name, &mut schemas).unwrap()
    };
    let folder = tempfile::tempdir().unwrap();
    let index = compile(folder.path());
    let indexes: Vec<_> = examples().iter().map(|example| compile(example)).collect();
    for (example, index) in examples().into_iter().zip(indexes) {
        let inputs = fs::read_to_string(example.join("poolsmith.yaml")).unwrap();
        let inputs: serde_json::Value = serde_saphyr::from_str(&inputs).unwrap();
        if let Err(error) = schemas.validate(&inputs, index) {
            panic!("{}: {error:#}", example.display());
        }
    }
    let mistakes = [
        r#"{"environments": {"dev": {"region": "us-east-1"}}}"#,
        r#"{"name": "a", "environments": {}}"#,
        r#"{"name": "a", "environments": {"dev": {}}}"#,
        r#"{"name": "a", "environments": {"dev": {"region": "us-east-1", "name": "b"}}}"#,
        r#"{"name": "a", "environments": {"dev": {"region": "us-east-1", "customized": []}}}"#,
        r#"{"name": "a", "environments": {"dev": {"region": "us-east-1", "templates": "x"}}}"#,
        r#"{"name": "a", "nmae": "a", "environments": {"dev": {"region": "us-east-1"}}}"#,
        r#"{"name": "a", "identity_pool": {"guest_access": "true"}, "environments": {"dev": {"region": "us-east-1"}}}"#,
        r#"{"name": "a", "region": "us-east-1", "environments": {"dev": {"region": "us-east-1"}}}"#,
        &with_grant(r#"{}"#),
        &with_grant(r#"{"s3": {"bucket": "abc", "allow": ["raed"]}}"#),
        &with_grant(r#"{"s3": {"bucket": "abc"}}"#),
        &with_grant(r#"{"s3": {"bucket": "abc", "allow": ["read"]}, "lambda": {"function": "a"}}"#),
        &with_grant(r#"{"dynamodb": {"table": "abc", "allow": ["read"], "whole_table": "yes"}}"#),
        &with_grant(r#"{"statements": [{"Action": "s3:GetObject", "Resource": "*"}]}"#),
        &with_backend(r#"{"gcs": {"prefix": "a"}}"#),
        &with_backend(r#"{"gcs": {"bucket": "a"}, "pg": {}}"#),
        &with_backend(r#"{"pg": {"conn_str": "a"}}"#),
    ];
    let right = [
        with_grant(r#"{"s3": {"bucket": {"terraform": "aws_s3_bucket.a.bucket"}, "allow": ["read"]}, "renamed_from": "b"}"#),
        with_grant(r#"{"policy_file": "a.json"}"#),
        with_grant(r#"{"statements": [{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}]}"#),
        with_backend(r#"{"cloud": {"organization": "a", "workspaces": {"tags": ["b"]}}}"#),
        r#"{"name": "a", "environments": {"dev": {"region": "us-east-1", "roles": {"authenticated": {"grants":
            {"a": {"s3": {"bucket": "abc"}}}}}, "terraform": {"backend": {"gcs": {"prefix": "a"}}}}}}"#.to_owned(),
    ];
    for inputs in right {
        let inputs: serde_json::Value = serde_json::from_str(&inputs).unwrap();
        assert!(schemas.validate(&inputs, index).is_ok(), "{inputs}");
    }
    for mistake in mistakes {
        let inputs: serde_json::Value = serde_json::from_str(mistake).unwrap();
        assert!(schemas.validate(&inputs, index).is_err(), "{mistake}");
    }
}

/// `new` can't make Terraform replace resources, even if the workspace's inputs file is missing.
#[test]
fn what_terraform_would_replace_is_refused() {
    let folder = support::workspace("");
    fs::remove_file(folder.path().join("poolsmith.yaml")).unwrap();
    assert!(new(folder.path(), &[]).status.success());
    fs::remove_file(folder.path().join("app/poolsmith.yaml")).unwrap();
    let arguments: Vec<&str> = ["new", "app"]
        .into_iter()
        .chain(NEW[2..].iter().map(|word| if *word == "notes" { "other" } else { word }))
        .collect();
    let output = poolsmith(folder.path(), &arguments);
    assert_eq!(output.status.code(), Some(2));
    assert!(words(&output).contains("E0407"), "{}", words(&output));
    assert!(!folder.path().join("app/poolsmith.yaml").exists());
}
