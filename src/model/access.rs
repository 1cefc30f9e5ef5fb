//! The access of an environment, for people: its roles, who gets them, and what their policies allow.

use indexmap::IndexMap;

use crate::iam::{self, ConditionBlock, Effect, Elements, Scalar};
use crate::inputs::{Part, Resolved, Token, TokenString};
use crate::model::assignment::assignments;
use crate::model::environment::Environment;
use crate::model::role::{ManagedRole, Role, RoleKind};
use crate::model::view::{AccessCondition, AccessStatement, RoleAccess};
use crate::policy::{Document, Grant};

/// The maximum number of statements in all environments that are described. A README with more is not readable.
const MAX_STATEMENTS: usize = 3_000;

/// Whether the README describes the access of each environment.
pub fn is_described(environments: &[Environment]) -> bool {
    let roles = environments.iter().flat_map(|environment| environment.roles.values());
    let grants = roles.filter_map(Role::managed).flat_map(|role| role.grants.values());
    grants.map(|grant| grant.document.statements.iter().count()).sum::<usize>() <= MAX_STATEMENTS
}

impl Environment {
    /// Its roles, who gets them, and what their policies allow and deny.
    pub fn role_access(&self) -> Vec<RoleAccess> {
        let assignments = assignments(self);
        let partition = self.tokens.partition().id();
        let access = |(key, role): (&String, &Role)| {
            let of_role = assignments.iter().filter(|(role, _)| role == key);
            RoleAccess {
                role: key.clone(),
                assignments: of_role.map(|(_, assignment)| assignment.clone()).collect(),
                ..of_kind(&role.kind, partition)
            }
        };
        self.roles.iter().map(access).collect()
    }
}

fn of_kind(kind: &RoleKind, partition: &'static str) -> RoleAccess {
    let role = match kind {
        RoleKind::Managed(role) => role,
        RoleKind::Existing(arn) => return named(true, arn.source().to_owned()),
    };
    RoleAccess {
        trusted_pools: role.trust.identity_pools.iter().map(|pool| pool.source().to_owned()).collect(),
        managed_policies: role.managed_policies.values().map(|arn| arn.source().to_owned()).collect(),
        permissions_boundary: role.permissions_boundary.as_ref().map(|arn| arn.source().to_owned()),
        statements: statements(role, partition),
        ..named(false, role.name.clone())
    }
}

fn named(existing: bool, identifier: String) -> RoleAccess {
    RoleAccess {
        role: String::new(),
        existing,
        identifier,
        assignments: Vec::new(),
        trusted_pools: Vec::new(),
        managed_policies: Vec::new(),
        permissions_boundary: None,
        statements: Vec::new(),
    }
}

/// What the tokens and values of a grant stand for in an environment.
struct Values<'a> {
    given: &'a IndexMap<String, Resolved>,
    partition: &'static str,
}

fn statements(role: &ManagedRole, partition: &'static str) -> Vec<AccessStatement> {
    let of_grant = |grant: &Grant| statements_of(&grant.document, &grant.key, &grant.values, partition);
    role.grants.values().flat_map(of_grant).collect()
}

/// The statements of a document, with the values of an environment. `policy` is the key of its grant, or its ARN.
pub fn statements_of(
    document: &Document,
    policy: &str,
    values: &IndexMap<String, Resolved>,
    partition: &'static str,
) -> Vec<AccessStatement> {
    let values = Values { given: values, partition };
    document.statements.iter().map(|given| statement(given, policy, &values)).collect()
}

fn statement(given: &iam::Statement<TokenString>, grant: &str, values: &Values) -> AccessStatement {
    let texts =
        |elements: &Elements<TokenString>| elements.patterns().map(|text| values.fill(text)).collect();
    let is_inverted = |elements: &Elements<TokenString>| matches!(elements, Elements::AllBut(_));
    AccessStatement {
        grant: grant.to_owned(),
        denies: given.effect == Effect::Deny,
        actions: texts(&given.actions),
        not_actions: is_inverted(&given.actions),
        resources: texts(&given.resources),
        not_resources: is_inverted(&given.resources),
        conditions: given.conditions.iter().flat_map(|block| conditions(block, values)).collect(),
    }
}

fn conditions(block: &ConditionBlock<TokenString>, values: &Values) -> Vec<AccessCondition> {
    let value = |value: &Scalar<TokenString>| match value {
        Scalar::Text(text) => values.fill(text),
        Scalar::Bool(value) => value.to_string(),
        Scalar::Integer(number) => number.to_string(),
        Scalar::Float(number) => number.to_string(),
    };
    let condition = |(key, given): &(String, iam::Values<Scalar<TokenString>>)| AccessCondition {
        key: key.clone(),
        operator: block.operator.spelling().to_owned(),
        values: given.iter().map(value).collect(),
    };
    block.keys.iter().map(condition).collect()
}

impl Values<'_> {
    /// A string with the values of the environment. `{identity}` remains, and references are written as Terraform's
    /// templates write them.
    fn fill(&self, text: &TokenString) -> String {
        TokenString::from_parts(text.parts().iter().map(|part| self.filled(part))).source()
    }

    fn filled(&self, part: &Part) -> Part {
        let value = match part {
            Part::Literal(_) | Part::Token(Token::Identity) => None,
            Part::Token(Token::Partition) => Some(self.partition.to_owned()),
            Part::Token(token) => self.text_of(token.word()),
            Part::Value(name) => self.text_of(name),
        };
        value.map_or_else(|| part.clone(), Part::Literal)
    }

    fn text_of(&self, name: &str) -> Option<String> {
        Some(match self.given.get(name)? {
            Resolved::Known(value) => value.clone(),
            Resolved::Reference(reference) => format!("${{{reference}}}"),
        })
    }
}
