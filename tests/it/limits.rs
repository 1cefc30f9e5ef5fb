//! Extreme inputs: huge, broken or endless. Each gets a short message, quickly.

use std::fs;
use std::io::Read;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use crate::support::{self, SMALLEST};

/// Far longer than any of these needs, but short enough to wait for.
const TIMEOUT: Duration = Duration::from_secs(20);
/// The maximum length of a message: a screen or two.
const READABLE: usize = 40_000;

const LANGUAGES: [&str; 3] = ["poolsmith.yaml", "poolsmith.json", "poolsmith.toml"];

/// The output and exit code of poolsmith for a workspace. Nothing may be written.
fn answer(folder: &Path) -> (Option<i32>, String) {
    let mut child = Command::new(env!("CARGO_BIN_EXE_poolsmith"))
        .args(["generate", "--dry-run", "--quiet"])
        .current_dir(folder)
        .stdin(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .expect("poolsmith starts");
    let started = Instant::now();
    while child.try_wait().expect("poolsmith runs").is_none() {
        if started.elapsed() > TIMEOUT {
            child.kill().expect("poolsmith is stopped");
            panic!("poolsmith hangs");
        }
        std::thread::sleep(Duration::from_millis(5));
    }
    let mut said = String::new();
    child.stderr.take().expect("stderr").read_to_string(&mut said).expect("stderr is UTF-8");
    assert!(said.len() < READABLE, "{} bytes: {}", said.len(), &said[..1000]);
    (child.wait().expect("poolsmith ended").code(), said)
}

fn answer_to(files: &[(&str, &[u8])]) -> (Option<i32>, String) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    for (name, bytes) in files {
        fs::write(folder.path().join(name), bytes).expect("a file");
    }
    answer(folder.path())
}

#[track_caller]
fn assert_refused(files: &[(&str, &[u8])], codes: &[&str], place: &str) {
    let (exit, said) = answer_to(files);
    assert_eq!(exit, Some(2), "{said}");
    assert!(codes.iter().any(|code| said.starts_with(&format!("error[{code}]"))), "{said}");
    assert!(said.contains(place), "{place}: {said}");
}

const WITH_POLICY: &str = "name: notes\nroles: { authenticated: { grants: { audit: { policy_file: audit.json } } } }\nenvironments: { dev: { region: us-east-1 } }\n";

#[test]
fn fifty_megabytes() {
    for policy in [false, true] {
        let folder = support::workspace(WITH_POLICY);
        let name = if policy { "audit.json" } else { "poolsmith.yaml" };
        let file = fs::File::create(folder.path().join(name)).unwrap();
        file.set_len(50 * 1024 * 1024).unwrap();
        let (exit, said) = answer(folder.path());
        assert_eq!(exit, Some(2), "{said}");
        assert!(said.starts_with(if policy { "error[E0307]" } else { "error[E0003]" }), "{said}");
        assert!(said.contains("52428800 bytes") && said.contains(name), "{said}");
    }
}

#[test]
fn a_folder_in_the_place_of_a_file() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("poolsmith.yaml")).unwrap();
    let (exit, said) = answer(folder.path());
    assert_eq!(exit, Some(2), "{said}");
    assert!(said.starts_with("error[E0002]") && said.contains("it is a directory"), "{said}");
}

#[cfg(unix)]
#[test]
fn a_pipe_in_the_place_of_a_file() {
    for (name, code) in [("poolsmith.yaml", "E0002"), ("audit.json", "E0307")] {
        let folder = support::workspace(WITH_POLICY);
        let path = folder.path().join(name);
        let _ = fs::remove_file(&path);
        assert!(Command::new("mkfifo").arg(&path).status().expect("mkfifo starts").success());
        let (exit, said) = answer(folder.path());
        assert_eq!(exit, Some(2), "{said}");
        assert!(said.starts_with(&format!("error[{code}]")) && said.contains("it is a pipe"), "{said}");
    }
}

#[test]
fn bytes_that_are_not_utf_8() {
    assert_refused(&[("poolsmith.yaml", b"name: notes\ntags: { Owner: Zo\xEB }\n")], &["E0004"], ":2:18");
    assert_refused(&[("poolsmith.json", b"{ \"name\": \"\xED\xA0\x80\" }")], &["E0004"], ":1:12");
    let utf_16: Vec<u8> = "\u{FEFF}name: notes\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert_refused(&[("poolsmith.yaml", &utf_16)], &["E0004"], ":1:1");
    let policy: &[(&str, &[u8])] =
        &[("poolsmith.yaml", WITH_POLICY.as_bytes()), ("audit.json", b"{ \"\xFF\" }")];
    assert_refused(policy, &["E0307"], "it is not UTF-8");
}

#[test]
fn a_byte_order_mark_is_no_character() {
    let (exit, said) = answer_to(&[("poolsmith.yaml", format!("\u{FEFF}{SMALLEST}").as_bytes())]);
    assert_eq!((exit, said.as_str()), (Some(0), ""));
    assert_refused(
        &[("poolsmith.yaml", "\u{FEFF}name: Notes\nenvironments: { a: { region: us-east-1 } }".as_bytes())],
        &["E0201"],
        ":1:7",
    );
    assert_refused(
        &[("poolsmith.json", "\u{FEFF}{ \"name\": 1, \"environments\": { \"a\": {} } }".as_bytes())],
        &["E0103"],
        ":1:11",
    );
    assert_refused(
        &[("poolsmith.toml", "\u{FEFF}name = 1\nenvironments.a.region = \"us-east-1\"".as_bytes())],
        &["E0103"],
        ":1:8",
    );
}

#[test]
fn null_bytes() {
    assert_refused(&[("poolsmith.yaml", b"name: no\0tes\n")], &["E0005"], ":1:9");
    assert_refused(&[("poolsmith.json", b"{ \"name\": \"no\0tes\" }")], &["E0005"], ":1:14");
    assert_refused(&[("poolsmith.toml", b"name = \"no\0tes\"\n")], &["E0005"], ":1:11");
    // As an escape sequence it is an ordinary character, which no name may contain.
    assert_refused(
        &[(
            "poolsmith.json",
            br#"{ "name": "no\u0000tes", "environments": { "a": { "region": "us-east-1" } } }"#,
        )],
        &["E0113"],
        ":1:11",
    );
}

#[test]
fn lists_in_lists_in_lists() {
    for levels in [64, 100_000] {
        for brackets in [("[", "]"), ("{\"a\":", "1}"), ("[", "")] {
            let (open, close) = (brackets.0.repeat(levels), brackets.1.replace('1', "").repeat(levels));
            let value = format!("{open}1{close}");
            let toml = if brackets.0 == "[" { value.clone() } else { value.replace("\"a\":", "a=") };
            let codes = ["E0005", "E0010"];
            assert_refused(&[("poolsmith.yaml", format!("name: {value}\n").as_bytes())], &codes, ":1:");
            assert_refused(&[("poolsmith.json", format!("{{\"name\": {value}}}").as_bytes())], &codes, ":1:");
            assert_refused(&[("poolsmith.toml", format!("name = {toml}\n").as_bytes())], &codes, ":1:");
        }
        let dashes = format!("name:\n  {}x\n", "- ".repeat(levels));
        assert_refused(&[("poolsmith.yaml", dashes.as_bytes())], &["E0010"], ":2:");
        let dots = format!("{}a = 1\n", "a.".repeat(levels));
        assert_refused(&[("poolsmith.toml", dots.as_bytes())], &["E0010"], ":1:");
        let policy = format!("{{\"Statement\": {}{}}}", "[".repeat(levels), "]".repeat(levels));
        let files: &[(&str, &[u8])] =
            &[("poolsmith.yaml", WITH_POLICY.as_bytes()), ("audit.json", policy.as_bytes())];
        assert_refused(files, &["E0010"], "audit.json:1:");
    }
}

#[test]
fn aliases_that_repeat_much_or_themselves() {
    let line = format!("a: &a [{}]\n", "x, ".repeat(3000));
    let repeated = format!("{line}b: [{}]\n", "*a, ".repeat(3000));
    assert_refused(&[("poolsmith.yaml", repeated.as_bytes())], &["E0011"], ":2:");
    assert_refused(&[("poolsmith.yaml", b"a: &a [*a]\n")], &["E0005"], ":1:");
}

#[test]
fn ten_thousand_errors_are_counted_and_some_are_shown() {
    let keys: String = (0..10_000).map(|number| format!("key{number}: 1\n")).collect();
    let (exit, said) = answer_to(&[("poolsmith.yaml", format!("{SMALLEST}{keys}").as_bytes())]);
    assert_eq!(exit, Some(2));
    assert_eq!(said.matches("error[E0101]").count(), 100);
    assert!(said.contains("… and 9900 more") && said.contains("10000 errors; nothing was written"), "{said}");

    let broken = "= 1\n".repeat(10_000);
    let (exit, said) = answer_to(&[("poolsmith.toml", broken.as_bytes())]);
    assert_eq!(exit, Some(2));
    assert!(said.contains("10000 errors"), "{said}");
}

#[test]
fn a_line_of_a_megabyte() {
    let long = "x".repeat(1 << 20);
    let texts = [
        format!("name: \"{long}\"\nenvironments: {{ dev: {{ region: us-east-1 }} }}\n"),
        format!(
            "{{ \"name\": \"{long}\", \"environments\": {{ \"dev\": {{ \"region\": \"us-east-1\" }} }} }}"
        ),
        format!("name = \"{long}\"\nenvironments.dev.region = \"us-east-1\"\n"),
    ];
    for (name, text) in LANGUAGES.into_iter().zip(texts) {
        let (exit, said) = answer_to(&[(name, text.as_bytes())]);
        assert_eq!(exit, Some(2), "{said}");
        assert!(said.starts_with("error[E0114]") && said.len() < 2000, "{} bytes: {said}", said.len());
    }
    // Also as a key, token, word, path to remove, and name of a policy file.
    for text in [
        format!("name: notes\n? {long}\n: 1\nenvironments: {{ dev: {{ region: us-east-1 }} }}\n"),
        format!(
            "name: notes\ntags: {{ a: \"{{{long}}}\" }}\nenvironments: {{ dev: {{ region: us-east-1 }} }}\n"
        ),
        format!("name: notes\nenvironments: {{ dev: {{ region: us-east-1, remove: [{long}] }} }}\n"),
        WITH_POLICY.replace("audit.json", &long),
        WITH_POLICY.replace("policy_file: audit.json", &format!("statements: [{{ Effect: {long} }}]")),
    ] {
        let (exit, said) = answer_to(&[("poolsmith.yaml", text.as_bytes())]);
        assert_eq!(exit, Some(2), "{said}");
        assert!(said.starts_with("error[E0") && said.len() < 2000, "{} bytes: {}", said.len(), &said[..2000]);
    }
}

#[test]
fn columns_are_counted_in_characters_whatever_the_line_ends() {
    for end in ["\n", "\r\n"] {
        let lines = |lines: &[&str]| lines.join(end) + end;
        let yaml = lines(&[
            "name: notes",
            "tags: { a: \"🎉é\", b: 12 }",
            "environments: { dev: { region: us-east-1 } }",
        ]);
        assert_refused(&[("poolsmith.yaml", yaml.as_bytes())], &["E0210"], ":2:21");
        let json = lines(&[
            "{ \"name\": \"notes\",",
            "\t\"tags\": { \"🎉é\": \"x\", \"b\": 12 },",
            "\"environments\": { \"dev\": { \"region\": \"us-east-1\" } } }",
        ]);
        assert_refused(&[("poolsmith.json", json.as_bytes())], &["E0210"], ":2:28");
        let toml = lines(&[
            "name = \"notes\"",
            "tags = { \"🎉é\" = \"x\", b = 12 }",
            "environments.dev.region = \"us-east-1\"",
        ]);
        assert_refused(&[("poolsmith.toml", toml.as_bytes())], &["E0210"], ":2:26");
    }
}
