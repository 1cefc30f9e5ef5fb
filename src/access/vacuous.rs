//! Tests that can't fail, because they are about resources for which nothing is allowed.

use std::collections::{BTreeSet, HashMap};

use indexmap::{IndexMap, IndexSet};

use crate::access::answer::Evaluator;
use crate::access::documents::Documents;
use crate::access::question::{ExpandedTest, Question};
use crate::access::request_text::RequestText;
use crate::access::requests::region;
use crate::access::results::Policies;
use crate::access::role_policies::RolePolicies;
use crate::access::role_reference::RoleReference;
use crate::access::suite::Suite;
use crate::access::test::Expectation;
use crate::iam::language::{Budget, Certainty};
use crate::iam::sets::{Bindings, CompiledPolicies, PolicySource, Region, Search};
use crate::iam::{Effect, Pattern, Rule};
use crate::model::Environment;

/// A resource of a test: the positions of the test in the suite, and of the resource in the test.
pub type TestedResource = (usize, usize);

/// The steps that the comparison of two resources may take. If that isn't enough, they may overlap.
const MAX_STEPS: usize = 20_000;

/// The resources of tests with `cannot` for which, in no environment of the test, a statement of any role allows an action of
/// the same service. Environments are asked until a statement is found.
pub fn vacuous_resources(
    suite: &Suite,
    asked: &[ExpandedTest],
    environments: &[Environment],
    documents: &IndexMap<String, Documents>,
) -> IndexSet<TestedResource> {
    let none = Documents::new();
    let mut by_environment: HashMap<&str, Vec<&ExpandedTest>> = HashMap::new();
    asked.iter().for_each(|asked| by_environment.entry(&asked.environment).or_default().push(asked));
    let mut settled: BTreeSet<TestedResource> = BTreeSet::new();
    let mut vacuous = IndexSet::new();
    for environment in environments {
        let documents = documents.get(environment.key()).unwrap_or(&none);
        let here = by_environment.get(environment.key()).into_iter().flatten();
        let questions = here.flat_map(|asked| asked.questions.iter().map(|question| (asked.test, question)));
        let questions = questions.filter(|(_, question)| question.expectation == Expectation::Cannot);
        Policies { environment, documents, manual_changes: &[] }.answer(|evaluator| {
            for (test, question) in questions {
                let Some(resource) = position(suite, test, question, environment) else { continue };
                if settled.contains(&(test, resource)) {
                    continue;
                }
                match evaluator.may_overlap_allow(question) {
                    true => {
                        settled.insert((test, resource));
                        vacuous.shift_remove(&(test, resource));
                    }
                    false => drop(vacuous.insert((test, resource))),
                }
            }
        });
        let is_open = |one: &TestedResource| !settled.contains(one);
        if !tested(suite).any(|one| is_open(&one)) {
            break;
        }
    }
    vacuous
}

/// All resources of tests with `cannot`.
fn tested(suite: &Suite) -> impl Iterator<Item = TestedResource> {
    let cannot = suite.tests.iter().enumerate();
    let cannot = cannot.filter(|(_, test)| test.expectation == Expectation::Cannot);
    cannot.flat_map(|(index, test)| (0..test.resources.len()).map(move |resource| (index, resource)))
}

/// The position of the resource of a question in its test.
fn position(suite: &Suite, test: usize, question: &Question, environment: &Environment) -> Option<usize> {
    let name = &question.caller.name;
    suite.tests.get(test)?.resources.iter().position(|(text, _)| {
        RequestText::resolve(text, name, environment).is_ok_and(|text| text == question.resource)
    })
}

impl Evaluator<'_> {
    /// Whether a statement of any role, or a policy that isn't known, may allow an action of the same service on the resource,
    /// whatever its conditions are.
    fn may_overlap_allow(&self, question: &Question) -> bool {
        let roles = self.symbols.environment().roles.keys();
        let asked = self.region_of_service(question);
        roles.cloned().any(|key| may_overlap(&(self.policies)(&RoleReference::Declared(key)), &asked))
    }

    /// All requests for the service of a question on its resource.
    fn region_of_service(&self, question: &Question) -> Region {
        let action = question.action.as_str();
        let service = action.split_once(':').map_or("*", |(service, _)| service);
        let resource = self.symbols.pattern(&question.resource, &question.caller.name);
        region(&Pattern::parse(&format!("{service}:*")), &resource)
    }
}

fn may_overlap(policies: &RolePolicies, asked: &Region) -> bool {
    let is_unknown = |source: &PolicySource| matches!(source, PolicySource::Unknown(_));
    let CompiledPolicies { sources, statements } = &policies.policies;
    let search = Search { multivalued: &BTreeSet::new(), budget: &Budget::of(MAX_STEPS) };
    let about_service = statements.about(asked, &search);
    sources.role.iter().any(is_unknown) || about_service.of_role().any(|rule| allows_in(rule, asked, &search))
}

/// Whether a statement may allow something of a region, whatever its conditions are.
fn allows_in(rule: &Rule, asked: &Region, search: &Search) -> bool {
    let rule = Rule { conditions: Vec::new(), ..rule.clone() };
    let allowed = Region::of_rule(&rule, &Bindings::default(), Certainty::Possible);
    rule.effect == Effect::Allow
        && allowed.is_some_and(|allowed| {
            !search.is_empty(&allowed.intersection(asked)).is_ok_and(|is_empty| is_empty)
        })
}
