//! What a report shows, without markup.

use indexmap::IndexMap;

use crate::access::{Comparisons, Outcome, Question, TestResult};
use crate::lint::{Accepted, Findings};
use crate::project::{Base, Project};
use crate::report::access;
use crate::report::annotations::{self, Region};
use crate::report::comparison::ShownChanges;
use crate::report::explanation::Explanation;
use crate::report::page::environment_access::EnvironmentAccess;
use crate::source::{Code, Diagnostic, Severity, Sources};

/// What a report shows.
pub struct Contents {
    /// `name` of the inputs.
    pub name: String,
    /// The environments.
    pub environments: Vec<EnvironmentAccess>,
    /// The access tests, those that don't pass first.
    pub tests: Vec<ShownTest>,
    /// The findings that are not accepted.
    pub findings: Vec<ShownFinding>,
    /// The findings that are accepted.
    pub accepted: Vec<AcceptedFinding>,
    /// What changed since the base, if there is one.
    pub since: Option<ChangesSinceBase>,
}

/// What access changed since another version of the inputs.
pub struct ChangesSinceBase {
    /// The name of that version.
    pub base: String,
    /// The changes, the most important ones first.
    pub changes: ShownChanges,
}

/// The outcome of an access test, in the environments in which it is the same.
pub struct ShownTest {
    /// The position of the test, from 1.
    pub number: usize,
    /// The name of the test.
    pub title: String,
    /// The outcome.
    pub standing: Standing,
    /// The environments.
    pub environments: Vec<String>,
    /// Why it doesn't pass.
    pub because: Explanation,
}

/// The outcome of an access test, from the worst to the best.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Standing {
    /// It fails.
    Failed,
    /// It can't be decided.
    Undecided,
    /// It can't be decided, which the test allows.
    Accepted,
    /// It is about what the environment doesn't have.
    NotApplicable,
    /// It passes.
    Passed,
}

/// A finding.
pub struct ShownFinding {
    /// Its severity.
    pub severity: Severity,
    /// Its code and its rule.
    pub code: Code,
    /// What was found.
    pub message: String,
    /// The file and the line.
    pub place: Option<String>,
    /// How to fix it.
    pub help: Vec<String>,
}

/// A finding that the inputs accept.
pub struct AcceptedFinding {
    /// The finding.
    pub finding: ShownFinding,
    /// Why it is accepted.
    pub reason: String,
    /// The last day on which it is accepted.
    pub until: Option<String>,
}

impl Contents {
    /// The report about the environments that were requested, without findings.
    pub fn of(project: &Project, results: &[TestResult]) -> Self {
        let sources = &project.log.sources;
        let access = |environment| EnvironmentAccess::of(environment, sources);
        Self {
            name: project.model().name.clone(),
            environments: project.requested_environments().map(access).collect(),
            tests: tests(project, results),
            findings: Vec::new(),
            accepted: Vec::new(),
            since: None,
        }
    }

    /// Adds what changed since a base, whose inputs are `old`; the sources are those of the project.
    pub fn with_changes(
        self,
        base: &Base,
        old: Option<&Project>,
        comparisons: &Comparisons,
        sources: &Sources,
    ) -> Self {
        let mut changes = ShownChanges::of(comparisons, sources);
        changes.changes.sort_by_key(|change| change.kind);
        let since = ChangesSinceBase { base: base.to_string(), changes };
        let environments = self.environments.into_iter().map(|access| access.since(old)).collect();
        Self { since: Some(since), environments, ..self }
    }

    /// Adds findings in these sources.
    pub fn with_findings(self, findings: &Findings, sources: &Sources) -> Self {
        Self {
            findings: findings.found.iter().map(|found| ShownFinding::of(found, sources)).collect(),
            accepted: findings.accepted.iter().map(|found| AcceptedFinding::of(found, sources)).collect(),
            ..self
        }
    }
}

impl ShownFinding {
    fn of(found: &Diagnostic, sources: &Sources) -> Self {
        Self {
            severity: found.severity,
            code: found.code,
            message: found.message.clone(),
            place: Region::of(found, sources).map(|region| place(&region)),
            help: annotations::help(found),
        }
    }
}

impl AcceptedFinding {
    fn of(accepted: &Accepted, sources: &Sources) -> Self {
        Self {
            finding: ShownFinding::of(&accepted.diagnostic, sources),
            reason: accepted.reason.clone(),
            until: accepted.until.map(|date| date.to_string()),
        }
    }
}

/// The file and the line of a region.
pub(super) fn place(region: &Region) -> String {
    format!("{}:{}", region.path, region.line)
}

impl Standing {
    /// The standing of an outcome.
    pub fn of(outcome: &Outcome) -> Self {
        match outcome {
            Outcome::Failed { .. } => Self::Failed,
            Outcome::Undecided { accepted: None, .. } => Self::Undecided,
            Outcome::Undecided { accepted: Some(_), .. } => Self::Accepted,
            Outcome::NotApplicable(_) => Self::NotApplicable,
            Outcome::Passed => Self::Passed,
        }
    }
}

/// A test, its outcome, and why. Environments in which these are the same are shown together.
type Group = (usize, Standing, Explanation);

fn tests(project: &Project, results: &[TestResult]) -> Vec<ShownTest> {
    let mut groups: IndexMap<Group, Vec<String>> = IndexMap::new();
    for result in results {
        let because = because(&result.outcome, &project.log.sources);
        let group = (result.test, Standing::of(&result.outcome), because);
        groups.entry(group).or_default().push(result.environment.clone());
    }
    let suite = &project.access().suite;
    let shown = |((test, standing, because), environments): (Group, Vec<String>)| ShownTest {
        number: suite.tests[test].number,
        title: suite.tests[test].name.clone().unwrap_or_else(|| suite.tests[test].title()),
        standing,
        environments,
        because,
    };
    let mut tests: Vec<ShownTest> = groups.into_iter().map(shown).collect();
    tests.sort_by_key(|test| (test.standing.min(Standing::Accepted), test.number));
    tests
}

fn because(outcome: &Outcome, sources: &Sources) -> Explanation {
    match outcome {
        Outcome::Passed => Explanation::default(),
        Outcome::NotApplicable(because) => Explanation::of_sentences(because.iter().cloned()),
        Outcome::Undecided { question, reasons, accepted } => {
            let accepted = accepted.iter().map(|reason| format!("accepted: {reason}"));
            let reasons = [expected(question)].into_iter().chain(reasons.iter().cloned());
            Explanation::of_sentences(reasons.chain(accepted))
        }
        Outcome::Failed { question, failure } => {
            let (title, lines) = access::failure(failure, question.expectation);
            let mut lines = lines.into_iter();
            let sentences = [Some(expected(question)), Some(title), lines.next()];
            Explanation {
                sentences: sentences.into_iter().flatten().collect(),
                parts: lines.collect(),
                place: access::place(failure, sources),
            }
        }
    }
}

fn expected(question: &Question) -> String {
    format!("expected: {}", access::expected(question))
}
