//! Grants that reach what another grant keeps for each identity.

use std::collections::HashMap;

use crate::access::{Documents, RoleGrant, reaches_others};
use crate::iam::Elements;
use crate::lint::values::with_values;
use crate::lint::{AllowedStatement, Check, EnvironmentFinding, Evaluation, Finding, Rule};
use crate::model::{AUTHENTICATED, Environment, GUEST};
use crate::source::{Code, Span};

pub const RULE: Rule = Rule { code: Code::IdentityLimitBypassed, check: Check::Evaluated(check) };

/// Two statements by their grants, and what their resources are after the text that both begin with. Environments in which
/// these are equal have the same answer, whatever their buckets and tables are called.
type Relation<'a> = ([&'a str; 2], [Span; 2], Vec<(String, String)>);

fn check<'a>(evaluation: &Evaluation<'a>) -> Vec<EnvironmentFinding<'a>> {
    let mut known: HashMap<Relation, bool> = HashMap::new();
    let none = Documents::new();
    let mut found: Vec<EnvironmentFinding> = Vec::new();
    for (environment, documents) in evaluation.environments() {
        let (keeping, others): (Vec<Statement>, Vec<Statement>) =
            statements(environment).into_iter().partition(|one| one.allowed.is_limited_to_identity());
        for (reaching, kept) in others.iter().flat_map(|one| keeping.iter().map(move |kept| (one, kept))) {
            let Some(relation) = relation(reaching, kept) else { continue };
            let is_reached = known.entry(relation).or_insert_with(|| {
                reaches_others(reaching.grant(), kept.grant(), environment, documents.unwrap_or(&none))
            });
            let finding = is_reached.then(|| (Some(environment.key()), finding(reaching, kept)));
            found.extend(finding.filter(|finding| !found.contains(finding)));
        }
    }
    found
}

/// A statement in an environment.
struct Statement<'a> {
    allowed: AllowedStatement<'a>,
    /// The resources with their values, and `*` for an identity ID.
    resources: Vec<String>,
}

impl<'a> Statement<'a> {
    fn of(allowed: AllowedStatement<'a>, environment: &Environment) -> Self {
        let resources = allowed.resources().map(|one| with_values(one.text, allowed.grant, environment));
        Self { resources: resources.filter(|text| text != "*").collect(), allowed }
    }

    fn grant(&self) -> RoleGrant<'a> {
        RoleGrant { role: self.allowed.role, grant: &self.allowed.grant.key }
    }
}

/// The statements that name their actions and resources. Other rules tell of those that allow everything, or all but some.
fn statements(environment: &Environment) -> Vec<Statement<'_>> {
    let managed = environment.roles.iter().filter_map(|(key, role)| Some((key, role.managed()?)));
    let grants = managed.flat_map(|(key, role)| role.grants.values().map(move |grant| (key, grant)));
    let statements = grants.flat_map(|(role, grant)| AllowedStatement::all_of(role, grant, environment));
    let names_all = |one: &AllowedStatement| {
        matches!(one.statement.resources, Elements::Only(_)) && !one.allows_all_but()
    };
    statements.filter(names_all).map(|allowed| Statement::of(allowed, environment)).collect()
}

/// How the resources of two statements are related, if users of the second one may get the first one, and a resource of the
/// first may contain one of the second.
fn relation<'a>(reaching: &Statement<'a>, kept: &Statement<'a>) -> Option<Relation<'a>> {
    let (one, other) = (reaching.grant(), kept.grant());
    let are_same_users = one.role == other.role || [GUEST, AUTHENTICATED].contains(&one.role);
    if one == other || !are_same_users {
        return None;
    }
    let pairs = reaching.resources.iter().flat_map(|one| kept.resources.iter().map(move |kept| (one, kept)));
    let pairs: Vec<(String, String)> = pairs.filter_map(|(one, kept)| after_common(one, kept)).collect();
    let spans = [reaching.allowed.grant.span, kept.allowed.grant.span];
    (!pairs.is_empty()).then_some(([one.role, other.role], spans, pairs))
}

/// What follows the text before the first wildcard or variable of a pattern, in both, if the other one begins with this text.
fn after_common(pattern: &str, other: &str) -> Option<(String, String)> {
    let (text, rest) = pattern.split_at(pattern.find(['*', '?', '$']).unwrap_or(pattern.len()));
    Some((rest.to_owned(), other.strip_prefix(text)?.to_owned()))
}

fn finding(reaching: &Statement, kept: &Statement) -> Finding {
    let (one, other) = (reaching.grant(), kept.grant());
    let whose = if one.role == other.role { String::new() } else { format!(" of the role `{}`", other.role) };
    let message = format!(
        "the grant `{}` reaches what the grant `{}`{whose} keeps for each identity",
        one.grant, other.grant
    );
    let span = reaching.allowed.resources().next().map_or(reaching.allowed.grant.span, |first| first.span);
    reaching
        .allowed
        .finding(Code::IdentityLimitBypassed, span, message)
        .related(kept.allowed.grant.span, "this grant has the identity ID in its path or in a condition")
        .help("what it allows, users can do to the data of others: limit it to `{identity}`, or name a path beside theirs, such as `shared/*`")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_follows_the_common_text_is_the_same_whatever_a_bucket_is_called() {
        let pairs = |one: &str, other: &str| after_common(one, other);
        let expected = Some(("*".to_owned(), "sers/*/*".to_owned()));
        for bucket in ["dev", "prod"] {
            assert_eq!(pairs(&format!("{bucket}/u*"), &format!("{bucket}/users/*/*")), expected);
        }
        assert_eq!(pairs("a/shared/*", "a/users/*"), None);
    }
}
