//! Detects changes that would make Terraform replace the policies of roles.

use crate::model::{ForceNew, ForceNewPolicy, ForceNewRole};
use crate::source::{Code, Diagnostic};
use crate::workspace::replacement::{ALLOW_REPLACE_HELP, full_name};

/// The policies that Terraform would replace in an environment. If a role is replaced, so are its policies.
pub(super) fn replaced_policies(environment: &str, before: &ForceNew, now: &ForceNew) -> Vec<Diagnostic> {
    let both = now.roles.iter().filter_map(|(key, role)| {
        let old = role.renamed_from.as_ref().and_then(|old| before.roles.get(old));
        Some((key, before.roles.get(key).or(old)?, role))
    });
    both.filter(|(_, before, now)| full_name(before) == full_name(now))
        .flat_map(|(key, before, now)| of_role(environment, key, before, now))
        .collect()
}

fn of_role(environment: &str, role: &str, before: &ForceNewRole, now: &ForceNewRole) -> Vec<Diagnostic> {
    let changed = now.policies.iter().filter_map(|(key, policy)| {
        let old_key = policy.renamed_from.as_ref().filter(|old| before.policies.contains_key(*old));
        let old_key = old_key.filter(|_| !before.policies.contains_key(key)).unwrap_or(key);
        let old = before.policies.get(old_key)?;
        let is_same = (&old.name, old.managed) == (&policy.name, policy.managed);
        (!is_same && !is_renamed_key(old_key, old, key, policy))
            .then(|| change(environment, role, key, old, policy))
    });
    changed.collect()
}

/// Whether an inline policy is only named after its grant's new key, as the inputs ask for.
fn is_renamed_key(old_key: &str, old: &ForceNewPolicy, key: &str, now: &ForceNewPolicy) -> bool {
    let is_default = |key: &str, policy: &ForceNewPolicy| !policy.managed && policy.name == key;
    old_key != key && is_default(old_key, old) && is_default(key, now)
}

fn change(
    environment: &str,
    role: &str,
    grant: &str,
    before: &ForceNewPolicy,
    now: &ForceNewPolicy,
) -> Diagnostic {
    let message = format!(
        "in `{environment}`, Terraform would replace the policy of `roles.{role}.grants.{grant}`, which would change from {} to {}",
        shown(before),
        shown(now)
    );
    let diagnostic = Diagnostic::new(Code::Replaced, message)
        .help("the role would be without these permissions from the deletion of the old policy to the creation of the new one");
    let diagnostic = match before.managed == now.managed {
        true => diagnostic,
        false => diagnostic
            .help("Terraform can't move an inline policy to a managed policy, nor the other way round"),
    };
    diagnostic.help(ALLOW_REPLACE_HELP)
}

fn shown(policy: &ForceNewPolicy) -> String {
    format!("the {} policy `{}`", if policy.managed { "managed" } else { "inline" }, policy.name)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    /// The state of an environment with one role and one grant.
    fn force_new(
        role: &str,
        grant: &str,
        policy: &str,
        managed: bool,
        renamed_from: Option<&str>,
    ) -> ForceNew {
        let renamed_from = renamed_from.map(str::to_owned);
        let policy = ForceNewPolicy { name: policy.into(), managed, renamed_from };
        let policies = BTreeMap::from([(grant.to_owned(), policy)]);
        let role = ForceNewRole { name: role.into(), policies, ..ForceNewRole::default() };
        ForceNew { roles: BTreeMap::from([("authenticated".into(), role)]), ..ForceNew::default() }
    }

    #[test]
    fn names_and_types_of_policies_replace_them() {
        let before = force_new("r", "files", "files", false, None);
        for (now, expected) in [
            (force_new("r", "files", "files", false, None), 0),
            (force_new("r", "files", "Files", false, None), 1),
            (force_new("r", "files", "/r-files", true, None), 1),
            // a grant of which nothing is known
            (force_new("r", "others", "Others", false, None), 0),
            // a renamed grant, with its new name, its old one and another
            (force_new("r", "objects", "objects", false, Some("files")), 0),
            (force_new("r", "objects", "files", false, Some("files")), 0),
            (force_new("r", "objects", "Objects", false, Some("files")), 1),
            (force_new("r", "objects", "/r-objects", true, Some("files")), 1),
            // a replaced role is reported itself
            (force_new("other", "files", "Files", false, None), 0),
        ] {
            assert_eq!(replaced_policies("dev", &before, &now).len(), expected, "{now:?}");
        }
    }
}
