//! The workspaces of the examples are golden files for their inputs.
//!
//! `POOLSMITH_BLESS=1 cargo test --test it examples` updates them.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use crate::support::{examples, files, poolsmith, recorded, repository, words};
use poolsmith::report::unified;

fn bless() -> bool {
    std::env::var_os("POOLSMITH_BLESS").is_some()
}

/// The generated files of an example, according to its record. The others are written by hand.
fn generated(example: &Path) -> BTreeMap<String, Vec<u8>> {
    let recorded = recorded(example);
    let mut files = files(example);
    files.retain(|path, _| path.ends_with(".record") || recorded.contains_key(path));
    files
}

/// The example's own files in the directories of environments, to which references refer.
fn by_hand(example: &Path) -> BTreeMap<String, Vec<u8>> {
    let generated = generated(example);
    let mut files = files(example);
    files.retain(|path, _| path.starts_with("environments/") && !generated.contains_key(path));
    files
}

fn write(folder: &Path, files: &BTreeMap<String, Vec<u8>>) {
    for (path, bytes) in files {
        let path = folder.join(path);
        fs::create_dir_all(path.parent().expect("below the folder")).expect("a folder");
        fs::write(path, bytes).expect("a file");
    }
}

fn remove_generated(example: &Path) {
    for path in generated(example).keys() {
        fs::remove_file(example.join(path)).expect("a generated file is removed");
    }
}

#[test]
fn each_example_is_what_its_inputs_generate() {
    for example in examples() {
        let fresh = tempfile::tempdir().unwrap();
        let out = fresh.path().to_str().unwrap();
        let by_hand = by_hand(&example);
        write(fresh.path(), &by_hand);
        let output = poolsmith(&example, &["generate", "--out", out]);
        assert!(output.status.success(), "{}:\n{}", example.display(), words(&output));
        if bless() {
            remove_generated(&example);
            assert!(poolsmith(&example, &["generate"]).status.success());
        }
        let committed = generated(&example);
        let mut generated = files(fresh.path());
        generated.retain(|path, _| !by_hand.contains_key(path));
        let names =
            |files: &std::collections::BTreeMap<String, Vec<u8>>| files.keys().cloned().collect::<Vec<_>>();
        assert_eq!(names(&committed), names(&generated), "{}", example.display());
        for (path, bytes) in &generated {
            let text = String::from_utf8_lossy;
            let path_shown = format!("{}/{path}", example.display());
            let difference = || unified(&path_shown, &text(&committed[path]), &text(bytes));
            assert!(committed[path] == *bytes, "{}", difference());
        }
    }
}

#[test]
fn in_the_modules_of_everything_each_part_is_optional() {
    let main = fs::read_to_string(repository().join("examples/everything/modules/policy/main.tf")).unwrap();
    let resources = main.matches("resource \"aws_iam_").count();
    assert!(resources > 3);
    assert_eq!(main.matches("== null ? 0 : 1").count(), resources);
}

#[test]
fn a_second_generation_changes_nothing() {
    for example in examples() {
        let output = poolsmith(&example, &["generate", "--dry-run"]);
        assert!(output.status.success(), "{}", words(&output));
        assert!(words(&output).contains("0 would be created, 0 would be updated"), "{}", words(&output));
    }
}

#[test]
fn json_and_toml_say_the_same_as_yaml() {
    let example = repository().join("examples/least-privilege");
    let json = r#"{ "name": "notes",
        "identity_pool": { "user_pools": { "main": {
            "user_pool_id": "us-east-1_Ab12Cd34E", "app_client_id": "3n4b5urk1ft4fl3mg5e62d9ado" } } },
        "roles": { "authenticated": { "grants": { "files": { "s3": {
            "bucket": "notes-uploads", "path": "{identity}/*", "allow": ["read", "write", "delete", "list"] } } } } },
        "environments": { "dev": { "region": "us-east-1" } } }"#;
    let toml = r#"
        name = "notes"
        [identity_pool.user_pools.main]
        user_pool_id = "us-east-1_Ab12Cd34E"
        app_client_id = "3n4b5urk1ft4fl3mg5e62d9ado"
        [roles.authenticated.grants.files.s3]
        bucket = "notes-uploads"
        path = "{identity}/*"
        allow = ["read", "write", "delete", "list"]
        [environments.dev]
        region = "us-east-1"
    "#;
    for (name, text) in [("poolsmith.json", json), ("poolsmith.toml", toml)] {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join(name), text).unwrap();
        let output = poolsmith(folder.path(), &["generate"]);
        assert!(output.status.success(), "{}", words(&output));
        for (path, bytes) in files(folder.path()).iter().filter(|(path, _)| path.ends_with(".tf")) {
            assert!(fs::read(example.join(path)).unwrap() == *bytes, "{name}: {path}");
        }
    }
}
