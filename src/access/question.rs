//! What the access tests ask in an environment.

use std::sync::Arc;

use indexmap::IndexMap;

use crate::access::caller::Caller;
use crate::access::request_text::RequestText;
use crate::access::test::Expectation;
use crate::iam::ActionPattern;
use crate::iam::catalogue::DocumentedAction;

/// A question about an identity, a pattern for actions and a resource in an environment: `can` holds if all requests are
/// allowed, `cannot` if none is.
#[derive(Clone, Debug)]
pub struct Question {
    /// Who asks. `Can` is about the role that AWS picks, `Cannot` about each that the identity can get.
    pub caller: Arc<Caller>,
    /// What must hold.
    pub expectation: Expectation,
    /// The actions. `Cannot` includes those that AWS will add.
    pub action: Arc<ActionPattern>,
    /// The resource; the text `*`, which is no wildcard then, for actions that apply to none.
    pub resource: RequestText,
    /// The condition keys that the test sets, in lowercase, each with one value or several.
    pub present: IndexMap<String, Vec<RequestText>>,
    /// The condition keys that the request doesn't have, in lowercase.
    pub absent: Vec<String>,
}

impl Question {
    /// The documented actions that AWS evaluates for the resource. `Can` holds if all of them are allowed.
    pub fn documented_actions(&self) -> Vec<DocumentedAction> {
        self.action.actions_on(&self.resource.pattern())
    }
}

/// A test in an environment.
#[derive(Clone, Debug)]
pub struct ExpandedTest {
    /// The position of the test in [`Suite::tests`](crate::access::Suite::tests).
    pub test: usize,
    /// The key of the environment.
    pub environment: String,
    /// The questions. Without any, the test is not applicable here.
    pub questions: Vec<Question>,
    /// The number of pairs of actions and resources that AWS never evaluates, for all identities together.
    pub skipped: usize,
    /// Why the test, or a part of it, is not applicable here: the roles, providers and grants that don't exist.
    pub not_applicable: Vec<String>,
}
