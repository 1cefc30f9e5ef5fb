//! The plan for every combination of the last generated text, the new text, and the file on the disk.

use std::collections::BTreeSet;
use std::path::Path;

use poolsmith::disk::DiskEntry;
use poolsmith::merge::Resolve;
use poolsmith::render::FileSet;
use poolsmith::source::{Code, Sources};
use poolsmith::workspace::{
    DiskView, FileTexts, Plan, PlanOptions, Record, RecordContent, Step, Unmerged, plan,
};

const PATH: &str = "environments/dev/main.tf";
const OLD: &str = "a = 1\nb = 2\nc = 3\nd = 4\ne = 5\n";
/// The generated text with a changed last line.
const NEW: &str = "a = 1\nb = 2\nc = 3\nd = 4\ne = 6\n";
/// The file with an edited first line.
const EDITED: &str = "a = 9\nb = 2\nc = 3\nd = 4\ne = 5\n";
const MERGED: &str = "a = 9\nb = 2\nc = 3\nd = 4\ne = 6\n";
/// The file with an edited last line.
const CLASH: &str = "a = 1\nb = 2\nc = 3\nd = 4\ne = 7\n";

struct Disk {
    found: DiskEntry,
    left: Option<&'static str>,
    unmerged: Option<Unmerged>,
}

impl DiskView for Disk {
    fn found(&self, path: &str) -> DiskEntry {
        if path == PATH { self.found.clone() } else { DiskEntry::Missing }
    }

    fn is_left_out(&self, _: &str) -> bool {
        false
    }

    fn unmerged(&self, _: &str) -> Option<Unmerged> {
        self.unmerged.clone()
    }

    fn left_by_terraform(&self, _: &str) -> Option<&'static str> {
        self.left
    }
}

fn set(text: Option<&str>) -> FileSet {
    text.map(|text| (PATH.to_owned(), text.to_owned())).into_iter().collect()
}

/// A record file with the texts of the file, the newest first.
fn content(texts: &[&str]) -> RecordContent {
    let mut texts = texts.iter().map(|text| (*text).to_owned());
    let texts = FileTexts { current: texts.next(), older: texts.collect() };
    RecordContent::default().with_texts(&[(PATH.to_owned(), texts)].into())
}

/// The record of branches that were merged.
fn record(branches: &[&[&str]]) -> Record {
    let files = branches.iter().enumerate().map(|(number, texts)| (number.to_string(), content(texts)));
    Record::of(files.collect(), None, Vec::new())
}

fn planned(last: Option<&str>, now: Option<&str>, disk: &Disk, resolve: Resolve, restore: bool) -> Plan {
    let record = last.map(|last| record(&[&[last]])).unwrap_or_default();
    planned_with(&record, now, disk, resolve, restore, &BTreeSet::new())
}

fn planned_with(
    record: &Record,
    now: Option<&str>,
    disk: &Disk,
    resolve: Resolve,
    restore: bool,
    customized: &BTreeSet<String>,
) -> Plan {
    let options = PlanOptions { resolve, restore, asks_git: false, customized, root: Path::new("") };
    plan(&set(now), record, |_| true, disk, options, &mut Sources::default())
}

fn file(text: &str) -> DiskEntry {
    DiskEntry::File(text.as_bytes().to_vec())
}

fn link() -> DiskEntry {
    DiskEntry::Link("environments".into())
}

/// The name of a step, and the new text.
type Expected = (Option<&'static str>, Option<&'static str>);

fn word(plan: &Plan) -> &'static str {
    plan.steps[PATH].as_str()
}

fn written(plan: &Plan) -> Option<&str> {
    plan.steps.get(PATH)?.replacement()?.after
}

#[test]
fn every_combination_of_before_now_and_disk() {
    let crlf = "a = 1\r\nb = 2\r\nc = 3\r\nd = 4\r\ne = 5\r\n";
    let new_crlf = "a = 1\r\nb = 2\r\nc = 3\r\nd = 4\r\ne = 6\r\n";
    let not_text = || DiskEntry::File(b"\xFF".to_vec());
    let cases: [(Option<&str>, Option<&str>, DiskEntry, Expected); 33] = [
        // Never generated before.
        (None, Some(NEW), DiskEntry::Missing, (Some("create"), Some(NEW))),
        (None, Some(NEW), file(NEW), (Some("keep"), None)),
        (None, Some(NEW), file(new_crlf), (Some("keep"), None)),
        (None, Some(NEW), file("mine"), (Some("foreign"), None)),
        (None, Some(NEW), file(""), (Some("foreign"), None)),
        (None, Some(NEW), not_text(), (Some("foreign"), None)),
        (None, Some(NEW), DiskEntry::Other, (Some("foreign"), None)),
        (None, Some(NEW), link(), (Some("foreign"), None)),
        // Generated before, and unchanged.
        (Some(OLD), Some(OLD), DiskEntry::Missing, (Some("deleted"), None)),
        (Some(OLD), Some(OLD), file(OLD), (Some("keep"), None)),
        (Some(OLD), Some(OLD), file(crlf), (Some("keep"), None)),
        (Some(OLD), Some(OLD), file(EDITED), (Some("edited"), None)),
        (Some(OLD), Some(OLD), file(""), (Some("edited"), None)),
        (Some(OLD), Some(OLD), not_text(), (Some("edited"), None)),
        (Some(OLD), Some(OLD), DiskEntry::Other, (Some("foreign"), None)),
        (Some(OLD), Some(OLD), link(), (Some("foreign"), None)),
        // Generated before, and changed.
        (Some(OLD), Some(NEW), DiskEntry::Missing, (Some("deleted"), None)),
        (Some(OLD), Some(NEW), file(NEW), (Some("keep"), None)),
        (Some(OLD), Some(NEW), file(new_crlf), (Some("keep"), None)),
        (Some(OLD), Some(NEW), file(OLD), (Some("update"), Some(NEW))),
        (Some(OLD), Some(NEW), file(crlf), (Some("update"), Some(new_crlf))),
        (Some(OLD), Some(NEW), file(EDITED), (Some("merge"), Some(MERGED))),
        (Some(OLD), Some(NEW), file(CLASH), (Some("conflict"), None)),
        (Some(OLD), Some(NEW), not_text(), (Some("conflict"), None)),
        (Some(OLD), Some(NEW), DiskEntry::Other, (Some("foreign"), None)),
        (Some(OLD), Some(NEW), link(), (Some("foreign"), None)),
        // No longer generated.
        (Some(OLD), None, DiskEntry::Missing, (None, None)),
        (Some(OLD), None, file(OLD), (Some("remove"), None)),
        (Some(OLD), None, file(crlf), (Some("remove"), None)),
        (Some(OLD), None, file(EDITED), (Some("orphan"), None)),
        (Some(OLD), None, not_text(), (Some("orphan"), None)),
        (Some(OLD), None, DiskEntry::Other, (None, None)),
        (Some(OLD), None, link(), (None, None)),
    ];
    for (last, now, found, expected) in cases {
        let disk = Disk { found, left: None, unmerged: None };
        let plan = planned(last, now, &disk, Resolve::Stop, false);
        let done = (plan.steps.get(PATH).map(Step::as_str), written(&plan));
        assert_eq!(done, expected, "{last:?} {now:?} {:?}", disk.found);
        let is_blocked = matches!(done.0, Some("foreign" | "conflict"));
        let errors = plan.diagnostics.iter().filter(|diagnostic| diagnostic.code.is_error()).count();
        assert_eq!(is_blocked, errors > 0, "{:?}", plan.diagnostics);
    }
}

#[test]
fn what_was_deleted_comes_back_when_asked_for() {
    let disk = Disk { found: DiskEntry::Missing, left: None, unmerged: None };
    let plan = planned(Some(OLD), Some(NEW), &disk, Resolve::Stop, true);
    assert_eq!(word(&plan), "create");
}

#[test]
fn a_conflict_is_settled_as_asked() {
    let disk = Disk { found: file(CLASH), left: None, unmerged: None };
    let settled = |resolve| {
        let plan = planned(Some(OLD), Some(NEW), &disk, resolve, false);
        assert_eq!(word(&plan), "merge");
        written(&plan).unwrap().to_owned()
    };
    assert_eq!(settled(Resolve::Ours), CLASH);
    assert_eq!(settled(Resolve::Theirs), NEW);
    let marked = settled(Resolve::Markers);
    assert!(
        marked.contains("e = 7\n") && marked.contains("e = 6\n") && marked.contains("<<<<<<< "),
        "{marked}"
    );
}

#[test]
fn marks_that_still_stand_are_a_conflict() {
    let marked: &'static str = "a = 1\n<<<<<<< yours\nb = 3\n=======\nb = 4\n>>>>>>> generated now\n";
    let disk = Disk { found: file(marked), left: None, unmerged: None };
    let plan = planned(Some(OLD), Some(NEW), &disk, Resolve::Stop, false);
    assert_eq!(word(&plan), "conflict");
    assert!(plan.diagnostics[0].message.contains("conflict markers"));
    let plan = planned(Some(OLD), Some(NEW), &disk, Resolve::Ours, false);
    assert_eq!(word(&plan), "conflict");
    let plan = planned(Some(OLD), Some(NEW), &disk, Resolve::Theirs, false);
    assert_eq!((word(&plan), plan.diagnostics[0].code), ("overwrite", Code::Overwritten));
}

#[test]
fn without_a_text_there_is_no_base() {
    let disk = Disk { found: file(EDITED), left: None, unmerged: None };
    let planned = |resolve| planned_with(&record(&[&[]]), Some(NEW), &disk, resolve, false, &BTreeSet::new());
    let plan = planned(Resolve::Stop);
    assert_eq!(word(&plan), "conflict");
    assert_eq!(plan.diagnostics[0].code, Code::Conflict);
    assert_eq!(word(&planned(Resolve::Ours)), "edited");
    let theirs = planned(Resolve::Theirs);
    assert_eq!((word(&theirs), written(&theirs)), ("overwrite", Some(NEW)));
    let marked = planned(Resolve::Markers);
    let marked = written(&marked).unwrap();
    assert!(marked.contains("a = 9\n") && marked.contains("e = 6\n") && marked.contains("<<<<<<< "));
}

#[test]
fn a_file_is_compared_with_the_text_that_it_was_edited_from() {
    let older = "a = 1\nb = 2\nc = 3\n";
    let done = |record: &Record, found: &str| {
        let disk = Disk { found: file(found), left: None, unmerged: None };
        let plan = planned_with(record, Some(NEW), &disk, Resolve::Stop, false, &BTreeSet::new());
        (word(&plan), written(&plan).map(str::to_owned))
    };
    let one = record(&[&[NEW, OLD, older]]);
    // An earlier text was put back, or edited.
    assert_eq!(done(&one, OLD), ("update", Some(NEW.to_owned())));
    assert_eq!(done(&one, older), ("update", Some(NEW.to_owned())));
    assert_eq!(done(&one, EDITED), ("merge", Some(MERGED.to_owned())));
    // The record is behind: what was generated is on the disk, with an edit.
    assert_eq!(done(&record(&[&[OLD]]), MERGED), ("edited", None));
    // Two branches.
    let two = record(&[&[OLD, older], &[NEW, older]]);
    for (found, expected) in [(OLD, ("update", NEW)), (EDITED, ("merge", MERGED)), (older, ("update", NEW))] {
        assert_eq!(done(&two, found), (expected.0, Some(expected.1.to_owned())), "{found}");
    }
    assert_eq!(done(&two, MERGED), ("edited", None));
}

#[test]
fn what_was_removed_by_hand_stays_removed_if_the_inputs_allow_it() {
    let record = record(&[&[NEW, OLD]]);
    let disk = Disk { found: file(OLD), left: None, unmerged: None };
    let customized = BTreeSet::from([PATH.to_owned()]);
    assert_eq!(word(&planned_with(&record, Some(NEW), &disk, Resolve::Stop, false, &customized)), "edited");
}

#[test]
fn a_file_that_only_one_branch_had_is_not_deleted() {
    let disk = Disk { found: DiskEntry::Missing, left: None, unmerged: None };
    let files = vec![("a".to_owned(), content(&[OLD])), ("b".to_owned(), RecordContent::default())];
    let record = Record::of(files, None, Vec::new());
    let plan = planned_with(&record, Some(NEW), &disk, Resolve::Stop, false, &BTreeSet::new());
    assert_eq!(word(&plan), "create");
}

#[test]
fn an_environment_that_terraform_still_knows_stays() {
    for left in ["terraform.tfstate", ".terraform"] {
        let disk = Disk { found: file(OLD), left: Some(left), unmerged: None };
        let plan = planned(Some(OLD), None, &disk, Resolve::Stop, false);
        assert_eq!(word(&plan), "orphan");
        assert!(plan.diagnostics[0].message.contains(left), "{:?}", plan.diagnostics);
        assert_eq!(plan.diagnostics[0].code, Code::StillInUse);
    }
}

#[test]
fn without_a_record_only_what_is_the_same_is_ours() {
    let planned = |found| {
        let disk = Disk { found, left: None, unmerged: None };
        word(&planned_with(&Record::default(), Some(NEW), &disk, Resolve::Theirs, true, &BTreeSet::new()))
    };
    assert_eq!(planned(file(NEW)), "keep");
    assert_eq!(planned(file(OLD)), "foreign");
    assert_eq!(planned(DiskEntry::Missing), "create");
}

#[test]
fn what_git_could_not_merge_is_repaired() {
    let ours = "# mine\na = 1\nb = 2\nc = 3\nd = 4\ne = 5\n";
    let theirs = "a = 1\nb = 2\nc = 3\nd = 4\ne = 5\nf = 6\n# theirs\n";
    let generated = "a = 1\nb = 2\nc = 3\nd = 4\ne = 5\nf = 6\n";
    let marked =
        "<<<<<<< HEAD\n# mine\n=======\n>>>>>>> b\na = 1\nb = 2\nc = 3\nd = 4\ne = 5\nf = 6\n# theirs\n";
    let resolving = marked.replace("# mine\n", "# mine\n# while I resolve\n");
    let record = record(&[&[OLD], &[generated, OLD]]);
    let done = |found: &str, unmerged| {
        let disk = Disk { found: file(found), left: None, unmerged };
        let plan = planned_with(&record, Some(generated), &disk, Resolve::Stop, false, &BTreeSet::new());
        (word(&plan), written(&plan).map(str::to_owned))
    };
    let both = format!("# mine\n{generated}# theirs\n");
    let in_git = || Some(Unmerged::Both { base: None, ours: ours.to_owned(), theirs: theirs.to_owned() });
    assert_eq!(done(marked, in_git()), ("merge", Some(both.clone())));
    assert_eq!(done(marked, None), ("merge", Some(both)));
    let (step, text) = done(&resolving, in_git());
    assert_eq!(step, "merge");
    assert!(text.unwrap().contains("# while I resolve\n"));
    // Both edited the same line.
    let clash = "<<<<<<< HEAD\na = 8\n=======\na = 9\n>>>>>>> b\nb = 2\nc = 3\nd = 4\ne = 5\nf = 6\n";
    let (step, text) = done(clash, None);
    assert_eq!(step, "mark");
    assert_eq!(
        text.unwrap(),
        "<<<<<<< edited here\na = 8\n||||||| generated\na = 1\n=======\na = 9\n>>>>>>> edited in the other branch\nb = 2\nc = 3\nd = 4\ne = 5\nf = 6\n"
    );
}

#[test]
fn what_a_branch_deleted_stays_deleted_unless_the_other_edited_it() {
    let record = record(&[&[NEW, OLD]]);
    let done = |found: &str| {
        let disk = Disk { found: file(found), left: None, unmerged: Some(Unmerged::Deleted) };
        word(&planned_with(&record, Some(NEW), &disk, Resolve::Stop, false, &BTreeSet::new()))
    };
    assert_eq!((done(OLD), done(EDITED)), ("remove", "merge"));
}

#[test]
fn after_a_merge_all_but_real_conflicts_is_written() {
    let disk = Disk { found: file(CLASH), left: None, unmerged: None };
    let planned =
        |record: &Record| planned_with(record, Some(NEW), &disk, Resolve::Stop, false, &BTreeSet::new());
    let one = planned(&record(&[&[OLD]]));
    assert_eq!((word(&one), one.diagnostics[0].code, one.conflicts.len()), ("conflict", Code::Conflict, 0));
    let merged = planned(&record(&[&[OLD], &[OLD]]));
    assert_eq!((word(&merged), merged.diagnostics.len(), merged.conflicts.len()), ("mark", 0, 1));
    assert!(written(&merged).unwrap().contains("<<<<<<< yours\ne = 7\n"), "{:?}", written(&merged));
}
