//! A team in one Git repository: branches, merges, and parts of a workspace that are put back.

mod histories;
mod inputs;
mod repository;

use std::fs;
use std::path::Path;

use crate::support::{poolsmith, words};
use inputs::Inputs;
use repository::{Repository, fresh, generated, git, said, text, without_edits};

#[test]
fn a_comment_on_each_branch_is_no_conflict() {
    let inputs = Inputs::first();
    let repository = Repository::new(&inputs);
    let branch = |name: &str, base: &str, comment: &str| {
        repository.git(&["checkout", "-q", "-B", name, base]);
        let mut inputs = inputs.clone();
        Inputs::add(&mut inputs.comments, comment);
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
    Inputs::add(&mut inputs.grants, "photos");
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
    Inputs::add(&mut inputs.grants, "photos");
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
    Inputs::add(&mut inputs.grants, "photos");
    fs::write(sparse.path().join("poolsmith.yaml"), inputs.text()).unwrap();
    let output = poolsmith(sparse.path(), &["generate"]);
    assert_eq!(output.status.code(), Some(1), "{}", words(&output));
    assert!(words(&output).contains("not checked out  environments/prod/main.tf\n"), "{}", words(&output));
    let check = poolsmith(sparse.path(), &["check"]);
    assert!(check.status.success(), "{}", said(&check));
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
    Inputs::add(&mut inputs.grants, "photos");
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
        Inputs::add(&mut inputs.grants, grant);
        repository.write_inputs(&inputs);
        repository.generate();
        repository.git(&["commit", "-q", "-a", "-m", grant]);
        let tracked = text(&repository.try_git(&["ls-files", "*.record"]).stdout);
        assert_eq!(tracked.lines().count(), 1, "{tracked}");
    }
    repository.commit("the record, too");
    Inputs::add(&mut inputs.grants, "music");
    repository.write_inputs(&inputs);
    repository.generate();
    repository.commit("music");
    assert!(repository.records().len() <= 2, "{:?}", repository.records());
}

