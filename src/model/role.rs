//! The roles of an environment.

use indexmap::IndexMap;

use crate::aws::names::AccountId;
use crate::aws::{Identifier, arn};
use crate::hcl::Expression;
use crate::inputs::Resolved;
pub use crate::inputs::keys::{AUTHENTICATED, GUEST};
use crate::inputs::spec::PolicyType;
use crate::policy::Grant;
use crate::source::Span;

/// The developer provider, where a trust names it: its key in the inputs.
pub const DEVELOPER_PROVIDER: &str = "developer_provider";

/// Whether a role is attached to the identity pool, so that users get it without a role mapping.
pub fn is_default(key: &str) -> bool {
    key == AUTHENTICATED || key == GUEST
}

/// A role of an environment.
#[derive(Clone, Debug)]
pub struct Role {
    /// The span of its name, or of its key.
    pub span: Span,
    /// The previous key, if the role was renamed.
    pub renamed_from: Option<String>,
    /// Whether Terraform manages the role.
    pub kind: RoleKind,
}

/// Whether Terraform manages a role.
#[derive(Clone, Debug)]
pub enum RoleKind {
    /// The workspace creates and manages it.
    Managed(Box<ManagedRole>),
    /// It already exists, with this ARN, and is managed elsewhere.
    Existing(Resolved),
}

/// A role that Terraform manages.
#[derive(Clone, Debug)]
pub struct ManagedRole {
    /// The name in IAM.
    pub name: String,
    /// The description.
    pub description: Option<String>,
    /// The path.
    pub path: Option<String>,
    /// The ARN of the permissions boundary.
    pub permissions_boundary: Option<Resolved>,
    /// The maximum session duration in seconds.
    pub max_session_duration: Option<u32>,
    /// The tags, in addition to those of all resources.
    pub tags: IndexMap<String, String>,
    /// Who can assume the role, besides the identities of the environment's pool.
    pub trust: Trust,
    /// The ARNs of attached managed policies, by a stable name.
    pub managed_policies: IndexMap<String, Resolved>,
    /// The type of the policies that the grants become.
    pub policies: PolicyType,
    /// Whether Terraform removes policies that were attached elsewhere.
    pub exclusive: bool,
    /// The grants, by key.
    pub grants: IndexMap<String, Grant>,
}

/// Who can assume a role, besides the identities of the environment's pool.
#[derive(Clone, Debug, Default)]
pub struct Trust {
    /// The providers through which identities must have signed in; empty if any will do.
    pub providers: Vec<TrustedProvider>,
    /// The IDs of other pools whose identities can assume the role.
    pub identity_pools: Vec<Resolved>,
}

/// A provider through which identities must have signed in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TrustedProvider {
    /// A provider of the pool, by its key.
    Key(String),
    /// The developer provider.
    Developer,
}

/// An optional argument of `aws_iam_role`.
pub struct RoleArgument {
    /// Its name.
    pub name: &'static str,
    /// Its Terraform type.
    pub kind: &'static str,
    /// What the value identifies, if it is an ID, a name or an ARN.
    pub identifier: Option<Identifier>,
    /// The value for a role, if it has one.
    pub value: fn(&ManagedRole) -> Option<Expression>,
}

/// The argument that limits what a role's policies allow.
pub const PERMISSIONS_BOUNDARY: &str = "permissions_boundary";

/// All optional arguments, in the order in which they are written.
pub const ROLE_ARGUMENTS: [RoleArgument; 5] = [
    RoleArgument {
        name: "description",
        kind: "string",
        identifier: None,
        value: |role| role.description.as_ref().map(Expression::string),
    },
    RoleArgument {
        name: "path",
        kind: "string",
        identifier: None,
        value: |role| role.path.as_ref().map(Expression::string),
    },
    RoleArgument {
        name: PERMISSIONS_BOUNDARY,
        kind: "string",
        identifier: Some(Identifier::PolicyArn),
        value: |role| role.permissions_boundary.as_ref().map(Resolved::expression),
    },
    RoleArgument {
        name: "max_session_duration",
        kind: "number",
        identifier: None,
        value: |role| role.max_session_duration.map(|seconds| Expression::Number(seconds.to_string())),
    },
    RoleArgument { name: "tags", kind: "map(string)", identifier: None, value: |role| tags(&role.tags) },
];

fn tags(tags: &IndexMap<String, String>) -> Option<Expression> {
    let tag = |(key, value): (&String, &String)| (key.clone(), Expression::string(value));
    (!tags.is_empty()).then(|| Expression::Object(tags.iter().map(tag).collect()))
}

impl Role {
    /// The role, if Terraform manages it.
    pub fn managed(&self) -> Option<&ManagedRole> {
        match &self.kind {
            RoleKind::Managed(role) => Some(role),
            RoleKind::Existing(_) => None,
        }
    }

    /// What identifies it in IAM, as far as that is known: a reference, or the account and the name, in which IAM ignores
    /// the path and case. `account_id` is that of the environment.
    pub fn identity(&self, account_id: Option<&AccountId>) -> Option<(String, String)> {
        let (account, name) = match &self.kind {
            RoleKind::Existing(Resolved::Reference(reference)) => {
                return Some((reference.clone(), String::new()));
            }
            RoleKind::Existing(Resolved::Known(arn)) => arn::account_and_name(arn)?,
            RoleKind::Managed(managed) => (account_id?.as_str(), managed.name.as_str()),
        };
        Some((account.to_owned(), name.to_lowercase()))
    }

    /// The ARN, if the role already exists.
    pub fn existing(&self) -> Option<&Resolved> {
        match &self.kind {
            RoleKind::Managed(_) => None,
            RoleKind::Existing(arn) => Some(arn),
        }
    }
}
