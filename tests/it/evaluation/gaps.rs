//! What AWS's documentation leaves open is undecided, if the decision depends on it.

use super::*;

/// A row: what is open, the statement, the resource and the keys of a request, and a resource and keys with which the
/// open point doesn't matter.
type Row = (Gap, Value, [&'static str; 2], [Value; 2]);

const BUCKET: &str = "arn:aws:s3:::b/a";

fn resource(resource: &str) -> Value {
    json!({ "Effect": "Allow", "Action": "*", "Resource": resource })
}

fn condition(condition: Value) -> Value {
    json!({ "Effect": "Allow", "Action": "*", "Resource": "*", "Condition": condition })
}

fn rows() -> Vec<Row> {
    let same = |resource| [resource, resource];
    let none = || [json!({}), json!({})];
    let not_resource = json!({ "Effect": "Allow", "Action": "*", "NotResource": ["arn:aws:s3:::b/${aws:userid}", "arn:aws:s3:::c"] });
    let several = json!({ "aws:TagKeys": ["a", "b"] });
    let of_keys = |condition_: Value, open: Value, decided: Value| {
        (condition(condition_), same(BUCKET), [open, decided])
    };
    let of_condition = |gap, (statement, resources, contexts)| (gap, statement, resources, contexts);
    vec![
        (
            Gap::CrossedColon,
            resource("arn:aws:sns:*1:?opic:a"),
            ["arn:aws:sns:us-east-1:1:topic:a", "arn:aws:sns:us-east-1:topic:a"],
            none(),
        ),
        (
            Gap::IncompleteArn,
            resource("arn:aws:sns:*:11*"),
            ["arn:aws:sns:us-east-1:1:11", "arn:aws:sns:us-east-1:1:2"],
            none(),
        ),
        (
            Gap::VariableBeforeResource,
            resource("arn:aws:sns:*:${aws:PrincipalAccount}:a"),
            ["arn:aws:sns:x:1:a", "arn:aws:sns:x:2:a"],
            [json!({ "aws:PrincipalAccount": "1" }), json!({ "aws:PrincipalAccount": "1" })],
        ),
        (Gap::NotResourceWithoutValue, not_resource, [BUCKET, "arn:aws:s3:::c"], none()),
        (
            Gap::VariableWithSeveralValues,
            resource("arn:aws:s3:::b/${aws:TagKeys}"),
            [BUCKET, "arn:aws:s3:::c/a"],
            [several.clone(), several.clone()],
        ),
        (
            Gap::EmptyValue,
            resource("arn:aws:s3:::b/${aws:userid}*"),
            [BUCKET, "arn:aws:s3:::c/a"],
            [json!({ "aws:userid": "" }), json!({ "aws:userid": "" })],
        ),
        (Gap::MalformedVariable, resource("arn:aws:s3:::b/${nothing}"), [BUCKET, "arn:aws:s3:::c/a"], none()),
        of_condition(
            Gap::EmptyValue,
            of_keys(
                json!({ "Null": { "aws:userid": "true" } }),
                json!({ "aws:userid": "" }),
                json!({ "aws:userid": "a" }),
            ),
        ),
        of_condition(
            Gap::WithoutValueAmongOthers,
            of_keys(
                json!({ "StringEquals": { "s3:prefix": ["a", "${aws:userid}"] } }),
                json!({ "s3:prefix": "a" }),
                json!({ "s3:prefix": "b" }),
            ),
        ),
        of_condition(
            Gap::IncompleteArnInCondition,
            of_keys(
                json!({ "ArnLike": { "aws:SourceArn": "arn:aws:sns:*" } }),
                json!({ "aws:SourceArn": "arn:aws:sns:x:1:a" }),
                json!({ "aws:SourceArn": "arn:aws:sqs:x:1:a" }),
            ),
        ),
        of_condition(
            Gap::VariableOfOtherType,
            of_keys(
                json!({ "Bool": { "aws:SecureTransport": "${aws:userid}" } }),
                json!({ "aws:SecureTransport": "true", "aws:userid": "true" }),
                json!({}),
            ),
        ),
        of_condition(
            Gap::SeveralValues,
            of_keys(
                json!({ "StringEquals": { "aws:TagKeys": "a" } }),
                several,
                json!({ "aws:TagKeys": "a" }),
            ),
        ),
        of_condition(
            Gap::ForAnyValueIfExists,
            of_keys(
                json!({ "ForAnyValue:StringEqualsIfExists": { "aws:TagKeys": "a" } }),
                json!({}),
                json!({ "aws:TagKeys": "b" }),
            ),
        ),
        of_condition(
            Gap::UnreadableValue,
            of_keys(
                json!({ "NumericEquals": { "s3:max-keys": "1" } }),
                json!({ "s3:max-keys": "one" }),
                json!({ "s3:max-keys": "1" }),
            ),
        ),
        of_condition(
            Gap::YearOrSeconds,
            of_keys(
                json!({ "DateLessThan": { "aws:CurrentTime": "2027" } }),
                json!({ "aws:CurrentTime": "2026-01-01" }),
                json!({ "aws:CurrentTime": "2028-01-01" }),
            ),
        ),
        of_condition(
            Gap::DefaultPrefix,
            of_keys(
                json!({ "IpAddress": { "aws:SourceIp": "2001:db8::1" } }),
                json!({ "aws:SourceIp": "2001:db8::2" }),
                json!({ "aws:SourceIp": "2001:db8::1" }),
            ),
        ),
    ]
}

#[test]
fn what_is_open_is_undecided_only_where_it_matters() {
    for (gap, statement, [open, decided], [open_keys, decided_keys]) in rows() {
        assert_eq!(gaps(&statement, open, &open_keys), [gap], "{statement} {open} {open_keys}");
        assert_eq!(gaps(&statement, decided, &decided_keys), [], "{statement} {decided} {decided_keys}");
        assert!(!gap.page().is_empty() && !gap.reason().ends_with('.'), "{gap:?}");
    }
    let shown: Vec<Gap> = rows().iter().map(|row| row.0).collect();
    for gap in Gap::ALL {
        assert!(shown.contains(&gap) || gap == Gap::UnknownOperator, "{gap:?} has no example");
    }
}

#[test]
fn an_open_denial_is_undecided_only_if_something_allows() {
    let denial = json!({ "Effect": "Deny", "Action": "*", "Resource": "*", "Condition": { "StringEquals": { "aws:TagKeys": "a" } } });
    let allowed = json!([denial, { "Effect": "Allow", "Action": "s3:*", "Resource": "*" }]);
    for (action, expected) in [("s3:GetObject", Undecided), ("sqs:SendMessage", Denied)] {
        let asked = request(action, BUCKET, &json!({ "aws:TagKeys": ["a", "b"] }));
        assert_eq!(decision(&allowed, &asked), expected, "{action}");
    }
}

#[test]
fn an_operator_that_does_not_exist_is_undecided() {
    use poolsmith::iam::{ConditionBlock, Effect, Elements, Operator, Policy, Scalar, Statement, Values};

    let text = |text: &str| Values::one(text.to_owned());
    let key = ("aws:userid".to_owned(), Values::one(Scalar::Text("a".to_owned())));
    let statement = Statement {
        sid: None,
        effect: Effect::Allow,
        actions: Elements::Only(text("*")),
        resources: Elements::Only(text("*")),
        conditions: vec![ConditionBlock { operator: Operator::new("StringSeems"), keys: vec![key] }],
    };
    let rules = Rule::compile(&Policy::of_statements(vec![statement]));
    let evaluation = decided(&[rules], &request("s3:GetObject", "*", &json!({})));
    assert_eq!((evaluation.decision, evaluation.gaps()), (Undecided, vec![Gap::UnknownOperator]));
}
