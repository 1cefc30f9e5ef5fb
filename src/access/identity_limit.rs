//! Grants that reach what another grant keeps for each identity.

use std::collections::BTreeSet;
use std::rc::Rc;

use crate::access::documents::Documents;
use crate::access::request_text::{IdentityId, Piece, RequestText};
use crate::access::role_policies::{Origin, RolePolicies};
use crate::access::role_reference::RoleReference;
use crate::access::symbols::Symbols;
use crate::aws::condition_keys::MULTIVALUED_OF_SERVICES;
use crate::iam::language::{Automaton, Budget, Certainty, Exhausted, Membership};
use crate::iam::sets::{Binding, Bindings, Constraint, PolicySource, Region, Search};
use crate::iam::{Effect, Pattern, Rule};
use crate::model::Environment;

/// A grant of a role: both keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct RoleGrant<'a> {
    /// The key of the role.
    pub role: &'a str,
    /// The key of the grant.
    pub grant: &'a str,
}

/// The steps that the comparison of two grants may take. If that isn't enough, nothing is claimed.
const MAX_STEPS: usize = 50_000;

/// Actions whose results other statements limit, such as to the prefix of a listing.
const LISTINGS: &str = "s3:List*";

/// Whether one grant certainly allows, on all resources that another one keeps for each identity, something that this one
/// allows to their owner; without regard to what the role is denied in part.
pub fn reaches_others(
    reaching: RoleGrant,
    keeping: RoleGrant,
    environment: &Environment,
    documents: &Documents,
) -> bool {
    let symbols = Symbols::of(environment);
    let policies_of = |grant: RoleGrant| {
        RolePolicies::of(&RoleReference::Declared(grant.role.to_owned()), documents, &[], &symbols)
    };
    let (theirs, owners) = (policies_of(reaching), policies_of(keeping));
    let sessions = UserBindings {
        own: session(IdentityId::Caller, &symbols),
        other: session(IdentityId::Other, &symbols),
    };
    let denied: Vec<Region> = rules(&theirs).filter_map(|rule| sessions.denied(&rule)).collect();
    let kept = rules_of(&owners, keeping.grant).into_iter().filter(|rule| rule.effect == Effect::Allow);
    let kept: Vec<Region> = kept.filter_map(|rule| sessions.kept(&rule)).collect();
    rules_of(&theirs, reaching.grant)
        .iter()
        .filter_map(|rule| sessions.allowed(rule))
        .any(|allowed| kept.iter().any(|kept| covers(&allowed, kept, &denied).unwrap_or(false)))
}

/// What is known of the sessions of a user, and of another one.
struct UserBindings {
    own: Bindings,
    other: Bindings,
}

impl UserBindings {
    /// What a statement lets only another identity do.
    fn kept(&self, rule: &Rule) -> Option<Region> {
        let theirs = Region::of_rule(rule, &self.other, Certainty::Certain)?;
        let own = Region::of_rule(rule, &self.own, Certainty::Possible)?;
        let is_other = search(&multivalued(), &Budget::of(MAX_STEPS)).outside(&theirs, &[own]);
        is_other.ok().flatten()?;
        let mut theirs = theirs;
        let listings = Automaton::ignoring_case([&Pattern::parse(LISTINGS)]);
        let listings =
            Membership { automaton: Rc::new(listings), certainty: Certainty::Certain, is_inside: false };
        theirs.add(Constraint::Action(listings));
        Some(theirs)
    }

    fn allowed(&self, rule: &Rule) -> Option<Region> {
        let allowed = Region::of_rule(rule, &self.own, Certainty::Certain);
        allowed.filter(|_| rule.effect == Effect::Allow)
    }

    fn denied(&self, rule: &Rule) -> Option<Region> {
        let denied = Region::of_rule(rule, &self.own, Certainty::Possible);
        denied.filter(|_| rule.effect == Effect::Deny)
    }
}

/// Whether a region has all requests of another one for some actions, none of which may be denied.
fn covers(allowed: &Region, kept: &Region, denied: &[Region]) -> Result<bool, Exhausted> {
    let (multivalued, budget) = (multivalued(), Budget::of(MAX_STEPS));
    let search = search(&multivalued, &budget);
    let mut both = kept.clone();
    both.extend(allowed.constraints().filter(|one| matches!(one, Constraint::Action(_))));
    if search.is_empty(&both)? || search.outside(&both, std::slice::from_ref(allowed))?.is_some() {
        return Ok(false);
    }
    for denied in denied {
        if !search.is_empty(&both.intersection(denied))? {
            return Ok(false);
        }
    }
    Ok(true)
}

fn search<'a>(multivalued: &'a BTreeSet<Rc<str>>, budget: &'a Budget) -> Search<'a> {
    Search { multivalued, budget }
}

fn multivalued() -> BTreeSet<Rc<str>> {
    MULTIVALUED_OF_SERVICES.iter().map(|key| Rc::from(key.to_lowercase())).collect()
}

fn session(id: IdentityId, symbols: &Symbols) -> Bindings {
    let id = symbols.word(&RequestText::of([Piece::IdentityId(id)]), "identity");
    let mut bindings = Bindings::default();
    bindings.set(&format!("{}:sub", symbols.environment().key_prefix()), Binding::Values(vec![id]));
    bindings
}

/// The statements of a role's policies, as far as they are known.
fn rules(policies: &RolePolicies) -> impl Iterator<Item = Rule> {
    policies.policies.sources.role.iter().flat_map(of_source)
}

/// The statements of the policy of a grant.
fn rules_of(policies: &RolePolicies, grant: &str) -> Vec<Rule> {
    let origins = policies.origins.iter().zip(&policies.policies.sources.role);
    let of_grant = origins.filter(|(origin, _)| matches!(origin, Origin::Grant(key) if key == grant));
    of_grant.flat_map(|(_, source)| of_source(source)).collect()
}

fn of_source(source: &PolicySource) -> Vec<Rule> {
    match source {
        PolicySource::Document(policy) | PolicySource::Possible(policy, _) => Rule::compile(policy),
        PolicySource::Unknown(_) => Vec::new(),
    }
}
