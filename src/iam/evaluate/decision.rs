//! The decision about a request, with what each statement contributes.

use crate::iam::evaluate::{Request, condition, resource};
use crate::iam::{DocumentationGap, Effect, Elements, Match, Pattern, Reference, Rule};

/// The answer to a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decision {
    /// It is allowed.
    Allowed,
    /// It is denied: by a statement, or because none allows it.
    Denied,
    /// It depends on what AWS's documentation leaves open.
    Undecided,
}

/// The policies that apply to the session of a role, each as its rules.
///
/// Each layer that is present must allow a request, and a statement of any of them can deny it. Source: IAM User Guide,
/// "Policy evaluation for requests within a single account". Policies of resources and organizations aren't included.
#[derive(Clone, Copy, Debug)]
pub struct Layers<'a> {
    /// The policies of the role.
    pub role: &'a [Vec<Rule>],
    /// The role's permissions boundary.
    pub boundary: Option<&'a [Vec<Rule>]>,
    /// The session policies. A session can do what any of them allows.
    pub session: Option<&'a [Vec<Rule>]>,
}

/// How a request was decided.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Evaluation {
    /// The answer.
    pub decision: Decision,
    /// For each policy of the role, the match of each statement.
    pub role: Vec<Vec<StatementMatch>>,
    /// The same for the boundary, if there is one.
    pub boundary: Option<Vec<Vec<StatementMatch>>>,
    /// The same for the session policies, if there are any.
    pub session: Option<Vec<Vec<StatementMatch>>>,
}

/// Which parts of a statement match a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatementMatch {
    /// The position of the statement in its policy.
    pub index: usize,
    /// Whether it allows or denies.
    pub effect: Effect,
    /// Whether the action is one of the statement's.
    pub action: Match,
    /// Whether the resource is one of the statement's.
    pub resource: Match,
    /// Whether each condition holds, in the order of [`Rule::conditions`].
    pub conditions: Vec<Match>,
}

impl Layers<'_> {
    /// Decides a request.
    pub fn evaluate(&self, request: &Request) -> Evaluation {
        let matches = |policies: &[Vec<Rule>]| -> Vec<Vec<StatementMatch>> {
            policies.iter().map(|rules| rules.iter().map(|rule| rule.matches(request)).collect()).collect()
        };
        let mut evaluation = Evaluation {
            decision: Decision::Undecided,
            role: matches(self.role),
            boundary: self.boundary.map(matches),
            session: self.session.map(matches),
        };
        evaluation.decision = Decision::from(evaluation.is_allowed());
        evaluation
    }
}

impl Evaluation {
    fn layers(&self) -> impl Iterator<Item = &Vec<Vec<StatementMatch>>> {
        std::iter::once(&self.role).chain(&self.boundary).chain(&self.session)
    }

    /// The matches of all statements.
    pub fn statements(&self) -> impl Iterator<Item = &StatementMatch> {
        self.layers().flatten().flatten()
    }

    fn is_allowed(&self) -> Match {
        let is_denied = applies(self.statements(), Effect::Deny);
        Match::all(self.layers().map(|layer| applies(layer.iter().flatten(), Effect::Allow))).and(!is_denied)
    }

    /// What is open about the statements that may apply, if the request is undecided.
    pub fn gaps(&self) -> Vec<DocumentationGap> {
        let is_undecided = self.decision == Decision::Undecided;
        let gaps = self.statements().filter(|_| is_undecided).filter_map(|one| match one.applies() {
            Match::Undecided(gap) => Some(gap),
            Match::Yes | Match::No => None,
        });
        let mut gaps: Vec<DocumentationGap> = gaps.collect();
        gaps.sort_unstable();
        gaps.dedup();
        gaps
    }
}

/// Whether one of the statements with this effect applies.
fn applies<'a>(statements: impl Iterator<Item = &'a StatementMatch>, effect: Effect) -> Match {
    Match::any(statements.filter(|one| one.effect == effect).map(StatementMatch::applies))
}

impl From<Match> for Decision {
    fn from(is_allowed: Match) -> Self {
        match is_allowed {
            Match::Yes => Self::Allowed,
            Match::No => Self::Denied,
            Match::Undecided(_) => Self::Undecided,
        }
    }
}

impl StatementMatch {
    /// Whether the statement applies to the request: all of its parts match.
    pub fn applies(&self) -> Match {
        self.action.and(self.resource).and(Match::all(self.conditions.iter().copied()))
    }
}

impl Rule {
    /// Which parts of the statement match a request.
    pub fn matches(&self, request: &Request) -> StatementMatch {
        let conditions = self.conditions.iter().map(|one| condition::is_met(one, &request.context));
        StatementMatch {
            index: self.index,
            effect: self.effect,
            action: self.has_action(&request.action).into(),
            resource: resource::is_among(&self.resources, &request.resource, &request.context),
            conditions: conditions.collect(),
        }
    }

    /// Whether an action is one of the statement's.
    ///
    /// Source: IAM User Guide, "IAM JSON policy elements: Action" and "IAM JSON policy elements: NotAction".
    pub fn has_action(&self, action: &str) -> bool {
        let matches = |pattern: &Pattern<Reference>| pattern.matches_ignoring_case(action);
        match &self.actions {
            Elements::Only(patterns) => patterns.iter().any(matches),
            Elements::AllBut(patterns) => !patterns.iter().any(matches),
        }
    }
}
