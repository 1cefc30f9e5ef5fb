//! Findings: each directory of examples/findings/ has what a rule reports, and what it does not, with the exact message of
//! `poolsmith check`.
//!
//! A directory's name starts with the code. POOLSMITH_BLESS=1 updates the messages; review the diff.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Output;

use poolsmith::report::unified;
use poolsmith::source::{Code, Severity};
use serde_json::{Value, json};

use crate::support::{command, files, poolsmith, repository, words, workspace};

const MESSAGE: &str = "message.txt";

fn folders() -> Vec<PathBuf> {
    let folders = fs::read_dir(repository().join("examples/findings")).expect("examples/findings/");
    let mut folders: Vec<PathBuf> = folders.map(|entry| entry.expect("an entry").path()).collect();
    folders.sort();
    folders
}

fn code_of(folder: &Path) -> Code {
    let name = folder.file_name().and_then(|name| name.to_str()).expect("a folder's name");
    Code::find(name.split('-').next().expect("a code")).expect("a known code")
}

/// A generated workspace of an example.
fn generated(folder: &Path) -> tempfile::TempDir {
    let copy = tempfile::tempdir().expect("a temporary folder");
    for (path, bytes) in files(folder).into_iter().filter(|(path, _)| path != MESSAGE) {
        let path = copy.path().join(path);
        fs::create_dir_all(path.parent().expect("below the root")).expect("a folder");
        fs::write(path, bytes).expect("a file");
    }
    let output = poolsmith(copy.path(), &["generate"]);
    assert!(output.status.success(), "{}: {}", folder.display(), words(&output));
    copy
}

fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).expect("UTF-8")
}

fn in_json(folder: &Path, arguments: &[&str]) -> Value {
    let output = command(folder, arguments).args(["--format", "json"]).output().expect("it runs");
    serde_json::from_slice(&output.stdout).expect("JSON")
}

fn codes(json: &Value, part: &str) -> BTreeSet<String> {
    let entries = json[part].as_array().expect("entries").iter();
    entries.map(|entry| entry["code"].as_str().expect("a code").to_owned()).collect()
}

#[test]
fn every_finding_has_its_message_and_no_other() {
    let mut differing = Vec::new();
    for folder in folders() {
        let (code, workspace) = (code_of(&folder), generated(&folder));
        let output = poolsmith(workspace.path(), &["check"]);
        let said = stdout(&output);
        if std::env::var_os("POOLSMITH_BLESS").is_some() {
            fs::write(folder.join(MESSAGE), &said).expect("the message is written");
        }
        let expected = fs::read_to_string(folder.join(MESSAGE)).unwrap_or_default();
        let name = folder.display();
        if said != expected {
            differing.push(unified(&format!("{name}/{MESSAGE}"), &expected, &said));
        }
        let fails = code.severity() > Severity::Note;
        assert_eq!(output.status.code(), Some(i32::from(fails)), "{name}: {said}");
        let found = in_json(workspace.path(), &["check"]);
        let mut found = codes(&found, "diagnostics");
        found.retain(|code| code.starts_with('S'));
        assert_eq!(found, [code.as_str().to_owned()].into(), "{name}");
    }
    assert!(differing.is_empty(), "{}\nPOOLSMITH_BLESS=1 writes what is said", differing.join("\n"));
}

#[test]
fn every_rule_has_an_example() {
    let shown: BTreeSet<Code> = folders().iter().map(|folder| code_of(folder)).collect();
    for code in Code::ALL.iter().filter(|code| code.is_finding()) {
        assert!(shown.contains(code), "{code} ({code:?}) needs an example");
    }
}

const UNCHECKED: &str = "name: notes
identity_pool:
  classic_flow: true
  user_pools:
    main:
      user_pool_id: us-east-1_Ab12Cd34E
      app_client_id: 3n4b5urk1ft4fl3mg5e62d9ado
      token_check: false
roles: { admins: {} }
";
const DEV: &str = "environments:\n  dev: { region: us-east-1 }\n";

fn unchecked(more: &str) -> tempfile::TempDir {
    let folder = workspace(&format!("{UNCHECKED}{more}"));
    let output = poolsmith(folder.path(), &["generate"]);
    assert!(output.status.success(), "{}", words(&output));
    folder
}

#[test]
fn generate_reports_every_finding_as_a_warning_in_two_lines() {
    let folder = workspace(&format!("{UNCHECKED}{DEV}"));
    let output = poolsmith(folder.path(), &["generate"]);
    let said = words(&output);
    assert_eq!(output.status.code(), Some(0));
    for code in ["S101", "S102", "S106"] {
        assert_eq!(said.matches(&format!("warning[{code}]: ")).count(), 1, "{said}");
    }
    assert!(!said.contains("error") && said.contains(" --> poolsmith.yaml:3:17\n"), "{said}");
    assert_eq!(said.matches("= help: ").count(), 1, "{said}");
    let reported = in_json(folder.path(), &["generate"]);
    let severities: BTreeSet<&str> = reported["diagnostics"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["severity"].as_str().unwrap())
        .collect();
    assert_eq!(severities, ["warning"].into());
}

#[test]
fn rules_are_selected_and_ignored() {
    let folder = unchecked(DEV);
    let check = |arguments: &[&str]| {
        let arguments = [&["check"], arguments].concat();
        let found = codes(&in_json(folder.path(), &arguments), "diagnostics");
        (poolsmith(folder.path(), &arguments).status.code(), found.into_iter().collect::<Vec<_>>().join(" "))
    };
    let is = |arguments: &[&str], code: i32, found: &str| {
        assert_eq!(check(arguments), (Some(code), found.to_owned()), "{arguments:?}");
    };
    is(&[], 1, "S101 S102 S106");
    is(&["--select", "S102"], 1, "S102");
    is(&["--select", "s10", "--ignore", "classic-flow-enabled,S101"], 1, "S106");
    is(&["--select", "S101", "--select", "token-check-off"], 1, "S101 S106");
    is(&["--ignore", "S1"], 0, "");
    is(&["--fail-on", "error"], 1, "S101 S102 S106");
    is(&["--fail-on", "error", "--ignore", "S101"], 0, "S102 S106");
    is(&["--ignore", "classic-flow-enable"], 2, "E0405");
    is(&["--select", "E0101"], 2, "E0405");
    let said = words(&poolsmith(folder.path(), &["check", "--ignore", "classic-flow-enable"]));
    assert!(said.contains("did you mean `classic-flow-enabled`?"), "{said}");
}

#[test]
fn a_note_fails_only_if_it_should() {
    let inputs = "name: notes
identity_pool: { social: { google: \"1234\" } }
role_mappings: { google: { type: token, ambiguous: authenticated } }
environments: { dev: { region: us-east-1 } }
";
    let folder = workspace(inputs);
    assert!(poolsmith(folder.path(), &["generate"]).status.success());
    let code = |arguments: &[&str]| poolsmith(folder.path(), arguments).status.code();
    assert_eq!(code(&["check"]), Some(0));
    assert_eq!(code(&["check", "--fail-on", "warning"]), Some(0));
    assert_eq!(code(&["check", "--fail-on", "note"]), Some(1));
    let said = poolsmith(folder.path(), &["check"]);
    assert!(stdout(&said).contains("note[S105]: ") && words(&said).contains("findings: 1 note\n"));
}

#[test]
fn what_is_accepted_does_not_fail_and_is_listed() {
    let accept = "accept:
  - { rule: S1, reason: no such rule }
";
    let folder = workspace(&format!("{UNCHECKED}{accept}{DEV}"));
    assert_eq!(poolsmith(folder.path(), &["check"]).status.code(), Some(2));
    let accept = "accept:
  - { rule: classic-flow-reaches-role, at: roles.admins, reason: every user is an admin }
  - { rule: S102, at: identity_pool, reason: the old app, until: 2026-01-01 }
  - { rule: token-check-off, reason: tokens live for five minutes }
";
    let folder = unchecked(&format!("{accept}{DEV}"));
    let output = poolsmith(folder.path(), &["check", "-v"]);
    let (text, said) = (stdout(&output), words(&output));
    assert_eq!(output.status.code(), Some(0), "{text}{said}");
    assert!(said.contains("findings: 3 accepted\n"), "{said}");
    for line in [
        "accepted: poolsmith.yaml:9: in the classic flow, every user who signs in can take the role `admins` [S101]: every user is an admin\n",
        "accepted until 2026-01-01: poolsmith.yaml:3: the classic flow is enabled [S102]: the old app\n",
    ] {
        assert!(text.contains(line), "{text}");
    }
    assert_eq!(stdout(&poolsmith(folder.path(), &["check"])), "");
    let reported = in_json(folder.path(), &["check"]);
    assert_eq!(codes(&reported, "diagnostics"), BTreeSet::new());
    assert_eq!(codes(&reported, "accepted"), ["S101", "S102", "S106"].map(str::to_owned).into());
    let entry = &reported["accepted"].as_array().unwrap()[0];
    assert_eq!((&entry["line"], &entry["until"]), (&3.into(), &"2026-01-01".into()));
    let sarif = command(folder.path(), &["check", "--format", "sarif"]).output().unwrap();
    let sarif: Value = serde_json::from_slice(&sarif.stdout).unwrap();
    let results = sarif["runs"][0]["results"].as_array().unwrap();
    assert_eq!(results.len(), 3);
    assert!(results.iter().any(|result| result["suppressions"][0]["justification"] == "the old app"));
    assert_eq!(words(&poolsmith(folder.path(), &["generate", "-q"])), "");
}

/// The date decides what is reported, but never what is generated.
#[test]
fn an_entry_expires_after_its_last_day() {
    let inputs =
        format!("{UNCHECKED}accept:\n  - {{ rule: token-check-off, reason: x, until: 2026-01-02 }}\n{DEV}");
    let folder = workspace(&inputs);
    assert!(poolsmith(folder.path(), &["generate"]).status.success());
    let before = files(folder.path());
    let on = |seconds: &str, arguments: &[&str]| {
        let output = command(folder.path(), arguments).env("SOURCE_DATE_EPOCH", seconds).output().unwrap();
        stdout(&output)
    };
    // 2026-01-02 23:59:59 and 2026-01-03 00:00:00
    let [last, after] =
        ["1767398399", "1767398400"].map(|seconds| on(seconds, &["check", "--select", "S106,S9"]));
    assert_eq!(last, "");
    assert!(after.contains("[S106]: ") && after.contains("[S902]: "), "{after}");
    on("1767398400", &["generate"]);
    assert!(files(folder.path()) == before);
}

#[test]
fn a_finding_is_accepted_in_one_environment() {
    let environments = "environments:\n  dev: { region: us-east-1 }\n  prod: { region: us-east-1 }\n";
    let found = |accept: &str, arguments: &[&str]| {
        let folder = unchecked(&format!("accept:\n{accept}{environments}"));
        stdout(&poolsmith(folder.path(), &[&["check", "--select", "S106,S9"], arguments].concat()))
    };
    let dev = "  - { rule: token-check-off, at: environments.dev, reason: x }\n";
    let both = "  - { rule: token-check-off, at: environments.prod.identity_pool.user_pools, reason: x }\n";
    let left = found(dev, &[]);
    assert!(left.contains("[S106]: ") && left.contains("in the environment `prod`"), "{left}");
    assert_eq!(found(dev, &["--environment", "dev"]), "");
    assert!(found(dev, &["--environment", "prod"]).contains("[S106]: "));
    assert_eq!(found(&format!("{dev}{both}"), &[]), "");
    let elsewhere = found("  - { rule: token-check-off, at: environments.test, reason: x }\n", &[]);
    assert!(elsewhere.contains("[S901]: ") && elsewhere.contains("[S106]: "), "{elsewhere}");
}

/// The codes of the findings for each statement, by role.
fn of_statements(role: &str, statements: &[Value]) -> Vec<Vec<String>> {
    let grants: Vec<String> = statements
        .iter()
        .enumerate()
        .map(|(index, statement)| {
            format!("\"g{index}\": {{ \"policy_name\": \"{index}\", \"statements\": [{statement}] }}")
        })
        .collect();
    let inputs = format!(
        "{{ \"name\": \"notes\", \"identity_pool\": {{ \"guest_access\": true, \"developer_provider\": \"login.notes\" }}, \
         \"environments\": {{ \"dev\": {{ \"region\": \"us-east-1\", \"account_id\": \"111111111111\" }} }}, \
         \"roles\": {{ \"{role}\": {{ \"policies\": \"managed\", \"grants\": {{\n{}\n}} }} }} }}",
        grants.join(",\n")
    );
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("poolsmith.json"), inputs).unwrap();
    let reported = in_json(folder.path(), &["generate", "--dry-run"]);
    let mut found = vec![Vec::new(); statements.len()];
    for diagnostic in reported["diagnostics"].as_array().unwrap() {
        let code = diagnostic["code"].as_str().unwrap();
        assert!(!code.starts_with('E'), "{diagnostic:#}");
        if code.starts_with('S') {
            let line = diagnostic["line"].as_u64().unwrap() as usize;
            found[line - 2].push(code.to_owned());
        }
    }
    found.iter_mut().for_each(|codes| codes.dedup());
    found
}

/// A statement that allows an action on a resource, and what is found in it.
type Row = (Value, Value, Value, &'static [&'static str]);

fn expect(role: &str, rows: Vec<Row>) {
    let statement = |(action, resource, condition, _): &Row| {
        let mut statement = json!({ "Effect": "Allow", "Action": action, "Resource": resource });
        if !condition.is_null() {
            statement["Condition"] = condition.clone();
        }
        statement
    };
    // A role takes up to 25 managed policies.
    for rows in rows.chunks(20) {
        let statements: Vec<Value> = rows.iter().map(statement).collect();
        let found = of_statements(role, &statements);
        for ((found, statement), (.., expected)) in found.iter().zip(&statements).zip(rows) {
            assert_eq!(found, expected, "{role}: {statement}");
        }
    }
}

#[test]
fn a_statement_is_judged_by_what_it_allows_not_by_its_spelling() {
    let own = || json!("arn:aws:s3:::notes/{identity}/*");
    let bucket = || json!("arn:aws:s3:::notes");
    let none = || Value::Null;
    expect(
        "authenticated",
        vec![
            (json!("s3:GetObject"), own(), none(), &[]),
            (json!(["S3:*"]), own(), none(), &["S302"]),
            (json!("s3:**"), own(), none(), &["S302"]),
            (json!("s3:*Object"), own(), none(), &[]),
            (json!("S3:putobjectacl"), own(), none(), &["S307"]),
            (json!("s3:*Acl"), own(), none(), &["S307"]),
            (json!("IAM:passrole"), json!("*"), none(), &["S304"]),
            (json!("iam:Pass*"), json!("*"), none(), &["S304"]),
            (json!("iam:Get*"), json!("*"), none(), &[]),
            (json!("sts:*"), json!("*"), none(), &["S304"]),
            (json!("sts:GetCallerIdentity"), json!("*"), none(), &[]),
            (json!("cognito-idp:Admin*"), json!("*"), none(), &["S304"]),
            (json!("*"), json!("*"), none(), &["S301"]),
            (json!(["s3:GetObject", "*:*"]), json!(["arn:aws:s3:::a/*", "*"]), none(), &["S301"]),
            (json!("*"), json!("*"), json!({ "StringEquals": { "aws:ResourceTag/a": "b" } }), &["S302"]),
            (json!("*"), own(), none(), &["S302"]),
            (json!("sqs:Send*"), json!(["arn:aws:sqs:*:*:a", "*"]), none(), &["S308"]),
            (json!("dynamodb:Query"), json!("arn:aws:dynamodb:us-east-1:111111111111:table/*"), none(), &[]),
            (json!("s3:ListBucket"), bucket(), none(), &["S402"]),
            (json!(["s3:GetObject", "s3:List*"]), own(), none(), &[]),
            (
                json!(["s3:GetObject", "s3:List*"]),
                json!(["arn:aws:s3:::notes/{identity}/*", "arn:aws:s3:::notes"]),
                none(),
                &["S402"],
            ),
            (json!("s3:ListBucket"), json!("arn:aws:s3:::notes*"), none(), &["S402"]),
            (json!("s3:List*"), bucket(), json!({ "StringLike": { "S3:Prefix": "{identity}/*" } }), &[]),
            (
                json!("s3:ListBucket"),
                bucket(),
                json!({ "StringLike": { "s3:prefix": "{identity}*" } }),
                &["S401"],
            ),
            (json!("s3:GetObject"), json!("arn:aws:s3:::notes/{identity}?/a"), none(), &["S401"]),
            (json!("s3:GetObject"), json!("arn:aws:s3:::notes/x-{identity}/*"), none(), &[]),
            (json!("s3:GetObject"), json!("arn:aws:s3:::notes/aws:PrincipalTag/team/*"), none(), &["S406"]),
            (json!("s3:GetObject"), json!("arn:aws:s3:::notes/${aws:PrincipalTag/team}/*"), none(), &[]),
            (
                json!("s3:GetObject"),
                own(),
                json!({ "NotIpAddress": { "aws:SourceIp": "203.0.113.0/24" } }),
                &["S403"],
            ),
            (json!("s3:GetObject"), own(), json!({ "IpAddress": { "aws:SourceIp": "203.0.113.0/24" } }), &[]),
            (
                json!("s3:GetObject"),
                own(),
                json!({ "arnlikeifexists": { "aws:PrincipalArn": "arn:aws:iam::111111111111:role/a" } }),
                &["S404"],
            ),
            (
                json!("s3:GetObject"),
                own(),
                json!({ "Null": { "aws:TagKeys": "false" }, "forallvalues:StringLike": { "aws:TagKeys": "a" } }),
                &[],
            ),
            (json!("cognito-sync:ListRecords"), json!("*"), none(), &["S306"]),
        ],
    );
}

#[test]
fn guests_are_limited_to_their_own_and_to_reading() {
    let object = |path: &str| json!(format!("arn:aws:s3:::notes/{path}"));
    let table = || json!("arn:aws:dynamodb:us-east-1:111111111111:table/notes");
    let bucket = || json!("arn:aws:s3:::notes");
    let none = || Value::Null;
    let keys = |key: &str| json!({ "ForAllValues:StringEquals": { "dynamodb:LeadingKeys": [key] } });
    expect(
        "guest",
        vec![
            (json!("s3:GetObject"), object("public/*"), none(), &[]),
            (json!("s3:PutObject"), object("{identity}/*"), none(), &["S201"]),
            (json!("s3:Put*"), object("{identity}/*"), none(), &["S201", "S307"]),
            (json!("s3:DeleteObject"), object("{identity}/*"), none(), &[]),
            (
                json!("s3:DeleteObject"),
                json!(["arn:aws:s3:::notes/{identity}/*", "arn:aws:s3:::notes/a/*"]),
                none(),
                &["S202"],
            ),
            (json!("s3:*"), object("{identity}/*"), none(), &["S302"]),
            (json!("s3:ListBucket"), bucket(), none(), &["S203"]),
            (
                json!("s3:ListBucket"),
                bucket(),
                json!({ "StringLike": { "s3:prefix": "public/*" } }),
                &["S203"],
            ),
            (
                json!("s3:ListBucket"),
                bucket(),
                json!({ "StringLike": { "s3:prefix": ["{identity}/", "{identity}/*"] } }),
                &[],
            ),
            (
                json!("s3:ListBucket"),
                bucket(),
                json!({ "StringNotLike": { "s3:prefix": "{identity}/*" } }),
                &["S203", "S403"],
            ),
            (json!("dynamodb:GetItem"), table(), none(), &["S204"]),
            (json!("dynamodb:GetItem"), table(), keys("public"), &[]),
            (json!("dynamodb:DeleteItem"), table(), keys("public"), &["S202"]),
            (json!("dynamodb:DeleteItem"), table(), keys("{identity}"), &[]),
            (json!("dynamodb:BatchWriteItem"), table(), keys("public"), &["S201", "S202"]),
            (json!("*"), json!("*"), json!({ "StringEquals": { "aws:ResourceTag/a": "b" } }), &["S301"]),
        ],
    );
}
