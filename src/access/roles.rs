//! Who gets which role: the roles to which the identity pool leads an identity, and whose trust admits it.

use std::fmt;

use crate::access::claims::Claims;
use crate::access::role_reference::RoleReference;
use crate::access::selection::{Selection, selection};
use crate::model::{Environment, GUEST, TrustedProvider};

/// The roles that an identity can get in an environment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Roles {
    /// The roles that it can get, without duplicates. The caller may choose among them: with `CustomRoleArn` in the enhanced
    /// flow, and freely in the classic flow.
    pub obtainable: Vec<Obtainable>,
    /// The role that AWS picks in the enhanced flow if the caller doesn't choose. It is one of those that it can get.
    pub picked: PickedRole,
    /// Why it is picked, or why none is, in words.
    pub because: String,
}

/// A role that an identity can get.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Obtainable {
    /// The role.
    pub role: RoleReference,
    /// Whether it certainly can: the trust of a role that isn't managed here isn't known. A role that the identity is given
    /// is certain.
    pub is_certain: bool,
}

/// The role that AWS picks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PickedRole {
    /// This role.
    Role(RoleReference),
    /// None: the identity gets no credentials.
    Nothing,
    /// That can't be told.
    Undecided,
}

impl fmt::Display for PickedRole {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Role(role) => write!(formatter, "{role}"),
            Self::Nothing => formatter.write_str("no role"),
            Self::Undecided => formatter.write_str("a role that can't be told"),
        }
    }
}

/// A way to sign in to the identity pool.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Login {
    /// A provider of the pool, by its key.
    Provider(String),
    /// The developer provider.
    Developer,
}

impl Roles {
    /// The roles of an identity with these logins, whose tokens have these claims. With several logins, it can get the roles
    /// of each.
    pub fn of(logins: &[Login], claims: &Claims, environment: &Environment) -> Self {
        let selections: Vec<Selection> =
            logins.iter().map(|login| selection(login, claims, environment)).collect();
        let mut obtainable: Vec<Obtainable> = Vec::new();
        for role in selections.iter().flat_map(|selection| &selection.obtainable) {
            let is_new = obtainable.iter().all(|known| known.role != *role);
            obtainable.extend(admitting(role, logins, environment).filter(|_| is_new));
        }
        let (picked, because) = together(selections);
        let is_obtainable = |role: &RoleReference| obtainable.iter().any(|known| known.role == *role);
        match &picked {
            PickedRole::Role(role) if !is_obtainable(role) => {
                let because = format!("{because}, but the trust policy of {role} doesn't admit the identity");
                Self { obtainable, picked: PickedRole::Nothing, because }
            }
            PickedRole::Role(_) | PickedRole::Nothing | PickedRole::Undecided => {
                Self { obtainable, picked, because }
            }
        }
    }

    /// The roles of guests.
    pub fn of_guests(environment: &Environment) -> Self {
        match environment.roles.contains_key(GUEST) {
            true => Self::only(GUEST),
            false => Self {
                obtainable: Vec::new(),
                picked: PickedRole::Nothing,
                because: format!("the identity pool has no role `{GUEST}`"),
            },
        }
    }

    /// The roles of an identity that is given a role.
    pub fn only(key: &str) -> Self {
        let role = RoleReference::Declared(key.to_owned());
        Self {
            because: format!("the identity is given {role}"),
            obtainable: vec![Obtainable { role: role.clone(), is_certain: true }],
            picked: PickedRole::Role(role),
        }
    }
}

/// What AWS picks for several logins: AWS doesn't document which of their role mappings it uses.
fn together(selections: Vec<Selection>) -> (PickedRole, String) {
    let mut selections = selections.into_iter();
    let Some(first) = selections.next() else {
        return (PickedRole::Nothing, "the identity has no login".to_owned());
    };
    match selections.find(|other| other.picked != first.picked) {
        None => (first.picked, first.because),
        Some(other) => {
            let because = format!("its logins differ: {}; {}", first.because, other.because);
            (PickedRole::Undecided, because)
        }
    }
}

/// The role, unless its trust is known not to admit an identity with these logins. The login that leads to the role need not
/// be the trusted one: `amr` names all that the identity used.
fn admitting(role: &RoleReference, logins: &[Login], environment: &Environment) -> Option<Obtainable> {
    let managed = match role {
        RoleReference::Declared(key) if key == GUEST => return None, // it trusts only guests
        RoleReference::Declared(key) => environment.roles.get(key)?.managed(),
        RoleReference::Undeclared(_) => None,
    };
    let trusts = |trusted: &TrustedProvider| logins.iter().any(|login| is_trusted(trusted, login));
    let providers = managed.map_or(&[][..], |role| &role.trust.providers);
    let is_admitted = providers.is_empty() || providers.iter().any(trusts);
    is_admitted.then(|| Obtainable { role: role.clone(), is_certain: managed.is_some() })
}

fn is_trusted(trusted: &TrustedProvider, login: &Login) -> bool {
    match (trusted, login) {
        (TrustedProvider::Key(trusted), Login::Provider(key)) => trusted == key,
        (TrustedProvider::Developer, Login::Developer) => true,
        (TrustedProvider::Key(_), Login::Developer) | (TrustedProvider::Developer, Login::Provider(_)) => {
            false
        }
    }
}
