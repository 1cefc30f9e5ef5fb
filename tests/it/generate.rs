//! `generate` and related commands, on a real disk.

use std::fs;
use std::os::unix::fs::symlink;

use poolsmith::project::{Project, Request};

use crate::support::{SMALLEST, files, poolsmith, recorded, with_former_record, words, workspace};

const TWO: &str = "name: notes\nidentity_pool: { social: { google: \"1234\" } }\nenvironments:\n  dev: { region: us-east-1 }\n  prod: { region: eu-west-1 }\n";

#[test]
fn a_workspace_is_written_and_said() {
    let folder = workspace(SMALLEST);
    let output = poolsmith(folder.path(), &["generate"]);
    assert_eq!(output.status.code(), Some(0), "{}", words(&output));
    assert!(output.stdout.is_empty());
    assert!(words(&output).contains("create  environments/dev/main.tf\n"));
    for path in ["README.md", ".gitignore", "modules/roles/main.tf", "environments/dev/backend.tf"] {
        assert!(folder.path().join(path).is_file(), "{path}");
    }
    assert_eq!(
        files(folder.path()).len(),
        recorded(folder.path()).len() + 2,
        "and the inputs, and the record"
    );
    // Without grants there is no policy module.
    assert!(!folder.path().join("modules/policy").exists());
}

#[test]
fn quiet_says_nothing() {
    let folder = workspace(SMALLEST);
    let output = poolsmith(folder.path(), &["generate", "--quiet"]);
    assert!(output.status.success() && output.stderr.is_empty() && output.stdout.is_empty());
}

#[test]
fn a_dry_run_writes_nothing() {
    let folder = workspace(SMALLEST);
    let output = poolsmith(folder.path(), &["generate", "--dry-run"]);
    assert_eq!(output.status.code(), Some(0));
    assert!(words(&output).contains("would be created"), "{}", words(&output));
    assert_eq!(files(folder.path()).len(), 1);
}

#[test]
fn a_file_of_somebody_else_stops_everything() {
    let folder = workspace(SMALLEST);
    fs::create_dir_all(folder.path().join("modules/roles")).unwrap();
    fs::write(folder.path().join("modules/roles/main.tf"), "# mine\n").unwrap();
    let before = files(folder.path());
    let output = poolsmith(folder.path(), &["generate"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(words(&output).contains("modules/roles/main.tf already exists"), "{}", words(&output));
    assert!(files(folder.path()) == before);
}

#[test]
fn files_beside_the_generated_ones_are_never_touched() {
    let folder = workspace(SMALLEST);
    assert!(poolsmith(folder.path(), &["generate"]).status.success());
    let own = folder.path().join("environments/dev/main_override.tf");
    fs::write(&own, "# mine\n").unwrap();
    fs::write(folder.path().join("poolsmith.yaml"), format!("{SMALLEST}    protect: true\n")).unwrap();
    assert!(poolsmith(folder.path(), &["generate"]).status.success());
    assert_eq!(fs::read_to_string(&own).unwrap(), "# mine\n");
}

#[test]
fn a_link_out_of_the_workspace_is_not_followed() {
    let folder = workspace(SMALLEST);
    let elsewhere = tempfile::tempdir().unwrap();
    symlink(elsewhere.path(), folder.path().join("modules")).unwrap();
    let output = poolsmith(folder.path(), &["generate"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(words(&output).contains("E0404"), "{}", words(&output));
    assert!(files(elsewhere.path()).is_empty());
}

#[test]
fn what_poolsmith_keeps_for_itself_is_not_written_through_a_link_either() {
    for path in [".poolsmith", "poolsmith.0123456789ab.record"] {
        let folder = workspace(SMALLEST);
        let elsewhere = tempfile::tempdir().unwrap();
        symlink(elsewhere.path(), folder.path().join(path)).unwrap();
        let output = poolsmith(folder.path(), &["generate"]);
        assert_eq!(output.status.code(), Some(2), "{}", words(&output));
        assert!(words(&output).contains("E0404"), "{}", words(&output));
        assert!(files(elsewhere.path()).is_empty());
        assert!(!folder.path().join("environments").exists());
    }
}

#[test]
fn a_module_is_given_nothing_that_it_has_no_use_for() {
    let grant = "{ s3: { bucket: notes-files, allow: [list], kms_key_arn: \"arn:aws:kms:us-east-1:111111111111:key/11111111-2222-3333-4444-555555555555\" } }";
    let folder =
        workspace(&format!("roles: {{ authenticated: {{ grants: {{ files: {grant} }} }} }}\n{SMALLEST}"));
    assert!(poolsmith(folder.path(), &["generate"]).status.success());
    for path in ["environments/dev/main.tf", "modules/policy/variables.tf"] {
        let text = fs::read_to_string(folder.path().join(path)).unwrap();
        assert!(text.contains("bucket") && !text.contains("kms"), "{path}\n{text}");
    }
}

#[test]
fn adding_an_environment_changes_no_file_of_another() {
    let folder = workspace(SMALLEST);
    assert!(poolsmith(folder.path(), &["generate"]).status.success());
    let before = files(folder.path());
    fs::write(folder.path().join("poolsmith.yaml"), TWO).unwrap();
    assert!(poolsmith(folder.path(), &["generate"]).status.success());
    let after = files(folder.path());
    for (path, bytes) in before.iter().filter(|(path, _)| path.ends_with(".tf")) {
        assert!(after[path] == *bytes, "{path}");
    }
}

#[test]
fn a_record_that_can_not_be_read_is_refused() {
    for (name, text, say) in [
        ("poolsmith.lock", "{".to_owned(), "poolsmith.lock is damaged"),
        ("poolsmith.0123456789ab.record", "poolsmith-record 1".to_owned(), "0123456789ab.record is damaged"),
    ] {
        let folder = workspace(SMALLEST);
        fs::write(folder.path().join(name), text).unwrap();
        for command in ["generate", "check", "diff"] {
            let output = poolsmith(folder.path(), &[command]);
            assert_eq!(output.status.code(), Some(2));
            assert!(words(&output).contains("E0403") && words(&output).contains(say), "{}", words(&output));
        }
        assert!(!folder.path().join("modules").exists());
    }
}

#[test]
fn the_record_has_no_path_of_the_machine_and_is_the_same_everywhere() {
    let [first, second] = [workspace(TWO), workspace(TWO)].map(|folder| {
        assert!(poolsmith(folder.path(), &["generate"]).status.success());
        let records = files(folder.path()).into_iter().filter(|(path, _)| path.ends_with(".record"));
        records.collect::<Vec<_>>()
    });
    assert_eq!(first, second);
    assert_eq!(first.len(), 1);
}

#[test]
fn the_record_of_version_0_1_is_replaced() {
    let folder = workspace(TWO);
    let root = folder.path();
    assert!(poolsmith(root, &["generate"]).status.success());
    with_former_record(root);
    let main = root.join("environments/dev/main.tf");
    fs::write(&main, format!("# mine\n{}", fs::read_to_string(&main).unwrap())).unwrap();
    fs::write(root.join("poolsmith.yaml"), TWO.replace("us-east-1", "us-east-1, protect: true")).unwrap();
    let output = poolsmith(root, &["generate"]);
    assert!(output.status.success(), "{}", words(&output));
    let text = fs::read_to_string(&main).unwrap();
    assert!(text.starts_with("# mine\n") && text.contains("protect      = true"), "{text}");
    let left: Vec<String> = files(root)
        .into_keys()
        .filter(|path| path.starts_with("poolsmith.") || path.starts_with('.'))
        .collect();
    assert_eq!(left.len(), 3, "{left:?}");
    assert!(!root.join("poolsmith.lock").exists() && !root.join(".poolsmith").exists());
}

#[test]
fn inputs_and_output_may_be_elsewhere() {
    let folder = workspace(SMALLEST);
    let out = tempfile::tempdir().unwrap();
    let elsewhere = tempfile::tempdir().unwrap();
    let inputs = folder.path().join("poolsmith.yaml");
    let arguments = ["generate", "-f", inputs.to_str().unwrap(), "--out", out.path().to_str().unwrap()];
    assert!(poolsmith(elsewhere.path(), &arguments).status.success());
    assert!(out.path().join("environments/dev/main.tf").is_file());
    assert_eq!(files(folder.path()).len(), 1);

    let arguments = ["generate", "-C", folder.path().to_str().unwrap()];
    assert!(poolsmith(elsewhere.path(), &arguments).status.success());
    assert!(folder.path().join("environments/dev/main.tf").is_file());
}

#[test]
fn no_inputs_file_and_several() {
    let folder = tempfile::tempdir().unwrap();
    let output = poolsmith(folder.path(), &["generate"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(words(&output).contains("no inputs file"), "{}", words(&output));
    for name in ["poolsmith.yaml", "poolsmith.toml"] {
        fs::write(folder.path().join(name), "").unwrap();
    }
    let output = poolsmith(folder.path(), &["generate"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(
        words(&output).contains("several inputs files: poolsmith.yaml, poolsmith.toml"),
        "{}",
        words(&output)
    );
}

#[test]
fn a_workspace_that_cannot_be_written_is_an_error() {
    let folder = workspace(SMALLEST);
    fs::write(folder.path().join("modules"), "a file where a folder should be").unwrap();
    let output = poolsmith(folder.path(), &["generate"]);
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(files(folder.path()).len(), 2);
}

/// An environment's patch is merged into a grant, unless it has another kind.
#[test]
fn a_patch_renames_a_grant_or_chooses_another_kind() {
    let inputs = |patch: &str| {
        format!(
            "name: notes\nroles:\n  authenticated:\n    grants:\n      files: {{ s3: {{ bucket: notes, allow: [read] }} }}\n\
             environments:\n  dev:\n    region: us-east-1\n    roles: {{ authenticated: {{ grants: {{ files: {patch} }} }} }}\n"
        )
    };
    let policy = |patch: &str| {
        let rendered =
            Project::load(Request::memory("poolsmith.yaml", inputs(patch))).and_then(Project::render);
        let rendered = rendered.unwrap_or_else(|failure| panic!("{patch}: {:?}", failure.log.diagnostics));
        (
            rendered.files["modules/policy/main.tf"].clone(),
            rendered.files.contains_key("environments/dev/moved.tf"),
        )
    };
    let (renamed, has_moved) = policy("{ renamed_from: uploads }");
    assert!(renamed.contains("s3:GetObject") && has_moved, "{renamed}");
    let (other, has_moved) = policy(
        "{ renamed_from: uploads, statements: [{ Effect: Allow, Action: 'polly:*', Resource: '*' }] }",
    );
    assert!(other.contains("polly:*") && !other.contains("s3:") && has_moved, "{other}");
    let (more, _) = policy("{ s3: { allow: [list] } }");
    assert!(more.contains("s3:ListBucket"), "{more}");
}

/// Only allowed actions can be ignored for guests, not denied ones.
#[test]
fn a_denial_for_guests_is_no_grant() {
    let inputs = "name: notes\nidentity_pool: { guest_access: true }\nroles:\n  guest:\n    grants:\n      none:\n        \
                  statements: [{ Effect: Deny, Action: \"bedrock:*\", Resource: \"*\" }]\nenvironments:\n  dev: { region: us-east-1 }\n";
    let rendered = Project::load(Request::memory("poolsmith.yaml", inputs)).and_then(Project::render);
    let rendered = rendered.unwrap_or_else(|failure| panic!("{:?}", failure.log.diagnostics));
    assert!(rendered.log.diagnostics.is_empty(), "{:?}", rendered.log.diagnostics);
}

/// In a container, files may belong to another user than the one that runs poolsmith.
#[test]
fn the_owner_and_the_attributes_of_a_file_stay() {
    use std::os::unix::fs::{MetadataExt, PermissionsExt, chown};
    let folder = workspace(SMALLEST);
    assert!(poolsmith(folder.path(), &["generate"]).status.success());
    let main = folder.path().join("environments/dev/main.tf");
    let can_chown = chown(&main, Some(1234), Some(1234)).is_ok();
    fs::set_permissions(&main, fs::Permissions::from_mode(0o640)).unwrap();
    // Some file systems have none.
    let has_attributes =
        rustix::fs::setxattr(&main, "user.note", b"mine", rustix::fs::XattrFlags::empty()).is_ok();
    fs::write(folder.path().join("poolsmith.yaml"), SMALLEST.replace("name: notes", "name: other")).unwrap();
    let output = poolsmith(folder.path(), &["generate", "--allow-replace"]);
    assert!(output.status.success(), "{}", words(&output));
    assert!(fs::read_to_string(&main).unwrap().contains("other-dev"));
    let metadata = fs::metadata(&main).unwrap();
    assert_eq!(metadata.mode() & 0o777, 0o640);
    assert!(!can_chown || (metadata.uid(), metadata.gid()) == (1234, 1234));
    if has_attributes {
        let mut value = [0; 16];
        let length = rustix::fs::getxattr(&main, "user.note", &mut value[..]).unwrap();
        assert_eq!(&value[..length], b"mine");
    }
}

/// A file that is mounted can't be renamed.
#[test]
fn a_mounted_file_is_generated() {
    let folder = workspace(SMALLEST);
    assert!(poolsmith(folder.path(), &["generate"]).status.success());
    fs::write(folder.path().join("poolsmith.yaml"), SMALLEST.replace("name: notes", "name: other")).unwrap();
    let script = "cp environments/dev/main.tf mounted && mount --bind mounted environments/dev/main.tf && \"$0\" generate --allow-replace";
    let output = std::process::Command::new("unshare")
        .args(["--user", "--map-root-user", "--mount", "sh", "-c", script, env!("CARGO_BIN_EXE_poolsmith")])
        .current_dir(folder.path())
        .env("XDG_STATE_HOME", crate::support::state())
        .output();
    match output {
        Ok(output) if output.status.success() => {
            assert!(fs::read_to_string(folder.path().join("mounted")).unwrap().contains("other-dev"));
        }
        // The kernel may forbid it.
        Ok(output) => assert!(!words(&output).contains("error["), "{}", words(&output)),
        Err(error) => println!("nothing can be mounted here: {error}"),
    }
}

#[test]
fn inputs_are_read_from_standard_input_and_from_pipes() {
    use std::io::Write;
    let [file, stdin, pipe] =
        [workspace(SMALLEST), tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap()];
    assert!(poolsmith(file.path(), &["generate"]).status.success());
    let mut child = crate::support::command(stdin.path(), &["generate", "-f", "-"])
        .stdin(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(SMALLEST.as_bytes()).unwrap();
    assert!(child.wait().unwrap().success());
    let script = format!("printf %s '{SMALLEST}' | \"$0\" generate -f /dev/stdin");
    let output = std::process::Command::new("sh")
        .args(["-c", &script, env!("CARGO_BIN_EXE_poolsmith")])
        .current_dir(pipe.path())
        .env("XDG_STATE_HOME", crate::support::state())
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", words(&output));
    let mut expected = files(file.path());
    expected.remove("poolsmith.yaml");
    assert!(files(stdin.path()) == expected && files(pipe.path()) == expected);
    let output =
        crate::support::command(file.path(), &["check", "--fix", "-f", "/dev/null"]).output().unwrap();
    assert!(
        words(&output).contains("--fix can't change inputs that are read from a pipe"),
        "{}",
        words(&output)
    );
}
