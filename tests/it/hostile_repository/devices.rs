//! Devices, pipes and directories at the paths of files.

use std::fs;
use std::os::unix::net::UnixListener;
use std::process::Command;

use crate::hostile_repository::commands::{COMMANDS, SAYING, WRITING, assert_harmless};

const PLACES: &[&str] = &[
    "poolsmith.yaml",
    "poolsmith.lock",
    "README.md",
    "own.tf",
    "policies/audit.json",
    "pack/workspace/setup.sh.tera",
    "poolsmith.0123456789ab.record",
    "environments/dev/main.tf",
];

#[test]
fn pipes_are_not_waited_for() {
    for place in PLACES {
        assert_harmless(place, COMMANDS, |world| {
            world.remove(place);
            assert!(Command::new("mkfifo").arg(world.path(place)).status().unwrap().success());
        });
    }
}

#[test]
fn sockets_and_directories_in_the_places_of_files() {
    for place in PLACES {
        assert_harmless(place, SAYING, |world| {
            world.remove(place);
            UnixListener::bind(world.path(place)).unwrap();
        });
        assert_harmless(place, WRITING, |world| {
            world.remove(place);
            fs::create_dir(world.path(place)).unwrap();
        });
    }
}

#[test]
fn devices_are_not_read_to_their_end() {
    for place in PLACES {
        assert_harmless(place, WRITING, |world| {
            let device = world.path("zero");
            let made = Command::new("mknod").arg(&device).args(["c", "1", "5"]).status();
            if made.is_ok_and(|status| status.success()) {
                world.remove(place);
                fs::rename(device, world.path(place)).unwrap();
            } else {
                world.link("/dev/zero", place);
            }
        });
    }
}

#[test]
fn files_in_the_places_of_directories() {
    for place in [".poolsmith", "environments", "environments/dev", "modules", "pack", "policies"] {
        assert_harmless(place, WRITING, |world| {
            world.remove(place);
            world.write(place, "a file\n");
        });
    }
}
