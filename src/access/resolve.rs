//! Expands the access tests into the questions that they ask in each environment.

use std::collections::HashMap;
use std::sync::Arc;

use indexmap::IndexMap;

use crate::access::caller::Caller;
use crate::access::inapplicable;
use crate::access::question::{ExpandedTest, Question};
use crate::access::request_text::{MissingReference, RequestText};
use crate::access::suite::Suite;
use crate::access::test::Test;
use crate::iam::ActionPattern;
use crate::inputs::TokenString;
use crate::model::Environment;
use crate::source::{Code, Diagnostic, Diagnostics, Span};

/// The maximum number of questions in all environments together. More may exceed the memory of CI machines.
const MAX_QUESTIONS: usize = 250_000;

/// The questions of all tests, by environment and test. Tests that ask nothing are reported, and so are too many questions.
pub fn resolve(suite: &Suite, environments: &[Environment], diagnostics: &Diagnostics) -> Vec<ExpandedTest> {
    if let Some(refusal) = too_many(suite, environments) {
        diagnostics.push(refusal);
        return Vec::new();
    }
    let mut asked = Vec::new();
    let mut found = Vec::new();
    for environment in environments {
        let of_environment = Diagnostics::default();
        let callers = callers(suite, environment, &of_environment);
        let tests = suite.tests.iter().enumerate().filter(|(_, test)| test.covers(environment.key()));
        asked.extend(tests.map(|(index, test)| ask(index, test, &callers, environment)));
        found.push((environment.key().to_owned(), of_environment));
    }
    diagnostics.absorb(found);
    inapplicable::report(suite, environments, &asked, diagnostics);
    asked
}

/// The error if the lists of the tests multiply to too many questions.
fn too_many(suite: &Suite, environments: &[Environment]) -> Option<Diagnostic> {
    let mut total: usize = 0;
    for test in &suite.tests {
        let covered = environments.iter().filter(|environment| test.covers(environment.key())).count();
        let lists = [test.identities.len(), test.actions.len(), test.resources.len().max(1), covered];
        total = total.saturating_add(lists.into_iter().fold(1, usize::saturating_mul));
        if total > MAX_QUESTIONS {
            let message =
                format!("{} has too many identities, actions, resources and environments", test.title());
            let help = format!(
                "together, the tests can ask {MAX_QUESTIONS} questions: use patterns, or fewer tests"
            );
            return Some(Diagnostic::at(test.span, Code::TooMany, message).help(help));
        }
    }
    None
}

/// The identities of an environment by name, or what it lacks.
type Callers<'a> = IndexMap<&'a str, Result<Arc<Caller>, MissingReference>>;

fn callers<'a>(suite: &'a Suite, environment: &Environment, diagnostics: &Diagnostics) -> Callers<'a> {
    let caller = |(name, identity): (&'a String, _)| {
        (name.as_str(), Caller::of(name, identity, environment, diagnostics).map(Arc::new))
    };
    suite.identities.iter().map(caller).collect()
}

fn ask(index: usize, test: &Test, callers: &Callers, environment: &Environment) -> ExpandedTest {
    let asked = ExpandedTest {
        test: index,
        environment: environment.key().to_owned(),
        questions: Vec::new(),
        skipped: 0,
        not_applicable: Vec::new(),
    };
    let mut expansion = Expansion { test, environment, applicable: HashMap::new(), asked };
    for (name, _) in &test.identities {
        match callers.get(name.as_str()) {
            Some(Ok(caller)) => expansion.ask_about(caller),
            Some(Err(missing)) => expansion.is_not_applicable(missing.clone()),
            None => {} // the identity is invalid, which was reported
        }
    }
    expansion.asked
}

/// The expansion of a test in an environment.
struct Expansion<'a> {
    test: &'a Test,
    environment: &'a Environment,
    /// The actions that AWS evaluates for a resource.
    applicable: HashMap<RequestText, Vec<Arc<ActionPattern>>>,
    asked: ExpandedTest,
}

impl Expansion<'_> {
    /// Adds the questions about an identity.
    fn ask_about(&mut self, caller: &Arc<Caller>) {
        let present = match self.present(caller) {
            Ok(present) => present,
            Err(missing) => return self.is_not_applicable(missing),
        };
        let test = self.test;
        if test.resources.is_empty() {
            self.ask_for(caller, RequestText::literal("*"), &present);
        }
        for (text, _) in &test.resources {
            match RequestText::resolve(text, &caller.name, self.environment) {
                Ok(resource) => self.ask_for(caller, resource, &present),
                Err(missing) => self.is_not_applicable(missing),
            }
        }
    }

    /// The condition keys that the test sets.
    fn present(&self, caller: &Caller) -> Result<IndexMap<String, Vec<RequestText>>, MissingReference> {
        let value =
            |(text, _): &(TokenString, Span)| RequestText::resolve(text, &caller.name, self.environment);
        let values = |texts: &Vec<_>| texts.iter().map(value).collect::<Result<Vec<_>, _>>();
        self.test.present.iter().map(|(key, texts)| Ok((key.clone(), values(texts)?))).collect()
    }

    /// Adds the questions about an identity and a resource.
    fn ask_for(
        &mut self,
        caller: &Arc<Caller>,
        resource: RequestText,
        present: &IndexMap<String, Vec<RequestText>>,
    ) {
        let test = self.test;
        let actions = self.applicable.entry(resource.clone()).or_insert_with_key(|resource| {
            let pattern = resource.pattern();
            let actions = test.actions.iter().map(|(action, _)| action);
            actions.filter(|action| action.applies_to(&pattern)).cloned().collect()
        });
        self.asked.skipped += test.actions.len() - actions.len();
        self.asked.questions.extend(actions.iter().map(|action| Question {
            caller: Arc::clone(caller),
            expectation: test.expectation,
            action: Arc::clone(action),
            resource: resource.clone(),
            present: present.clone(),
            absent: test.absent.clone(),
        }));
    }

    /// Records what the environment lacks.
    fn is_not_applicable(&mut self, MissingReference(what): MissingReference) {
        if !self.asked.not_applicable.contains(&what) {
            self.asked.not_applicable.push(what);
        }
    }
}
