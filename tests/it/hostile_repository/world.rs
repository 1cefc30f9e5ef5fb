//! A repository, and directories next to it that must not change.

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::{MetadataExt, PermissionsExt, symlink};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::OnceLock;
use std::time::{Duration, Instant};

/// Content of files outside of the repository, which must not be in any output.
pub const SECRET: &str = "PLANTED-SECRET-7f3a";

/// Inputs with a pack and a policy file.
pub const INPUTS: &str = "name: notes
templates: pack
roles:
  authenticated:
    grants:
      audit: { policy_file: policies/audit.json }
environments:
  dev: { region: us-east-1 }
  prod: { region: eu-west-1 }
";

const POLICY: &str = r#"{
  "Version": "2012-10-17",
  "Statement": [{ "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::notes/*" }]
}
"#;

/// Far longer than any command needs.
const TIMEOUT: Duration = Duration::from_secs(60);

/// `guard/` and `home/`, which must not change, and `repository/`.
pub struct World {
    outer: tempfile::TempDir,
    before: BTreeMap<PathBuf, String>,
}

/// The result of a command.
pub struct Run {
    pub code: Option<i32>,
    pub stdout: String,
    pub stderr: String,
}

impl World {
    /// A world with a valid repository.
    pub fn new() -> Self {
        static FIRST: OnceLock<World> = OnceLock::new();
        let outer = tempfile::tempdir().expect("a temporary directory");
        copy(FIRST.get_or_init(Self::first).outer(), outer.path());
        Self { before: snapshot(outer.path()), outer }
    }

    /// The template for all others.
    fn first() -> Self {
        let outer = tempfile::tempdir().expect("a temporary directory");
        let write = |path: &str, text: &str| put(&outer.path().join(path), text);
        for place in ["guard", "guard/dev", "guard/roles", "home/.aws"] {
            write(&format!("{place}/main.tf"), &format!("secret=\"{SECRET}\"\n"));
            write(&format!("{place}/credentials"), &format!("[default]\naws_secret_access_key = {SECRET}\n"));
        }
        write("guard/policy.json", &POLICY.replace("notes/*", SECRET));
        write("guard/inputs.yaml", &format!("name: {SECRET}\nkey: [\n"));
        write("guard/.bashrc", "# mine\n");
        write("guard/run.sh", "#!/bin/sh\n");
        fs::set_permissions(outer.path().join("guard/run.sh"), fs::Permissions::from_mode(0o755)).unwrap();
        symlink("run.sh", outer.path().join("guard/link")).unwrap();
        write("repository/poolsmith.yaml", INPUTS);
        write("repository/policies/audit.json", POLICY);
        write("repository/pack/workspace/setup.sh.tera", "echo hello\n");
        let world = Self { before: snapshot(outer.path()), outer };
        world.git(&["init", "-q", "--template=", "."]);
        fs::create_dir(world.path(".git/hooks")).unwrap();
        let run = world.run(&["generate", "-q"]);
        assert_eq!(run.code, Some(0), "the repository generates: {}", run.stderr);
        world
    }

    pub fn outer(&self) -> &Path {
        self.outer.path()
    }

    pub fn repository(&self) -> PathBuf {
        self.outer.path().join("repository")
    }

    pub fn path(&self, path: &str) -> PathBuf {
        self.repository().join(path)
    }

    /// Writes a file of the repository.
    pub fn write(&self, path: &str, text: &str) {
        put(&self.path(path), text);
    }

    pub fn read(&self, path: &str) -> String {
        fs::read_to_string(self.path(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
    }

    /// Creates a link in the repository, and replaces what is at its path.
    pub fn link(&self, target: &str, path: &str) {
        self.remove(path);
        let target = target.replace("OUTER", &self.outer.path().display().to_string());
        fs::create_dir_all(self.path(path).parent().unwrap()).unwrap();
        symlink(target, self.path(path)).unwrap();
    }

    pub fn remove(&self, path: &str) {
        let path = self.path(path);
        let _ = fs::remove_dir_all(&path).or_else(|_| fs::remove_file(&path)); // it may not be there
    }

    pub fn git(&self, arguments: &[&str]) {
        let status = Command::new("git").args(arguments).current_dir(self.repository()).status();
        assert!(status.expect("git is on the PATH").success(), "git {arguments:?}");
    }

    /// Runs a command in the repository.
    pub fn run(&self, arguments: &[&str]) -> Run {
        self.run_with(arguments, &[])
    }

    pub fn run_with(&self, arguments: &[&str], environment: &[(&str, &str)]) -> Run {
        let mut child = Command::new(env!("CARGO_BIN_EXE_poolsmith"))
            .args(arguments)
            .current_dir(self.repository())
            .env("HOME", self.outer.path().join("home"))
            .env("XDG_STATE_HOME", self.outer.path().join("state"))
            .env("AWS_SECRET_ACCESS_KEY", SECRET)
            .envs(environment.iter().copied())
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("poolsmith starts");
        let started = Instant::now();
        let output = wait(&mut child, started);
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("what is printed is UTF-8");
        Run { code: output.status.code(), stdout: text(output.stdout), stderr: text(output.stderr) }
    }

    /// Asserts that nothing outside the repository has changed.
    pub fn assert_untouched(&self, say: &str) {
        let after = snapshot(self.outer.path());
        for (path, state) in &self.before {
            assert_eq!(after.get(path), Some(state), "{say}: {} has changed", path.display());
        }
        let new: Vec<_> = after.keys().filter(|path| !self.before.contains_key(*path)).collect();
        assert!(new.is_empty(), "{say}: {new:?} are new");
    }
}

fn wait(child: &mut std::process::Child, started: Instant) -> Output {
    use std::io::Read;
    let (mut stdout, mut stderr) = (child.stdout.take().unwrap(), child.stderr.take().unwrap());
    let read = std::thread::spawn(move || {
        let mut bytes = Vec::new();
        stdout.read_to_end(&mut bytes).unwrap();
        bytes
    });
    let read_errors = std::thread::spawn(move || {
        let mut bytes = Vec::new();
        stderr.read_to_end(&mut bytes).unwrap();
        bytes
    });
    let status = loop {
        if let Some(status) = child.try_wait().unwrap() {
            break status;
        }
        if started.elapsed() > TIMEOUT {
            child.kill().unwrap();
            panic!("poolsmith hangs");
        }
        std::thread::sleep(Duration::from_millis(1));
    };
    Output { status, stdout: read.join().unwrap(), stderr: read_errors.join().unwrap() }
}

fn put(path: &Path, text: &str) {
    fs::create_dir_all(path.parent().expect("a parent")).expect("a directory");
    fs::write(path, text).expect("a file");
}

/// Copies the content of a directory: links as links, and files with their permissions.
fn copy(from: &Path, to: &Path) {
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let to = to.join(entry.file_name());
        match entry.file_type().unwrap() {
            kind if kind.is_symlink() => symlink(fs::read_link(entry.path()).unwrap(), to).unwrap(),
            kind if kind.is_dir() => {
                fs::create_dir(&to).unwrap();
                copy(&entry.path(), &to);
            }
            _ => drop(fs::copy(entry.path(), to).unwrap()),
        }
    }
}

/// The content of `guard/` and `home/`: kind, permissions, time and content of each entry.
fn snapshot(outer: &Path) -> BTreeMap<PathBuf, String> {
    let mut found = BTreeMap::new();
    for place in ["guard", "home"] {
        collect(&outer.join(place), &mut found);
    }
    found
}

fn collect(path: &Path, found: &mut BTreeMap<PathBuf, String>) {
    let metadata = fs::symlink_metadata(path).expect("it is there");
    let content = match metadata.file_type() {
        kind if kind.is_symlink() => fs::read_link(path).unwrap().display().to_string().into_bytes(),
        kind if kind.is_file() => fs::read(path).unwrap(),
        _ => Vec::new(),
    };
    let state =
        format!("{:o} {} {:?}", metadata.mode(), metadata.mtime_nsec(), String::from_utf8_lossy(&content));
    found.insert(path.to_path_buf(), state);
    if metadata.is_dir() {
        for entry in fs::read_dir(path).unwrap() {
            collect(&entry.unwrap().path(), found);
        }
    }
}
