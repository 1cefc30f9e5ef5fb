//! The `moved` blocks for renamed roles and grants.
//!
//! Terraform moves a resource by itself when it becomes optional or stops being so, unless a `moved` block names the
//! resource. So each renamed resource with a `count` gets a block for that as well.

use crate::inputs::spec::PolicyType;
use crate::model::environment::Environment;
use crate::model::names::grant_variable;
use crate::model::role::{ManagedRole, Role};
use crate::model::view::{Moved, PolicyModule, RolesModule};

/// The types of the resources that remove policies from a role.
const EXCLUSIVE: [&str; 2] = ["aws_iam_role_policies_exclusive", "aws_iam_role_policy_attachments_exclusive"];

/// The `moved` blocks of an environment.
pub fn moved(environment: &Environment, roles: &RolesModule, policy: &PolicyModule) -> Vec<Moved> {
    let parts = Parts { roles, policy };
    environment.roles.iter().flat_map(|(key, role)| parts.moved_role(key, role)).collect()
}

/// The parts of the modules, which are optional or not.
struct Parts<'a> {
    roles: &'a RolesModule,
    policy: &'a PolicyModule,
}

impl Parts<'_> {
    fn moved_role(&self, key: &str, role: &Role) -> Vec<Moved> {
        let Some(managed) = role.managed() else { return Vec::new() };
        let before = role.renamed_from.as_deref().unwrap_or(key);
        let mut moved = Vec::new();
        if before != key {
            moved.extend(counted("roles", "aws_iam_role", &[before, key], self.is_optional_role(key)));
            if !managed.managed_policies.is_empty() {
                moved.push(resource("roles", "aws_iam_role_policy_attachment", before, key));
            }
            if managed.exclusive {
                let is_optional = self.is_optional_exclusive(key);
                let blocks = EXCLUSIVE.map(|kind| counted("policy", kind, &[before, key], is_optional));
                moved.extend(blocks.into_iter().flatten());
            }
        }
        moved.extend(self.moved_grants(before, key, managed));
        moved
    }

    fn moved_grants(&self, role_before: &str, role: &str, managed: &ManagedRole) -> Vec<Moved> {
        let mut moved = Vec::new();
        for (key, grant) in &managed.grants {
            let before = grant.renamed_from.as_ref().map_or(key.as_str(), |(from, _)| from);
            // First rename the role, then the grant. So it doesn't matter whether both were renamed at once, or the
            // role in an earlier generation.
            let steps = [(role_before, before), (role, before), (role, key)];
            let mut addresses = steps.map(|(role, grant)| grant_variable(role, grant)).to_vec();
            addresses.dedup();
            let is_optional = self.is_optional_grant(role, key);
            for kind in resource_types(managed.policies) {
                moved.extend(counted("policy", kind, &addresses, is_optional));
            }
        }
        moved
    }

    fn is_optional_role(&self, key: &str) -> bool {
        self.roles.roles.iter().any(|role| role.part.key == key && role.part.optional)
    }

    fn is_optional_exclusive(&self, role: &str) -> bool {
        self.policy.exclusive.iter().any(|view| view.part.key == role && view.part.optional)
    }

    fn is_optional_grant(&self, role: &str, key: &str) -> bool {
        self.policy.grants.iter().any(|grant| (&*grant.role, &*grant.key) == (role, key) && grant.optional)
    }
}

/// The types of the resources that a grant becomes.
fn resource_types(policies: PolicyType) -> &'static [&'static str] {
    match policies {
        PolicyType::Inline => &["aws_iam_role_policy"],
        PolicyType::Managed => &["aws_iam_policy", "aws_iam_role_policy_attachment"],
    }
}

/// The blocks for a resource that had each of these names in turn, and that has a `count` if it is optional.
fn counted(module: &str, kind: &str, names: &[impl AsRef<str>], is_optional: bool) -> Vec<Moved> {
    let mut moved: Vec<Moved> =
        names.windows(2).map(|step| resource(module, kind, step[0].as_ref(), step[1].as_ref())).collect();
    let Some(last) = moved.last().map(|moved| moved.to.clone()) else { return moved };
    let instance = format!("{last}[0]");
    moved.push(match is_optional {
        true => Moved { from: last, to: instance },
        false => Moved { from: instance, to: last },
    });
    moved
}

fn resource(module: &str, kind: &str, from: &str, to: &str) -> Moved {
    let address = |name: &str| format!("module.{module}.{kind}.{name}");
    Moved { from: address(from), to: address(to) }
}
