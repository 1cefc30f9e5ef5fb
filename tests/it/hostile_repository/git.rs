//! Programs in a repository's own Git configuration, which must not run.

use std::fs;
use std::os::unix::fs::PermissionsExt;

use crate::hostile_repository::commands::{COMMANDS, assert_harmless};

#[test]
fn no_program_that_the_repository_names_is_run() {
    assert_harmless("a hostile .git", COMMANDS, |world| {
        let marker = world.outer().join("guard/marker");
        let script = format!("#!/bin/sh\ntouch {}\n", marker.display());
        for hook in [
            "pre-commit",
            "post-checkout",
            "post-index-change",
            "fsmonitor-watchman",
            "reference-transaction",
        ] {
            let path = format!(".git/hooks/{hook}");
            world.write(&path, &script);
            fs::set_permissions(world.path(&path), fs::Permissions::from_mode(0o755)).unwrap();
        }
        let run = world.path(".git/hooks/pre-commit").display().to_string();
        let config = format!(
            "[core]\n\trepositoryformatversion = 1\n\tfsmonitor = {run}\n\thooksPath = .git/hooks\n\tpager = {run}\n\teditor = {run}\n\tsshCommand = {run}\n\
             [diff]\n\texternal = {run}\n[filter \"x\"]\n\tclean = {run}\n\tsmudge = {run}\n\
             [extensions]\n\tpartialClone = origin\n[remote \"origin\"]\n\turl = ext::{run}\n\tpromisor = true\n[protocol \"ext\"]\n\tallow = always\n"
        );
        world.write(".git/config", &config);
        world.write(".gitattributes", "* filter=x diff=x\n");
    });
}
