//! A version of an environment in a comparison: the sessions of its roles.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use indexmap::IndexMap;

use crate::access::answer::{Evaluator, Failure};
use crate::access::caller::{Caller, CallerTags};
use crate::access::documents::Documents;
use crate::access::results::Example;
use crate::access::role_policies::RolePolicies;
use crate::access::role_reference::RoleReference;
use crate::access::roles::Roles;
use crate::access::session::PRINCIPAL_TAG;
use crate::access::symbols::Symbols;
use crate::aws::providers::DEFAULT_PRINCIPAL_TAGS;
use crate::iam::sets::{Binding, Sessions, Witness};
use crate::model::{Environment, GUEST};

/// A version of an environment.
#[derive(Clone, Copy)]
pub struct Version<'a> {
    /// The environment.
    pub environment: &'a Environment,
    /// The documents that the inputs supply.
    pub documents: &'a Documents,
    /// Why other policies than those of the inputs may apply.
    pub manual_changes: &'a [String],
}

/// A version with what isn't known about it.
pub(super) struct Side<'a> {
    pub version: Version<'a>,
    pub symbols: &'a Symbols<'a>,
    /// The environment in the other version, if it has it.
    pub other: Option<&'a Environment>,
}

impl Side<'_> {
    pub(super) fn policies(&self, role: &RoleReference) -> RolePolicies {
        let Version { documents, manual_changes, .. } = self.version;
        RolePolicies::of(role, documents, manual_changes, self.symbols).most_permissive().into_owned()
    }

    pub(super) fn shown(&self, role: &RoleReference, policies: &RolePolicies, witness: &Witness) -> Example {
        let of_role = |_: &RoleReference| Rc::new(policies.clone());
        let evaluator = Evaluator::new(self.symbols, &of_role);
        let caller = anybody(self.version.environment);
        evaluator.shown(Failure::Request { role: role.clone(), witness: Box::new(witness.clone()) }, &caller)
    }

    /// The sessions of a role, as far as the condition keys matter.
    pub(super) fn sessions(
        &self,
        role: &RoleReference,
        policies: &RolePolicies,
        keys: &BTreeSet<String>,
    ) -> Sessions {
        let environment = self.version.environment;
        let caller = anybody(environment);
        let session = caller.session(role, environment);
        let is_guest = *role == RoleReference::Declared(GUEST.to_owned());
        let mapped = if is_guest { BTreeMap::new() } else { mapped_tags(environment) };
        let other = self.other.map(mapped_tags).unwrap_or_default();
        let may_have_others = environment.identity_pool.developer_provider.is_some() && !is_guest;
        let mut sessions = Sessions { policies: policies.policies.sources.clone(), ..Sessions::default() };
        for key in keys.iter().filter(|key| !key.ends_with(":sub")) {
            let tag = key.strip_prefix(PRINCIPAL_TAG);
            let binding = match (tag.and_then(|tag| mapped.get(tag)), session.keys.get(key)) {
                // The claim has the same value in both versions, unless the tag is taken from another one.
                (Some(from), _) if tag.is_none_or(|tag| other.get(tag).is_none_or(|other| other == from)) => {
                    None
                }
                (Some(from), _) => {
                    Some(Binding::text(&self.symbols.unknown(&format!("the tag from {}", from.join(", ")))))
                }
                (None, Some(known)) if known.is_complete => Some(Binding::Values(
                    known.values.iter().map(|value| self.symbols.word(value, &caller.name)).collect(),
                )),
                (None, None) if tag.is_some() && !may_have_others => Some(Binding::Absent),
                (None, Some(_) | None) => None,
            };
            binding.into_iter().for_each(|binding| sessions.bindings.set(key, binding));
        }
        sessions
    }
}

/// The principal tags that come from claims, in lowercase, with the providers and their claims.
fn mapped_tags(environment: &Environment) -> BTreeMap<String, Vec<String>> {
    let mut tags: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (provider, mapping) in &environment.principal_tags {
        let defaults = DEFAULT_PRINCIPAL_TAGS.iter().filter(|_| mapping.tags.is_empty());
        let defaults = defaults.map(|tag| (*tag, "default"));
        let own = mapping.tags.iter().map(|(tag, claim)| (tag.as_str(), claim.as_str()));
        for (tag, claim) in defaults.chain(own) {
            tags.entry(tag.to_lowercase()).or_default().push(format!("`{claim}` of `{provider}`"));
        }
    }
    tags
}

/// A user of whom nothing is known.
pub(super) fn anybody(environment: &Environment) -> Caller {
    Caller {
        name: "identity".to_owned(),
        logins: Vec::new(),
        roles: Roles::of(&[], &IndexMap::new(), environment),
        tags: CallerTags::Only(IndexMap::new()),
    }
}
