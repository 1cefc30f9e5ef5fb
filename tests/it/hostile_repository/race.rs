//! Directories that become links while a command runs.

use std::fs;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use rustix::fs::{CWD, RenameFlags, renameat_with};

use crate::hostile_repository::commands::assert_safe;
use crate::hostile_repository::world::{INPUTS, World};
use crate::support::from_environment;

const SWAPPED: &[&str] = &["environments", "environments/dev", "modules/policy", "modules", ".poolsmith"];

/// Replaces directories by links to the guard and back, as fast as possible, while `work` runs.
fn while_swapping(world: &World, directories: &[&str], work: impl FnOnce()) {
    let is_over = AtomicBool::new(false);
    let pairs: Vec<(PathBuf, PathBuf)> = directories
        .iter()
        .enumerate()
        .map(|(number, directory)| {
            let link = world.path(&format!(".git/link-{number}"));
            std::os::unix::fs::symlink(world.outer().join("guard"), &link).unwrap();
            (world.path(directory), link)
        })
        .collect();
    thread::scope(|scope| {
        scope.spawn(|| {
            let swap = |(directory, link): &(PathBuf, PathBuf)| {
                renameat_with(CWD, directory, CWD, link, RenameFlags::EXCHANGE).is_ok()
            };
            while !is_over.load(Ordering::Relaxed) {
                for pair in &pairs {
                    if swap(pair) {
                        thread::yield_now();
                        swap(pair);
                    }
                }
            }
        });
        work();
        is_over.store(true, Ordering::Relaxed);
    });
    for (directory, link) in &pairs {
        let is_link = |path: &PathBuf| path.symlink_metadata().is_ok_and(|metadata| metadata.is_symlink());
        assert!(!is_link(directory), "{} is a link", directory.display());
        if is_link(link) {
            fs::remove_file(link).unwrap();
        }
    }
}

#[test]
fn a_directory_swapped_for_a_link_is_not_written_through() {
    let runs = from_environment("RACES", 200);
    let mut refused = 0;
    for (number, environment) in [&[][..], &[("POOLSMITH_OPENAT2", "off")]].into_iter().enumerate() {
        let world = World::new();
        while_swapping(&world, SWAPPED, || {
            for run in 0..runs / 2 {
                let change = ["", ", protect: true"][run % 2];
                world.write("poolsmith.yaml", &INPUTS.replace("eu-west-1", &format!("eu-west-1{change}")));
                let command = &["generate", "-q", "--restore", "--conflict", "theirs"];
                let found = world.run_with(command, environment);
                assert_safe(&found, command, "a race");
                refused += usize::from(found.code != Some(0));
            }
        });
        world.assert_untouched(&format!("race {number}"));
        let settled = world.run(&["generate", "--restore", "--conflict", "theirs"]);
        assert_eq!(settled.code, Some(0), "{}", settled.stderr);
        let check = world.run(&["check"]);
        assert_eq!(check.code, Some(0), "{}{}", check.stdout, check.stderr);
    }
    println!("{runs} runs, {refused} refused");
}

#[test]
fn fmt_and_export_do_not_write_through_a_link_that_comes_late() {
    let world = World::new();
    for round in 0..from_environment("RACES", 200) / 8 {
        for number in 0..30 {
            world.write(&format!("sub/deep/{number}.tf"), "a=1\nbb=2\n");
            world.write(&format!("sub/{number}.tf"), "a=1\nbb=2\n");
        }
        world.remove("templates");
        world.write("templates/workspace/own", "x");
        while_swapping(&world, &["sub", "sub/deep", "templates", "templates/workspace"], || {
            for command in [&["fmt", "-q"][..], &["templates", "export"]] {
                assert_safe(&world.run(command), command, "a race");
            }
        });
        world.assert_untouched(&format!("fmt and export, round {round}"));
    }
}
