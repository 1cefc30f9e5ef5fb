//! Environments that get a new key.

use std::fs;
use std::path::Path;

use crate::support::{poolsmith, words, workspace};

/// Inputs with the names of `prod` set, so that they stay.
fn inputs(key: &str, more: &str) -> String {
    format!(
        "name: notes
identity_pool: {{ social: {{ google: \"1234\" }} }}
customized: [environments/prod/outputs.tf]
environments:
  dev: {{ region: us-east-1 }}
  {key}:
    region: eu-west-1
    identity_pool: {{ name: notes-prod }}
    roles: {{ authenticated: {{ name: notes-prod-authenticated }} }}
{more}"
    )
}

/// A workspace with a file of the user's own, a state and an edit in `environments/prod`.
fn generated() -> tempfile::TempDir {
    let folder = workspace(&inputs("prod", ""));
    run(folder.path(), &["generate"], 0);
    let write = |path: &str, text: &str| fs::write(folder.path().join(path), text).unwrap();
    write("environments/prod/uploads.tf", "resource \"aws_s3_bucket\" \"uploads\" {}\n");
    write("environments/prod/terraform.tfstate", "{}\n");
    let main = read(folder.path(), "environments/prod/main.tf");
    write("environments/prod/main.tf", &format!("# mine\n{main}"));
    folder
}

fn run(folder: &Path, arguments: &[&str], code: i32) -> String {
    let output = poolsmith(folder, arguments);
    let told = String::from_utf8_lossy(&output.stdout).into_owned() + &words(&output);
    assert_eq!(output.status.code(), Some(code), "{arguments:?}: {told}");
    told
}

fn read(folder: &Path, path: &str) -> String {
    fs::read_to_string(folder.join(path)).unwrap()
}

fn write_inputs(folder: &Path, text: &str) {
    fs::write(folder.join("poolsmith.yaml"), text).unwrap();
}

/// The files of `prod` are in the directory of `production`, with what the user did, and nothing is left to do.
fn assert_renamed(folder: &Path) {
    assert!(!folder.join("environments/prod").exists());
    assert!(read(folder, "environments/production/main.tf").starts_with("# mine\n"));
    assert!(read(folder, "environments/production/uploads.tf").contains("uploads"));
    assert_eq!(read(folder, "environments/production/terraform.tfstate"), "{}\n");
    let again = run(folder, &["generate"], 0);
    assert!(!again.contains("W0036") && again.contains("0 created, 0 updated"), "{again}");
    let check = run(folder, &["check", "--ignore", "S"], 1);
    assert!(check.starts_with("environments/production/main.tf was edited\n"), "{check}");
    assert!(check.contains("1 file does not match"), "{check}");
}

#[test]
fn the_directory_of_a_renamed_environment_gets_its_name() {
    let folder = generated();
    let folder = folder.path();
    write_inputs(folder, &inputs("production", "    renamed_from: prod\n"));
    let check = run(folder, &["check", "--ignore", "S"], 1);
    assert!(check.contains("environments/prod is not renamed to environments/production yet"), "{check}");
    assert!(!check.contains("is missing"), "{check}");
    let dry = run(folder, &["generate", "--dry-run"], 0);
    assert!(dry.contains("environments/prod becomes environments/production"), "{dry}");
    assert!(folder.join("environments/prod").exists());
    let told = run(folder, &["generate"], 0);
    assert!(told.contains("warning[W0036]: the environment `prod` is now `production`"), "{told}");
    assert!(!told.contains("W0009") && !told.contains("environments/prod/"), "{told}");
    assert_renamed(folder);
}

#[test]
fn a_directory_that_was_renamed_already_is_recognized() {
    for declared in ["    renamed_from: prod\n", ""] {
        let folder = generated();
        let folder = folder.path();
        fs::rename(folder.join("environments/prod"), folder.join("environments/production")).unwrap();
        let text = inputs("production", declared).replace("prod/outputs.tf", "production/outputs.tf");
        write_inputs(folder, &text);
        if declared.is_empty() {
            // Without the declaration, an edited file isn't recognized, but the others are.
            let backend = read(folder, "environments/production/backend.tf");
            assert!(backend.contains("backend"), "{backend}");
        }
        let told = run(folder, &["generate"], 0);
        assert!(told.contains("environments/production was environments/prod"), "{told}");
        assert_renamed(folder);
    }
}

#[test]
fn what_is_left_in_the_previous_directory_is_named() {
    let folder = generated();
    let folder = folder.path();
    let [old, new] = ["prod", "production"].map(|key| folder.join("environments").join(key));
    fs::create_dir(&new).unwrap();
    for name in ["main.tf", "backend.tf", "outputs.tf", "providers.tf", "versions.tf", "uploads.tf"] {
        fs::rename(old.join(name), new.join(name)).unwrap();
    }
    write_inputs(folder, &inputs("production", "    renamed_from: prod\n"));
    let told = run(folder, &["generate"], 0);
    assert!(
        told.contains(
            "move what is still in environments/prod to environments/production: terraform.tfstate"
        ),
        "{told}"
    );
    assert!(read(folder, "environments/production/main.tf").starts_with("# mine\n"));
}

#[test]
fn names_that_change_with_the_key_are_refused() {
    let folder = generated();
    let folder = folder.path();
    let text = inputs("production", "    renamed_from: prod\n").replace("name: notes-prod }", "}");
    write_inputs(folder, &text);
    let told = run(folder, &["generate"], 2);
    assert!(told.contains("error[E0407]: in `production`, Terraform would replace the identity pool: its name would change from `notes-prod` to `notes-production`"), "{told}");
    assert!(told.contains("to keep one, set it in `environments.production`"), "{told}");
    assert!(
        folder.join("environments/prod/main.tf").exists() && !folder.join("environments/production").exists()
    );
}

#[test]
fn a_new_place_of_the_state_is_said() {
    let backend = "terraform: { backend: { s3: { bucket: states, key: \"{environment}.tfstate\", region: us-east-1 } } }\n";
    let folder = workspace(&(backend.to_owned() + &inputs("prod", "")));
    let folder = folder.path();
    run(folder, &["generate"], 0);
    write_inputs(folder, &(backend.to_owned() + &inputs("production", "    renamed_from: prod\n")));
    let told = run(folder, &["generate"], 0);
    assert!(
        told.contains(
            "`terraform -chdir=environments/production init -migrate-state` copies the state there"
        ),
        "{told}"
    );
}

#[test]
fn a_key_that_is_in_use_was_not_renamed() {
    let folder = workspace(&inputs(
        "prod",
        "  production: { region: eu-west-1, renamed_from: prod }\n  other: { region: eu-west-1, renamed_from: gone }\n  third: { region: eu-west-1, renamed_from: gone }\n",
    ));
    let told = run(folder.path(), &["generate"], 2);
    assert!(told.contains("`production` has `renamed_from: prod`, but `prod` still exists"), "{told}");
    assert!(told.contains("both have `renamed_from: gone`"), "{told}");
}

#[test]
fn access_is_compared_with_the_previous_key() {
    let folder = generated();
    let before = workspace(&inputs("prod", ""));
    write_inputs(folder.path(), &inputs("production", "    renamed_from: prod\n"));
    let base = before.path().to_str().unwrap();
    let told = run(folder.path(), &["diff", "--access", "--base-dir", base], 0);
    assert!(!told.contains("removed") && !told.contains("gained"), "{told}");
}

#[test]
fn a_directory_that_is_gone_is_named_once() {
    let folder = generated();
    let folder = folder.path();
    fs::rename(folder.join("environments/prod"), folder.join("environments/production")).unwrap();
    let told = run(folder, &["generate"], 0);
    assert_eq!(told.matches("warning[W0008]").count(), 1, "{told}");
    assert!(told.contains("rename the environment in the inputs, with `renamed_from: prod`"), "{told}");
}

#[test]
fn another_environment_alone_is_generated_without_the_rename() {
    let folder = generated();
    let folder = folder.path();
    write_inputs(folder, &inputs("production", "    renamed_from: prod\n"));
    let output = poolsmith(folder, &["generate", "--environment", "dev"]);
    assert!(!words(&output).contains("W0036"), "{}", words(&output));
    assert!(folder.join("environments/prod/main.tf").exists());
    run(folder, &["generate"], 0);
    assert_renamed(folder);
}
