//! The command line: help, options before and after the command, the directory, colors, completions and man pages.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use crate::support::{SMALLEST, command, poolsmith, words};

fn stdout(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// A workspace in `app`, which is a Git repository as far as the search for inputs can see.
fn workspace() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let app = folder.path().join("app");
    fs::create_dir_all(app.join(".git")).unwrap();
    fs::write(app.join("poolsmith.yaml"), SMALLEST).unwrap();
    assert!(poolsmith(&app, &["generate"]).status.success());
    folder
}

const COMMANDS: [&str; 15] = [
    "new",
    "generate",
    "check",
    "diff",
    "explain",
    "can",
    "test",
    "report",
    "verify",
    "fmt",
    "rule",
    "templates",
    "schema",
    "completions",
    "man",
];

#[test]
fn every_command_has_help_with_examples_and_exit_codes() {
    let here = Path::new(".");
    for name in COMMANDS {
        let help = stdout(&poolsmith(here, &["help", name]));
        assert_eq!(help, stdout(&poolsmith(here, &[name, "--help"])), "{name}");
        if name != "templates" {
            assert!(
                help.contains("Examples:\n  poolsmith ") && help.contains("Exit codes: 0 "),
                "{name}: {help}"
            );
        }
        assert!(help.lines().all(|line| line.chars().count() <= 100), "{name}: {help}");
    }
    let bare = poolsmith(here, &[]);
    assert!(words(&bare).contains("To begin, run `poolsmith new`"), "{}", words(&bare));
}

#[test]
fn options_are_before_the_command_or_after_it() {
    let folder = workspace();
    for arguments in [
        &["-C", "app", "check"][..],
        &["check", "-C", "app"],
        &["-q", "-C", "app", "--environment", "dev", "check"],
        &["-C", "nowhere", "check", "-C", "app"],
    ] {
        let output = poolsmith(folder.path(), arguments);
        assert!(output.status.success(), "{arguments:?}: {}", words(&output));
    }
    for (arguments, flag) in [
        (&["-C", "app", "rule"][..], "-C"),
        (&["--environment", "dev", "fmt"], "--environment"),
        (&["-f", "x", "new"], "-f"),
    ] {
        let output = poolsmith(folder.path(), arguments);
        assert_eq!(output.status.code(), Some(2));
        assert!(words(&output).contains(&format!("the command takes no `{flag}`")), "{}", words(&output));
    }
}

#[test]
fn the_workspace_is_found_from_within() {
    let folder = workspace();
    let dev = folder.path().join("app/environments/dev");
    let output = poolsmith(&dev, &["check", "-v"]);
    assert!(output.status.success(), "{}", words(&output));
    assert!(words(&output).contains("read ../../poolsmith.yaml: the inputs\n"), "{}", words(&output));
    // Not from below another repository.
    let other = dev.join("other");
    fs::create_dir_all(other.join(".git")).unwrap();
    assert_eq!(poolsmith(&other, &["check"]).status.code(), Some(2));
    fs::write(folder.path().join("poolsmith.yaml"), SMALLEST).unwrap();
    let sibling = folder.path().join("app/.git");
    assert!(poolsmith(&sibling, &["check"]).status.success(), "the nearest one counts");
}

#[test]
fn a_directory_that_is_none_is_named() {
    let folder = workspace();
    for (given, message) in [
        ("nowhere", "the directory nowhere does not exist"),
        ("app/poolsmith.yaml", "poolsmith.yaml is not a directory"),
    ] {
        let output = poolsmith(folder.path(), &["generate", "-C", given]);
        assert_eq!(output.status.code(), Some(2));
        assert!(words(&output).contains(message), "{}", words(&output));
        assert!(!words(&output).contains("no inputs file"), "{}", words(&output));
    }
}

#[test]
fn colors_are_by_the_flag_the_environment_and_the_terminal() {
    let folder = workspace();
    let app = folder.path().join("app");
    fs::write(app.join("environments/dev/main.tf"), "# mine\n").unwrap();
    let colored = |arguments: &[&str], environment: &[(&str, &str)]| {
        let mut command = command(&app, arguments);
        let output = command.envs(environment.iter().copied()).output().unwrap();
        stdout(&output).contains("\u{1b}[")
    };
    let diff = ["diff", "--all"];
    assert!(!colored(&diff, &[]));
    assert!(colored(&["diff", "--all", "--color", "always"], &[("NO_COLOR", "1")]));
    for forced in ["CLICOLOR_FORCE", "FORCE_COLOR"] {
        assert!(colored(&diff, &[(forced, "1")]), "{forced}");
        assert!(!colored(&diff, &[(forced, "1"), ("NO_COLOR", "1")]), "{forced}");
        assert!(!colored(&["diff", "--all", "--color", "never"], &[(forced, "1")]), "{forced}");
    }
    assert!(!colored(&["diff", "--all", "--format", "json"], &[("FORCE_COLOR", "1")]));
}

#[test]
fn the_cure_of_several_differences_is_said_once() {
    let folder = workspace();
    let app = folder.path().join("app");
    fs::write(
        app.join("poolsmith.yaml"),
        SMALLEST.replace(
            "  dev:",
            "  test:\n    region: us-east-1\n    identity_pool: { social: { google: \"1\" } }\n  dev:",
        ),
    )
    .unwrap();
    let told = stdout(&poolsmith(&app, &["check"]));
    assert!(told.lines().filter(|line| line.ends_with("is missing")).count() > 1, "{told}");
    assert_eq!(told.matches("poolsmith generate").count(), 1, "{told}");
}

#[test]
fn completions_and_man_pages_are_read_by_their_programs() {
    let here = Path::new(".");
    let script = stdout(&poolsmith(here, &["completions", "bash"]));
    assert!(script.contains("--create-user-pool"), "{script}");
    let bash = Command::new("bash").args(["-n", "-c", &script]).output().expect("bash starts");
    assert!(bash.status.success(), "{}", String::from_utf8_lossy(&bash.stderr));
    for shell in ["zsh", "fish", "powershell"] {
        assert!(stdout(&poolsmith(here, &["completions", shell])).contains("poolsmith"), "{shell}");
    }
    let page = stdout(&poolsmith(here, &["man", "check"]));
    assert!(page.contains(".TH poolsmith-check 1") && page.contains("\\-\\-fail\\-on"), "{page}");
    let unknown = poolsmith(here, &["man", "chekc"]);
    assert_eq!(unknown.status.code(), Some(2));
    assert!(words(&unknown).contains("did you mean `check`?"), "{}", words(&unknown));
}

#[test]
fn the_version_says_how_old_its_facts_are() {
    let version = stdout(&poolsmith(Path::new("."), &["--version"]));
    let expected = format!("catalogue of AWS actions: {}\n", poolsmith::iam::catalogue::date());
    assert!(version.starts_with("poolsmith ") && version.contains(&expected), "{version}");
    assert!(version.contains("services that guests can use: 20"), "{version}");
}

#[test]
fn generate_says_what_access_changes_since_the_last_commit() {
    let folder = tempfile::tempdir().unwrap();
    let app = folder.path();
    let inputs = "name: notes\nidentity_pool: { social: { google: \"1234\" } }\nroles: { authenticated: { grants: { files: { s3: { bucket: notes-files, allow: [read, delete] } } } } }\nenvironments: { dev: { region: us-east-1 } }\n";
    fs::write(app.join("poolsmith.yaml"), inputs).unwrap();
    let fresh = poolsmith(app, &["generate"]);
    assert!(!words(&fresh).contains("access since"), "{}", words(&fresh));
    for arguments in [
        &["init", "-q"][..],
        &["add", "-A"],
        &["-c", "user.name=a", "-c", "user.email=a@example.com", "commit", "-qm", "a"],
    ] {
        assert!(Command::new("git").args(arguments).current_dir(app).status().unwrap().success());
    }
    fs::write(app.join("poolsmith.yaml"), inputs.replace("read, delete", "read")).unwrap();
    for arguments in [&["generate", "--dry-run"][..], &["generate"]] {
        let told = words(&poolsmith(app, arguments));
        assert!(
            told.contains("access since HEAD:\nlost    role `authenticated`   (dev)\n  s3:DeleteObject"),
            "{told}"
        );
    }
    let again = words(&poolsmith(app, &["generate"]));
    assert!(!again.contains("access since"), "{again}");
}
