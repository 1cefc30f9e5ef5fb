//! Answers about access, and the results of access tests, as data and as diagnostics.

use schemars::JsonSchema;
use serde::Serialize;

use crate::access::{
    DecidedQuestion, Example, ExplainedStatement, Origin, Outcome, PickedRole, PolicyOrigin, Question, Suite,
    Test, TestResult, decisive,
};
use crate::iam::Match;
use crate::report::access::{self, SCOPE};
use crate::report::permissions::PlaceEntry;
use crate::source::Sources;

/// The answer to a question in an environment.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct AnswerEntry {
    /// The environment.
    pub environment: String,
    /// allowed, denied or undecided.
    pub decision: &'static str,
    /// The question.
    pub question: QuestionEntry,
    /// The role that AWS picks, and those that the identity can get.
    pub roles: RolesEntry,
    /// The request that shows the decision. For an undecided answer, one that is allowed, if there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub request: Option<RequestEntry>,
    /// The statement that decides, or the one that is nearest to allowing the request.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub decided_by: Option<StatementEntry>,
    /// All statements of the role's policies.
    pub statements: Vec<StatementEntry>,
    /// Why it is undecided.
    pub undecided_because: Vec<String>,
    /// What the answer is about.
    pub scope: &'static str,
}

/// A question about access.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct QuestionEntry {
    /// The name of the identity.
    pub identity: String,
    /// The action, or a pattern.
    pub action: String,
    /// The resource, or a pattern.
    pub resource: String,
}

/// The roles of an identity.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct RolesEntry {
    /// Those that it can get.
    pub obtainable: Vec<String>,
    /// The one that AWS picks, if that can be told.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub picked: Option<String>,
    /// Why AWS picks it, or none.
    pub because: String,
}

/// A request.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct RequestEntry {
    /// The action.
    pub action: String,
    /// The resource.
    pub resource: String,
    /// The condition keys with their values.
    pub context: Vec<(String, Vec<String>)>,
}

/// What a statement has to do with a request.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct StatementEntry {
    /// The grant, or the ARN of the policy.
    pub policy: String,
    /// The position of the statement in its policy, from 1.
    pub number: usize,
    /// The name of the statement.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sid: Option<String>,
    /// Allow or Deny.
    pub effect: &'static str,
    /// yes, no or undecided.
    pub applies: &'static str,
    /// Its action, resource and conditions.
    pub parts: Vec<PartEntry>,
    /// Its place in the inputs or in a policy file, if it is there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub place: Option<PlaceEntry>,
    /// Its place in the generated module, if it is there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub module_place: Option<PlaceEntry>,
}

/// A part of a statement.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct PartEntry {
    /// action, resource or condition.
    pub element: &'static str,
    /// The part as the policy has it.
    pub written: String,
    /// The part with the values of the request in place of its variables.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub resolved: Option<String>,
    /// yes, no or undecided.
    pub matches: &'static str,
}

/// The result of an access test in an environment.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct TestEntry {
    /// The name of the test.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The position of the test among all tests, from 1.
    pub number: usize,
    /// The environment.
    pub environment: String,
    /// passed, failed, undecided, accepted (undecided, which the test allows) or not applicable.
    pub outcome: &'static str,
    /// The question that fails or is undecided.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub question: Option<QuestionEntry>,
    /// The request that shows a failure.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub request: Option<RequestEntry>,
    /// The statement that decides, or the one that is nearest to allowing the request.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub decided_by: Option<StatementEntry>,
    /// Why it is undecided or not applicable.
    pub because: Vec<String>,
    /// The number of pairs of actions and resources that AWS never evaluates.
    pub skipped: usize,
}

impl AnswerEntry {
    /// The entry of an answer.
    pub fn of(decided: &DecidedQuestion, sources: &Sources) -> Self {
        let example = decided.examples().next().map(|(_, shown)| shown);
        let roles = &decided.question.caller.roles;
        let picked = match &roles.picked {
            PickedRole::Role(role) => Some(role.key_or_arn().to_owned()),
            PickedRole::Nothing | PickedRole::Undecided => None,
        };
        let statements = example.map(statements).unwrap_or_default().iter();
        let obtainable = roles.obtainable.iter().map(|obtainable| obtainable.role.key_or_arn().to_owned());
        Self {
            environment: decided.environment.clone(),
            decision: access::decision(decided.decision),
            question: QuestionEntry::of(&decided.question),
            roles: RolesEntry { obtainable: obtainable.collect(), picked, because: decided.because.clone() },
            request: example.and_then(RequestEntry::of),
            decided_by: example.and_then(|shown| decided_by(shown, sources)),
            statements: statements.map(|statement| StatementEntry::of(statement, sources)).collect(),
            undecided_because: decided.reasons.clone(),
            scope: SCOPE,
        }
    }
}

impl QuestionEntry {
    fn of(question: &Question) -> Self {
        Self {
            identity: question.caller.name.clone(),
            action: question.action.as_str().to_owned(),
            resource: question.resource.to_string(),
        }
    }
}

impl RequestEntry {
    /// The entry of a request.
    pub(super) fn of(shown: &Example) -> Option<Self> {
        match shown {
            Example::NoRole(_) => None,
            Example::Request { action, resource, context, .. } => {
                Some(Self { action: action.clone(), resource: resource.clone(), context: context.clone() })
            }
        }
    }
}

pub(super) fn statements(shown: &Example) -> &[ExplainedStatement] {
    match shown {
        Example::NoRole(_) => &[],
        Example::Request { statements, .. } => statements,
    }
}

fn decided_by(shown: &Example, sources: &Sources) -> Option<StatementEntry> {
    decisive(statements(shown)).map(|statement| StatementEntry::of(statement, sources))
}

impl StatementEntry {
    fn of(statement: &ExplainedStatement, sources: &Sources) -> Self {
        let policy = match &statement.origin {
            PolicyOrigin::Role(Origin::Grant(text) | Origin::Arn(text)) => text.clone(),
            PolicyOrigin::Boundary => "permissions boundary".to_owned(),
            PolicyOrigin::GuestSession => "session policy of guests".to_owned(),
        };
        let parts = statement.parts.iter().map(|part| PartEntry {
            element: part.element,
            written: part.written.clone(),
            resolved: part.resolved.clone(),
            matches: word(part.matches),
        });
        Self {
            policy,
            number: statement.index + 1,
            sid: statement.sid.clone(),
            effect: statement.effect.as_str(),
            applies: word(statement.applies),
            parts: parts.collect(),
            place: statement.place.map(|place| PlaceEntry::of(place, sources)),
            module_place: statement.module_place.map(|place| PlaceEntry::of(place, sources)),
        }
    }
}

fn word(matches: Match) -> &'static str {
    match matches {
        Match::Yes => "yes",
        Match::No => "no",
        Match::Undecided(_) => "undecided",
    }
}

impl TestEntry {
    /// The entries of all results.
    pub fn all(suite: &Suite, results: &[TestResult], sources: &Sources) -> Vec<Self> {
        results.iter().map(|result| Self::of(&suite.tests[result.test], result, sources)).collect()
    }

    fn of(test: &Test, result: &TestResult, sources: &Sources) -> Self {
        let mut entry = Self {
            name: test.name.clone(),
            number: test.number,
            environment: result.environment.clone(),
            outcome: access::outcome(&result.outcome),
            question: None,
            request: None,
            decided_by: None,
            because: Vec::new(),
            skipped: result.skipped,
        };
        match &result.outcome {
            Outcome::Passed => {}
            Outcome::NotApplicable(because) => entry.because.clone_from(because),
            Outcome::Undecided { question, reasons, .. } => {
                entry.question = Some(QuestionEntry::of(question));
                entry.because.clone_from(reasons);
            }
            Outcome::Failed { question, failure } => {
                entry.question = Some(QuestionEntry::of(question));
                entry.request = RequestEntry::of(failure);
                entry.decided_by = decided_by(failure, sources);
            }
        }
        entry
    }
}
