//! The values of an environment, as the arguments that its files and the modules are given.

use indexmap::IndexMap;

use crate::hcl::Expression;
use crate::model::environment::{Environment, Role, UserPool};
use crate::model::union::{grant_variable, role_variable, user_pool_variable};
use crate::model::view::{Argument, EnvironmentView, PolicyModule};

/// What templates see of an environment.
pub fn environment(environment: &Environment, policy: &PolicyModule) -> EnvironmentView {
    let tags = environment.tags.iter().map(|(key, value)| (key.clone(), Expression::string(value)));
    EnvironmentView {
        key: environment.key().to_owned(),
        region: environment.tokens.region.clone(),
        account_id: environment.tokens.account_id.clone(),
        identity_pool_name: environment.identity_pool.name.clone(),
        guest_access: environment.identity_pool.guest_access,
        protect: environment.protect,
        provider: provider(environment),
        assume_role: arguments(&environment.provider.assume_role),
        tags: Expression::Object(tags.collect()),
        has_tags: !environment.tags.is_empty(),
        backend: environment.backend.kind,
        backend_arguments: arguments(&environment.backend.arguments),
        identity_pool: identity_pool(environment),
        roles: environment
            .roles
            .iter()
            .map(|(key, value)| Argument::new(role_variable(key), role(value)))
            .collect(),
        policy: grants(environment, policy),
    }
}

fn arguments(given: &[(String, Expression)]) -> Vec<Argument> {
    given.iter().map(|(name, value)| Argument::new(name, value.clone())).collect()
}

fn provider(environment: &Environment) -> Vec<Argument> {
    let account = |id: &String| Expression::List(vec![Expression::string(id)]);
    let arguments = [
        ("region", Some(Expression::string(&environment.tokens.region))),
        ("profile", environment.provider.profile.as_ref().map(Expression::string)),
        ("allowed_account_ids", environment.tokens.account_id.as_ref().map(account)),
    ];
    arguments.into_iter().filter_map(|(name, value)| Some(Argument::new(name, value?))).collect()
}

fn identity_pool(environment: &Environment) -> Vec<Argument> {
    let pool = &environment.identity_pool;
    let switches = [
        Argument::new("name", Expression::string(&pool.name)),
        Argument::new("guest_access", Expression::Bool(pool.guest_access)),
        Argument::new("classic_flow", Expression::Bool(pool.classic_flow)),
        Argument::new("protect", Expression::Bool(environment.protect)),
    ];
    let user_pools =
        pool.user_pools.iter().map(|(key, pool)| Argument::new(user_pool_variable(key), user_pool(pool)));
    switches.into_iter().chain(user_pools).collect()
}

fn user_pool(pool: &UserPool) -> Expression {
    Expression::Object(vec![
        ("user_pool_id".to_owned(), Expression::string(&pool.user_pool_id)),
        ("app_client_id".to_owned(), Expression::string(&pool.app_client_id)),
        ("token_check".to_owned(), Expression::Bool(pool.token_check)),
    ])
}

fn role(role: &Role) -> Expression {
    let managed = (!role.managed_policies.is_empty()).then(|| strings(&role.managed_policies));
    let attributes = [
        ("name", Some(Expression::string(&role.name))),
        ("description", role.description.as_ref().map(Expression::string)),
        ("path", role.path.as_ref().map(Expression::string)),
        ("permissions_boundary", role.permissions_boundary.as_ref().map(Expression::string)),
        (
            "max_session_duration",
            role.max_session_duration.map(|seconds| Expression::Number(seconds.to_string())),
        ),
        ("managed_policy_arns", managed),
    ];
    Expression::Object(
        attributes.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?))).collect(),
    )
}

fn strings(values: &IndexMap<String, String>) -> Expression {
    Expression::Object(values.iter().map(|(name, value)| (name.clone(), Expression::string(value))).collect())
}

fn grants(environment: &Environment, policy: &PolicyModule) -> Vec<Argument> {
    let values = policy.grants.iter().filter_map(|grant| {
        let values = &environment.roles.get(&grant.role)?.grants.get(&grant.key)?.values;
        grant.variable.as_ref()?;
        Some(Argument::new(grant_variable(&grant.role, &grant.key), strings(values)))
    });
    values.collect()
}
