//! The results of access tests.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use crate::access::answer::{Evaluator, Failure, Verdict};
use crate::access::caller::Caller;
use crate::access::documents::Documents;
use crate::access::explain::{ExplainedStatement, explain};
use crate::access::question::{ExpandedTest, Question};
use crate::access::role_policies::RolePolicies;
use crate::access::role_reference::RoleReference;
use crate::access::symbols::Symbols;
use crate::access::test::Test;
use crate::model::Environment;

/// The result of a test in an environment.
#[derive(Clone, Debug)]
pub struct TestResult {
    /// The position of the test in the suite.
    pub test: usize,
    /// The key of the environment.
    pub environment: String,
    /// The outcome.
    pub outcome: Outcome,
    /// The number of pairs of actions and resources that AWS never evaluates.
    pub skipped: usize,
}

/// The outcome of a test.
#[derive(Clone, Debug)]
pub enum Outcome {
    /// All answers are as expected.
    Passed,
    /// The answer to a question is another one.
    Failed {
        /// The question.
        question: Box<Question>,
        /// The counterexample.
        failure: Example,
    },
    /// A question can't be decided.
    Undecided {
        /// The question.
        question: Box<Question>,
        /// Why.
        reasons: Vec<String>,
        /// Why the test passes all the same, if it does.
        accepted: Option<String>,
    },
    /// The environment lacks what the test is about.
    NotApplicable(Vec<String>),
}

/// A request that shows an answer, in which what stands for unknown parts is replaced by what they are.
#[derive(Clone, Debug)]
pub enum Example {
    /// This request.
    Request {
        /// The role.
        role: RoleReference,
        /// The action.
        action: String,
        /// The resource.
        resource: String,
        /// The condition keys that matter for the action and aren't those of every session of the identity, and their values.
        context: Vec<(String, Vec<String>)>,
        /// What each statement has to do with it.
        statements: Vec<ExplainedStatement>,
    },
    /// The identity gets no credentials, for this reason.
    NoRole(String),
}

impl Outcome {
    /// Whether the test passes.
    pub fn is_passed(&self) -> bool {
        match self {
            Self::Passed | Self::NotApplicable(_) => true,
            Self::Undecided { accepted, .. } => accepted.is_some(),
            Self::Failed { .. } => false,
        }
    }
}

/// The policies of an environment, which answer questions.
pub struct Policies<'a> {
    /// The environment.
    pub environment: &'a Environment,
    /// The documents that the inputs supply.
    pub documents: &'a Documents,
    /// Why other policies than those of the inputs may apply.
    pub manual_changes: &'a [String],
}

impl Policies<'_> {
    /// Answers with these policies.
    pub fn answer<T>(&self, answer: impl FnOnce(&Evaluator) -> T) -> T {
        let symbols = Symbols::of(self.environment);
        let known: RefCell<HashMap<RoleReference, Rc<RolePolicies>>> = RefCell::default();
        let policies = |role: &RoleReference| {
            let of_role = || Rc::new(RolePolicies::of(role, self.documents, self.manual_changes, &symbols));
            Rc::clone(known.borrow_mut().entry(role.clone()).or_insert_with(of_role))
        };
        answer(&Evaluator::new(&symbols, &policies))
    }
}

impl Evaluator<'_> {
    /// The result of a test in an environment.
    pub fn result(&self, asked: &ExpandedTest, test: &Test) -> TestResult {
        let outcome = match asked.questions.is_empty() {
            true => Outcome::NotApplicable(asked.not_applicable.clone()),
            false => self.outcome(&asked.questions, test),
        };
        TestResult {
            test: asked.test,
            environment: asked.environment.clone(),
            outcome,
            skipped: asked.skipped,
        }
    }

    /// A failure decides, and otherwise what is undecided.
    fn outcome(&self, questions: &[Question], test: &Test) -> Outcome {
        let mut outcome = Outcome::Passed;
        for question in questions {
            match self.answer(question) {
                Verdict::Holds => {}
                Verdict::Undecided(reasons) => {
                    let accepted = test.undecided_because.clone();
                    outcome = Outcome::Undecided { question: Box::new(question.clone()), reasons, accepted };
                }
                Verdict::Fails(failure) => {
                    let failure = self.shown(failure, &question.caller);
                    return Outcome::Failed { question: Box::new(question.clone()), failure };
                }
            }
        }
        outcome
    }

    /// A counterexample for people.
    pub(super) fn shown(&self, failure: Failure, caller: &Caller) -> Example {
        match failure {
            Failure::NoRole(because) => Example::NoRole(because),
            Failure::Request { role, witness } => {
                let text = |text: &str| self.symbols.labelled(text, &witness.values);
                let request = &witness.request;
                let session = caller.session(&role, self.symbols.environment());
                let policies = (self.policies)(&role);
                let statements = explain(&policies.deciding(&witness), &witness, self.symbols);
                let is_known = |key: &str| session.keys.get(key).is_some_and(|given| given.is_complete);
                let of_request = request.context.iter().filter(|(key, _)| !is_known(key));
                let context = of_request.filter_map(|(key, values)| {
                    Some((spelling(key, &statements)?, values.iter().map(|value| text(value)).collect()))
                });
                Example::Request {
                    role,
                    action: request.action.clone(),
                    resource: text(&request.resource),
                    context: context.collect(),
                    statements,
                }
            }
        }
    }
}

/// A condition key as the statements about the action write it; `None` if none of them has it.
fn spelling(key: &str, statements: &[ExplainedStatement]) -> Option<String> {
    let parts = statements.iter().filter(|one| one.is_about_action()).flat_map(|one| &one.parts);
    let mut found = parts.filter_map(|part| {
        let at = part.written.to_ascii_lowercase().find(key)?;
        part.written.get(at..at + key.len())
    });
    found.next().map(str::to_owned)
}
