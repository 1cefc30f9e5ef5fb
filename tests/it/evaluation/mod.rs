//! What AWS's documentation says about the evaluation of policies, as a table: each row is a sentence or an example of a
//! page of the IAM User Guide, in our own words.

mod conditions;
mod example;
mod gaps;
mod layers;
mod resources;
mod variables;

use crate::policies::parse;

use poolsmith::iam::evaluate::{Context, Decision, Evaluation, Layers, Request};
use poolsmith::iam::{DocumentationGap, Match, Rule};
use serde_json::{Value, json};

use Decision::{Allowed, Denied, Undecided};

/// The rules of a policy with a statement or several, in the current version.
fn rules(statements: &Value) -> Vec<Rule> {
    rules_of(&json!({ "Version": "2012-10-17", "Statement": statements }))
}

fn rules_of(document: &Value) -> Vec<Rule> {
    let (policy, diagnostics) = parse(&document.to_string());
    // Warnings about what has no effect are expected.
    Rule::compile(&policy.unwrap_or_else(|| panic!("{document}\n{diagnostics:?}")))
}

fn request(action: &str, resource: &str, context: &Value) -> Request {
    let text = |value: &Value| value.as_str().expect("a string").to_owned();
    let values = |value: &Value| match value.as_array() {
        Some(values) => values.iter().map(text).collect(),
        None => vec![text(value)],
    };
    let keys = context.as_object().expect("condition keys");
    let context: Context = keys.iter().map(|(key, value)| (key, values(value))).collect();
    Request { action: action.to_owned(), resource: resource.to_owned(), context }
}

/// Decides with policies of a role alone.
fn decided(policies: &[Vec<Rule>], request: &Request) -> Evaluation {
    Layers { role: policies, boundary: None, session: None }.evaluate(request)
}

/// The decision with one policy of a role.
fn decision(statements: &Value, request: &Request) -> Decision {
    decided(&[rules(statements)], request).decision
}
