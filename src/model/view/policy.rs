//! The module `policy`.

use schemars::JsonSchema;
use serde::Serialize;

use crate::hcl::Expression;
use crate::model::view::Variable;

/// The module that creates the roles' inline policies.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct PolicyModule {
    /// The grants that any environment has.
    pub grants: Vec<GrantView>,
    /// The input variables of the module.
    pub variables: Vec<Variable>,
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
    /// Whether any environment lacks it.
    pub optional: bool,
    /// The environments that have it.
    pub environments: Vec<String>,
}

/// A grant that any environment has.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct GrantView {
    /// The grant's key, which is the inline policy's name.
    pub key: String,
    /// The key of its role.
    pub role: String,
    /// The resource's name: `ROLE_GRANT`.
    pub address: String,
    /// The resource instance: `aws_iam_role_policy.ADDRESS`, or `aws_iam_role_policy.ADDRESS[0]`.
    pub instance: String,
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
