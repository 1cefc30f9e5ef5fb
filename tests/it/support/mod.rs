//! Helpers for the tests.

mod random;

pub use random::Random;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::LazyLock;

use poolsmith::workspace::RecordContent;

/// The root of the repository.
pub fn repository() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The variables that a command under test inherits. All others could change what it does.
const INHERITED: [&str; 4] = ["PATH", "TMPDIR", "RUST_BACKTRACE", "LLVM_PROFILE_FILE"];

/// The time of all runs: 2026-01-01, in seconds since 1970.
const NEW_YEAR_2026: &str = "1767225600";

/// A poolsmith command that runs in a directory, in an environment of its own.
pub fn command(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_poolsmith"));
    let inherited = INHERITED.into_iter().filter_map(|name| Some((name, std::env::var_os(name)?)));
    command.args(arguments).current_dir(folder).env_clear().envs(inherited);
    command.env("HOME", state()).env("XDG_STATE_HOME", state()).env("SOURCE_DATE_EPOCH", NEW_YEAR_2026);
    command
}

/// Runs poolsmith in a directory.
pub fn poolsmith(folder: &Path, arguments: &[&str]) -> Output {
    command(folder, arguments).output().expect("poolsmith starts")
}

/// The state directory of all runs.
pub fn state() -> &'static Path {
    static STATE: LazyLock<PathBuf> = LazyLock::new(|| {
        let state = Path::new(env!("CARGO_TARGET_TMPDIR")).join("state");
        fs::create_dir_all(&state).expect("a directory for state");
        state
    });
    &STATE
}

/// The path of the journal for a workspace.
pub fn journal(folder: &Path) -> PathBuf {
    let path = folder.canonicalize().expect("a directory");
    let name = poolsmith::workspace::digest(path.as_os_str().as_encoded_bytes());
    state().join("poolsmith").join(format!("{name}.json"))
}

/// The stderr of a run.
pub fn words(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// A new directory with an inputs file.
pub fn workspace(inputs: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    fs::write(folder.path().join("poolsmith.yaml"), inputs).expect("the inputs are written");
    folder
}

/// A directory with the smallest inputs, and a template pack in `pack/`.
pub fn with_pack(pack: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = workspace(&format!("templates: pack\n{SMALLEST}"));
    fs::create_dir(folder.path().join("pack")).expect("a new folder");
    for (path, text) in pack {
        let path = folder.path().join("pack").join(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a new folder");
        fs::write(path, text).expect("a new file");
    }
    folder
}

/// All files below a directory, as text.
pub fn texts(folder: &Path) -> BTreeMap<String, String> {
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("a text");
    files(folder).into_iter().map(|(path, bytes)| (path, text(bytes))).collect()
}

/// The generated files of a workspace, according to its record.
pub fn recorded(folder: &Path) -> BTreeMap<String, String> {
    let names = files(folder).into_keys().filter(|path| path.ends_with(".record"));
    let contents = names.map(|name| {
        RecordContent::decoded(&fs::read(folder.join(name)).expect("a record")).expect("a record")
    });
    let newest = contents.max_by_key(|content| content.generation).unwrap_or_default();
    let text = |path: &String| (path.clone(), newest.current(path).expect("a text"));
    newest.current_files().map(text).collect()
}

/// Replaces the record of a workspace by one as version 0.1 wrote it, and returns its lock file.
pub fn with_former_record(folder: &Path) -> serde_json::Value {
    let names: Vec<String> = files(folder).into_keys().filter(|path| path.ends_with(".record")).collect();
    let texts = recorded(folder);
    let content =
        RecordContent::decoded(&fs::read(folder.join(&names[0])).expect("a record")).expect("a record");
    let environments = content.environments;
    let mut digests = serde_json::Map::new();
    for (path, text) in &texts {
        let base = folder.join(format!(".poolsmith/base/{path}.txt"));
        fs::create_dir_all(base.parent().expect("a folder")).expect("a new folder");
        fs::write(base, text).expect("a base");
        digests.insert(path.clone(), poolsmith::workspace::digest(text.as_bytes()).into());
    }
    fs::write(folder.join(".poolsmith/.gitattributes"), "* -text\n").expect("attributes");
    let lock = serde_json::json!({
        "format": 1, "poolsmith": "0.1.0", "inputs": "", "templates": "", "environments": environments, "files": digests,
    });
    fs::write(folder.join("poolsmith.lock"), lock.to_string()).expect("a lock");
    names.iter().for_each(|name| fs::remove_file(folder.join(name)).expect("a record"));
    lock
}

/// Files by path.
pub type Files = BTreeMap<String, Vec<u8>>;

/// All files below a directory, by path.
pub fn files(folder: &Path) -> Files {
    let mut files = BTreeMap::new();
    collect(folder, folder, &mut files);
    files
}

fn collect(root: &Path, folder: &Path, files: &mut BTreeMap<String, Vec<u8>>) {
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            // Terraform's own directory, if somebody tried an example.
            if !path.ends_with(".terraform") {
                collect(root, &path, files);
            }
        } else {
            let name = path.strip_prefix(root).expect("below the root").to_string_lossy().into_owned();
            files.insert(name, fs::read(&path).expect("a file"));
        }
    }
}

/// The directories of examples that are not workspaces, or not meant to be good ones.
const NOT_CLEAN: [&str; 3] = ["invalid", "findings", "modules-only"];

/// The valid examples that have an inputs file.
pub fn examples() -> Vec<PathBuf> {
    let mut examples: Vec<PathBuf> = fs::read_dir(repository().join("examples"))
        .expect("examples/")
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.is_dir() && !NOT_CLEAN.iter().any(|name| path.ends_with(name)))
        .collect();
    examples.sort();
    assert!(examples.len() >= 4, "the examples are gone");
    examples
}

/// The smallest inputs of a pool that is of use.
pub const SMALLEST: &str = "name: notes\nenvironments:\n  dev:\n    region: us-east-1\n    identity_pool: { social: { google: \"1234\" } }\n";

/// A valid `new` command, for the directory `fresh`.
pub const NEW: [&str; 12] = [
    "new",
    "fresh",
    "--name",
    "notes",
    "--region",
    "us-east-1",
    "--user-pool-id",
    "us-east-1_Ab12Cd34E",
    "--app-client-id",
    "3n4b5urk1ft4fl3mg5e62d9ado",
    "--bucket",
    "notes-uploads",
];

/// A number from an environment variable, for long runs.
pub fn from_environment(name: &str, otherwise: usize) -> usize {
    let number = |text: String| text.parse().unwrap_or_else(|_| panic!("{name} is no number: {text}"));
    std::env::var(name).map_or(otherwise, number)
}
