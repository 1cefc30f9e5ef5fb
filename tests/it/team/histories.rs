//! Random histories of branches that change the inputs and edit generated files.
//!
//! - `POOLSMITH_HISTORIES`: the number of histories; 40 by default.
//! - `POOLSMITH_HISTORY_SEED`: the seed of the first; each further history has the next one.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use poolsmith::parallel;

use crate::support::{Random, from_environment, poolsmith, words};
use crate::team::inputs::Inputs;
use crate::team::repository::{Repository, fresh, generated, text, without_alignment, without_edits};

/// A renamed environment has other names, and so Terraform would replace its pool.
const GENERATE: &[&str] = &["generate", "--allow-replace"];

/// What happened to a history.
#[derive(Debug, PartialEq)]
enum End {
    Repaired,
    /// A branch could not be generated: it was edited where something is generated.
    Stopped,
    /// Both branches changed the same lines, or one of them lines that are generated; what poolsmith says.
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
    for told in &conflicts {
        println!("{told}");
    }
    println!(
        "{count} histories: {stopped} stopped before the merge, {} ended in a conflict",
        conflicts.len()
    );
    assert!(conflicts.len() * 4 <= ends.len(), "{} of {count} histories end in a conflict", conflicts.len());
}

/// A branch that is being written or merged.
#[derive(Clone)]
struct Branch {
    name: String,
    /// The inputs before and after each commit.
    inputs: Vec<Inputs>,
    /// The lines that were added by hand, with the file and the number of the commit.
    edits: BTreeMap<String, (String, usize)>,
    /// The generated files that were deleted by hand, with the number of the commit.
    deleted: BTreeMap<String, usize>,
}

impl Branch {
    fn last(&self) -> usize {
        self.inputs.len() - 1
    }

    fn now(&self) -> &Inputs {
        &self.inputs[self.last()]
    }

    /// Takes over what the commits of another branch did by hand.
    fn take(&mut self, other: &Self, is_taken: impl Fn(usize) -> bool) {
        let edits = other.edits.iter().filter(|(_, (_, step))| is_taken(*step));
        self.edits.extend(edits.map(|(line, place)| (line.clone(), place.clone())));
        let deleted = other.deleted.iter().filter(|(_, step)| is_taken(**step));
        self.deleted.extend(deleted.map(|(path, step)| (path.clone(), *step)));
    }
}

/// Two to four branches that change the inputs and edit files, and are brought into one: merged, squashed, rebased, or with
/// their last commit only. Only the inputs are resolved.
fn history(seed: u64) -> End {
    let random = &mut Random::new(seed);
    let repository = Repository::new(&Inputs::first());
    if random.once_in(5) {
        repository.git(&["config", "core.autocrlf", "true"]);
    }
    let count = random.pick(&[2, 2, 2, 3, 4]);
    let mut branches = Vec::new();
    for name in ["a", "b", "c", "d"].into_iter().take(count) {
        repository.git(&["checkout", "-q", "-B", name, "main"]);
        match commits(&repository, name, random) {
            Some(branch) => branches.push(branch),
            None => return End::Stopped,
        }
    }
    let mut main = branches.pop().expect("there are two branches or more");
    for branch in branches {
        if let Err(told) = bring_in(&repository, &mut main, &branch, random, seed) {
            return End::Conflict(told);
        }
    }
    End::Repaired
}

/// Makes the commits of a branch. `None` if an edit is where something is generated, before any merge.
fn commits(repository: &Repository, name: &str, random: &mut Random) -> Option<Branch> {
    let mut branch = Branch {
        name: name.to_owned(),
        inputs: vec![Inputs::first()],
        edits: BTreeMap::new(),
        deleted: BTreeMap::new(),
    };
    for step in 1..=random.between(1..=3) {
        let mut inputs = branch.now().clone();
        change(&mut inputs, name, step, random);
        repository.write_inputs(&inputs);
        let is_sparse = random.once_in(8);
        if is_sparse {
            repository.git(&["sparse-checkout", "set", "--cone", "modules", "environments/dev"]);
        }
        if random.chance(80) && poolsmith(repository.path(), GENERATE).status.code() == Some(2) {
            return None;
        }
        if random.once_in(6) && !is_sparse {
            repository.try_git(&["checkout", "-q", "--", "environments/prod"]);
        }
        if random.chance(50) {
            let line = format!("# edit-{name}{step}");
            let path = edit(repository, &line, random);
            branch.edits.insert(line, (path, step));
        }
        if random.once_in(6) {
            let path = random.pick(&["modules/policy/README.md", "modules/roles/README.md"]);
            let _ = fs::remove_file(repository.path().join(path)); // another commit may have deleted it
            branch.deleted.entry(path.to_owned()).or_insert(step);
        }
        repository.commit(&format!("{name}{step}"));
        if is_sparse {
            repository.git(&["sparse-checkout", "disable"]);
        }
        branch.inputs.push(inputs);
    }
    Some(branch)
}

/// Brings a branch into the one that is checked out, and generates.
///
/// # Errors
/// There is a conflict: what poolsmith says.
fn bring_in(
    repository: &Repository,
    main: &mut Branch,
    branch: &Branch,
    random: &mut Random,
    seed: u64,
) -> Result<(), String> {
    let name = branch.name.as_str();
    let last = branch.last();
    let (inputs, first) = match random.below(10) {
        0..5 => {
            repository.try_git(&["merge", "-q", name]);
            (Inputs::merged(&branch.inputs[0], main.now(), branch.now()), 1)
        }
        5..7 => {
            repository.try_git(&["merge", "-q", "--squash", name]);
            (Inputs::merged(&branch.inputs[0], main.now(), branch.now()), 1)
        }
        7..9 => return rebase(repository, main, branch, seed),
        // Without the commit that renamed an environment, Git takes the files of others for the renamed ones.
        _ if branch.inputs[last - 1].has_renamed() => return rebase(repository, main, branch, seed),
        _ => {
            repository.try_git(&["cherry-pick", name]);
            (Inputs::merged(&branch.inputs[last - 1], main.now(), branch.now()), last)
        }
    };
    main.inputs.push(inputs);
    main.take(branch, |step| step >= first);
    generate(repository, main, seed)?;
    repository.commit(&format!("with {name}"));
    Ok(())
}

/// Rebases a branch onto the one that is checked out; the inputs are resolved and the workspace is generated at each stop.
fn rebase(repository: &Repository, main: &mut Branch, branch: &Branch, seed: u64) -> Result<(), String> {
    let onto = text(&repository.try_git(&["rev-parse", "HEAD"]).stdout);
    repository.git(&["checkout", "-q", &branch.name]);
    repository.try_git(&["rebase", "-q", onto.trim()]);
    let mut done = 0;
    while repository.path().join(".git/rebase-merge").exists() {
        let stopped = text(&repository.try_git(&["log", "-1", "--format=%s", "REBASE_HEAD"]).stdout);
        let step: usize = stopped.trim()[1..].parse().unwrap();
        replay(main, branch, done + 1..=step);
        done = step;
        generate(repository, main, seed)?;
        repository.git(&["add", "-A", "--sparse"]);
        repository.try_git(&["rebase", "--continue"]);
    }
    replay(main, branch, done + 1..=branch.last());
    generate(repository, main, seed)?;
    repository.commit(&format!("rebased {}", branch.name));
    Ok(())
}

/// Takes over these commits of a branch.
fn replay(main: &mut Branch, branch: &Branch, steps: std::ops::RangeInclusive<usize>) {
    for step in steps.clone() {
        let inputs = Inputs::merged(&branch.inputs[step - 1], main.now(), &branch.inputs[step]);
        main.inputs.push(inputs);
    }
    main.take(branch, |step| steps.contains(&step));
}

/// Writes the resolved inputs, generates, and checks that the workspace is what one generation of its inputs gives, plus every
/// edit.
fn generate(repository: &Repository, main: &Branch, seed: u64) -> Result<(), String> {
    repository.write_inputs(main.now());
    let output = poolsmith(repository.path(), GENERATE);
    let told = words(&output);
    let found = generated(repository.path());
    let expected = fresh(main.now());
    assert!(!told.contains("was not written by poolsmith"), "seed {seed}: {told}");
    for (edit, (path, _)) in &main.edits {
        let now = main.now().path_now(path);
        if expected.contains_key(&now) {
            // Where Git did not recognize a renamed file, the edit is at its previous path, or in a file that Git took for it.
            let mut alike = found.iter().filter(|(path, _)| file_name(path) == file_name(&now));
            assert!(alike.any(|(_, text)| text.contains(edit)), "seed {seed}: {edit} is lost in {now}");
        }
    }
    if told.contains("nothing was written") {
        // Without branches in the record, this is an edit where something is generated.
        assert!(told.contains("error[E0406]"), "seed {seed}: {told}");
        return Err(format!("seed {seed}: {told}"));
    }
    let has_markers = |path: &str| found.get(path).is_some_and(|text| text.contains("<<<<<<< "));
    for (path, text) in &expected {
        let is = found.get(path).map(|found| without_edits(found));
        if main.deleted.contains_key(path) {
            assert_eq!(is, None, "seed {seed}: {path} is there again");
        } else if !has_markers(path) {
            let is = is.as_deref().map(without_alignment);
            assert_eq!(is, Some(without_alignment(text)), "seed {seed}: {path}\n{told}");
        }
    }
    if output.status.code() == Some(2) {
        assert!(told.contains("error[E0406]"), "seed {seed}: {told}");
        assert!(expected.keys().any(|path| has_markers(path)), "seed {seed}: {told}");
        return Err(format!("seed {seed}: {told}"));
    }
    is_clean(repository, main, seed);
    Ok(())
}

fn file_name(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

/// `generate` has nothing more to do, and `check` finds only what was done by hand.
fn is_clean(repository: &Repository, main: &Branch, seed: u64) {
    let again = words(&poolsmith(repository.path(), &["generate", "--dry-run", "--allow-replace"]));
    assert!(again.contains("0 would be created, 0 would be updated"), "seed {seed}: {again}");
    let check = poolsmith(repository.path(), &["check", "--format", "json"]);
    let check: serde_json::Value = serde_json::from_slice(&check.stdout).unwrap();
    let edited = main.edits.values().flat_map(|(path, _)| {
        let anywhere =
            main.now().environments.keys().map(|key| format!("environments/{key}/{}", file_name(path)));
        let now =
            [main.now().path_now(path)].into_iter().chain(anywhere).map(|path| format!("{path} was edited"));
        // An edit in the directory of a previous key stays there, and so does a conflict about it.
        let kept = (main.now().path_now(path) != *path).then(|| format!("{path} has conflict markers"));
        now.chain(kept).chain([format!("{path} is no longer generated, but is kept")])
    });
    let by_hand: BTreeSet<String> =
        edited.chain(main.deleted.keys().map(|path| format!("{path} was deleted"))).collect();
    for difference in check["diagnostics"].as_array().unwrap() {
        let is_difference = difference["code"].as_str().unwrap().starts_with("F0");
        let message = difference["message"].as_str().unwrap();
        assert!(!is_difference || by_hand.contains(message), "seed {seed}: {message}");
    }
}

fn change(inputs: &mut Inputs, branch: &str, step: usize, random: &mut Random) {
    let name = format!("{branch}{step}");
    let of_branch = |parts: &BTreeMap<String, Option<String>>| {
        let mut names = parts.keys().filter(|name| name.starts_with(branch) || branch == "a");
        names.next_back().cloned()
    };
    match random.below(8) {
        0 => Inputs::add(&mut inputs.comments, &name),
        1 => Inputs::add(&mut inputs.environments, &format!("test-{name}")),
        2 if inputs.environments.len() > 2 => {
            let added = inputs.environments.keys().find(|name| name.starts_with("test")).cloned();
            inputs.environments.retain(|name, _| Some(name) != added.as_ref());
        }
        3 if inputs.grants.len() > 1 => drop(inputs.grants.pop_last()),
        4 => {
            if let Some(grant) = of_branch(&inputs.grants) {
                inputs.rename_grant(&grant, &format!("{name}renamed"));
            }
        }
        5 => {
            // Two branches that rename the same environment would have to agree on its key.
            let is_of_branch = |key: &&String| match key.rsplit_once('-') {
                Some((_, step)) => step.starts_with(branch),
                None => branch == "a" && *key == "prod",
            };
            if let Some(environment) = inputs.environments.keys().find(is_of_branch).cloned() {
                inputs.rename_environment(&environment, &format!("prod-{name}"));
            }
        }
        _ => Inputs::add(&mut inputs.grants, &name),
    }
}

/// Adds a comment to a generated file, and returns its path.
fn edit(repository: &Repository, line: &str, random: &mut Random) -> String {
    let files: Vec<String> =
        generated(repository.path()).into_keys().filter(|path| path.ends_with(".tf")).collect();
    let path = &files[random.below(files.len())];
    let text = repository.read(path);
    let lines: Vec<&str> = text.split_inclusive('\n').collect();
    let at = match random.below(4) {
        0 => 0,
        1 => lines.len(),
        _ => random.below(lines.len()),
    };
    let edited = [&lines[..at], &[line, "\n"], &lines[at..]].concat().concat();
    repository.write(path, &edited);
    path.clone()
}
