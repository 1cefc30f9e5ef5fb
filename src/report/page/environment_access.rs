//! The access of an environment, and what it was in the base.

use std::collections::HashMap;

use crate::model::{Environment, RoleAccess};
use crate::project::Project;
use crate::report::annotations::Region;
use crate::report::page::contents::place;
use crate::report::page::rows::DiffMark;
use crate::source::Sources;

/// The access of an environment.
pub struct EnvironmentAccess {
    /// The environment.
    pub environment: Environment,
    /// Its roles.
    pub roles: Vec<RoleAccess>,
    /// The file and the line of each grant, by the keys of the role and the grant.
    pub places: HashMap<(String, String), String>,
    /// The environment in the base.
    pub previous: PreviousEnvironment,
}

/// An environment in the base.
pub enum PreviousEnvironment {
    /// There is no base.
    NotCompared,
    /// The base doesn't have the environment.
    Missing,
    /// The environment as it was.
    Known(Box<EnvironmentAccess>),
}

impl EnvironmentAccess {
    /// The access of an environment whose grants are in these sources.
    pub fn of(environment: &Environment, sources: &Sources) -> Self {
        let managed = environment.roles.iter().filter_map(|(key, role)| Some((key, role.managed()?)));
        let grants = managed.flat_map(|(key, role)| role.grants.values().map(move |grant| (key, grant)));
        let places = grants.map(|(role, grant)| {
            ((role.clone(), grant.key.clone()), place(&Region::of_span(grant.span, sources)))
        });
        Self {
            environment: environment.clone(),
            roles: environment.role_access(),
            places: places.collect(),
            previous: PreviousEnvironment::NotCompared,
        }
    }

    /// The environment with that of the base.
    pub fn since(self, old: Option<&Project>) -> Self {
        let previous = old.and_then(|old| {
            let same = old.environments().iter().find(|old| old.key() == self.environment.key())?;
            Some(Box::new(Self::of(same, &old.log.sources)))
        });
        Self { previous: previous.map_or(PreviousEnvironment::Missing, PreviousEnvironment::Known), ..self }
    }

    /// Whether the whole environment is new.
    pub fn mark(&self) -> DiffMark {
        match self.previous {
            PreviousEnvironment::Missing => DiffMark::New,
            PreviousEnvironment::NotCompared | PreviousEnvironment::Known(_) => DiffMark::Same,
        }
    }

    /// The environment in a line: its pool and its place in AWS, and what widens who gets a role.
    pub fn summary(&self) -> String {
        let Environment { tokens, identity_pool, .. } = &self.environment;
        let account = tokens.account_id.as_ref().map(|account| format!(", account {}", account.as_str()));
        let guests = if identity_pool.guest_access { "; guests get an identity" } else { "; no guests" };
        let classic =
            identity_pool.classic_flow.map(|_| "; the application may choose the role (classic flow)");
        format!(
            "Identity pool {} in {}{}{guests}{}.",
            identity_pool.name,
            tokens.region.as_str(),
            account.unwrap_or_default(),
            classic.unwrap_or_default()
        )
    }
}
