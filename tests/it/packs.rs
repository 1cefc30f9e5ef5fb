//! Template packs: what they can change, and what is rejected. The exact messages are in examples/invalid.

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::symlink;
use std::path::Path;

use crate::support::{SMALLEST, examples, files, poolsmith, repository, texts, with_pack, words};

const EXTENDS_MAIN: &str = "{% extends \"builtin/workspace/environments/ENVIRONMENT/main.tf.tera\" %}";

fn generate(folder: &Path) -> BTreeMap<String, String> {
    let output = poolsmith(folder, &["generate"]);
    assert!(output.status.success(), "{}", words(&output));
    texts(folder)
}

#[test]
fn a_block_is_overridden_and_the_built_in_one_stays_reachable() {
    let text = format!("{EXTENDS_MAIN}\n{{% block roles %}}# ours\n{{{{ super() }}}}\n{{% endblock %}}\n");
    let folder = with_pack(&[("workspace/environments/ENVIRONMENT/main.tf.tera", &text)]);
    let main = &generate(folder.path())["environments/dev/main.tf"];
    assert!(main.contains("# ours\n\nmodule \"roles\" {"), "{main}");
    assert!(main.contains("module \"identity_pool\" {"), "{main}");
}

#[test]
fn a_file_is_replaced_added_or_dropped() {
    let folder = with_pack(&[
        (
            "workspace/environments/ENVIRONMENT/outputs.tf.tera",
            "output \"region\" {\n  value=\"{{ environment.region }}\"\n}\n",
        ),
        ("workspace/environments/ENVIRONMENT/extra.tf.tera", "locals {\n  name = {{ name | hcl }}\n}\n"),
        ("workspace/.gitignore.tera", ""),
        ("modules/extra/main.tf.tera", "locals {}\n"),
        ("partials/unused.tf.tera", "is no file of its own"),
        ("README.md", "about this pack"),
        (".editorconfig", ""),
    ]);
    let files = generate(folder.path());
    assert_eq!(files["environments/dev/outputs.tf"], "output \"region\" {\n  value = \"us-east-1\"\n}\n");
    assert_eq!(files["environments/dev/extra.tf"], "locals {\n  name = \"notes\"\n}\n");
    assert_eq!(files["modules/extra/main.tf"], "locals {}\n");
    assert!(!files.contains_key(".gitignore"));
    assert!(!files.keys().any(|path| path.contains("partials/") && !path.starts_with("pack/")));
}

#[test]
fn a_partial_is_shared_by_templates() {
    let folder = with_pack(&[
        ("partials/name.tf.tera", "name = \"{{ name }}\"\n"),
        ("modules/a/main.tf.tera", "locals {\n{% include \"partials/name.tf.tera\" %}\n}\n"),
    ]);
    assert_eq!(generate(folder.path())["modules/a/main.tf"], "locals {\n  name = \"notes\"\n}\n");
}

#[test]
fn a_grant_kind_is_replaced() {
    let s3 = fs::read_to_string(repository().join("templates/grants/s3.yaml")).unwrap();
    let folder = with_pack(&[(
        "grants/s3.yaml",
        &s3.replace("Action: s3:GetObject", "Action: [s3:GetObject, s3:GetObjectTagging]"),
    )]);
    let inputs = format!(
        "roles: {{ authenticated: {{ grants: {{ files: {{ s3: {{ bucket: notes-files, allow: [read] }} }} }} }} }}\ntemplates: pack\n{SMALLEST}"
    );
    fs::write(folder.path().join("poolsmith.yaml"), inputs).unwrap();
    assert!(generate(folder.path())["modules/policy/main.tf"].contains("\"s3:GetObjectTagging\""));
}

#[test]
fn what_editors_leave_is_no_template() {
    let folder = with_pack(&[("modules/a/main.tf.tera", "# 1\n")]);
    for path in [
        ".DS_Store",
        "modules/.DS_Store",
        "modules/a/.main.tf.tera.swp",
        "modules/a/main.tf.tera~",
        "grants/s3.yaml.orig",
        "Thumbs.db",
    ] {
        let path = folder.path().join("pack").join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, "{{ nothing }}\n").unwrap();
    }
    assert_eq!(generate(folder.path())["modules/a/main.tf"], "# 1\n");
    let told = words(&poolsmith(folder.path(), &["check", "-v"]));
    assert_eq!(told.matches("ignored pack/").count(), 5, "{told}");
}

#[test]
fn all_of_the_built_in_ones_as_a_pack_give_the_same_workspace() {
    let pack = tempfile::tempdir().unwrap();
    let to = pack.path().join("pack");
    let to = to.to_str().unwrap();
    let output = poolsmith(pack.path(), &["templates", "export", "--to", to]);
    assert!(output.status.success(), "{}", words(&output));
    for example in examples() {
        if example.ends_with("house-style") {
            continue;
        }
        let output = poolsmith(&example, &["diff", "--templates", to]);
        assert_eq!(output.status.code(), Some(0), "{}\n{}", example.display(), words(&output));
    }
    let output = poolsmith(pack.path(), &["templates", "check", to]);
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stdout));
    let output = poolsmith(pack.path(), &["templates", "list", "--templates", to]);
    assert!(!String::from_utf8_lossy(&output.stdout).contains("built-in"));
}

#[test]
fn what_comes_from_where_is_listed() {
    let output = poolsmith(&repository().join("examples/house-style"), &["templates", "list"]);
    let list = String::from_utf8(output.stdout).unwrap();
    for line in [
        "built-in  grants/s3.yaml",
        "added     grants/queue.yaml",
        "extended  modules/roles/main.tf.tera",
        "added     modules/registry/main.tf.tera",
        "built-in  modules/policy/main.tf.tera",
    ] {
        assert!(list.lines().any(|found| found == line), "{line}\n{list}");
    }
}

#[test]
fn some_are_copied_out_and_nothing_is_overwritten() {
    let folder = tempfile::tempdir().unwrap();
    let run = |arguments: &[&str]| poolsmith(folder.path(), arguments);
    assert!(
        run(&["templates", "export", "modules/policy", "grants/s3.yaml", "--to", "house"]).status.success()
    );
    let copied: Vec<String> = files(folder.path()).into_keys().collect();
    assert_eq!(copied.len(), 7, "{copied:?}");
    assert!(copied.contains(&"house/grants/s3.yaml".to_owned()));
    let again = run(&["templates", "export", "grants/s3.yaml", "--to", "house"]);
    assert_eq!(again.status.code(), Some(2));
    assert!(words(&again).contains("house/grants/s3.yaml already exists"), "{}", words(&again));
    for name in ["../../x", "/etc/passwd", "grants/nope.yaml"] {
        assert_eq!(run(&["templates", "export", name]).status.code(), Some(2), "{name}");
    }
}

#[test]
fn check_finds_what_rendering_does_not_tell() {
    let folder = with_pack(&[(
        "modules/a/main.tf.tera",
        "{% if nmae %}a = 1{% endif %}\n{% for role in roles.roles %}{% if role.optionl %}{% endif %}{% endfor %}\nb = {{ name | safe }}\n{% for v in policy.variables %}{% for a in v.attributes %}{% if a.nam %}{% endif %}{% endfor %}{% endfor %}",
    )]);
    let output = poolsmith(folder.path(), &["templates", "check", "pack"]);
    assert_eq!(output.status.code(), Some(1));
    let found = String::from_utf8(output.stdout).unwrap();
    for expected in [
        "unknown name `nmae`",
        "did you mean `name`?",
        "unknown field `optionl`",
        "W0011",
        "`safe` writes a value",
        "unknown field `nam`",
        "main.tf.tera:1:7",
    ] {
        assert!(found.contains(expected), "{expected}\n{found}");
    }
    assert_eq!(poolsmith(folder.path(), &["templates", "check", "nowhere"]).status.code(), Some(2));
}

#[test]
fn links_are_not_followed() {
    let elsewhere = tempfile::tempdir().unwrap();
    fs::write(elsewhere.path().join("a.tf.tera"), "# secret\n").unwrap();
    let folder = with_pack(&[]);
    let modules = folder.path().join("pack/modules/a");
    fs::create_dir_all(&modules).unwrap();
    symlink(elsewhere.path(), folder.path().join("pack/workspace")).unwrap();
    symlink(elsewhere.path().join("a.tf.tera"), modules.join("main.tf.tera")).unwrap();
    let output = poolsmith(folder.path(), &["generate"]);
    assert_eq!(output.status.code(), Some(2));
    for path in ["pack/workspace is a symbolic link", "pack/modules/a/main.tf.tera is a symbolic link"] {
        assert!(words(&output).contains(path), "{}", words(&output));
    }
}

/// A kind with these statements.
fn with_statements(statements: &str) -> String {
    let folder = with_pack(&[(
        "grants/mine.yaml",
        &format!(
            "kind: mine\ntitle: Mine.\nmay: send\ntarget: SQS\nkeys:\n  tag: {{ is: flag, optional: true, description: A tag. }}\nstatements:\n{statements}"
        ),
    )]);
    words(&poolsmith(folder.path(), &["generate"]))
}

#[test]
fn no_part_of_a_kinds_statement_is_dropped() {
    let statement = |rest: &str| {
        with_statements(&format!(
            "  - Sid: A\n    Effect: Allow\n    Action: \"sqs:A\"\n    Resource: \"*\"\n{rest}"
        ))
    };
    let blue = "{ StringEquals: { \"aws:PrincipalTag/team\": blue } }";
    for (words, expected) in [
        (statement(&format!("    Condition: [{blue}, true]\n")), "expected a map, found a boolean"),
        (statement(&format!("    Condition: [{blue}, {blue}]\n")), "in two parts that can both apply"),
        (
            statement(&format!("    Condition: [{blue}, {{ when: [tag], then: oops }}]\n")),
            "expected a map, found a string",
        ),
        (with_statements("  - [{ Sid: A }, { Sid: B }]\n"), "a statement must be a map"),
        (with_statements("  - []\n"), "a statement must be a map"),
        (
            with_statements("  - { when: [tag], Sid: A, then: { Sid: B } }\n"),
            "`Sid` next to `then` is ignored",
        ),
        (
            with_statements(
                "  - { Sid: A, Effect: Allow, Action: [{ oops: 1 }, \"sqs:A\"], Resource: \"*\" }\n",
            ),
            "expected a string, found a map",
        ),
        (
            with_statements(
                "  - { Sid: A, Effect: Allow, Action: \"sqs:A\", Resource: { when: [tag], then: \"*\" } }\n",
            ),
            "the statement has no `Resource` for some grants",
        ),
    ] {
        assert!(words.contains(expected), "{expected} is missing:\n{words}");
    }
    let exclusive =
        format!("    Condition: [{{ when: [tag], then: {blue} }}, {{ unless: [tag], then: {blue} }}]\n");
    assert!(!statement(&exclusive).contains("error"), "{}", statement(&exclusive));
}

#[test]
fn two_statements_of_a_kind_with_one_sid_are_an_error_where_both_apply() {
    let statement = "  - { Sid: A, Effect: Allow, Action: \"sqs:A\", Resource: \"*\" }\n".repeat(2);
    let kind = format!(
        "kind: mine\ntitle: Mine.\nmay: send\ntarget: SQS\nkeys:\n  tag: {{ is: flag, optional: true, description: A tag. }}\nstatements:\n{statement}"
    );
    let folder = with_pack(&[("grants/mine.yaml", &kind)]);
    let inputs = fs::read_to_string(folder.path().join("poolsmith.yaml")).unwrap();
    let grant = "roles: { authenticated: { grants: { a: { mine: { tag: true } } } } }\n";
    fs::write(folder.path().join("poolsmith.yaml"), inputs + grant).unwrap();
    let words = words(&poolsmith(folder.path(), &["generate"]));
    assert!(words.contains("duplicate Sid `A`"), "{words}");
}

#[test]
fn actions_and_resources_of_a_kind_are_compared_with_the_catalogue() {
    let kind = "kind: mine\ntitle: Mine.\nmay: read\ntarget: S3\nkeys:\n  bucket: { is: value, description: A bucket., example: a }\nstatements:\n  - { Sid: A, Effect: Allow, Action: \"dynamo:GetItem\", Resource: \"*\" }\n  - { Sid: B, Effect: Allow, Action: \"s3:GetObject\", Resource: \"arn:{partition}:s3:::bucket\" }\n  - { Sid: C, Effect: Allow, Action: \"s3:GetObject\", Resource: \"arn:{partition}:s3:::{bucket}\" }\n";
    let folder = with_pack(&[("grants/mine.yaml", kind)]);
    let checked = poolsmith(folder.path(), &["templates", "check", "pack"]);
    let checked = String::from_utf8(checked.stdout).unwrap();
    let inputs = fs::read_to_string(folder.path().join("poolsmith.yaml")).unwrap();
    let grant = "roles: { authenticated: { grants: { a: { mine: { bucket: notes } } } } }\n";
    fs::write(folder.path().join("poolsmith.yaml"), inputs + grant).unwrap();
    let used = words(&poolsmith(folder.path(), &["generate", "--dry-run"]));
    for words in [checked, used] {
        assert!(words.contains("did you mean `dynamodb:GetItem`?"), "{words}");
        assert!(words.contains("did you mean `arn:{partition}:s3:::bucket/*`?"), "{words}");
        // The value may contain a path.
        assert_eq!(words.matches("warning[").count(), 2, "{words}");
    }
}
