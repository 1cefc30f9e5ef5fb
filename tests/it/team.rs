//! A team in one Git repository: branches, merges, and parts of a workspace that are put back.
//!
//! - `POOLSMITH_HISTORIES`: the number of random histories; 40 by default.
//! - `POOLSMITH_HISTORY_SEED`: the seed of the first; each further history has the next one.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use poolsmith::parallel;

use crate::support::{Random, files, from_environment, poolsmith, words};

/// A repository with a workspace.
struct Repository {
    folder: tempfile::TempDir,
}

impl Repository {
    fn new(inputs: &Inputs) -> Self {
        let repository = Self { folder: tempfile::tempdir().unwrap() };
        repository.git(&["init", "-q", "-b", "main"]);
        repository.write_inputs(inputs);
        repository.generate();
        repository.commit("init");
        repository
    }

    fn path(&self) -> &Path {
        self.folder.path()
    }

    fn try_git(&self, arguments: &[&str]) -> Output {
        git(self.path(), arguments)
    }

    fn git(&self, arguments: &[&str]) {
        let output = self.try_git(arguments);
        assert!(
            output.status.success(),
            "git {arguments:?}: {}{}",
            text(&output.stdout),
            text(&output.stderr)
        );
    }

    fn commit(&self, message: &str) {
        self.git(&["add", "-A"]);
        self.git(&["commit", "-q", "--allow-empty", "-m", message]);
    }

    fn write_inputs(&self, inputs: &Inputs) {
        fs::write(self.path().join("poolsmith.yaml"), inputs.text()).unwrap();
    }

    fn generate(&self) {
        let output = poolsmith(self.path(), &["generate"]);
        assert!(output.status.success(), "{}", words(&output));
    }

    fn read(&self, path: &str) -> String {
        fs::read_to_string(self.path().join(path)).unwrap_or_default()
    }

    /// Adds a line at the start of a file.
    fn edit(&self, path: &str, line: &str) {
        fs::write(self.path().join(path), format!("{line}\n{}", self.read(path))).unwrap();
    }

    fn records(&self) -> Vec<String> {
        let entries = fs::read_dir(self.path()).unwrap();
        let names = entries.map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned());
        names.filter(|name| name.ends_with(".record")).collect()
    }
}

fn git(folder: &Path, arguments: &[&str]) -> Output {
    Command::new("git")
        .arg("-C")
        .arg(folder)
        .args(["-c", "user.name=a", "-c", "user.email=a@example.com", "-c", "commit.gpgsign=false"])
        .args(arguments)
        .output()
        .unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// All that a run says.
fn said(output: &Output) -> String {
    text(&output.stdout) + &words(output)
}

/// What a history changes in the inputs.
#[derive(Clone, Debug, Default, PartialEq)]
struct Inputs {
    comments: BTreeSet<String>,
    grants: BTreeSet<String>,
    environments: BTreeSet<String>,
}

impl Inputs {
    fn first() -> Self {
        let set = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
        Self { comments: BTreeSet::new(), grants: set(&["files"]), environments: set(&["dev", "prod"]) }
    }

    fn text(&self) -> String {
        let mut text: String = self.comments.iter().map(|comment| format!("# {comment}\n")).collect();
        text += "name: notes\nidentity_pool:\n  user_pools:\n    main: { user_pool_id: us-east-1_Ab12Cd34E, app_client_id: a1 }\n";
        if !self.grants.is_empty() {
            text += "roles:\n  authenticated:\n    grants:\n";
        }
        for grant in &self.grants {
            text += &format!(
                "      {grant}:\n        s3: {{ bucket: \"{{name}}-{{environment}}-{grant}\", allow: [read] }}\n"
            );
        }
        text += "environments:\n";
        for environment in &self.environments {
            text += &format!("  {environment}: {{ region: us-east-1 }}\n");
        }
        text
    }

    fn merged(base: &Self, ours: &Self, theirs: &Self) -> Self {
        let merge = |of: fn(&Self) -> &BTreeSet<String>| -> BTreeSet<String> {
            let (base, ours, theirs) = (of(base), of(ours), of(theirs));
            let all: BTreeSet<&String> = base.union(ours).chain(theirs).collect();
            let is_kept = |name: &&String| match base.contains(*name) {
                true => ours.contains(*name) && theirs.contains(*name),
                false => true,
            };
            all.into_iter().filter(is_kept).cloned().collect()
        };
        Self {
            comments: merge(|inputs| &inputs.comments),
            grants: merge(|inputs| &inputs.grants),
            environments: merge(|inputs| &inputs.environments),
        }
    }
}

/// The generated files of a workspace, without the record.
fn generated(folder: &Path) -> BTreeMap<String, String> {
    let is_generated =
        |path: &str| !path.ends_with(".record") && !path.starts_with(".git/") && path != "poolsmith.yaml";
    let found = files(folder).into_iter().filter(|(path, _)| is_generated(path));
    found.map(|(path, bytes)| (path, text(&bytes))).collect()
}

fn fresh(inputs: &Inputs) -> BTreeMap<String, String> {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("poolsmith.yaml"), inputs.text()).unwrap();
    let output = poolsmith(folder.path(), &["generate"]);
    assert!(output.status.success(), "{}", words(&output));
    generated(folder.path())
}

fn without_edits(text: &str) -> String {
    text.split_inclusive('\n').filter(|line| !line.starts_with("# edit-")).collect()
}

#[test]
fn a_comment_on_each_branch_is_no_conflict() {
    let inputs = Inputs::first();
    let repository = Repository::new(&inputs);
    let branch = |name: &str, base: &str, comment: &str| {
        repository.git(&["checkout", "-q", "-B", name, base]);
        let mut inputs = inputs.clone();
        inputs.comments.insert(comment.to_owned());
        repository.write_inputs(&inputs);
        repository.generate();
        repository.commit(name);
    };
    branch("a", "main", "a");
    branch("b", "main", "b");
    repository.try_git(&["merge", "-q", "a"]);
    let status = text(&repository.try_git(&["diff", "--name-only", "--diff-filter=U"]).stdout);
    assert_eq!(status, "poolsmith.yaml\n");
    assert_eq!(repository.records().len(), 1);
}

#[test]
fn what_was_put_back_is_stale_and_not_edited() {
    let mut inputs = Inputs::first();
    let repository = Repository::new(&inputs);
    inputs.grants.insert("photos".to_owned());
    repository.write_inputs(&inputs);
    repository.generate();
    repository.git(&["checkout", "-q", "environments/prod"]);
    repository.commit("dev first");
    let check = poolsmith(repository.path(), &["check"]);
    assert!(said(&check).contains("environments/prod/main.tf is out of date"), "{}", said(&check));
    repository.generate();
    assert!(repository.read("environments/prod/main.tf").contains("photos"));
    assert_eq!(generated(repository.path()), fresh(&inputs));
}

#[test]
fn a_part_of_a_workspace_is_generated_without_forgetting_the_rest() {
    let mut inputs = Inputs::first();
    let repository = Repository::new(&inputs);
    inputs.grants.insert("photos".to_owned());
    repository.write_inputs(&inputs);
    let part = poolsmith(repository.path(), &["generate", "--environment", "dev"]);
    assert_eq!(part.status.code(), Some(1), "{}", words(&part));
    assert!(words(&part).contains("out of date  modules/policy/main.tf\n"), "{}", words(&part));
    repository.commit("dev");
    repository.generate();
    assert_eq!(generated(repository.path()), fresh(&inputs));
}

#[test]
fn a_sparse_checkout_leaves_the_rest_for_others() {
    let mut inputs = Inputs::first();
    let repository = Repository::new(&inputs);
    let sparse = tempfile::tempdir().unwrap();
    let clone = |from: &Path, to: &Path, more: &[&str]| {
        let ends = [from.to_str().unwrap(), to.to_str().unwrap()];
        let all = [&["clone", "-q"][..], more, &ends].concat();
        let output = git(Path::new("."), &all);
        assert!(output.status.success(), "{}", text(&output.stderr));
    };
    clone(repository.path(), sparse.path(), &["--sparse"]);
    git(sparse.path(), &["sparse-checkout", "set", "environments/dev", "modules"]);
    inputs.grants.insert("photos".to_owned());
    fs::write(sparse.path().join("poolsmith.yaml"), inputs.text()).unwrap();
    assert!(poolsmith(sparse.path(), &["generate"]).status.success());
    git(sparse.path(), &["add", "-A", "--sparse"]);
    git(sparse.path(), &["commit", "-q", "-m", "photos"]);
    let full = tempfile::tempdir().unwrap();
    clone(sparse.path(), full.path(), &[]);
    let output = poolsmith(full.path(), &["generate"]);
    assert!(output.status.success(), "{}", words(&output));
    assert_eq!(generated(full.path()), fresh(&inputs));
}

#[test]
fn a_checkout_with_other_line_ends_changes_nothing() {
    let repository = Repository::new(&Inputs::first());
    let other = tempfile::tempdir().unwrap();
    let ends = [repository.path().to_str().unwrap(), other.path().to_str().unwrap()];
    git(Path::new("."), &[&["-c", "core.autocrlf=true", "clone", "-q"][..], &ends].concat());
    git(other.path(), &["config", "core.autocrlf", "true"]);
    assert!(poolsmith(other.path(), &["generate"]).status.success());
    assert_eq!(text(&git(other.path(), &["status", "--porcelain"]).stdout), "");
}

#[test]
fn a_lost_record_is_found_again() {
    let mut inputs = Inputs::first();
    let repository = Repository::new(&inputs);
    for name in repository.records() {
        fs::remove_file(repository.path().join(name)).unwrap();
    }
    repository.edit("modules/policy/main.tf", "# edit-1");
    inputs.grants.insert("photos".to_owned());
    repository.write_inputs(&inputs);
    repository.generate();
    let policy = repository.read("modules/policy/main.tf");
    assert!(policy.starts_with("# edit-1\n"), "{policy}");
    assert_eq!(without_edits(&policy), fresh(&inputs)["modules/policy/main.tf"]);
}

#[test]
fn a_commit_of_tracked_files_alone_keeps_a_record() {
    let mut inputs = Inputs::first();
    let repository = Repository::new(&inputs);
    for grant in ["photos", "videos"] {
        inputs.grants.insert(grant.to_owned());
        repository.write_inputs(&inputs);
        repository.generate();
        repository.git(&["commit", "-q", "-a", "-m", grant]);
        let tracked = text(&repository.try_git(&["ls-files", "*.record"]).stdout);
        assert_eq!(tracked.lines().count(), 1, "{tracked}");
    }
    repository.commit("the record, too");
    inputs.grants.insert("music".to_owned());
    repository.write_inputs(&inputs);
    repository.generate();
    repository.commit("music");
    assert!(repository.records().len() <= 2, "{:?}", repository.records());
}

/// What happened to a history.
#[derive(Debug, PartialEq)]
enum End {
    Repaired,
    /// A branch could not be generated: it was edited where something is generated.
    Stopped,
    /// Both branches changed the same lines; what poolsmith says.
    Conflict(String),
}

#[test]
fn random_histories_are_repaired() {
    let first = from_environment("POOLSMITH_HISTORY_SEED", 0) as u64;
    let count = from_environment("POOLSMITH_HISTORIES", 40) as u64;
    let seeds: Vec<u64> = (first..first + count).collect();
    let ends = parallel::map(&seeds, |seed| history(*seed));
    let stopped = ends.iter().filter(|end| **end == End::Stopped).count();
    let conflicts: Vec<&String> =
        ends.iter().filter_map(|end| if let End::Conflict(told) = end { Some(told) } else { None }).collect();
    // Two edits in one place, or an edit where something is generated.
    for told in &conflicts {
        println!("{told}");
    }
    println!(
        "{count} histories: {stopped} stopped before the merge, {} ended in a conflict",
        conflicts.len()
    );
    assert!(conflicts.len() * 5 <= ends.len(), "{} of {count} histories end in a conflict", conflicts.len());
}

/// A branch: its inputs before the last commit and at its end, and its edits, each with the number of its commit.
struct Branch {
    name: String,
    before_last: Inputs,
    inputs: Inputs,
    last: usize,
    edits: BTreeMap<String, (PathBuf, usize)>,
}

/// Two to four branches that change the inputs and edit files, and are brought into one: merged, squashed, or with their last
/// commit only. Only the inputs are resolved.
fn history(seed: u64) -> End {
    let random = &mut Random::new(seed);
    let base = Inputs::first();
    let repository = Repository::new(&base);
    if random.once_in(5) {
        repository.git(&["config", "core.autocrlf", "true"]);
    }
    let count = random.pick(&[2, 2, 2, 3, 4]);
    let mut branches = Vec::new();
    for name in ["a", "b", "c", "d"].into_iter().take(count) {
        repository.git(&["checkout", "-q", "-B", name, "main"]);
        match commits(&repository, name, &base, random) {
            Some(branch) => branches.push(branch),
            None => return End::Stopped,
        }
    }
    let Some(mut main) = branches.pop() else { unreachable!("there are two branches") };
    for branch in branches {
        let is_whole = branch.last == 1 || random.chance(80);
        let merged = bring_in(&repository, &base, &main, &branch, is_whole, random.chance(70));
        repository.write_inputs(&merged);
        let output = poolsmith(repository.path(), &["generate"]);
        let told = words(&output);
        if !output.status.success() {
            assert!(told.contains("conflict") || told.contains("was edited"), "seed {seed}: {told}");
            assert!(!told.contains("was not written by poolsmith"), "seed {seed}: {told}");
            return End::Conflict(format!("seed {seed}: {told}"));
        }
        main.inputs = merged;
        let brought = branch.edits.into_iter().filter(|(_, (_, step))| is_whole || *step == branch.last);
        main.edits.extend(brought);
        is_repaired(&repository, &main, seed);
        repository.commit(&format!("with {}", branch.name));
    }
    End::Repaired
}

/// Makes the commits of a branch. `None` if an edit is where something is generated, before any merge.
fn commits(repository: &Repository, name: &str, base: &Inputs, random: &mut Random) -> Option<Branch> {
    let (mut before_last, mut inputs) = (base.clone(), base.clone());
    let mut edits = BTreeMap::new();
    let last = random.between(1..=3);
    for step in 1..=last {
        before_last = inputs.clone();
        change(&mut inputs, name, step, random);
        repository.write_inputs(&inputs);
        if random.chance(80) && !poolsmith(repository.path(), &["generate"]).status.success() {
            return None;
        }
        if random.once_in(6) {
            repository.try_git(&["checkout", "-q", "--", "environments/prod"]);
        }
        if random.chance(50) {
            let line = format!("# edit-{name}{step}");
            let path = edit(repository, &line, random);
            edits.insert(line, (path, step));
        }
        repository.commit(&format!("{name}{step}"));
    }
    Some(Branch { name: name.to_owned(), before_last, inputs, last, edits })
}

/// Brings a branch into the one that is checked out, and returns the resolved inputs.
fn bring_in(
    repository: &Repository,
    base: &Inputs,
    main: &Branch,
    branch: &Branch,
    is_whole: bool,
    is_merge: bool,
) -> Inputs {
    let name = branch.name.as_str();
    match (is_whole, is_merge) {
        (true, true) => repository.try_git(&["merge", "-q", name]),
        (true, false) => repository.try_git(&["merge", "-q", "--squash", name]),
        (false, _) => repository.try_git(&["cherry-pick", name]),
    };
    match is_whole {
        true => Inputs::merged(base, &main.inputs, &branch.inputs),
        false => Inputs::merged(&branch.before_last, &main.inputs, &branch.inputs),
    }
}

/// The workspace is what one generation of its inputs gives, plus every edit.
fn is_repaired(repository: &Repository, main: &Branch, seed: u64) {
    let found: BTreeMap<String, String> = generated(repository.path())
        .into_iter()
        .map(|(path, text)| (path, text.replace("\r\n", "\n")))
        .collect();
    let expected = fresh(&main.inputs);
    for (path, text) in &expected {
        let is = found.get(path).map(|found| without_edits(found));
        assert_eq!(is.as_ref(), Some(text), "seed {seed}: {path}");
    }
    for (edit, (path, _)) in &main.edits {
        let path = path.to_str().unwrap();
        if expected.contains_key(path) {
            assert!(found[path].contains(edit), "seed {seed}: {edit} is lost in {path}");
        }
    }
    let again = words(&poolsmith(repository.path(), &["generate", "--dry-run"]));
    assert!(again.contains("0 would be created, 0 would be updated"), "seed {seed}: {again}");
    let check = said(&poolsmith(repository.path(), &["check"]));
    let is_difference = |line: &&str| line.contains("is out of date") || line.contains("was deleted");
    assert_eq!(check.lines().filter(is_difference).count(), 0, "seed {seed}: {check}");
}

fn change(inputs: &mut Inputs, branch: &str, step: usize, random: &mut Random) {
    match random.below(6) {
        0 => drop(inputs.comments.insert(format!("{branch}{step}"))),
        1 => drop(inputs.environments.insert(format!("test-{branch}{step}"))),
        2 if inputs.environments.len() > 2 => {
            let added = inputs.environments.iter().find(|name| name.starts_with("test")).cloned();
            inputs.environments.retain(|name| Some(name) != added.as_ref());
        }
        3 if inputs.grants.len() > 1 => {
            let last = inputs.grants.iter().next_back().cloned();
            inputs.grants.retain(|name| Some(name) != last.as_ref());
        }
        _ => drop(inputs.grants.insert(format!("{branch}{step}"))),
    }
}

/// Adds a comment at the start or the end of a generated file, and returns its path.
fn edit(repository: &Repository, line: &str, random: &mut Random) -> PathBuf {
    let files: Vec<String> =
        generated(repository.path()).into_keys().filter(|path| path.ends_with(".tf")).collect();
    let path = &files[random.below(files.len())];
    let text = repository.read(path);
    let lines: Vec<&str> = text.split_inclusive('\n').collect();
    let at = if random.chance(50) { 0 } else { lines.len() };
    let edited = [&lines[..at], &[line, "\n"], &lines[at..]].concat().concat();
    fs::write(repository.path().join(path), edited).unwrap();
    PathBuf::from(path)
}
