//! The names of the elements of a policy.
//!
//! Source: IAM User Guide, "IAM JSON policy element reference". Identity policies can't have
//! `Principal` and `NotPrincipal`.

/// The version of the policy language.
pub const VERSION: &str = "Version";
/// The ID of the policy.
pub const ID: &str = "Id";
/// The statements.
pub const STATEMENT: &str = "Statement";

/// The ID of a statement.
pub const SID: &str = "Sid";
/// Whether a statement allows or denies.
pub const EFFECT: &str = "Effect";
/// The actions of a statement.
pub const ACTION: &str = "Action";
/// All actions except these.
pub const NOT_ACTION: &str = "NotAction";
/// The resources of a statement.
pub const RESOURCE: &str = "Resource";
/// All resources except these.
pub const NOT_RESOURCE: &str = "NotResource";
/// The conditions of a statement.
pub const CONDITION: &str = "Condition";

/// The elements that only policies of resources and trust policies have.
pub const PRINCIPALS: [&str; 2] = ["Principal", "NotPrincipal"];

/// The elements of a policy.
pub const POLICY_ELEMENTS: [&str; 3] = [VERSION, ID, STATEMENT];

/// The elements of a statement.
pub const STATEMENT_ELEMENTS: [&str; 7] =
    [SID, EFFECT, ACTION, NOT_ACTION, RESOURCE, NOT_RESOURCE, CONDITION];
