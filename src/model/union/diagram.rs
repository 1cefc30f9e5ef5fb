//! The diagram of who can access what.

use indexmap::IndexMap;

use crate::model::assignment::assignments;
use crate::model::environment::Environment;
use crate::model::role::GUEST;
use crate::model::view::{
    AssignmentReason, DiagramEdge, DiagramNode, DiagramRow, GrantSummary, IdentityPoolModule, NodeKind,
    ProviderType, ProviderView, RoleAssignment, RoleView, RolesModule,
};

/// The maximum number of environments that a label names.
const MAX_NAMES: usize = 3;

/// The rows of the diagram: identities and their roles, then roles and their grants.
pub fn rows(
    environments: &[Environment],
    identity_pool: &IdentityPoolModule,
    roles: &RolesModule,
) -> Vec<DiagramRow> {
    let edges = edges(environments);
    let edges_from = |id: &str| rows_of_edges(id, &edges, environments.len());
    let mut rows = Vec::new();
    for provider in &identity_pool.providers {
        rows.push(node_of_provider(provider).alone());
        rows.extend(edges_from(&id_of_provider(&provider.part.key)));
    }
    if identity_pool.developer_provider {
        rows.push(DiagramNode::new(DEVELOPER, NodeKind::People, "users of your own backend").alone());
        rows.extend(edges_from(DEVELOPER));
    }
    if identity_pool.keeps_other_providers {
        let label = "users of the app clients that another service adds";
        rows.push(DiagramNode::new(OTHERS, NodeKind::People, label).alone());
        rows.extend(edges_from(OTHERS));
    }
    for role in &roles.roles {
        if role.part.key == GUEST {
            rows.push(DiagramNode::new(GUESTS, NodeKind::People, "anyone, not signed in").alone());
            rows.extend(edges_from(GUESTS));
        }
        rows.extend(rows_of_role(role, environments.len()));
    }
    rows
}

/// The node of the developer provider's users.
const DEVELOPER: &str = "developer";
/// The node of the users of app clients that another service adds.
const OTHERS: &str = "others";
/// The node of users who are not signed in.
const GUESTS: &str = "guests";

/// An edge from identities to a role: the nodes' IDs, and the label.
type Edge = (String, String, Option<String>);

/// The edges from identities to roles, each with the environments that have it.
fn edges(environments: &[Environment]) -> IndexMap<Edge, Vec<&str>> {
    let mut edges: IndexMap<Edge, Vec<&str>> = IndexMap::new();
    for environment in environments {
        for (role, assignment) in assignments(environment) {
            let edge = (id_of_identities(&assignment), id_of_role(&role), label(&assignment));
            edges.entry(edge).or_default().push(environment.key());
        }
    }
    edges
}

fn rows_of_edges(id: &str, edges: &IndexMap<Edge, Vec<&str>>, all: usize) -> Vec<DiagramRow> {
    let from_here = edges.iter().filter(|((from, ..), _)| from == id);
    let row = |((from, to, label), names): (&Edge, &Vec<&str>)| {
        let only = (names.len() < all).then(|| only(names, all));
        let parts: Vec<String> = label.iter().cloned().chain(only).collect();
        let label = (!parts.is_empty()).then(|| parts.join(" "));
        DiagramNode::reference(from).to(DiagramNode::reference(to), label)
    };
    from_here.map(row).collect()
}

/// The environments that have something that others don't have.
fn only(names: &[impl AsRef<str>], all: usize) -> String {
    let names: Vec<&str> = names.iter().map(AsRef::as_ref).collect();
    match names.len() {
        0..=MAX_NAMES => format!("(only {})", names.join(", ")),
        count => format!("(in {count} of {all} environments)"),
    }
}

fn id_of_identities(assignment: &RoleAssignment) -> String {
    match (&assignment.provider, assignment.reason) {
        (Some(key), _) => id_of_provider(key),
        (None, AssignmentReason::Guest) => GUESTS.to_owned(),
        (None, AssignmentReason::OtherService) => OTHERS.to_owned(),
        (None, _) => DEVELOPER.to_owned(),
    }
}

/// Why identities get a role, without the values that differ between environments.
fn label(assignment: &RoleAssignment) -> Option<String> {
    match (assignment.reason, &assignment.rule) {
        (AssignmentReason::Rule, Some(rule)) => {
            Some(format!("{}. {} {} …", rule.number, rule.claim, rule.match_type))
        }
        (AssignmentReason::Token, _) => Some("named by the token".to_owned()),
        (AssignmentReason::NoRule | AssignmentReason::Ambiguous, _) => Some("otherwise".to_owned()),
        (AssignmentReason::ClassicFlow, _) => Some("chosen by the application".to_owned()),
        (
            AssignmentReason::SignedIn
            | AssignmentReason::Guest
            | AssignmentReason::OtherService
            | AssignmentReason::Rule,
            _,
        ) => None,
    }
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

fn rows_of_role(view: &RoleView, all: usize) -> Vec<DiagramRow> {
    let key = &view.part.key;
    let note = if view.existing { " (exists already)" } else { "" };
    let node = DiagramNode::new(id_of_role(key), NodeKind::Role, format!("role {key}{note}")).alone();
    let grants =
        view.grants.iter().enumerate().map(|(index, grant)| edge_of_grant(key, index + 1, grant, all));
    std::iter::once(node).chain(grants).collect()
}

fn edge_of_grant(role_key: &str, number: usize, grant: &GrantSummary, all: usize) -> DiagramRow {
    let conditions = if grant.conditional { " (under conditions)" } else { "" };
    let actions = format!("{}{conditions}", grant.actions.join(", "));
    let only = match grant.optional {
        true => format!(" {}", only(&grant.environments, all)),
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
