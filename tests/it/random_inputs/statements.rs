//! Random IAM policy statements in JSON.

use serde_json::{Value, json};

use crate::random_inputs::draft::Draft;

pub fn list(draft: &mut Draft) -> Vec<Value> {
    (0..draft.random.between(1..=3)).map(|_| statement(draft)).collect()
}

fn statement(draft: &mut Draft) -> Value {
    let mut statement = json!({});
    if draft.random.chance(50) {
        statement["Sid"] = json!(format!("Number{}", draft.number()));
    }
    statement["Effect"] = json!(draft.random.pick(&["Allow", "Allow", "Deny"]));
    let action = draft.random.pick(&["Action", "Action", "NotAction"]);
    statement[action] = one_or_many(draft, |draft| {
        json!(draft.random.pick(&["s3:GetObject", "polly:*", "geo:Get*", "*", "sqs:SendMessage"]))
    });
    let resource = draft.random.pick(&["Resource", "Resource", "NotResource"]);
    statement[resource] = one_or_many(draft, |draft| json!(arn(draft)));
    if draft.random.chance(50) {
        draft.on("conditions");
        statement["Condition"] = condition(draft);
    }
    statement
}

fn arn(draft: &mut Draft) -> String {
    if draft.random.chance(20) {
        return "*".to_owned();
    }
    let text = if draft.random.chance(50) { draft.policy_text() } else { "{identity}/*".to_owned() };
    format!("arn:{{partition}}:s3:::{{name}}/{text}")
}

fn condition(draft: &mut Draft) -> Value {
    let operators = draft.random.some(&["StringLike", "ForAnyValue:StringEquals", "Bool", "NumericLessThan"]);
    let mut condition = json!({});
    for operator in operators {
        for _ in 0..draft.random.between(1..=2) {
            let key = condition_key(draft);
            condition[operator][key] = one_or_many(draft, |draft| scalar(operator, draft));
        }
    }
    condition
}

/// Keys have no tokens, so their braces are literal.
fn condition_key(draft: &mut Draft) -> String {
    let known = ["aws:SourceIp", "s3:prefix", "aws:RequestTag/a b", "x:\"y\"", "x:${a}%{b}", "x:{name}"];
    draft.random.pick(&known).to_owned()
}

/// A value that the operator can compare.
fn scalar(operator: &str, draft: &mut Draft) -> Value {
    let kind = match operator {
        "Bool" => 0,
        "NumericLessThan" => draft.random.between(1..=2),
        _ => draft.random.below(6),
    };
    match kind {
        0 => json!(draft.random.chance(50)),
        1 => json!(draft.random.pick(&[0, -1, i64::MAX, i64::MIN, 3_000_000_000])),
        2 => json!(draft.random.pick(&[0.5, -2.25, 1e-7, 1.0, 123_456.789])),
        _ => json!(draft.policy_text()),
    }
}

/// A single value or a list, as IAM accepts both.
fn one_or_many(draft: &mut Draft, make: impl Fn(&mut Draft) -> Value) -> Value {
    if draft.random.chance(50) {
        return make(draft);
    }
    (0..draft.random.between(1..=3)).map(|_| make(draft)).collect()
}
