//! The policies of a session.

use std::collections::BTreeMap;
use std::rc::Rc;

use crate::iam::evaluate::{Decision, Layers, Request};
use crate::iam::language::{Letter, Symbol};
use crate::iam::{Effect, Policy, Rule};

/// A policy that applies to a session.
#[derive(Clone, Debug)]
pub enum PolicySource {
    /// This document. Characters that stand for symbols are unknown parts of it.
    Document(Rc<Policy<String>>),
    /// This document, of which it isn't known whether it applies. The text says why.
    Possible(Rc<Policy<String>>, String),
    /// A policy whose document is not known: it may allow and deny anything. The text says which policy.
    Unknown(String),
}

/// The prefix of the condition keys that stand for what isn't known of policies, when two versions of them are compared.
pub const UNKNOWN_KEY_PREFIX: &str = "unknown:";

/// The policies of a session: each layer must allow a request, and any can deny it.
#[derive(Clone, Debug, Default)]
pub struct SessionPolicies {
    /// The policies of the role.
    pub role: Vec<PolicySource>,
    /// The permissions boundary.
    pub boundary: Option<PolicySource>,
    /// The policies that Cognito passes when it assumes the role.
    pub session: Option<Vec<PolicySource>>,
}

/// Texts for symbols.
pub type SymbolValues = BTreeMap<Symbol, String>;

/// The rules of a session's policies.
#[derive(Clone, Debug)]
pub struct Rules {
    role: Vec<Vec<Rule>>,
    boundary: Option<Vec<Vec<Rule>>>,
    session: Option<Vec<Vec<Rule>>>,
}

impl SessionPolicies {
    /// The rules of all policies, with texts for the symbols that have one.
    pub fn rules(&self, values: &SymbolValues) -> Rules {
        self.rules_of(|source| source.rules(values))
    }

    /// The rules of all policies for a comparison with other policies: what isn't known is the same in both.
    pub(super) fn comparable_rules(&self, values: &SymbolValues) -> Rules {
        self.rules_of(|source| source.comparable_rules(values))
    }

    fn rules_of(&self, rules: impl Fn(&PolicySource) -> Vec<Rule>) -> Rules {
        Rules {
            role: self.role.iter().map(&rules).collect(),
            boundary: self.boundary.as_ref().map(|source| vec![rules(source)]),
            session: self.session.as_ref().map(|sources| sources.iter().map(&rules).collect()),
        }
    }

    /// The strings of all documents.
    pub fn texts(&self) -> impl Iterator<Item = &str> {
        let session = self.session.iter().flatten();
        let documents =
            self.role.iter().chain(&self.boundary).chain(session).filter_map(|source| match source {
                PolicySource::Document(policy) | PolicySource::Possible(policy, _) => Some(policy),
                PolicySource::Unknown(_) => None,
            });
        documents.flat_map(|policy| policy.leaves()).map(String::as_str)
    }

    /// What isn't known of the policies.
    pub fn unknown(&self) -> impl Iterator<Item = &str> {
        let session = self.session.iter().flatten();
        self.role.iter().chain(session).filter_map(PolicySource::unknown).chain(self.unknown_boundary())
    }

    /// Whether the document of a policy isn't known.
    pub(super) fn has_unknown(&self) -> bool {
        let mut sources = self.role.iter().chain(&self.boundary).chain(self.session.iter().flatten());
        sources.any(|source| matches!(source, PolicySource::Unknown(_)))
    }

    /// The permissions boundary, if it isn't known.
    pub fn unknown_boundary(&self) -> Option<&str> {
        self.boundary.as_ref().and_then(PolicySource::unknown)
    }
}

impl PolicySource {
    fn unknown(&self) -> Option<&str> {
        match self {
            Self::Possible(_, text) | Self::Unknown(text) => Some(text),
            Self::Document(_) => None,
        }
    }

    fn comparable_rules(&self, values: &SymbolValues) -> Vec<Rule> {
        let depends = |label: &str, rule: Rule| {
            let effect = rule.effect.as_str();
            rule.if_equals(&format!("{UNKNOWN_KEY_PREFIX}{label}"), effect)
        };
        match self {
            Self::Document(_) => self.rules(values),
            Self::Possible(policy, label) => {
                let rules = Self::Document(Rc::clone(policy)).rules(values);
                rules.into_iter().map(|rule| depends(label, rule)).collect()
            }
            Self::Unknown(label) => {
                Effect::ALL.map(|effect| depends(label, Rule::of_everything(effect))).to_vec()
            }
        }
    }

    fn rules(&self, values: &SymbolValues) -> Vec<Rule> {
        let compile = |policy: &Policy<String>| match values.is_empty() {
            true => Rule::compile(policy),
            false => Rule::compile(&policy.map(|text| filled(text, values))),
        };
        match self {
            Self::Document(policy) => compile(policy),
            Self::Possible(policy, _) => compile(policy).into_iter().map(Rule::if_unknown).collect(),
            Self::Unknown(_) => Effect::ALL.map(|effect| Rule::of_everything(effect).if_unknown()).to_vec(),
        }
    }
}

impl Rules {
    /// The layers for evaluation.
    pub fn layers(&self) -> Layers<'_> {
        Layers { role: &self.role, boundary: self.boundary.as_deref(), session: self.session.as_deref() }
    }

    /// Whether a request is allowed.
    pub fn decide(&self, request: &Request) -> Decision {
        self.layers().evaluate(request).decision
    }

    /// The rules of each policy, by layer: those of the role come first.
    pub(super) fn into_layers(self) -> impl Iterator<Item = Vec<Vec<Rule>>> {
        std::iter::once(self.role).chain(self.boundary).chain(self.session)
    }
}

/// A string with texts for the symbols that have one.
pub fn filled(text: &str, values: &SymbolValues) -> String {
    let mut filled = String::new();
    for character in text.chars() {
        match symbol_of(character).and_then(|symbol| values.get(&symbol)) {
            Some(value) => filled.push_str(value),
            None => filled.push(character),
        }
    }
    filled
}

pub(super) fn symbol_of(character: char) -> Option<Symbol> {
    match Letter::from(character) {
        Letter::Symbol(symbol) => Some(symbol),
        Letter::Character(_) => None,
    }
}
