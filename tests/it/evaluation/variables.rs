//! Policy variables.

use super::conditions::check as check_condition;
use super::*;

const VARIABLES: &str = "IAM policy elements: Variables and tags";
const VERSION: &str = "IAM JSON policy elements: Version";

/// Checks which resources match that of a statement: rule, resource, condition keys, whether it matches.
fn check(page: &str, pattern: &str, rows: &[(&str, &str, Value, Decision)]) {
    let statement = json!({ "Effect": "Allow", "Action": "*", "Resource": pattern });
    for (rule, resource, context, expected) in rows {
        let asked = request("s3:GetObject", resource, context);
        assert_eq!(
            decision(&statement, &asked),
            *expected,
            "{page}: {rule}\n{pattern} and {resource} {context}"
        );
    }
}

#[test]
fn variables_in_resources_are_replaced_as_documented() {
    let team = |team: &str| json!({ "aws:PrincipalTag/team": team });
    check(
        VARIABLES,
        "arn:aws:s3:::bucket/${aws:PrincipalTag/team}/*",
        &[
            ("the value replaces the variable", "arn:aws:s3:::bucket/red/a", team("red"), Allowed),
            ("another value", "arn:aws:s3:::bucket/blue/a", team("red"), Denied),
            (
                "keys ignore case",
                "arn:aws:s3:::bucket/red/a",
                json!({ "AWS:principaltag/TEAM": "red" }),
                Allowed,
            ),
            ("values don't", "arn:aws:s3:::bucket/red/a", team("Red"), Denied),
            ("a value with a slash", "arn:aws:s3:::bucket/a/b/c", team("a/b"), Allowed),
            ("a `*` in a value is no wildcard", "arn:aws:s3:::bucket/red/a", team("*"), Denied),
            ("no value matches nothing", "arn:aws:s3:::bucket//a", json!({}), Denied),
            ("not even its text", "arn:aws:s3:::bucket/${aws:PrincipalTag/team}/a", json!({}), Denied),
        ],
    );
    check(
        VARIABLES,
        "arn:aws:s3:::bucket-${aws:PrincipalTag/team, 'company-wide'}",
        &[
            ("the value before the default", "arn:aws:s3:::bucket-yellow", team("yellow"), Allowed),
            ("no value: the default", "arn:aws:s3:::bucket-company-wide", json!({}), Allowed),
            ("a value: no default", "arn:aws:s3:::bucket-company-wide", team("yellow"), Denied),
        ],
    );
    let project = json!({ "aws:PrincipalTag/project": "a", "aws:PrincipalTag/environment": "prod" });
    check(
        VARIABLES,
        "arn:aws:sns:*:*:${aws:PrincipalTag/project}-${aws:PrincipalTag/environment}-*",
        &[("several variables", "arn:aws:sns:us-east-1:111122223333:a-prod-x", project, Allowed)],
    );
    check(
        VARIABLES,
        "arn:aws:s3:::bucket/${*}/${?}/${$}",
        &[
            ("the characters", "arn:aws:s3:::bucket/*/?/$", json!({}), Allowed),
            ("only these", "arn:aws:s3:::bucket/a/b/$", json!({}), Denied),
        ],
    );
}

#[test]
fn variables_in_conditions_are_replaced_as_documented() {
    let prefix = |user: &str| json!({ "aws:username": user, "s3:prefix": "home/martha_rivera/" });
    check_condition(
        VARIABLES,
        json!({ "StringLike": { "s3:prefix": ["", "home/", "home/${aws:username}/"] } }),
        &[
            ("the value replaces the variable", prefix("martha_rivera"), Allowed),
            ("another user", prefix("nikki_wolf"), Denied),
            ("no value", json!({ "s3:prefix": "home/martha_rivera/" }), Denied),
        ],
    );
    check_condition(
        VARIABLES,
        json!({ "StringEquals": { "s3:ExistingObjectTag/owner": "${aws:PrincipalTag/owner}" } }),
        &[
            ("equal", json!({ "s3:ExistingObjectTag/owner": "a", "aws:PrincipalTag/owner": "a" }), Allowed),
            ("no value", json!({ "s3:ExistingObjectTag/owner": "a" }), Denied),
        ],
    );
    check_condition(
        VARIABLES,
        json!({ "StringNotEquals": { "s3:ExistingObjectTag/Team": "${aws:PrincipalTag/Team}" } }),
        &[
            ("equal", json!({ "s3:ExistingObjectTag/Team": "a", "aws:PrincipalTag/Team": "a" }), Denied),
            ("no value: an inverted operator matches", json!({ "s3:ExistingObjectTag/Team": "a" }), Allowed),
        ],
    );
    check_condition(
        VARIABLES,
        json!({ "ArnLike": { "aws:SourceArn": "arn:aws:iam::${aws:PrincipalAccount}:role/*" } }),
        &[(
            "in an ARN",
            json!({ "aws:SourceArn": "arn:aws:iam::1:role/a", "aws:PrincipalAccount": "1" }),
            Allowed,
        )],
    );
    check_condition(
        VARIABLES,
        json!({ "StringEquals": { "aws:userid": "a${*}" } }),
        &[("an escape without wildcards", json!({ "aws:userid": "a*" }), Allowed)],
    );
}

#[test]
fn an_inverted_operator_denies_without_a_value() {
    // The page's example: access is explicitly denied if the principal has no team.
    let statements = json!([
        { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*" },
        {
            "Effect": "Deny",
            "Action": "s3:GetObject",
            "Resource": "arn:aws:s3:::amzn-s3-demo-bucket/*",
            "Condition": { "StringNotEquals": { "s3:ExistingObjectTag/Team": "${aws:PrincipalTag/Team}" } },
        },
    ]);
    for (context, expected) in [
        (json!({ "s3:ExistingObjectTag/Team": "a" }), Denied),
        (json!({ "s3:ExistingObjectTag/Team": "a", "aws:PrincipalTag/Team": "b" }), Denied),
        (json!({ "s3:ExistingObjectTag/Team": "a", "aws:PrincipalTag/Team": "a" }), Allowed),
    ] {
        let asked = request("s3:GetObject", "arn:aws:s3:::amzn-s3-demo-bucket/a", &context);
        assert_eq!(decision(&statements, &asked), expected, "{VARIABLES}: {context}");
    }
}

#[test]
fn older_versions_have_no_variables() {
    let resource = "arn:aws:s3:::bucket/${aws:username}";
    let statement = json!({ "Effect": "Allow", "Action": "s3:*", "Resource": resource });
    for document in
        [json!({ "Version": "2008-10-17", "Statement": statement }), json!({ "Statement": statement })]
    {
        for (rule, resource, expected) in
            [("no variables", "arn:aws:s3:::bucket/ana", Denied), ("literal text", resource, Allowed)]
        {
            let asked = request("s3:GetObject", resource, &json!({ "aws:username": "ana" }));
            let evaluation = decided(&[rules_of(&document)], &asked);
            assert_eq!(evaluation.decision, expected, "{VERSION}: {rule}\n{document}");
        }
    }
}
