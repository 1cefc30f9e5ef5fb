//! The places of statements in the generated module, as answers about access name them.

use std::fs;
use std::path::Path;

use serde_json::Value;
use tempfile::TempDir;

use crate::support::{examples, files, poolsmith, repository, words, workspace};

/// Inputs with literals that look like the beginning of a statement.
const INPUTS: &str = r#"name: notes
identity_pool: { user_pools: { main: { user_pool_id: us-east-1_Ab12Cd34E, app_client_id: 3n4b5urk1ft4fl3mg5e62d9ado } } }
roles:
  authenticated:
    permissions_boundary: "arn:aws:iam::111111111111:policy/boundary"
    grants:
      files: { s3: { bucket: notes, path: "{identity}/*", allow: [read, list] } }
      own:
        statements:
          - { Sid: First, Effect: Allow, Action: s3:GetObject, Resource: "arn:aws:s3:::own/Sid = Second,Statement = [{" }
          - { Sid: Second, Effect: Allow, Action: s3:GetObject, Resource: "arn:aws:s3:::own/b" }
          - { Sid: Third, Effect: Deny, Action: s3:GetObject, Resource: "arn:aws:s3:::own/secret" }
  other:
    grants: { own: { statements: [{ Effect: Allow, Action: sqs:SendMessage, Resource: "*" }] } }
access:
  documents: { "arn:aws:iam::111111111111:policy/boundary": boundary.json }
  identities: { ana: { role: authenticated } }
  tests:
    - { name: own, as: ana, cannot: s3:GetObject, on: "s3://own/b" }
    - { name: others, as: ana, can: s3:GetObject, on: "s3://notes/{other}/a" }
    - { name: writes, as: ana, can: s3:PutObject, on: "s3://own/b" }
    - { name: queues, as: ana, can: sqs:SendMessage, on: "*" }
environments: { dev: { region: us-east-1 }, prod: { region: us-east-1 } }
"#;

const BOUNDARY: &str = r#"{
  "Version": "2012-10-17",
  "Statement": [
    { "Sid": "NoQueues", "Effect": "Deny", "Action": "sqs:*", "Resource": "*" },
    {
      "Effect": "Allow",
      "Action": "s3:*",
      "Resource": "*"
    }
  ]
}
"#;

const MODULE: &str = "modules/policy/main.tf";

fn folder() -> TempDir {
    let folder = workspace(INPUTS);
    fs::write(folder.path().join("boundary.json"), BOUNDARY).expect("a new file");
    folder
}

fn generate(folder: &TempDir) {
    let output = poolsmith(folder.path(), &["generate"]);
    assert!(output.status.success(), "{}", words(&output));
}

fn stdout(folder: &Path, arguments: &[&str]) -> String {
    String::from_utf8(poolsmith(folder, arguments).stdout).expect("UTF-8")
}

fn json(folder: &Path, arguments: &[&str]) -> Value {
    let output = poolsmith(folder, &[arguments, &["--format", "json"]].concat());
    serde_json::from_slice(&output.stdout).unwrap_or_else(|error| panic!("{error}: {}", words(&output)))
}

/// The number of the line of a text that contains these words, from 1.
fn line_with(text: &str, words: &str) -> u64 {
    let found: Vec<usize> =
        text.lines().zip(1..).filter(|(line, _)| line.contains(words)).map(|(_, number)| number).collect();
    assert_eq!(found.len(), 1, "{words}: {found:?}\n{text}");
    found[0] as u64
}

/// `FILE:LINE` of the places of the decisive statement, or `-`.
fn places(decided: &Value) -> String {
    let place = |key: &str| match &decided[key] {
        Value::Null => "-".to_owned(),
        place => format!("{}:{}", place["path"].as_str().unwrap(), place["line"]),
    };
    format!("{} {}", place("place"), place("module_place"))
}

#[test]
fn every_statement_of_every_example_begins_in_its_line() {
    for example in examples() {
        let data = json(&example, &["explain"]);
        let module = fs::read_to_string(example.join(MODULE)).unwrap_or_default();
        let mut lines: Vec<&str> = module.lines().collect();
        lines.push("");
        for role in data["roles"].as_array().expect("roles") {
            let grants =
                role["policies"].as_array().unwrap().iter().filter(|policy| policy.get("grant").is_some());
            for policy in grants {
                let address = format!(
                    "\"{}_{}\" {{",
                    role["role"].as_str().unwrap(),
                    policy["grant"].as_str().unwrap()
                );
                for statement in policy["statements"].as_array().expect("statements") {
                    let place = &statement["module_place"];
                    assert_eq!(place["path"], MODULE, "{}: {statement}", example.display());
                    let line = place["line"].as_u64().expect("a line") as usize;
                    let rest = &lines[line - 1..];
                    assert!(begins(rest, statement), "{}:{line}: {statement}", example.display());
                    let resource = lines[..line].iter().rev().find(|line| line.starts_with("resource "));
                    assert!(
                        resource.is_some_and(|resource| resource.contains(&address)),
                        "{address}: {resource:?}"
                    );
                }
            }
        }
    }
}

/// Whether a statement with this effect and these actions begins in the first of the lines.
fn begins(lines: &[&str], statement: &Value) -> bool {
    let has_key = |line: &&&str, keys: &[&str]| keys.iter().any(|key| line.trim().starts_with(key));
    let effect = lines.iter().find(|line| has_key(line, &["Effect "])).expect("an effect");
    let from_actions = lines.iter().skip_while(|line| !has_key(line, &["Action ", "NotAction "]));
    let actions = from_actions.take_while(|line| !has_key(line, &["Resource ", "NotResource "]));
    let actions = actions.copied().collect::<String>();
    let expected = statement["actions"].as_array().unwrap();
    has_key(&&lines[0], &["Sid ", "Effect "])
        && effect.contains(&format!("\"{}\"", statement["effect"].as_str().unwrap()))
        && expected.iter().all(|action| actions.contains(&format!("\"{}\"", action.as_str().unwrap())))
        && actions.matches(':').count() == expected.len()
}

#[test]
fn answers_name_both_places() {
    for (example, question, inputs, sid) in [
        (
            "least-privilege",
            ["authenticated", "s3:GetObject", "s3://notes-uploads/{other}/a"],
            13,
            "ReadWriteDelete",
        ),
        ("least-privilege", ["authenticated", "s3:ListBucket", "s3://notes-uploads"], 13, "\"List\""),
    ] {
        let folder = repository().join("examples").join(example);
        let module = fs::read_to_string(folder.join(MODULE)).unwrap();
        let line = line_with(&module, sid);
        let text = stdout(&folder, &[&["can"][..], &question].concat());
        let expected = format!("\n  poolsmith.yaml:{inputs}   {MODULE}:{line}\n");
        assert!(text.contains(&expected), "{expected}{text}");
        let answer = &json(&folder, &[&["can"][..], &question].concat())["answers"][0];
        let expected = format!("poolsmith.yaml:{inputs} {MODULE}:{line}");
        assert_eq!(places(&answer["decided_by"]), expected);
    }
}

/// The places that the tests in the inputs name, in order.
fn places_of_tests(folder: &TempDir) -> Vec<String> {
    let data = json(folder.path(), &["test", "--environment", "prod"]);
    data["tests"].as_array().unwrap().iter().map(|test| places(&test["decided_by"])).collect()
}

fn expected(module: &str) -> [String; 4] {
    [
        format!("poolsmith.yaml:11 {MODULE}:{}", line_with(module, "\"Second\"")),
        format!("poolsmith.yaml:7 {MODULE}:{}", line_with(module, "\"Read\"")),
        format!("poolsmith.yaml:11 {MODULE}:{}", line_with(module, "\"Second\"")),
        "boundary.json:4 -".to_owned(),
    ]
}

#[test]
fn a_file_that_does_not_exist_has_the_lines_that_it_will_have() {
    let folder = folder();
    let before = places_of_tests(&folder);
    generate(&folder);
    assert_eq!(places_of_tests(&folder), before);
    assert_eq!(before, expected(&fs::read_to_string(folder.path().join(MODULE)).unwrap()));
}

#[test]
fn failures_have_the_place_in_every_format() {
    let folder = folder();
    let run = |arguments: &[&str]| stdout(folder.path(), &[arguments, &["--environment", "prod"]].concat());
    let text = run(&["test"]);
    let snippet =
        "        Sid      = \"Second\"\n   |         ------------------- this statement in the module\n";
    assert!(text.contains("  --> modules/policy/main.tf:") && text.contains(snippet), "{text}");
    assert!(run(&["check"]).contains(snippet));
    generate(&folder);
    let line = line_with(&fs::read_to_string(folder.path().join(MODULE)).unwrap(), "\"Second\"");
    let sarif: Value = serde_json::from_str(&run(&["test", "--format", "sarif"])).unwrap();
    let related = &sarif["runs"][0]["results"][0]["relatedLocations"][1];
    assert_eq!(related["physicalLocation"]["artifactLocation"]["uri"], MODULE);
    assert_eq!(related["physicalLocation"]["region"]["startLine"], line);
    let in_github =
        format!("%0Athis statement: poolsmith.yaml:11%0Athis statement in the module: {MODULE}:{line}\n");
    let github = run(&["test", "--format", "github"]);
    assert!(github.contains(&in_github), "{github}");
    let in_junit = format!("\npoolsmith.yaml:11   {MODULE}:{line}</failure>");
    let junit = run(&["test", "--format", "junit"]);
    assert!(junit.contains(&in_junit), "{junit}");
}

#[test]
fn documents_of_the_inputs_have_places_in_their_own_files() {
    let folder = folder();
    let question = ["can", "ana", "sqs:SendMessage", "*", "--environment", "dev"];
    let text = stdout(folder.path(), &question);
    assert!(text.contains("the permissions boundary, statement NoQueues of"), "{text}");
    assert!(text.contains("\n  boundary.json:4\n"), "{text}");
    let answer = &json(folder.path(), &question)["answers"][0];
    let boundary: Vec<String> =
        answer["statements"].as_array().unwrap().iter().rev().take(2).map(places).collect();
    assert_eq!(boundary, ["boundary.json:7 -", "boundary.json:4 -"]);
    let findings = stdout(folder.path(), &["test", "--environment", "dev"]);
    assert!(findings.contains("  --> boundary.json:4:14\n"), "{findings}");
}

#[test]
fn in_a_file_that_was_edited_only_unchanged_statements_have_a_place() {
    let folder = folder();
    generate(&folder);
    let path = folder.path().join(MODULE);
    let module = fs::read_to_string(&path).unwrap();
    let edit = |text: &str| {
        fs::write(&path, text).unwrap();
        let data = json(folder.path(), &["explain", "authenticated", "--environment", "dev"]);
        let statements = data["roles"][0]["policies"][1]["statements"].as_array().unwrap().clone();
        let line = |statement: &Value| statement["module_place"]["line"].as_u64();
        statements.iter().map(line).collect::<Vec<_>>()
    };
    let lines = |text: &str| ["\"First\"", "\"Second\"", "\"Third\""].map(|sid| Some(line_with(text, sid)));
    assert_eq!(edit(&module), lines(&module));
    // A comment, and lines that end as on Windows.
    let commented = format!("# Mine.\n\n{module}").replace('\n', "\r\n");
    assert_eq!(edit(&commented), lines(&commented));
    let changed = module.replace("s3:::own/b", "s3:::own/*");
    assert_eq!(edit(&changed), [lines(&module)[0], None, lines(&module)[2]]);
    let inserted = module.replace(
        "      {\n        Sid      = \"First\"",
        "      { Sid = \"Mine\", Effect = \"Allow\", Action = \"s3:Get*\", Resource = \"*\" },\n      {\n        Sid      = \"First\"",
    );
    assert_ne!(inserted, module);
    assert_eq!(edit(&inserted), lines(&inserted));
    assert_eq!(edit(&module.replace("authenticated_own\"", "own\"")), [None; 3]);
    assert_eq!(edit(&module.replace("jsonencode(", "jsonencode((")), [None; 3]);
    assert_eq!(edit("<<<<<<< edited\n"), [None; 3]);
    fs::remove_file(&path).unwrap();
    // `generate` leaves it deleted.
    let data = json(folder.path(), &["explain", "other", "--environment", "dev"]);
    assert_eq!(data["roles"][0]["policies"][0]["statements"][0]["module_place"], Value::Null);
}

#[test]
fn a_statement_that_is_new_has_the_line_that_it_will_have() {
    let folder = folder();
    generate(&folder);
    let before = fs::read_to_string(folder.path().join(MODULE)).unwrap();
    let new = "- { Sid: Zeroth, Effect: Allow, Action: s3:PutObject, Resource: \"arn:aws:s3:::own/b\" }\n          - { Sid: First";
    fs::write(folder.path().join("poolsmith.yaml"), INPUTS.replace("- { Sid: First", new)).unwrap();
    let [own, _, writes, _] = places_of_tests(&folder).try_into().unwrap();
    generate(&folder);
    let after = fs::read_to_string(folder.path().join(MODULE)).unwrap();
    assert_eq!(own, format!("poolsmith.yaml:12 {MODULE}:{}", line_with(&before, "\"Second\"")));
    // The test holds now.
    assert_eq!(writes, "- -");
    let answer = json(folder.path(), &["can", "ana", "s3:PutObject", "s3://own/b", "--environment", "dev"]);
    let place = &answer["answers"][0]["decided_by"]["module_place"];
    assert_eq!(place["line"], line_with(&after, "\"Zeroth\""));
}

#[test]
fn answers_write_nothing() {
    let folder = folder();
    let before = files(folder.path());
    places_of_tests(&folder);
    assert_eq!(files(folder.path()), before);
}

#[test]
fn a_template_that_writes_policies_in_another_way_gives_no_place() {
    let folder = folder();
    let pack = folder.path().join("pack/modules/policy");
    fs::create_dir_all(&pack).unwrap();
    let inputs = format!("templates: pack\n{INPUTS}");
    fs::write(folder.path().join("poolsmith.yaml"), inputs).unwrap();
    let of_pack = |text: &str| {
        fs::write(pack.join("main.tf.tera"), text).unwrap();
        let data = json(folder.path(), &["test", "--environment", "dev"]);
        data["tests"][0]["decided_by"]["module_place"]["line"].clone()
    };
    let extended = "{% extends \"builtin/modules/policy/main.tf.tera\" %}\n{% block header %}# Ours.\n# Really.\n# Yes.{% endblock %}\n";
    let built_in = expected(&{
        let other = self::folder();
        generate(&other);
        fs::read_to_string(other.path().join(MODULE)).unwrap()
    });
    let line: u64 = built_in[0].rsplit(':').next().unwrap().parse().unwrap();
    assert_eq!(of_pack(extended), line + 2);
    let encoded = "{% for grant in policy.grants %}\nlocals {\n  {{ grant.address | identifier }} = {{ grant.document | hcl }}\n}\n{% endfor %}";
    assert_eq!(of_pack(encoded), Value::Null);
    assert_eq!(of_pack("{{ nothing }}"), Value::Null);
}
