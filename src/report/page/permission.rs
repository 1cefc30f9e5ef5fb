//! A permission of a role, and what of it is new or gone since the base.

use crate::model::{AccessStatement, RoleAccess};
use crate::report::page::environment_access::EnvironmentAccess;
use crate::report::page::rows::{DiffMark, Marked, marked_texts};
use crate::report::page::words;

/// A permission of a role.
#[derive(Clone, Copy)]
pub struct Permission<'a> {
    /// The role.
    pub role: &'a RoleAccess,
    /// The environment of the role, in the version that has the permission.
    pub access: &'a EnvironmentAccess,
    /// What gives the permission.
    pub source: PermissionSource<'a>,
    /// The statement in the base, if only its actions or only its place differ.
    pub before: Option<(&'a AccessStatement, &'a EnvironmentAccess)>,
}

/// What gives a permission.
#[derive(Clone, Copy)]
pub enum PermissionSource<'a> {
    /// A statement of a grant.
    Statement(&'a AccessStatement),
    /// A managed policy.
    ManagedPolicy(&'a str),
    /// Nothing in the inputs.
    Nothing,
}

impl<'a> Permission<'a> {
    /// The permissions of a role: at least one.
    pub fn all(role: &'a RoleAccess, access: &'a EnvironmentAccess) -> Vec<Self> {
        let statements = role.statements.iter().map(PermissionSource::Statement);
        let policies = role.managed_policies.iter().map(|arn| PermissionSource::ManagedPolicy(arn));
        let permission = |source| Self { role, access, source, before: None };
        let permissions: Vec<Self> = statements.chain(policies).map(permission).collect();
        if permissions.is_empty() { vec![permission(PermissionSource::Nothing)] } else { permissions }
    }

    /// What the table shows of it, by which versions are compared.
    pub fn words(&self) -> Vec<String> {
        match self.source {
            PermissionSource::Statement(statement) => {
                let effect = if statement.denies { "denies" } else { "allows" };
                let head = [effect.to_owned(), words::actions(statement)];
                head.into_iter().chain(place(statement, self.access)).collect()
            }
            PermissionSource::ManagedPolicy(arn) => vec![words::resource(arn, &self.access.environment)],
            PermissionSource::Nothing => Vec::new(),
        }
    }

    /// The key of the grant of its statement.
    pub fn grant(&self) -> Option<&'a str> {
        self.statement().map(|statement| statement.grant.as_str())
    }

    fn statement(&self) -> Option<&'a AccessStatement> {
        match self.source {
            PermissionSource::Statement(statement) => Some(statement),
            PermissionSource::ManagedPolicy(_) | PermissionSource::Nothing => None,
        }
    }

    /// Adds the statement of the base, if it is one of the same grant of which only the actions or only the place differ.
    pub fn changed_from(&self, before: &Self) -> Option<Self> {
        let (old, new) = (before.statement()?, self.statement()?);
        let same_effect = (&old.grant, old.denies) == (&new.grant, new.denies);
        let inverted = [old, new].iter().any(|one| one.not_actions || one.not_resources);
        let same_actions = words::actions(old) == words::actions(new);
        let same_place = place(old, before.access) == place(new, self.access);
        let is_changed = self.before.is_none() && same_effect && !inverted && (same_actions || same_place);
        is_changed.then_some(Self { before: Some((old, before.access)), ..*self })
    }

    /// The actions that are new or gone, in words.
    pub fn changed_actions(&self) -> Vec<Marked<String>> {
        let (Some(new), Some((old, _))) = (self.statement(), self.before) else { return Vec::new() };
        let only = |one: &AccessStatement, other: &AccessStatement| {
            let actions = one.actions.iter().filter(|action| !other.actions.contains(action));
            AccessStatement { actions: actions.cloned().collect(), ..one.clone() }
        };
        let changed = [(DiffMark::New, only(new, old)), (DiffMark::Gone, only(old, new))];
        let changed = changed.iter().filter(|(_, statement)| !statement.actions.is_empty());
        changed.map(|(mark, statement)| Marked { mark: *mark, value: words::actions(statement) }).collect()
    }

    /// The resources of its statement.
    pub fn resources(&self) -> Vec<Marked<String>> {
        self.part_of_place(|statement, access| words::resources(statement, &access.environment))
    }

    /// The conditions of its statement.
    pub fn conditions(&self) -> Vec<Marked<String>> {
        self.part_of_place(|statement, _| words::conditions(statement))
    }

    /// All parts that are new or gone.
    pub fn changed(&self) -> Vec<Marked<String>> {
        let place = self.resources().into_iter().chain(self.conditions());
        self.changed_actions().into_iter().chain(place.filter(|part| part.mark != DiffMark::Same)).collect()
    }

    fn part_of_place(
        &self,
        part: impl Fn(&AccessStatement, &EnvironmentAccess) -> Vec<String>,
    ) -> Vec<Marked<String>> {
        let new = self.statement().map(|new| part(new, self.access)).unwrap_or_default();
        let old = self.before.map_or_else(|| new.clone(), |(old, access)| part(old, access));
        marked_texts(old, new)
    }
}

/// The resources and the conditions of a statement.
fn place(statement: &AccessStatement, access: &EnvironmentAccess) -> Vec<String> {
    let resources = words::resources(statement, &access.environment);
    resources.into_iter().chain(words::conditions(statement)).collect()
}
