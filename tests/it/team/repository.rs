//! A Git repository with a workspace.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use crate::support::{files, poolsmith, words};
use crate::team::inputs::Inputs;

/// A repository with a workspace.
pub struct Repository {
    folder: tempfile::TempDir,
}

impl Repository {
    pub fn new(inputs: &Inputs) -> Self {
        let repository = Self { folder: tempfile::tempdir().unwrap() };
        repository.git(&["init", "-q", "-b", "main"]);
        repository.write_inputs(inputs);
        repository.generate();
        repository.commit("init");
        repository
    }

    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    pub fn try_git(&self, arguments: &[&str]) -> Output {
        git(self.path(), arguments)
    }

    pub fn git(&self, arguments: &[&str]) {
        let output = self.try_git(arguments);
        assert!(
            output.status.success(),
            "git {arguments:?}: {}{}",
            text(&output.stdout),
            text(&output.stderr)
        );
    }

    pub fn commit(&self, message: &str) {
        self.git(&["add", "-A", "--sparse"]);
        self.git(&["commit", "-q", "--allow-empty", "-m", message]);
    }

    pub fn write_inputs(&self, inputs: &Inputs) {
        self.write("poolsmith.yaml", &inputs.text());
    }

    pub fn generate(&self) {
        let output = poolsmith(self.path(), &["generate"]);
        assert!(output.status.success(), "{}", words(&output));
    }

    pub fn read(&self, path: &str) -> String {
        fs::read_to_string(self.path().join(path)).unwrap_or_default()
    }

    pub fn write(&self, path: &str, text: &str) {
        fs::write(self.path().join(path), text).unwrap();
    }

    /// Adds a line at the start of a file.
    pub fn edit(&self, path: &str, line: &str) {
        self.write(path, &format!("{line}\n{}", self.read(path)));
    }

    pub fn records(&self) -> Vec<String> {
        let entries = fs::read_dir(self.path()).unwrap();
        let names = entries.map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned());
        names.filter(|name| name.ends_with(".record")).collect()
    }
}

/// Runs Git, with an author.
pub fn git(folder: &Path, arguments: &[&str]) -> Output {
    Command::new("git")
        .arg("-C")
        .arg(folder)
        .args(["-c", "user.name=a", "-c", "user.email=a@example.com", "-c", "commit.gpgsign=false"])
        .args(arguments)
        .env("GIT_EDITOR", "true")
        .output()
        .unwrap()
}

pub fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// All that a run says.
pub fn said(output: &Output) -> String {
    text(&output.stdout) + &words(output)
}

/// The generated files of a workspace, without the record, with `\n` as line endings.
pub fn generated(folder: &Path) -> BTreeMap<String, String> {
    let is_generated =
        |path: &str| !path.ends_with(".record") && !path.starts_with(".git/") && path != "poolsmith.yaml";
    let found = files(folder).into_iter().filter(|(path, _)| is_generated(path));
    found.map(|(path, bytes)| (path, text(&bytes).replace("\r\n", "\n"))).collect()
}

/// What one generation of the inputs gives.
pub fn fresh(inputs: &Inputs) -> BTreeMap<String, String> {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("poolsmith.yaml"), inputs.text()).unwrap();
    let output = poolsmith(folder.path(), &["generate"]);
    assert!(output.status.success(), "{}", words(&output));
    generated(folder.path())
}

/// The text without the lines that tests add by hand.
pub fn without_edits(text: &str) -> String {
    text.split_inclusive('\n').filter(|line| !line.trim_start().starts_with("# edit-")).collect()
}

/// The text without alignment, which a comment between lines changes.
pub fn without_alignment(text: &str) -> String {
    text.lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" ") + "\n").collect()
}
