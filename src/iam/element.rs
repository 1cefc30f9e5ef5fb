//! The names of the elements of a policy.
//!
//! Source: IAM User Guide, "IAM JSON policy element reference". `Principal` and `NotPrincipal` are missing:
//! identity policies can't have them.

pub(super) const VERSION: &str = "Version";
pub(super) const ID: &str = "Id";
pub(super) const STATEMENT: &str = "Statement";

pub(super) const SID: &str = "Sid";
pub(super) const EFFECT: &str = "Effect";
pub(super) const ACTION: &str = "Action";
pub(super) const NOT_ACTION: &str = "NotAction";
pub(super) const RESOURCE: &str = "Resource";
pub(super) const NOT_RESOURCE: &str = "NotResource";
pub(super) const CONDITION: &str = "Condition";

/// The elements of a policy.
pub(super) const OF_POLICY: [&str; 3] = [VERSION, ID, STATEMENT];

/// The elements of a statement.
pub(super) const OF_STATEMENT: [&str; 7] =
    [SID, EFFECT, ACTION, NOT_ACTION, RESOURCE, NOT_RESOURCE, CONDITION];
