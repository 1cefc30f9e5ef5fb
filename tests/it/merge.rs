//! Merges of edits and changed generated files: no line of either side is lost without a conflict, and the
//! result is valid HCL.
//!
//! A long run: `MERGE_CASES=100000 MERGE_SEED=7 cargo test --release --test it merge -- --nocapture`

use std::collections::HashMap;
use std::fs;
use std::path::Path;
use std::process::Command;

use crate::support::{self, Random, examples, files, repository};
use poolsmith::hcl;
use poolsmith::merge::{Language, Merge, NotMergeable, Resolve, merge};

fn stop(base: &str, ours: &str, theirs: &str) -> Result<Merge, NotMergeable> {
    merge(Language::Hcl, base, ours, theirs, Resolve::Stop)
}

fn merged(base: &str, ours: &str, theirs: &str) -> String {
    let merge = stop(base, ours, theirs).unwrap();
    assert_eq!(merge.conflicts, []);
    merge.text
}

const BASE: &str = "resource \"a\" \"b\" {\n  name = 1\n  path = 2\n\n  role = 3\n}\n";

#[test]
fn changes_in_different_places_are_both_made() {
    let ours = BASE.replace("name = 1", "name = 9");
    let theirs = BASE.replace("role = 3", "role = 4");
    assert_eq!(merged(BASE, &ours, &theirs), ours.replace("role = 3", "role = 4"));
}

#[test]
fn what_only_alignment_changed_is_no_change() {
    let ours = BASE.replace("name = 1", "name = 9");
    let theirs = "resource \"a\" \"b\" {\n  name = 1\n  path = 2\n\n  role                 = 3\n  permissions_boundary = 4\n}\n";
    let expected = theirs.replace("name = 1", "name = 9");
    assert_eq!(merged(BASE, &ours, theirs), expected);
    let aligned = BASE.replace(
        "name = 1\n  path = 2",
        "name             = 1\n  path             = 2\n  managed_policies = 3",
    );
    assert_eq!(
        merged(BASE, &aligned, &BASE.replace("name = 1", "name = 5")).matches("name             = 5").count(),
        1
    );
}

#[test]
fn the_same_change_on_both_sides_is_one() {
    let both = BASE.replace("name = 1", "name = 9");
    assert_eq!(merged(BASE, &both, &both), both);
    assert_eq!(merged(BASE, BASE, &both), both);
    assert_eq!(merged(BASE, &both, BASE), both);
}

#[test]
fn the_same_line_changed_twice_is_a_conflict() {
    let merge =
        stop(BASE, &BASE.replace("name = 1", "name = 8"), &BASE.replace("name = 1", "name = 9")).unwrap();
    assert_eq!(merge.conflicts.len(), 1);
    assert_eq!(merge.conflicts[0].line, 2);
    assert_eq!(merge.conflicts[0].ours, ["  name = 8"]);
    assert_eq!(merge.conflicts[0].base, ["  name = 1"]);
    assert_eq!(merge.conflicts[0].theirs, ["  name = 9"]);
}

#[test]
fn a_line_changed_here_and_deleted_there_is_a_conflict() {
    let changed = BASE.replace("name = 1", "name = 8");
    let deleted = BASE.replace("  name = 1\n", "");
    assert_eq!(stop(BASE, &changed, &deleted).unwrap().conflicts.len(), 1);
    assert_eq!(stop(BASE, &deleted, &changed).unwrap().conflicts.len(), 1);
}

#[test]
fn the_same_attribute_added_in_two_places_is_a_conflict_of_both_hunks() {
    let ours = BASE.replace("{\n", "{\n  tags = 1\n").replace("path = 2", "path = 7");
    let theirs = BASE.replace("role = 3\n", "role = 3\n  tags = 2\n");
    let conflicts = stop(BASE, &ours, &theirs).unwrap().conflicts;
    assert_eq!(
        conflicts.iter().map(|conflict| &conflict.ours[..]).collect::<Vec<_>>(),
        [&["  tags = 1"][..], &[]]
    );
    let settled = |resolve| merge(Language::Hcl, BASE, &ours, &theirs, resolve).unwrap().text;
    let marked = settled(Resolve::Markers);
    assert!(marked.contains("tags = 1") && marked.contains("tags = 2") && marked.contains("path = 7"));
    assert_eq!(settled(Resolve::Ours), ours);
    assert_eq!(settled(Resolve::Theirs), theirs.replace("path = 2", "path = 7"));
}

#[test]
fn the_same_block_added_in_two_places_leaves_the_rest_of_the_file() {
    let base = "provider \"aws\" {\n  region = 1\n\n  max_retries = 3\n}\n";
    let block = |value| format!("  default_tags {{\n    tags = {value}\n  }}\n");
    let ours = format!("# mine, far\n{}", base.replace("  region", &format!("{}  region", block(1))));
    let theirs = base.replace("retries = 3\n", &format!("retries = 3\n{}", block(2)));
    let settled = |resolve| merge(Language::Hcl, base, &ours, &theirs, resolve).unwrap().text;
    assert_eq!(settled(Resolve::Theirs), format!("# mine, far\n{theirs}"));
    assert_eq!(settled(Resolve::Ours), ours);
}

/// Indentation counts, so a file that an edit nests in a block is in conflict with whatever is generated: it is not
/// written unless the user chooses a side, and the chosen side is complete.
#[test]
fn a_file_that_is_nested_in_a_block_is_a_conflict() {
    let base = format!("{BASE}\nlocals {{\n  team = 1\n}}\n");
    let ours = format!("locals {{\n{}", base.replace("locals {\n", ""));
    let theirs = base.replace("team = 1", "team = 2");
    let settled = |resolve| merge(Language::Hcl, &base, &ours, &theirs, resolve).unwrap();
    assert!(!settled(Resolve::Stop).conflicts.is_empty());
    assert_eq!(settled(Resolve::Ours).text, hcl::format(&ours).unwrap());
    assert_eq!(settled(Resolve::Theirs).text, theirs);
    let marked = settled(Resolve::Markers).text;
    assert!(marked.contains("team = 1") && marked.contains("team = 2"), "{marked}");
}

/// A block that is moved into a conflict is not lost with the conflict's other side.
#[test]
fn a_block_that_is_moved_into_a_conflict_stays() {
    let base = format!("{BASE}\nlocals {{\n  team = 1\n}}\n");
    let moved = format!("locals {{\n  team = 3\n}}\n\n{BASE}");
    let changed = base.replace("team = 1", "team = 2");
    for (ours, theirs) in [(&moved, &changed), (&changed, &moved)] {
        for resolve in [Resolve::Markers, Resolve::Ours, Resolve::Theirs] {
            let text = merge(Language::Hcl, &base, ours, theirs, resolve).unwrap().text;
            assert!(text.contains("resource \"a\" \"b\""), "{resolve:?}: {text}");
        }
    }
}

#[test]
fn a_file_that_is_not_hcl_is_no_merge() {
    let ours = BASE.replace("name = 1", "name = \"");
    let error = stop(BASE, &ours, &BASE.replace("role = 3", "role = 4")).unwrap_err();
    assert_eq!(error.line, 2);
    assert!(error.message.starts_with("it is not valid HCL"), "{}", error.message);
    // Resolved by lines nevertheless.
    let theirs = BASE.replace("role = 3", "role = 4");
    for resolve in [Resolve::Ours, Resolve::Theirs, Resolve::Markers] {
        let settled = merge(Language::Hcl, BASE, &ours, &theirs, resolve).unwrap().text;
        assert_eq!(settled, ours.replace("role = 3", "role = 4"));
    }
}

#[test]
fn line_endings_and_the_end_of_the_file_stay() {
    let ours = BASE.replace("name = 1", "name = 9").replace('\n', "\r\n");
    let theirs = BASE.replace("role = 3", "role = 4");
    let text = merged(BASE, &ours, &theirs);
    assert_eq!(text.matches('\n').count(), text.matches("\r\n").count());
    assert!(text.contains("name = 9\r\n") && text.contains("role = 4\r\n"));
    let unended = ours.trim_end();
    assert!(merged(BASE, unended, &theirs).contains("role = 4"));
}

#[test]
fn lines_of_other_languages_count_with_their_blanks() {
    let theirs = "a\nb\n\nd\n";
    let text = merge(Language::Text, "a\nb\n\nc\n", "a  \nb\n\nc\n", theirs, Resolve::Stop).unwrap().text;
    assert_eq!(text, "a  \nb\n\nd\n");
}

#[test]
fn a_lone_carriage_return_ends_no_line() {
    let (base, ours) = ("a\nb\rc\n\nd\n", "a\rx\nb\rc\n\nd\n");
    let text = merge(Language::Text, base, ours, "a\nb\rc\n\ne\r\n", Resolve::Stop).unwrap().text;
    assert_eq!(text, "a\rx\nb\rc\n\ne\n");
}

/// The lines that must not be lost, without surrounding whitespace.
fn counts(text: &str) -> HashMap<String, isize> {
    let mut counts = HashMap::new();
    for line in text.lines() {
        let words: String = line.chars().filter(|c| !c.is_whitespace()).collect();
        if !words.is_empty() {
            *counts.entry(words).or_default() += 1;
        }
    }
    counts
}

/// Lines of `changed` that are not in `base`, ignoring whitespace.
fn added<'a>(base: &str, changed: &'a str) -> Vec<&'a str> {
    let base = counts(base);
    let is_new = |line: &&str| !base.contains_key(&line.split_whitespace().collect::<String>());
    changed.lines().filter(|line| !line.trim().is_empty()).filter(is_new).collect()
}

fn edit(random: &mut Random, text: &str, tag: &str) -> String {
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    for number in 0..1 + random.below(3) {
        let at = random.below(lines.len().max(1));
        let unique = format!("{tag}{number}_{}", random.below(1_000_000));
        match random.below(8) {
            0 => lines.insert(at, format!("  # {unique}")),
            1 => lines.push(format!("# {unique}")),
            2 => lines.insert(at, format!("  a_{unique} = \"{unique}\"")),
            3 => lines.extend([String::new(), format!("locals {{\n  l_{unique} = [1,2]\n}}")]),
            4 if !lines.is_empty() => drop(lines.remove(at)),
            5 if !lines.is_empty() => lines[at] = format!("    {}   # {unique}", lines[at].trim()),
            6 if !lines.is_empty() => {
                lines[at] = lines[at].replacen(" = ", &format!(" = /* {unique} */ "), 1)
            }
            _ if !lines.is_empty() => lines[at] = format!("\t{}", lines[at]),
            _ => {}
        }
    }
    lines.join("\n") + "\n"
}

/// Generated files are formatted and valid HCL.
fn regenerated(random: &mut Random, base: &str) -> String {
    for _ in 0..8 {
        if let Ok(text) = hcl::format(&edit(random, base, "now")) {
            return text;
        }
    }
    base.to_owned()
}

#[test]
fn no_line_is_lost_without_a_conflict() {
    let cases: usize = support::from_environment("MERGE_CASES", 3_000);
    let mut random = Random::new(support::from_environment("MERGE_SEED", 1) as u64);
    let corpus: Vec<String> = examples()
        .iter()
        .flat_map(|example| files(example))
        .filter(|(path, _)| path.ends_with(".tf") && !path.contains(".poolsmith"))
        .map(|(_, bytes)| String::from_utf8(bytes).unwrap())
        .collect();
    let (mut clean, mut conflicts, mut refused) = (0, 0, 0);
    for case in 0..cases {
        let base = &corpus[random.below(corpus.len())];
        let ours = edit(&mut random, base, "mine");
        let ours = if random.below(5) == 0 { ours.replace('\n', "\r\n") } else { ours };
        // Small changes as by templates, or large ones as by inputs.
        let theirs = if random.below(10) == 0 {
            corpus[random.below(corpus.len())].clone()
        } else {
            regenerated(&mut random, base)
        };
        let say = |text: &str| {
            format!("case {case}\n--- base\n{base}\n--- ours\n{ours}\n--- theirs\n{theirs}\n--- {text}")
        };
        match stop(base, &ours, &theirs) {
            Ok(merge) if merge.conflicts.is_empty() => {
                clean += 1;
                let is_there = counts(&merge.text);
                for line in added(base, &ours).into_iter().chain(added(base, &theirs)) {
                    let words: String = line.split_whitespace().collect();
                    assert!(is_there.contains_key(&words), "{}\nlost: {line}", say(&merge.text));
                }
                let plain = merge.text.replace("\r\n", "\n");
                assert_eq!(hcl::format(&plain).as_ref(), Ok(&plain), "{}", say(&merge.text));
                assert_eq!(ours.contains("\r\n"), merge.text.contains("\r\n"));
                // Merging again changes nothing, or results in a conflict.
                let again = stop(base, &merge.text, &theirs).ok().filter(|again| again.conflicts.is_empty());
                assert!(again.is_none_or(|again| again.text == merge.text), "{}", say(&merge.text));
                assert_eq!(merged(&theirs, &merge.text, &theirs), merge.text);
            }
            Ok(_) => conflicts += 1,
            Err(_) => refused += 1,
        }
        let all: Vec<&str> = added(base, &ours).into_iter().chain(added(base, &theirs)).collect();
        let sides = [
            (Resolve::Markers, all),
            (Resolve::Ours, added(base, &ours)),
            (Resolve::Theirs, added(base, &theirs)),
        ];
        for (resolve, expected) in sides {
            let Ok(settled) = merge(Language::Hcl, base, &ours, &theirs, resolve) else { continue };
            let is_there = counts(&settled.text);
            for line in expected {
                let words: String = line.split_whitespace().collect();
                assert!(is_there.contains_key(&words), "{}\nlost: {line}", say(&settled.text));
            }
        }
    }
    println!("{cases} cases: {clean} merged, {conflicts} with conflicts, {refused} refused");
    assert!(clean * 3 > cases, "hardly anything merges: {clean} of {cases}");
}

/// The lines outside of conflicts when Git merges three texts.
fn outside_conflicts_of_git(folder: &Path, base: &str, ours: &str, theirs: &str) -> Vec<String> {
    for (name, text) in [("base", base), ("ours", ours), ("theirs", theirs)] {
        fs::write(folder.join(name), text).unwrap();
    }
    let git = Command::new("git")
        .args(["merge-file", "-p", "--diff3", "ours", "base", "theirs"])
        .current_dir(folder)
        .output()
        .expect("git is on the PATH");
    let mut is_inside = false;
    let mut outside = Vec::new();
    for line in String::from_utf8(git.stdout).unwrap().lines() {
        match line {
            _ if line.starts_with("<<<<<<< ") => is_inside = true,
            _ if line.starts_with(">>>>>>> ") => is_inside = false,
            _ if !is_inside => outside.push(line.to_owned()),
            _ => {}
        }
    }
    outside
}

/// The lines that Git merges without a conflict are in the result, however conflicts are resolved.
#[test]
fn a_line_outside_the_conflicts_survives_all_four_ways() {
    let cases: usize = support::from_environment("MERGE_CASES", 3_000) / 6;
    let mut random = Random::new(support::from_environment("MERGE_SEED", 1) as u64 + 77);
    let folder = tempfile::tempdir().unwrap();
    let corpus: Vec<String> = files(&repository().join("examples/everything/modules"))
        .into_iter()
        .filter(|(path, _)| path.ends_with(".tf"))
        .map(|(_, bytes)| String::from_utf8(bytes).unwrap())
        .collect();
    let (mut settled, mut refused) = (0, 0);
    for case in 0..cases {
        let base = &corpus[random.below(corpus.len())];
        let mut ours = edit(&mut random, base, "mine");
        if random.below(4) == 0 {
            ours.insert_str(0, "locals {\n"); // never closed
            // Unless the edit removed the start of a block: then the file is HCL, and nested in this block. Formatted, all
            // of its lines have another indentation, so each is a conflict here and only some are in Git.
            if poolsmith::hcl::check(&ours).is_ok() {
                continue;
            }
        }
        let theirs = regenerated(&mut random, base);
        let language = if random.below(4) == 0 { Language::Text } else { Language::Hcl };
        let outside = outside_conflicts_of_git(folder.path(), base, &ours, &theirs);
        let is_unique = |line: &&String| line.contains("mine") || line.contains("now");
        for resolve in [Resolve::Stop, Resolve::Markers, Resolve::Ours, Resolve::Theirs] {
            let Ok(merge) = merge(language, base, &ours, &theirs, resolve) else {
                refused += 1;
                continue;
            };
            settled += 1;
            let is_there = counts(&merge.text);
            for line in outside.iter().filter(is_unique) {
                let words: String = line.split_whitespace().collect();
                assert!(
                    is_there.contains_key(&words),
                    "case {case}, {resolve:?}, lost: {line}\n--- base\n{base}\n--- ours\n{ours}\n--- theirs\n{theirs}\n--- merged\n{}",
                    merge.text
                );
            }
        }
    }
    println!("{settled} settled, {refused} refused");
    assert!(refused * 4 < settled, "{refused} are refused, {settled} settled");
}
