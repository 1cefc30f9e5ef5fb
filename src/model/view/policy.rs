//! The module `policy`.

use schemars::JsonSchema;
use serde::Serialize;

use crate::hcl::Expression;
use crate::model::view::{Part, Variable};

/// The module that creates the roles' policies.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct PolicyModule {
    /// The grants that any environment has.
    pub grants: Vec<GrantView>,
    /// The roles from which Terraform removes policies that were attached elsewhere.
    pub exclusive: Vec<ExclusiveView>,
    /// Whether any of them becomes an inline policy.
    pub has_inline: bool,
    /// Whether any of them becomes a managed policy.
    pub has_managed: bool,
    /// What access tests deny each role, as far as `terraform test` can judge it.
    pub access: Vec<AccessAssertion>,
    /// The input variables of the module.
    pub variables: Vec<Variable>,
}

/// What access tests deny a role: actions that no statement of its policies may allow.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct AccessAssertion {
    /// The role's key.
    pub role: String,
    /// The resources of its policies: `aws_iam_role_policy.ADDRESS`, or `aws_iam_policy.ADDRESS` for a managed policy.
    pub policies: Vec<String>,
    /// The access tests.
    pub tests: Vec<AssertedTest>,
}

/// An access test, and the actions that it denies.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct AssertedTest {
    /// The test in messages: its name, or its position.
    #[schemars(extend("x-value" = true))]
    pub title: String,
    /// The actions, each a whole name, `SERVICE:*` or `*`. A role has each only once.
    #[schemars(extend("x-value" = true))]
    pub actions: Vec<String>,
}

/// A role from which Terraform removes policies that were attached elsewhere.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ExclusiveView {
    /// The role's key, the variable (declared only if the part is optional), and whether it is optional.
    #[serde(flatten)]
    pub part: Part,
    /// The grants of the role that become inline policies.
    pub inline: Vec<GrantView>,
    /// The grants of the role that become managed policies.
    pub managed: Vec<GrantView>,
}

/// A summary of what a statement of a grant allows or denies.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct GrantSummary {
    /// The grant's key.
    pub key: String,
    /// Whether it denies.
    pub denies: bool,
    /// The actions.
    #[schemars(extend("x-value" = true))]
    pub actions: Vec<String>,
    /// The resources.
    #[schemars(extend("x-value" = true))]
    pub targets: Vec<String>,
    /// Whether it depends on conditions that the resources don't show.
    pub conditional: bool,
    /// Whether any environment lacks it.
    pub optional: bool,
    /// The environments that have it.
    pub environments: Vec<String>,
}

/// A grant that any environment has.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct GrantView {
    /// The grant's key.
    pub key: String,
    /// The key of its role.
    pub role: String,
    /// The resource's name: `ROLE_GRANT`.
    pub address: String,
    /// The type of the resource: `aws_iam_role_policy`, or `aws_iam_policy` for a managed policy.
    pub resource: &'static str,
    /// The resource instance: `aws_iam_role_policy.ADDRESS`, or `aws_iam_role_policy.ADDRESS[0]`.
    pub instance: String,
    /// The instance of `aws_iam_role_policy_attachment` that attaches a managed policy; none for an inline policy.
    pub attachment: Option<String>,
    /// Whether the variable holds the policy's name, which otherwise is the grant's key.
    pub has_name: bool,
    /// The name of the policy.
    pub policy_name: Expression,
    /// The name of the policy for the example values of the module's test.
    pub expected_name: Expression,
    /// Whether any environment gives a managed policy a path.
    pub has_path: bool,
    /// The variable that holds its values; none if it has no values and every environment has it.
    pub variable: Option<String>,
    /// Whether any environment lacks it.
    pub optional: bool,
    /// The policy document, with references to the variable.
    pub document: Expression,
    /// The policy document that the module's test expects for its example values.
    pub expected: Expression,
    /// What AWS requires beyond the policy.
    #[schemars(extend("x-value" = true))]
    pub note: Option<String>,
}
