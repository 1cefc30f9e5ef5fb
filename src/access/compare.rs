//! What access a change to the inputs gives and takes away.

use std::collections::BTreeSet;

use crate::access::comparison::{AccessChange, Change, Comparison, Subject};
use crate::access::reasons::open_reasons;
use crate::access::request_text::{IdentityId, Piece, RequestText};
use crate::access::requests::region;
use crate::access::role_policies::RolePolicies;
use crate::access::role_reference::RoleReference;
use crate::access::roles::Roles;
use crate::access::sign_in::{SignIn, sign_ins};
use crate::access::symbols::Symbols;
use crate::access::version::{Side, Version, anybody};
use crate::iam::sets::{
    self, Binding, Bindings, OpenReason, OpenReasons, Proof, Sessions, UNKNOWN_KEY_PREFIX,
};
use crate::iam::{Effect, Pattern, Rule};

/// Compares an environment with what it was before; `None` if it is new.
pub fn compare(old: Option<Version>, new: Version) -> Comparison {
    let symbols = Symbols::of(new.environment);
    let before = old.map(|old| (old, Symbols::sharing(&symbols, old.environment)));
    let comparing = Comparing {
        new: Side { version: new, symbols: &symbols, other: old.map(|old| old.environment) },
        old: before.as_ref().map(|(old, symbols)| Side {
            version: *old,
            symbols,
            other: Some(new.environment),
        }),
    };
    let mut changes = comparing.roles();
    let ways = comparing.ways_to_sign_in();
    changes.extend(ways.iter().flat_map(|way| comparing.sign_in(way)));
    changes.retain(|change| !change.gained.is_nothing() || !change.lost.is_nothing());
    let picked = ways.iter().filter_map(|way| comparing.other_pick(way)).collect();
    Comparison { environment: new.environment.key().to_owned(), changes, picked }
}

struct Comparing<'a> {
    new: Side<'a>,
    old: Option<Side<'a>>,
}

/// A role in one version.
type RoleOf<'a> = (&'a Side<'a>, RoleReference);

impl<'a> Comparing<'a> {
    /// The changes for each role, matched by its key or its previous one.
    fn roles(&'a self) -> Vec<AccessChange> {
        let new = &self.new.version.environment.roles;
        let old = self.old.as_ref().map(|old| &old.version.environment.roles);
        let kept = new.keys().map(|key| {
            let before = self.before(key).map(|key| (self.old.as_ref(), key));
            let before = before.and_then(|(old, key)| Some((old?, RoleReference::Declared(key))));
            let after = (&self.new, RoleReference::Declared(key.clone()));
            self.change(Subject::Role(key.clone()), Some(after), before.as_slice())
        });
        let is_kept = |key: &String| new.keys().any(|new| self.before(new).as_ref() == Some(key));
        let removed = old.into_iter().flat_map(|old| old.keys()).filter(|key| !is_kept(key));
        let removed = removed.filter_map(|key| {
            let before = (self.old.as_ref()?, RoleReference::Declared(key.clone()));
            Some(self.change(Subject::Role(key.clone()), None, &[before]))
        });
        kept.chain(removed).collect()
    }

    /// The key that a role had.
    fn before(&self, key: &str) -> Option<String> {
        let old = self.old.as_ref()?.version.environment;
        self.new.version.environment.previous_role_key(key, old).map(str::to_owned)
    }

    fn ways_to_sign_in(&self) -> Vec<SignIn> {
        let old = self.old.as_ref().map(|old| old.version.environment);
        sign_ins(old, self.new.version.environment)
    }

    fn roles_before(&self, way: &SignIn) -> Option<Roles> {
        let old = self.old.as_ref()?.version.environment;
        way.before(old, self.new.version.environment).roles(old)
    }

    fn obtainable(&self, way: &SignIn) -> (Vec<RoleReference>, Vec<RoleReference>) {
        let of = |roles: Option<Roles>| -> Vec<RoleReference> {
            roles.into_iter().flat_map(|roles| roles.obtainable).map(|obtainable| obtainable.role).collect()
        };
        (of(self.roles_before(way)), of(way.roles(self.new.version.environment)))
    }

    /// The changes for users who sign in this way, through roles that they couldn't get before, or can't get any more.
    fn sign_in(&'a self, way: &SignIn) -> Vec<AccessChange> {
        let (before, after) = self.obtainable(way);
        let before_key = |role: &RoleReference| match role {
            RoleReference::Declared(key) => {
                self.before(key).map_or_else(|| role.clone(), RoleReference::Declared)
            }
            RoleReference::Undeclared(_) => role.clone(),
        };
        let sides = |side: Option<&'a Side<'a>>, roles: &[RoleReference]| -> Vec<RoleOf<'a>> {
            side.into_iter().flat_map(|side| roles.iter().map(move |role| (side, role.clone()))).collect()
        };
        let (all_before, all_after) = (sides(self.old.as_ref(), &before), sides(Some(&self.new), &after));
        let subject = |role: &RoleReference| Subject::SignIn {
            way: way.to_string(),
            role: role.key_or_arn().to_owned(),
        };
        let gained =
            after.iter().filter(|role| !before.contains(&before_key(role))).map(|role| AccessChange {
                subject: subject(role),
                gained: self.gained(&(&self.new, role.clone()), &all_before),
                lost: Change::Nothing,
            });
        let unknown = self.old.as_ref().and_then(|old| {
            way.unknown_users(old.version.environment)
                .or_else(|| way.unknown_users(self.new.version.environment))
        });
        let of_others = unknown.iter().flat_map(|why| {
            let known = after.iter().filter(|role| before.contains(&before_key(role)));
            known.map(|role| AccessChange {
                subject: subject(role),
                gained: Change::Undecided(vec![why.clone()]),
                lost: Change::Nothing,
            })
        });
        let kept: Vec<RoleReference> = after.iter().map(before_key).collect();
        let lost = before.iter().filter(|role| !kept.contains(role)).filter_map(|role| {
            let old = (self.old.as_ref()?, role.clone());
            Some(AccessChange {
                subject: subject(role),
                gained: Change::Nothing,
                lost: self.gained(&old, &all_after),
            })
        });
        gained.chain(of_others).chain(lost).collect()
    }

    /// The way, and the roles that AWS picks before and after, if they differ although the same ones can be had.
    fn other_pick(&self, way: &SignIn) -> Option<(String, String, String)> {
        let before = self.roles_before(way)?;
        let after = way.roles(self.new.version.environment)?;
        let keys = |roles: &Roles| {
            roles.obtainable.iter().map(|one| one.role.key_or_arn().to_owned()).collect::<BTreeSet<_>>()
        };
        let is_other = keys(&before) == keys(&after) && before.picked != after.picked;
        is_other.then(|| (way.to_string(), before.picked.to_string(), after.picked.to_string()))
    }

    fn change(&self, subject: Subject, after: Option<RoleOf<'a>>, before: &[RoleOf<'a>]) -> AccessChange {
        let gained = after.as_ref().map_or(Change::Nothing, |after| self.gained(after, before));
        let lost = before.iter().map(|before| self.gained(before, after.as_slice()));
        AccessChange { subject, gained, lost: lost.into_iter().next().unwrap_or(Change::Nothing) }
    }

    /// What the sessions of a role can do that none of the others can.
    fn gained(&self, (side, role): &RoleOf, others: &[RoleOf]) -> Change {
        let policies = side.policies(role);
        let others: Vec<(RolePolicies, &RoleOf)> =
            others.iter().map(|other| (other.0.policies(&other.1), other)).collect();
        let mut keys: BTreeSet<String> = keys_of(&policies);
        keys.extend(others.iter().flat_map(|(policies, _)| keys_of(policies)));
        let sessions = side.sessions(role, &policies, &keys);
        let before: Vec<Sessions> =
            others.iter().map(|(policies, (side, role))| side.sessions(role, policies, &keys)).collect();
        let all = std::iter::once(&policies).chain(others.iter().map(|(policies, _)| policies));
        let question = self.everything(all.flat_map(|policies| policies.policies.statements.iter()));
        let is_known = !keys.iter().any(|key| key.starts_with(UNKNOWN_KEY_PREFIX));
        let mut known = question.clone();
        for (label, binding) in assumed(&policies, &others) {
            known.bindings.set(&format!("{UNKNOWN_KEY_PREFIX}{label}"), binding);
        }
        let open = match known.nothing_gained(&sessions, &before) {
            Proof::Refuted(witness) => return Change::Request(side.shown(role, &policies, &witness)),
            Proof::Holds if is_known => return Change::Nothing,
            Proof::Holds => OpenReasons::new(),
            Proof::Open(reasons) => reasons,
        };
        match question.nothing_gained(&sessions, &before) {
            Proof::Holds => Change::Nothing,
            Proof::Refuted(_) | Proof::Open(_) => Change::Undecided(reasons(&policies, &others, &open)),
        }
    }

    /// All requests of a user's sessions, whose policies have these statements.
    fn everything<'s>(&self, rules: impl IntoIterator<Item = &'s Rule>) -> sets::Question {
        let symbols = self.new.symbols;
        let id = RequestText::of([Piece::IdentityId(IdentityId::Caller)]);
        let environment = self.new.version.environment;
        let mut bindings = Bindings::default();
        let id = Binding::Values(vec![symbols.word(&id, &anybody(environment).name)]);
        bindings.set(&format!("{}:sub", environment.key_prefix()), id);
        sets::Question {
            resource: "*".to_owned(),
            usual_resources: symbols.usual_resources(),
            region: region(&Pattern::parse("*"), &Pattern::parse("*")),
            bindings,
            multivalued: symbols.multivalued(rules),
        }
    }
}

fn reasons(policies: &RolePolicies, others: &[(RolePolicies, &RoleOf)], open: &OpenReasons) -> Vec<String> {
    let unknown = policies.unknown.iter().chain(others.iter().flat_map(|(policies, _)| &policies.unknown));
    let unknown: BTreeSet<&String> = unknown.collect();
    if !unknown.is_empty() {
        return unknown.into_iter().cloned().collect();
    }
    // What both have cancels out.
    let labels = |policies: &RolePolicies| policies.policies.sources.unknown().map(str::to_owned).collect();
    let own: BTreeSet<String> = labels(policies);
    let of_others: BTreeSet<String> = others.iter().flat_map(|(other, _)| labels(other)).collect();
    let possible = own.symmetric_difference(&of_others).cloned().map(OpenReason::Possible);
    open_reasons(&open.iter().cloned().chain(possible).collect())
}

/// What is assumed of policies that aren't known, so that a gain is one whatever they are: the others may allow anything. A policy
/// that both have is assumed to allow and deny nothing, and a boundary that both have, to limit nothing.
fn assumed<'a>(policies: &'a RolePolicies, others: &'a [(RolePolicies, &RoleOf)]) -> Vec<(&'a str, Binding)> {
    let own: Vec<&str> = policies.policies.sources.unknown().collect();
    let of_others: Vec<&str> =
        others.iter().flat_map(|(other, _)| other.policies.sources.unknown()).collect();
    let boundary = policies.policies.sources.unknown_boundary();
    let binding = |label: &str| {
        let is_shared = own.contains(&label) && of_others.contains(&label);
        let may_allow = if is_shared { boundary == Some(label) } else { of_others.contains(&label) };
        if may_allow { Binding::text(Effect::Allow.as_str()) } else { Binding::Absent }
    };
    own.iter().chain(&of_others).map(|label| (*label, binding(label))).collect()
}

fn keys_of(policies: &RolePolicies) -> BTreeSet<String> {
    let known = &policies.policies.statements;
    let unknown = policies
        .policies
        .sources
        .unknown()
        .map(|label| format!("{UNKNOWN_KEY_PREFIX}{label}").to_lowercase());
    known.keys().into_iter().map(str::to_owned).chain(unknown).filter(|key| !key.is_empty()).collect()
}
