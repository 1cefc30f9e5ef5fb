//! Invalid inputs: each directory of examples/invalid/ has a mistake and its exact message.
//!
//! A directory's name starts with the error code. POOLSMITH_BLESS=1 updates the messages; review the diff.
//! The messages are plain files because they are also documentation, so a snapshot library with its own
//! format wouldn't fit.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Output;
use std::sync::OnceLock;

use crate::support::{files, poolsmith, repository, words};
use poolsmith::report::unified;
use poolsmith::source::Code;

const MESSAGE: &str = "message.txt";

/// The codes that no example can cause: why, and which test causes them.
const ELSEWHERE: [(Code, &str); 38] = [
    (Code::AccessTestFailed, "about access, not about a mistake: tests/it/access_answers.rs"),
    (Code::AccessTestUndecided, "about access, not about a mistake: tests/it/access_answers.rs"),
    (Code::TerraformCheckFailed, "what Terraform says: tests/it/verify.rs"),
    (Code::Unreadable, "git keeps no pipe and no empty folder: tests/it/limits.rs"),
    (Code::TooLarge, "too large for git as well: tests/it/limits.rs"),
    (Code::NotUtf8, "git and editors would mend it: tests/it/limits.rs"),
    (Code::Ignored, "guests may use every kind of grant that is built in"),
    (Code::Unwritable, "about the folder, not about a file: tests/it/generate.rs"),
    (Code::Link, "not every system checks links out: tests/it/generate.rs"),
    (Code::Usage, "about the command line: tests/it/new.rs"),
    (Code::Template, "always our own mistake: src/render"),
    (Code::Orphan, "about an earlier run: tests/it/edits.rs"),
    (Code::Deleted, "about an earlier run: tests/it/edits.rs"),
    (Code::StillInUse, "about an earlier run: tests/it/edits.rs"),
    (Code::Conflict, "about an earlier run: tests/it/edits.rs"),
    (Code::Replaced, "about an earlier run: tests/it/edits.rs"),
    (Code::NotApplied, "about an earlier run: tests/it/replaced.rs"),
    (Code::Unfinished, "about an earlier run: tests/it/crash_recovery.rs"),
    (Code::Unescaped, "only `templates check` says it: tests/it/packs.rs"),
    (Code::Busy, "about another process: tests/it/io_errors.rs"),
    (Code::Overwritten, "about an earlier run: tests/it/edits.rs"),
    (Code::AtWork, "about another process: tests/it/io_errors.rs"),
    (Code::ForeignRecord, "about what a clone holds: tests/it/hostile_repository"),
    (Code::ForeignJournal, "about what a clone holds: tests/it/hostile_repository"),
    (Code::Missing, "about an earlier run: tests/it/formats.rs"),
    (Code::OutOfDate, "about an earlier run: tests/it/formats.rs"),
    (Code::Edited, "about an earlier run: tests/it/formats.rs"),
    (Code::DeletedByHand, "about an earlier run: tests/it/formats.rs"),
    (Code::ConflictingEdit, "about an earlier run: tests/it/formats.rs"),
    (Code::ConflictMarkers, "about an earlier run: tests/it/formats.rs"),
    (Code::LeftOver, "about an earlier run: tests/it/formats.rs"),
    (Code::Foreign, "about an earlier run: tests/it/formats.rs"),
    (Code::RecordBehind, "about what Git has: tests/it/team"),
    (Code::IgnoredRecord, "about what Git has: tests/it/team"),
    (Code::EditInNewEnvironment, "about what Git has: tests/it/team"),
    (Code::EnvironmentRenamed, "about an earlier run: tests/it/renames.rs"),
    (Code::Upgraded, "about an earlier run: tests/it/upgrade.rs"),
    (Code::SkippedLink, "not every system checks links out: tests/it/fmt_command.rs"),
];

/// Codes without a location in a file, because they are about which files exist.
const PLACELESS: [&str; 4] = ["E0001", "E0401", "E0403", "E0502"];

fn folders() -> Vec<PathBuf> {
    let folders = fs::read_dir(repository().join("examples/invalid")).expect("examples/invalid/");
    let mut folders: Vec<PathBuf> = folders.map(|entry| entry.expect("an entry").path()).collect();
    folders.sort();
    folders
}

fn name(folder: &Path) -> &str {
    folder.file_name().and_then(|name| name.to_str()).expect("a folder's name")
}

fn is_warning(folder: &Path) -> bool {
    name(folder).starts_with('W')
}

/// A copy of an example's directory, without its message.
fn copy(folder: &Path) -> tempfile::TempDir {
    let copy = tempfile::tempdir().expect("a temporary folder");
    for (path, bytes) in files(folder).into_iter().filter(|(path, _)| path != MESSAGE) {
        let path = copy.path().join(path);
        fs::create_dir_all(path.parent().expect("below the root")).expect("a folder");
        fs::write(path, bytes).expect("a file");
    }
    copy
}

/// Warnings don't prevent writing, so those cases run with `--dry-run`.
fn run(folder: &Path, copy: &Path) -> Output {
    let dry: &[&str] = &["generate", "--dry-run", "--quiet"];
    poolsmith(copy, if is_warning(folder) { dry } else { &["generate"] })
}

/// The message for each directory, by name.
fn messages() -> &'static BTreeMap<String, String> {
    static MESSAGES: OnceLock<BTreeMap<String, String>> = OnceLock::new();
    MESSAGES.get_or_init(|| {
        let said = |folder: PathBuf| (name(&folder).to_owned(), words(&run(&folder, copy(&folder).path())));
        folders().into_iter().map(said).collect()
    })
}

#[test]
fn every_mistake_has_its_message() {
    let mut differing = Vec::new();
    for folder in folders() {
        let name = name(&folder);
        let said = &messages()[name];
        if std::env::var_os("POOLSMITH_BLESS").is_some() {
            fs::write(folder.join(MESSAGE), said).expect("the message is written");
        }
        let expected = fs::read_to_string(folder.join(MESSAGE)).unwrap_or_default();
        if *said != expected {
            differing.push(unified(&format!("{name}/{MESSAGE}"), &expected, said));
        }
    }
    assert!(differing.is_empty(), "{}\nPOOLSMITH_BLESS=1 writes what is said", differing.join("\n"));
}

#[test]
fn a_mistake_is_exit_code_2_and_changes_nothing() {
    for folder in folders() {
        let copy = copy(&folder);
        let before = files(copy.path());
        let output = run(&folder, copy.path());
        let name = name(&folder);
        assert_eq!(output.status.code(), Some(if is_warning(&folder) { 0 } else { 2 }), "{name}");
        assert_eq!(output.stdout, b"", "{name}");
        assert!(files(copy.path()) == before, "{name}: the folder was changed");
    }
}

#[test]
fn a_folder_is_called_after_a_code_in_its_message() {
    for (name, message) in messages() {
        let code = name.split('-').next().expect("a code");
        assert!(message.contains(&format!("[{code}]: ")), "{name}: {message}");
    }
}

#[test]
fn every_diagnostic_names_file_line_and_column() {
    for (name, message) in messages() {
        let lines: Vec<&str> = message.lines().collect();
        for pair in lines.windows(2).filter(|pair| is_title(pair[0])) {
            let needs_none = PLACELESS.iter().any(|code| pair[0].contains(code));
            assert!(needs_none || is_place(pair[1]), "{name}: {}", pair[0]);
        }
    }
}

fn is_title(line: &str) -> bool {
    line.starts_with("error[") || line.starts_with("warning[")
}

/// ` --> poolsmith.yaml:3:5`
fn is_place(line: &str) -> bool {
    let Some((_, place)) = line.split_once("--> ") else { return false };
    let parts: Vec<&str> = place.rsplitn(3, ':').collect();
    let is_number = |part: &&str| part.parse::<u32>().is_ok_and(|number| number > 0);
    parts.len() == 3 && parts[..2].iter().all(is_number) && Path::new(parts[2]).is_relative()
}

#[test]
fn every_code_has_an_example_or_a_reason_not_to() {
    let shown: BTreeSet<String> =
        folders().iter().filter_map(|folder| name(folder).split('-').next().map(str::to_owned)).collect();
    for code in Code::ALL.iter().filter(|code| !code.is_finding()) {
        let is_elsewhere = ELSEWHERE.iter().any(|(other, _)| other == code);
        let is_shown = shown.contains(code.as_str());
        assert!(is_shown != is_elsewhere, "{code} ({code:?}) needs an example, or a reason in ELSEWHERE");
    }
}

#[test]
fn what_environments_share_is_said_once() {
    let said = &messages()["E0101-shared-by-three"];
    assert_eq!(said.matches("error[").count(), 1, "{said}");
    assert!(!said.contains("in the environment"), "{said}");
}
