//! Permissions boundaries that limit nothing.

use crate::aws::arn::name_of_aws_policy;
use crate::inputs::Resolved;
use crate::lint::{Check, Finding, Rule};
use crate::model::{Environment, Role};
use crate::source::Code;

pub const RULE: Rule = Rule { code: Code::BoundlessBoundary, check: Check::Environment(check) };

/// The managed policies of AWS that allow everything, or everything that an application could need.
/// Source: AWS Managed Policy Reference.
const BOUNDLESS: [&str; 2] = ["AdministratorAccess", "PowerUserAccess"];

fn check(environment: &Environment) -> Vec<Finding> {
    let roles = environment.roles.iter();
    roles.filter_map(|(key, role)| Some(finding(key, role, boundless(role)?))).collect()
}

/// The name of a role's boundary, if it limits nothing.
fn boundless(role: &Role) -> Option<&str> {
    let boundary = role.managed()?.permissions_boundary.as_ref().and_then(Resolved::known)?;
    name_of_aws_policy(boundary).filter(|name| BOUNDLESS.contains(name))
}

/// Source: IAM User Guide, "Permissions boundaries for IAM entities".
fn finding(key: &str, role: &Role, name: &str) -> Finding {
    let message = format!("the permissions boundary `{name}` limits nothing that the role `{key}` is for");
    Finding::new(Code::BoundlessBoundary, format!("roles.{key}.permissions_boundary"), role.span, message)
        .help("a boundary is the most that a role may do, whatever its policies allow: name what your application needs at most")
        .help("or remove `permissions_boundary`, from `role_defaults` too, so that nobody relies on it")
}
