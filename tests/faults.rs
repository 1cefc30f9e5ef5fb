//! The disk says no: an error that names the path, and the workspace as it was.

mod support;

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Command, Output};

use support::{SMALLEST, files, poolsmith, words, workspace};

const NOBODY: u32 = 65534;

fn generated() -> tempfile::TempDir {
    let folder = workspace(SMALLEST);
    assert!(poolsmith(folder.path(), &["generate"]).status.success());
    fs::write(folder.path().join("poolsmith.yaml"), format!("{SMALLEST}    protect: true\n")).unwrap();
    folder
}

fn assert_unchanged(folder: &Path, before: &support::Files, output: &Output) {
    assert_eq!(output.status.code(), Some(2), "{}", words(output));
    assert!(words(output).contains("E0402"), "{}", words(output));
    assert!(files(folder) == *before, "{}", words(output));
}

#[test]
fn a_full_disk_leaves_all_as_it_was() {
    let folder = generated();
    let before = files(folder.path());
    // A limit on a file's size stands in for the disk's end.
    let script = format!("trap '' XFSZ; ulimit -f 1; exec {} generate", env!("CARGO_BIN_EXE_poolsmith"));
    let output = Command::new("bash").args(["-c", &script]).current_dir(folder.path()).output().unwrap();
    assert_unchanged(folder.path(), &before, &output);
    assert!(poolsmith(folder.path(), &["generate"]).status.success());
    assert_eq!(poolsmith(folder.path(), &["check"]).status.code(), Some(0));
}

#[test]
fn a_new_workspace_on_a_full_disk_leaves_nothing() {
    let folder = workspace(SMALLEST);
    let before = files(folder.path());
    let script = format!("trap '' XFSZ; ulimit -f 2; exec {} generate", env!("CARGO_BIN_EXE_poolsmith"));
    let output = Command::new("bash").args(["-c", &script]).current_dir(folder.path()).output().unwrap();
    assert_unchanged(folder.path(), &before, &output);
    assert!(!folder.path().join("environments").exists() && !folder.path().join("modules").exists());
}

/// As somebody who may not write everywhere, which root may. The program is a copy, since others may
/// not be let into the folder of the checkout.
fn as_nobody(program: &Path, folder: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(program);
    command.args(arguments).current_dir(folder);
    let is_root = fs::metadata("/proc/self").is_ok_and(|own| std::os::unix::fs::MetadataExt::uid(&own) == 0);
    if is_root {
        command.uid(NOBODY).gid(NOBODY);
    }
    command.output().expect("poolsmith starts")
}

fn allow(path: &Path, mode: u32) {
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
}

#[test]
fn a_folder_that_may_not_be_written_leaves_all_as_it_was() {
    let folder = generated();
    allow(folder.path(), 0o777);
    for place in
        ["", ".poolsmith", ".poolsmith/base", ".poolsmith/base/environments", "environments", "modules"]
    {
        allow(&folder.path().join(place), 0o777);
    }
    let elsewhere = tempfile::tempdir().unwrap();
    let program = elsewhere.path().join("poolsmith");
    fs::copy(env!("CARGO_BIN_EXE_poolsmith"), &program).unwrap();
    allow(elsewhere.path(), 0o755);
    allow(&program, 0o755);
    allow(&folder.path().join("environments/dev"), 0o555);
    let before = files(folder.path());
    let output = as_nobody(&program, folder.path(), &["generate"]);
    assert_unchanged(folder.path(), &before, &output);
    assert!(words(&output).contains("environments/dev/main.tf"), "{}", words(&output));
    // Reading needs no right to write.
    assert_eq!(as_nobody(&program, folder.path(), &["check"]).status.code(), Some(1));
    assert_eq!(as_nobody(&program, folder.path(), &["diff"]).status.code(), Some(1));
    allow(&folder.path().join("environments/dev"), 0o755);
}

#[test]
fn a_file_that_became_a_folder_stops_everything() {
    let folder = generated();
    let main = folder.path().join("environments/dev/main.tf");
    fs::remove_file(&main).unwrap();
    fs::create_dir(&main).unwrap();
    let before = files(folder.path());
    let output = poolsmith(folder.path(), &["generate"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(words(&output).contains("environments/dev/main.tf can't be written"), "{}", words(&output));
    assert!(files(folder.path()) == before);
}

#[test]
fn a_list_of_changes_that_is_none_is_no_obstacle() {
    let folder = generated();
    for name in ["begun.json", "decided.json"] {
        fs::write(folder.path().join(".poolsmith").join(name), "{").unwrap();
        assert!(poolsmith(folder.path(), &["generate"]).status.success());
        assert_eq!(poolsmith(folder.path(), &["check"]).status.code(), Some(0));
    }
}
