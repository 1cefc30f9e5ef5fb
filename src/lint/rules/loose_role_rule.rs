//! Rules of role mappings that match more values than they name.

use crate::inputs::spec::Match;
use crate::lint::{Check, Finding, Rule};
use crate::model::{Environment, MappingRule, is_default};
use crate::source::Code;

pub const RULE: Rule = Rule { code: Code::LooseRoleRule, check: Check::Environment(check) };

/// The claim with the groups of a user, several in one. Only those who manage the user pool set it.
/// Source: Amazon Cognito Developer Guide, "Adding groups to a user pool".
const GROUPS: &str = "cognito:groups";

fn check(environment: &Environment) -> Vec<Finding> {
    let rules = environment.role_mappings.iter();
    rules.flat_map(|(key, mapping)| mapping.rules.iter().filter_map(|rule| finding(key, rule))).collect()
}

/// Source: Amazon Cognito Developer Guide, "Using role-based access control", rule-based mapping.
fn finding(provider: &str, rule: &MappingRule) -> Option<Finding> {
    let MappingRule { claim, role, .. } = rule;
    let matched = match rule.match_type {
        Match::Contains if claim != GROUPS => format!("every `{claim}` with the value anywhere in it leads"),
        Match::NotEqual if !is_default(role) => format!("all other values of `{claim}`, even new ones, lead"),
        Match::Contains | Match::NotEqual | Match::Equals | Match::StartsWith => return None,
    };
    let message = format!("{matched} to the role `{role}`");
    let path = format!("role_mappings.{provider}");
    let finding = Finding::new(Code::LooseRoleRule, path, rule.match_span, message);
    Some(finding.help("name the values with `match: equals`, in a rule for each"))
}
