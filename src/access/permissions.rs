//! What the policies of each role allow and deny, where they are from, and which of them are not known.

use indexmap::IndexMap;

use crate::access::documents::{Documents, SuppliedDocument};
use crate::access::role_policies::{Origin, missing, places};
use crate::iam::ActionPattern;
use crate::iam::catalogue::AccessLevel;
use crate::inputs::Resolved;
use crate::model::{AccessStatement, Environment, GUEST, ManagedRole, RoleAccess, RoleKind, statements_of};
use crate::policy::{Document, Grant};
use crate::source::Span;

/// A role of an environment: who gets it, its policies, and what limits them.
#[derive(Clone, Debug)]
pub struct Permissions<'a> {
    /// The environment.
    pub environment: &'a Environment,
    /// The role, and the identities that get it.
    pub role: RoleAccess,
    /// Its policies: those of its grants first.
    pub policies: Vec<AttachedPolicy>,
    /// Its permissions boundary.
    pub boundary: Option<AttachedPolicy>,
    /// Whether AWS's session policy for guests limits what its policies allow.
    pub has_guest_session: bool,
    /// Why other policies than those of the inputs may apply.
    pub manual_changes: Vec<String>,
}

/// A policy of a role.
#[derive(Clone, Debug)]
pub struct AttachedPolicy {
    /// Where it is from.
    pub origin: Origin,
    /// Its place: the grant, or the beginning of the document.
    pub place: Option<Span>,
    /// Its statements.
    pub content: Content,
}

/// What a policy says, as far as it is known.
#[derive(Clone, Debug)]
pub enum Content {
    /// These statements.
    Statements(Vec<PlacedStatement>),
    /// That can't be told, for this reason.
    Unknown(String),
}

/// A statement with its place.
#[derive(Clone, Debug)]
pub struct PlacedStatement {
    /// The statement, with the values of the environment.
    pub statement: AccessStatement,
    /// What its actions do, as AWS classifies them.
    pub access_levels: Vec<AccessLevel>,
    /// Whether AWS documents all of its actions. Otherwise `access_levels` may be incomplete.
    pub is_documented: bool,
    /// Its place.
    pub place: Span,
    /// Its place in the generated module, if it is known.
    pub module_place: Option<Span>,
}

/// The permissions of each role of an environment, for which the inputs supply documents. `manual_changes` says why other
/// policies than those of the inputs may apply.
pub fn permissions<'a>(
    environment: &'a Environment,
    documents: &Documents,
    manual_changes: &[String],
) -> Vec<Permissions<'a>> {
    let policies = PoliciesOf { documents, partition: environment.tokens.partition().id() };
    let of_role = |access: RoleAccess| {
        let kind = &environment.roles.get(&access.role)?.kind;
        Some(Permissions {
            environment,
            policies: policies.of(kind),
            boundary: policies.boundary(kind),
            has_guest_session: access.role == GUEST,
            manual_changes: manual_changes.to_vec(),
            role: access,
        })
    };
    environment.role_access().into_iter().filter_map(of_role).collect()
}

impl Permissions<'_> {
    /// Why some of what the role may do is not known.
    pub fn undecided_because(&self) -> impl Iterator<Item = &str> {
        let policies = self.policies.iter().chain(&self.boundary);
        let unknown = policies.filter_map(|policy| match &policy.content {
            Content::Statements(_) => None,
            Content::Unknown(because) => Some(because.as_str()),
        });
        unknown.chain(self.manual_changes.iter().map(String::as_str))
    }
}

struct PoliciesOf<'a> {
    documents: &'a Documents,
    partition: &'static str,
}

impl PoliciesOf<'_> {
    fn of(&self, kind: &RoleKind) -> Vec<AttachedPolicy> {
        match kind {
            RoleKind::Managed(role) => self.of_managed(role),
            RoleKind::Existing(arn) => vec![self.by_arn(arn, "the role")],
        }
    }

    fn of_managed(&self, role: &ManagedRole) -> Vec<AttachedPolicy> {
        let grants = role.grants.values().map(|grant| self.of_grant(grant));
        let managed = role.managed_policies.values().map(|arn| self.by_arn(arn, "the managed policy"));
        grants.chain(managed).collect()
    }

    fn boundary(&self, kind: &RoleKind) -> Option<AttachedPolicy> {
        let boundary = match kind {
            RoleKind::Managed(role) => role.permissions_boundary.as_ref(),
            RoleKind::Existing(_) => None,
        };
        boundary.map(|arn| self.by_arn(arn, "the permissions boundary"))
    }

    fn of_grant(&self, grant: &Grant) -> AttachedPolicy {
        let places = places(&grant.document, &grant.places, grant.span);
        AttachedPolicy {
            origin: Origin::Grant(grant.key.clone()),
            place: Some(grant.span),
            content: self.content(&grant.document, &grant.key, &grant.values, places),
        }
    }

    /// The policy, or the policies of the role, with this ARN.
    fn by_arn(&self, arn: &Resolved, what: &str) -> AttachedPolicy {
        let supplied = arn.known().and_then(|arn| self.documents.get(arn));
        let (Resolved::Known(text) | Resolved::Reference(text)) = arn;
        let place = supplied.and_then(|supplied| supplied.places.first().copied());
        let content = match (supplied, place) {
            (Some(SuppliedDocument { document, values, places: strings }), Some(first)) => {
                self.content(document, text, values, places(document, strings, first))
            }
            (Some(_), None) | (None, _) => Content::Unknown(missing(text, what)),
        };
        AttachedPolicy { origin: Origin::Arn(text.clone()), place, content }
    }

    fn content(
        &self,
        document: &Document,
        policy: &str,
        values: &IndexMap<String, Resolved>,
        places: Vec<Span>,
    ) -> Content {
        let statements = statements_of(document, policy, values, self.partition);
        Content::Statements(statements.into_iter().zip(places).map(PlacedStatement::of).collect())
    }
}

impl PlacedStatement {
    fn of((statement, place): (AccessStatement, Span)) -> Self {
        // Everything but some actions may do anything.
        let patterns = match statement.not_actions {
            true => vec![Some(ActionPattern::everything())],
            false => {
                statement.actions.iter().map(|action| ActionPattern::parse(action, place).ok()).collect()
            }
        };
        let levels = patterns.iter().flatten().map(ActionPattern::access_levels).collect::<Vec<_>>();
        let is_documented = levels.len() == patterns.len() && levels.iter().all(|levels| !levels.is_empty());
        let mut access_levels = levels.concat();
        access_levels.sort();
        access_levels.dedup();
        Self { statement, access_levels, is_documented, place, module_place: None }
    }
}
