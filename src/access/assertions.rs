//! What `terraform test` can judge of the access tests: that no policy of a role allows an action.
//!
//! Terraform has no evaluator of policies, so it can't judge resources, conditions and most wildcards. It can judge the
//! names of actions: what no statement allows on any resource, the role can't do on that of the test.

use std::collections::HashSet;

use indexmap::{IndexMap, IndexSet};

use crate::access::identity::IdentityKind;
use crate::access::suite::Suite;
use crate::access::test::{Expectation, Test};
use crate::iam::{ActionPattern, Effect, Elements, Pattern};
use crate::inputs::Part;
use crate::model::{AccessAssertion, AssertedTest, Environment, GrantView};
use crate::policy::{self, Document};

/// What no policy of a role may allow, for each role about which a test says so and whose policies keep to it. `grants` are
/// those of the module `policy`.
pub fn assertions(suite: &Suite, grants: &[GrantView], environments: &[Environment]) -> Vec<AccessAssertion> {
    let mut roles: IndexMap<&str, TestedRole> = IndexMap::new();
    for test in suite.tests.iter().filter(|test| denies_everywhere(test)) {
        for role in roles_of(test, suite) {
            let tested = roles.entry(role).or_insert_with(|| TestedRole::of(role, grants, environments));
            tested.add(test);
        }
    }
    let tested = roles.into_iter().filter(|(_, tested)| !tested.tests.is_empty());
    tested
        .map(|(role, TestedRole { policies, tests, .. })| AccessAssertion {
            role: role.to_owned(),
            policies,
            tests,
        })
        .collect()
}

/// Whether a test says what is denied in all environments. The module is the same in all of them.
fn denies_everywhere(test: &Test) -> bool {
    test.expectation == Expectation::Cannot
        && test.environments.is_empty()
        && test.undecided_because.is_none()
}

/// The roles of a test's identities, without those of identities that claims lead to a role.
fn roles_of<'a>(test: &Test, suite: &'a Suite) -> IndexSet<&'a str> {
    let role = |(name, _): &(String, _)| match &suite.identities.get(name)?.kind {
        IdentityKind::OfRole { role: (role, _), .. } => Some(role.as_str()),
        IdentityKind::SignedIn { .. } => None,
    };
    test.identities.iter().filter_map(role).collect()
}

/// Whether an action has one of the forms that Terraform can compare with a statement's: a whole name, all actions of a
/// service, or all actions.
fn is_comparable(action: &ActionPattern) -> bool {
    let name = action.as_str().strip_suffix(":*").unwrap_or(action.as_str());
    action.is_everything() || !name.contains(['*', '?'])
}

/// A role, and the tests that Terraform can judge.
struct TestedRole<'a> {
    /// The resources of its policies.
    policies: Vec<String>,
    /// The actions that its policies allow; `None` if they can't be listed.
    allowed: Option<Vec<Pattern<&'a Part>>>,
    /// The actions of the tests so far, in lowercase.
    seen: HashSet<String>,
    tests: Vec<AssertedTest>,
}

impl<'a> TestedRole<'a> {
    fn of(role: &str, grants: &[GrantView], environments: &'a [Environment]) -> Self {
        let grants: Vec<&GrantView> = grants.iter().filter(|grant| grant.role == role).collect();
        let policies = grants.iter().map(|grant| format!("{}.{}", grant.resource, grant.address));
        let documents = grants.iter().filter_map(|grant| document(grant, environments));
        Self {
            policies: policies.collect(),
            allowed: allowed_actions(documents),
            seen: HashSet::new(),
            tests: Vec::new(),
        }
    }

    /// Adds a test, if it denies actions that no policy allows and no other test has.
    fn add(&mut self, test: &Test) {
        let mut actions = Vec::new();
        for (action, _) in &test.actions {
            let is_new = self.seen.insert(action.as_str().to_ascii_lowercase());
            if is_new && self.is_never_allowed(action) {
                actions.push(action.as_str().to_owned());
            }
        }
        if !actions.is_empty() {
            self.tests.push(AssertedTest { title: test.title(), actions });
        }
    }

    fn is_never_allowed(&self, action: &ActionPattern) -> bool {
        let Some(allowed) = self.allowed.as_ref().filter(|_| !self.policies.is_empty()) else { return false };
        let pattern = Pattern::parse(action.as_str());
        is_comparable(action) && !allowed.iter().any(|allowed| allowed.overlaps_ignoring_case(&pattern))
    }
}

/// The document of a grant, which is the same in all environments that have it.
fn document<'a>(grant: &GrantView, environments: &'a [Environment]) -> Option<&'a Document> {
    let found = environments
        .iter()
        .find_map(|environment| environment.roles.get(&grant.role)?.managed()?.grants.get(&grant.key));
    found.map(|grant| &*grant.document)
}

/// The actions that documents allow; `None` if a statement allows all but some.
fn allowed_actions<'a>(documents: impl Iterator<Item = &'a Document>) -> Option<Vec<Pattern<&'a Part>>> {
    let statements = documents.flat_map(|document| document.statements.iter());
    let mut allowed = Vec::new();
    for statement in statements.filter(|statement| statement.effect == Effect::Allow) {
        match &statement.actions {
            Elements::Only(actions) => allowed.extend(actions.iter().map(policy::pattern)),
            Elements::AllBut(_) => return None,
        }
    }
    Some(allowed)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::{FileId, Span};

    #[test]
    fn whole_names_and_whole_services_are_comparable() {
        let is_comparable = |text: &str| {
            is_comparable(&ActionPattern::parse(text, Span::new(FileId(0), 0, 0)).expect("an action"))
        };
        for action in ["iam:PassRole", "IAM:passrole", "iam:*", "*", "*:*"] {
            assert!(is_comparable(action), "{action}");
        }
        for action in ["iam:Pass*", "iam:*Role", "iam:PassRol?", "iam:**", "iam:?*"] {
            assert!(!is_comparable(action), "{action}");
        }
    }
}
