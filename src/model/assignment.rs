//! Which identities get which roles in an environment.

use crate::inputs::spec::{Ambiguous, MappingKind, Match};
use crate::model::environment::{Environment, MappingRule, ProviderKind, RoleMapping};
use crate::model::role::{AUTHENTICATED, DEVELOPER_PROVIDER, GUEST, Role, TrustedProvider};
use crate::model::view::{AssignmentReason, AssignmentRule, RoleAssignment};

/// All assignments of an environment, each with the key of its role: for each provider, then for the developer
/// provider, for the app clients of another service, and for guests.
///
/// Source: Amazon Cognito Developer Guide, "Using role-based access control", and "Identity pools authentication
/// flow" for the classic flow.
pub fn assignments(environment: &Environment) -> Vec<(String, RoleAssignment)> {
    let admits = |(role, assignment): &(String, RoleAssignment)| {
        environment.roles.get(role).is_some_and(|role| admits(role, assignment, environment))
    };
    requested(environment).filter(admits).collect()
}

/// The assignments that the identity pool asks for, whether or not the role exists and admits the identities.
fn requested(environment: &Environment) -> impl Iterator<Item = (String, RoleAssignment)> {
    let pool = &environment.identity_pool;
    let providers = pool.providers.keys().map(|key| Some(key.as_str()));
    let developer = pool.developer_provider.iter().map(|_| None);
    let signed_in = providers.chain(developer).flat_map(move |provider| of_provider(provider, environment));
    let others = pool.keep_other_providers.map(|_| assignment(AssignmentReason::OtherService, None));
    let others = others.map(|assignment| (AUTHENTICATED.to_owned(), assignment));
    let guest = pool.guest_access.then(|| (GUEST.to_owned(), assignment(AssignmentReason::Guest, None)));
    signed_in.chain(others).chain(guest)
}

/// The roles that nobody gets.
pub fn unreachable_roles(environment: &Environment) -> Vec<&str> {
    let assignments = assignments(environment);
    let is_given = |key: &str| assignments.iter().any(|(role, _)| role == key);
    environment.roles.keys().map(String::as_str).filter(|key| !is_given(key)).collect()
}

/// Whether the identity pool leads the users of a provider to a role.
pub fn can_be_assigned(provider: Option<&str>, role: &str, environment: &Environment) -> bool {
    requested(environment).any(|(to, assignment)| to == role && is_of(&assignment, provider))
}

/// Whether an assignment is about the users of a provider, or of the developer provider.
pub fn is_of(assignment: &RoleAssignment, provider: Option<&str>) -> bool {
    let is_other = matches!(assignment.reason, AssignmentReason::Guest | AssignmentReason::OtherService);
    !is_other && assignment.provider.as_deref() == provider
}

/// The keys of the providers, and the developer provider, whose users can get no role.
pub fn ways_without_role(environment: &Environment) -> Vec<&str> {
    let pool = &environment.identity_pool;
    let assignments = assignments(environment);
    let has_role = |provider| assignments.iter().any(|(_, assignment)| is_of(assignment, provider));
    let providers = pool.providers.keys().map(String::as_str).filter(|key| !has_role(Some(key)));
    let developer = pool.developer_provider.as_ref().filter(|_| !has_role(None)).map(|_| DEVELOPER_PROVIDER);
    providers.chain(developer).collect()
}

/// Whether the trust policy of a role admits the identities, as far as it is known.
fn admits(role: &Role, assignment: &RoleAssignment, environment: &Environment) -> bool {
    let trusted = role.managed().map_or(&[][..], |role| &role.trust.providers);
    let is_theirs = |trusted: &TrustedProvider| match trusted {
        // A trust policy can't tell the app clients of a user pool apart.
        TrustedProvider::Key(key) if assignment.reason == AssignmentReason::OtherService => environment
            .identity_pool
            .providers
            .get(key)
            .is_some_and(|provider| matches!(provider.kind, ProviderKind::UserPool(_))),
        TrustedProvider::Key(key) => assignment.provider.as_ref() == Some(key),
        TrustedProvider::Developer => {
            assignment.provider.is_none() && assignment.reason != AssignmentReason::OtherService
        }
    };
    trusted.is_empty() || trusted.iter().any(is_theirs)
}

/// Users of a provider with a role mapping get a role from it, all others the authenticated role. In the classic
/// flow, the application may choose any role that trusts them instead.
fn of_provider(provider: Option<&str>, environment: &Environment) -> Vec<(String, RoleAssignment)> {
    let mapping = provider.and_then(|key| environment.role_mappings.get(key));
    let mut assignments = match mapping {
        Some(mapping) => of_mapping(provider, mapping, environment),
        None => vec![(AUTHENTICATED.to_owned(), assignment(AssignmentReason::SignedIn, provider))],
    };
    if environment.identity_pool.classic_flow.is_some() {
        let others = roles_of_signed_in(environment).filter(|role| *role != AUTHENTICATED);
        assignments.extend(
            others.map(|role| (role.to_owned(), assignment(AssignmentReason::ClassicFlow, provider))),
        );
    }
    assignments
}

fn of_mapping(
    provider: Option<&str>,
    mapping: &RoleMapping,
    environment: &Environment,
) -> Vec<(String, RoleAssignment)> {
    let by_rule = mapping.rules.iter().zip(1..).map(|(rule, number)| {
        let assignment = assignment(AssignmentReason::Rule, provider);
        (rule.role.clone(), RoleAssignment { rule: Some(view(rule, number)), ..assignment })
    });
    let by_token = roles_of_signed_in(environment)
        .filter(|_| mapping.kind == MappingKind::Token)
        .map(|role| (role.to_owned(), assignment(AssignmentReason::Token, provider)));
    let otherwise = match mapping.kind {
        MappingKind::Rules => AssignmentReason::NoRule,
        MappingKind::Token => AssignmentReason::Ambiguous,
    };
    let otherwise = (mapping.ambiguous == Ambiguous::Authenticated)
        .then(|| (AUTHENTICATED.to_owned(), assignment(otherwise, provider)));
    by_rule.chain(by_token).chain(otherwise).collect()
}

fn roles_of_signed_in(environment: &Environment) -> impl Iterator<Item = &str> {
    environment.roles.keys().map(String::as_str).filter(|role| *role != GUEST)
}

fn assignment(reason: AssignmentReason, provider: Option<&str>) -> RoleAssignment {
    RoleAssignment { reason, provider: provider.map(str::to_owned), rule: None }
}

fn view(rule: &MappingRule, number: usize) -> AssignmentRule {
    AssignmentRule {
        number,
        claim: rule.claim.clone(),
        match_type: match_type(rule.match_type),
        value: rule.value.clone(),
    }
}

/// The name of a comparison in the API.
pub fn match_type(given: Match) -> &'static str {
    match given {
        Match::Equals => "Equals",
        Match::NotEqual => "NotEqual",
        Match::Contains => "Contains",
        Match::StartsWith => "StartsWith",
    }
}
