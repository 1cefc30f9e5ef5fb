//! Symbolic and hard links at all paths that are written or read.

use std::fs;

use crate::hostile_repository::commands::{
    COMMANDS, TEMPLATES_CHECK, WRITING, assert_harmless, assert_harmless_with,
};
use crate::hostile_repository::world::World;

/// The paths for links: files and directories that are written or read.
const PLACES: &[&str] = &[
    "README.md",
    ".gitignore",
    "poolsmith.lock",
    "poolsmith.0123456789ab.record",
    ".poolsmith",
    ".poolsmith/base",
    "environments",
    "environments/dev",
    "environments/dev/main.tf",
    "environments/dev/main.tf.orig",
    "environments/dev/terraform.tfstate",
    "environments/dev/.terraform",
    "environments/prod/outputs.tf",
    "modules",
    "modules/policy",
    "modules/policy/main.tf",
    "modules/policy/tests",
    "modules/roles/README.md",
    "setup.sh",
    ".setup.sh.poolsmith-new",
    ".README.md.poolsmith-new",
    "environments/dev/.main.tf.poolsmith-new",
    ".poolsmith/begun.json",
    ".poolsmith/decided.json",
    ".poolsmith/staging-00000000000000000000000000000000",
    "templates",
    "templates/workspace",
    "templates/workspace/README.md.tera",
    "elsewhere",
    "elsewhere/environments",
    "fresh",
    "fresh/poolsmith.yaml",
    "fresh/modules",
    "policies",
    "policies/audit.json",
    "pack",
    "pack/workspace",
    "pack/workspace/setup.sh.tera",
    "pack/grants",
    "poolsmith.yaml",
    "own.tf",
];

/// Paths that the user names may be links.
fn is_given(place: &str) -> bool {
    ["elsewhere", "fresh", "pack"].contains(&place)
}

/// There is a link at every path.
fn plant_in(places: &[&str], target: &str, commands: &[&[&str]], environment: &[(&str, &str)]) {
    for place in places.iter().copied().filter(|place| !is_given(place)) {
        assert_harmless_with(&format!("{place} -> {target}"), commands, environment, |world| {
            world.link(target, place);
            change_inputs(world);
        });
    }
}

/// Changes the inputs and the pack, so that commands write everywhere.
fn change_inputs(world: &World) {
    if let Ok(inputs) = fs::read_to_string(world.path("poolsmith.yaml"))
        && !inputs.contains(crate::hostile_repository::world::SECRET)
        && world.path("poolsmith.yaml").symlink_metadata().is_ok_and(|metadata| metadata.is_file())
    {
        world.write(
            "poolsmith.yaml",
            &inputs
                .replace("  prod: { region: eu-west-1 }\n", "  test: { region: us-east-1, protect: true }\n"),
        );
    }
    if world.path("pack/workspace").symlink_metadata().is_ok_and(|metadata| metadata.is_dir())
        && world.path("pack").symlink_metadata().is_ok_and(|metadata| metadata.is_dir())
        && world
            .path("pack/workspace/setup.sh.tera")
            .symlink_metadata()
            .is_ok_and(|metadata| metadata.is_file())
    {
        world.write("pack/workspace/setup.sh.tera", "echo another\n");
    }
}

const NO_OPENAT2: &[(&str, &str)] = &[("POOLSMITH_OPENAT2", "off")];

#[test]
fn links_to_a_directory_outside() {
    plant_in(PLACES, "OUTER/guard", WRITING, &[]);
}

#[test]
fn links_to_a_file_outside_that_no_openat2_resolves() {
    plant_in(PLACES, "OUTER/guard/credentials", &WRITING[1..4], NO_OPENAT2);
}

#[test]
fn links_into_git_and_to_nothing() {
    let places =
        ["README.md", "environments", "environments/dev/main.tf", ".poolsmith", "setup.sh", "templates"];
    plant_in(&places, "OUTER/repository/.git", WRITING, &[]);
    plant_in(&places, "OUTER/nowhere", WRITING, NO_OPENAT2);
}

#[test]
fn links_and_every_command() {
    let places =
        ["poolsmith.yaml", "environments/dev", "poolsmith.lock", "policies/audit.json", "pack/workspace"];
    plant_in(&places, "OUTER/guard/dev/main.tf", COMMANDS, &[]);
    plant_in(&["pack/workspace", "pack/grants"], "OUTER/guard", TEMPLATES_CHECK, &[]);
}

#[test]
fn a_link_is_refused_by_its_name() {
    for place in ["README.md", "environments", "environments/dev", "modules/policy", ".poolsmith"] {
        for environment in [&[][..], NO_OPENAT2] {
            let world = World::new();
            change_inputs(&world);
            world.link("OUTER/guard", place);
            let run = world.run_with(&["generate"], environment);
            assert_eq!(run.code, Some(2), "{place}: {}", run.stderr);
            assert!(run.stderr.contains("E0404"), "{place}: {}", run.stderr);
            world.assert_untouched(place);
        }
    }
}

#[test]
fn a_directory_that_is_given_may_be_a_link() {
    let world = World::new();
    let target = tempfile::tempdir().unwrap();
    for given in ["elsewhere", "exported"] {
        world.link(&target.path().join(given).display().to_string(), given);
        fs::create_dir(target.path().join(given)).unwrap();
    }
    assert_eq!(world.run(&["generate", "--out", "elsewhere"]).code, Some(0));
    assert_eq!(world.run(&["templates", "export", "--to", "exported"]).code, Some(0));
    assert!(target.path().join("elsewhere/README.md").exists());
    assert!(target.path().join("exported/workspace/README.md.tera").exists());
}

/// Git doesn't store hard links, but archives may.
#[test]
fn hard_links_to_what_is_outside_are_replaced_and_not_written() {
    for place in [
        "README.md",
        "environments/dev/main.tf",
        "modules/policy/main.tf",
        "poolsmith.lock",
        "own.tf",
        "poolsmith.0123456789ab.record",
    ] {
        assert_harmless(place, WRITING, |world| {
            world.remove(place);
            fs::hard_link(world.outer().join("guard/run.sh"), world.path(place)).unwrap();
            change_inputs(world);
        });
    }
}
