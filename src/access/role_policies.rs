//! The policies of a role's sessions, as far as they are known.

use std::borrow::Cow;
use std::rc::Rc;

use indexmap::IndexMap;

use crate::access::documents::{Documents, SuppliedDocument};
use crate::access::role_reference::RoleReference;
use crate::access::symbols::Symbols;
use crate::aws::shown;
use crate::hcl::Piece;
use crate::iam::evaluate::Decision;
use crate::iam::sets::{CompiledPolicies, PolicySource, SessionPolicies, Witness};
use crate::iam::{Effect, Elements, GuestPages, Policy, Statement, Values, guest_session_policy};
use crate::inputs::{Part, Resolved, TokenString};
use crate::model::{GUEST, ManagedRole, RoleKind};
use crate::policy::{Concrete, Document, Substitution};
use crate::source::Span;

/// The policies of a role's sessions in an environment.
#[derive(Clone, Debug, Default)]
pub struct RolePolicies {
    /// The policies.
    pub policies: CompiledPolicies,
    /// Where each policy of the role is from, in order.
    pub origins: Vec<Origin>,
    /// The places of the statements of each policy of the role, in the inputs or in a policy file; none if they aren't known.
    pub places: Vec<Vec<Span>>,
    /// The places of the statements of the permissions boundary, if the inputs supply its document.
    pub boundary_places: Vec<Span>,
    /// Why some of the policies are not known, in words.
    pub unknown: Vec<String>,
    /// Whether the caller can choose the classic flow, in which there are no session policies.
    may_be_classic: bool,
}

/// Where a policy of a role is from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    /// The grant with this key.
    Grant(String),
    /// The policy, or the role, with this ARN.
    Arn(String),
}

impl RolePolicies {
    /// The policies of a role in the environment of the symbols. `manual_changes` says why other policies may apply.
    pub fn of(
        role: &RoleReference,
        documents: &Documents,
        manual_changes: &[String],
        symbols: &Symbols,
    ) -> Self {
        let (found, policies) = (Self::default(), SessionPolicies::default());
        let mut found = Builder { documents, symbols, policies, found };
        let environment = symbols.environment();
        match role {
            RoleReference::Undeclared(arn) => found.add_known(arn, "the role"),
            RoleReference::Declared(key) => match environment.roles.get(key).map(|role| &role.kind) {
                Some(RoleKind::Managed(role)) => found.add_managed(role),
                Some(RoleKind::Existing(arn)) => found.add(arn, "the role"),
                None => {}
            },
        }
        if *role == RoleReference::Declared(GUEST.to_owned()) {
            found.found.may_be_classic = environment.identity_pool.classic_flow.is_some();
            found.policies.session = Some(guest_session(found.found.may_be_classic));
        }
        let Builder { mut policies, found, .. } = found;
        policies.role.extend(manual_changes.iter().cloned().map(PolicySource::Unknown));
        let unknown = [found.unknown.as_slice(), manual_changes].concat();
        Self { policies: policies.compiled(), unknown, ..found }
    }

    /// The policies with which the caller can do most: in the classic flow, if it can be chosen.
    pub fn most_permissive(&self) -> Cow<'_, Self> {
        if !self.may_be_classic {
            return Cow::Borrowed(self);
        }
        let policies = SessionPolicies { session: None, ..self.policies.sources.clone() }.compiled();
        Cow::Owned(Self { policies, may_be_classic: false, ..self.clone() })
    }

    /// The policies that decide about a request: those of the classic flow where it depends on the flow.
    pub(super) fn deciding(&self, witness: &Witness) -> Cow<'_, Self> {
        let Witness { request, values } = witness;
        match self.policies.sources.rules(values).decide(request) {
            Decision::Undecided => self.most_permissive(),
            Decision::Allowed | Decision::Denied => Cow::Borrowed(self),
        }
    }

    /// Whether a policy of the role, apart from its conditions, may allow an action on anything; quicker than a proof.
    pub fn may_allow(&self, action: &str) -> bool {
        let mut statements = self.policies.statements.of_role();
        statements.any(|statement| statement.effect == Effect::Allow && statement.has_action(action))
    }
}

/// The session policies of guests. In the classic flow, which the caller can choose, there are none.
fn guest_session(may_be_classic: bool) -> Vec<PolicySource> {
    let certain = PolicySource::Document(Rc::new(guest_session_policy(GuestPages::Newest)));
    let (possible, why) = match may_be_classic {
        true => (everything(), "whether guests use the classic flow, without session policies"),
        false => (guest_session_policy(GuestPages::Any), "what AWS's session policies allow guests"),
    };
    let possible = PolicySource::Possible(Rc::new(possible), why.to_owned());
    vec![certain, possible]
}

/// A policy that allows everything.
fn everything() -> Policy<String> {
    let any = || Elements::Only(Values::one("*".to_owned()));
    let (effect, actions, resources) = (Effect::Allow, any(), any());
    Policy::of_statements(vec![Statement { sid: None, effect, actions, resources, conditions: Vec::new() }])
}

struct Builder<'a> {
    documents: &'a Documents,
    symbols: &'a Symbols<'a>,
    policies: SessionPolicies,
    found: RolePolicies,
}

impl Builder<'_> {
    fn add_managed(&mut self, role: &ManagedRole) {
        for grant in role.grants.values() {
            self.policies.role.push(self.document(&grant.document, &grant.values));
            self.found.origins.push(Origin::Grant(grant.key.clone()));
            self.found.places.push(places(&grant.document, &grant.places, grant.span));
        }
        role.managed_policies.values().for_each(|arn| self.add(arn, "the managed policy"));
        if let Some(arn) = &role.permissions_boundary {
            self.add_boundary(arn);
        }
    }

    fn add_boundary(&mut self, arn: &Resolved) {
        let supplied = arn.known().and_then(|arn| self.documents.get(arn));
        let boundary = match supplied {
            Some(supplied) => self.supplied(supplied),
            None => {
                self.found.unknown.push(missing(arn.source(), "the permissions boundary"));
                PolicySource::Unknown(arn.source().to_owned())
            }
        };
        self.policies.boundary = Some(boundary);
        self.found.boundary_places = supplied.map(SuppliedDocument::statement_places).unwrap_or_default();
    }

    fn add(&mut self, arn: &Resolved, what: &str) {
        match arn {
            Resolved::Known(arn) => self.add_known(arn, what),
            Resolved::Reference(_) => self.add_unknown(arn.source(), what),
        }
    }

    fn add_known(&mut self, arn: &str, what: &str) {
        let Some(supplied) = self.documents.get(arn) else { return self.add_unknown(arn, what) };
        self.policies.role.push(self.supplied(supplied));
        self.found.origins.push(Origin::Arn(arn.to_owned()));
        self.found.places.push(supplied.statement_places());
    }

    fn add_unknown(&mut self, arn: &str, what: &str) {
        self.policies.role.push(PolicySource::Unknown(arn.to_owned()));
        self.found.origins.push(Origin::Arn(arn.to_owned()));
        self.found.places.push(Vec::new());
        self.found.unknown.push(missing(arn, what));
    }

    fn supplied(&self, supplied: &SuppliedDocument) -> PolicySource {
        self.document(&supplied.document, &supplied.values)
    }

    fn document(&self, document: &Document, values: &IndexMap<String, Resolved>) -> PolicySource {
        PolicySource::Document(Rc::new(concrete(document, values, self.symbols)))
    }
}

impl SuppliedDocument {
    /// The place of each of its statements.
    pub(super) fn statement_places(&self) -> Vec<Span> {
        let first = self.places.first();
        first.map(|first| places(&self.document, &self.places, *first)).unwrap_or_default()
    }
}

/// The place of each statement: that of its first string, or else `of_grant`.
pub(super) fn places(document: &Document, of_strings: &[Span], of_grant: Span) -> Vec<Span> {
    let mut at = usize::from(document.id.is_some());
    let place = |statement: &Statement<TokenString>| {
        let place = of_strings.get(at).copied().unwrap_or(of_grant);
        at += statement.leaves().count();
        place
    };
    document.statements.iter().map(place).collect()
}

/// A document as IAM sees it, with symbols for what isn't known.
fn concrete(document: &Document, values: &IndexMap<String, Resolved>, symbols: &Symbols) -> Policy<String> {
    let environment = symbols.environment();
    let partition = environment.tokens.partition();
    let key_prefix = environment.key_prefix();
    document.concrete(&WithSymbols { known: Concrete { values, partition, key_prefix }, symbols })
}

struct WithSymbols<'a> {
    known: Concrete<'a>,
    symbols: &'a Symbols<'a>,
}

impl Substitution for WithSymbols<'_> {
    fn piece(&self, part: &Part) -> Piece {
        match self.known.piece(part) {
            Piece::Literal(text) => Piece::Literal(text),
            Piece::Reference(reference) => Piece::Literal(self.symbols.of_reference(&reference)),
        }
    }
}

pub(super) fn missing(arn: &str, what: &str) -> String {
    format!("the document of {what} {} is not in the inputs: supply it under `access.documents`", shown(arn))
}
