//! The examples deploy the same as in the previous release: the golden files, without comments,
//! descriptions and error messages, have the digests in `tests/golden_structure.sha256`.
//!
//! After an intended change: `POOLSMITH_BLESS=1 cargo test --test it golden_structure`.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use crate::support::{examples, recorded, repository};
use poolsmith::workspace::digest;

const DIGESTS: &str = "tests/golden_structure.sha256";

/// Whether a line of a generated file is only prose.
fn is_prose(path: &str, line: &str) -> bool {
    let is_text_of = |argument: &str| {
        let value = line.trim_start().strip_prefix(argument).map(|rest| rest.trim_start());
        value.is_some_and(|value| value.starts_with("= \""))
    };
    let is_declaration = path.ends_with("/variables.tf") || path.ends_with("/outputs.tf");
    line.trim_start().starts_with('#')
        || (is_declaration && is_text_of("description"))
        || is_text_of("error_message")
}

fn structure(path: &str, text: &str) -> String {
    text.lines().filter(|line| !is_prose(path, line)).map(|line| format!("{line}\n")).collect()
}

/// The paths of an example's generated files, according to its record.
fn generated(example: &Path) -> Vec<String> {
    recorded(example).into_keys().filter(|path| !path.ends_with(".md")).collect()
}

/// One line per file, in the format of `sha256sum`.
fn digests() -> BTreeMap<String, String> {
    let of_example = |example: &Path| {
        let name = example.strip_prefix(repository()).unwrap().display().to_string();
        let of_file = |path: String| {
            let text = fs::read_to_string(example.join(&path)).unwrap();
            (format!("{name}/{path}"), digest(structure(&path, &text).as_bytes()))
        };
        generated(example).into_iter().map(of_file).collect::<Vec<_>>()
    };
    examples().iter().flat_map(|example| of_example(example)).collect()
}

#[test]
fn only_prose_has_changed_in_the_goldens() {
    let path = repository().join(DIGESTS);
    let digests = digests();
    if std::env::var_os("POOLSMITH_BLESS").is_some() {
        let lines = digests.iter().map(|(path, digest)| format!("{digest}  {path}\n"));
        fs::write(&path, lines.collect::<String>()).unwrap();
        return;
    }
    let committed = fs::read_to_string(&path).unwrap();
    let committed: BTreeMap<&str, &str> = committed
        .lines()
        .filter_map(|line| line.split_once("  "))
        .map(|(digest, path)| (path, digest))
        .collect();
    let paths = committed.keys().copied().chain(digests.keys().map(String::as_str));
    let is_changed = |path: &&str| committed.get(path).copied() != digests.get(*path).map(String::as_str);
    let changed: std::collections::BTreeSet<&str> = paths.filter(is_changed).collect();
    assert!(changed.is_empty(), "more than prose has changed in {changed:#?}");
}

#[test]
fn prose_is_what_terraform_does_not_apply() {
    for (path, line, expected) in [
        ("modules/roles/main.tf", "  # A comment.", true),
        ("modules/roles/variables.tf", "  description = \"A role.\"", true),
        ("modules/roles/variables.tf", "    description = optional(string)", false),
        ("modules/roles/main.tf", "  description          = var.admins_role.description", false),
        ("environments/dev/main.tf", "    description = \"The admins.\"", false),
        ("modules/roles/tests/roles.tftest.hcl", "    error_message = \"It differs.\"", true),
        ("modules/roles/tests/roles.tftest.hcl", "    condition     = true", false),
    ] {
        assert_eq!(is_prose(path, line), expected, "{line}");
    }
}
