//! A reference whose value is null is not the same as a setting that an environment doesn't have.

use std::fs;

use crate::support::{poolsmith, words, workspace};

/// A file of the workspace in which `prod` has this permissions boundary, and `dev` has none; without white space.
fn file(path: &str, boundary: &str) -> String {
    let folder = workspace(&format!(
        "
name: notes
identity_pool: {{ social: {{ google: 1234-abcd.apps.example }} }}
roles: {{ authenticated: {{}} }}
environments:
  dev: {{ region: us-east-1 }}
  prod: {{ region: us-east-1, roles: {{ authenticated: {{ permissions_boundary: {boundary} }} }} }}
"
    ));
    let output = poolsmith(folder.path(), &["generate", "--quiet"]);
    assert!(output.status.success(), "{}", words(&output));
    fs::read_to_string(folder.path().join(path)).expect("a file").split_whitespace().collect()
}

#[test]
fn a_boundary_that_may_be_null_is_in_a_list() {
    let reference = "{ terraform: local.boundary }";
    for (path, text) in [
        ("modules/roles/variables.tf", "permissions_boundary=optional(list(string))"),
        ("modules/roles/main.tf", "=one(coalesce(var.authenticated_role.permissions_boundary,[]))"),
        ("environments/prod/main.tf", "permissions_boundary=[local.boundary]"),
    ] {
        assert!(file(path, reference).contains(text), "{path}");
    }
    assert!(!file("environments/dev/main.tf", reference).contains("permissions_boundary"));
}

#[test]
fn a_boundary_that_is_known_is_a_string() {
    let arn = "arn:aws:iam::111111111111:policy/boundary";
    for (path, text) in [
        ("modules/roles/variables.tf", "permissions_boundary=optional(string)".to_owned()),
        (
            "modules/roles/main.tf",
            "permissions_boundary=var.authenticated_role.permissions_boundary".to_owned(),
        ),
        ("environments/prod/main.tf", format!("permissions_boundary=\"{arn}\"")),
    ] {
        assert!(file(path, arn).contains(&text), "{path}");
    }
}
