//! Permissions as data.

use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

use crate::access::{AttachedPolicy, Content, Origin, Permissions, PlacedStatement};
use crate::model::{AccessCondition, RoleAssignment};
use crate::report::access::SCOPE;
use crate::report::annotations::Region;
use crate::report::page::rows::who_gets;
use crate::report::permissions::{condition, summary};
use crate::source::{Sources, Span};

/// Who gets a role of an environment, and what it may do.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct PermissionsEntry {
    /// The environment.
    pub environment: String,
    /// The role's key.
    pub role: String,
    /// Its name in IAM. Of a role that exists already, its ARN, or the reference to it.
    pub identifier: String,
    /// Whether the role already exists and is only referenced.
    pub existing: bool,
    /// The identities that get it, in words.
    pub given_to: Vec<String>,
    /// The identities of this pool that get it.
    pub assignments: Vec<RoleAssignment>,
    /// The IDs of the other identity pools that it trusts, or the references to them.
    pub trusted_pools: Vec<String>,
    /// What limits its policies, in words.
    pub limits: Vec<String>,
    /// Its policies: those of its grants first.
    pub policies: Vec<PolicyEntry>,
    /// Its permissions boundary.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub permissions_boundary: Option<PolicyEntry>,
    /// Why some of what it may do is not known.
    pub undecided_because: Vec<String>,
    /// `explain --as-policy`: an IAM policy document with all of its grants.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub policy: Option<Value>,
    /// What this is about.
    pub scope: &'static str,
}

/// A policy of a role.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct PolicyEntry {
    /// The key of its grant.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub grant: Option<String>,
    /// The ARN of the policy or the existing role, or the reference to it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub arn: Option<String>,
    /// Where the grant or the document is.
    #[serde(flatten)]
    pub place: Option<PlaceEntry>,
    /// Its statements; none if they are not known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub statements: Option<Vec<PermissionEntry>>,
}

/// The place of a grant or a statement.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct PlaceEntry {
    /// The file, relative to the current directory.
    pub path: String,
    /// The line.
    pub line: usize,
}

/// A statement of a policy.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct PermissionEntry {
    /// Allow or Deny.
    pub effect: &'static str,
    /// What its actions do: List, Read, Tagging, Write or Permissions management.
    pub access_levels: Vec<&'static str>,
    /// Whether AWS documents all of its actions. Otherwise `access_levels` may be incomplete.
    pub documented: bool,
    /// The actions.
    pub actions: Vec<String>,
    /// Whether it is about all other actions.
    pub not_actions: bool,
    /// The resources.
    pub resources: Vec<String>,
    /// Whether it is about all other resources.
    pub not_resources: bool,
    /// The conditions, all of which must hold.
    pub conditions: Vec<ConditionEntry>,
    /// Where it is.
    #[serde(flatten)]
    pub place: PlaceEntry,
    /// Where it is in the generated module, if it is there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub module_place: Option<PlaceEntry>,
}

/// A condition of a statement.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ConditionEntry {
    /// The condition.
    #[serde(flatten)]
    pub condition: AccessCondition,
    /// The condition in words.
    pub words: String,
}

impl PermissionsEntry {
    /// The entry of a role, with its policy document if it was asked for.
    pub fn of(permissions: &Permissions, policy: Option<Value>, sources: &Sources) -> Self {
        let role = &permissions.role;
        let entry = |policy| PolicyEntry::of(policy, sources);
        Self {
            environment: permissions.environment.key().to_owned(),
            role: role.role.clone(),
            identifier: role.identifier.clone(),
            existing: role.existing,
            given_to: who_gets(role),
            assignments: role.assignments.clone(),
            trusted_pools: role.trusted_pools.clone(),
            limits: summary::limits(permissions),
            policies: permissions.policies.iter().map(entry).collect(),
            permissions_boundary: permissions.boundary.as_ref().map(entry),
            undecided_because: permissions.undecided_because().map(str::to_owned).collect(),
            policy,
            scope: SCOPE,
        }
    }
}

impl PolicyEntry {
    fn of(policy: &AttachedPolicy, sources: &Sources) -> Self {
        let (grant, arn) = match policy.origin.clone() {
            Origin::Grant(key) => (Some(key), None),
            Origin::Arn(arn) => (None, Some(arn)),
        };
        let statements = match &policy.content {
            Content::Statements(statements) => {
                Some(statements.iter().map(|placed| PermissionEntry::of(placed, sources)).collect())
            }
            Content::Unknown(_) => None,
        };
        Self { grant, arn, place: policy.place.map(|span| PlaceEntry::of(span, sources)), statements }
    }
}

impl PlaceEntry {
    /// The entry of a place.
    pub fn of(span: Span, sources: &Sources) -> Self {
        let Region { path, line, .. } = Region::of_span(span, sources);
        Self { path, line }
    }
}

impl PermissionEntry {
    fn of(placed: &PlacedStatement, sources: &Sources) -> Self {
        let statement = &placed.statement;
        let condition = |given: &AccessCondition| ConditionEntry {
            condition: given.clone(),
            words: condition::in_words(given),
        };
        Self {
            effect: if statement.denies { "Deny" } else { "Allow" },
            access_levels: placed.access_levels.iter().map(|level| level.as_str()).collect(),
            documented: placed.is_documented,
            actions: statement.actions.clone(),
            not_actions: statement.not_actions,
            resources: statement.resources.clone(),
            not_resources: statement.not_resources,
            conditions: statement.conditions.iter().map(condition).collect(),
            place: PlaceEntry::of(placed.place, sources),
            module_place: placed.module_place.map(|place| PlaceEntry::of(place, sources)),
        }
    }
}
