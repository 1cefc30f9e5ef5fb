//! Who gets each role of an environment, and what its policies allow there.

use schemars::JsonSchema;
use serde::Serialize;

/// A role of an environment: the identities that get it, and what its policies allow or deny.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct RoleAccess {
    /// The role's key.
    pub role: String,
    /// Whether the role already exists and is only referenced.
    pub existing: bool,
    /// Its name in IAM. Of an existing role, its ARN, or the reference to it.
    #[schemars(extend("x-value" = true))]
    pub identifier: String,
    /// The identities that get it.
    pub assignments: Vec<RoleAssignment>,
    /// The IDs of the other identity pools that it trusts, or the references to them.
    #[schemars(extend("x-value" = true))]
    pub trusted_pools: Vec<String>,
    /// The ARNs of its managed policies, or the references to them.
    #[schemars(extend("x-value" = true))]
    pub managed_policies: Vec<String>,
    /// The ARN of its permissions boundary, or the reference to it.
    #[schemars(extend("x-value" = true))]
    pub permissions_boundary: Option<String>,
    /// The statements of its policies.
    pub statements: Vec<AccessStatement>,
}

/// Identities that get a role.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct RoleAssignment {
    /// Why they get it: `signed_in`, `rule`, `token`, `no_rule`, `ambiguous`, `classic_flow`, `other_service` or `guest`.
    #[schemars(with = "String")]
    pub reason: AssignmentReason,
    /// The key of the provider that they sign in with; none for guests, and for users of the
    /// developer provider and of another service.
    pub provider: Option<String>,
    /// The rule of the provider's role mapping.
    pub rule: Option<AssignmentRule>,
}

/// Why identities get a role.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum AssignmentReason {
    /// They signed in, with a provider that has no role mapping.
    SignedIn,
    /// A rule about their claims matches.
    Rule,
    /// Their token names the role.
    Token,
    /// No rule about their claims matches.
    NoRule,
    /// Their token names several roles, and none that they prefer.
    Ambiguous,
    /// The application chooses the role, in the classic flow.
    ClassicFlow,
    /// They signed in through an app client that another service added to the pool.
    OtherService,
    /// They are not signed in.
    Guest,
}

/// A rule that assigns a role.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct AssignmentRule {
    /// Its position, from 1.
    pub number: usize,
    /// The claim of the token.
    #[schemars(extend("x-value" = true))]
    pub claim: String,
    /// `Equals`, `NotEqual`, `Contains` or `StartsWith`, in AWS's terms.
    #[serde(rename = "match")]
    pub match_type: &'static str,
    /// The value that the claim is compared with.
    #[schemars(extend("x-value" = true))]
    pub value: String,
}

/// A statement of a policy, with the values of the environment.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct AccessStatement {
    /// The grant's key.
    pub grant: String,
    /// Whether it denies.
    pub denies: bool,
    /// The actions.
    #[schemars(extend("x-value" = true))]
    pub actions: Vec<String>,
    /// Whether it is about all other actions.
    pub not_actions: bool,
    /// The resources.
    #[schemars(extend("x-value" = true))]
    pub resources: Vec<String>,
    /// Whether it is about all other resources.
    pub not_resources: bool,
    /// The conditions, all of which must hold.
    pub conditions: Vec<AccessCondition>,
}

/// A condition of a statement.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct AccessCondition {
    /// The condition key.
    #[schemars(extend("x-value" = true))]
    pub key: String,
    /// The operator, such as `StringLike`.
    #[schemars(extend("x-value" = true))]
    pub operator: String,
    /// The values.
    #[schemars(extend("x-value" = true))]
    pub values: Vec<String>,
}
