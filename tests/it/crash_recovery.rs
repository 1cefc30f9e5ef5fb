//! `generate` is killed at every file operation and then run again: the result is the same as without the
//! kill, and no edits are lost.
//!
//! A long run: `KILLS=500 cargo test --test it crash_recovery -- --nocapture`

use std::fs;
use std::path::Path;
use std::process::Stdio;
use std::sync::LazyLock;
use std::thread;
use std::time::Duration;

use crate::support::{self, Files, Random, files, from_environment, poolsmith, words};

const BEFORE: &str = "name: notes
roles:
  authenticated:
    grants:
      files: { s3: { bucket: notes-files, allow: [read] } }
environments:
  dev: { region: us-east-1 }
  old: { region: us-east-1 }
";

/// A grant allows more, an environment is removed, and another one added.
const AFTER: &str = "name: notes
roles:
  authenticated:
    grants:
      files: { s3: { bucket: notes-files, allow: [read, write] } }
environments:
  dev: { region: us-east-1, protect: true }
  new: { region: us-east-1 }
";

/// The user's changes in state A: an edit that can be merged, a file of their own, and a deleted file.
fn state_a() -> tempfile::TempDir {
    let folder = support::workspace(BEFORE);
    assert!(poolsmith(folder.path(), &["generate"]).status.success());
    let main = folder.path().join("modules/policy/main.tf");
    let text = fs::read_to_string(&main).unwrap();
    fs::write(&main, format!("# by hand\n{text}")).unwrap();
    fs::write(folder.path().join("environments/old/mine.tf"), "# mine\n").unwrap();
    fs::remove_file(folder.path().join("modules/roles/README.md")).unwrap();
    fs::write(folder.path().join("poolsmith.yaml"), AFTER).unwrap();
    folder
}

fn copy(from: &Path) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (path, bytes) in files(from) {
        let target = folder.path().join(path);
        fs::create_dir_all(target.parent().unwrap()).unwrap();
        fs::write(target, bytes).unwrap();
    }
    folder
}

/// Runs to the end or to a failpoint; returns whether it reached the end. Every fifth run loses its journal,
/// and every third runs without `openat2`.
fn generate_until(folder: &Path, place: usize) -> bool {
    let mut command = support::command(folder, &["generate"]);
    command.env("POOLSMITH_DIE_AT", place.to_string()).stderr(Stdio::null());
    if place.is_multiple_of(3) {
        command.env("POOLSMITH_OPENAT2", "off");
    }
    let is_at_end = command.status().unwrap().success();
    if place.is_multiple_of(5) {
        let _ = fs::remove_file(support::journal(folder)); // there may be none yet
    }
    is_at_end
}

/// The files, without those that a killed run leaves.
fn state_b(a: &Path) -> Files {
    let folder = copy(a);
    let output = poolsmith(folder.path(), &["generate"]);
    assert!(output.status.success(), "{}", words(&output));
    let files = files(folder.path());
    assert!(String::from_utf8_lossy(&files["modules/policy/main.tf"]).starts_with("# by hand\n"));
    assert!(String::from_utf8_lossy(&files["modules/policy/main.tf"]).contains("s3:PutObject"));
    assert!(files.contains_key("environments/new/main.tf"));
    assert!(
        files.contains_key("environments/old/mine.tf") && !files.contains_key("environments/old/main.tf")
    );
    assert!(!files.contains_key("modules/roles/README.md"));
    files
}

fn assert_same(found: &Files, expected: &Files, say: &str) {
    let names = |files: &Files| files.keys().cloned().collect::<Vec<_>>();
    assert_eq!(names(found), names(expected), "{say}");
    for (path, bytes) in expected {
        assert!(found[path] == *bytes, "{say}: {path} is another");
    }
}

/// No file is incomplete: each has the content of state A or of state B.
fn assert_none_is_half(folder: &Path, [a, b]: [&Files; 2], say: &str) {
    for (path, bytes) in files(folder) {
        let is_whole = a.get(&path) == Some(&bytes) || b.get(&path) == Some(&bytes);
        let is_own = path.starts_with(".poolsmith/");
        assert!(is_whole || is_own, "{say}: {path} is neither the old nor the new one");
    }
}

/// The number of file operations.
static LAST_PLACE: LazyLock<usize> = LazyLock::new(|| {
    let folder = state_a();
    let mut last = 0;
    for step in [256, 32, 4, 1] {
        while !generate_until(copy(folder.path()).path(), last + step) {
            last += step;
        }
    }
    assert!(last > 40, "only {last} file operations");
    last
});

/// All failpoints, or a number of random ones.
fn places(count: usize) -> Vec<usize> {
    let last = *LAST_PLACE;
    let mut random = Random::new(from_environment("KILL_SEED", 1) as u64);
    if count >= last { (1..=last).collect() } else { (0..count).map(|_| 1 + random.below(last)).collect() }
}

#[test]
fn killed_anywhere_and_run_again_it_is_as_if_never_killed() {
    let a = state_a();
    let before = files(a.path());
    let expected = state_b(a.path());
    let places = places(from_environment("KILLS", 50));
    for place in &places {
        let say = format!("killed at file operation {place}");
        let folder = copy(a.path());
        assert!(!generate_until(folder.path(), *place), "{say}");
        assert_none_is_half(folder.path(), [&before, &expected], &say);
        let output = poolsmith(folder.path(), &["generate"]);
        assert!(output.status.success(), "{say}\n{}", words(&output));
        assert_same(&files(folder.path()), &expected, &say);
    }
    println!("killed at {} places", places.len());
}

#[test]
fn killed_again_while_it_recovers_it_is_still_the_same() {
    let a = state_a();
    let expected = state_b(a.path());
    let mut random = Random::new(2);
    for place in places(from_environment("KILLS", 50) / 4) {
        let folder = copy(a.path());
        assert!(!generate_until(folder.path(), place));
        for _ in 0..3 {
            generate_until(folder.path(), 1 + random.below(40));
        }
        assert!(poolsmith(folder.path(), &["generate"]).status.success());
        assert_same(&files(folder.path()), &expected, &format!("killed at {place} and three times more"));
    }
}

#[test]
fn what_was_edited_after_a_kill_is_kept() {
    let a = state_a();
    let places = places(from_environment("KILLS", 50) / 2);
    for place in places {
        let folder = copy(a.path());
        assert!(!generate_until(folder.path(), place));
        let main = folder.path().join("environments/dev/main.tf");
        let text = fs::read_to_string(&main).unwrap();
        fs::write(&main, format!("# after the kill\n{text}")).unwrap();
        let output = poolsmith(folder.path(), &["generate"]);
        assert!(output.status.success(), "killed at {place}\n{}", words(&output));
        let text = fs::read_to_string(&main).unwrap();
        assert!(text.starts_with("# after the kill\n"), "killed at {place}\n{text}");
        // The new content has been generated, too.
        assert!(text.contains("protect      = true"), "killed at {place}\n{text}");
        let output = poolsmith(folder.path(), &["diff"]);
        assert_eq!(
            output.status.code(),
            Some(0),
            "killed at {place}\n{}",
            String::from_utf8_lossy(&output.stdout)
        );
    }
}

/// Real signals, at random times.
#[test]
fn killed_by_a_signal_at_any_moment() {
    let a = state_a();
    let expected = state_b(a.path());
    let mut random = Random::new(3);
    for _ in 0..from_environment("KILLS", 50) / 2 {
        let folder = copy(a.path());
        let mut child =
            support::command(folder.path(), &["generate", "-q"]).stderr(Stdio::null()).spawn().unwrap();
        thread::sleep(Duration::from_micros(random.below(60_000) as u64));
        let _ = child.kill(); // it may have come to its end
        child.wait().unwrap();
        if random.below(5) == 0 {
            let _ = fs::remove_file(support::journal(folder.path())); // there may be none
        }
        assert!(poolsmith(folder.path(), &["generate"]).status.success());
        assert_same(&files(folder.path()), &expected, "killed by a signal");
    }
}

#[test]
fn check_says_that_a_generation_was_not_finished() {
    let a = state_a();
    let folder = copy(a.path());
    assert!(!generate_until(folder.path(), *LAST_PLACE / 2));
    let output = poolsmith(folder.path(), &["check"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(words(&output).contains("was killed while it was writing"), "{}", words(&output));
}

#[test]
fn two_at_once_take_turns() {
    let a = state_a();
    let expected = state_b(a.path());
    let folder = copy(a.path());
    let spawn = || support::command(folder.path(), &["generate", "-q"]).spawn().unwrap();
    let children: Vec<_> = (0..6).map(|_| spawn()).collect();
    for mut child in children {
        assert!(child.wait().unwrap().success());
    }
    assert_same(&files(folder.path()), &expected, "six at once");
}

/// If a directory is temporarily a link, its files don't count as written.
#[test]
fn nothing_is_taken_for_done_while_the_staging_directory_is_out_of_sight() {
    let a = state_a();
    let b = state_b(a.path());
    let mut tried = 0;
    for place in 1.. {
        let folder = copy(a.path());
        let root = folder.path();
        let mut command = support::command(root, &["generate", "-q"]);
        let died = !command.env("POOLSMITH_DIE_AT", place.to_string()).status().unwrap().success();
        if !died {
            break;
        }
        let journal = fs::read_to_string(support::journal(root)).unwrap_or_default();
        if !journal.contains("Decided") || place % 7 != 0 {
            continue;
        }
        tried += 1;
        let elsewhere = tempfile::tempdir().unwrap();
        let hidden = root.join("hidden");
        fs::rename(root.join(".poolsmith"), &hidden).unwrap();
        std::os::unix::fs::symlink(elsewhere.path(), root.join(".poolsmith")).unwrap();
        let before = files(root);
        let output = poolsmith(root, &["generate", "-q"]);
        assert_eq!(output.status.code(), Some(2), "{place}: {}", words(&output));
        assert!(files(root) == before, "{place}: something has changed");
        fs::remove_file(root.join(".poolsmith")).unwrap();
        fs::rename(&hidden, root.join(".poolsmith")).unwrap();
        let output = poolsmith(root, &["generate", "-q"]);
        assert!(output.status.success(), "{place}: {}", words(&output));
        assert_same(&files(root), &b, &format!("{place}"));
    }
    assert!(tried > 2, "{tried}");
}

/// Where the owner of a file can't be kept, or it is mounted, files are overwritten in place: the next run completes what is torn.
#[test]
fn killed_while_files_are_overwritten_and_run_again_it_is_as_if_never_killed() {
    let a = state_a();
    let before = files(a.path());
    let expected = state_b(a.path());
    let (mut killed, mut torn) = (0, 0);
    for place in 1.. {
        let folder = copy(a.path());
        let mut command = support::command(folder.path(), &["generate"]);
        command.env("POOLSMITH_DIE_AT", place.to_string()).env("POOLSMITH_IN_PLACE", "on");
        if command.stderr(Stdio::null()).status().unwrap().success() {
            break;
        }
        killed += 1;
        let is_torn = |(path, bytes): &(String, Vec<u8>)| {
            !path.starts_with(".poolsmith/")
                && before.get(path) != Some(bytes)
                && expected.get(path) != Some(bytes)
        };
        torn += files(folder.path()).into_iter().filter(is_torn).count();
        let output = poolsmith(folder.path(), &["generate"]);
        assert!(output.status.success(), "{place}: {}", words(&output));
        assert_same(&files(folder.path()), &expected, &format!("killed at file operation {place}"));
    }
    assert!(killed > 40 && torn >= 3, "{killed} {torn}");
}
