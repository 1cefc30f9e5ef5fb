//! Checks across the environments of a workspace.

use std::collections::{HashMap, HashSet};
use std::hash::Hash;

use indexmap::IndexMap;

use crate::aws::names::AccountId;
use crate::inputs::keys::AUTHENTICATED;
use crate::inputs::spec::PolicyType;
use crate::model::assignment::{assignments, can_be_assigned, unreachable_roles, ways_without_role};
use crate::model::environment::Environment;
use crate::model::names::REQUIRED_TRUST_POLICIES;
use crate::model::role::DEVELOPER_PROVIDER;
use crate::model::view::AssignmentReason;
use crate::source::{Code, Diagnostic, Diagnostics, Span, in_environments};
use crate::tree::quoted_list;

/// Reports environments that can't be in the same workspace.
pub fn check_across_environments(environments: &[Environment], diagnostics: &Diagnostics) {
    check_renames(environments, diagnostics);
    check_partitions(environments, diagnostics);
    check_states(environments, diagnostics);
    check_names(environments, diagnostics);
    // A provider or a role that was refused would give rise to more of them.
    if diagnostics.errors() == 0 {
        warn_of_unmanaged_trust(environments, diagnostics);
        warn_of_no_identities(environments, diagnostics);
        warn_of_no_role(environments, diagnostics);
    }
}

/// A key that is still in use can't have been renamed.
fn check_renames(environments: &[Environment], diagnostics: &Diagnostics) {
    let existing: HashSet<&str> = environments.iter().map(Environment::key).collect();
    let mut seen: HashMap<&str, &str> = HashMap::new();
    for environment in environments {
        let Some(from) = environment.renamed_from.as_deref() else { continue };
        let key = environment.key();
        let message = if existing.contains(from) {
            format!("`{key}` has `renamed_from: {from}`, but `{from}` still exists")
        } else if let Some(other) = seen.insert(from, key) {
            format!("`{key}` and `{other}` both have `renamed_from: {from}`")
        } else {
            continue;
        };
        diagnostics.push(
            Diagnostic::at(environment.span, Code::NameCollision, message).help(
                "`renamed_from` is the previous key of the environment, which no other one may use now",
            ),
        );
    }
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

/// The names of roles and of managed policies must be unique in an AWS account, across regions and regardless of case.
/// Source: IAM API, CreateRole, `RoleName`, and CreatePolicy, `PolicyName`.
fn check_names(environments: &[Environment], diagnostics: &Diagnostics) {
    let of = |named: fn(&Environment) -> Vec<Named>| {
        let all: Vec<Named> = environments.iter().flat_map(named).collect();
        for (first, second) in repeated(all.iter().map(|named| (named.scope(), named))) {
            diagnostics.push(collision(first, second));
        }
    };
    of(roles);
    of(managed_policies);
}

/// A role or a managed policy.
struct Named<'a> {
    what: &'static str,
    /// What the inputs call it.
    key: String,
    environment: &'a Environment,
    name: &'a str,
    span: Span,
}

impl Named<'_> {
    /// Equal for all that must not exist together.
    fn scope(&self) -> (Option<&AccountId>, String) {
        (self.environment.tokens.account_id.as_ref(), self.name.to_lowercase())
    }

    fn shown(&self) -> String {
        format!("`{}` of `{}`", self.key, self.environment.key())
    }
}

fn roles(environment: &Environment) -> Vec<Named<'_>> {
    let roles = environment.roles.iter().filter_map(|(key, role)| Some((key, role.span, role.managed()?)));
    roles
        .map(|(key, span, role)| Named {
            what: "role",
            key: key.clone(),
            environment,
            name: &role.name,
            span,
        })
        .collect()
}

fn managed_policies(environment: &Environment) -> Vec<Named<'_>> {
    let roles = environment.roles.iter().filter_map(|(key, role)| Some((key, role.managed()?)));
    let managed = roles.filter(|(_, role)| role.policies == PolicyType::Managed);
    let grants = managed.flat_map(|(role, managed)| managed.grants.values().map(move |grant| (role, grant)));
    grants
        .map(|(role, grant)| {
            let (name, span) = &grant.policy_name;
            let key = format!("{role}.grants.{}", grant.key);
            Named { what: "policy", key, environment, name, span: *span }
        })
        .collect()
}

fn collision(first: &Named, second: &Named) -> Diagnostic {
    let what = second.what;
    let message = format!(
        "the {what} {} and the {what} {} are both called `{}`",
        first.shown(),
        second.shown(),
        first.name
    );
    let diagnostic =
        Diagnostic::at(second.span, Code::NameCollision, message).related(first.span, "the first");
    let diagnostic = match first.name == second.name {
        true => diagnostic,
        false => diagnostic.help(format!("IAM ignores the case of {what} names")),
    };
    diagnostic.help(format!(
        "{what} names must be unique in an account: put `{{environment}}` into the name, or set the `account_id` of each environment"
    ))
}

/// Warns about the trust policy of each existing role, once per role.
fn warn_of_unmanaged_trust(environments: &[Environment], diagnostics: &Diagnostics) {
    let mut seen = HashSet::new();
    for (key, role) in environments.iter().flat_map(|environment| &environment.roles) {
        if role.existing().is_some() && seen.insert(key) {
            diagnostics.push(
                Diagnostic::at(
                    role.span,
                    Code::UnmanagedTrust,
                    format!("the trust policy of the existing role `{key}` must admit this identity pool"),
                )
                .help(format!("poolsmith does not change it: after `terraform apply`, add the statement in the output `{REQUIRED_TRUST_POLICIES}` to it")),
            );
        }
    }
}

/// Warns about identity pools that give nobody an identity.
fn warn_of_no_identities(environments: &[Environment], diagnostics: &Diagnostics) {
    let without: Vec<&Environment> =
        environments.iter().filter(|environment| !environment.identity_pool.has_identities()).collect();
    let Some(first) = without.first() else { return };
    let names: Vec<String> = without.iter().map(|environment| environment.key().to_owned()).collect();
    let diagnostic = Diagnostic::at(
        first.span,
        Code::NoIdentities,
        "nobody can get an identity: the identity pool has no provider, and guest access is off",
    )
    .help("add a provider, such as `identity_pool.user_pools`, or set `identity_pool.guest_access: true`");
    diagnostics.push(match without.len() == environments.len() {
        true => diagnostic,
        false => diagnostic.help(in_environments(&names)),
    });
}

/// Warns about users and guests who can get no role, and with it no AWS credentials.
fn warn_of_no_role(environments: &[Environment], diagnostics: &Diagnostics) {
    let mut without: IndexMap<WithoutRole, Vec<&Environment>> = IndexMap::new();
    for environment in environments {
        without.entry(WithoutRole::of(environment)).or_default().push(environment);
    }
    for (without, found) in without.into_iter().filter(|(without, _)| !without.is_empty()) {
        let place = without.ways.iter().find_map(|way| found[0].identity_pool.providers.get(*way));
        let span = place.map_or(found[0].span, |provider| provider.span);
        let message = format!("{} can get no role", without.who());
        let diagnostic = Diagnostic::at(span, Code::NoRole, message)
            .help("they get an identity, but no AWS credentials")
            .help(without.cure());
        let names: Vec<String> = found.iter().map(|environment| environment.key().to_owned()).collect();
        diagnostics.push(match found.len() == environments.len() {
            true => diagnostic,
            false => diagnostic.help(in_environments(&names)),
        });
    }
}

/// Those who get an identity and no role.
#[derive(PartialEq, Eq, Hash)]
struct WithoutRole<'a> {
    /// The ways to sign in.
    ways: Vec<&'a str>,
    /// Whether guests are among them.
    guests: bool,
    /// Whether there is a role `authenticated`, which does not trust these users.
    has_authenticated_role: bool,
}

impl<'a> WithoutRole<'a> {
    fn of(environment: &'a Environment) -> Self {
        let guests = environment.identity_pool.guest_access
            && !assignments(environment).iter().any(|(_, given)| given.reason == AssignmentReason::Guest);
        // A role that does not trust those who are led to it is reported itself.
        let unreachable = unreachable_roles(environment);
        let is_led_astray = |way: &str| {
            let provider = (way != DEVELOPER_PROVIDER).then_some(way);
            unreachable.iter().any(|role| can_be_assigned(provider, role, environment))
        };
        let ways = ways_without_role(environment).into_iter().filter(|way| !is_led_astray(way));
        let ways: Vec<&str> = ways.collect();
        let has_authenticated_role = !ways.is_empty() && environment.roles.contains_key(AUTHENTICATED);
        Self { ways, guests, has_authenticated_role }
    }

    fn is_empty(&self) -> bool {
        self.ways.is_empty() && !self.guests
    }

    fn who(&self) -> String {
        let users = (!self.ways.is_empty()).then(|| format!("users of {}", quoted_list(&self.ways)));
        let guests = self.guests.then(|| "guests".to_owned());
        users.into_iter().chain(guests).collect::<Vec<_>>().join(" and ")
    }

    fn cure(&self) -> String {
        let of_users = match self.has_authenticated_role {
            true => "name their providers in `roles.authenticated.trust.providers`",
            false => "remove `attached: false` from `roles.authenticated`",
        };
        match (self.ways.is_empty(), self.guests) {
            (false, false) => format!("{of_users}, or lead them to a role that trusts them with `role_mappings`"),
            (true, _) => "remove `attached: false` from `roles.guest`, or turn `identity_pool.guest_access` off".to_owned(),
            (false, true) if self.has_authenticated_role => {
                format!("{of_users}, and remove `attached: false` from `roles.guest`")
            }
            (false, true) => "remove `attached: false` from `roles.authenticated` and `roles.guest`, or lead the users to a role that trusts them with `role_mappings`".to_owned(),
        }
    }
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
