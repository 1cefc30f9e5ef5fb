//! `report --base`: what access changed since another version of the inputs, and which rows are new or gone.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use serde_json::Value;
use tempfile::TempDir;

use crate::access_diff::INPUTS;
use crate::support::{poolsmith, words, workspace};

/// A directory with inputs, and below `old` the version that they are compared with.
fn versions(old: &str, new: &str) -> TempDir {
    let folder = workspace(new);
    fs::create_dir(folder.path().join("old")).expect("a new folder");
    fs::write(folder.path().join("old/poolsmith.yaml"), old).expect("a new file");
    folder
}

fn changed(from: &str, to: &str) -> TempDir {
    assert!(INPUTS.contains(from), "{from}");
    versions(INPUTS, &INPUTS.replace(from, to))
}

/// The page and the Markdown of a report, and the sentence on stderr.
fn report(folder: &Path) -> [String; 3] {
    let text = |output: &Output| String::from_utf8_lossy(&output.stdout).into_owned();
    let output = poolsmith(folder, &["report", "--base-dir", "old", "--html", "access.html"]);
    assert_eq!(output.status.code(), Some(0), "{}", words(&output));
    let page = fs::read_to_string(folder.join("access.html")).expect("the page is written");
    [page, text(&poolsmith(folder, &["report", "--base-dir", "old"])), words(&output)]
}

fn access(folder: &Path, arguments: &[&str]) -> Value {
    let output = poolsmith(folder, &[arguments, &["--base-dir", "old", "--format", "json"]].concat());
    let json: Value = serde_json::from_slice(&output.stdout).unwrap_or_else(|_| panic!("{}", words(&output)));
    json["access"].clone()
}

const NEW: &str = "<span class=\"mark new\">new</span>";
const GONE: &str = "<span class=\"mark gone\">gone</span>";

#[test]
fn what_is_gained_is_shown_first_and_marked() {
    let folder = changed("allow: [read, write] } }", "allow: [read, write, delete] } }");
    let [page, comment, said] = report(folder.path());
    let gain = "the role `authenticated` gains `s3:DeleteObject` since `old`";
    assert!(said.ends_with(&format!("; {gain}\n")), "{said}");
    for text in [
        "<h2>What changed since old</h2>",
        "<strong>This change gives access.</strong>",
        "<span class=\"badge new\">gained</span>",
        "s3:DeleteObject on arn:aws:s3:::notes-uploads/users/&lt;identity&gt;/x</summary>",
        "<code>poolsmith.yaml:9</code>",
        &format!("<p class=\"new\">{NEW}<span>s3: DeleteObject</span></p>"),
    ] {
        assert!(page.contains(text), "{text}\n{page}");
    }
    assert_eq!((page.matches(NEW).count(), page.matches(GONE).count()), (1, 0));
    let at = |text: &str| page.find(text).unwrap_or_else(|| panic!("{text}"));
    assert!(at("class=\"verdict") < at("id=\"changes\"") && at("id=\"changes\"") < at("id=\"tests\""));
    assert!(
        comment.contains("### What changed since old\n\n**This change gives access.**\n\n| Change |"),
        "{comment}"
    );
    assert!(comment.contains("<br>**new** s3: DeleteObject |"), "{comment}");
    assert!(comment.contains("what they may do (1 new)</summary>"), "{comment}");
    let diff = access(folder.path(), &["diff", "--access"]);
    assert!(!diff[0]["changes"].as_array().expect("changes").is_empty());
    assert_eq!(access(folder.path(), &["report"]), diff);
}

#[test]
fn no_new_access_is_proved_whatever_the_text() {
    // Two statements instead of one.
    let all = "all: { s3: { bucket: notes-uploads, path: \"users/*\", allow: [read] } }";
    let split = "all: { statements: [{ Effect: Allow, Action: s3:GetObject, Resource: [\"arn:aws:s3:::notes-uploads/users/a*\", \"arn:aws:s3:::notes-uploads/users/b*\"] }] }";
    let [page, comment, said] = report(changed(all, split).path());
    assert!(said.ends_with("; no new access since `old`\n"), "{said}");
    assert!(page.contains("<strong>This change gives no new access, which is proved.</strong>"), "{page}");
    assert!(comment.contains("**This change gives no new access, which is proved.**"), "{comment}");
    assert!(page.contains("<span class=\"badge gone\">lost</span>"), "{page}");
    for (mark, path) in [("new", "users/a*"), ("new", "users/b*"), ("gone", "users/*")] {
        let shown = format!(
            "<p class=\"{mark}\"><span class=\"mark {mark}\">{mark}</span><code>s3 notes-uploads/{path}</code></p>"
        );
        assert!(page.contains(&shown), "{shown}\n{page}");
    }
}

#[test]
fn gains_stand_above_losses() {
    let new =
        INPUTS.replace("allow: [read, write]", "allow: [read]").replace("path: \"users/*\"", "path: \"*\"");
    let [page, comment, _] = report(versions(INPUTS, &new).path());
    for (text, gained, lost) in
        [(page, "\">gained</span>", "\">lost</span>"), (comment, "| gained |", "| lost |")]
    {
        let (last, first) = (text.rfind(gained).expect("a gain"), text.find(lost).expect("a loss"));
        assert!(last < first, "{text}");
    }
}

#[test]
fn roles_and_who_gets_them_are_marked() {
    let rule = "      - { claim: department, match: equals, value: it, role: admins }\n";
    let other = "      - { claim: department, match: equals, value: sales, role: admins }\n";
    let auditors = "  auditors:\n    grants:\n      log: { statements: [{ Effect: Deny, Action: \"s3:*\", Resource: \"*\" }] }\n";
    let bounded = "  admins:\n    permissions_boundary: arn:aws:iam::111111111111:policy/boundary\n";
    let old = INPUTS.replace("  admins:\n", &format!("{auditors}{bounded}"));
    let new = INPUTS.replace(rule, other).replace("  admins:\n", "  staff:\n    renamed_from: admins\n");
    let [page, comment, _] = report(versions(&old, &new.replace("role: admins", "role: staff")).path());
    for text in [
        format!("<p class=\"new\">{NEW}<span>users of main whose department Equals sales (rule 1)</span>"),
        format!("<p class=\"gone\">{GONE}<span>users of main whose department Equals it (rule 1)</span>"),
        format!("<strong>auditors</strong>{GONE}"),
        format!("<summary>{GONE}<span class=\"denies\">denies</span>"),
        format!("<small class=\"gone\">{GONE}<span>limited by arn:aws:iam::111111111111:policy/boundary"),
    ] {
        assert!(page.contains(&text), "{text}\n{page}");
    }
    assert!(!page.contains(&format!("<strong>staff</strong>{NEW}")), "a renamed role is not new");
    assert!(
        comment.contains("**gone** **auditors**") && comment.contains("**gone** **denies** s3"),
        "{comment}"
    );
}

#[test]
fn environments_are_new_or_removed() {
    let new = INPUTS.replace("environments:\n  dev:", "environments:\n  prod:");
    let [page, comment, _] = report(versions(INPUTS, &new).path());
    assert!(page.contains(&format!("<h2>Environment prod{NEW}</h2>")), "{page}");
    assert!(page.contains("Removed environments: dev.") && comment.contains("Removed environments: dev."));
    assert!(page.contains(&format!("<strong>admins</strong>{NEW}")) && !page.contains(GONE), "{page}");
    // Without inputs at the base, everything is new.
    let (folder, git) = repository("no inputs here");
    fs::write(folder.path().join("poolsmith.yaml"), INPUTS).expect("written");
    git(&["status"]);
    let output = poolsmith(folder.path(), &["report", "--base", "HEAD", "--html", "access.html"]);
    assert_eq!(output.status.code(), Some(0), "{}", words(&output));
    let page = fs::read_to_string(folder.path().join("access.html")).expect("the page is written");
    assert!(page.contains(&format!("<h2>Environment dev{NEW}</h2>")), "{page}");
}

#[test]
fn without_a_base_nothing_is_marked() {
    let folder = workspace(INPUTS);
    let output = poolsmith(folder.path(), &["report", "--html", "access.html"]);
    assert!(!words(&output).contains("since"), "{}", words(&output));
    let page = fs::read_to_string(folder.path().join("access.html")).expect("the page is written");
    assert!(!page.contains("id=\"changes\"") && !page.contains("class=\"mark"), "{page}");
    let json = poolsmith(folder.path(), &["report", "--format", "json"]).stdout;
    let json: Value = serde_json::from_slice(&json).expect("JSON");
    assert_eq!(json.get("access"), None);
}

/// A repository with one commit of a file, and a function that runs Git in it.
fn repository(inputs: &str) -> (TempDir, impl Fn(&[&str])) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let name = if inputs == INPUTS { "poolsmith.yaml" } else { "notes.md" };
    fs::write(folder.path().join(name), inputs).expect("written");
    let root = folder.path().to_owned();
    let git = move |arguments: &[&str]| {
        let identity = ["-c", "user.name=a", "-c", "user.email=a@example.com"];
        let output = Command::new("git").arg("-C").arg(&root).args(identity).args(arguments).output();
        assert!(output.expect("git runs").status.success(), "{arguments:?}");
    };
    git(&["init", "-q"]);
    git(&["add", "-A"]);
    git(&["commit", "-q", "-m", "a"]);
    (folder, git)
}

#[test]
fn a_revision_is_the_base_and_its_errors_are_those_of_diff() {
    let (folder, git) = repository(INPUTS);
    let inputs = folder.path().join("poolsmith.yaml");
    fs::write(
        &inputs,
        INPUTS
            .replace("      all: { s3", "      # moved\n      every: { s3")
            .replace("path: \"users/*\"", "path: \"users/a/*\""),
    )
    .expect("written");
    let output = poolsmith(folder.path(), &["report", "--base", "HEAD", "--html", "access.html"]);
    assert_eq!(output.status.code(), Some(0), "{}", words(&output));
    let page = fs::read_to_string(folder.path().join("access.html")).expect("the page is written");
    assert!(
        page.contains("<h2>What changed since HEAD</h2>") && page.contains("HEAD:poolsmith.yaml:15"),
        "{page}"
    );
    fs::remove_file(folder.path().join("access.html")).expect("removed");
    let refuse = |base: &str, message: &str| {
        let report = poolsmith(folder.path(), &["report", "--base", base, "--html", "access.html"]);
        let diff = poolsmith(folder.path(), &["diff", "--access", "--base", base]);
        assert_eq!((report.status.code(), words(&report)), (Some(2), words(&diff)));
        assert!(words(&report).contains(message), "{}", words(&report));
        assert!(!folder.path().join("access.html").exists());
    };
    refuse("no-such-branch", "git fetch origin no-such-branch");
    fs::write(&inputs, "name: 7\n").expect("written");
    git(&["commit", "-q", "-a", "-m", "b"]);
    fs::write(&inputs, INPUTS).expect("written");
    refuse("HEAD", "HEAD:poolsmith.yaml:");
    let both = poolsmith(folder.path(), &["report", "--base", "HEAD", "--base-dir", "."]);
    assert_eq!(both.status.code(), Some(2), "{}", words(&both));
}
