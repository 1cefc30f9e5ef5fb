//! The union of the roles and role mappings of all environments.

use crate::aws;
use crate::hcl::Expression;
use crate::inputs::spec::{Ambiguous, MappingKind, Match};
use crate::model::assignment::match_type;
use crate::model::environment::{Environment, RoleMapping};
use crate::model::module;
use crate::model::names::{role_mapping_variable, role_variable, rule_value_names};
use crate::model::role::{GUEST, ManagedRole, ROLE_ARGUMENTS, Role, RoleArgument, is_default};
use crate::model::trust::{trust_actions, trust_characters};
use crate::model::union::policy::summaries;
use crate::model::union::{Shared, instance, shared};
use crate::model::view::{
    AmbiguousRole, Amr, AttachmentView, MappingRuleView, MappingType, RoleMappingView, RoleView, RolesModule,
};
use crate::source::{Code, Diagnostic, Diagnostics};

/// The resource that attaches roles to the identity pool.
const ATTACHMENT: &str = "aws_cognito_identity_pool_roles_attachment.this";

/// The module `roles`.
pub fn module(environments: &[Environment], diagnostics: &Diagnostics) -> RolesModule {
    let tag_session = environments.iter().any(|environment| !environment.principal_tags.is_empty());
    let roles: Vec<RoleView> = shared(environments, |environment| Some(&environment.roles))
        .into_iter()
        .map(|shared| {
            // Only these two keys are attached to the identity pool.
            let shared = &Shared { is_indivisible: is_default(shared.key), ..shared };
            shared.refuse_difference(
                &format!("the role `{}`", shared.key),
                "a role already exists in every environment that has it, or in none",
                |ours, theirs| ours.existing().is_some() == theirs.existing().is_some(),
                |role| role.span,
                diagnostics,
            );
            refuse_differences(shared, diagnostics);
            let view = role(shared, environments, tag_session);
            refuse_long_trust(shared, view.amr, tag_session, diagnostics);
            view
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
        attachment: attachment(environments),
        has_existing: roles.iter().any(|role| role.existing),
        tag_session,
        has_exclusive: roles.iter().any(|role| role.exclusive),
        trusts_pools: roles.iter().any(|role| role.trusts_pools),
        trusts_providers: roles.iter().any(|role| role.trusts_providers),
        roles,
        mappings,
    }
}

/// The attachment exists where there is a default role: hashicorp/aws does not accept one without roles.
fn attachment(environments: &[Environment]) -> Option<AttachmentView> {
    let has_default = |environment: &Environment| environment.roles.keys().any(|key| is_default(key));
    let optional = !environments.iter().all(has_default);
    let instance = instance(ATTACHMENT, optional);
    environments.iter().any(has_default).then_some(AttachmentView { optional, instance })
}

fn role(shared: &Shared<Role>, environments: &[Environment], tag_session: bool) -> RoleView {
    let managed = || shared.found.iter().filter_map(|(_, role)| role.managed());
    let is_given = |argument: &RoleArgument| managed().any(|role| (argument.value)(role).is_some());
    let arguments = |is_wanted: &dyn Fn(&RoleArgument) -> bool| {
        ROLE_ARGUMENTS.iter().filter(|argument| is_wanted(argument)).map(|argument| argument.name).collect()
    };
    let is_required = |argument: &RoleArgument| {
        argument.identifier.is_some() && managed().all(|role| (argument.value)(role).is_some())
    };
    let may_be_null = |argument: &RoleArgument| {
        let values: Vec<_> = managed().map(|role| (argument.value)(role)).collect();
        values.iter().any(Option::is_none) && values.iter().flatten().any(Expression::is_reference)
    };
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
        trusts_pools: managed().any(|role| !role.trust.identity_pools.is_empty()),
        trusts_providers: managed().any(|role| !role.trust.providers.is_empty()),
        is_default: is_default(shared.key),
        arguments: arguments(&is_given),
        required_arguments: arguments(&is_required),
        arguments_in_lists: arguments(&may_be_null),
        exclusive: managed().any(|role| role.exclusive),
        has_managed_policies: managed().any(|role| !role.managed_policies.is_empty()),
        grants: summaries(shared.key, environments),
        part,
    }
}

/// Reports differences between environments in the structure of a managed role.
fn refuse_differences(shared: &Shared<Role>, diagnostics: &Diagnostics) {
    let refuse = |what: &str, help: &str, same: fn(&ManagedRole, &ManagedRole) -> bool| {
        let both = |ours: &Role, theirs: &Role| {
            ours.managed().zip(theirs.managed()).is_none_or(|(ours, theirs)| same(ours, theirs))
        };
        let what = format!("`{what}` of the role `{}`", shared.key);
        shared.refuse_difference(&what, help, both, |role| role.span, diagnostics);
    };
    refuse(
        "policies",
        "a role's policies are inline in every environment, or managed in every environment",
        |ours, theirs| ours.policies == theirs.policies || ours.grants.is_empty() || theirs.grants.is_empty(),
    );
    refuse(
        "trust.providers",
        "environments may differ in which providers a role trusts, not in whether it trusts only some of them",
        |ours, theirs| ours.trust.providers.is_empty() == theirs.trust.providers.is_empty(),
    );
}

/// Reports trust policies that are too long for IAM.
fn refuse_long_trust(shared: &Shared<Role>, amr: Amr, tag_session: bool, diagnostics: &Diagnostics) {
    let tags_session = tag_session && amr == Amr::Authenticated;
    for (environment, role) in &shared.found {
        let Some(trust) = role.managed().map(|role| &role.trust) else { continue };
        let characters = trust_characters(trust, amr, tags_session, environment);
        if characters > aws::TRUST_POLICY_CHARACTERS {
            let message = format!(
                "the trust policy of the role `{}` has {characters} characters in `{}`",
                shared.key,
                environment.key()
            );
            diagnostics.push(Diagnostic::at(role.span, Code::OverLimit, message).of_value().help(format!(
                "IAM allows {} by default: trust fewer identity pools or providers",
                aws::TRUST_POLICY_CHARACTERS
            )));
        }
    }
}

/// The actions that a role's trust policy allows: one, or a list.
fn trust_action(tags_session: bool) -> Expression {
    let actions: Vec<Expression> = trust_actions(tags_session).into_iter().map(Expression::string).collect();
    match &actions[..] {
        [action] => action.clone(),
        _ => Expression::List(actions),
    }
}

/// A mapping without the values of its rules.
fn structure(mapping: &RoleMapping) -> (MappingKind, Ambiguous, Vec<(&str, Match, &str)>) {
    let rules = mapping.rules.iter().map(|rule| (rule.claim.as_str(), rule.match_type, rule.role.as_str()));
    (mapping.kind, mapping.ambiguous, rules.collect())
}

fn mapping(shared: &Shared<RoleMapping>) -> RoleMappingView {
    let (_, mapping) = shared.first();
    let value_names = rule_value_names(mapping.rules.iter().map(|rule| rule.role.as_str()));
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
            .zip(value_names)
            .map(|(rule, value_name)| MappingRuleView {
                value_name,
                claim: rule.claim.clone(),
                match_type: match_type(rule.match_type),
                role: rule.role.clone(),
            })
            .collect(),
    }
}
