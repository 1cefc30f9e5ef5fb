//! Policy variables.

use super::*;

const VARIABLES: &str = "IAM policy elements: Variables and tags";
const VERSION: &str = "IAM JSON policy elements: Version";

/// A row: page, rule, the resource of a statement, that of a request, the keys of the request, and whether they match.
type Row = (&'static str, &'static str, &'static str, &'static str, Value, Decision);

#[test]
fn variables_in_resources_are_replaced_as_documented() {
    let by_team = "arn:aws:s3:::amzn-s3-demo-bucket/${aws:PrincipalTag/team}/*";
    let with_default = "arn:aws:s3:::amzn-s3-demo-bucket-${aws:PrincipalTag/team, 'company-wide'}";
    let topic = "arn:aws:sns:*:*:${aws:PrincipalTag/access-project}-${aws:PrincipalTag/access-environment}-*";
    let rows: [Row; 14] = [
        (
            VARIABLES,
            "the value replaces the variable",
            by_team,
            "arn:aws:s3:::amzn-s3-demo-bucket/red/a",
            json!({ "aws:PrincipalTag/team": "red" }),
            Allowed,
        ),
        (
            VARIABLES,
            "another value",
            by_team,
            "arn:aws:s3:::amzn-s3-demo-bucket/blue/a",
            json!({ "aws:PrincipalTag/team": "red" }),
            Denied,
        ),
        (
            VARIABLES,
            "the case of keys is irrelevant",
            by_team,
            "arn:aws:s3:::amzn-s3-demo-bucket/red/a",
            json!({ "AWS:principaltag/TEAM": "red" }),
            Allowed,
        ),
        (
            VARIABLES,
            "the case of values matters",
            by_team,
            "arn:aws:s3:::amzn-s3-demo-bucket/red/a",
            json!({ "aws:PrincipalTag/team": "Red" }),
            Denied,
        ),
        (
            VARIABLES,
            "no value: the resource matches nothing",
            by_team,
            "arn:aws:s3:::amzn-s3-demo-bucket//a",
            json!({}),
            Denied,
        ),
        (
            VARIABLES,
            "no value: not even its own text",
            by_team,
            "arn:aws:s3:::amzn-s3-demo-bucket/${aws:PrincipalTag/team}/a",
            json!({}),
            Denied,
        ),
        (
            VARIABLES,
            "a value can contain slashes",
            by_team,
            "arn:aws:s3:::amzn-s3-demo-bucket/a/b/c",
            json!({ "aws:PrincipalTag/team": "a/b" }),
            Allowed,
        ),
        (
            VARIABLES,
            "a value's `*` is no wildcard",
            by_team,
            "arn:aws:s3:::amzn-s3-demo-bucket/red/a",
            json!({ "aws:PrincipalTag/team": "*" }),
            Denied,
        ),
        (
            VARIABLES,
            "the value comes before the default",
            with_default,
            "arn:aws:s3:::amzn-s3-demo-bucket-yellow",
            json!({ "aws:PrincipalTag/team": "yellow" }),
            Allowed,
        ),
        (
            VARIABLES,
            "no value: the default",
            with_default,
            "arn:aws:s3:::amzn-s3-demo-bucket-company-wide",
            json!({}),
            Allowed,
        ),
        (
            VARIABLES,
            "with a value, no default",
            with_default,
            "arn:aws:s3:::amzn-s3-demo-bucket-company-wide",
            json!({ "aws:PrincipalTag/team": "yellow" }),
            Denied,
        ),
        (
            VARIABLES,
            "several variables and wildcards",
            topic,
            "arn:aws:sns:us-east-1:111122223333:a-prod-x",
            json!({ "aws:PrincipalTag/access-project": "a", "aws:PrincipalTag/access-environment": "prod" }),
            Allowed,
        ),
        (
            VARIABLES,
            "`${*}` is a star",
            "arn:aws:s3:::amzn-s3-demo-bucket/${*}/${?}/${$}",
            "arn:aws:s3:::amzn-s3-demo-bucket/*/?/$",
            json!({}),
            Allowed,
        ),
        (
            VARIABLES,
            "`${*}` is only a star",
            "arn:aws:s3:::amzn-s3-demo-bucket/${*}",
            "arn:aws:s3:::amzn-s3-demo-bucket/a",
            json!({}),
            Denied,
        ),
    ];
    for (page, rule, pattern, resource, context, expected) in rows {
        let statement = json!({ "Effect": "Allow", "Action": "*", "Resource": pattern });
        let evaluation = decided(&[rules(&statement)], &request("s3:GetObject", resource, &context));
        assert_eq!(evaluation.decision, expected, "{page}: {rule}\n{pattern} and {resource} {context}");
    }
}

#[test]
fn variables_in_conditions_are_replaced_as_documented() {
    let home = json!({ "StringLike": { "s3:prefix": ["", "home/", "home/${aws:username}/"] } });
    let owner = json!({ "StringEquals": { "s3:ExistingObjectTag/owner": "${aws:PrincipalTag/owner}" } });
    let other = json!({ "StringNotEquals": { "s3:ExistingObjectTag/Team": "${aws:PrincipalTag/Team}" } });
    let role = json!({ "ArnLike": { "aws:SourceArn": "arn:aws:iam::${aws:PrincipalAccount}:role/*" } });
    check_conditions(&[
        (
            VARIABLES,
            "the value replaces the variable",
            home.clone(),
            json!({ "aws:username": "martha_rivera", "s3:prefix": "home/martha_rivera/" }),
            Allowed,
        ),
        (
            VARIABLES,
            "another user's",
            home.clone(),
            json!({ "aws:username": "nikki_wolf", "s3:prefix": "home/martha_rivera/" }),
            Denied,
        ),
        (VARIABLES, "no value", home, json!({ "s3:prefix": "home/martha_rivera/" }), Denied),
        (
            VARIABLES,
            "equal keys",
            owner.clone(),
            json!({ "s3:ExistingObjectTag/owner": "a", "aws:PrincipalTag/owner": "a" }),
            Allowed,
        ),
        (VARIABLES, "no value: no match", owner, json!({ "s3:ExistingObjectTag/owner": "a" }), Denied),
        (
            VARIABLES,
            "no value: an inverted operator matches",
            other.clone(),
            json!({ "s3:ExistingObjectTag/Team": "a" }),
            Allowed,
        ),
        (
            VARIABLES,
            "an inverted operator with an equal value",
            other,
            json!({ "s3:ExistingObjectTag/Team": "a", "aws:PrincipalTag/Team": "a" }),
            Denied,
        ),
        (
            VARIABLES,
            "ARN operators have variables",
            role,
            json!({ "aws:SourceArn": "arn:aws:iam::1:role/a", "aws:PrincipalAccount": "1" }),
            Allowed,
        ),
        (
            VARIABLES,
            "`${*}` is a star for StringEquals, too",
            json!({ "StringEquals": { "aws:userid": "a${*}" } }),
            json!({ "aws:userid": "a*" }),
            Allowed,
        ),
    ]);
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
    let object = "arn:aws:s3:::amzn-s3-demo-bucket/a";
    let without = request("s3:GetObject", object, &json!({ "s3:ExistingObjectTag/Team": "a" }));
    let with = json!({ "s3:ExistingObjectTag/Team": "a", "aws:PrincipalTag/Team": "a" });
    assert_eq!(decided(&[rules(&statements)], &without).decision, Denied);
    assert_eq!(decided(&[rules(&statements)], &request("s3:GetObject", object, &with)).decision, Allowed);
}

#[test]
fn older_versions_have_no_variables() {
    for version in [json!("2008-10-17"), Value::Null] {
        let mut document = json!({ "Statement": {
            "Effect": "Allow",
            "Action": "s3:*",
            "Resource": "arn:aws:s3:::amzn-s3-demo-bucket/${aws:username}",
        } });
        if !version.is_null() {
            document["Version"] = version;
        }
        let context = json!({ "aws:username": "ana" });
        let decision = |resource: &str| {
            decided(&[rules_of(&document)], &request("s3:GetObject", resource, &context)).decision
        };
        assert_eq!(decision("arn:aws:s3:::amzn-s3-demo-bucket/ana"), Denied, "{VERSION}: no variables");
        assert_eq!(
            decision("arn:aws:s3:::amzn-s3-demo-bucket/${aws:username}"),
            Allowed,
            "{VERSION}: literal text"
        );
    }
}
