//! The rules of ARCHITECTURE.md.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use crate::support::{self, repository};

/// The modules from top to bottom. Each uses only modules below it.
const MODULES: [&str; 25] = [
    "commands",
    "prompt",
    "report",
    "cli",
    "starter",
    "verify",
    "project",
    "lint",
    "access",
    "workspace",
    "merge",
    "render",
    "model",
    "policy",
    "inputs",
    "iam",
    "tree",
    "release",
    "terraform",
    "aws",
    "hcl",
    "git",
    "disk",
    "parallel",
    "source",
];

fn sources() -> BTreeMap<String, String> {
    let source = repository().join("src");
    support::files(&source)
        .into_iter()
        // Compressed data.
        .filter(|(path, _)| !path.ends_with(".deflate"))
        .map(|(path, bytes)| (path, String::from_utf8(bytes).expect("a source is UTF-8")))
        .collect()
}

fn module(path: &str) -> &str {
    let first = Path::new(path).iter().next().and_then(|part| part.to_str()).expect("a path");
    first.strip_suffix(".rs").unwrap_or(first)
}

#[test]
fn every_file_is_in_a_module() {
    for path in sources().keys() {
        let module = module(path);
        assert!(MODULES.contains(&module) || ["main", "lib"].contains(&module), "{path}");
    }
}

#[test]
fn imports_run_downward_only() {
    let rank = |name: &str| MODULES.iter().position(|module| *module == name);
    for (path, text) in sources() {
        let Some(own) = rank(module(&path)) else { continue };
        for used in text.split("crate::").skip(1) {
            let used: String = used.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '_').collect();
            if let Some(theirs) = rank(&used) {
                assert!(theirs >= own, "{path} uses {used}, which is above it");
            }
        }
    }
}

#[test]
fn each_power_has_one_home() {
    let homes: [(&str, &[&str]); 6] = [
        ("std::process::{Command", &["git.rs", "verify/"]),
        ("std::fs", &["disk.rs", "disk/"]),
        ("walkdir", &["disk/"]),
        ("tera::", &["render/"]),
        ("println!", &[]),
        ("resource \\\"", &[]),
    ];
    for (path, text) in sources() {
        let code = text.split("#[cfg(test)]").next().unwrap_or_default();
        let is_code = |line: &&str| !line.trim_start().starts_with("//");
        let code = code.lines().filter(is_code).collect::<Vec<_>>().join("\n");
        for (power, allowed) in &homes {
            let at_home = allowed.iter().any(|home| path.starts_with(home));
            assert!(at_home || !code.contains(power), "{path} uses {power}");
        }
    }
}

#[test]
fn every_file_says_what_lives_there() {
    for (path, text) in sources().into_iter().filter(|(path, _)| path.ends_with(".rs")) {
        assert!(text.starts_with("//! "), "{path} has no module doc");
    }
}

#[test]
fn no_file_is_too_long_to_find_ones_way() {
    for (path, text) in sources() {
        let lines = text.lines().count();
        assert!(lines <= 300, "{path} has {lines} lines");
    }
}

#[test]
fn the_generated_modules_are_made_of_count_and_ids() {
    let modules = repository().join("examples/everything/modules");
    for (path, bytes) in support::files(&modules) {
        if path.ends_with(".tf") {
            let text = String::from_utf8(bytes).unwrap();
            assert!(!text.contains("create_before_destroy"), "{path}");
            assert!(!text.contains("provider \""), "{path}: a module has no provider block");
            for removed in ["managed_policy_arns =\n", "inline_policy {", "data.aws_region"] {
                assert!(!text.contains(removed), "{path}: {removed} is deprecated");
            }
        }
    }
    let policy = fs::read_to_string(modules.join("policy/main.tf")).unwrap();
    assert!(!policy.contains("for_each"));
    let roles: Vec<&str> = policy.lines().filter(|line| line.trim_start().starts_with("role ")).collect();
    assert!(roles.iter().all(|role| role.contains("= var.roles.")), "policies are attached by a role's id");
    let outputs = fs::read_to_string(modules.join("roles/outputs.tf")).unwrap();
    assert!(outputs.contains("aws_iam_role.authenticated[*].id") && !outputs.contains(".name"));
}

#[test]
fn every_generated_variable_and_output_is_typed_and_described() {
    for (path, bytes) in support::files(&repository().join("examples/everything/modules")) {
        let text = String::from_utf8(bytes).unwrap();
        let name = path.rsplit('/').next().unwrap();
        if name == "variables.tf" || name == "outputs.tf" {
            let blocks = text.matches("\nvariable \"").count() + text.matches("\noutput \"").count();
            assert_eq!(text.matches("  description = \"").count(), blocks, "{path}");
            assert_eq!(text.matches("\n  type ").count(), text.matches("\nvariable \"").count(), "{path}");
        }
    }
}
