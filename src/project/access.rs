//! Reads the files of access tests.

use std::collections::{BTreeSet, HashMap};
use std::path::Path;

use indexmap::IndexMap;

use crate::access::{
    Comparisons, DecidedQuestion, Documents, Evaluator, Example, ExpandedTest, Outcome, Policies, Section,
    Suite, TestResult, Version, compare, documents, resolve, suite,
};
use crate::aws::shown;
use crate::inputs::decode::Spanned;
use crate::inputs::read::{Language, read};
use crate::inputs::spec::Access;
use crate::inputs::{self, access_file};
use crate::model::Environment;
use crate::parallel;
use crate::policy::PolicyFiles;
use crate::project::Project;
use crate::project::given_question::GivenQuestion;
use crate::project::referenced::ReferencedFiles;
use crate::source::{Code, Diagnostic, Diagnostics, Sources, Span};
use crate::tree::Node;

/// The maximum number of files of access tests.
const MAX_FILES: usize = 1_000;

/// The access tests of the inputs, and what they ask.
#[derive(Debug, Default)]
pub struct AccessTests {
    /// The identities and tests.
    pub suite: Suite,
    /// What the tests ask in each environment.
    pub asked: Vec<ExpandedTest>,
    /// The documents that the inputs supply, by the key of the environment and the ARN.
    pub documents: IndexMap<String, Documents>,
}

impl Project {
    /// The results of the access tests in the environments that were requested.
    pub fn test_access(&mut self) -> Vec<TestResult> {
        let AccessTests { suite, asked, .. } = &self.loaded.access;
        let mut results = self.answer(
            |evaluator, asked_here| {
                asked_here.iter().map(|asked| evaluator.result(asked, &suite.tests[asked.test])).collect()
            },
            asked,
        );
        self.add_module_places(results.iter_mut().filter_map(counterexample));
        results
    }

    /// The decisions about the question of the request, in the environments that were requested.
    pub fn decide(&mut self) -> Vec<DecidedQuestion> {
        let asked = &self.loaded.access.asked;
        let last = asked.iter().map(|asked| asked.test).max();
        let mut decided = self.answer(
            |evaluator, asked_here| {
                let of_question = asked_here.iter().filter(|asked| Some(asked.test) == last);
                of_question
                    .flat_map(|asked| &asked.questions)
                    .map(|question| evaluator.decide(question))
                    .collect()
            },
            asked,
        );
        let examples =
            decided.iter_mut().flat_map(|decided| decided.allowed.iter_mut().chain(&mut decided.denied));
        self.add_module_places(examples);
        decided
    }

    /// What access the change from another version gives and takes away, in the environments that were requested.
    pub fn compare_access(&self, base: Option<&Self>) -> Comparisons {
        let (no_documents, no_changes, manual_changes) =
            (Documents::new(), Vec::new(), self.manual_changes());
        let old = base.map(Self::environments_by_key).unwrap_or_default();
        let old_documents = base.map(|base| &base.loaded.access.documents);
        let documents = &self.loaded.access.documents;
        let environments: Vec<&Environment> = self.requested_environments().collect();
        let environments = parallel::map(&environments, |environment| {
            let key = environment.key();
            let old = previous(environment, &old).map(|environment| {
                let documents = old_documents.and_then(|documents| documents.get(environment.key()));
                Version {
                    environment,
                    documents: documents.unwrap_or(&no_documents),
                    manual_changes: &no_changes,
                }
            });
            let documents = documents.get(key).unwrap_or(&no_documents);
            let manual_changes = manual_changes.about(key);
            compare(old, Version { environment, documents, manual_changes: &manual_changes })
        });
        let kept: BTreeSet<&str> = self
            .environments()
            .iter()
            .filter_map(|environment| previous(environment, &old))
            .map(Environment::key)
            .collect();
        let removed = base.into_iter().flat_map(Self::environments).map(Environment::key);
        let removed = removed.filter(|key| !kept.contains(key)).map(str::to_owned).collect();
        Comparisons { environments, removed }
    }

    fn environments_by_key(&self) -> HashMap<&str, &Environment> {
        self.environments().iter().map(|environment| (environment.key(), environment)).collect()
    }

    fn answer<T: Send>(
        &self,
        answer: impl Fn(&Evaluator, &[&ExpandedTest]) -> Vec<T> + Sync,
        asked: &[ExpandedTest],
    ) -> Vec<T> {
        let mut by_environment: HashMap<&str, Vec<&ExpandedTest>> = HashMap::new();
        asked.iter().for_each(|asked| by_environment.entry(&asked.environment).or_default().push(asked));
        if asked.is_empty() {
            return Vec::new();
        }
        let (no_documents, documents) = (Documents::new(), &self.loaded.access.documents);
        let manual_changes = self.manual_changes();
        let environments: Vec<&Environment> = self.requested_environments().collect();
        let answers = parallel::map(&environments, |environment| {
            let documents = documents.get(environment.key()).unwrap_or(&no_documents);
            let manual_changes = manual_changes.about(environment.key());
            let policies = Policies { environment, documents, manual_changes: &manual_changes };
            let asked = by_environment.get(environment.key()).map_or(&[][..], Vec::as_slice);
            policies.answer(|evaluator| answer(evaluator, asked))
        });
        answers.into_iter().flatten().collect()
    }
}

/// An environment in another version of the inputs, where it may have its previous key.
fn previous<'a>(environment: &Environment, old: &HashMap<&str, &'a Environment>) -> Option<&'a Environment> {
    let renamed = || old.get(environment.renamed_from.as_deref()?);
    old.get(environment.key()).or_else(renamed).copied()
}

/// The request that shows a failure.
fn counterexample(result: &mut TestResult) -> Option<&mut Example> {
    match &mut result.outcome {
        Outcome::Failed { failure, .. } => Some(failure),
        Outcome::Passed | Outcome::Undecided { .. } | Outcome::NotApplicable(_) => None,
    }
}

/// The access tests of the inputs, for the environments with these keys.
pub(super) fn access_tests(
    root: &Node,
    question: Option<&GivenQuestion>,
    environments: &[Environment],
    keys: &[String],
    files: &ReferencedFiles,
    sources: &mut Sources,
    diagnostics: &Diagnostics,
) -> AccessTests {
    let errors = diagnostics.errors();
    let mut access = inputs::access(root, diagnostics);
    let supplied = access.documents.take().unwrap_or_default();
    let mut sections = sections(access, files, sources, diagnostics);
    let is_whole = environments.len() == keys.len();
    if let Some(question) = question.filter(|_| is_whole) {
        let asked = question.section(&sections, environments, sources, diagnostics);
        sections.extend(asked);
    }
    let Some(first) = environments.first() else {
        return AccessTests::default(); // why there is none was reported
    };
    let keys: Vec<&str> = keys.iter().map(String::as_str).collect();
    let is_read = diagnostics.errors() == errors && !inputs::is_access_refused(root);
    let suite = suite(&sections, &keys, first.key_prefix(), is_read, diagnostics);
    // What an environment has isn't known if it has errors, or if a test has them.
    let is_right = is_whole && diagnostics.errors() == 0;
    let asked = if is_right { resolve(&suite, environments, diagnostics) } else { Vec::new() };
    let read = |name: &str| files.read(name);
    let mut policies = PolicyFiles::new(sources, &read, diagnostics);
    let documents = documents(&supplied, environments, &asked, &mut policies, diagnostics);
    AccessTests { suite, asked, documents }
}

/// The identities and tests of the inputs and of the files that they name.
fn sections(
    access: Access,
    files: &ReferencedFiles,
    sources: &mut Sources,
    diagnostics: &Diagnostics,
) -> Vec<Section> {
    let mut paths: Vec<(String, Span)> = Vec::new();
    for (pattern, span) in access.files.iter().flatten().filter_map(Spanned::with_span) {
        match matching(pattern, files) {
            Ok(found) => paths.extend(found.into_iter().map(|path| (path, span))),
            Err(why) => diagnostics.push(unreadable(pattern, &why, span)),
        }
    }
    if let Some((_, span)) = paths.get(MAX_FILES) {
        let message = format!("{} files of access tests", paths.len());
        diagnostics.push(
            Diagnostic::at(*span, Code::TooMany, message)
                .help(format!("the limit is {MAX_FILES}: put more tests into each")),
        );
        paths.truncate(MAX_FILES);
    }
    let mut sections = vec![Section::of_inputs(access)];
    let mut seen: Vec<String> = Vec::new();
    for (path, span) in paths {
        if !seen.contains(&path) {
            sections.extend(section(&path, span, files, sources, diagnostics));
            seen.push(path);
        }
    }
    sections
}

fn matching(pattern: &str, files: &ReferencedFiles) -> Result<Vec<String>, String> {
    let directory = pattern.rsplit_once('/').map_or("", |(directory, _)| directory);
    if directory.contains('*') || pattern.contains(['?', '[', '{']) {
        return Err("only `*` is a wildcard, and only in the name of the file".to_owned());
    }
    match files.matching(pattern)? {
        found if found.is_empty() => Err("no file has such a name".to_owned()),
        found => Ok(found),
    }
}

fn section(
    path: &str,
    span: Span,
    files: &ReferencedFiles,
    sources: &mut Sources,
    diagnostics: &Diagnostics,
) -> Option<Section> {
    let extension = Path::new(path).extension().and_then(|extension| extension.to_str()).unwrap_or_default();
    let Some(language) = Language::of_extension(extension) else {
        let why = "expected the extension .yaml, .yml, .json or .toml";
        diagnostics.push(unreadable(path, why, span));
        return None;
    };
    let root = match files.read(path) {
        Ok((name, text)) => tree(name, &text, language, sources, diagnostics)?,
        Err(why) => {
            diagnostics.push(unreadable(path, &why, span));
            return None;
        }
    };
    Some(Section::of_file(access_file(&root, diagnostics)))
}

/// Parses a file. One that doesn't seem to be meant for access tests may contain anything, so messages must not show its
/// content.
fn tree(
    name: String,
    text: &str,
    language: Language,
    sources: &mut Sources,
    diagnostics: &Diagnostics,
) -> Option<Node> {
    if !may_be_access_file(text) {
        let file = sources.add_unshown(name, text);
        let message = "the file has neither `identities` nor `tests`";
        diagnostics.push(
            Diagnostic::at(Span::new(file, 0, 0), Code::BadAccessFile, message)
                .help("a file of `access.files` has one of the two keys, or both, as `access` has them"),
        );
        return None;
    }
    let file = sources.add_read("access tests that the inputs name", name, text);
    read(text, file, language, diagnostics)
}

/// Whether a line starts with one of the keys, in any of the languages.
fn may_be_access_file(text: &str) -> bool {
    let starts_with_key = |line: &str| {
        let line = line.trim_start_matches([' ', '\t', '{', '[', '"', '\'']);
        let rest = line.strip_prefix("identities").or_else(|| line.strip_prefix("tests"));
        rest.is_some_and(|rest| rest.trim_start().starts_with([':', '"', '\'', '=', ']', '.']))
    };
    text.lines().any(starts_with_key)
}

fn unreadable(path: &str, why: &str, span: Span) -> Diagnostic {
    Diagnostic::at(
        span,
        Code::BadAccessFile,
        format!("can't read the access tests in {}: {why}", shown(path)),
    )
    .help(
        "paths are relative to the inputs file; `*` is any text in the name of a file, as in `access/*.yaml`",
    )
}
