//! The values of an environment: the arguments for its files and modules.

use indexmap::IndexMap;

use crate::aws::names::AccountId;
use crate::hcl::{Expression, Piece};
use crate::inputs::Resolved;
use crate::inputs::keys::POLICY_NAME;
use crate::inputs::spec::MappingKind;
use crate::model::application;
use crate::model::environment::{BlockBody, Environment, Provider, ProviderKind, RoleMapping, UserPool};
use crate::model::moved::moved;
use crate::model::names::{
    TRUSTED_POOLS, TRUSTED_PROVIDERS, grant_variable, oidc_variable, principal_tags_variable,
    role_mapping_variable, role_variable, rule_value_names, saml_variable, social_variable,
    user_pool_variable,
};
use crate::model::role::{DEVELOPER_PROVIDER, ManagedRole, ROLE_ARGUMENTS, Role, RoleKind, TrustedProvider};
use crate::model::state;
use crate::model::view::{
    Argument, Block, EnvironmentView, GrantView, PolicyModule, PrincipalTagsView, RoleAccess, RoleView,
    RolesModule,
};
use crate::policy::{Grant, POLICY_PATH};

/// The view of an environment for templates.
pub fn environment(
    environment: &Environment,
    principal_tags: &[PrincipalTagsView],
    roles_module: &RolesModule,
    policy: &PolicyModule,
    access: Vec<RoleAccess>,
) -> EnvironmentView {
    let tags = environment.tags.iter().map(|(key, value)| (key.clone(), Expression::string(value)));
    EnvironmentView {
        key: environment.key().to_owned(),
        region: environment.tokens.region.to_string(),
        account_id: environment.tokens.account_id.as_ref().map(ToString::to_string),
        identity_pool_name: environment.identity_pool.name.clone(),
        guest_access: environment.identity_pool.guest_access,
        classic_flow: environment.identity_pool.classic_flow.is_some(),
        protect: environment.protect,
        has_existing_roles: environment.roles.values().any(|role| role.existing().is_some()),
        provider: aws_provider(environment),
        provider_blocks: blocks(&environment.provider),
        tags: Expression::Object(tags.collect()),
        has_tags: !environment.tags.is_empty(),
        backend: environment.backend.kind,
        backend_arguments: arguments(&environment.backend.body.arguments),
        backend_blocks: blocks(&environment.backend.body),
        partial_backend: environment.backend.is_partial,
        state_file: state::file(&environment.backend),
        state: state::arguments(&environment.backend),
        access,
        application: application::of_environment(environment),
        identity_pool: identity_pool(environment, principal_tags),
        roles: roles(environment, roles_module),
        policy: grants(environment, policy),
        moved: moved(environment, roles_module, policy),
    }
}

fn blocks(body: &BlockBody) -> Vec<Block> {
    body.blocks.iter().map(|(name, inside)| Block { name, arguments: arguments(inside) }).collect()
}

fn arguments(given: &[(String, Expression)]) -> Vec<Argument> {
    given.iter().map(|(name, value)| Argument::new(name, value.clone())).collect()
}

fn aws_provider(environment: &Environment) -> Vec<Argument> {
    let account = |id: &AccountId| Expression::List(vec![Expression::string(id.as_str())]);
    let own = [
        ("region", Some(Expression::string(environment.tokens.region.as_str()))),
        ("allowed_account_ids", environment.tokens.account_id.as_ref().map(account)),
    ];
    let own = own.into_iter().filter_map(|(name, value)| Some(Argument::new(name, value?)));
    own.chain(arguments(&environment.provider.arguments)).collect()
}

fn identity_pool(environment: &Environment, principal_tags: &[PrincipalTagsView]) -> Vec<Argument> {
    let pool = &environment.identity_pool;
    let switches = [
        Argument::new("name", Expression::string(&pool.name)),
        Argument::new("guest_access", Expression::Bool(pool.guest_access)),
        Argument::new("classic_flow", Expression::Bool(pool.classic_flow.is_some())),
        Argument::new("protect", Expression::Bool(environment.protect)),
    ];
    let developer = pool
        .developer_provider
        .iter()
        .map(|name| Argument::new("developer_provider", Expression::string(name)));
    let providers = pool.providers.iter().map(|(key, value)| provider(key, value));
    let tags = principal_tags.iter().filter(|tags| tags.part.optional);
    let tags = tags.filter(|tags| environment.principal_tags.contains_key(&tags.part.key));
    let tags = tags
        .map(|tags| Argument::new(principal_tags_variable(&tags.part.key), Expression::Object(Vec::new())));
    switches.into_iter().chain(developer).chain(providers).chain(tags).collect()
}

fn provider(key: &str, provider: &Provider) -> Argument {
    let object =
        |name: &str, value: &Resolved| Expression::Object(vec![(name.to_owned(), value.expression())]);
    match &provider.kind {
        ProviderKind::UserPool(pool) => Argument::new(user_pool_variable(key), user_pool(pool)),
        ProviderKind::Social { app_id, .. } => Argument::new(social_variable(key), object("app_id", app_id)),
        ProviderKind::Oidc(arn) => Argument::new(oidc_variable(key), object("arn", arn)),
        ProviderKind::Saml(arn) => Argument::new(saml_variable(key), object("arn", arn)),
    }
}

fn user_pool(pool: &UserPool) -> Expression {
    Expression::Object(vec![
        ("user_pool_id".to_owned(), pool.user_pool_id.expression()),
        ("app_client_id".to_owned(), pool.app_client_id.expression()),
        ("token_check".to_owned(), Expression::Bool(pool.token_check)),
    ])
}

fn roles(environment: &Environment, module: &RolesModule) -> Vec<Argument> {
    let roles = environment.roles.iter().filter_map(|(key, value)| {
        let view = module.roles.iter().find(|view| view.part.key == *key)?;
        Some(Argument::new(role_variable(key), role(value, view)))
    });
    let mappings = environment.role_mappings.iter();
    roles
        .chain(
            mappings.map(|(key, value)| Argument::new(role_mapping_variable(key), role_mapping(key, value))),
        )
        .collect()
}

/// The argument for a role mapping. The identity pool's module outputs the name of the provider.
fn role_mapping(key: &str, mapping: &RoleMapping) -> Expression {
    let provider = Piece::Reference(format!("module.identity_pool.role_mapping_keys.{key}"));
    let mut attributes = vec![("identity_provider".to_owned(), Expression::Template(vec![provider]))];
    if mapping.kind == MappingKind::Rules {
        let names = rule_value_names(mapping.rules.iter().map(|rule| rule.role.as_str()));
        let values = mapping.rules.iter().map(|rule| Expression::string(&rule.value));
        attributes.push(("values".to_owned(), Expression::Object(names.into_iter().zip(values).collect())));
    }
    Expression::Object(attributes)
}

fn role(role: &Role, view: &RoleView) -> Expression {
    let role = match &role.kind {
        RoleKind::Existing(arn) => return Expression::Object(vec![("arn".to_owned(), arn.expression())]),
        RoleKind::Managed(role) => role,
    };
    let policies = (!role.managed_policies.is_empty()).then(|| object(&role.managed_policies));
    let name = [("name", Some(Expression::string(&role.name)))].into_iter();
    let arguments = ROLE_ARGUMENTS.map(|argument| {
        let value = (argument.value)(role);
        match view.arguments_in_lists.contains(&argument.name) {
            true => (argument.name, value.map(|value| Expression::List(vec![value]))),
            false => (argument.name, value),
        }
    });
    let trust = [(TRUSTED_POOLS, trusted_pools(role)), (TRUSTED_PROVIDERS, trusted_providers(role))];
    let attributes = name.chain(arguments).chain([("managed_policy_arns", policies)]).chain(trust);
    Expression::Object(attributes.filter_map(|(name, value)| Some((name.to_owned(), value?))).collect())
}

fn trusted_pools(role: &ManagedRole) -> Option<Expression> {
    let pools = &role.trust.identity_pools;
    (!pools.is_empty()).then(|| Expression::List(pools.iter().map(Resolved::expression).collect()))
}

/// The names of the trusted providers, which the identity pool's module outputs.
fn trusted_providers(role: &ManagedRole) -> Option<Expression> {
    let name = |provider: &TrustedProvider| {
        let key = match provider {
            TrustedProvider::Key(key) => key,
            TrustedProvider::Developer => DEVELOPER_PROVIDER,
        };
        Expression::Template(vec![Piece::Reference(format!("module.identity_pool.provider_names.{key}"))])
    };
    let providers = &role.trust.providers;
    (!providers.is_empty()).then(|| Expression::List(providers.iter().map(name).collect()))
}

fn object(values: &IndexMap<String, Resolved>) -> Expression {
    Expression::Object(values.iter().map(|(name, value)| (name.clone(), value.expression())).collect())
}

fn grants(environment: &Environment, policy: &PolicyModule) -> Vec<Argument> {
    let values = policy.grants.iter().filter_map(|view| {
        let role = environment.roles.get(&view.role)?.managed()?;
        let grant = role.grants.get(&view.key)?;
        view.variable.as_ref()?;
        Some(Argument::new(grant_variable(&view.role, &view.key), grant_values(view, grant, role)))
    });
    let exclusive = policy.exclusive.iter().filter(|view| view.part.optional).filter_map(|view| {
        environment.roles.get(&view.part.key)?.managed().filter(|role| role.exclusive)?;
        Some(Argument::new(&view.part.variable, Expression::Object(Vec::new())))
    });
    values.chain(exclusive).collect()
}

fn grant_values(view: &GrantView, grant: &Grant, role: &ManagedRole) -> Expression {
    let name = view.has_name.then(|| Expression::string(&grant.policy_name.0));
    let path = role.path.as_ref().filter(|_| view.has_path).map(Expression::string);
    let of_policy = [(POLICY_NAME, name), (POLICY_PATH, path)];
    let of_policy = of_policy.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?)));
    let of_document = grant.values.iter().map(|(name, value)| (name.clone(), value.expression()));
    Expression::Object(of_policy.chain(of_document).collect())
}
