//! Policies of roles, permissions boundaries and session policies together.

use super::*;

const LOGIC: &str = "Policy evaluation logic";
const BOUNDARIES: &str = "Permissions boundaries for IAM entities";
const SESSIONS: &str = "Policies and permissions in AWS Identity and Access Management (session policies)";
const EXPLICIT: &str = "The difference between explicit and implicit denies";

fn allow(action: &str) -> Value {
    json!({ "Effect": "Allow", "Action": action, "Resource": "*" })
}

fn deny(action: &str) -> Value {
    json!({ "Effect": "Deny", "Action": action, "Resource": "*" })
}

#[test]
fn statements_are_combined_as_documented() {
    for (page, rule, statements, expected) in [
        (EXPLICIT, "nothing is allowed by default", json!([allow("iam:*")]), Denied),
        (EXPLICIT, "a denial overrides", json!([allow("*"), deny("s3:*")]), Denied),
        (EXPLICIT, "the order is irrelevant", json!([deny("s3:*"), allow("*")]), Denied),
        (EXPLICIT, "a denial of something else doesn't matter", json!([deny("sqs:*"), allow("*")]), Allowed),
        (LOGIC, "one statement that allows is enough", json!([allow("sqs:*"), allow("s3:*")]), Allowed),
    ] {
        let asked = request("s3:GetObject", "*", &json!({}));
        assert_eq!(decision(&statements, &asked), expected, "{page}: {rule}");
    }
}

#[test]
fn layers_are_combined_as_documented() {
    let everything = allow("*");
    // Page, rule, policies of the role, boundary, session policies, expected.
    type Row = (&'static str, &'static str, Vec<Value>, Option<Vec<Value>>, Option<Vec<Value>>, Decision);
    let rows: [Row; 11] = [
        (
            LOGIC,
            "the policies of a role are a union",
            vec![allow("sqs:*"), allow("s3:*")],
            None,
            None,
            Allowed,
        ),
        (LOGIC, "a denial in any policy", vec![allow("s3:*"), deny("s3:*")], None, None, Denied),
        (BOUNDARIES, "both must allow", vec![everything.clone()], Some(vec![allow("s3:*")]), None, Allowed),
        (
            BOUNDARIES,
            "the boundary doesn't allow",
            vec![everything.clone()],
            Some(vec![allow("sqs:*")]),
            None,
            Denied,
        ),
        (
            BOUNDARIES,
            "a boundary grants nothing",
            vec![allow("sqs:*")],
            Some(vec![everything.clone()]),
            None,
            Denied,
        ),
        (
            BOUNDARIES,
            "a boundary can deny",
            vec![everything.clone()],
            Some(vec![json!([everything, deny("s3:*")])]),
            None,
            Denied,
        ),
        (SESSIONS, "both must allow", vec![everything.clone()], None, Some(vec![allow("s3:*")]), Allowed),
        (
            SESSIONS,
            "the session policy doesn't allow",
            vec![everything.clone()],
            None,
            Some(vec![allow("sqs:*")]),
            Denied,
        ),
        (
            SESSIONS,
            "a session policy grants nothing",
            vec![allow("sqs:*")],
            None,
            Some(vec![everything.clone()]),
            Denied,
        ),
        (
            SESSIONS,
            "one of several is enough",
            vec![everything.clone()],
            None,
            Some(vec![allow("sqs:*"), allow("s3:*")]),
            Allowed,
        ),
        (
            LOGIC,
            "all three must allow",
            vec![everything.clone()],
            Some(vec![everything.clone()]),
            Some(vec![]),
            Denied,
        ),
    ];
    for (page, rule, role, boundary, session, expected) in rows {
        let compiled = |policies: Vec<Value>| policies.iter().map(rules).collect::<Vec<_>>();
        let (role, boundary, session) = (compiled(role), boundary.map(compiled), session.map(compiled));
        let layers = Layers { role: &role, boundary: boundary.as_deref(), session: session.as_deref() };
        let evaluation = layers.evaluate(&request("s3:GetObject", "*", &json!({})));
        assert_eq!(evaluation.decision, expected, "{page}: {rule}");
    }
}

#[test]
fn each_statement_says_what_matched() {
    use poolsmith::iam::Effect;

    let statements = json!([
        { "Effect": "Allow", "Action": "s3:*", "Resource": "arn:aws:s3:::other" },
        { "Effect": "Deny", "Action": "sqs:*", "Resource": "*", "Condition": {
            "StringEquals": { "aws:userid": "a", "s3:prefix": "" },
            "Null": { "aws:TagKeys": "true" },
        } },
    ]);
    let context = json!({ "aws:userid": "a" });
    let asked = request("s3:GetObject", "arn:aws:s3:::bucket", &context);
    let evaluation = decided(&[rules(&statements)], &asked);
    let [first, second] = &evaluation.role[0][..] else { panic!("{evaluation:?}") };
    assert_eq!(
        (first.index, first.effect, first.action, first.resource),
        (0, Effect::Allow, Match::Yes, Match::No)
    );
    assert_eq!(
        (second.index, second.effect, second.action, second.resource),
        (1, Effect::Deny, Match::No, Match::Yes)
    );
    assert_eq!(second.conditions, [Match::Yes, Match::No, Match::Yes]);
    assert_eq!((first.applies(), second.applies()), (Match::No, Match::No));
}
