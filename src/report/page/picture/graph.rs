//! The nodes and edges of the picture.

use indexmap::{IndexMap, IndexSet};

use crate::model::{ProviderKind, RoleAccess};
use crate::report::page::environment_access::EnvironmentAccess;
use crate::report::page::words;

/// Three columns of nodes, with edges from each column to the next.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Graph {
    /// Identities, roles and resources.
    pub columns: [Vec<Node>; 3],
    /// The edges that start in the first and in the second column.
    pub edges: [Vec<Edge>; 2],
}

/// A node.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Node {
    /// Its label.
    pub label: String,
    /// What it is, in smaller letters; may be empty.
    pub note: String,
}

/// An edge between neighboring columns.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edge {
    /// The position of the node where it starts.
    pub from: usize,
    /// The position of the node where it ends, in the next column.
    pub to: usize,
    /// Whether it shows what is denied.
    pub denies: bool,
    /// What it means: conditions of identities, or actions.
    pub words: Vec<String>,
}

type Edges = IndexMap<(usize, usize, bool), Vec<String>>;

/// The graph of an environment.
pub fn graph(access: &EnvironmentAccess) -> Graph {
    let (mut identities, mut resources) = (IndexSet::new(), IndexSet::new());
    let (mut assigned, mut granted) = (Edges::new(), Edges::new());
    for (at, role) in access.roles.iter().enumerate() {
        for assignment in &role.assignments {
            let (from, _) = identities.insert_full(node(
                words::identities(assignment),
                kind(assignment.provider.as_deref(), access),
            ));
            assigned.entry((from, at, false)).or_default().extend(words::restriction(assignment));
        }
        for pool in &role.trusted_pools {
            let (from, _) = identities.insert_full(node(format!("identities of {pool}"), "another pool"));
            assigned.entry((from, at, false)).or_default().push("that the trust policy admits".to_owned());
        }
        for (resource, denies, actions) in reached(role, access) {
            let (to, _) = resources.insert_full(node(resource, String::new()));
            granted.entry((at, to, denies)).or_default().push(actions);
        }
    }
    let mut resources: Vec<Node> = resources.into_iter().collect();
    sort_by_roles(&mut resources, &mut granted);
    Graph {
        columns: [
            identities.into_iter().collect(),
            access.roles.iter().map(node_of_role).collect(),
            resources,
        ],
        edges: [edges(assigned), edges(granted)],
    }
}

/// Sorts resources by the middle of the roles that have access, so that edges are short.
fn sort_by_roles(resources: &mut Vec<Node>, granted: &mut Edges) {
    let mut roles = vec![Vec::new(); resources.len()];
    granted.keys().for_each(|(role, resource, _)| roles[*resource].push(*role));
    let middle = |at: &usize| roles[*at].iter().sum::<usize>() * 1_000 / roles[*at].len().max(1);
    let mut order: Vec<usize> = (0..resources.len()).collect();
    order.sort_by_key(middle);
    let mut places = vec![0; resources.len()];
    order.iter().enumerate().for_each(|(place, at)| places[*at] = place);
    *resources = order.iter().map(|at| resources[*at].clone()).collect();
    let moved = std::mem::take(granted).into_iter();
    *granted =
        moved.map(|((role, resource, denies), words)| ((role, places[resource], denies), words)).collect();
}

fn node(label: String, note: impl Into<String>) -> Node {
    Node { label, note: note.into() }
}

fn node_of_role(role: &RoleAccess) -> Node {
    node(role.role.clone(), if role.existing { "exists already" } else { "" })
}

/// The kind of a provider.
fn kind(provider: Option<&str>, access: &EnvironmentAccess) -> &'static str {
    let provider = provider.and_then(|key| access.environment.identity_pool.providers.get(key));
    match provider.map(|provider| &provider.kind) {
        Some(ProviderKind::UserPool(_)) => "user pool",
        Some(ProviderKind::Social { host, .. }) => host,
        Some(ProviderKind::Oidc(_)) => "OIDC",
        Some(ProviderKind::Saml(_)) => "SAML",
        None => "",
    }
}

/// What a role's policies are about: a resource, whether access to it is denied, and the actions.
fn reached(role: &RoleAccess, access: &EnvironmentAccess) -> Vec<(String, bool, String)> {
    let of_statements = role.statements.iter().flat_map(|statement| {
        let resources = words::resources(statement, &access.environment);
        resources.into_iter().map(|resource| (resource, statement.denies, words::actions(statement)))
    });
    let of_policies = role.managed_policies.iter().map(|policy| {
        (words::resource(policy, &access.environment), false, "what this managed policy allows".to_owned())
    });
    of_statements.chain(of_policies).collect()
}

fn edges(edges: Edges) -> Vec<Edge> {
    edges.into_iter().map(|((from, to, denies), words)| Edge { from, to, denies, words }).collect()
}
