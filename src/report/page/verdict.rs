//! The verdict: what a reader must know first.

use crate::report::page::contents::{Contents, ShownTest, Standing};
use crate::source::Severity;

/// The verdict about the access of a workspace.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// The worst of what was found.
    pub result: VerdictResult,
    /// The verdict in a sentence, which quotes names in backquotes.
    pub sentence: String,
}

/// The worst of what was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum VerdictResult {
    /// A test fails, or there is a finding that is not only a note.
    Bad,
    /// A test is undecided.
    Undecided,
    /// There are no tests.
    Untested,
    /// All tests pass.
    Good,
}

impl VerdictResult {
    /// Its symbol.
    pub fn symbol(self) -> &'static str {
        match self {
            Self::Bad => "✗",
            Self::Undecided | Self::Untested => "?",
            Self::Good => "✓",
        }
    }
}

impl Verdict {
    /// The verdict about a report's contents.
    pub fn of(contents: &Contents) -> Self {
        let tests = Tests::of(&contents.tests);
        let is_bad = |severity| severity > Severity::Note;
        let result = match tests {
            _ if contents.findings.iter().any(|finding| is_bad(finding.severity)) => VerdictResult::Bad,
            Tests { failed: 1.., .. } => VerdictResult::Bad,
            Tests { undecided: 1.., .. } => VerdictResult::Undecided,
            Tests { all: 0, .. } => VerdictResult::Untested,
            Tests { .. } => VerdictResult::Good,
        };
        let findings = match contents.findings.len() {
            0 => "no findings".to_owned(),
            count => counted(count, "finding"),
        };
        let accepted = match contents.accepted.len() {
            0 => String::new(),
            count => format!(", {count} accepted"),
        };
        let since = contents.since.as_ref();
        let gained = since
            .map(|since| format!("; {} since `{}`", since.changes.gained(), since.base))
            .unwrap_or_default();
        Self { result, sentence: format!("{}; {findings}{accepted}{gained}", tests.sentence()) }
    }
}

/// The number of tests by their worst outcome in any environment.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Tests {
    all: usize,
    failed: usize,
    undecided: usize,
}

impl Tests {
    fn of(shown: &[ShownTest]) -> Self {
        let numbers = |is_wanted: fn(Standing) -> bool| {
            let mut numbers: Vec<usize> =
                shown.iter().filter(|test| is_wanted(test.standing)).map(|test| test.number).collect();
            numbers.sort_unstable();
            numbers.dedup();
            numbers
        };
        let failed = numbers(|standing| standing == Standing::Failed);
        let mut undecided = numbers(|standing| standing == Standing::Undecided);
        undecided.retain(|number| !failed.contains(number));
        Self { all: numbers(|_| true).len(), failed: failed.len(), undecided: undecided.len() }
    }

    fn sentence(self) -> String {
        let Self { all, failed, undecided } = self;
        let are = |count| if count == 1 { "is" } else { "are" };
        let fail = |count| if count == 1 { "fails" } else { "fail" };
        let tests = counted(all, "access test");
        match (all, failed, undecided) {
            (0, ..) => "No access tests".to_owned(),
            (1, 0, 0) => "The access test passes".to_owned(),
            (_, 0, 0) => format!("All {tests} pass"),
            (_, failed, 0) => format!("{failed} of {tests} {}", fail(failed)),
            (_, 0, undecided) => format!("{undecided} of {tests} {} undecided", are(undecided)),
            (_, failed, undecided) => {
                format!("{failed} of {tests} {}, {undecided} {} undecided", fail(failed), are(undecided))
            }
        }
    }
}

fn counted(count: usize, what: &str) -> String {
    format!("{count} {what}{}", if count == 1 { "" } else { "s" })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::explanation::Explanation;

    #[test]
    fn a_test_counts_once_and_by_its_worst_outcome() {
        let test = |number, standing| ShownTest {
            number,
            title: String::new(),
            standing,
            environments: Vec::new(),
            because: Explanation::default(),
        };
        for (shown, sentence) in [
            (vec![], "No access tests"),
            (vec![test(1, Standing::Passed)], "The access test passes"),
            (vec![test(1, Standing::Passed), test(2, Standing::NotApplicable)], "All 2 access tests pass"),
            (vec![test(1, Standing::Passed), test(1, Standing::Failed)], "1 of 1 access test fails"),
            (
                vec![test(1, Standing::Failed), test(1, Standing::Undecided), test(2, Standing::Undecided)],
                "1 of 2 access tests fails, 1 is undecided",
            ),
            (
                vec![test(1, Standing::Undecided), test(2, Standing::Accepted)],
                "1 of 2 access tests is undecided",
            ),
        ] {
            assert_eq!(Tests::of(&shown).sentence(), sentence);
        }
    }
}
