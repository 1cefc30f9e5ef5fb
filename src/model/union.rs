//! The union of the environments: the structure that the modules hold.

use std::rc::Rc;

use crate::model::environment::{Environment, Role};
use crate::model::module::{self, ROLE_ARGUMENTS};
use crate::model::together::structure_differs;
use crate::model::values;
use crate::model::view::{
    GrantSummary, GrantView, IdentityPoolModule, Model, Part, PolicyModule, RoleView, RolesModule,
};
use crate::policy::{Concrete, Grant, Needed, Summary, Symbolic, needed};
use crate::source::{Code, Problem, Problems};

/// The variable of a user pool.
pub fn user_pool_variable(key: &str) -> String {
    format!("{key}_user_pool")
}

/// The variable of a role.
pub fn role_variable(key: &str) -> String {
    format!("{key}_role")
}

/// The variable of a grant, which is also its address.
pub fn grant_variable(role: &str, grant: &str) -> String {
    format!("{role}_{grant}")
}

/// What templates see. Where environments differ in more than values, that is reported.
///
/// # Panics
/// Without an environment: the inputs refuse that.
pub fn model(environments: &[Environment], inputs_file: &str, problems: &Problems) -> Model {
    let first = environments.first().expect("inputs have at least one environment");
    let user_pools = user_pools(environments);
    let roles = roles(environments);
    let grants = grants(environments, &roles, problems);
    let policy_variables = module::policy(&grants, &roles);
    let policy = PolicyModule {
        grants: grants.into_iter().map(|(grant, _)| grant).collect(),
        variables: policy_variables,
    };
    Model {
        name: first.tokens.name.clone(),
        inputs_file: inputs_file.to_owned(),
        required_version: first.required_version.clone(),
        aws_provider: first.aws_provider.clone(),
        dns_suffix: first.tokens.partition.dns_suffix(),
        partition: first.tokens.partition.id(),
        principal: first.principal,
        identity_pool: IdentityPoolModule { variables: module::identity_pool(&user_pools), user_pools },
        roles: RolesModule { variables: module::roles(&roles), roles },
        environments: environments
            .iter()
            .map(|environment| values::environment(environment, &policy))
            .collect(),
        policy,
    }
}

/// The keys that any environment has, in the order in which they first appear.
fn keys<'a>(
    environments: &'a [Environment],
    of: impl Fn(&'a Environment) -> Vec<&'a String>,
) -> Vec<&'a String> {
    let mut keys: indexmap::IndexSet<&String> = indexmap::IndexSet::new();
    for environment in environments {
        keys.extend(of(environment));
    }
    keys.into_iter().collect()
}

fn user_pools(environments: &[Environment]) -> Vec<Part> {
    keys(environments, |environment| environment.identity_pool.user_pools.keys().collect())
        .into_iter()
        .map(|key| Part {
            key: key.clone(),
            variable: user_pool_variable(key),
            optional: !environments
                .iter()
                .all(|environment| environment.identity_pool.user_pools.contains_key(key)),
        })
        .collect()
}

fn roles(environments: &[Environment]) -> Vec<RoleView> {
    keys(environments, |environment| environment.roles.keys().collect())
        .into_iter()
        .map(|key| {
            let roles: Vec<&Role> =
                environments.iter().filter_map(|environment| environment.roles.get(key)).collect();
            role(key, &roles, environments)
        })
        .collect()
}

fn role(key: &str, roles: &[&Role], environments: &[Environment]) -> RoleView {
    let given = |name: &str| {
        roles.iter().any(|role| match name {
            "description" => role.description.is_some(),
            "path" => role.path.is_some(),
            "permissions_boundary" => role.permissions_boundary.is_some(),
            _ => role.max_session_duration.is_some(),
        })
    };
    RoleView {
        part: Part {
            key: key.to_owned(),
            variable: role_variable(key),
            optional: roles.len() < environments.len(),
        },
        amr: if key == "guest" { "unauthenticated" } else { "authenticated" },
        arguments: ROLE_ARGUMENTS.into_iter().map(|(name, _)| name).filter(|name| given(name)).collect(),
        has_managed_policies: roles.iter().any(|role| !role.managed_policies.is_empty()),
        grants: summaries(key, environments),
    }
}

fn grant_keys<'a>(role: &str, environments: &'a [Environment]) -> Vec<&'a String> {
    keys(environments, |environment| {
        environment.roles.get(role).map(|role| role.grants.keys().collect()).unwrap_or_default()
    })
}

/// A grant in each environment that has it.
fn everywhere<'a>(
    role: &str,
    key: &str,
    environments: &'a [Environment],
) -> Vec<(&'a Environment, &'a Grant)> {
    environments
        .iter()
        .filter_map(|environment| Some((environment, environment.roles.get(role)?.grants.get(key)?)))
        .collect()
}

fn summaries(role: &str, environments: &[Environment]) -> Vec<GrantSummary> {
    grant_keys(role, environments)
        .into_iter()
        .flat_map(|key| {
            let found = everywhere(role, key, environments);
            let names: Vec<String> =
                found.iter().map(|(environment, _)| environment.key().to_owned()).collect();
            let of_statement = move |summary: &Summary| GrantSummary {
                key: key.clone(),
                denies: summary.denies,
                actions: summary.actions.clone(),
                targets: summary.targets.clone(),
                optional: names.len() < environments.len(),
                environments: names.clone(),
            };
            found[0].1.summary.iter().map(of_statement).collect::<Vec<_>>()
        })
        .collect()
}

fn grants(
    environments: &[Environment],
    roles: &[RoleView],
    problems: &Problems,
) -> Vec<(GrantView, Vec<Needed>)> {
    let of_role = |role: &RoleView| {
        let role = role.part.key.clone();
        let keys = grant_keys(&role, environments).into_iter();
        keys.map(move |key| (role.clone(), key)).collect::<Vec<_>>()
    };
    let all: Vec<(String, &String)> = roles.iter().flat_map(of_role).collect();
    refuse_equal_addresses(&all, environments, problems);
    all.iter()
        .map(|(role, key)| {
            let found = everywhere(role, key, environments);
            refuse_difference(role, key, &found, problems);
            grant(role, found[0], found.len() < environments.len())
        })
        .collect()
}

fn grant(
    role: &str,
    (environment, grant): (&Environment, &Grant),
    optional: bool,
) -> (GrantView, Vec<Needed>) {
    let partition = environment.tokens.partition;
    let principal = environment.principal;
    let variable = grant_variable(role, &grant.key);
    let needed = needed(&grant.document, partition);
    let expected = Concrete { values: &module::example_values(&needed), partition, principal };
    let view = GrantView {
        key: grant.key.clone(),
        role: role.to_owned(),
        address: variable.clone(),
        variable: (optional || !needed.is_empty()).then(|| variable.clone()),
        optional,
        document: grant.document.expression(&Symbolic { variable: &variable, partition, principal }),
        expected: grant.document.expression(&expected),
    };
    (view, needed)
}

fn refuse_difference(role: &str, key: &str, found: &[(&Environment, &Grant)], problems: &Problems) {
    let (first, ours) = found[0];
    for (second, theirs) in &found[1..] {
        if Rc::ptr_eq(&ours.document, &theirs.document) || ours.document == theirs.document {
            continue;
        }
        problems.push(structure_differs(
            &format!("the grant `roles.{role}.grants.{key}`"),
            [(first.key(), ours.span), (second.key(), theirs.span)],
            "environments may differ in a grant's values (bucket, key ARN, tokens), not in its kind, `allow`, path or statements",
            &format!("make it two grants, such as `{key}` and `{key}_{}`, and `remove` each where it does not belong", second.key().replace('-', "_")),
        ));
    }
}

/// The address `ROLE_GRANT` can be read in two ways, and Terraform keeps some names of variables.
fn refuse_equal_addresses(all: &[(String, &String)], environments: &[Environment], problems: &Problems) {
    let mut seen = std::collections::HashSet::from(["for_each".to_owned(), "depends_on".to_owned()]);
    for (role, key) in all {
        let address = grant_variable(role, key);
        if !seen.insert(address.clone()) {
            let span = everywhere(role, key, environments)[0].1.span;
            problems.push(
                Problem::at(span, Code::NameCollision, format!("the address `{address}` is taken"))
                    .help("choose another key for this grant"),
            );
        }
    }
}
