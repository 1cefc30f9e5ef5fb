//! The roles of an environment.

use indexmap::IndexMap;

use crate::hcl::Expression;
use crate::inputs::Resolved;
use crate::policy::Grant;
use crate::source::Span;

/// The role of the signed-in users, which is there wherever somebody can sign in.
pub const AUTHENTICATED: &str = "authenticated";
/// The role of those who are not signed in.
pub const GUEST: &str = "guest";

/// Whether Cognito gives a role without a mapping.
pub fn is_default(key: &str) -> bool {
    key == AUTHENTICATED || key == GUEST
}

/// A role of an environment.
#[derive(Clone, Debug)]
pub struct Role {
    /// Where its name was given, or the role.
    pub span: Span,
    /// The key before it was renamed.
    pub renamed_from: Option<String>,
    /// Whether Terraform manages it.
    pub kind: RoleKind,
}

/// Whether Terraform manages a role.
#[derive(Clone, Debug)]
pub enum RoleKind {
    /// It is made and changed here.
    Managed(Box<ManagedRole>),
    /// It already exists, under this ARN, and is managed elsewhere.
    Existing(Resolved),
}

/// A role that Terraform makes and changes.
#[derive(Clone, Debug)]
pub struct ManagedRole {
    /// Its name in IAM.
    pub name: String,
    /// What it is for.
    pub description: Option<String>,
    /// Its path.
    pub path: Option<String>,
    /// The policy that bounds it.
    pub permissions_boundary: Option<Resolved>,
    /// Seconds that a session may last.
    pub max_session_duration: Option<u32>,
    /// ARNs of the managed policies attached to it, by a name that stays the same.
    pub managed_policies: IndexMap<String, Resolved>,
    /// What it may do.
    pub grants: IndexMap<String, Grant>,
}

/// An argument of `aws_iam_role` that a role may have besides its name.
pub struct RoleArgument {
    /// Its name.
    pub name: &'static str,
    /// Its type in HCL.
    pub kind: &'static str,
    /// What a role has for it.
    pub value: fn(&ManagedRole) -> Option<Expression>,
}

/// All of them, in their order.
pub const ROLE_ARGUMENTS: [RoleArgument; 4] = [
    RoleArgument {
        name: "description",
        kind: "string",
        value: |role| role.description.as_ref().map(Expression::string),
    },
    RoleArgument { name: "path", kind: "string", value: |role| role.path.as_ref().map(Expression::string) },
    RoleArgument {
        name: "permissions_boundary",
        kind: "string",
        value: |role| role.permissions_boundary.as_ref().map(Resolved::expression),
    },
    RoleArgument {
        name: "max_session_duration",
        kind: "number",
        value: |role| role.max_session_duration.map(|seconds| Expression::Number(seconds.to_string())),
    },
];

impl Role {
    /// The role, if Terraform manages it.
    pub fn managed(&self) -> Option<&ManagedRole> {
        match &self.kind {
            RoleKind::Managed(role) => Some(role),
            RoleKind::Existing(_) => None,
        }
    }

    /// Its ARN, if it already exists.
    pub fn existing(&self) -> Option<&Resolved> {
        match &self.kind {
            RoleKind::Managed(_) => None,
            RoleKind::Existing(arn) => Some(arn),
        }
    }
}
