//! Actions and resources.

use super::*;

const RESOURCE: &str = "IAM JSON policy elements: Resource";
const IDENTIFIERS: &str = "IAM identifiers";
const ARNS: &str = "Identify AWS resources with Amazon Resource Names (ARNs)";

/// Checks which resources match that of a statement: rule, resource, whether it matches.
fn check(page: &str, pattern: &str, rows: &[(&str, &str, Decision)]) {
    let statement = json!({ "Effect": "Allow", "Action": "*", "Resource": pattern });
    for (rule, resource, expected) in rows {
        let asked = request("s3:GetObject", resource, &json!({}));
        assert_eq!(decision(&statement, &asked), *expected, "{page}: {rule}\n{pattern} and {resource}");
    }
}

#[test]
fn resources_match_as_documented() {
    let bucket = "arn:aws:s3:::amzn-s3-demo-bucket";
    check(RESOURCE, "*", &[("`*` is every resource", bucket, Allowed)]);
    check(
        RESOURCE,
        "arn:aws:iam::111122223333:user/Bob",
        &[
            ("an ARN is itself", "arn:aws:iam::111122223333:user/Bob", Allowed),
            ("names are case-sensitive", "arn:aws:iam::111122223333:user/bob", Denied),
            ("the account must be the same", "arn:aws:iam::444455556666:user/Bob", Denied),
        ],
    );
    check(
        RESOURCE,
        "arn:aws:iam::111122223333:user/accounting/*",
        &[
            ("all users with a path", "arn:aws:iam::111122223333:user/accounting/a/b", Allowed),
            ("a path ends with its slash", "arn:aws:iam::111122223333:user/accounting", Denied),
        ],
    );
    check(
        RESOURCE,
        "arn:aws:s3:::amzn-s3-demo-bucket/*",
        &[
            ("all objects of a bucket", "arn:aws:s3:::amzn-s3-demo-bucket/a/b", Allowed),
            ("the bucket is none of its objects", bucket, Denied),
        ],
    );
    check(
        RESOURCE,
        "arn:aws:s3:::amzn-s3-demo-bucket/?.txt",
        &[
            ("`?` is one character", "arn:aws:s3:::amzn-s3-demo-bucket/a.txt", Allowed),
            ("`?` is not two characters", "arn:aws:s3:::amzn-s3-demo-bucket/ab.txt", Denied),
            ("`?` is not no character", "arn:aws:s3:::amzn-s3-demo-bucket/.txt", Denied),
        ],
    );
    check(
        RESOURCE,
        "arn:aws:s3:::*-s3-*?bucket/*",
        &[("a segment can have several wildcards", "arn:aws:s3:::amzn-s3-demo-bucket/a", Allowed)],
    );
}

#[test]
fn wildcards_match_slashes_as_documented() {
    check(
        RESOURCE,
        "arn:aws:s3:::amzn-s3-demo-bucket/*/test/*",
        &[
            ("one level", "arn:aws:s3:::amzn-s3-demo-bucket/1/test/object.jpg", Allowed),
            ("several levels", "arn:aws:s3:::amzn-s3-demo-bucket/1/2/3/test/4/object.jpg", Allowed),
            ("repeated slashes", "arn:aws:s3:::amzn-s3-demo-bucket/1///test///object.jpg", Allowed),
            ("a name that starts with a dot", "arn:aws:s3:::amzn-s3-demo-bucket/1/test/.jpg", Allowed),
            ("no text at the beginning", "arn:aws:s3:::amzn-s3-demo-bucket//test/object.jpg", Allowed),
            ("no text at the end", "arn:aws:s3:::amzn-s3-demo-bucket/1/test/", Allowed),
            ("the slash before is needed", "arn:aws:s3:::amzn-s3-demo-bucket/1-test/object.jpg", Denied),
            ("both slashes are needed", "arn:aws:s3:::amzn-s3-demo-bucket/test/object.jpg", Denied),
            ("the slash after is needed", "arn:aws:s3:::amzn-s3-demo-bucket/1/2/test.jpg", Denied),
        ],
    );
}

#[test]
fn fields_of_arns_match_as_documented() {
    check(
        RESOURCE,
        "arn:aws:sns:*:?opic:sub",
        &[
            ("`*` at the end matches colons", "arn:aws:sns:us-east-1:111122223333:topic:sub", Allowed),
            ("the rest is needed even then", "arn:aws:sns:us-east-1:111122223333:topic:other", Denied),
        ],
    );
    check(
        IDENTIFIERS,
        "arn:aws:sqs:*",
        &[
            ("an incomplete ARN is completed", "arn:aws:sqs:us-east-1:111122223333:queue", Allowed),
            ("of its service only", "arn:aws:sns:us-east-1:111122223333:topic", Denied),
        ],
    );
    check(
        IDENTIFIERS,
        "arn:aws:iam::111122223333:user/division_abc*",
        &[
            ("a path below", "arn:aws:iam::111122223333:user/division_abc/subdivision_xyz/Jane", Allowed),
            ("another path", "arn:aws:iam::111122223333:user/John", Denied),
        ],
    );
    check(
        ARNS,
        "arn:aws:ec2:*:111122223333:vpc/*",
        &[
            ("in all regions", "arn:aws:ec2:eu-west-1:111122223333:vpc/vpc-1", Allowed),
            ("of the account only", "arn:aws:ec2:eu-west-1:444455556666:vpc/vpc-1", Denied),
            ("of the type only", "arn:aws:ec2:eu-west-1:111122223333:volume/vol-1", Denied),
        ],
    );
}

const ACTION: &str = "IAM JSON policy elements: Action";
const NOT_ACTION: &str = "IAM JSON policy elements: NotAction";
const NOT_RESOURCE: &str = "IAM JSON policy elements: NotResource";

#[test]
fn actions_match_as_documented() {
    for (page, element, pattern, rule, action, expected) in [
        (ACTION, "Action", "IAM:listaccesskeys", "the case is irrelevant", "iam:ListAccessKeys", Allowed),
        (ACTION, "Action", "*", "`*` is every action", "s3:GetObject", Allowed),
        (ACTION, "Action", "s3:*", "all actions of a service", "s3:GetObject", Allowed),
        (ACTION, "Action", "s3:*", "none of another service", "s3express:CreateSession", Denied),
        (ACTION, "Action", "iam:*AccessKey*", "`*` can be anywhere", "iam:UpdateAccessKey", Allowed),
        (ACTION, "Action", "ec2:Run?nstances", "`?` is one character", "ec2:RunInstances", Allowed),
        (NOT_ACTION, "NotAction", "iam:*", "everything but a service", "s3:GetObject", Allowed),
        (NOT_ACTION, "NotAction", "iam:*", "not the service", "IAM:GetUser", Denied),
    ] {
        let statement = json!({ "Effect": "Allow", element: pattern, "Resource": "*" });
        let asked = request(action, "*", &json!({}));
        assert_eq!(decision(&statement, &asked), expected, "{page}: {rule}\n{pattern} and {action}");
    }
}

#[test]
fn all_resources_but_some_match_as_documented() {
    // The page's example: everything of S3 is denied but a folder.
    let statements = json!([
        { "Effect": "Allow", "Action": "*", "Resource": "*" },
        {
            "Effect": "Deny",
            "Action": "s3:*",
            "NotResource": ["arn:aws:s3:::HRBucket/Payroll", "arn:aws:s3:::HRBucket/Payroll/*"],
        },
    ]);
    for (rule, action, resource, expected) in [
        ("what is listed isn't denied", "s3:GetObject", "arn:aws:s3:::HRBucket/Payroll/a", Allowed),
        ("what isn't listed is denied", "s3:GetObject", "arn:aws:s3:::HRBucket/Payrolls", Denied),
        ("actions without resources are denied", "s3:ListAllMyBuckets", "*", Denied),
        ("other services aren't denied", "sqs:ListQueues", "*", Allowed),
    ] {
        let asked = request(action, resource, &json!({}));
        assert_eq!(decision(&statements, &asked), expected, "{NOT_RESOURCE}: {rule}\n{action} {resource}");
    }
}
