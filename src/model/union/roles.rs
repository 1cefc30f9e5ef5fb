//! The union of the roles and role mappings of all environments.

use crate::hcl::Expression;
use crate::inputs::spec::{Ambiguous, MappingKind, Match};
use crate::model::environment::{Environment, RoleMapping};
use crate::model::module;
use crate::model::names::{role_mapping_variable, role_variable};
use crate::model::role::{GUEST, ROLE_ARGUMENTS, Role, RoleArgument, is_default};
use crate::model::union::policy::summaries;
use crate::model::union::{Shared, instance, shared};
use crate::model::view::{
    AmbiguousRole, Amr, MappingRuleView, MappingType, RoleMappingView, RoleView, RolesModule,
};
use crate::source::Diagnostics;

/// The module `roles`.
pub fn module(environments: &[Environment], diagnostics: &Diagnostics) -> RolesModule {
    let tag_session = environments.iter().any(|environment| !environment.principal_tags.is_empty());
    let roles: Vec<RoleView> = shared(environments, |environment| Some(&environment.roles))
        .iter()
        .map(|shared| {
            shared.refuse_difference(
                &format!("the role `{}`", shared.key),
                "a role already exists in every environment that has it, or in none",
                |ours, theirs| ours.existing().is_some() == theirs.existing().is_some(),
                |role| role.span,
                diagnostics,
            );
            role(shared, environments, tag_session)
        })
        .collect();
    let mappings: Vec<RoleMappingView> = shared(environments, |environment| Some(&environment.role_mappings))
        .iter()
        .map(|shared| {
            shared.refuse_difference(
                &format!("`role_mappings.{}`", shared.key),
                "environments may differ in the value of a rule, not in its claim, match and role, nor in the type",
                |ours, theirs| structure(ours) == structure(theirs),
                |mapping| mapping.span,
                diagnostics,
            );
            mapping(shared)
        })
        .collect();
    RolesModule {
        variables: module::roles(&roles, &mappings, environments[0].tokens.partition()),
        tag_session,
        roles,
        mappings,
    }
}

fn role(shared: &Shared<Role>, environments: &[Environment], tag_session: bool) -> RoleView {
    let managed = || shared.found.iter().filter_map(|(_, role)| role.managed());
    let is_given = |argument: &RoleArgument| managed().any(|role| (argument.value)(role).is_some());
    let is_existing = shared.first().1.existing().is_some();
    let part = shared.part(role_variable);
    let resource = format!("aws_iam_role.{}", shared.key);
    let is_guest = shared.key == GUEST;
    RoleView {
        existing: is_existing,
        source: if is_existing { part.reference.clone() } else { resource.clone() },
        instance: if is_existing { part.reference.clone() } else { instance(&resource, part.optional) },
        amr: if is_guest { Amr::Unauthenticated } else { Amr::Authenticated },
        trust_action: trust_action(tag_session && !is_guest),
        is_default: is_default(shared.key),
        arguments: ROLE_ARGUMENTS
            .iter()
            .filter(|argument| is_given(argument))
            .map(|argument| argument.name)
            .collect(),
        has_managed_policies: managed().any(|role| !role.managed_policies.is_empty()),
        grants: summaries(shared.key, environments),
        part,
    }
}

/// The actions that a role's trust policy allows. Principal tags are passed as session tags.
fn trust_action(tags_session: bool) -> Expression {
    let assume = Expression::string("sts:AssumeRoleWithWebIdentity");
    match tags_session {
        true => Expression::List(vec![assume, Expression::string("sts:TagSession")]),
        false => assume,
    }
}

/// A mapping without the values of its rules.
fn structure(mapping: &RoleMapping) -> (MappingKind, Ambiguous, Vec<(&str, Match, &str)>) {
    let rules = mapping.rules.iter().map(|rule| (rule.claim.as_str(), rule.match_type, rule.role.as_str()));
    (mapping.kind, mapping.ambiguous, rules.collect())
}

fn mapping(shared: &Shared<RoleMapping>) -> RoleMappingView {
    let (_, mapping) = shared.first();
    RoleMappingView {
        part: shared.part(role_mapping_variable),
        kind: match mapping.kind {
            MappingKind::Token => MappingType::Token,
            MappingKind::Rules => MappingType::Rules,
        },
        ambiguous: match mapping.ambiguous {
            Ambiguous::Deny => AmbiguousRole::Deny,
            Ambiguous::Authenticated => AmbiguousRole::AuthenticatedRole,
        },
        rules: mapping
            .rules
            .iter()
            .map(|rule| MappingRuleView {
                claim: rule.claim.clone(),
                match_type: match rule.match_type {
                    Match::Equals => "Equals",
                    Match::NotEqual => "NotEqual",
                    Match::Contains => "Contains",
                    Match::StartsWith => "StartsWith",
                },
                role: rule.role.clone(),
            })
            .collect(),
    }
}
