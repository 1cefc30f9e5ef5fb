//! `poolsmith verify`, with a program in the place of Terraform that records its calls.

#![cfg(unix)]

use std::fs;
use std::io::Read;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Output, Stdio};

use serde_json::Value;

use crate::support::{SMALLEST, command, files, poolsmith, words};

/// A workspace, and a program that answers as Terraform does.
struct World {
    folder: tempfile::TempDir,
}

impl World {
    /// `more` is a part of the program's shell script, for one of its commands.
    fn new(more: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let world = Self { folder };
        fs::create_dir(world.app()).unwrap();
        fs::write(world.app().join("poolsmith.yaml"), SMALLEST).unwrap();
        assert!(poolsmith(&world.app(), &["generate"]).status.success());
        let calls = world.path("calls");
        let script = format!(
            "#!/bin/sh\necho \"$PWD: $*\" >> {calls}\ncase $1 in\nversion) echo 'Terraform v1.11.4' ;;\ninit) mkdir .terraform ;;\n{more}\nesac\n",
            calls = calls.display()
        );
        fs::write(world.program(), script).unwrap();
        fs::set_permissions(world.program(), fs::Permissions::from_mode(0o755)).unwrap();
        world
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn app(&self) -> PathBuf {
        self.path("app")
    }

    fn program(&self) -> PathBuf {
        self.path("terraform")
    }

    fn run(&self, arguments: &[&str]) -> Output {
        let program = self.program();
        let all = [&["verify", "--terraform", program.to_str().unwrap()], arguments].concat();
        command(&self.app(), &all).env("TMPDIR", self.folder.path()).output().unwrap()
    }

    /// The commands that the program was given, with the directory in the workspace.
    fn calls(&self) -> Vec<String> {
        let calls = fs::read_to_string(self.path("calls")).unwrap();
        let call = |line: &str| line.split_once("/workspace/").map(|(_, call)| call.to_owned());
        calls.lines().filter_map(call).collect()
    }
}

fn table(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

#[test]
fn each_environment_and_module_is_verified_on_a_copy() {
    let world = World::new("");
    fs::write(world.app().join("environments/dev/terraform.tfstate"), "{}").unwrap();
    fs::write(world.app().join("environments/dev/own.tf"), "# mine\n").unwrap();
    let before = files(&world.app());
    let output = world.run(&[]);
    assert_eq!(output.status.code(), Some(0), "{}", words(&output));
    assert!(files(&world.app()) == before);
    let calls = world.calls();
    for call in [
        "environments/dev: init -no-color -input=false -backend=false",
        "environments/dev: fmt -check -recursive -no-color",
        "environments/dev: validate -no-color",
        "modules/roles: init -no-color -input=false -backend=false",
        "modules/roles: test -no-color",
        "modules/identity-pool: test -no-color",
    ] {
        assert_eq!(calls.iter().filter(|known| *known == call).count(), 1, "{call}: {calls:?}");
    }
    assert!(!calls.iter().any(|call| call.starts_with("environments/dev: test")), "{calls:?}");
    let told = table(&output);
    assert!(
        told.contains("environments/dev") && told.contains("modules/roles") && !told.contains("FAILED"),
        "{told}"
    );
    let left = fs::read_dir(world.folder.path()).unwrap().count();
    assert_eq!(left, 3, "the copy is removed");
}

#[test]
fn what_fails_is_shown_with_its_output_and_the_rest_goes_on() {
    let secret = "AKIAIOSFODNN7EXAMPLE";
    let world = World::new(&format!(
        "validate) case $PWD in *modules/roles) printf 'Error: \\033[1mno %s\\n' {secret} >&2; exit 1 ;; esac ;;"
    ));
    let output = world.run(&[]);
    assert_eq!(output.status.code(), Some(1), "{}", words(&output));
    let told = table(&output);
    assert!(told.contains("failed: validate in modules/roles\n  Error: \\u{1b}[1mno ****\n"), "{told}");
    assert!(words(&output).contains("1 of 3 directories failed"), "{}", words(&output));
    let json: Value = serde_json::from_slice(&world.run(&["--format", "json"]).stdout).unwrap();
    let roles =
        json["verified"].as_array().unwrap().iter().find(|one| one["path"] == "modules/roles").unwrap();
    let outcomes: Vec<&str> =
        roles["steps"].as_array().unwrap().iter().map(|step| step["outcome"].as_str().unwrap()).collect();
    assert_eq!(outcomes, ["passed", "passed", "failed", "passed"]);
    let junit = table(&world.run(&["--format", "junit"]));
    let document = roxmltree::Document::parse(&junit).unwrap();
    assert_eq!(document.root_element().attribute("failures"), Some("1"), "{junit}");
}

#[test]
fn a_problem_is_a_finding_where_terraform_tells_it() {
    let world = World::new(
        "validate) case $PWD in *environments/dev) printf 'Error: Unsupported argument\n\n  on ../../modules/roles/main.tf line 7, in resource:\n' >&2; exit 1 ;; esac ;;\nfmt) case $PWD in *modules/roles) echo variables.tf; exit 3 ;; esac ;;",
    );
    let output = world.run(&["--format", "github"]);
    assert_eq!(output.status.code(), Some(1), "{}", words(&output));
    let told = table(&output);
    for expected in [
        "file=modules/roles/main.tf,line=7",
        "Unsupported argument",
        "file=modules/roles/variables.tf,line=1",
    ] {
        assert!(told.contains(expected), "{expected}: {told}");
    }
    let sarif: Value = serde_json::from_slice(&world.run(&["--format", "sarif"]).stdout).unwrap();
    let results = sarif["runs"][0]["results"].as_array().unwrap();
    assert_eq!(
        results.iter().map(|result| &result["ruleId"]).collect::<Vec<_>>(),
        ["F0011", "F0011"],
        "{sarif}"
    );
}

#[test]
fn modules_of_the_user_are_verified_and_links_are_told() {
    let world = World::new("");
    let own = world.app().join("modules/own");
    fs::create_dir(&own).unwrap();
    fs::write(own.join("main.tf"), "").unwrap();
    fs::create_dir(world.app().join("modules/docs")).unwrap();
    std::os::unix::fs::symlink("main.tf", own.join("link.tf")).unwrap();
    std::os::unix::fs::symlink("/etc/hostname", own.join("host.tf")).unwrap();
    let mirror = world.path("mirror");
    fs::create_dir(&mirror).unwrap();
    let output = world.run(&["--plugin-dir", mirror.to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(0), "{}", words(&output));
    assert!(words(&output).contains("modules/own/host.tf is not verified"), "{}", words(&output));
    assert!(!words(&output).contains("link.tf"), "{}", words(&output));
    let calls = world.calls();
    assert!(calls.iter().any(|call| call == "modules/own: test -no-color"), "{calls:?}");
    assert!(!calls.iter().any(|call| call.starts_with("modules/docs")), "{calls:?}");
    let mirror = fs::canonicalize(mirror).unwrap();
    let init =
        format!("modules/own: init -no-color -input=false -plugin-dir={} -backend=false", mirror.display());
    assert!(calls.contains(&init), "{calls:?}");
    let missing = world.run(&["--plugin-dir", "nowhere"]);
    assert_eq!(missing.status.code(), Some(2), "{}", words(&missing));
}

#[test]
fn an_interruption_ends_terraform_and_removes_the_copy() {
    let world = World::new(
        "validate) trap 'echo ended >> \"$ENDED\"; exit 1' INT; echo started >> \"$ENDED\"; while :; do sleep 0.05; done ;;",
    );
    let ended = world.path("ended");
    let program = world.program();
    let mut run = command(&world.app(), &["verify", "--terraform", program.to_str().unwrap()]);
    run.env("TMPDIR", world.folder.path()).env("ENDED", &ended).stdout(Stdio::piped());
    let mut child = run.spawn().unwrap();
    let said = |word: &str| fs::read_to_string(&ended).unwrap_or_default().matches(word).count();
    while said("started") == 0 {
        std::thread::sleep(std::time::Duration::from_millis(20));
    }
    let interrupt =
        std::process::Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap();
    assert!(interrupt.success());
    assert_eq!(child.wait().unwrap().code(), Some(130));
    let mut told = String::new();
    child.stdout.unwrap().read_to_string(&mut told).unwrap();
    assert_eq!(told, "");
    assert_eq!(said("ended"), said("started"));
    let left: Vec<_> =
        fs::read_dir(world.folder.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert!(!left.iter().any(|name| name.to_string_lossy().starts_with("poolsmith-verify")), "{left:?}");
}

#[test]
fn without_init_nothing_else_can_run() {
    let world = World::new("init) echo 'no registry' >&2; exit 1 ;;");
    fs::write(
        world.program(),
        fs::read_to_string(world.program()).unwrap().replace("init) mkdir .terraform ;;\n", ""),
    )
    .unwrap();
    let output = world.run(&["--environment", "dev"]);
    assert_eq!(output.status.code(), Some(1));
    let told = table(&output);
    assert!(
        told.contains("skipped") && told.contains("failed: init in environments/dev\n  no registry\n"),
        "{told}"
    );
}

#[test]
fn a_plan_uses_the_backend_and_says_what_changes() {
    let world = World::new("plan) echo 'Plan: 3 to add, 0 to change, 1 to destroy.'; exit 2 ;;");
    fs::write(world.app().join("environments/dev/.terraform.lock.hcl"), "").unwrap();
    let output = world.run(&["--plan"]);
    assert_eq!(output.status.code(), Some(0), "{}", words(&output));
    assert!(table(&output).contains("3 to add, 0 to change, 1 to destroy"), "{}", table(&output));
    let calls = world.calls();
    let init = "environments/dev: init -no-color -input=false -lockfile=readonly";
    assert!(calls.iter().any(|call| call == init), "{calls:?}");
}

#[test]
fn only_a_plan_gets_credentials_and_states() {
    let world = World::new("*) echo \"$1 $AWS_PROFILE $(ls terraform.tfstate 2>/dev/null)\" >> \"$SEEN\" ;;");
    let seen = world.path("seen");
    fs::write(world.app().join("environments/dev/terraform.tfstate"), "{}").unwrap();
    let run = |arguments: &[&str]| {
        let _ = fs::remove_file(&seen);
        let program = world.program();
        let all = [&["verify", "--terraform", program.to_str().unwrap()], arguments].concat();
        let output =
            command(&world.app(), &all).env("SEEN", &seen).env("AWS_PROFILE", "mine").output().unwrap();
        assert!(output.status.success(), "{}", words(&output));
        fs::read_to_string(&seen).unwrap()
    };
    assert!(!run(&[]).contains("mine") && !run(&[]).contains("terraform.tfstate"));
    let planned = run(&["--plan"]);
    assert!(
        planned.contains("plan mine terraform.tfstate\n")
            && planned.contains("validate  terraform.tfstate\n"),
        "{planned}"
    );
    assert!(planned.contains("test  \n"), "{planned}");
}

#[test]
fn a_program_that_can_not_be_used_is_named() {
    let world = World::new("");
    let missing = poolsmith(&world.app(), &["verify", "--terraform", "nowhere"]);
    assert_eq!(missing.status.code(), Some(2));
    assert!(words(&missing).contains("nowhere can't be used"), "{}", words(&missing));
    let script = fs::read_to_string(world.program()).unwrap().replace("v1.11.4", "v1.5.7");
    fs::write(world.program(), script).unwrap();
    let old = world.run(&[]);
    assert_eq!(old.status.code(), Some(2));
    assert!(
        words(&old).contains("Terraform v1.5.7 is not a version that the workspace admits: >= 1.10"),
        "{}",
        words(&old)
    );
    let without = command(&world.app(), &["verify"]).env("PATH", world.app()).output().unwrap();
    assert!(words(&without).contains("neither `terraform` nor `tofu` on the PATH"), "{}", words(&without));
    fs::remove_dir_all(world.app().join("modules/roles")).unwrap();
    fs::write(world.program(), fs::read_to_string(world.program()).unwrap().replace("v1.5.7", "v1.11.4"))
        .unwrap();
    let incomplete = world.run(&[]);
    assert!(words(&incomplete).contains("modules/roles is missing"), "{}", words(&incomplete));
    assert!(Path::new(&world.app()).exists());
}
