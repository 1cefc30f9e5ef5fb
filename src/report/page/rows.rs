//! The rows of an environment's table, and which of them are new or gone since the base.

use crate::model::RoleAccess;
use crate::report::page::environment_access::{EnvironmentAccess, PreviousEnvironment};
use crate::report::page::permission::Permission;
use crate::report::page::words;

/// Who gets a role that nobody gets.
const NOBODY: &str = "no identity of this pool";

/// Whether something is in both versions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DiffMark {
    /// It is in both, or there is no base.
    Same,
    /// Only the inputs have it.
    New,
    /// Only the base has it.
    Gone,
}

impl DiffMark {
    /// The word for it, which is also its class in the style sheet; `None` if there is nothing to say.
    pub fn word(self) -> Option<&'static str> {
        match self {
            Self::Same => None,
            Self::New => Some("new"),
            Self::Gone => Some("gone"),
        }
    }
}

/// A part of a table with its mark.
#[derive(Debug, PartialEq, Eq)]
pub struct Marked<T> {
    /// The mark.
    pub mark: DiffMark,
    /// The part.
    pub value: T,
}

/// The rows of a role.
pub struct RoleRows<'a> {
    /// The role.
    pub role: Marked<&'a RoleAccess>,
    /// What it is called in IAM, and what limits it.
    pub in_iam: Vec<Marked<String>>,
    /// The identities that get it, each in a sentence.
    pub who: Vec<Marked<String>>,
    /// What it may do: at least one row.
    pub permissions: Vec<Marked<Permission<'a>>>,
}

/// The rows of all roles; those that are gone stand last.
pub fn rows(access: &EnvironmentAccess) -> Vec<RoleRows<'_>> {
    let old = match &access.previous {
        PreviousEnvironment::NotCompared => {
            return access.roles.iter().map(|role| all(role, access, DiffMark::Same)).collect();
        }
        PreviousEnvironment::Missing => {
            return access.roles.iter().map(|role| all(role, access, DiffMark::New)).collect();
        }
        PreviousEnvironment::Known(old) => old,
    };
    let previous = |role: &RoleAccess| {
        let key = access.environment.previous_role_key(&role.role, &old.environment)?;
        old.roles.iter().find(|old| old.role == key)
    };
    let kept = access.roles.iter().map(|role| match previous(role) {
        Some(before) => compared(before, old, role, access),
        None => all(role, access, DiffMark::New),
    });
    let is_kept =
        |old: &RoleAccess| access.roles.iter().filter_map(previous).any(|kept| kept.role == old.role);
    let gone = old.roles.iter().filter(|role| !is_kept(role));
    kept.chain(gone.map(|role| all(role, old, DiffMark::Gone))).collect()
}

/// The number of rows, and of parts of their cells, with a mark.
pub fn count(rows: &[RoleRows], mark: DiffMark) -> usize {
    let of_row = |row: &Marked<Permission>| match row.mark {
        DiffMark::Same => row.value.changed().into_iter().map(|part| part.mark).collect(),
        DiffMark::New | DiffMark::Gone => vec![row.mark],
    };
    let of_role = |rows: &RoleRows| {
        let texts = rows.in_iam.iter().chain(&rows.who).map(|text| text.mark);
        texts.chain(rows.permissions.iter().flat_map(of_row)).collect::<Vec<_>>()
    };
    rows.iter().flat_map(of_role).filter(|other| *other == mark).count()
}

/// The identities that get a role, each in a sentence.
pub fn who_gets(role: &RoleAccess) -> Vec<String> {
    let mut identities = words::assignments(&role.assignments);
    if identities.is_empty() {
        identities.push(NOBODY.to_owned());
    }
    let pools = role.trusted_pools.iter();
    identities.extend(pools.map(|pool| format!("identities of {pool} that the trust policy admits")));
    identities
}

/// What a role is called in IAM, and what limits it.
fn in_iam(role: &RoleAccess) -> Vec<String> {
    let exists = if role.existing { " (exists already)" } else { "" };
    let boundary = role.permissions_boundary.iter().map(|arn| format!("limited by {arn}"));
    [format!("{}{exists}", role.identifier)].into_iter().chain(boundary).collect()
}

fn all<'a>(role: &'a RoleAccess, access: &'a EnvironmentAccess, mark: DiffMark) -> RoleRows<'a> {
    RoleRows {
        role: Marked { mark, value: role },
        in_iam: marked_texts(in_iam(role), in_iam(role)),
        who: who_gets(role).into_iter().map(|who| of_identities(who, mark)).collect(),
        permissions: Permission::all(role, access).into_iter().map(|value| Marked { mark, value }).collect(),
    }
}

/// The rows of a role that both versions have.
fn compared<'a>(
    before: &'a RoleAccess,
    old: &'a EnvironmentAccess,
    role: &'a RoleAccess,
    access: &'a EnvironmentAccess,
) -> RoleRows<'a> {
    let has_words = |permission: &Permission| !permission.words().is_empty();
    let old = Permission::all(before, old).into_iter().filter(has_words).collect();
    let marked = marked(old, Permission::all(role, access), Permission::words, Permission::grant);
    let mut permissions: Vec<Marked<Permission>> = Vec::new();
    for Marked { mark, value } in marked {
        let mark = if has_words(&value) { mark } else { DiffMark::Same };
        let is_gone = mark == DiffMark::Gone;
        let mut changed = permissions.iter_mut().filter(|one| is_gone && one.mark == DiffMark::New);
        match changed.find_map(|one| Some((one.value.changed_from(&value)?, one))) {
            Some((value, row)) => *row = Marked { mark: DiffMark::Same, value },
            None => permissions.push(Marked { mark, value }),
        }
    }
    RoleRows {
        role: Marked { mark: DiffMark::Same, value: role },
        in_iam: marked_texts(in_iam(before), in_iam(role)),
        who: who(before, role),
        permissions,
    }
}

/// That nobody gets a role is neither new nor gone.
fn of_identities(who: String, mark: DiffMark) -> Marked<String> {
    Marked { mark: if who == NOBODY { DiffMark::Same } else { mark }, value: who }
}

/// The identities that get a role, of which some are new or gone.
fn who(before: &RoleAccess, role: &RoleAccess) -> Vec<Marked<String>> {
    let mut who = marked_texts(who_gets(before), who_gets(role));
    who.retain(|who| who.value != NOBODY || who.mark != DiffMark::Gone);
    who.into_iter().map(|Marked { mark, value }| of_identities(value, mark)).collect()
}

/// The texts of both versions; those that are gone stand last.
pub fn marked_texts(before: Vec<String>, after: Vec<String>) -> Vec<Marked<String>> {
    marked(before, after, String::clone, |_| None::<String>)
}

/// The values of both versions. One that is gone stands after the last value of its group, or else last.
fn marked<T, Words: PartialEq, Group: PartialEq>(
    before: Vec<T>,
    after: Vec<T>,
    words: impl Fn(&T) -> Words,
    group: impl Fn(&T) -> Option<Group>,
) -> Vec<Marked<T>> {
    let of = |values: &[T]| values.iter().map(&words).collect::<Vec<_>>();
    let (old, new) = (of(&before), of(&after));
    let mark = |words: &Words| if old.contains(words) { DiffMark::Same } else { DiffMark::New };
    let marks = new.iter().map(mark);
    let mut marked: Vec<Marked<T>> = marks.zip(after).map(|(mark, value)| Marked { mark, value }).collect();
    for value in before.into_iter().filter(|value| !new.contains(&words(value))) {
        let own = group(&value);
        let is_own = |other: &Marked<T>| own.is_some() && group(&other.value) == own;
        let at = marked.iter().rposition(is_own).map_or(marked.len(), |last| last + 1);
        marked.insert(at, Marked { mark: DiffMark::Gone, value });
    }
    marked
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_gone_stands_with_its_group() {
        let of = |before: &[&'static str], after: &[&'static str]| -> Vec<String> {
            let group = |text: &&'static str| text.split_once(' ').map(|(group, _)| group);
            let marked = marked(before.to_vec(), after.to_vec(), |text| *text, group);
            marked.iter().map(|one| format!("{} {}", one.mark.word().unwrap_or("same"), one.value)).collect()
        };
        assert_eq!(
            of(&["a 1", "a 2", "b 1", "c 1", "x"], &["a 1", "a 3", "b 1", "y"]),
            ["same a 1", "new a 3", "gone a 2", "same b 1", "new y", "gone c 1", "gone x"]
        );
    }
}
