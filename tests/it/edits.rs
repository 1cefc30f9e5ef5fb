//! What becomes of edits by hand, of what leaves the inputs, and what `check` and `diff` say.

use std::fs;
use std::path::Path;

use crate::support::{SMALLEST, files, poolsmith, words, workspace};
use serde_json::Value;

const TWO: &str = "name: notes\nidentity_pool: { social: { google: \"1234\" } }\nenvironments:\n  dev: { region: us-east-1 }\n  prod: { region: eu-west-1 }\n";
const MAIN: &str = "environments/dev/main.tf";

fn generated(inputs: &str) -> tempfile::TempDir {
    let folder = workspace(inputs);
    run(folder.path(), &["generate"], 0);
    folder
}

/// Runs a command that must end so; what it said on stdout and on stderr.
fn run(folder: &Path, arguments: &[&str], code: i32) -> (String, String) {
    let output = poolsmith(folder, arguments);
    let data = String::from_utf8(output.stdout.clone()).unwrap();
    assert_eq!(output.status.code(), Some(code), "{arguments:?}\n{data}\n{}", words(&output));
    (data, words(&output))
}

fn read(folder: &Path, path: &str) -> String {
    fs::read_to_string(folder.join(path)).unwrap()
}

fn edit(folder: &Path, path: &str, from: &str, to: &str) {
    let text = read(folder, path);
    assert!(text.contains(from), "{path} has no {from}:\n{text}");
    fs::write(folder.join(path), text.replace(from, to)).unwrap();
}

fn inputs(folder: &Path, text: &str) {
    fs::write(folder.join("poolsmith.yaml"), text).unwrap();
}

#[test]
fn an_edit_is_kept_and_check_wants_it_named() {
    let folder = generated(SMALLEST);
    let folder = folder.path();
    edit(folder, MAIN, "classic_flow = false", "classic_flow = true");
    let (_, said) = run(folder, &["generate"], 0);
    assert!(said.contains("edited  environments/dev/main.tf"), "{said}");
    let (findings, _) = run(folder, &["check"], 1);
    assert!(
        findings.starts_with("environments/dev/main.tf was edited\n  = help: list it under `customized`"),
        "{findings}"
    );
    // Nothing would be written; what was changed is shown when asked for.
    assert_eq!(run(folder, &["diff"], 0).0, "");
    let (diff, _) = run(folder, &["diff", "--all"], 1);
    assert!(diff.contains("-  classic_flow = false\n+  classic_flow = true\n"), "{diff}");

    inputs(folder, &format!("customized: [{MAIN}]\n{SMALLEST}"));
    run(folder, &["generate"], 0);
    assert!(read(folder, MAIN).contains("classic_flow = true"));
    assert_eq!(run(folder, &["check"], 0).0, "");
}

#[test]
fn an_edit_and_a_change_of_the_inputs_are_merged() {
    let folder = generated(SMALLEST);
    let folder = folder.path();
    edit(folder, MAIN, "module \"roles\" {", "# why not\nmodule \"roles\" {");
    inputs(folder, &format!("{SMALLEST}    protect: true\n"));
    assert!(run(folder, &["check"], 1).0.contains("is out of date and was edited"));
    let (diff, _) = run(folder, &["diff"], 1);
    assert!(diff.contains("+  protect      = true") && !diff.contains("why not\n-"), "{diff}");
    let (_, said) = run(folder, &["generate"], 0);
    assert!(said.contains("merge  environments/dev/main.tf") && said.contains("1 merged"), "{said}");
    let text = read(folder, MAIN);
    assert!(text.contains("# why not\nmodule \"roles\" {") && text.contains("protect      = true"), "{text}");
    // The edit is still one.
    assert!(run(folder, &["check"], 1).0.contains("was edited"));
}

const CLASH: [&str; 2] = ["guest_access = false", "guest_access = var.guests"];

fn clash() -> tempfile::TempDir {
    let folder = generated(SMALLEST);
    edit(folder.path(), MAIN, CLASH[0], CLASH[1]);
    inputs(
        folder.path(),
        &SMALLEST.replace("environments:", "identity_pool: { guest_access: true }\nenvironments:"),
    );
    folder
}

#[test]
fn a_conflict_is_shown_and_nothing_is_written() {
    let folder = clash();
    let folder = folder.path();
    let before = files(folder);
    let (_, said) = run(folder, &["generate"], 2);
    assert!(said.contains("E0406"), "{said}");
    for shown in [
        "environments/dev/main.tf:7:1",
        "previously generated:",
        "yours:",
        "now generated:",
        "guest_access = var.guests",
        "guest_access = true",
        "--conflict markers",
    ] {
        assert!(said.contains(shown), "{shown} is missing:\n{said}");
    }
    assert!(files(folder) == before);
    assert!(run(folder, &["check"], 1).0.contains("its generated content changed as well"));
    run(folder, &["diff"], 2);
}

#[test]
fn marks_stand_until_somebody_chooses() {
    let folder = clash();
    let folder = folder.path();
    run(folder, &["generate", "--conflict", "markers"], 0);
    let text = read(folder, MAIN);
    assert!(
        text.contains("<<<<<<< yours\n") && text.contains(CLASH[1]) && text.contains("guest_access = true"),
        "{text}"
    );
    assert!(run(folder, &["check"], 1).0.contains("has conflict markers"));
    inputs(folder, &(read(folder, "poolsmith.yaml") + &format!("customized: [{MAIN}]\n")));
    assert!(run(folder, &["check"], 1).0.contains("has conflict markers"));
    // Another change does not bury them.
    inputs(folder, &(read(folder, "poolsmith.yaml").replace("us-east-1", "us-east-1\n    protect: true")));
    let (_, said) = run(folder, &["generate"], 2);
    assert!(said.contains("has conflict markers"), "{said}");
}

#[test]
fn ours_and_theirs_settle_a_conflict() {
    for (how, expected) in [("ours", CLASH[1]), ("theirs", "guest_access = true")] {
        let folder = clash();
        run(folder.path(), &["generate", "--conflict", how], 0);
        assert!(read(folder.path(), MAIN).contains(expected));
        run(folder.path(), &["generate"], 0);
        assert!(read(folder.path(), MAIN).contains(expected));
    }
}

#[test]
fn theirs_leaves_edits_far_from_a_conflict() {
    let folder = generated(SMALLEST);
    let folder = folder.path();
    let path = "environments/dev/providers.tf";
    let tags = "  default_tags {\n    tags = { mine = 1 }\n  }\n  region = ";
    fs::write(folder.join(path), format!("# mine, far\n{}", read(folder, path))).unwrap();
    edit(folder, path, "  region = ", tags);
    inputs(folder, &format!("tags: {{ Project: notes }}\n{SMALLEST}"));
    run(folder, &["generate"], 2);
    run(folder, &["generate", "--conflict", "theirs"], 0);
    let text = read(folder, path);
    assert!(
        text.starts_with("# mine, far\n") && text.contains("Project") && !text.contains("mine = 1"),
        "{text}"
    );
}

#[test]
fn theirs_leaves_edits_in_a_file_with_a_brace_that_nobody_closed() {
    let folder = clash();
    let folder = folder.path();
    fs::write(folder.join(MAIN), format!("# mine, far\nlocals {{\n\n{}", read(folder, MAIN))).unwrap();
    run(folder, &["generate"], 2);
    run(folder, &["generate", "--conflict", "theirs"], 0);
    let text = read(folder, MAIN);
    assert!(text.starts_with("# mine, far\nlocals {\n") && text.contains("guest_access = true"), "{text}");
}

#[test]
fn an_overwritten_file_is_kept_beside_the_new_one() {
    let not_text = b"\xFF\xFE mine".to_vec();
    let marked = b"<<<<<<< HEAD\na = 1\n=======\na = 2\n>>>>>>> other\n".to_vec();
    for old in [not_text, marked] {
        let folder = clash();
        let folder = folder.path();
        fs::write(folder.join(MAIN), &old).unwrap();
        fs::write(folder.join(format!("{MAIN}.orig")), "somebody's").unwrap();
        let (_, said) = run(folder, &["generate", "--conflict", "theirs"], 0);
        assert!(said.contains("W0012") && said.contains(&format!("overwrite  {MAIN}")), "{said}");
        assert_eq!(fs::read(folder.join(format!("{MAIN}.1.orig"))).unwrap(), old);
        assert_eq!(read(folder, &format!("{MAIN}.orig")), "somebody's");
        assert!(read(folder, MAIN).contains("guest_access = true"));
        assert!(read(folder, ".gitignore").contains("\n*.orig\n"));
        run(folder, &["check"], 0);
    }
}

#[test]
fn what_was_deleted_stays_deleted_until_it_is_wanted_back() {
    let folder = generated(SMALLEST);
    let folder = folder.path();
    let path = "environments/dev/outputs.tf";
    fs::remove_file(folder.join(path)).unwrap();
    let (_, said) = run(folder, &["generate"], 0);
    assert!(said.contains("outputs.tf was deleted and is not generated again"), "{said}");
    assert!(!folder.join(path).exists());
    assert!(run(folder, &["check"], 1).0.contains("outputs.tf was deleted"));
    inputs(folder, &format!("customized: [{path}]\n{SMALLEST}"));
    let (_, said) = run(folder, &["generate"], 0);
    assert!(!said.contains("W0008"), "{said}");
    run(folder, &["check"], 0);
    run(folder, &["generate", "--restore"], 0);
    assert!(folder.join(path).exists());
}

#[test]
fn customized_names_generated_files() {
    let folder = workspace(&format!("customized: [environments/dev/output.tf]\n{SMALLEST}"));
    let (_, said) = run(folder.path(), &["generate"], 2);
    assert!(said.contains("E0112") && said.contains("did you mean `environments/dev/outputs.tf`"), "{said}");
    assert!(said.contains("poolsmith.yaml:1:14"), "{said}");
}

#[test]
fn an_environment_that_leaves_the_inputs_leaves_the_workspace() {
    let folder = generated(TWO);
    let folder = folder.path();
    inputs(folder, SMALLEST);
    assert!(run(folder, &["check"], 1).0.contains("environments/prod/main.tf is no longer generated"));
    let (_, said) = run(folder, &["generate"], 0);
    assert!(said.contains("remove  environments/prod/main.tf") && said.contains("5 removed"), "{said}");
    assert!(said.contains("the resources that Terraform created there still exist"), "{said}");
    assert!(!folder.join("environments/prod").exists());
    assert_eq!(run(folder, &["check"], 0).0, "");
}

#[test]
fn an_environment_with_an_edit_or_a_file_of_ones_own_keeps_those() {
    let folder = generated(TWO);
    let folder = folder.path();
    edit(folder, "environments/prod/main.tf", "classic_flow = false", "classic_flow = true");
    fs::write(folder.join("environments/prod/mine.tf"), "# mine\n").unwrap();
    inputs(folder, SMALLEST);
    let (_, said) = run(folder, &["generate"], 0);
    assert!(said.contains("environments/prod/main.tf is no longer generated, but is kept"), "{said}");
    let left: Vec<String> = files(&folder.join("environments/prod")).into_keys().collect();
    assert_eq!(left, ["main.tf", "mine.tf"]);
    // Back in the inputs, the edit is one again.
    inputs(folder, TWO);
    run(folder, &["generate"], 0);
    assert!(read(folder, "environments/prod/main.tf").contains("classic_flow = true"));
}

#[test]
fn an_environment_that_terraform_still_knows_is_kept() {
    for left in ["terraform.tfstate", ".terraform"] {
        let folder = generated(TWO);
        let folder = folder.path();
        fs::create_dir(folder.join("environments/prod").join(left)).unwrap();
        inputs(folder, SMALLEST);
        let (_, said) = run(folder, &["generate"], 0);
        assert!(said.contains(&format!("is kept because it contains {left}")), "{said}");
        assert!(folder.join("environments/prod/main.tf").exists());
        fs::remove_dir(folder.join("environments/prod").join(left)).unwrap();
        run(folder, &["generate"], 0);
        assert!(!folder.join("environments/prod").exists());
    }
}

#[test]
fn a_replaced_pool_or_role_is_refused_unless_allowed() {
    let folder = generated(SMALLEST);
    let folder = folder.path();
    let before = files(folder);
    let changes = [
        ("identity_pool: { name: other }\n", "its name would change from `notes-dev` to `other`"),
        (
            "identity_pool: { developer_provider: login.example }\n",
            "its developer provider would change from none",
        ),
        (
            "roles: { authenticated: { name: other } }\n",
            "would change from `/notes-dev-authenticated` to `/other`",
        ),
        ("roles: { authenticated: { path: /x/ } }\n", "to `/x/notes-dev-authenticated`"),
    ];
    for (change, expected) in changes {
        inputs(folder, &format!("{change}{SMALLEST}"));
        let (_, said) = run(folder, &["generate"], 2);
        assert!(said.contains("E0407") && said.contains(expected), "{said}");
        inputs(folder, SMALLEST);
        assert!(files(folder) == before);
    }
    inputs(folder, &SMALLEST.replace("us-east-1", "eu-west-1"));
    assert!(run(folder, &["generate"], 2).1.contains("its region would change from `us-east-1`"));
    run(folder, &["generate", "--allow-replace"], 0);
    run(folder, &["generate"], 0);
}

/// IAM can't rename a policy, and Terraform can't move an inline policy to a managed one.
#[test]
fn a_replaced_policy_is_refused_unless_allowed() {
    let with = |role: &str, name: &str| {
        let grant = format!("{{ {name} s3: {{ bucket: notes-uploads, allow: [read] }} }}");
        format!("roles: {{ authenticated: {{ {role} grants: {{ files: {grant} }} }} }}\n{SMALLEST}")
    };
    let folder = generated(&with("", ""));
    let folder = folder.path();
    let changes = [
        (with("", "policy_name: Files,"), "from the inline policy `files` to the inline policy `Files`"),
        (with("policies: managed,", ""), "to the managed policy `/notes-dev-authenticated-files`"),
    ];
    for (change, expected) in &changes {
        inputs(folder, change);
        let (_, said) = run(folder, &["generate"], 2);
        assert!(said.contains("E0407") && said.contains(expected), "{said}");
    }
    run(folder, &["generate", "--allow-replace"], 0);
    assert!(read(folder, "modules/policy/main.tf").contains("\"aws_iam_policy\" \"authenticated_files\""));
    inputs(folder, &with("policies: managed,", "policy_name: '{name}-files',"));
    assert!(run(folder, &["generate"], 2).1.contains("to the managed policy `/notes-files`"));
    inputs(folder, &with("", ""));
    assert!(run(folder, &["generate"], 2).1.contains("to the inline policy `files`"));
}

#[test]
fn only_some_environments() {
    let folder = generated(TWO);
    let folder = folder.path();
    inputs(folder, &TWO.replace("-1 }", "-1, protect: true }"));
    let before = read(folder, "environments/prod/main.tf");
    run(folder, &["generate", "--environment", "dev"], 0);
    assert!(read(folder, MAIN).contains("protect      = true"));
    assert_eq!(read(folder, "environments/prod/main.tf"), before);
    run(folder, &["check", "--environment", "dev"], 0);
    let (findings, _) = run(folder, &["check"], 1);
    assert!(
        findings.contains("environments/prod/main.tf") && !findings.contains("environments/dev"),
        "{findings}"
    );
    let (_, said) = run(folder, &["generate", "--environment", "staging"], 2);
    assert!(said.contains("unknown environment `staging`") && said.contains("`dev`, `prod`"), "{said}");
    run(folder, &["generate"], 0);
    run(folder, &["check"], 0);
}

#[test]
fn a_new_environment_alone_is_known_as_generated() {
    let folder = workspace(TWO);
    let folder = folder.path();
    run(folder, &["generate", "--environment", "dev"], 1);
    assert!(!folder.join("modules").exists() && !folder.join("environments/prod").exists());
    run(folder, &["generate"], 0);
    run(folder, &["check"], 0);
}

#[test]
fn line_endings_stay_as_they_are_on_the_disk() {
    let folder = generated(SMALLEST);
    let folder = folder.path();
    edit(folder, MAIN, "\n", "\r\n");
    run(folder, &["check"], 0);
    inputs(folder, &format!("{SMALLEST}    protect: true\n"));
    run(folder, &["generate"], 0);
    let text = read(folder, MAIN);
    assert!(text.contains("protect      = true\r\n"), "{text}");
    assert_eq!(text.matches('\n').count(), text.matches("\r\n").count());
    run(folder, &["check"], 0);
}

#[test]
fn without_a_record_a_file_that_resembles_a_generated_one_is_kept_as_edited() {
    let folder = generated(SMALLEST);
    let folder = folder.path();
    for path in files(folder).into_keys().filter(|path| path.ends_with(".record")) {
        fs::remove_file(folder.join(path)).unwrap();
    }
    edit(folder, MAIN, "module \"roles\" {", "# why not\nmodule \"roles\" {");
    let before = read(folder, MAIN);
    run(folder, &["generate"], 0);
    assert_eq!(read(folder, MAIN), before);
    assert!(run(folder, &["check"], 1).0.contains("main.tf was edited"));
    inputs(folder, &format!("{SMALLEST}    protect: true\n"));
    run(folder, &["generate"], 0);
    assert!(read(folder, MAIN).contains("# why not\n") && read(folder, MAIN).contains("protect"));
}

#[test]
fn plans_and_findings_for_machines() {
    let folder = generated(TWO);
    let folder = folder.path();
    inputs(folder, SMALLEST);
    edit(folder, MAIN, "classic_flow = false", "classic_flow = true");
    let json = |arguments: &[&str], code| -> Value {
        serde_json::from_str(&run(folder, arguments, code).0).unwrap()
    };
    let action = |plan: &Value, path: &str| {
        let files = plan["files"].as_array().unwrap();
        files.iter().find(|file| file["path"] == path).map(|file| file["action"].as_str().unwrap().to_owned())
    };
    for plan in
        [json(&["generate", "--dry-run", "--format", "json"], 0), json(&["diff", "--format", "json"], 1)]
    {
        assert_eq!(action(&plan, MAIN).as_deref(), Some("edited"));
        assert_eq!(action(&plan, "environments/prod/main.tf").as_deref(), Some("remove"));
        assert_eq!(action(&plan, "environments/dev/outputs.tf").as_deref(), Some("keep"));
        assert_eq!(plan["diagnostics"][0]["code"], "W0009");
        assert!(plan.to_string().contains("+  classic_flow = true"));
    }
    inputs(folder, TWO);
    let findings = json(&["check", "--format", "json"], 1);
    assert_eq!(findings["diagnostics"][0]["rule"], "edited");
    let sarif = json(&["check", "--format", "sarif"], 1);
    assert_eq!(sarif["version"], "2.1.0");
    assert_eq!(sarif["runs"][0]["results"][0]["ruleId"], "F0003");
    let (annotations, _) = run(folder, &["check", "--format", "github"], 1);
    let expected = "::error file=environments/dev/main.tf,line=1,title=poolsmith F0003 edited::environments/dev/main.tf was";
    assert!(annotations.starts_with(expected), "{annotations}");
}

#[test]
fn check_and_diff_write_nothing() {
    let folder = workspace(SMALLEST);
    let before = files(folder.path());
    let missing = run(folder.path(), &["check"], 1).0;
    assert_eq!(missing.lines().filter(|line| line.ends_with(" is missing")).count(), 19, "{missing}");
    assert!(run(folder.path(), &["diff"], 1).0.contains("--- /dev/null\n+++ b/environments/dev/main.tf\n"));
    assert!(files(folder.path()) == before);
}

#[test]
fn a_diff_is_a_patch() {
    let folder = generated(SMALLEST);
    let folder = folder.path();
    inputs(folder, &format!("{SMALLEST}    protect: true\n"));
    fs::write(folder.join("change.patch"), run(folder, &["diff"], 1).0).unwrap();
    let status =
        std::process::Command::new("git").args(["apply", "change.patch"]).current_dir(folder).status();
    assert!(status.unwrap().success());
    run(folder, &["diff"], 0);
}

/// Without a record and without Git, the generated files themselves say what Terraform can't change in place.
#[test]
fn a_lost_record_does_not_hide_a_replacement() {
    let folder = generated(TWO);
    let folder = folder.path();
    for (path, _) in files(folder).into_iter().filter(|(path, _)| path.ends_with(".record")) {
        fs::remove_file(folder.join(path)).unwrap();
    }
    inputs(folder, &TWO.replace("name: notes", "name: other"));
    let (_, said) = run(folder, &["generate"], 2);
    assert!(said.contains("E0407") && said.contains("from `notes-dev` to `other-dev`"), "{said}");
    assert!(said.contains("`/notes-prod-authenticated`"), "{said}");
}

#[test]
fn check_and_generate_say_the_same_of_a_link() {
    let folder = generated(SMALLEST);
    let folder = folder.path();
    let main = folder.join(MAIN);
    fs::rename(&main, folder.join("elsewhere.tf")).unwrap();
    std::os::unix::fs::symlink("../../elsewhere.tf", &main).unwrap();
    let (_, generate) = run(folder, &["generate"], 2);
    let (check, _) = run(folder, &["check"], 1);
    for said in [&generate, &check] {
        assert!(
            said.contains("environments/dev/main.tf would be written through the symbolic link"),
            "{said}"
        );
        assert!(said.contains("replace the link with a directory or a file"), "{said}");
    }
}
