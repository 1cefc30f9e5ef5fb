//! The diagram of who can access what.

use crate::model::role::{AUTHENTICATED, GUEST};
use crate::model::view::{
    AmbiguousRole, Amr, DiagramEdge, DiagramNode, DiagramRow, GrantSummary, IdentityPoolModule, MappingType,
    NodeKind, ProviderType, ProviderView, RoleMappingView, RoleView, RolesModule,
};

/// The rows of the diagram: identities and their roles, then roles and their grants.
pub fn rows(identity_pool: &IdentityPoolModule, roles: &RolesModule) -> Vec<DiagramRow> {
    let mut rows = Vec::new();
    for provider in &identity_pool.providers {
        rows.push(node_of_provider(provider).alone());
        rows.extend(edges_of_provider(provider, roles));
    }
    for users in other_users(identity_pool) {
        rows.push(if has_authenticated(roles) { users.to(role(AUTHENTICATED), None) } else { users.alone() });
    }
    rows.extend(roles.roles.iter().flat_map(rows_of_role));
    rows
}

/// Whether any environment has a role for all users who sign in.
fn has_authenticated(roles: &RolesModule) -> bool {
    roles.roles.iter().any(|role| role.part.key == AUTHENTICATED)
}

/// The users who don't sign in through a provider of the inputs.
fn other_users(identity_pool: &IdentityPoolModule) -> impl Iterator<Item = DiagramNode> {
    let people = |id: &str, label: &str| DiagramNode::new(id, NodeKind::People, label);
    let own = identity_pool.developer_provider.then(|| people("developer", "users of your own backend"));
    let others = identity_pool
        .keeps_other_providers
        .then(|| people("others", "users of the app clients that another service adds"));
    own.into_iter().chain(others)
}

fn node_of_provider(provider: &ProviderView) -> DiagramNode {
    let kind = match provider.kind {
        ProviderType::UserPool => "user pool",
        ProviderType::Social => provider.host.unwrap_or_default(),
        ProviderType::Oidc => "OIDC",
        ProviderType::Saml => "SAML",
    };
    let key = &provider.part.key;
    DiagramNode::new(id_of_provider(key), NodeKind::People, format!("users of {key} ({kind})"))
}

/// Users of a provider with a role mapping get a role from it, all others the authenticated role.
fn edges_of_provider(provider: &ProviderView, roles: &RolesModule) -> Vec<DiagramRow> {
    let key = &provider.part.key;
    match roles.mappings.iter().find(|mapping| mapping.part.key == *key) {
        Some(mapping) => edges_of_mapping(mapping, &roles.roles),
        None if has_authenticated(roles) => {
            vec![DiagramNode::reference(id_of_provider(key)).to(role(AUTHENTICATED), None)]
        }
        None => Vec::new(),
    }
}

fn edges_of_mapping(mapping: &RoleMappingView, roles: &[RoleView]) -> Vec<DiagramRow> {
    let edge = |label: String, key: &str| {
        DiagramNode::reference(id_of_provider(&mapping.part.key)).to(role(key), Some(label))
    };
    let rules = mapping.rules.iter().enumerate().map(|(index, rule)| {
        edge(format!("{}. {} {} …", index + 1, rule.claim, rule.match_type), &rule.role)
    });
    let by_token = roles
        .iter()
        .filter(|role| mapping.kind == MappingType::Token && role.amr == Amr::Authenticated)
        .map(|role| edge("named by the token".to_owned(), &role.part.key));
    let otherwise = (mapping.ambiguous == AmbiguousRole::AuthenticatedRole)
        .then(|| edge("otherwise".to_owned(), AUTHENTICATED));
    rules.chain(by_token).chain(otherwise).collect()
}

fn rows_of_role(view: &RoleView) -> Vec<DiagramRow> {
    let key = &view.part.key;
    let guests = DiagramNode::new("guests", NodeKind::People, "anyone, not signed in");
    let guests = (key == GUEST).then(|| guests.to(role(GUEST), None));
    let note = if view.existing { " (exists already)" } else { "" };
    let node = DiagramNode::new(id_of_role(key), NodeKind::Role, format!("role {key}{note}")).alone();
    let grants = view.grants.iter().enumerate().map(|(index, grant)| edge_of_grant(key, index + 1, grant));
    guests.into_iter().chain([node]).chain(grants).collect()
}

fn edge_of_grant(role_key: &str, number: usize, grant: &GrantSummary) -> DiagramRow {
    let conditions = if grant.conditional { " (under conditions)" } else { "" };
    let actions = format!("{}{conditions}", grant.actions.join(", "));
    let only = match grant.optional {
        true => format!(" (only {})", grant.environments.join(", ")),
        false => String::new(),
    };
    let label = format!("{}{only}: {}", grant.key, grant.targets.join(", "));
    let edge = DiagramEdge {
        label: Some(if grant.denies { format!("not: {actions}") } else { actions }),
        denies: grant.denies,
        to: DiagramNode::new(format!("{role_key}_{}_{number}", grant.key), NodeKind::Target, label),
    };
    DiagramRow { node: role(role_key), edge: Some(edge) }
}

fn role(key: &str) -> DiagramNode {
    DiagramNode::reference(id_of_role(key))
}

fn id_of_role(key: &str) -> String {
    format!("role_{key}")
}

fn id_of_provider(key: &str) -> String {
    format!("provider_{key}")
}
