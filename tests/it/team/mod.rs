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

#[test]
fn check_names_what_is_wrong_with_the_record() {
    let mut inputs = Inputs::first();
    let repository = Repository::new(&inputs);
    let check = || {
        let output = poolsmith(repository.path(), &["check", "--ignore", "S"]);
        (output.status.code().unwrap(), said(&output))
    };
    let finds = |message: &str| {
        let (code, told) = check();
        assert!(code == 1 && told.contains(message), "{code} {told}");
    };
    let is_clean = || assert_eq!(check().0, 0, "{}", check().1);
    is_clean();
    // Before the commit, nothing new is in Git.
    let former = repository.records();
    Inputs::add(&mut inputs.grants, "photos");
    repository.write_inputs(&inputs);
    repository.generate();
    is_clean();
    // The files were committed without the record.
    repository.git(&["commit", "-q", "-a", "-m", "photos"]);
    finds("is not in Git");
    repository.commit("the record");
    is_clean();
    // Somebody restored an older record.
    let record = repository.records().into_iter().find(|name| !former.contains(name)).unwrap();
    let kept = fs::read(repository.path().join(&record)).unwrap();
    repository.git(&["rm", "-q", &record]);
    repository.git(&["checkout", "-q", "HEAD~2", "--", &former[0]]);
    finds("the record is behind");
    repository.git(&["rm", "-q", "-f", &former[0]]);
    finds("there is no record");
    // Somebody's rules ignore it.
    fs::write(repository.path().join(&record), kept).unwrap();
    repository.write(".git/info/exclude", "*.record\n");
    finds("is ignored by Git");
    Inputs::add(&mut inputs.grants, "videos");
    repository.write_inputs(&inputs);
    let output = poolsmith(repository.path(), &["generate"]);
    assert!(words(&output).contains("warning[W0033]"), "{}", words(&output));
}

#[test]
fn inputs_with_conflict_markers_are_named_as_such() {
    let repository = Repository::new(&Inputs::first());
    let inputs = repository.read("poolsmith.yaml");
    repository.write("poolsmith.yaml", &format!("<<<<<<< HEAD\n# a\n=======\n# b\n>>>>>>> b\n{inputs}"));
    let output = poolsmith(repository.path(), &["generate"]);
    assert_eq!(output.status.code(), Some(2));
    let told = words(&output);
    assert!(
        told.contains("error[E0406]: the inputs have a conflict of a merge in Git\n --> poolsmith.yaml:1:1"),
        "{told}"
    );
}

#[test]
fn a_file_that_one_branch_deleted_by_hand_stays_deleted() {
    let mut inputs = Inputs::first();
    let repository = Repository::new(&inputs);
    repository.git(&["checkout", "-q", "-b", "a"]);
    repository.git(&["rm", "-q", "modules/policy/README.md"]);
    repository.commit("without the README");
    repository.git(&["checkout", "-q", "-b", "b", "main"]);
    Inputs::add(&mut inputs.grants, "photos");
    repository.write_inputs(&inputs);
    repository.generate();
    repository.commit("photos");
    repository.try_git(&["merge", "-q", "a"]);
    assert!(repository.path().join("modules/policy/README.md").exists(), "Git leaves it to the user");
    Inputs::add(&mut inputs.grants, "videos");
    repository.write_inputs(&inputs);
    repository.generate();
    repository.commit("merged");
    assert!(!repository.path().join("modules/policy/README.md").exists());
    repository.generate();
    assert!(!repository.path().join("modules/policy/README.md").exists());
}

#[test]
fn an_edit_that_git_moves_into_a_new_environment_is_reported() {
    let mut inputs = Inputs::first();
    Inputs::add(&mut inputs.environments, "old");
    let repository = Repository::new(&inputs);
    repository.git(&["checkout", "-q", "-b", "b", "main"]);
    inputs.environments.remove("old");
    Inputs::add(&mut inputs.environments, "new");
    repository.write_inputs(&inputs);
    repository.generate();
    repository.commit("new for old");
    repository.git(&["checkout", "-q", "-b", "c", "main"]);
    Inputs::add(&mut inputs.environments, "old");
    inputs.environments.remove("new");
    Inputs::add(&mut inputs.environments, "other");
    repository.write_inputs(&inputs);
    repository.generate();
    repository.edit("environments/old/main.tf", "# edit-1");
    repository.commit("photos");
    repository.try_git(&["merge", "-q", "b"]);
    inputs.environments.remove("old");
    Inputs::add(&mut inputs.environments, "new");
    repository.write_inputs(&inputs);
    let output = poolsmith(repository.path(), &["generate"]);
    let told = words(&output);
    assert!(told.contains("warning[W0034]: environments/new/main.tf has edits"), "{told}");
}

#[test]
fn an_environment_that_is_not_checked_out_is_not_renamed() {
    let mut inputs = Inputs::first();
    let repository = Repository::new(&inputs);
    repository.git(&["sparse-checkout", "set", "--cone", "modules", "environments/dev"]);
    inputs.rename_environment("prod", "production");
    repository.write_inputs(&inputs);
    let output = poolsmith(repository.path(), &["generate", "--allow-replace"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(words(&output).contains("run `git sparse-checkout add environments/prod`"), "{}", words(&output));
}

#[test]
fn a_workspace_that_git_ignores_needs_no_record_in_it() {
    let repository = Repository::new(&Inputs::first());
    repository.write(".git/info/exclude", "target\n");
    let folder = repository.path().join("target/workspace");
    fs::create_dir_all(&folder).unwrap();
    fs::write(folder.join("poolsmith.yaml"), Inputs::first().text()).unwrap();
    let output = poolsmith(&folder, &["generate"]);
    assert!(output.status.success() && !words(&output).contains("W0033"), "{}", words(&output));
    assert!(poolsmith(&folder, &["check"]).status.success());
}

/// Filters are programs that a repository names.
#[test]
fn no_filter_of_the_repository_is_run_to_judge_the_record() {
    let mut inputs = Inputs::first();
    let repository = Repository::new(&inputs);
    Inputs::add(&mut inputs.grants, "photos");
    repository.write_inputs(&inputs);
    repository.generate();
    repository.git(&["commit", "-q", "-a", "-m", "photos, without the record"]);
    let ran = repository.path().join(".git/ran");
    repository.git(&["config", "filter.x.clean", &format!("touch {}; cat", ran.display())]);
    repository.write(".git/info/attributes", "* filter=x\n");
    for (path, text) in generated(repository.path()) {
        repository.write(&path, &text); // so that Git would compare it
    }
    let output = poolsmith(repository.path(), &["check"]);
    assert!(said(&output).contains("is not in Git"), "{}", said(&output));
    assert!(poolsmith(repository.path(), &["generate"]).status.success());
    assert!(!ran.exists());
}
