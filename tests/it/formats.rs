//! Every diagnostic of every command is the same in every output format.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::LazyLock;
use std::time::Duration;

use poolsmith::disk::{Directory, WorkspaceLock};
use poolsmith::source::Code;
use serde_json::Value;

use crate::support::{SMALLEST, command, examples, files, poolsmith, repository, words, workspace};

/// A validator for a JSON Schema.
struct Schema {
    schemas: boon::Schemas,
    index: boon::SchemaIndex,
}

impl Schema {
    fn of(schema: Value) -> Self {
        let (mut schemas, mut compiler) = (boon::Schemas::new(), boon::Compiler::new());
        compiler.add_resource("schema.json", schema).expect("a resource");
        let index = compiler.compile("schema.json", &mut schemas).expect("a schema");
        Self { schemas, index }
    }

    fn assert_valid(&self, value: &Value, say: &str) {
        if let Err(error) = self.schemas.validate(value, self.index) {
            panic!("{say}: {error}\n{value:#}");
        }
    }
}

static OUTPUT: LazyLock<Schema> = LazyLock::new(|| {
    let output = poolsmith(Path::new("."), &["schema", "--of", "output"]);
    Schema::of(serde_json::from_slice(&output.stdout).expect("a schema is JSON"))
});

/// The SARIF schema of OASIS, from a crate that is generated from it.
static SARIF: LazyLock<Schema> = LazyLock::new(|| {
    let metadata = ["metadata", "--format-version", "1", "--locked", "--offline", "--filter-platform"];
    let metadata: Value = serde_json::from_str(&cargo(&[&metadata[..], &[&host()]].concat())).unwrap();
    let packages = metadata["packages"].as_array().expect("packages");
    let package = packages.iter().find(|package| package["name"] == "serde-sarif").expect("serde-sarif");
    let manifest = Path::new(package["manifest_path"].as_str().expect("a path"));
    let schema = fs::read(manifest.with_file_name("src").join("schema.json")).expect("the schema");
    Schema::of(serde_json::from_slice(&schema).expect("a schema is JSON"))
});

fn host() -> String {
    let version = cargo(&["-vV"]);
    version.lines().find_map(|line| line.strip_prefix("host: ")).expect("a host").to_owned()
}

fn cargo(arguments: &[&str]) -> String {
    let output = Command::new(env!("CARGO")).args(arguments).current_dir(repository()).output();
    let output = output.expect("cargo runs");
    assert!(output.status.success(), "{}", words(&output));
    String::from_utf8(output.stdout).expect("UTF-8")
}

/// The code of each diagnostic, and its message with the label in a second line.
type Reported = BTreeSet<(String, String)>;

/// Runs a command in every format, and asserts that all have the same diagnostics.
fn reported(folder: &Path, arguments: &[&str], say: &str) -> Reported {
    // Run concurrently, since some have to wait.
    let start = |format: &str| {
        let mut command = command(folder, arguments);
        let command = command.args(["--format", format]).stdout(Stdio::piped()).stderr(Stdio::piped());
        command.spawn().expect("it runs")
    };
    let end = |run: Child| {
        let output = run.wait_with_output().expect("it runs");
        let stdout = String::from_utf8(output.stdout.clone()).expect("UTF-8");
        (stdout, words(&output), output.status.code())
    };
    let [human, json, sarif, github] = ["human", "json", "sarif", "github"].map(start).map(end);
    let (text, errors, code) = human;
    let (json, json_errors, json_code) = json;
    let (sarif, _, sarif_code) = sarif;
    let (github, _, github_code) = github;
    assert_eq!((json_code, sarif_code, github_code), (code, code, code), "{say}");
    assert_eq!(json_errors, errors, "{say}");

    let json: Value = serde_json::from_str(&json).unwrap_or_else(|error| panic!("{say}: {error}\n{json}"));
    OUTPUT.assert_valid(&json, say);
    let sarif: Value = serde_json::from_str(&sarif).unwrap_or_else(|error| panic!("{say}: {error}\n{sarif}"));
    SARIF.assert_valid(&sarif, say);
    let told = in_json(&json);
    assert_eq!(in_sarif(&sarif), told, "{say}");
    assert_eq!(in_annotations(&github, say), told, "{say}");
    let people: String = text + &errors;
    for (code, message) in &told {
        let (message, label) = message.split_once('\n').unwrap_or((message, ""));
        assert!(people.contains(label), "{say}: people are not told {label}\n{people}");
        let title = format!("[{code}]: {message}");
        let line = code.starts_with('F') && people.contains(&format!("{message}\n"));
        assert!(line || people.contains(&title), "{say}: people are not told {title}\n{people}");
    }
    let titles = ["error[", "warning[", "note["]
        .map(|title| people.matches(&format!("\n{title}")).count() + usize::from(people.starts_with(title)));
    let titles: usize = titles.iter().sum();
    assert!(titles <= json["diagnostics"].as_array().unwrap().len(), "{say}: {people}");
    told
}

fn in_json(json: &Value) -> Reported {
    assert_eq!(json["format_version"], 1);
    let text = |value: &Value| value.as_str().expect("a text").to_owned();
    let entry = |diagnostic: &Value| {
        let code = text(&diagnostic["code"]);
        assert_eq!(Code::find(&code).unwrap().name(), diagnostic["rule"]);
        let label = diagnostic["label"].as_str().map(|label| format!("\n{label}"));
        (code, text(&diagnostic["message"]) + &label.unwrap_or_default())
    };
    json["diagnostics"].as_array().expect("diagnostics").iter().map(entry).collect()
}

fn in_sarif(sarif: &Value) -> Reported {
    let run = &sarif["runs"][0];
    let rules = run["tool"]["driver"]["rules"].as_array().expect("rules");
    for rule in rules {
        for key in ["name", "shortDescription", "fullDescription", "help", "helpUri"] {
            assert!(!rule[key].is_null(), "{rule:#}");
        }
        assert!(rule["help"]["text"].as_str().is_some() && rule["help"]["markdown"].as_str().is_some());
    }
    let entry = |result: &Value| {
        let rule = &rules[result["ruleIndex"].as_u64().expect("an index") as usize];
        assert_eq!(rule["id"], result["ruleId"]);
        let message = result["message"]["text"].as_str().expect("a text").split("\nhelp: ").next().unwrap();
        (result["ruleId"].as_str().expect("a code").to_owned(), message.to_owned())
    };
    let results = run["results"].as_array().expect("results").iter();
    results.filter(|result| result["suppressions"] == Value::Array(Vec::new())).map(entry).collect()
}

/// The workflow commands in the output, one per line: `::NAME KEY=VALUE,…::MESSAGE`.
fn in_annotations(text: &str, say: &str) -> Reported {
    let decoded = |text: &str| {
        let text = text.replace("%0D", "\r").replace("%0A", "\n").replace("%3A", ":").replace("%2C", ",");
        text.replace("%25", "%")
    };
    let entry = |line: &str| {
        let command = line.strip_prefix("::").unwrap_or_else(|| panic!("{say}: {line}"));
        let (name, message) = command.split_once("::").expect("a message");
        let (level, properties) = name.split_once(' ').expect("properties");
        assert!(["error", "warning", "notice"].contains(&level), "{say}: {line}");
        let mut title = String::new();
        for property in properties.split(',') {
            let (key, value) = property.split_once('=').unwrap_or_else(|| panic!("{say}: {property}"));
            match key {
                "title" => title = decoded(value),
                "file" => assert!(!value.is_empty() && !Path::new(value).is_absolute(), "{say}: {line}"),
                "line" | "endLine" | "col" | "endColumn" => {
                    assert!(value.parse::<usize>().is_ok_and(|number| number > 0), "{say}: {line}");
                }
                _ => panic!("{say}: the runner has no property {key}"),
            }
        }
        let code = title.split(' ').nth(1).expect("a code").to_owned();
        (code, decoded(message).split("\nhelp: ").next().unwrap().to_owned())
    };
    text.lines().map(entry).collect()
}

fn codes(told: &Reported) -> BTreeSet<&str> {
    told.iter().map(|(code, _)| code.as_str()).collect()
}

/// A copy of an example's directory.
fn copy(example: &Path) -> tempfile::TempDir {
    let copy = tempfile::tempdir().expect("a temporary directory");
    for (path, bytes) in files(example) {
        let path = copy.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
    copy
}

#[test]
fn every_mistake_in_every_format() {
    let all = fs::read_dir(repository().join("examples/invalid")).expect("examples/invalid/");
    for entry in all {
        let example = entry.expect("an entry").path();
        let name = example.file_name().unwrap().to_string_lossy().into_owned();
        let copy = copy(&example);
        fs::remove_file(copy.path().join("message.txt")).unwrap();
        let told = reported(copy.path(), &["generate", "--dry-run"], &name);
        assert!(codes(&told).contains(name.split('-').next().unwrap()), "{name}: {told:?}");
    }
}

#[test]
fn every_finding_in_every_format() {
    let all = fs::read_dir(repository().join("examples/findings")).expect("examples/findings/");
    for entry in all {
        let example = entry.expect("an entry").path();
        let name = example.file_name().unwrap().to_string_lossy().into_owned();
        let copy = copy(&example);
        fs::remove_file(copy.path().join("message.txt")).unwrap();
        assert!(poolsmith(copy.path(), &["generate"]).status.success(), "{name}");
        let told = reported(copy.path(), &["generate"], &name);
        assert!(codes(&told).contains(name.split('-').next().unwrap()), "{name}: {told:?}");
        let found = reported(copy.path(), &["check", "-v"], &name);
        assert_eq!(found, told, "{name}");
    }
}

/// Mistakes in the inputs are reported the same in all formats, by `check`, `diff` and other commands.
#[test]
fn every_command_in_every_format() {
    let broken = workspace("name: [\n");
    for arguments in [&["check"][..], &["diff"], &["generate"], &["new", ".", "--name", "a"]] {
        let told = reported(broken.path(), arguments, &arguments.join(" "));
        assert!(!told.is_empty(), "{arguments:?}");
    }
    let folder = workspace(SMALLEST);
    fs::write(folder.path().join("a.tf"), "a = \n").unwrap();
    std::os::unix::fs::symlink("a.tf", folder.path().join("b.tf")).unwrap();
    fs::create_dir_all(folder.path().join("pack/nowhere")).unwrap();
    fs::write(folder.path().join("pack/nowhere/a.tera"), "").unwrap();
    for (arguments, expected) in [
        (&["fmt", "--check"][..], &["E0005", "W0015"][..]),
        (&["templates", "check", "pack"], &["E0502"]),
        (&["templates", "check", "none"], &["E0502"]),
        (&["templates", "list", "--templates", "none"], &["E0502"]),
        (&["templates", "export", "none"], &["E0405"]),
        (&["schema", "--templates", "none"], &["E0502"]),
        (&["schema"], &[]),
        (&["schema", "--of", "output"], &[]),
        (&["rule"], &[]),
        (&["rule", "E9999"], &["E0405"]),
        (&["check", "--environment", "none"], &["E0405"]),
        (&["explain"], &[]),
        (&["explain", "none"], &["E0405"]),
        (&["report", "--html", "report.pdf"], &["E0405"]),
        (&["report", "--html", "none/report.html"], &["E0402"]),
    ] {
        let told = reported(folder.path(), arguments, &arguments.join(" "));
        assert_eq!(codes(&told), expected.iter().copied().collect(), "{arguments:?}");
    }
}

#[test]
fn wrong_arguments_in_every_format() {
    let folder = workspace(SMALLEST);
    for arguments in [&["check", "--none"][..], &["none"], &["generate", "--conflict", "none"], &[]] {
        let run = |format: &str| {
            let output = command(folder.path(), arguments).args(["--format", format]).output().unwrap();
            assert_eq!(output.status.code(), Some(2), "{arguments:?}");
            String::from_utf8(output.stdout).unwrap()
        };
        let json: Value = serde_json::from_str(&run("json")).unwrap();
        OUTPUT.assert_valid(&json, "arguments");
        assert_eq!(codes(&in_json(&json)), ["E0405"].into(), "{arguments:?}");
        let sarif: Value = serde_json::from_str(&run("sarif")).unwrap();
        assert_eq!(in_sarif(&sarif), in_json(&json));
        assert_eq!(in_annotations(&run("github"), "arguments"), in_json(&json));
        assert_eq!(run("human"), "");
    }
    let help = poolsmith(folder.path(), &["--help", "--format", "json"]);
    assert!(help.status.success() && help.stdout.starts_with(b"Generates"));
}

/// Diagnostics that occur in CI: about an earlier run, a concurrent run, or the disk.
#[test]
fn what_ci_meets_in_every_format() {
    let folder = workspace(&format!(
        "{SMALLEST}  prod:\n    region: eu-west-1\n    identity_pool: {{ social: {{ google: \"1234\" }} }}\n"
    ));
    let root = folder.path();
    let of = |arguments: &[&str]| reported(root, arguments, &arguments.join(" "));
    assert_eq!(codes(&of(&["check"])), ["F0001"].into());
    assert!(poolsmith(root, &["generate"]).status.success());
    let main = root.join("environments/dev/main.tf");
    let generated = fs::read_to_string(&main).unwrap();

    fs::write(&main, format!("# mine\n{generated}")).unwrap();
    fs::remove_file(root.join("environments/prod/outputs.tf")).unwrap();
    assert_eq!(codes(&of(&["check"])), ["F0003", "F0004"].into());
    assert_eq!(codes(&of(&["generate", "--dry-run"])), ["W0008"].into());

    fs::write(&main, generated.replace("classic_flow = false", "classic_flow = true # mine")).unwrap();
    let changed = "name: notes\nidentity_pool: { classic_flow: true, name: other, social: { google: \"1234\" } }\nenvironments:\n  dev:\n    region: us-east-1\n";
    fs::write(root.join("poolsmith.yaml"), changed).unwrap();
    let found = of(&["check"]);
    assert!(codes(&found).is_superset(&["F0002", "F0005", "F0007"].into()), "{found:?}");
    let told = of(&["generate", "--dry-run"]);
    assert_eq!(codes(&told), ["E0406", "E0407", "S102", "W0009"].into());
    assert_eq!(codes(&of(&["generate"])), codes(&told));
    assert_eq!(codes(&of(&["diff"])), ["E0406", "S102", "W0009"].into());

    fs::write(&main, format!("<<<<<<< yours\na = 1\n=======\na = 2\n>>>>>>> generated\n{generated}"))
        .unwrap();
    assert!(codes(&of(&["check"])).contains("F0006"));
    fs::remove_file(&main).unwrap();
    fs::create_dir(&main).unwrap();
    assert!(codes(&of(&["check"])).contains("F0008"));
    assert!(codes(&of(&["generate", "--dry-run"])).contains("E0401"));
    fs::write(root.join("poolsmith.lock"), "{").unwrap();
    assert_eq!(codes(&of(&["check"])), ["E0403"].into());
}

#[test]
fn what_is_busy_or_can_not_be_written_in_every_format() {
    let folder = workspace(SMALLEST);
    let root = folder.path();
    fs::write(root.join("file"), "").unwrap();
    assert_eq!(codes(&reported(root, &["generate", "--out", "file/below"], "a file")), ["E0402"].into());
    let directory = Directory::open(root).unwrap();
    let lock = WorkspaceLock::acquire(&directory, Duration::ZERO, || {}).unwrap();
    assert!(lock.is_some());
    assert_eq!(codes(&reported(root, &["generate"], "busy")), ["E0408"].into());
    assert_eq!(codes(&reported(root, &["check"], "busy")), ["F0001", "W0014"].into());
}

#[test]
fn what_is_left_over_in_every_format() {
    let folder = workspace(&format!(
        "{SMALLEST}  prod:\n    region: eu-west-1\n    identity_pool: {{ social: {{ google: \"1234\" }} }}\n"
    ));
    let root = folder.path();
    assert!(poolsmith(root, &["generate"]).status.success());
    fs::write(root.join("environments/prod/outputs.tf"), "# mine\n").unwrap();
    fs::write(root.join("poolsmith.yaml"), SMALLEST).unwrap();
    assert_eq!(codes(&reported(root, &["generate", "--dry-run"], "an orphan")), ["W0003", "W0009"].into());
    assert_eq!(codes(&reported(root, &["check"], "an orphan")), ["F0002", "F0007"].into());
}

#[test]
fn a_fingerprint_does_not_depend_on_the_line() {
    let fingerprint = |before: &str| {
        let folder = workspace(&format!("{before}{SMALLEST}colour: red\n"));
        let output = poolsmith(folder.path(), &["check", "--format", "sarif"]);
        let sarif: Value = serde_json::from_slice(&output.stdout).unwrap();
        let result = &sarif["runs"][0]["results"][0];
        let line = result["locations"][0]["physicalLocation"]["region"]["startLine"].as_u64().unwrap();
        (result["partialFingerprints"].clone(), line)
    };
    let [(one, first), (other, third)] = ["", "# a\n# b\n"].map(fingerprint);
    assert_eq!((one, first + 2), (other, third));
}

#[test]
fn paths_are_those_that_a_repository_knows() {
    let outer = tempfile::tempdir().unwrap();
    let folder = outer.path().join("infra");
    fs::create_dir(&folder).unwrap();
    fs::write(folder.join("poolsmith.yaml"), format!("{SMALLEST}colour: red\n")).unwrap();
    let path = |arguments: &[&str]| {
        let output = poolsmith(outer.path(), arguments);
        let json: Value = serde_json::from_slice(&output.stdout).unwrap();
        json["diagnostics"][0]["path"].as_str().unwrap().to_owned()
    };
    assert_eq!(path(&["check", "-C", "infra", "--format", "json"]), "infra/poolsmith.yaml");
    fs::write(folder.join("poolsmith.yaml"), SMALLEST).unwrap();
    assert_eq!(path(&["check", "-C", "./infra", "--format", "json"]), "infra/.gitignore");
}

#[test]
fn what_the_inputs_allow_is_suppressed() {
    let folder = workspace(SMALLEST);
    let root = folder.path();
    assert!(poolsmith(root, &["generate"]).status.success());
    let main = root.join("environments/dev/main.tf");
    fs::write(&main, fs::read_to_string(&main).unwrap() + "# mine\n").unwrap();
    fs::write(root.join("poolsmith.yaml"), format!("customized: [environments/dev/main.tf]\n{SMALLEST}"))
        .unwrap();
    assert!(poolsmith(root, &["generate"]).status.success());
    assert_eq!(reported(root, &["generate"], "an edit"), Reported::new());
    let output = poolsmith(root, &["check", "--format", "sarif"]);
    assert_eq!(output.status.code(), Some(0));
    let sarif: Value = serde_json::from_slice(&output.stdout).unwrap();
    SARIF.assert_valid(&sarif, "suppressed");
    let results = sarif["runs"][0]["results"].as_array().unwrap();
    assert_eq!((results.len(), &results[0]["ruleId"]), (1, &Value::from("F0003")));
    assert_eq!(results[0]["suppressions"][0]["kind"], "external");
}

/// The policy of the console's tutorial, with what is wrong with it. All other examples have no findings, in any format.
#[test]
fn only_the_tutorial_has_findings() {
    for example in examples() {
        let told = reported(&example, &["check"], &example.display().to_string());
        let found: Vec<&str> = codes(&told).into_iter().filter(|code| !code.starts_with('W')).collect();
        let expected: &[&str] =
            if example.ends_with("tutorial") { &["S302", "S304", "S306", "S401"] } else { &[] };
        assert_eq!(found, expected, "{told:?}");
    }
}
