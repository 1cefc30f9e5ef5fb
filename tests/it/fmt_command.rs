//! The command `poolsmith fmt`, compared with `terraform fmt`.

use std::fs;
use std::io::Write;
use std::os::unix::fs::symlink;
use std::path::Path;
use std::process::{Command, Stdio};

use crate::support::{self, command, files, poolsmith, words};

const UGLY: &str = "a=1\nbcd  = 2\n";
const NICE: &str = "a   = 1\nbcd = 2\n";

fn tree(paths: &[&str]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for path in paths {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, UGLY).unwrap();
    }
    folder
}

#[test]
fn the_same_files_as_terraform_and_the_same_bytes() {
    let paths = [
        "a.tf",
        "b.tfvars",
        "c.tftest.hcl",
        "d.tfmock.hcl",
        "e.hcl",
        "f.tf.json",
        ".x.tf",
        "#y.tf#",
        "z.tf~",
        "sub/deep/a.tf",
        "sub/.hidden/a.tf",
        ".terraform/a.tf",
        "back~/a.tf",
        "real/z.tf",
    ];
    let [ours, theirs] = [tree(&paths), tree(&paths)];
    let output = poolsmith(ours.path(), &["fmt"]);
    assert_eq!(output.status.code(), Some(0), "{}", words(&output));
    let terraform = Command::new("terraform")
        .args(["fmt", "-recursive"])
        .current_dir(theirs.path())
        .env_remove("TF_CLI_CONFIG_FILE")
        .output()
        .expect("terraform is on the PATH");
    assert!(terraform.status.success());
    assert_eq!(String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&terraform.stdout));
    assert!(files(ours.path()) == files(theirs.path()));
}

/// The Terraform that the tests run is older than these.
#[test]
fn files_of_newer_versions_and_of_opentofu_are_formatted() {
    let paths = ["a.tfquery.hcl", "b.tofu", "c.tofutest.hcl", "d.tofu.json"];
    let folder = tree(&paths);
    let output = poolsmith(folder.path(), &["fmt"]);
    assert_eq!(String::from_utf8_lossy(&output.stdout), "a.tfquery.hcl\nb.tofu\nc.tofutest.hcl\n");
}

#[test]
fn bytes_in_comments_are_treated_as_terraform_does() {
    let sources: [&[u8]; 8] = [
        b"# caf\xe9\nb=1\n",
        b"a=1 # \xff\nbbb=2 // \xfe\xfd\n",
        b"/* \xe9\n\xe8 */\nb=1\n",
        b"a = { b = 1 /* \xe9\xe9 */, ccc=2 }\n",
        b"a=1 # \xe9\xe9\xe9\nbbb=2 # x\n",
        b"a = \"caf\xe9\"\nb=1\n",
        b"a = <<E\n \xe9\nE\nb=1\n",
        b"b=1 # \xed\xa0\x80\n",
    ];
    let [ours, theirs] = [tree(&[]), tree(&[])];
    for (number, source) in sources.iter().enumerate() {
        for folder in [&ours, &theirs] {
            fs::write(folder.path().join(format!("{number}.tf")), source).unwrap();
        }
    }
    poolsmith(ours.path(), &["fmt"]);
    Command::new("terraform").args(["fmt"]).current_dir(theirs.path()).output().unwrap();
    for (path, bytes) in files(theirs.path()) {
        assert_eq!(files(ours.path())[&path], bytes, "{path}");
    }
    let (code, text, _) = through_stdin_bytes(&["fmt", "-"], sources[0]);
    assert_eq!((code, text.as_slice()), (Some(0), &b"# caf\xe9\nb = 1\n"[..]));
}

#[test]
fn a_file_is_written_in_place_unless_it_has_several_names() {
    use std::os::unix::fs::MetadataExt;
    let folder = tree(&["a.tf", "b.tf"]);
    let [a, b, other] = ["a.tf", "b.tf", "other"].map(|name| folder.path().join(name));
    fs::hard_link(&b, &other).unwrap();
    let inode = |path: &Path| fs::metadata(path).unwrap().ino();
    let before = [inode(&a), inode(&b)];
    let output = poolsmith(folder.path(), &["fmt", "-v"]);
    assert_eq!(inode(&a), before[0]);
    assert_ne!(inode(&b), before[1]);
    assert_eq!(fs::read_to_string(&other).unwrap(), UGLY);
    assert_eq!(fs::read_to_string(&b).unwrap(), NICE);
    assert!(
        words(&output).contains("b.tf was replaced by a new file: it has several names"),
        "{}",
        words(&output)
    );
}

/// Where only some files of a directory are mounted, they can't be renamed, and where a directory is read-only, its files can
/// still be written.
#[test]
fn a_mounted_file_and_one_in_a_read_only_directory_are_formatted() {
    let folder = tree(&["source.tf", "mounted.tf"]);
    let script = "mount --bind source.tf mounted.tf && \"$0\" fmt mounted.tf";
    let output = Command::new("unshare")
        .args(["--user", "--map-root-user", "--mount", "sh", "-c", script, env!("CARGO_BIN_EXE_poolsmith")])
        .current_dir(folder.path())
        .env("XDG_STATE_HOME", support::state())
        .output();
    match output {
        Ok(output) if output.status.success() => {
            assert_eq!(fs::read_to_string(folder.path().join("source.tf")).unwrap(), NICE);
        }
        // The kernel may forbid it.
        other => println!("nothing can be mounted here: {other:?}"),
    }
}

/// A run is killed at each operation; the next one completes what is torn, and leaves what was edited.
#[test]
fn what_a_killed_run_left_is_completed() {
    let long: String =
        (0..50).map(|number| format!("b{number} {{\n{UGLY}c            =            3\n}}\n")).collect();
    let formatted = poolsmith::hcl::format(&long).unwrap();
    let state = tempfile::tempdir().unwrap();
    let fmt = |folder: &Path, arguments: &[&str]| {
        let mut command = command(folder, arguments);
        command.env("XDG_STATE_HOME", state.path());
        command
    };
    let mut torn = 0;
    for place in 1.. {
        let folder = tree(&[]);
        for name in ["a.tf", "b.tf"] {
            fs::write(folder.path().join(name), &long).unwrap();
        }
        let killed =
            fmt(folder.path(), &["fmt"]).env("POOLSMITH_DIE_AT", place.to_string()).output().unwrap();
        if killed.status.success() {
            break;
        }
        let found = files(folder.path());
        torn += found
            .values()
            .filter(|bytes| **bytes != long.as_bytes() && **bytes != formatted.as_bytes())
            .count();
        // A file that is edited meanwhile is not torn.
        let is_edited = place % 2 == 0;
        let b = folder.path().join("b.tf");
        if is_edited {
            fs::write(&b, "edited = 1\n").unwrap();
        }
        // Whatever is formatted next, and however it is named.
        let again = [&["fmt"][..], &["fmt", "a.tf"], &["fmt", "sub"]][place % 3];
        fs::create_dir(folder.path().join("sub")).unwrap();
        let output = fmt(folder.path(), again).output().unwrap();
        assert!(output.status.success(), "{place}: {}", words(&output));
        let left = files(&state.path().join("poolsmith"));
        assert!(left.is_empty(), "{place}: {:?}", left.keys());
        assert!(fmt(folder.path(), &["fmt"]).status().unwrap().success()); // the files that were not torn
        assert_eq!(fs::read_to_string(folder.path().join("a.tf")).unwrap(), formatted, "{place}");
        let expected = if is_edited { "edited = 1\n" } else { &formatted };
        assert_eq!(fs::read_to_string(&b).unwrap(), expected, "{place}");
        let left = files(&state.path().join("poolsmith"));
        assert!(left.is_empty(), "{place}: {:?}", left.keys());
    }
    assert!(torn >= 4, "{torn}");
}

#[test]
fn a_link_is_skipped_and_named_and_what_it_leads_to_stays() {
    let outside = tree(&["outside.tf"]);
    let folder = tree(&["a.tf", "sub/b.tf"]);
    let link = |to: &Path, at: &str| symlink(to, folder.path().join(at)).unwrap();
    link(&outside.path().join("outside.tf"), "link.tf");
    link(outside.path(), "directory");
    link(Path::new("a.tf"), "inside.tf");
    let skipped = |arguments: &[&str], links: &[&str]| {
        let output = poolsmith(folder.path(), arguments);
        for link in links {
            let message = format!("{link} is a symbolic link and was not formatted");
            assert!(words(&output).contains(&message), "{}", words(&output));
        }
        output.status.code()
    };
    assert_eq!(skipped(&["fmt", "--check", "link.tf"], &["link.tf"]), Some(0));
    assert_eq!(skipped(&["fmt", "link.tf", "inside.tf"], &["link.tf", "inside.tf"]), Some(0));
    assert_eq!(fs::read_to_string(folder.path().join("a.tf")).unwrap(), UGLY);
    assert_eq!(skipped(&["fmt"], &["link.tf", "inside.tf"]), Some(0));
    assert_eq!(fs::read_to_string(folder.path().join("a.tf")).unwrap(), NICE);
    assert_eq!(fs::read_to_string(folder.path().join("sub/b.tf")).unwrap(), NICE);
    assert_eq!(fs::read_to_string(outside.path().join("outside.tf")).unwrap(), UGLY);
    // The directory that the user names may be a link.
    assert_eq!(skipped(&["fmt", "directory"], &[]), Some(0));
    assert_eq!(fs::read_to_string(outside.path().join("outside.tf")).unwrap(), NICE);
}

#[test]
fn check_lists_and_diff_shows_and_neither_writes() {
    let folder = tree(&["a.tf", "sub/b.tf"]);
    fs::write(folder.path().join("nice.tf"), NICE).unwrap();
    let before = files(folder.path());
    let output = poolsmith(folder.path(), &["fmt", "--check"]);
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(String::from_utf8_lossy(&output.stdout), "a.tf\nsub/b.tf\n");
    let output = poolsmith(folder.path(), &["fmt", "--diff", "a.tf"]);
    assert_eq!(output.status.code(), Some(1));
    let diff = "--- a/a.tf\n+++ b/a.tf\n@@ -1,2 +1,2 @@\n-a=1\n-bcd  = 2\n+a   = 1\n+bcd = 2\n";
    assert_eq!(String::from_utf8_lossy(&output.stdout), diff);
    assert!(files(folder.path()) == before);
    assert!(poolsmith(folder.path(), &["fmt", "a.tf", "sub"]).status.success());
    for option in ["--check", "--diff"] {
        let output = poolsmith(folder.path(), &["fmt", option]);
        assert!(output.status.success() && output.stdout.is_empty());
    }
}

fn through_stdin(arguments: &[&str], input: &[u8]) -> (Option<i32>, String, String) {
    let (code, bytes, told) = through_stdin_bytes(arguments, input);
    (code, String::from_utf8_lossy(&bytes).into_owned(), told)
}

fn through_stdin_bytes(arguments: &[&str], input: &[u8]) -> (Option<i32>, Vec<u8>, String) {
    let mut child = Command::new(env!("CARGO_BIN_EXE_poolsmith"))
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(input).unwrap();
    let output = child.wait_with_output().unwrap();
    (output.status.code(), output.stdout.clone(), words(&output))
}

#[test]
fn a_dash_is_stdin_and_stdout() {
    assert_eq!(through_stdin(&["fmt", "-"], UGLY.as_bytes()), (Some(0), NICE.to_owned(), String::new()));
    assert_eq!(through_stdin(&["fmt", "--check", "-"], UGLY.as_bytes()).0, Some(1));
    assert_eq!(through_stdin(&["fmt", "--check", "-"], NICE.as_bytes()).0, Some(0));
    assert_eq!(through_stdin(&["fmt", "--diff", "-"], UGLY.as_bytes()).0, Some(1));
    let (code, data, said) = through_stdin(&["fmt", "-"], b"a = {\n");
    assert_eq!((code, data.as_str()), (Some(2), ""));
    assert!(said.contains("stdin:2:1"), "{said}");
}

#[test]
fn what_is_not_hcl_is_told_with_its_place_and_left_and_the_rest_is_formatted() {
    let deep = format!("a = {}\n", "[".repeat(1_000_000));
    let bad: [(&str, &[u8], &str); 7] = [
        ("string", b"a = 1\nb = \"x\n", ":2:"),
        ("heredoc", b"a = <<E\nx\n", ":"),
        ("comment", b"a = 1\n/* never closed\n", ":2:1"),
        ("utf8", b"a = \"x\xFF\"\n", ":1:7"),
        ("bracket", b"a = [1,\n", ":2:1"),
        ("deep", deep.as_bytes(), ":1:"),
        ("backslash", b"a = \"\\q\"\n", ":1:6"),
    ];
    let folder = tree(&["good.tf"]);
    for (name, bytes, _) in bad {
        fs::write(folder.path().join(format!("{name}.tf")), bytes).unwrap();
    }
    let output = poolsmith(folder.path(), &["fmt"]);
    assert_eq!(output.status.code(), Some(2));
    let said = words(&output);
    assert!(!said.contains("nothing was written"), "{said}");
    for (name, bytes, place) in bad {
        assert!(said.contains(&format!("{name}.tf{place}")), "{name}:\n{said}");
        assert_eq!(fs::read(folder.path().join(format!("{name}.tf"))).unwrap(), bytes, "{name}");
    }
    assert_eq!(fs::read_to_string(folder.path().join("good.tf")).unwrap(), NICE);
}

#[test]
fn a_file_that_is_too_large_or_none_is_refused() {
    let folder = tree(&["notes.txt"]);
    let large = fs::File::create(folder.path().join("large.tf")).unwrap();
    large.set_len(100 * 1024 * 1024).unwrap();
    fs::create_dir(folder.path().join("folder.tf")).unwrap();
    symlink("nowhere", folder.path().join("dangling.tf")).unwrap();
    assert!(Command::new("mkfifo").arg(folder.path().join("pipe.tf")).status().unwrap().success());
    let output = poolsmith(folder.path(), &["fmt", ".", "notes.txt", "gone.tf"]);
    assert_eq!(output.status.code(), Some(2));
    let said = words(&output);
    for expected in [
        "large.tf has 104857600 bytes, which is too large",
        "dangling.tf is a symbolic link and was not formatted",
        "can't read pipe.tf: it is a pipe",
        "notes.txt is not a Terraform file",
        "can't read gone.tf",
    ] {
        assert!(said.contains(expected), "{expected}\n{said}");
    }
    assert!(!said.contains("folder.tf"), "{said}");
}

#[test]
fn a_byte_order_mark_is_treated_as_terraform_does() {
    let [ours, theirs] = [tree(&[]), tree(&[])];
    for folder in [&ours, &theirs] {
        fs::write(folder.path().join("a.tf"), format!("\u{FEFF}{UGLY}")).unwrap();
    }
    let output = poolsmith(ours.path(), &["fmt"]);
    let terraform = Command::new("terraform").args(["fmt"]).current_dir(theirs.path()).output().unwrap();
    assert_eq!(output.status.success(), terraform.status.success(), "{}", words(&output));
    assert!(files(ours.path()) == files(theirs.path()));
}

#[test]
fn permissions_stay() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tree(&["a.tf"]);
    let path = folder.path().join("a.tf");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
    assert!(poolsmith(folder.path(), &["fmt"]).status.success());
    assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o640);
    assert_eq!(names(folder.path()), ["a.tf"]);
}

#[test]
fn no_name_is_foreseen_through_which_a_file_could_be_written() {
    let folder = tree(&["a.tf", "other.txt"]);
    symlink("other.txt", folder.path().join(".a.tf.poolsmith-new")).unwrap();
    let other = fs::read(folder.path().join("other.txt")).unwrap();
    assert!(poolsmith(folder.path(), &["fmt"]).status.success());
    assert_eq!(fs::read_to_string(folder.path().join("a.tf")).unwrap(), NICE);
    assert_eq!(fs::read(folder.path().join("other.txt")).unwrap(), other);
    assert_eq!(names(folder.path()), [".a.tf.poolsmith-new", "a.tf", "other.txt"]);
}

fn names(folder: &Path) -> Vec<String> {
    files(folder).into_keys().collect()
}
