//! The `moved` blocks for renamed roles and grants.

use crate::inputs::spec::PolicyType;
use crate::model::environment::Environment;
use crate::model::names::grant_variable;
use crate::model::role::Role;
use crate::model::view::Moved;

/// The `moved` blocks of an environment.
pub fn moved(environment: &Environment) -> Vec<Moved> {
    environment.roles.iter().flat_map(|(key, role)| moved_role(key, role)).collect()
}

fn moved_role(key: &str, role: &Role) -> Vec<Moved> {
    let before = role.renamed_from.as_deref().unwrap_or(key);
    let mut moved = Vec::new();
    let Some(managed) = role.managed() else { return moved };
    if before != key {
        moved.push(resource("roles", "aws_iam_role", before, key));
        if !managed.managed_policies.is_empty() {
            moved.push(resource("roles", "aws_iam_role_policy_attachment", before, key));
        }
    }
    for (grant_key, grant) in &managed.grants {
        let grant_before = grant.renamed_from.as_ref().map_or(grant_key.as_str(), |(from, _)| from);
        // First rename the role, then the grant. So it doesn't matter whether both were renamed at once, or the
        // role in an earlier generation.
        let steps = [(before, grant_before), (key, grant_before), (key, grant_key)];
        let addresses = steps.map(|(role, grant)| grant_variable(role, grant));
        let kinds = resource_types(managed.policies);
        for step in addresses.windows(2).filter(|step| step[0] != step[1]) {
            moved.extend(kinds.iter().map(|kind| resource("policy", kind, &step[0], &step[1])));
        }
    }
    moved
}

/// The types of the resources that a grant becomes.
fn resource_types(policies: PolicyType) -> &'static [&'static str] {
    match policies {
        PolicyType::Inline => &["aws_iam_role_policy"],
        PolicyType::Managed => &["aws_iam_policy", "aws_iam_role_policy_attachment"],
    }
}

fn resource(module: &str, kind: &str, from: &str, to: &str) -> Moved {
    let address = |name: &str| format!("module.{module}.{kind}.{name}");
    Moved { from: address(from), to: address(to) }
}
