//! Which files the inputs can refer to, and what messages show of them.

use crate::hostile_repository::commands::{COMMANDS, SAYING, assert_harmless};
use crate::hostile_repository::world::{INPUTS, SECRET, World};

fn with(world: &World, policy_file: &str, templates: &str) {
    let inputs = INPUTS.replace("policies/audit.json", &format!("'{policy_file}'"));
    world.write("poolsmith.yaml", &inputs.replace("templates: pack", &format!("templates: '{templates}'")));
}

fn outer(world: &World, path: &str) -> String {
    path.replace("OUTER", &world.outer().display().to_string())
}

#[test]
fn policy_files_outside_the_repository_are_not_read() {
    for path in [
        "../guard/policy.json",
        "../guard/credentials",
        "policies/../../guard/policy.json",
        "OUTER/guard/policy.json",
        "/proc/self/environ",
        "/proc/self/fd/0",
        "/dev/stdin",
        "/dev/zero",
        "../guard",
    ] {
        let said = assert_harmless(path, SAYING, |world| with(world, &outer(world, path), "pack"));
        assert!(said.contains("E0307") && said.contains("outside the repository"), "{path}: {said}");
    }
    for path in [".git/config", ".git/HEAD", "pack/../.git/config"] {
        let said = assert_harmless(path, SAYING, |world| with(world, path, "pack"));
        assert!(said.contains("E0307") && said.contains("it is inside .git"), "{path}: {said}");
    }
}

#[test]
fn links_to_policy_files_are_resolved_first() {
    for (target, why) in [
        ("OUTER/guard/policy.json", "outside the repository"),
        ("../../guard/credentials", "outside the repository"),
        ("/proc/self/environ", "outside the repository"),
        ("../.git/config", "it is inside .git"),
    ] {
        let said = assert_harmless(target, SAYING, |world| world.link(target, "policies/audit.json"));
        assert!(said.contains(why), "{target}: {said}");
    }
    let world = World::new();
    world.write("common.json", &world.read("policies/audit.json"));
    world.link("../common.json", "policies/audit.json");
    assert_eq!(world.run(&["generate"]).code, Some(0), "a link that stays inside is followed");
}

#[test]
fn packs_outside_the_repository_are_not_read() {
    for path in ["../guard", "OUTER/guard", "/proc/self", ".git", "pack/../../guard", "/"] {
        let said =
            assert_harmless(path, SAYING, |world| with(world, "policies/audit.json", &outer(world, path)));
        assert!(said.contains("E0502"), "{path}: {said}");
    }
    let said = assert_harmless("pack -> guard", SAYING, |world| {
        world.link("OUTER/guard", "house");
        with(world, "policies/audit.json", "house");
    });
    assert!(said.contains("outside the repository"), "{said}");
}

#[test]
fn inputs_that_are_a_link_out_of_the_repository_are_not_read() {
    for target in [
        "OUTER/guard/credentials",
        "OUTER/guard/inputs.yaml",
        "/proc/self/environ",
        "../home/.aws/credentials",
    ] {
        let said = assert_harmless(target, COMMANDS, |world| world.link(target, "poolsmith.yaml"));
        assert!(said.contains("E0002") && said.contains("outside the repository"), "{target}: {said}");
    }
    let world = World::new();
    world.write("common/inputs.yaml", INPUTS);
    world.link("common/inputs.yaml", "poolsmith.yaml");
    assert_eq!(world.run(&["check"]).code, Some(0), "a link that stays inside is followed");
}

#[test]
fn a_flag_widens_the_reach() {
    let world = World::new();
    with(&world, "../guard/policy.json", "pack");
    let allowed = world.run(&["generate", "--allow-read", "../guard"]);
    assert_eq!(allowed.code, Some(0), "{}", allowed.stderr);
    world.assert_untouched("a flag");
}

/// Files in the repository may be secret, too: CI writes credentials into the checkout.
#[test]
fn nothing_is_shown_of_a_file_that_is_no_policy() {
    let texts = [
        format!("AWS_SECRET_ACCESS_KEY={SECRET}\n"),
        format!("[default]\nkey = {SECRET}\n"),
        format!("{{ \"type\": \"service_account\", \"private_key\": \"{SECRET}\" }}"),
        format!("{{ \"private_key\": \"{SECRET}\", }}"),
        format!("{{ \"{SECRET}\": 1 }}"),
        format!("\"{SECRET}\""),
        format!("[\"{SECRET}\", {{ \"Statement\": 1 }}]"),
    ];
    for text in texts {
        let said = assert_harmless(&text, SAYING, |world| world.write("policies/audit.json", &text));
        assert!(said.contains("audit.json"), "{said}");
    }
    let said = assert_harmless("a policy", SAYING, |world| {
        world.write(
            "policies/audit.json",
            "{ \"Version\": \"2012-10-17\", \"Statement\": [{ \"Efect\": \"Allow\" }] }",
        );
    });
    assert!(said.contains("\"Efect\""), "a policy document is shown: {said}");
}
