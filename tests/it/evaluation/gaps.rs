//! What AWS's documentation leaves open is undecided, if the decision depends on it.

use super::*;

const BUCKET: &str = "arn:aws:s3:::b/a";

/// What is open about a statement and a request.
fn gaps(statement: &Value, resource: &str, context: &Value) -> Vec<DocumentationGap> {
    let evaluation = decided(&[rules(statement)], &request("s3:GetObject", resource, context));
    let gaps = evaluation.gaps();
    assert_eq!(evaluation.decision == Undecided, !gaps.is_empty(), "{statement}");
    gaps
}

#[test]
fn what_is_open_about_resources_is_undecided_only_where_it_matters() {
    let of = |element: &str, pattern: &str| json!({ "Effect": "Allow", "Action": "*", element: pattern });
    let user = |id: &str| json!({ "aws:userid": id });
    // What is open, the statement, the keys of a request, a resource that is undecided, and one that isn't.
    for (gap, statement, context, undecided, decided) in [
        (
            DocumentationGap::CrossedColon,
            of("Resource", "arn:aws:sns:*1:?opic:a"),
            json!({}),
            "arn:aws:sns:us-east-1:1:topic:a",
            "arn:aws:sns:us-east-1:topic:a",
        ),
        (
            DocumentationGap::IncompleteArn,
            of("Resource", "arn:aws:sns:*:11*"),
            json!({}),
            "arn:aws:sns:us-east-1:1:11",
            "arn:aws:sns:us-east-1:1:2",
        ),
        (
            DocumentationGap::VariableBeforeResource,
            of("Resource", "arn:aws:sns:*:${aws:userid}:a"),
            user("1"),
            "arn:aws:sns:x:1:a",
            "arn:aws:sns:x:2:a",
        ),
        (
            DocumentationGap::NotResourceWithoutValue,
            json!({
                "Effect": "Allow",
                "Action": "*",
                "NotResource": ["arn:aws:s3:::b/${aws:userid}", "arn:aws:s3:::c"],
            }),
            json!({}),
            BUCKET,
            "arn:aws:s3:::c",
        ),
        (
            DocumentationGap::VariableWithSeveralValues,
            of("Resource", "arn:aws:s3:::b/${aws:TagKeys}"),
            json!({ "aws:TagKeys": ["a", "b"] }),
            BUCKET,
            "arn:aws:s3:::c/a",
        ),
        (
            DocumentationGap::EmptyValue,
            of("Resource", "arn:aws:s3:::b/${aws:userid}*"),
            user(""),
            BUCKET,
            "arn:aws:s3:::c/a",
        ),
        (
            DocumentationGap::EmptyValue,
            of("NotResource", "arn:aws:s3:::b/${aws:userid, 'a'}"),
            user(""),
            BUCKET,
            "arn:aws:s3:::c",
        ),
        (
            DocumentationGap::MalformedVariable,
            of("Resource", "arn:aws:s3:::b/${nothing}"),
            json!({}),
            BUCKET,
            "arn:aws:s3:::c/a",
        ),
    ] {
        assert_eq!(gaps(&statement, undecided, &context), [gap], "{statement} {undecided} {context}");
        assert_eq!(gaps(&statement, decided, &context), [], "{statement} {decided} {context}");
    }
}

#[test]
fn what_is_open_about_conditions_is_undecided_only_where_it_matters() {
    let of = |operator: &str, key: &str, values: &[&str]| json!({ operator: { key: values } });
    let keys = |keys: &[&str]| json!({ "aws:TagKeys": keys });
    let arn = |service: &str| json!({ "aws:SourceArn": format!("arn:aws:{service}:x:1:a") });
    let time = |time: &str| json!({ "aws:CurrentTime": time });
    let address = |address: &str| json!({ "aws:SourceIp": address });
    let number = |number: &str| json!({ "s3:max-keys": number });
    // What is open, the condition, condition keys that are undecided, and others that aren't.
    for (gap, condition, undecided, decided) in [
        (DocumentationGap::EmptyValue, of("Null", "aws:TagKeys", &["true"]), keys(&[""]), keys(&["a"])),
        (
            DocumentationGap::WithoutValueAmongOthers,
            of("StringEquals", "aws:TagKeys", &["a", "${aws:userid}"]),
            keys(&["a"]),
            keys(&["b"]),
        ),
        (
            DocumentationGap::IncompleteArnInCondition,
            of("ArnLike", "aws:SourceArn", &["arn:aws:sns:*"]),
            arn("sns"),
            arn("sqs"),
        ),
        (
            DocumentationGap::VariableOfOtherType,
            of("Null", "aws:TagKeys", &["true", "${aws:userid}"]),
            keys(&["a"]),
            json!({}),
        ),
        (
            DocumentationGap::VariableOfOtherType,
            of("Bool", "aws:SecureTransport", &["${aws:userid}"]),
            json!({ "aws:SecureTransport": "true", "aws:userid": "true" }),
            json!({ "aws:userid": "true" }),
        ),
        (
            DocumentationGap::SeveralValues,
            of("StringEquals", "aws:TagKeys", &["a"]),
            keys(&["a", "b"]),
            keys(&["a"]),
        ),
        (
            DocumentationGap::ForAnyValueIfExists,
            of("ForAnyValue:StringEqualsIfExists", "aws:TagKeys", &["a"]),
            json!({}),
            keys(&["b"]),
        ),
        (
            DocumentationGap::UnreadableValue,
            of("NumericEquals", "s3:max-keys", &["1"]),
            number("one"),
            number("1"),
        ),
        (
            DocumentationGap::UnreadableValue,
            of("ArnNotLike", "aws:SourceArn", &["arn:aws:sns:x:1:a"]),
            json!({ "aws:SourceArn": "a" }),
            arn("sqs"),
        ),
        (
            DocumentationGap::YearOrSeconds,
            of("DateLessThan", "aws:CurrentTime", &["2027"]),
            time("2026-01-01"),
            time("2028-01-01"),
        ),
        (
            DocumentationGap::DefaultPrefix,
            of("IpAddress", "aws:SourceIp", &["2001:db8::1"]),
            address("2001:db8::2"),
            address("2001:db8::1"),
        ),
    ] {
        let statement = json!({ "Effect": "Allow", "Action": "*", "Resource": "*", "Condition": condition });
        assert_eq!(gaps(&statement, BUCKET, &undecided), [gap], "{condition} {undecided}");
        assert_eq!(gaps(&statement, BUCKET, &decided), [], "{condition} {decided}");
    }
}

#[test]
fn every_gap_is_explained() {
    for gap in DocumentationGap::ALL {
        assert!(gap.page().starts_with("IAM User Guide, "), "{gap:?}");
        assert!(gap.reason().len() > 20 && !gap.reason().ends_with('.'), "{gap:?}");
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
    assert_eq!(
        (evaluation.decision, evaluation.gaps()),
        (Undecided, vec![DocumentationGap::UnknownOperator])
    );
}
