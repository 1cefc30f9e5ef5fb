//! Writes policies as HCL and JSON, with the elements in the order of IAM's grammar.

use serde_json::{Map, Number, Value as Json};

use crate::hcl::Expression;
use crate::iam::element::{self, ACTION, NOT_ACTION, NOT_RESOURCE, RESOURCE};
use crate::iam::{ConditionBlock, Elements, Policy, Scalar, Statement, Values};

/// Converts a policy to an HCL object.
pub fn to_hcl(policy: &Policy<Expression>) -> Expression {
    write(policy)
}

/// Converts a policy to JSON for IAM.
pub fn to_json(policy: &Policy<String>) -> Json {
    write(policy)
}

/// An output format.
trait Target: Sized {
    type Leaf: Clone;
    fn leaf(leaf: &Self::Leaf) -> Self;
    fn text(text: &str) -> Self;
    fn bool(value: bool) -> Self;
    fn integer(number: i64) -> Self;
    fn float(number: f64) -> Self;
    fn list(items: Vec<Self>) -> Self;
    fn object(entries: Vec<(String, Self)>) -> Self;
}

fn write<W: Target>(policy: &Policy<W::Leaf>) -> W {
    let mut entries = Vec::new();
    let mut add = |key: &str, value: Option<W>| entries.extend(value.map(|value| (key.to_owned(), value)));
    add(element::VERSION, policy.version.map(|version| W::text(version.as_str())));
    add(element::ID, policy.id.as_ref().map(W::leaf));
    add(element::STATEMENT, Some(values(&policy.statements, statement)));
    W::object(entries)
}

fn statement<W: Target>(statement: &Statement<W::Leaf>) -> W {
    let mut entries = Vec::new();
    entries.extend(statement.sid.as_ref().map(|sid| (element::SID.to_owned(), W::leaf(sid))));
    entries.push((element::EFFECT.to_owned(), W::text(statement.effect.as_str())));
    entries.push(elements([ACTION, NOT_ACTION], &statement.actions));
    entries.push(elements([RESOURCE, NOT_RESOURCE], &statement.resources));
    if !statement.conditions.is_empty() {
        let conditions = statement.conditions.iter().map(condition);
        entries.push((element::CONDITION.to_owned(), W::object(conditions.collect())));
    }
    W::object(entries)
}

fn elements<W: Target>([only, all_but]: [&str; 2], elements: &Elements<W::Leaf>) -> (String, W) {
    match elements {
        Elements::Only(patterns) => (only.to_owned(), values(patterns, W::leaf)),
        Elements::AllBut(patterns) => (all_but.to_owned(), values(patterns, W::leaf)),
    }
}

fn condition<W: Target>(block: &ConditionBlock<W::Leaf>) -> (String, W) {
    let keys = block.keys.iter().map(|(key, scalars)| (key.clone(), values(scalars, scalar)));
    (block.operator.spelling().to_owned(), W::object(keys.collect()))
}

fn scalar<W: Target>(scalar: &Scalar<W::Leaf>) -> W {
    match scalar {
        Scalar::Text(text) => W::leaf(text),
        Scalar::Bool(value) => W::bool(*value),
        Scalar::Integer(number) => W::integer(*number),
        Scalar::Float(number) => W::float(*number),
    }
}

fn values<T, W: Target>(values: &Values<T>, value: impl Fn(&T) -> W) -> W {
    match values.as_single() {
        Some(single) => value(single),
        None => W::list(values.iter().map(value).collect()),
    }
}

impl Target for Expression {
    type Leaf = Self;

    fn leaf(leaf: &Self) -> Self {
        leaf.clone()
    }

    fn text(text: &str) -> Self {
        Self::string(text)
    }

    fn bool(value: bool) -> Self {
        Self::Bool(value)
    }

    fn integer(number: i64) -> Self {
        Self::Number(number.to_string())
    }

    fn float(number: f64) -> Self {
        Self::Number(number.to_string())
    }

    fn list(items: Vec<Self>) -> Self {
        Self::List(items)
    }

    fn object(entries: Vec<(String, Self)>) -> Self {
        Self::Object(entries)
    }
}

impl Target for Json {
    type Leaf = String;

    fn leaf(leaf: &String) -> Self {
        Self::String(leaf.clone())
    }

    fn text(text: &str) -> Self {
        Self::String(text.to_owned())
    }

    fn bool(value: bool) -> Self {
        Self::Bool(value)
    }

    fn integer(number: i64) -> Self {
        Self::Number(number.into())
    }

    fn float(number: f64) -> Self {
        Number::from_f64(number).map_or(Self::Null, Self::Number)
    }

    fn list(items: Vec<Self>) -> Self {
        Self::Array(items)
    }

    fn object(entries: Vec<(String, Self)>) -> Self {
        Self::Object(entries.into_iter().collect::<Map<_, _>>())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::iam::{Effect, Operator};

    #[test]
    fn a_policy_is_written_as_it_was_given() {
        let text = |text: &str| text.to_owned();
        let statement = Statement {
            sid: Some(text("All")),
            effect: Effect::Deny,
            actions: Elements::AllBut(Values::list(vec![text("s3:*")])),
            resources: Elements::Only(Values::one(text("*"))),
            conditions: vec![ConditionBlock {
                operator: Operator::new("Bool"),
                keys: vec![("aws:SecureTransport".into(), Values::one(Scalar::Bool(false)))],
            }],
        };
        let policy = Policy { statements: Values::one(statement), ..Policy::of_statements(Vec::new()) };
        let written = to_json(&policy).to_string();
        assert_eq!(
            written,
            r#"{"Version":"2012-10-17","Statement":{"Sid":"All","Effect":"Deny","NotAction":["s3:*"],"Resource":"*","Condition":{"Bool":{"aws:SecureTransport":false}}}}"#
        );
    }
}
