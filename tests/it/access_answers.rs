//! Answers of `can` and `test`, as whole commands: decisions, exit codes, and what is said of requests and statements.

use std::fs;
use std::process::Output;

use serde_json::Value;
use tempfile::TempDir;

use crate::support::{poolsmith, words, workspace};

const INPUTS: &str = r#"name: notes
identity_pool:
  guest_access: true
  user_pools:
    main: { user_pool_id: us-east-1_Ab12Cd34E, app_client_id: 3n4b5urk1ft4fl3mg5e62d9ado }
    staff: { user_pool_id: us-east-1_Zz99Yy88X, app_client_id: 7qqm1tq3u5c2l0d8e9f0a1b2c3 }
role_mappings:
  staff:
    type: rules
    ambiguous: deny
    rules:
      - { claim: "cognito:groups", match: contains, value: admin, role: admins }
      - { claim: "custom:level", match: not_equal, value: none, role: limited }
roles:
  authenticated:
    tags: { project: notes }
    grants:
      files: { s3: { bucket: "notes-{environment}", path: "u/{identity}/*", allow: [read, list] } }
      raw:
        statements:
          - { Sid: Team, Effect: Allow, Action: s3:GetObject, Resource: "arn:aws:s3:::teams/${aws:PrincipalTag/team}/*" }
          - { Sid: Project, Effect: Allow, Action: s3:GetObject, Resource: "arn:aws:s3:::projects/${aws:PrincipalTag/project}/*" }
          - { Sid: NoSecret, Effect: Deny, Action: "s3:*", Resource: "arn:aws:s3:::*/secret/*" }
          - { Sid: Tls, Effect: Deny, Action: "s3:*", Resource: "*", Condition: { Bool: { "aws:SecureTransport": "false" } } }
          - { Sid: Mfa, Effect: Allow, Action: sns:Publish, Resource: "arn:aws:sns:us-east-1:111111111111:t", Condition: { BoolIfExists: { "aws:MultiFactorAuthPresent": "true" } } }
          - { Sid: In, Effect: Allow, Action: sqs:SendMessage, Resource: "arn:aws:sqs:us-east-1:111111111111:in", Condition: { "ForAnyValue:StringEquals": { "cognito-identity.amazonaws.com:amr": authenticated } } }
          - { Sid: Out, Effect: Allow, Action: sqs:SendMessage, Resource: "arn:aws:sqs:us-east-1:111111111111:out", Condition: { "ForAnyValue:StringEquals": { "cognito-identity.amazonaws.com:amr": unauthenticated } } }
          - { Sid: Partner, Effect: Allow, Action: sqs:SendMessage, Resource: "arn:aws:sqs:us-east-1:111111111111:partner", Condition: { "ForAnyValue:StringLike": { "cognito-identity.amazonaws.com:amr": "partner*" } } }
          - { Sid: Late, Effect: Allow, Action: sns:Subscribe, Resource: "arn:aws:sns:us-east-1:111111111111:t", Condition: { DateGreaterThan: { "aws:CurrentTime": "2027-01-01T00:00:00Z" } } }
  admins:
    grants:
      all: { statements: [{ Effect: Allow, NotAction: "iam:*", NotResource: "arn:aws:s3:::audit*" }] }
  limited:
    permissions_boundary: "arn:aws:iam::111111111111:policy/boundary"
    managed_policy_arns: ["arn:aws:iam::111111111111:policy/extra"]
    grants:
      files: { s3: { bucket: notes-staff, path: "*", allow: [read, write] } }
  guest:
    grants:
      public: { s3: { bucket: notes-public, path: "*", allow: [read] } }
      ignored: { statements: [{ Effect: Allow, Action: "ec2:DescribeInstances", Resource: "*" }] }
  other: { grants: { files: { s3: { bucket: notes-other, path: "*", allow: [read] } } } }
access:
  documents: { "arn:aws:iam::111111111111:policy/boundary": boundary.json }
  identities:
    ana: { role: authenticated, principal_tags: { team: it } }
    anyone: { role: authenticated, principal_tags: any }
    boss: { provider: staff, claims: { "cognito:groups": [admins], "custom:level": "2" } }
    temp: { provider: staff, claims: { "custom:level": none } }
    intern: { provider: staff, claims: { "custom:level": "2" } }
environments: { dev: { region: us-east-1, account_id: "111111111111" }, prod: { region: us-east-1, account_id: "111111111111" } }
"#;

const BOUNDARY: &str =
    r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:Get*","Resource":"*"}]}"#;

const TOPIC: &str = "arn:aws:sns:us-east-1:111111111111:t";

fn with_inputs(inputs: &str) -> TempDir {
    let folder = workspace(inputs);
    fs::write(folder.path().join("boundary.json"), BOUNDARY).expect("a new file");
    folder
}

fn can(folder: &TempDir, question: &[&str]) -> Output {
    poolsmith(folder.path(), &[&["can", "--environment", "dev"], question].concat())
}

fn text(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn json(output: &Output) -> Value {
    serde_json::from_slice(&output.stdout).unwrap_or_else(|error| panic!("{error}: {}", words(output)))
}

fn answer(folder: &TempDir, question: &[&str]) -> Value {
    json(&can(folder, &[question, &["--format", "json"]].concat()))["answers"][0].clone()
}

#[test]
fn decisions_and_exit_codes() {
    let folder = with_inputs(INPUTS);
    for (question, decision, code) in [
        (
            &["ana", "s3:GetObject", "s3://notes-dev/u/{identity}/x", "--with=aws:SecureTransport=true"][..],
            "allowed",
            0,
        ),
        (&["ana", "s3:GetObject", "s3://notes-dev/u/{other}/x"], "denied", 1),
        (&["ana", "s3:GetObject", "s3://notes-dev/u/{identity}/x"], "undecided", 3),
        (&["ana", "s3:GetObject", "s3://teams/it/secret/x"], "denied", 1),
        (&["ana", "s3:GetObject", "s3://teams/hr/x"], "denied", 1),
        // Tags of the role; a session with any tags may override them.
        (&["ana", "s3:GetObject", "s3://projects/notes/x", "--with=aws:SecureTransport=true"], "allowed", 0),
        (
            &["anyone", "s3:GetObject", "s3://projects/notes/x", "--with=aws:SecureTransport=true"],
            "undecided",
            3,
        ),
        // No session of a Cognito user has the key, so `IfExists` restricts nothing.
        (&["ana", "sns:Publish", TOPIC], "allowed", 0),
        (&["ana", "sns:Subscribe", TOPIC, "--with=aws:CurrentTime=2028-01-01"], "allowed", 0),
        (&["ana", "sns:Subscribe", TOPIC, "--with=aws:CurrentTime=2026-01-01"], "denied", 1),
        (&["boss", "sqs:SendMessage", "arn:aws:sqs:us-east-1:111111111111:q"], "allowed", 0),
        (&["boss", "s3:GetObject", "s3://audit-1/x"], "denied", 1),
        (&["boss", "iam:*", "*"], "denied", 1),
        (&["temp", "s3:GetObject", "s3://notes-staff/x"], "denied", 1),
        (&["intern", "s3:GetObject", "s3://notes-staff/x"], "undecided", 3),
        (&["intern", "s3:PutObject", "s3://notes-staff/x"], "denied", 1),
        (&["guest", "s3:GetObject", "s3://notes-public/x"], "allowed", 0),
        (&["guest", "ec2:DescribeInstances"], "denied", 1),
        (&["other", "s3:GetObject", "s3://notes-other/x"], "allowed", 0),
    ] {
        let output = can(&folder, question);
        assert!(text(&output).starts_with(decision), "{question:?}: {}{}", text(&output), words(&output));
        assert_eq!(output.status.code(), Some(code), "{question:?}");
        let answer = answer(&folder, question);
        assert_eq!(answer["decision"], decision, "{question:?}");
        assert_eq!(
            answer["undecided_because"].as_array().unwrap().is_empty(),
            decision != "undecided",
            "{answer}"
        );
        assert!(answer["scope"].as_str().unwrap().starts_with("This is about the policies in these inputs"));
    }
}

#[test]
fn the_statement_that_decides_or_is_nearest() {
    let folder = with_inputs(INPUTS);
    let tls = "--with=aws:SecureTransport=true";
    for (question, policy, statement) in [
        (&["ana", "s3:GetObject", "s3://notes-dev/u/{identity}/x", tls][..], "files", "Read"),
        (&["ana", "s3:GetObject", "s3://teams/it/secret/x", tls], "raw", "NoSecret"),
        // Of several statements about the action, the one that shares most of the resource.
        (&["ana", "s3:GetObject", "s3://teams/hr/x", tls], "raw", "Team"),
        (&["ana", "s3:GetObject", "s3://projects/x/y", tls], "raw", "Project"),
        // Not the one about another action whose condition holds.
        (&["ana", "sns:Subscribe", TOPIC, "--with=aws:CurrentTime=2026-01-01"], "raw", "Late"),
        (&["ana", "sns:Subscribe", TOPIC, "--with=aws:CurrentTime=2028-01-01"], "raw", "Late"),
    ] {
        let answer = answer(&folder, question);
        assert_eq!(answer["decided_by"]["policy"], policy, "{question:?}: {answer:#}");
        assert_eq!(answer["decided_by"]["sid"], statement, "{question:?}: {answer:#}");
    }
}

#[test]
fn a_request_has_the_keys_that_matter_as_policies_write_them() {
    let folder = with_inputs(INPUTS);
    let keys = |question: &[&str]| answer(&folder, question)["request"]["context"].to_string();
    let given = ["anyone", "s3:GetObject", "s3://teams/hr/x", "--with=aws:SecureTransport=true"];
    assert_eq!(keys(&given), r#"[["aws:PrincipalTag/team",["hr"]],["aws:SecureTransport",["true"]]]"#);
    assert_eq!(keys(&["ana", "s3:GetObject", "s3://teams/it/x"]), r#"[["aws:SecureTransport",["true"]]]"#);
    assert_eq!(keys(&["ana", "sns:Publish", TOPIC]), "[]");
}

#[test]
fn a_role_that_allows_nothing_decides_before_the_session_policies_of_guests() {
    let ignored = r#"      ignored: { statements: [{ Effect: Allow, Action: "ec2:DescribeInstances", Resource: "*" }] }"#;
    let public = r#"      public: { s3: { bucket: notes-public, path: "*", allow: [read] } }"#;
    let nothing =
        r#"      nothing: { statements: [{ Effect: Deny, Action: "s3:*", Resource: "arn:aws:s3:::x/*" }] }"#;
    let folder = with_inputs(&INPUTS.replace(ignored, "").replace(public, nothing));
    let text = text(&can(&folder, &["guest", "s3:GetObject", "s3://notes-public/a"]));
    assert!(text.contains("no statement of the role `guest` allows anything"), "{text}");
}

#[test]
fn what_is_known_of_how_a_user_signed_in_decides() {
    let folder = with_inputs(INPUTS);
    for (queue, code) in [("in", 0), ("out", 1), ("partner", 3)] {
        let queue = format!("arn:aws:sqs:us-east-1:111111111111:{queue}");
        let output = can(&folder, &["ana", "sqs:SendMessage", &queue]);
        assert_eq!(output.status.code(), Some(code), "{queue}: {}", text(&output));
        let shows_values = text(&output).contains("amr = authenticated, partner");
        assert_eq!(shows_values, code == 3, "{}", text(&output));
    }
}

#[test]
fn guests_can_choose_the_classic_flow_without_session_policies() {
    let folder = workspace(
        r#"name: notes
identity_pool: { guest_access: true, classic_flow: true }
roles:
  guest: { grants: { all: { statements: [{ Effect: Allow, Action: "ec2:DescribeInstances", Resource: "*" }] } } }
access:
  identities: { visitor: { role: guest } }
  tests: [{ as: visitor, cannot: "ec2:DescribeInstances" }]
environments: { dev: { region: us-east-1 } }
"#,
    );
    let output = can(&folder, &["visitor", "ec2:DescribeInstances"]);
    assert_eq!(output.status.code(), Some(3), "{}", words(&output));
    assert!(text(&output).contains("it depends on whether guests use the classic flow"), "{}", text(&output));
    assert!(text(&output).contains("allowed ec2:DescribeInstances"), "{}", text(&output));
    let output = poolsmith(folder.path(), &["test"]);
    assert_eq!(output.status.code(), Some(1), "{}", words(&output));
    assert!(text(&output).contains("visitor can ec2:DescribeInstances"), "{}", text(&output));
}

#[test]
fn the_sentence_of_aws_that_leaves_an_answer_open_is_named() {
    let year = r#"{ Sid: Late, Effect: Allow, Action: sns:Subscribe, Resource: "arn:aws:sns:us-east-1:111111111111:t", Condition: { DateGreaterThan: { "aws:CurrentTime": "2027" } } }"#;
    let late =
        INPUTS.lines().find(|line| line.contains("Sid: Late")).unwrap().trim().trim_start_matches("- ");
    let folder = with_inputs(&INPUTS.replace(late, year));
    let question = ["ana", "sns:Subscribe", "arn:aws:sns:us-east-1:111111111111:t"];
    let answer = answer(&folder, &question);
    assert_eq!(answer["decision"], "undecided");
    let reasons = answer["undecided_because"].to_string();
    assert!(reasons.contains("which of them four digits are (IAM User Guide"), "{reasons}");
}

#[test]
fn a_denied_request_has_a_value_for_a_key_that_must_be_another() {
    let own = r#"{ Sid: Own, Effect: Allow, Action: dynamodb:GetItem, Resource: "arn:aws:dynamodb:us-east-1:111111111111:table/t", Condition: { "ForAllValues:StringEquals": { "dynamodb:LeadingKeys": "${cognito-identity.amazonaws.com:sub}" } } }"#;
    let folder = with_inputs(&INPUTS.replace("- { Sid: Mfa", &format!("- {own}\n          - {{ Sid: Mfa")));
    let output =
        can(&folder, &["ana", "dynamodb:GetItem", "arn:aws:dynamodb:us-east-1:111111111111:table/t"]);
    let text = text(&output);
    assert!(text.contains("it depends on the request"), "{text}");
    assert!(
        text.contains("denied dynamodb:GetItem") && text.contains("dynamodb:LeadingKeys = x\n"),
        "{text}"
    );
}

#[test]
fn what_a_layer_does_not_allow_is_said_in_a_few_lines() {
    let folder = with_inputs(INPUTS);
    let shown = text(&can(&folder, &["intern", "s3:PutObject", "s3://notes-staff/x"]));
    let expected = "the permissions boundary of the role `limited` doesn't allow it; nearest is statement 1";
    assert!(shown.contains(expected), "{shown}");
    let shown = text(&can(&folder, &["guest", "ec2:DescribeInstances"]));
    assert!(shown.contains("  the session policies that AWS gives guests don't allow it\n"), "{shown}");
    assert!(shown.lines().all(|line| line.len() < 250), "{shown}");
}

#[test]
fn roles_of_an_identity() {
    let folder = with_inputs(INPUTS);
    let roles = &answer(&folder, &["boss", "s3:GetObject", "s3://q/x"])["roles"];
    assert_eq!(roles["picked"], "admins");
    assert_eq!(roles["obtainable"].to_string(), r#"["admins","limited"]"#);
    let roles = &answer(&folder, &["temp", "s3:GetObject", "s3://q/x"])["roles"];
    assert_eq!(roles["picked"], Value::Null);
    assert_eq!(roles["obtainable"].to_string(), "[]");
}

#[test]
fn questions_with_mistakes() {
    let folder = with_inputs(INPUTS);
    for (question, expected) in [
        (
            &["anna", "s3:GetObject", "s3://x/y"][..],
            "no identity or role is called `anna`, did you mean `ana`?",
        ),
        (&["authenticatd", "s3:GetObject", "s3://x/y"], "did you mean `authenticated`?"),
        (&["ana", "s3:GetObjekt", "s3://x/y"], "unknown action `s3:GetObjekt`, did you mean `s3:GetObject`?"),
        (&["ana", "s3:ListBucket", "s3://x/y"], "AWS never evaluates `s3:ListBucket` for this resource"),
        (&["ana", "s3:GetObject", "x/y"], "for a bucket or its objects, write `s3://x/y`"),
        (&["ana", "s3:GetObject"], "applies to resources"),
        (
            &["ana", "s3:GetObject", "s3://x/y", "--with=s3:foo=1"],
            "no request of a Cognito identity has `s3:foo`",
        ),
        (&["ana", "s3:GetObject", "s3://x/y", "--with=nothing"], "`--with nothing` has no `=`"),
        (
            &["ana", "s3:GetObject", "s3://x/y", "--without=aws:SecureTransport"],
            "every request for `s3:GetObject` has `aws:SecureTransport`",
        ),
    ] {
        let output = can(&folder, question);
        assert_eq!(output.status.code(), Some(2), "{question:?}: {}", text(&output));
        assert!(words(&output).contains(expected), "{question:?}: {}", words(&output));
    }
}

#[test]
fn a_mistake_in_a_question_is_shown_in_the_command() {
    let folder = with_inputs(INPUTS);
    let shown = |question: &[&str]| String::from_utf8_lossy(&can(&folder, question).stderr).into_owned();
    let error = shown(&["ana", "s3:GetObjekt", "s3://x/y"]);
    assert!(error.contains(" --> the question:1:19\n"), "{error}");
    assert!(
        error.contains("poolsmith can ana s3:GetObjekt s3://x/y\n  |                   ^^^^^^^^^^^^\n"),
        "{error}"
    );
    let error = shown(&["ana", "s3:GetObject", "s3://x/y", "--with=s3:prefix=a", "--with=s3:foo=1"]);
    assert!(error.contains("--with s3:prefix=a --with s3:foo=1\n"), "{error}");
    assert!(error.contains(" --> the question:1:67\n"), "{error}");
}

#[test]
fn patterns_of_actions() {
    let folder = with_inputs(INPUTS);
    for question in [["ana", "*", "*"], ["guest", "s3:*", "*"], ["boss", "*", "*"]] {
        assert_eq!(can(&folder, &question).status.code(), Some(3), "{question:?}");
    }
}

#[test]
fn tests_in_the_formats_and_environments() {
    let tests = "access:\n  tests:
    - { name: own, as: ana, can: s3:GetObject, on: \"s3://notes-dev/u/{identity}/x\", with: { \"aws:SecureTransport\": \"true\" } }
    - { name: others, as: ana, cannot: \"*\", on: \"s3://notes-dev/u/{other}/*\", environments: dev }\n";
    let folder = with_inputs(&INPUTS.replace("access:\n", tests));
    let run = |arguments: &[&str]| poolsmith(folder.path(), &[&["test"], arguments].concat());
    // In prod, the bucket of `own` is another environment's.
    let output = run(&["--environment", "dev"]);
    assert_eq!(output.status.code(), Some(0), "{}{}", text(&output), words(&output));
    let output = run(&[]);
    assert_eq!(output.status.code(), Some(1), "{}{}", text(&output), words(&output));
    assert!(text(&output).contains("F0009"), "{}", text(&output));
    let found = json(&run(&["--format", "json"]));
    let outcomes: Vec<&Value> =
        found["tests"].as_array().unwrap().iter().map(|test| &test["outcome"]).collect();
    assert_eq!(outcomes, ["passed", "passed", "failed"]);
    assert_eq!(json(&run(&["--format", "sarif"]))["runs"][0]["results"][0]["ruleId"], "F0009");
    assert!(
        text(&run(&["--format", "github"])).starts_with("::error "),
        "{}",
        text(&run(&["--format", "github"]))
    );
    let folder = with_inputs(
        &INPUTS
            .split("access:\n")
            .next()
            .map(|inputs| format!("{inputs}environments: {{ dev: {{ region: us-east-1 }} }}\n"))
            .unwrap(),
    );
    let output = poolsmith(folder.path(), &["test"]);
    assert_eq!(output.status.code(), Some(0), "{}{}", text(&output), words(&output));
}

#[test]
fn undocumented_actions_have_no_vacuous_tests() {
    let tests = "access:\n  tests:
    - { name: exact, as: ana, can: \"account:SendPhoneNumberVerification\", on: \"*\" }
    - { name: pattern, as: ana, can: \"account:SendPhone*\", on: \"*\" }
    - { name: allowed, as: boss, can: \"account:SendPhoneNumberVerification\", on: \"*\" }\n";
    let inputs = INPUTS
        .replace("access:\n", tests)
        .replace(", NotResource: \"arn:aws:s3:::audit*\"", ", Resource: \"*\"");
    let folder = with_inputs(&inputs);
    let found = json(&poolsmith(folder.path(), &["test", "--environment", "dev", "--format", "json"]));
    let outcomes: Vec<&Value> =
        found["tests"].as_array().unwrap().iter().map(|test| &test["outcome"]).collect();
    assert_eq!(outcomes, ["failed", "failed", "passed"]);
}

#[test]
fn a_workspace_that_was_changed_by_hand_leaves_answers_open() {
    let copy = workspace(
        "name: notes\nidentity_pool: { user_pools: { main: { user_pool_id: us-east-1_Ab12Cd34E, app_client_id: 3n4b5urk1ft4fl3mg5e62d9ado } } }\nroles: { authenticated: { grants: { files: { s3: { bucket: notes, allow: [read] } } } } }\nenvironments: { dev: { region: us-east-1 } }\n",
    );
    let can = || poolsmith(copy.path(), &["can", "authenticated", "s3:GetObject", "s3://notes/{identity}/a"]);
    assert!(poolsmith(copy.path(), &["generate"]).status.success());
    assert_eq!(can().status.code(), Some(0), "{}", words(&can()));
    let own = copy.path().join("environments/dev/own.tf");
    std::fs::write(&own, "resource \"aws_iam_role\" \"worker\" {}\n").expect("written");
    assert_eq!(can().status.code(), Some(0), "{}", words(&can()));
    std::fs::write(&own, "resource \"aws_iam_role_policy\" \"more\" {}\n").expect("written");
    assert_eq!(can().status.code(), Some(3), "{}", words(&can()));
    assert!(String::from_utf8_lossy(&can().stdout).contains("environments/dev/own.tf"));
    std::fs::remove_file(&own).expect("removed");
    let policy = copy.path().join("modules/policy/main.tf");
    let text = std::fs::read_to_string(&policy).expect("generated");
    std::fs::write(&policy, text.replace('\n', "\r\n")).expect("written");
    assert_eq!(can().status.code(), Some(0), "other line endings: {}", words(&can()));
    std::fs::write(&policy, text.replace("s3:GetObject", "s3:*")).expect("written");
    assert_eq!(can().status.code(), Some(3), "{}", words(&can()));
    assert!(String::from_utf8_lossy(&can().stdout).contains("modules/policy/main.tf"));
}
