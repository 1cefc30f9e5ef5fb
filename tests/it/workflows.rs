//! Random sequences of edits, changed inputs, kills and generations: the user's lines are never lost.
//!
//! A long run: `SEQUENCES=1000 SEQUENCES_SEED=7 cargo test --test it workflows`

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Stdio;

use crate::support::{self, Random, files, from_environment, poolsmith, words, workspace};

/// Variants of inputs that change every generated file, and add and remove environments.
fn inputs(random: &mut Random) -> String {
    let allow = ["read", "read, write", "read, write, list"][random.below(3)];
    let protect = ["true", "false"][random.below(2)];
    let guests = ["", "identity_pool: { guest_access: true }\n"][random.below(2)];
    let more = ["", "  prod: { region: us-east-1 }\n", "  test: { region: us-east-1 }\n"][random.below(3)];
    let tags = ["", "tags: { Owner: me }\n", "tags: { Owner: you, Team: ours }\n"][random.below(3)];
    format!(
        "name: notes\n{guests}{tags}roles: {{ authenticated: {{ grants: {{ files: {{ s3: {{ bucket: notes-files, allow: [{allow}] }} }} }} }} }}\nenvironments:\n  dev: {{ region: us-east-1, protect: {protect} }}\n{more}"
    )
}

/// Adds a unique line to a file of the workspace, or to a new one.
fn edit(folder: &Path, random: &mut Random, line: &str) {
    let paths: Vec<String> = files(folder)
        .into_keys()
        .filter(|path| path.ends_with(".tf") && !path.starts_with(".poolsmith"))
        .collect();
    if paths.is_empty() || random.below(6) == 0 {
        let own = folder.join("environments/dev");
        fs::create_dir_all(&own).unwrap();
        fs::write(own.join(format!("own_{}.tf", random.below(1_000_000))), format!("{line}\n")).unwrap();
        return;
    }
    let path = folder.join(&paths[random.below(paths.len())]);
    let text = fs::read_to_string(&path).unwrap();
    let mut lines: Vec<&str> = text.lines().collect();
    lines.insert(random.below(lines.len() + 1), line);
    fs::write(path, lines.join("\n") + "\n").unwrap();
}

fn all_text(folder: &Path) -> String {
    let seen = files(folder).into_iter().filter(|(path, _)| !path.starts_with(".poolsmith"));
    seen.map(|(_, bytes)| String::from_utf8_lossy(&bytes).into_owned()).collect()
}

fn assert_kept(folder: &Path, written: &BTreeSet<String>, say: &str) {
    let text = all_text(folder);
    for line in written {
        assert!(text.contains(line), "{say}: lost {line}");
    }
}

/// Kills a generation at a failpoint. Every fifth one loses its journal.
fn killed(folder: &Path, place: usize) {
    support::command(folder, &["generate", "-q", "--allow-replace"])
        .env("POOLSMITH_DIE_AT", place.to_string())
        .stderr(Stdio::null())
        .status()
        .unwrap();
    if place.is_multiple_of(5) {
        let _ = fs::remove_file(support::journal(folder)); // there may be none
    }
}

#[test]
fn no_sequence_loses_a_line_that_somebody_wrote() {
    let seed = from_environment("SEQUENCES_SEED", 1);
    let (mut generated, mut refused) = (0, 0);
    for sequence in 0..from_environment("SEQUENCES", 25) {
        let mut random = Random::new((seed * 1_000_003 + sequence) as u64);
        let folder = workspace(&inputs(&mut random));
        let folder = folder.path();
        let mut written = BTreeSet::new();
        for step in 0..12 {
            let say = format!("sequence {sequence} of seed {seed}, step {step}");
            match random.below(6) {
                0 | 1 => {
                    let line = format!("# line {sequence}-{step}");
                    edit(folder, &mut random, &line);
                    written.insert(line);
                }
                2 => fs::write(folder.join("poolsmith.yaml"), inputs(&mut random)).unwrap(),
                3 => killed(folder, 1 + random.below(120)),
                _ => {
                    let output = poolsmith(folder, &["generate", "--allow-replace"]);
                    match output.status.code() {
                        Some(0) => generated += 1,
                        // Rejected: only remaining changes of a killed run may have been made.
                        Some(2) => {
                            refused += 1;
                            assert!(words(&output).contains("E04"), "{say}\n{}", words(&output));
                        }
                        code => panic!("{say}: {code:?}\n{}", words(&output)),
                    }
                }
            }
            assert_kept(folder, &written, &say);
        }
        // Finally the workspace is up to date, and has all lines of the user.
        let output = poolsmith(folder, &["generate", "--allow-replace", "--conflict", "ours"]);
        let said = words(&output);
        assert!(output.status.success() || said.contains("poolsmith did not write it"), "{said}");
        assert_kept(folder, &written, &format!("sequence {sequence} of seed {seed}, at its end"));
        assert!(!files(folder).keys().any(|path| path.contains("/staging-")), "something is left over");
    }
    println!("{generated} generations, {refused} refused");
    assert!(generated > refused, "hardly anything is generated");
}
