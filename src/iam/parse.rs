//! The parser of policies, for statements in the inputs, policy files and grant kinds.
//!
//! Like all readers, it continues after reporting a problem. The result is complete only if nothing was
//! reported.

mod conditions;
mod elements;
mod misplaced;

use std::collections::HashMap;

use crate::aws::{Partition, names, shown};
use crate::iam::check::{self, Conditions};
use crate::iam::element::{self, ACTION, EFFECT, NOT_ACTION, NOT_RESOURCE, RESOURCE, SID, STATEMENT};
use crate::iam::grammar::{action_refusal, character_refusal, resource_refusal};
use crate::iam::{Effect, Pattern, Policy, Statement, Unknown, Values, Version};
use crate::source::{Code, Diagnostic, Diagnostics, Span};
use crate::tree::{
    Map, Node, is_misspelled, is_reported, missing_key, quoted_list, unknown_key, unknown_word, wrong_type,
};

/// Parses the strings of a policy to leaves.
pub trait ParseLeaf {
    /// The type of the leaves.
    type Leaf;

    /// The leaves for a string: one, or several if it is a template that contains a list. `place` says in place of which
    /// reference it is.
    ///
    /// # Errors
    /// The diagnostic if the string is invalid.
    fn parse(
        &self,
        text: &str,
        place: Option<ReferencePlace>,
        span: Span,
    ) -> Result<Vec<Self::Leaf>, Diagnostic>;

    /// The string of a leaf, if it contains no unknown values.
    fn known<'a>(&self, leaf: &'a Self::Leaf) -> Option<&'a str>;

    /// The leaf as a pattern, with unknown values as symbols.
    fn pattern(&self, leaf: &Self::Leaf) -> Pattern<Unknown>;

    /// The leaf for a map that stands for a string, such as a reference to a resource. If it is invalid, that has been
    /// reported. `None` if the policies can't contain such maps.
    fn reference(&self, _: &Node, _: ReferencePlace) -> Option<Self::Leaf> {
        None
    }
}

/// Where a policy can contain a reference instead of a string.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReferencePlace {
    /// In `Resource` or `NotResource`.
    Resource,
    /// In a condition.
    ConditionValue,
}

/// A parser of policies.
pub struct Parser<'a, P> {
    leaves: &'a P,
    partition: Option<Partition>,
    principal: Option<&'a str>,
    checks_actions: bool,
    has_optional_parts: bool,
    diagnostics: &'a Diagnostics,
}

impl<'a, P: ParseLeaf> Parser<'a, P> {
    /// A parser that parses leaves with `leaves` and reports to `diagnostics`.
    pub fn new(leaves: &'a P, diagnostics: &'a Diagnostics) -> Self {
        Self {
            leaves,
            partition: None,
            principal: None,
            checks_actions: true,
            has_optional_parts: false,
            diagnostics,
        }
    }

    /// The same parser, for policies in this partition.
    pub fn in_partition(self, partition: Partition) -> Self {
        Self { partition: Some(partition), ..self }
    }

    /// The same parser, for policies of roles whose users have the condition keys of identity pools with this prefix.
    pub fn for_users_of(self, principal: &'a str) -> Self {
        Self { principal: Some(principal), ..self }
    }

    /// The same parser, for statements that are known to have an effect.
    pub fn without_catalogue(self) -> Self {
        Self { checks_actions: false, ..self }
    }

    /// The same parser, for statements with parts of which a policy has only some: a condition may not be in a policy
    /// with each of the actions.
    pub fn with_optional_parts(self) -> Self {
        Self { has_optional_parts: true, ..self }
    }

    /// Parses a policy document.
    pub fn policy(&self, node: &Node) -> Option<Policy<P::Leaf>> {
        let map = self.map(node, &element::POLICY_ELEMENTS)?;
        let id = node.get(element::ID).and_then(|id| self.leaf(id));
        let version = node.get(element::VERSION).and_then(|version| self.version(version));
        let Some(statements) = node.get(STATEMENT) else {
            self.report_missing(map, STATEMENT, "a list of statements", &element::POLICY_ELEMENTS, node.span);
            return None;
        };
        Some(Policy { version, id, statements: self.one_or_more_statements(statements, node.span)? })
    }

    /// Parses a list of statements.
    pub fn statements(&self, node: &Node) -> Option<Vec<Statement<P::Leaf>>> {
        let items = node.as_list().or_else(|| self.refuse(node, "a list"))?;
        self.listed_statements(items, node.span)
    }

    /// Parses a statement.
    pub fn statement(&self, node: &Node) -> Option<Statement<P::Leaf>> {
        let errors = self.diagnostics.errors();
        let map = self.map(node, &element::STATEMENT_ELEMENTS)?;
        let sid = node.get(SID).and_then(|sid| self.sid(sid));
        let effect = self.effect(map, node.span);
        let actions = self.elements(map, effect, [ACTION, NOT_ACTION], &action_refusal);
        let resource_refusal = |text: &str, resource: &Pattern<Unknown>, span| {
            resource_refusal(text, resource, self.partition, span)
        };
        let resources = self.elements(map, effect, [RESOURCE, NOT_RESOURCE], &resource_refusal);
        let conditions = match node.get(element::CONDITION) {
            Some(node) => self.conditions(node),
            None => Some(Vec::new()),
        };
        let (actions, written_actions) = actions?.unzip();
        let (resources, written_resources) = resources?.unzip();
        if self.checks_actions && self.diagnostics.errors() == errors {
            let conditions =
                node.get(element::CONDITION).map(|node| Conditions { node, principal: self.principal });
            let effect = effect.map(|(effect, _)| effect).filter(|_| !self.has_optional_parts);
            check::statement(effect, &written_actions, &written_resources, conditions, self.diagnostics);
        }
        Some(Statement { sid, effect: effect?.0, actions, resources, conditions: conditions? })
    }

    fn version(&self, node: &Node) -> Option<Version> {
        let text = self.text(node)?;
        let version = Version::ALL.into_iter().find(|version| version.as_str() == text);
        if version.is_none() {
            self.diagnostics.push(unknown_word(text, node.span, &Version::ALL.map(Version::as_str)));
        }
        version
    }

    /// IAM also accepts a single statement that isn't in a list.
    fn one_or_more_statements(&self, node: &Node, policy: Span) -> Option<Values<Statement<P::Leaf>>> {
        match node.as_list() {
            Some(items) => self.listed_statements(items, policy).map(Values::list),
            None => self.statement(node).map(Values::one),
        }
    }

    /// The statements of a list; `None` if one is invalid, after all were parsed.
    fn listed_statements(&self, items: &[Node], at: Span) -> Option<Vec<Statement<P::Leaf>>> {
        if items.is_empty() {
            self.diagnostics.push(
                Diagnostic::at(at, Code::BadPolicy, "no statements: IAM rejects an empty policy")
                    .help("add a statement, or remove the grant"),
            );
        }
        self.refuse_equal_sids(items);
        all(items.iter().map(|item| self.statement(item)))
    }

    fn refuse_equal_sids(&self, statements: &[Node]) {
        let mut seen: HashMap<&str, Span> = HashMap::new();
        let sids = statements.iter().filter_map(|statement| statement.get(SID));
        let sids = sids.filter_map(|node| Some((node.as_text()?, node.span)));
        for (sid, span) in sids.filter(|(sid, _)| !sid.is_empty()) {
            if let Some(first) = seen.insert(sid, span) {
                let message = format!("duplicate Sid {}", shown(sid));
                self.diagnostics.push(
                    Diagnostic::at(span, Code::BadPolicy, message)
                        .related(first, "first here")
                        .help("each Sid in a policy document must be unique"),
                );
            }
        }
    }

    /// An empty Sid is none: the console and older versions of Terraform's AWS provider write several of them. Sids with
    /// tokens are not checked, as their values aren't known here.
    fn sid(&self, node: &Node) -> Option<P::Leaf> {
        if node.as_text() == Some("") {
            return None;
        }
        let sid = self.leaf(node)?;
        if let Some(Err(refusal)) = self.leaves.known(&sid).map(|text| names::SID.check(text)) {
            self.diagnostics.push(refusal.at(node.span));
        }
        Some(sid)
    }

    /// The effect, with its span.
    fn effect(&self, map: &Map, statement: Span) -> Option<(Effect, Span)> {
        let known = Effect::ALL.map(Effect::as_str);
        let expected = format!("one of {}", quoted_list(known));
        let Some(entry) = map.get(EFFECT) else {
            self.report_missing(map, EFFECT, &expected, &element::STATEMENT_ELEMENTS, statement);
            return None;
        };
        let Some(word) = entry.node.as_text() else { return self.refuse(&entry.node, &expected) };
        let effect = Effect::ALL.into_iter().find(|effect| effect.as_str() == word);
        if effect.is_none() {
            self.diagnostics.push(unknown_word(word, entry.node.span, &known));
        }
        Some((effect?, entry.node.span))
    }

    /// IAM accepts a single value wherever it accepts a list.
    fn one_or_more<'n, T>(
        &self,
        node: &'n Node,
        read: impl Fn(&'n Node) -> Option<Vec<T>>,
    ) -> Option<Values<T>> {
        match node.as_list() {
            Some(items) => Some(Values::list(all(items.iter().map(read))?.into_iter().flatten().collect())),
            None => read(node).map(Values::one_or_list),
        }
    }

    /// The leaf for a string.
    fn leaf(&self, node: &Node) -> Option<P::Leaf> {
        self.leaves_of(self.text(node)?, None, node.span)?.into_iter().next()
    }

    /// The leaf for a node that refers to something, if the place and the policy allow that.
    fn reference(&self, node: &Node, place: ReferencePlace) -> Option<P::Leaf> {
        node.as_map().filter(|_| !is_reported(node))?;
        self.leaves.reference(node, place)
    }

    fn leaves_of(&self, text: &str, place: Option<ReferencePlace>, span: Span) -> Option<Vec<P::Leaf>> {
        self.report(character_refusal(text, span));
        self.leaves.parse(text, place, span).map_err(|diagnostic| self.diagnostics.push(diagnostic)).ok()
    }

    fn text<'n>(&self, node: &'n Node) -> Option<&'n str> {
        node.as_text().or_else(|| self.refuse(node, "a string"))
    }

    fn entries<'n>(&self, node: &'n Node) -> Option<&'n Map> {
        node.as_map().or_else(|| self.refuse(node, "a map"))
    }

    /// A map; keys that aren't `known` are reported.
    fn map<'n>(&self, node: &'n Node, known: &[&'static str]) -> Option<&'n Map> {
        let Some(map) = node.as_map() else {
            return self.refuse(node, &format!("a map of {}", quoted_list(known)));
        };
        for (key, entry) in map.iter().filter(|(key, _)| !known.contains(&key.as_str())) {
            self.diagnostics.push_one_of_many(Code::UnknownKey, entry.key, || {
                let unknown = unknown_key(key, entry.key, known);
                if element::PRINCIPALS.contains(&key.as_str()) { unknown.help(NO_PRINCIPAL) } else { unknown }
            });
        }
        Some(map)
    }

    fn report_missing(&self, map: &Map, key: &str, expected: &str, known: &[&'static str], at: Span) {
        if !is_misspelled(key, map, known) {
            let help = format!("`{key}` takes {expected}");
            self.diagnostics.push(missing_key(key, at).help(help));
        }
    }

    fn report(&self, refusal: Option<Diagnostic>) {
        refusal.into_iter().for_each(|refusal| self.diagnostics.push(refusal));
    }

    fn refuse<T>(&self, node: &Node, expected: &str) -> Option<T> {
        if !is_reported(node) {
            self.diagnostics.push(wrong_type(node, expected));
        }
        None
    }
}

const NO_PRINCIPAL: &str = "remove it: the policy of a role applies to the role, and only policies of resources and trust name principals";

/// All results; `None` if one is missing. Each is computed, so that every problem is reported.
fn all<T>(results: impl Iterator<Item = Option<T>>) -> Option<Vec<T>> {
    let results: Vec<Option<T>> = results.collect();
    results.into_iter().collect()
}
