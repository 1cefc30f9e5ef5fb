//! Checks across the environments of a workspace.

use std::collections::HashMap;
use std::hash::Hash;

use crate::model::environment::Environment;
use crate::source::{Code, Diagnostic, Diagnostics, Span};

/// Reports environments that can't be in the same workspace.
pub fn check_across_environments(environments: &[Environment], diagnostics: &Diagnostics) {
    check_partitions(environments, diagnostics);
    check_states(environments, diagnostics);
    check_role_names(environments, diagnostics);
}

fn check_partitions(environments: &[Environment], diagnostics: &Diagnostics) {
    let Some(first) = environments.first() else { return };
    for other in environments.iter().filter(|other| other.principal() != first.principal()) {
        let [ours, theirs] = [first, other].map(|environment| &environment.tokens);
        let message = format!(
            "`{}` ({}) and `{}` ({}) can't share their modules",
            ours.environment, ours.region, theirs.environment, theirs.region
        );
        diagnostics.push(
            Diagnostic::at(other.span, Code::SeveralPartitions, message)
                .related(first.span, format!("identities here are signed in by {}", first.principal()))
                .label(format!("and here by {}", other.principal()))
                .help("use a separate workspace for each AWS partition"),
        );
    }
}

fn check_states(environments: &[Environment], diagnostics: &Diagnostics) {
    let places = environments.iter().filter_map(|environment| {
        let place = environment.backend.place.as_ref()?;
        Some(((store(environment.backend.kind), &place.parts), (environment, place)))
    });
    for ((first, _), (second, place)) in repeated(places) {
        let kind = second.backend.kind;
        let message = format!(
            "`{}` and `{}` would keep their state in the same place: {kind} {}",
            first.key(),
            second.key(),
            place.parts.iter().filter(|part| !part.is_empty()).cloned().collect::<Vec<_>>().join(" ")
        );
        diagnostics.push(
            Diagnostic::at(second.backend.span, Code::SharedState, message)
                .related(first.backend.span, format!("the state of `{}`", first.key()))
                .help("applying the second would replace the resources of the first")
                .help(format!("put `{{environment}}` into the backend's `{}`", place.distinguished_by)),
        );
    }
}

/// The store of a backend: `remote` and `cloud` use the same workspaces.
fn store(backend: &'static str) -> &'static str {
    if backend == "remote" { "cloud" } else { backend }
}

/// Role names must be unique in an AWS account, across regions.
fn check_role_names(environments: &[Environment], diagnostics: &Diagnostics) {
    let roles = environments.iter().flat_map(|environment| {
        environment.roles.iter().filter_map(move |(key, role)| {
            let name = &role.managed()?.name;
            let named = NamedRole { environment, key, name, span: role.span };
            Some(((environment.tokens.account_id.as_ref(), name.to_lowercase()), named))
        })
    });
    for (first, second) in repeated(roles) {
        diagnostics.push(collision(first, second));
    }
}

#[derive(Clone, Copy)]
struct NamedRole<'a> {
    environment: &'a Environment,
    key: &'a str,
    name: &'a str,
    span: Span,
}

fn collision(first: NamedRole, second: NamedRole) -> Diagnostic {
    let shown = |role: NamedRole| format!("`{}` of `{}`", role.key, role.environment.key());
    let (ours, theirs) = (shown(first), shown(second));
    let message = format!("the role {ours} and the role {theirs} are both called `{}`", first.name);
    let diagnostic =
        Diagnostic::at(second.span, Code::NameCollision, message).related(first.span, "the first");
    let diagnostic = if first.name == second.name {
        diagnostic
    } else {
        diagnostic.help("IAM ignores the case of role names")
    };
    diagnostic.help("role names must be unique in an account: put `{environment}` into the name, or set the `account_id` of each environment")
}

/// Each item with the same key as an earlier one, preceded by the first item with that key.
fn repeated<K: Hash + Eq, T: Copy>(items: impl IntoIterator<Item = (K, T)>) -> Vec<(T, T)> {
    let mut seen: HashMap<K, T> = HashMap::new();
    let mut repeated = Vec::new();
    for (key, item) in items {
        match seen.get(&key) {
            Some(first) => repeated.push((*first, item)),
            None => drop(seen.insert(key, item)),
        }
    }
    repeated
}
