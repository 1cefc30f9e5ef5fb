//! Guest roles that are the role of signed-in users in another environment.

use crate::lint::{Check, Finding, Rule};
use crate::model::{Environment, GUEST, Role};
use crate::source::Code;

pub const RULE: Rule = Rule { code: Code::RoleOfOthers, check: Check::Workspace(check) };

/// In one environment, it is an error.
fn check(environments: &[Environment]) -> Vec<Finding> {
    let guests =
        environments.iter().filter_map(|environment| Some((environment, environment.roles.get(GUEST)?)));
    guests.filter_map(|(environment, guest)| of_guest(environment, guest, environments)).collect()
}

fn of_guest(environment: &Environment, guest: &Role, all: &[Environment]) -> Option<Finding> {
    // A role that Terraform creates here is no other environment's, unless that one names it.
    let identity = guest.identity(environment.tokens.account_id.as_ref())?;
    let others = all.iter().filter(|other| other.key() != environment.key());
    let mut roles = others.flat_map(|other| other.roles.iter().map(move |(key, role)| (other, key, role)));
    let (other, key, role) = roles.find(|(other, key, role)| {
        *key != GUEST && role.identity(other.tokens.account_id.as_ref()).as_ref() == Some(&identity)
    })?;
    let message =
        format!("the guests of `{}` have the same role as `{key}` in `{}`", environment.key(), other.key());
    let finding = Finding::new(Code::RoleOfOthers, "roles.guest", guest.span, message);
    Some(
        finding
            .related(role.span, "the same role in IAM")
            .help("give guests a role of their own: whatever the role allows, it allows anyone"),
    )
}
