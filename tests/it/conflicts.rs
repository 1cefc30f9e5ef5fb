//! Files whose conflicts are known by construction, resolved in all four ways.
//!
//! A base of distinct lines is divided into slots with unchanged lines between them. Each slot is
//! changed by neither side, one side or both, so that the expected result is known without a merge.
//!
//! A long run: `MERGE_CASES=100000 MERGE_SEED=7 cargo test --release --test it conflicts`

use std::fs;
use std::path::Path;

use crate::support::{self, Random, poolsmith, with_pack, words};
use poolsmith::merge::{Language, Merge, NotMergeable, Resolve, merge};

/// The lines of a slot on each side.
struct Slot {
    base: String,
    ours: String,
    theirs: String,
    is_conflict: bool,
}

impl Slot {
    fn same(text: String) -> Self {
        Self { base: text.clone(), ours: text.clone(), theirs: text, is_conflict: false }
    }

    fn settled(&self, resolve: Resolve) -> &str {
        match (self.is_conflict, resolve) {
            (true, Resolve::Ours) => &self.ours,
            (true, _) => &self.theirs,
            (false, _) if self.ours != self.base => &self.ours,
            (false, _) => &self.theirs,
        }
    }
}

/// The three texts of a merge, and their slots.
struct Case {
    language: Language,
    slots: Vec<Slot>,
    is_broken: bool,
}

impl Case {
    fn random(random: &mut Random) -> Self {
        let language = if random.below(3) == 0 { Language::Text } else { Language::Hcl };
        let is_broken = language == Language::Hcl && random.below(4) == 0;
        let mut slots = vec![Slot::same("resource \"a\" \"b\" {\n".to_owned())];
        let count = 2 + random.below(12);
        for number in 0..count {
            slots.push(changed(random, number));
            slots.push(Slot::same((0..4).map(|line| format!("  b{number:02}_{line} = 1\n")).collect()));
        }
        if random.below(2) == 0 {
            add_doubles(random, &mut slots, language == Language::Hcl && !is_broken);
        }
        if is_broken {
            let opening = Slot { ours: "locals {\n".to_owned(), ..Slot::same(String::new()) };
            slots.insert(0, opening);
        }
        slots.push(Slot::same("}\n".to_owned()));
        Self { language, slots, is_broken }
    }

    fn text(&self, part: impl Fn(&Slot) -> &str) -> String {
        self.slots.iter().map(part).collect()
    }

    fn merge(&self, resolve: Resolve) -> Result<Merge, NotMergeable> {
        let [base, ours, theirs] =
            [self.text(|slot| &slot.base), self.text(|slot| &slot.ours), self.text(|slot| &slot.theirs)];
        merge(self.language, &base, &ours, &theirs, resolve)
    }

    fn conflicts(&self) -> usize {
        self.slots.iter().filter(|slot| slot.is_conflict).count()
    }
}

/// A line that neither side, one side or both sides changed.
fn changed(random: &mut Random, number: usize) -> Slot {
    let base = format!("  s{number:02}_0 = 1\n");
    let mut edit = |side: &str| {
        let line = format!("  s{number:02}_0 = \"{side}\"\n");
        match random.below(4) {
            0 => line,
            1 => format!("{line}  # {side} {number}\n"),
            2 => format!("  # {side} {number}\n{line}"),
            _ => String::new(),
        }
    };
    let (ours, theirs) = (edit("mine"), edit("now"));
    match random.below(4) {
        0 => Slot::same(base),
        1 => Slot { ours, ..Slot::same(base) },
        2 => Slot { theirs, ..Slot::same(base) },
        _ => Slot { is_conflict: ours != theirs, base, ours, theirs },
    }
}

/// The same block added by both sides in two places.
fn add_doubles(random: &mut Random, slots: &mut [Slot], is_conflict: bool) {
    let block = |value: usize| format!("  default_tags {{\n    tags = {value}\n  }}\n");
    let places: Vec<usize> = (1..slots.len()).step_by(2).collect();
    let first = random.below(places.len());
    let second = (first + 1 + random.below(places.len() - 1)) % places.len();
    let empty = || Slot::same(String::new());
    slots[places[first]] = Slot { ours: block(1), is_conflict, ..empty() };
    slots[places[second]] = Slot { theirs: block(2), is_conflict, ..empty() };
}

/// The text with all conflict markers resolved to one side.
fn without_markers(text: &str, is_ours: bool) -> String {
    let mut is_shown = true;
    let mut settled = String::new();
    for line in text.split_inclusive('\n') {
        match line {
            "<<<<<<< yours\n" => is_shown = is_ours,
            "||||||| generated before\n" => is_shown = false,
            "=======\n" => is_shown = !is_ours,
            ">>>>>>> generated now\n" => is_shown = true,
            _ if is_shown => settled.push_str(line),
            _ => {}
        }
    }
    settled
}

#[test]
fn each_way_settles_the_conflicting_hunks_and_nothing_else() {
    let cases = support::from_environment("MERGE_CASES", 3_000) / 3;
    let mut random = Random::new(support::from_environment("MERGE_SEED", 1) as u64 + 154);
    let (mut with_conflicts, mut broken) = (0, 0);
    for number in 0..cases {
        let case = Case::random(&mut random);
        let ours = case.text(|slot| slot.settled(Resolve::Ours));
        let theirs = case.text(|slot| slot.settled(Resolve::Theirs));
        assert_eq!(case.merge(Resolve::Ours).unwrap().text, ours, "case {number}");
        assert_eq!(case.merge(Resolve::Theirs).unwrap().text, theirs, "case {number}");
        let marked = case.merge(Resolve::Markers).unwrap().text;
        assert_eq!(without_markers(&marked, true), ours, "case {number}");
        assert_eq!(without_markers(&marked, false), theirs, "case {number}");
        let stopped = case.merge(Resolve::Stop);
        assert_eq!(stopped.is_err(), case.is_broken, "case {number}: {stopped:?}");
        if let Ok(stopped) = stopped
            && case.language == Language::Hcl
        {
            assert_eq!(stopped.conflicts.len(), case.conflicts(), "case {number}");
        }
        with_conflicts += usize::from(case.conflicts() > 0);
        broken += usize::from(case.is_broken);
    }
    assert!(with_conflicts * 4 > cases && broken * 20 > cases, "{with_conflicts} and {broken} of {cases}");
}

const TEMPLATE: &str = "workspace/environments/ENVIRONMENT/extra.tf.tera";
const EXTRA: &str = "environments/dev/extra.tf";

/// A workspace with an edited file, whose template has changed differently since.
fn edited(edited: &[u8], generated: [&str; 2]) -> tempfile::TempDir {
    let folder = with_pack(&[(TEMPLATE, generated[0])]);
    assert!(poolsmith(folder.path(), &["generate"]).status.success());
    fs::write(folder.path().join(EXTRA), edited).unwrap();
    fs::write(folder.path().join("pack").join(TEMPLATE), generated[1]).unwrap();
    folder
}

/// The exit code and output of `generate`, and the file's content after it.
fn generate(folder: &Path, way: &str) -> (Option<i32>, String, Vec<u8>) {
    let output = poolsmith(folder, &["generate", "--conflict", way]);
    (output.status.code(), words(&output), fs::read(folder.join(EXTRA)).unwrap())
}

/// Each side is valid HCL, but the combination of their edits isn't: the heredoc ends too early.
#[test]
fn what_is_not_hcl_when_merged_is_refused_marked_or_overwritten() {
    let heredoc = |end: &str, more: &str| {
        format!("locals {{\n  a = <<{end}\none\ntwo\n{more}three\nfour\nfive\n{end}\n}}\n")
    };
    let ours = format!("# mine\n{}", heredoc("F", ""));
    let (before, now) = (heredoc("E", ""), heredoc("E", "F\n"));
    let folder = || edited(ours.as_bytes(), [&before, &now]);

    let (code, said, text) = generate(folder().path(), "ours");
    assert_eq!((code, text), (Some(2), ours.clone().into_bytes()));
    assert!(said.contains("E0406") && said.contains("can't be merged line by line"), "{said}");
    assert!(said.contains("--conflict markers") && !said.contains("--conflict ours"), "{said}");

    let (code, _, text) = generate(folder().path(), "markers");
    assert_eq!(code, Some(0));
    let text = String::from_utf8(text).unwrap();
    assert_eq!(without_markers(&text, true), ours);
    assert_eq!(without_markers(&text, false), now);

    let folder = folder();
    let (code, said, text) = generate(folder.path(), "theirs");
    assert_eq!((code, text), (Some(0), now.clone().into_bytes()));
    assert!(said.contains("W0012"), "{said}");
    assert_eq!(fs::read_to_string(folder.path().join(format!("{EXTRA}.orig"))).unwrap(), ours);
}

#[test]
fn a_file_that_is_not_text_is_left_refused_or_overwritten() {
    let old = b"\xFF\xFE mine";
    let folder = || edited(old, ["locals {\n  a = 1\n}\n", "locals {\n  a = 2\n}\n"]);
    let (code, said, text) = generate(folder().path(), "markers");
    assert_eq!((code, &text[..]), (Some(2), &old[..]));
    assert!(said.contains("E0406") && !said.contains("--conflict markers"), "{said}");
    let (code, _, text) = generate(folder().path(), "ours");
    assert_eq!((code, &text[..]), (Some(0), &old[..]));
}

#[test]
fn conflict_markers_that_stand_are_overwritten_only_with_theirs() {
    let old = b"# mine\n<<<<<<< HEAD\na = 1\n=======\na = 2\n>>>>>>> other\n";
    let now = "locals {\n  a = 2\n}\n";
    let folder = || edited(old, ["locals {\n  a = 1\n}\n", now]);
    for way in ["markers", "ours"] {
        let (code, said, text) = generate(folder().path(), way);
        assert_eq!((code, &text[..]), (Some(2), &old[..]));
        assert!(said.contains("choose between the lines"), "{said}");
    }
    let (code, _, text) = generate(folder().path(), "theirs");
    assert_eq!((code, &text[..]), (Some(0), now.as_bytes()));
}

/// The example of docs/internals/merge-guard.md.
#[test]
fn what_both_have_added_in_different_places_is_a_conflict() {
    let base = "locals {\n  name = \"notes\"\n}\n";
    let ours = "locals {\n  team = \"a\"\n  name = \"notes\"\n}\n";
    let theirs = "locals {\n  name = \"notes\"\n  team = \"b\"\n}\n";
    let merged = |resolve| merge(Language::Hcl, base, ours, theirs, resolve).unwrap();
    assert!(!merged(Resolve::Stop).conflicts.is_empty());
    assert_eq!(merged(Resolve::Ours).text, ours);
    assert_eq!(merged(Resolve::Theirs).text, theirs);
}
