//! Expands the access tests into the questions that they ask in each environment.

use std::sync::Arc;

use indexmap::IndexMap;

use crate::access::caller::Caller;
use crate::access::inapplicable;
use crate::access::question::{Asked, Question};
use crate::access::request_text::{Missing, RequestText};
use crate::access::suite::Suite;
use crate::access::test::Test;
use crate::iam::ActionPattern;
use crate::inputs::TokenString;
use crate::model::Environment;
use crate::source::{Code, Diagnostic, Diagnostics, Span};

/// The maximum number of questions in all environments together. More may exceed the memory of CI machines.
const MAX_QUESTIONS: usize = 250_000;

/// The questions of all tests, by environment and test. Tests that ask nothing are reported, and so are too many questions.
pub fn resolve(suite: &Suite, environments: &[Environment], diagnostics: &Diagnostics) -> Vec<Asked> {
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
type Callers<'a> = IndexMap<&'a str, Result<Arc<Caller>, Missing>>;

fn callers<'a>(suite: &'a Suite, environment: &Environment, diagnostics: &Diagnostics) -> Callers<'a> {
    let caller = |(name, identity): (&'a String, _)| {
        (name.as_str(), Caller::of(name, identity, environment, diagnostics).map(Arc::new))
    };
    suite.identities.iter().map(caller).collect()
}

fn ask(index: usize, test: &Test, callers: &Callers, environment: &Environment) -> Asked {
    let mut asked = Asked {
        test: index,
        environment: environment.key().to_owned(),
        questions: Vec::new(),
        skipped: 0,
        not_applicable: Vec::new(),
    };
    for (name, _) in &test.identities {
        let about = match callers.get(name.as_str()) {
            Some(Ok(caller)) => about_caller(test, caller, environment, &mut asked),
            Some(Err(missing)) => Err(missing.clone()),
            None => Ok(()), // the identity is invalid, which was reported
        };
        if let Err(Missing(what)) = about
            && !asked.not_applicable.contains(&what)
        {
            asked.not_applicable.push(what);
        }
    }
    asked
}

/// Adds the questions about one identity.
fn about_caller(
    test: &Test,
    caller: &Arc<Caller>,
    environment: &Environment,
    asked: &mut Asked,
) -> Result<(), Missing> {
    let resolve = |text: &TokenString| RequestText::resolve(text, &caller.name, environment);
    let all = |texts: &[(TokenString, Span)]| -> Result<Vec<RequestText>, Missing> {
        texts.iter().map(|(text, _)| resolve(text)).collect()
    };
    let present = test.present.iter().map(|(key, values)| Ok((key.clone(), all(values)?)));
    let present: IndexMap<String, Vec<RequestText>> = present.collect::<Result<_, Missing>>()?;
    let resources = match test.resources.is_empty() {
        true => vec![Ok(RequestText::literal("*"))],
        false => test.resources.iter().map(|(text, _)| resolve(text)).collect(),
    };
    let mut missing = Ok(());
    for resource in resources {
        let resource = match resource {
            Ok(resource) => resource,
            Err(what) => {
                missing = Err(what);
                continue;
            }
        };
        let pattern = resource.pattern();
        let (asking, skipped): (Vec<_>, Vec<_>) =
            test.actions.iter().partition(|(action, _)| action.applies_to(&pattern));
        asked.skipped += skipped.len();
        asked.questions.extend(asking.into_iter().map(|(action, _): &(Arc<ActionPattern>, Span)| Question {
            caller: Arc::clone(caller),
            expectation: test.expectation,
            action: Arc::clone(action),
            resource: resource.clone(),
            present: present.clone(),
            absent: test.absent.clone(),
        }));
    }
    missing
}
