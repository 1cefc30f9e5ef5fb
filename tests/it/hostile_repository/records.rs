//! Forged records of earlier runs in a clone: locks, journals and staging directories.

use std::fs;

use poolsmith::workspace::digest;
use serde_json::{Value, json};

use crate::hostile_repository::commands::{COMMANDS, SAYING, assert_harmless, assert_safe};
use crate::hostile_repository::world::World;
use crate::support::with_former_record;

/// The user's own files, which weren't generated.
const OWN: &[&str] = &[
    "environments/dev/terraform.tfstate",
    "environments/dev/own.tf",
    "modules/policy/own.tf",
    "notes.txt",
    ".git/HEAD",
    ".git/config",
    ".git/hooks/pre-commit",
    ".GIT/config",
    "poolsmith.yaml",
    "policies/audit.json",
    "pack/workspace/setup.sh.tera",
];

fn with_own_files() -> World {
    let world = World::new();
    for path in OWN.iter().filter(|path| !world.path(path).exists()) {
        world.write(path, "mine\n");
    }
    world
}

fn own(world: &World) -> Vec<String> {
    OWN.iter().map(|path| world.read(path)).collect()
}

fn assert_all_stay(world: &World, say: &str) -> String {
    let before = own(world);
    let mut said = String::new();
    for command in COMMANDS {
        let run = world.run(command);
        assert_safe(&run, command, say);
        assert!(own(world) == before, "{say}: {command:?} has changed the user's files");
        world.assert_untouched(say);
        said.push_str(&run.stderr);
    }
    said
}

/// Journals in the repository, in the current and an earlier format.
#[test]
fn a_journal_in_a_clone_is_not_followed() {
    let world = with_own_files();
    let old: Vec<Value> =
        OWN.iter().map(|path| json!({ "path": path, "before": "Any", "removes": true })).collect();
    let new: Vec<Value> =
        OWN.iter().map(|path| json!({ "path": path, "before": "Any", "kind": "Remove" })).collect();
    let journals = [
        json!({ "changes": old, "folders": [] }),
        json!({ "directory": null, "transaction": {
            "phase": "Decided", "staging": ".poolsmith/staging-x", "changes": new, "new_directories": [] } }),
    ];
    for journal in journals {
        for name in ["begun.json", "decided.json", "journal.json"] {
            world.write(&format!(".poolsmith/{name}"), &journal.to_string());
        }
        let said = assert_all_stay(&world, "a journal in the tree");
        assert!(said.contains(".poolsmith/decided.json"), "it is named: {said}");
    }
}

#[test]
fn a_lock_in_a_clone_removes_nothing_that_was_not_generated() {
    let world = with_own_files();
    let mut lock = with_former_record(&world.path(""));
    for path in OWN {
        lock["files"][path] = json!(digest(&fs::read(world.path(path)).unwrap()));
    }
    for path in ["../guard/run.sh", "/etc/passwd", "environments/../own", "a\u{1b}[2J\n25 files are what"] {
        lock["files"][path] = json!(digest(b"mine\n"));
    }
    world.write("poolsmith.lock", &lock.to_string());
    world.write(
        "poolsmith.yaml",
        &world.read("poolsmith.yaml").replace("  prod: { region: eu-west-1 }\n", ""),
    );
    let said = assert_all_stay(&world, "a lock with the user's files");
    for path in ["environments/dev/own.tf", ".git/HEAD", "environments/dev/terraform.tfstate"] {
        assert!(said.contains(path), "{path} is named: {said}");
    }
    assert!(!world.path("environments/prod/main.tf").exists(), "what was generated is removed");
}

#[test]
fn a_lock_that_is_none_is_refused() {
    for text in ["", "{", "[]", "{\"format\": 99}", "\u{1b}[2J\n::error::x"] {
        let said = assert_harmless("a lock", SAYING, |world| world.write("poolsmith.lock", text));
        assert!(said.contains("E0403"), "{said}");
        let said =
            assert_harmless("a record", SAYING, |world| world.write("poolsmith.0123456789ab.record", text));
        assert!(said.contains("E0403"), "{said}");
    }
    let said = assert_harmless("a large lock", COMMANDS, |world| {
        let lock = fs::File::create(world.path("poolsmith.lock")).unwrap();
        lock.set_len(1 << 40).unwrap(); // it takes no space: all of it is a hole
    });
    assert!(said.contains("poolsmith.lock"), "{said}");
}

/// Staging directories are recognized by their names, but other people's files in them stay.
#[test]
fn a_staging_directory_in_a_clone_loses_nothing_of_others() {
    let world = World::new();
    let staging = ".poolsmith/staging-0123456789abcdef0123456789abcdef";
    world.write(&format!("{staging}/own.tf"), "# mine\n");
    world.link("OUTER/guard/run.sh", &format!("{staging}/7"));
    assert_eq!(world.run(&["generate"]).code, Some(0));
    assert_eq!(world.read(&format!("{staging}/own.tf")), "# mine\n");
    world.assert_untouched("a staging directory");
}
