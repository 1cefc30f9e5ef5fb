//! A statement as IAM's JSON, with the values of the environment.

use serde_json::{Map, Value, json};

use crate::model::AccessStatement;

/// The statement as it is in the role's policy, where `{identity}` is the caller's identity ID.
pub fn statement_json(statement: &AccessStatement) -> String {
    let key = |name: &'static str, is_inverted| match is_inverted {
        true => format!("Not{name}"),
        false => name.to_owned(),
    };
    let mut object = Map::new();
    object.insert("Effect".to_owned(), json!(if statement.denies { "Deny" } else { "Allow" }));
    object.insert(key("Action", statement.not_actions), one_or_all(&statement.actions));
    object.insert(key("Resource", statement.not_resources), one_or_all(&statement.resources));
    if !statement.conditions.is_empty() {
        object.insert("Condition".to_owned(), conditions(statement));
    }
    serde_json::to_string_pretty(&object).expect("a statement is plain JSON")
}

fn conditions(statement: &AccessStatement) -> Value {
    let mut operators = Map::new();
    for condition in &statement.conditions {
        let keys = operators.entry(condition.operator.clone()).or_insert_with(|| json!({}));
        keys[condition.key.as_str()] = one_or_all(&condition.values);
    }
    operators.into()
}

fn one_or_all(values: &[String]) -> Value {
    match values {
        [value] => json!(value),
        values => json!(values),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::AccessCondition;

    #[test]
    fn conditions_with_one_operator_are_together() {
        let condition = |key: &str, values: &[&str]| AccessCondition {
            key: key.to_owned(),
            operator: "StringLike".to_owned(),
            values: values.iter().map(|value| (*value).to_owned()).collect(),
        };
        let statement = AccessStatement {
            grant: "files".to_owned(),
            denies: true,
            actions: vec!["s3:*".to_owned()],
            not_actions: true,
            resources: vec!["a".to_owned(), "b".to_owned()],
            not_resources: false,
            conditions: vec![condition("s3:prefix", &["x/", "x/*"]), condition("aws:userid", &["\"y"])],
        };
        let expected = json!({
            "Effect": "Deny",
            "NotAction": "s3:*",
            "Resource": ["a", "b"],
            "Condition": { "StringLike": { "s3:prefix": ["x/", "x/*"], "aws:userid": "\"y" } },
        });
        assert_eq!(serde_json::from_str::<Value>(&statement_json(&statement)).unwrap(), expected);
    }
}
