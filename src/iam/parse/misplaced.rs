//! Conditions whose keys are not below an operator: keys without one, an operator below its key, and the shape of
//! Terraform's data source.

use crate::aws::suggested;
use crate::iam::Operator;
use crate::iam::grammar::{is_key_without_operator, operator_exists, operator_refusal_with};
use crate::source::Diagnostic;
use crate::tree::{Entry, Map, Value};

/// `{ test: StringEquals, variable: "s3:prefix", values: [notes] }`.
///
/// Source: hashicorp/aws, data source `aws_iam_policy_document`, "condition Configuration Block".
pub(super) fn of_terraform(conditions: &Map) -> Option<Diagnostic> {
    let text = |name: &str| conditions.get(name)?.node.as_text();
    let (operator, key) = (text("test")?, text("variable")?);
    let help = format!(
        "`test`, `variable` and `values` are of Terraform's data source: write {}",
        written(operator, &[key])
    );
    Some(operator_refusal_with("test", help, conditions.get("test")?.key))
}

/// The diagnostic for condition keys without an operator above them. One is enough for all keys.
pub(super) fn without_operator(conditions: &Map) -> Option<Diagnostic> {
    let keys = || conditions.iter().filter(|(key, _)| is_key_without_operator(key));
    let (first, Entry { key: span, node }) = keys().find(|(_, entry)| entry.node.value != Value::Null)?;
    let below = node.as_map().and_then(|map| map.keys().find(|word| is_operator(word)));
    let joined = first.split_once(':').filter(|(word, _)| is_operator(word));
    let help = match (below, joined) {
        (Some(operator), _) => {
            format!("the condition key belongs below the operator: write {}", written(operator, &[first]))
        }
        (None, Some((operator, key))) => {
            format!("the condition key belongs below the operator: write {}", written(operator, &[key]))
        }
        (None, None) => {
            let keys: Vec<&str> = keys().map(|(key, _)| key.as_str()).collect();
            format!("a condition key belongs below an operator, such as {}", written("StringEquals", &keys))
        }
    };
    Some(operator_refusal_with(first, help, *span))
}

fn is_operator(word: &str) -> bool {
    operator_exists(&Operator::new(word))
}

/// Conditions with this operator, as the inputs would contain them.
fn written(operator: &str, keys: &[&str]) -> String {
    let keys: Vec<String> = keys.iter().map(|key| format!("{key:?}: …")).collect();
    suggested(&format!("{{ {operator:?}: {{ {} }} }}", keys.join(", ")))
}
