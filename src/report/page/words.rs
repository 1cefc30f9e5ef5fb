//! Identities, actions and resources in words.

use indexmap::IndexMap;

use crate::model::{
    AccessCondition, AccessStatement, AssignmentReason, AssignmentRule, Environment, RoleAssignment,
};

/// The identities of an assignment, as the provider alone determines them.
pub fn identities(assignment: &RoleAssignment) -> String {
    match (&assignment.provider, assignment.reason) {
        (Some(key), _) => format!("users of {key}"),
        (None, AssignmentReason::Guest) => "anyone, not signed in".to_owned(),
        (None, AssignmentReason::OtherService) => {
            "users of the app clients that another service adds".to_owned()
        }
        (
            None,
            AssignmentReason::SignedIn
            | AssignmentReason::Rule
            | AssignmentReason::Token
            | AssignmentReason::NoRule
            | AssignmentReason::Ambiguous
            | AssignmentReason::ClassicFlow,
        ) => "users of your own backend".to_owned(),
    }
}

/// Which of these identities the assignment is about, unless it is about all of them.
pub fn restriction(assignment: &RoleAssignment) -> Option<String> {
    match assignment.reason {
        AssignmentReason::SignedIn | AssignmentReason::OtherService | AssignmentReason::Guest => None,
        AssignmentReason::Rule => assignment.rule.as_ref().map(rule),
        AssignmentReason::Token => Some("whose token names the role".to_owned()),
        AssignmentReason::NoRule => Some("whom no rule matches".to_owned()),
        AssignmentReason::Ambiguous => Some("whose token does not name exactly one role".to_owned()),
        AssignmentReason::ClassicFlow => Some("for whom the application chooses the role".to_owned()),
    }
}

fn rule(AssignmentRule { number, claim, match_type, value }: &AssignmentRule) -> String {
    format!("whose {claim} {match_type} {value} (rule {number})")
}

/// All identities that get a role.
pub fn assignments(assignments: &[RoleAssignment]) -> Vec<String> {
    let words = |assignment| match restriction(assignment) {
        Some(restriction) => format!("{} {restriction}", identities(assignment)),
        None => identities(assignment),
    };
    assignments.iter().map(words).collect()
}

/// The actions of a statement, those of a service together.
pub fn actions(statement: &AccessStatement) -> String {
    let mut services: IndexMap<&str, Vec<&str>> = IndexMap::new();
    for action in &statement.actions {
        let (service, name) = action.split_once(':').unwrap_or(("", action));
        services.entry(service).or_default().push(name);
    }
    let of_service = |(service, names): (&&str, &Vec<&str>)| match *service {
        "" => names.join(", "),
        service => format!("{service}: {}", names.join(", ")),
    };
    let actions = services.iter().map(of_service).collect::<Vec<_>>().join("; ");
    if statement.not_actions { format!("all actions but {actions}") } else { actions }
}

/// The resources of a statement.
pub fn resources(statement: &AccessStatement, environment: &Environment) -> Vec<String> {
    let but = if statement.not_resources { "everything but " } else { "" };
    statement.resources.iter().map(|arn| format!("{but}{}", resource(arn, environment))).collect()
}

/// An ARN without what is the same for all resources of the environment: its partition, its region and its account.
pub fn resource(arn: &str, environment: &Environment) -> String {
    let fields: Vec<&str> = arn.splitn(6, ':').collect();
    let ["arn", partition, service, region, account, resource] = fields[..] else {
        return arn.to_owned();
    };
    let tokens = &environment.tokens;
    let is_here = partition == tokens.partition().id()
        && ["", tokens.region.as_str()].contains(&region)
        && (account.is_empty() || tokens.account_id.as_ref().is_some_and(|own| own.as_str() == account));
    if is_here { format!("{service} {resource}") } else { arn.to_owned() }
}

/// A text that quotes values in backquotes, in parts: whether each is quoted, and without its backquotes.
pub fn quoted(text: &str) -> impl Iterator<Item = (bool, &str)> {
    let parts: Vec<&str> = text.split('`').collect();
    // With an odd number of backquotes, it can't be told what is quoted.
    let is_paired = parts.len() % 2 == 1;
    let parts = if is_paired { parts } else { vec![text] };
    parts.into_iter().enumerate().map(|(at, part)| (at % 2 == 1, part)).filter(|(_, part)| !part.is_empty())
}

/// The conditions of a statement.
pub fn conditions(statement: &AccessStatement) -> Vec<String> {
    let words = |AccessCondition { key, operator, values }: &AccessCondition| {
        format!("{key} {operator} {}", values.join(", "))
    };
    statement.conditions.iter().map(words).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn backquotes_quote_if_they_are_paired() {
        let parts = |text| quoted(text).collect::<Vec<_>>();
        assert_eq!(
            parts("the role `a` of `b`"),
            [(false, "the role "), (true, "a"), (false, " of "), (true, "b")]
        );
        assert_eq!(parts("it`s"), [(false, "it`s")]);
        assert_eq!(parts("plain"), [(false, "plain")]);
    }
}
