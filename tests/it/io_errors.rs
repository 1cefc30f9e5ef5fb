//! Errors of the disk: the message names the path, and the workspace is unchanged.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Command, Output};

use crate::support::{self, SMALLEST, files, poolsmith, words, workspace};

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
    // A limit on the file size simulates a full disk.
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

/// Runs as another user, because root can write everywhere. The program is copied, because other users may
/// not have access to the checkout.
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
    for place in ["", "environments", "modules"] {
        allow(&folder.path().join(place), 0o777);
    }
    let elsewhere = tempfile::tempdir().unwrap();
    let program = elsewhere.path().join("poolsmith");
    fs::copy(env!("CARGO_BIN_EXE_poolsmith"), &program).unwrap();
    allow(elsewhere.path(), 0o755);
    allow(&folder.path().join("environments/dev"), 0o555);
    let before = files(folder.path());
    let output = as_nobody(&program, folder.path(), &["generate"]);
    assert_unchanged(folder.path(), &before, &output);
    assert!(words(&output).contains("environments/dev/main.tf"), "{}", words(&output));
    // Reading doesn't require write permission.
    assert_eq!(as_nobody(&program, folder.path(), &["check"]).status.code(), Some(1));
    assert_eq!(as_nobody(&program, folder.path(), &["diff"]).status.code(), Some(1));
    allow(&folder.path().join("environments/dev"), 0o755);
}

/// A program that other users can run, and a workspace that they can write.
fn for_nobody(inputs: &str) -> (tempfile::TempDir, tempfile::TempDir) {
    let folder = workspace(inputs);
    assert!(poolsmith(folder.path(), &["generate"]).status.success());
    let elsewhere = tempfile::tempdir().unwrap();
    fs::copy(env!("CARGO_BIN_EXE_poolsmith"), elsewhere.path().join("poolsmith")).unwrap();
    allow(elsewhere.path(), 0o755);
    let status = Command::new("chmod").args(["-R", "a+rwX"]).arg(folder.path()).status();
    assert!(status.expect("chmod starts").success());
    (folder, elsewhere)
}

const STAGES: &str =
    "name: notes\nenvironments: { dev: { region: us-east-1 }, stag: { region: us-east-1 } }\n";

#[test]
fn what_may_not_be_removed_is_found_out_before_anything_is_written() {
    let (folder, elsewhere) = for_nobody(STAGES);
    allow(&folder.path().join("environments/stag"), 0o555);
    fs::write(folder.path().join("poolsmith.yaml"), STAGES.replace("stag", "qa")).unwrap();
    let before = files(folder.path());
    let output = as_nobody(&elsewhere.path().join("poolsmith"), folder.path(), &["generate"]);
    assert_unchanged(folder.path(), &before, &output);
    assert!(words(&output).contains("environments/stag/") && words(&output).contains("nothing was written"));
    assert!(!folder.path().join("environments/qa").exists());
    allow(&folder.path().join("environments/stag"), 0o755);
}

/// In a directory with the sticky bit, users can't replace files of others. That can't be checked in advance.
#[test]
fn what_fails_all_the_same_is_said_and_completed_by_the_next_run() {
    let (folder, elsewhere) = for_nobody(STAGES);
    let program = elsewhere.path().join("poolsmith");
    let stag = folder.path().join("environments/stag");
    let main = stag.join("main.tf");
    let is_root = fs::metadata(&main).is_ok_and(|main| std::os::unix::fs::MetadataExt::uid(&main) == 0);
    if !is_root {
        return; // only root can make a file that is another's
    }
    allow(&stag, 0o1777);
    allow(&main, 0o644);
    fs::write(folder.path().join("poolsmith.yaml"), STAGES.replace("us-east-1", "us-east-1, protect: true"))
        .unwrap();
    let output = as_nobody(&program, folder.path(), &["generate"]);
    let said = words(&output);
    assert_eq!(output.status.code(), Some(2), "{said}");
    for expected in [
        "E0402",
        "environments/stag/main.tf",
        "written or removed already: README.md, environments/dev/main.tf",
        "not everything was written",
        "the next `poolsmith generate` completes it",
    ] {
        assert!(said.contains(expected), "{expected}\n{said}");
    }
    assert!(!said.contains("nothing was written"), "{said}");
    allow(&stag, 0o777);
    assert!(as_nobody(&program, folder.path(), &["generate"]).status.success());
    assert_eq!(poolsmith(folder.path(), &["check"]).status.code(), Some(0));
}

#[test]
fn check_says_that_another_run_is_at_work() {
    let folder = generated();
    let directory = fs::File::open(folder.path()).unwrap();
    directory.lock().unwrap();
    let output = poolsmith(folder.path(), &["check"]);
    assert_eq!(output.status.code(), Some(1), "{}", words(&output));
    assert!(words(&output).contains("another poolsmith process is writing"), "{}", words(&output));
    assert!(!words(&output).contains("was killed"), "{}", words(&output));
}

#[test]
fn whoever_waits_is_told_why() {
    let folder = generated();
    let directory = fs::File::open(folder.path()).unwrap();
    directory.lock().unwrap();
    let waiting =
        support::command(folder.path(), &["generate"]).stderr(std::process::Stdio::piped()).spawn().unwrap();
    std::thread::sleep(std::time::Duration::from_millis(2500));
    directory.unlock().unwrap();
    let output = waiting.wait_with_output().unwrap();
    assert!(output.status.success(), "{}", words(&output));
    assert!(words(&output).starts_with("waiting for another poolsmith"), "{}", words(&output));
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
    fs::create_dir(folder.path().join(".poolsmith")).unwrap();
    for name in ["begun.json", "decided.json"] {
        fs::write(folder.path().join(".poolsmith").join(name), "{").unwrap();
        assert!(poolsmith(folder.path(), &["generate"]).status.success());
        assert_eq!(poolsmith(folder.path(), &["check"]).status.code(), Some(0));
    }
}
