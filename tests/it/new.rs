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
    let missing = "missing required arguments: --region, who signs in (--create-user-pool,";
    assert!(words(&output).contains(missing), "{}", words(&output));
    for (given, missing) in [
        (&["--user-pool-id", "us-east-1_Ab12Cd34E"][..], "arguments: --app-client-id"),
        (&["--google", "1234", "--rest-api-id", "a1b2c3d4e5"], "arguments: --account-id, --stage"),
        (
            &["--google", "1234", "--environment", "dev", "--environment", "prod", "--bucket", "dev=files"],
            "arguments: --bucket prod=…",
        ),
        (&["--google", "prod=1234"], "--google is given for the environment `prod`"),
        (&["--create-bucket", "--bucket", "files"], "--create-bucket and --bucket can't be used together"),
    ] {
        let arguments = [&["new", "notes", "--region", "us-east-1"], given].concat();
        let output = poolsmith(folder.path(), &arguments);
        assert_eq!(output.status.code(), Some(2));
        assert!(words(&output).contains(missing), "{arguments:?}: {}", words(&output));
    }
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
    assert!(!words(&output).contains("poolsmith.yaml"), "{}", words(&output));
    assert!(words(&output).contains("the command:1:"), "{}", words(&output));
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

/// A pool for Google's users, with every other flag that is given.
const GOOGLE: [&str; 6] = ["new", ".", "--region", "us-east-1", "--google", "1234"];

#[test]
fn a_repository_keeps_its_readme_and_gitignore() {
    let folder = tempfile::tempdir().unwrap();
    let app = folder.path().join("my-notes");
    fs::create_dir(&app).unwrap();
    let own = [("README.md", "# Mine\n"), (".gitignore", "node_modules\n"), ("src.js", "1\n")];
    own.iter().for_each(|(name, text)| fs::write(app.join(name), text).unwrap());
    let output = poolsmith(&app, &GOOGLE);
    assert!(output.status.success(), "{}", words(&output));
    assert!(words(&output).contains("  *.tfstate\n"), "{}", words(&output));
    let inputs = fs::read_to_string(app.join("poolsmith.yaml")).unwrap();
    assert!(inputs.contains("name: my-notes\n") && inputs.contains("customized: [README.md, .gitignore]"));
    fs::write(app.join("poolsmith.yaml"), inputs.replace("google: \"1234\"", "google: \"5678\"")).unwrap();
    assert!(poolsmith(&app, &["generate"]).status.success());
    let check = poolsmith(&app, &["check"]);
    assert!(check.status.success(), "{}", words(&check));
    for (name, text) in own {
        assert_eq!(fs::read_to_string(app.join(name)).unwrap(), text, "{name}");
    }
    // Without one of its own, the directory gets the generated file.
    fs::remove_file(app.join("README.md")).unwrap();
    assert!(poolsmith(&app, &["generate"]).status.success());
    assert!(fs::read_to_string(app.join("README.md")).unwrap().contains("my-notes"));
}

#[test]
fn what_is_in_the_way_is_named_and_stays() {
    let folder = tempfile::tempdir().unwrap();
    let own = folder.path().join("modules/roles/main.tf");
    fs::create_dir_all(own.parent().unwrap()).unwrap();
    fs::write(&own, "# mine\n").unwrap();
    let output = poolsmith(folder.path(), &[&GOOGLE[..], &["--name", "notes"]].concat());
    assert_eq!(output.status.code(), Some(2));
    assert!(words(&output).contains("choose another directory: `poolsmith new DIR`"), "{}", words(&output));
    assert!(!words(&output).contains("--out"), "{}", words(&output));
    assert_eq!(files(folder.path()).len(), 1);
}

#[test]
fn each_kind_of_access_has_a_flag() {
    let folder = tempfile::tempdir().unwrap();
    let more = "--account-id 111111111111 --table notes-items --rest-api-id a1b2c3d4e5 --stage prod --graphql-api-id abcdefghij --function notes-share --iot --amazon amzn1.application-oa2-client.188a56d8 --apple com.example.notes --facebook 123456 --saml arn:aws:iam::111111111111:saml-provider/corporate --oidc arn:aws:iam::111111111111:oidc-provider/id.partner.example --hcp-organization acme";
    let arguments: Vec<&str> = GOOGLE.into_iter().chain(more.split(' ')).collect();
    let output = poolsmith(folder.path(), &[&arguments[..], &["--name", "notes"]].concat());
    assert!(output.status.success(), "{}", words(&output));
    let explained = poolsmith(folder.path(), &["explain"]).stdout;
    let explained = String::from_utf8(explained).unwrap();
    for part in ["notes-items", "a1b2c3d4e5/prod", "abcdefghij", "notes-share", "iot: Connect"] {
        assert!(explained.contains(part), "{part}: {explained}");
    }
    assert!(poolsmith(folder.path(), &["check"]).status.success());
}

#[test]
fn what_is_created_is_declared_in_files_of_the_users_own() {
    let folder = tempfile::tempdir().unwrap();
    let arguments = [
        "new",
        "notes",
        "--region",
        "us-east-1",
        "--environment",
        "dev",
        "--environment",
        "prod",
        "--create-user-pool",
        "--create-bucket",
    ];
    let output = poolsmith(folder.path(), &arguments);
    assert!(output.status.success(), "{}", words(&output));
    let app = folder.path().join("notes");
    let check = poolsmith(&app, &["check"]);
    assert!(check.status.success(), "{}", words(&check));
    assert!(poolsmith(&app, &["fmt", "--check"]).status.success());
    let own = |environment: &str, name: &str| {
        fs::read_to_string(app.join(format!("environments/{environment}/{name}"))).unwrap()
    };
    assert!(own("dev", "user_pool.tf").contains("\"INACTIVE\""));
    assert!(own("prod", "user_pool.tf").contains("\"ACTIVE\""));
    // Another environment gets files of its own, as if it had been there from the beginning.
    let output = poolsmith(&app, &["new", "--environment", "live", "--region", "eu-west-1"]);
    assert!(output.status.success(), "{}", words(&output));
    assert_eq!(own("live", "user_pool.tf"), own("prod", "user_pool.tf").replace("notes-prod", "notes-live"));
    let changed = own("dev", "uploads.tf").replace("7", "3");
    fs::write(app.join("environments/dev/uploads.tf"), &changed).unwrap();
    assert!(poolsmith(&app, &["new", "--environment", "test", "--region", "eu-west-1"]).status.success());
    assert_eq!(own("test", "uploads.tf"), changed.replace("notes-dev", "notes-test"));
    assert!(poolsmith(&app, &["check"]).status.success());
}

#[test]
fn an_environment_is_added_in_every_language() {
    let yaml = "name: notes # mine\nidentity_pool: { social: { google: \"1234\" } }\nenvironments:\n  dev:\n    region: us-east-1 # first\n";
    let toml = "name = \"notes\" # mine\n[identity_pool.social]\ngoogle = \"1234\"\n[environments.dev]\nregion = \"us-east-1\" # first\n";
    let json = "{ \"name\": \"notes\", \"identity_pool\": { \"social\": { \"google\": \"1234\" } },\n  \"environments\": { \"dev\": { \"region\": \"us-east-1\" } } }\n";
    for (extension, inputs) in [("yaml", yaml), ("toml", toml), ("json", json)] {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(format!("poolsmith.{extension}"));
        fs::write(&path, inputs).unwrap();
        assert!(poolsmith(folder.path(), &["generate"]).status.success());
        let prod = ["new", "--environment", "prod", "--region", "eu-west-1", "--account-id", "222222222222"];
        let output = poolsmith(folder.path(), &[&prod[..], &["--google", "5678"]].concat());
        assert!(output.status.success(), "{extension}: {}", words(&output));
        let after = fs::read_to_string(&path).unwrap();
        let before = inputs.trim_end().trim_end_matches([' ', '}']);
        assert!(after.starts_with(before) && after.contains("5678") && after.contains("protect"), "{after}");
        assert!(poolsmith(folder.path(), &["check"]).status.success(), "{extension}");
        assert!(folder.path().join("environments/prod/main.tf").exists());
        // It is there now.
        let again = poolsmith(folder.path(), &prod);
        assert_eq!(again.status.code(), Some(2));
        assert!(words(&again).contains("has the environment `prod` already"), "{}", words(&again));
    }
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
fn the_schema_for_editors_is_kept_up_to_date() {
    let folder = tempfile::tempdir().unwrap();
    let new =
        poolsmith(folder.path(), &["new", "notes", "--no-input", "--region", "us-east-1", "--guest-access"]);
    assert!(new.status.success(), "{}", words(&new));
    let notes = folder.path().join("notes");
    let schema = notes.join(".poolsmith/inputs.schema.json");
    let written = fs::read_to_string(&schema).unwrap();
    fs::write(&schema, "{}").unwrap();
    poolsmith(&notes, &["generate", "--dry-run"]);
    assert_eq!(fs::read_to_string(&schema).unwrap(), "{}");
    let output = poolsmith(&notes, &["generate"]);
    assert!(words(&output).contains("updated .poolsmith/inputs.schema.json"), "{}", words(&output));
    assert_eq!(fs::read_to_string(&schema).unwrap(), written);
    assert!(!words(&poolsmith(&notes, &["generate"])).contains("schema"));
    fs::remove_file(&schema).unwrap();
    assert!(poolsmith(&notes, &["generate"]).status.success());
    assert!(!schema.exists());
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
