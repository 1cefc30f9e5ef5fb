//! Actions and resources.

use super::*;

const RESOURCE: &str = "IAM JSON policy elements: Resource";
const IDENTIFIERS: &str = "IAM identifiers";
const ARNS: &str = "Identify AWS resources with Amazon Resource Names (ARNs)";

#[test]
fn resources_match_as_documented() {
    let nested = "arn:aws:s3:::amzn-s3-demo-bucket/*/test/*";
    check_resources(&[
        (RESOURCE, "`*` is every resource", "*", "arn:aws:s3:::amzn-s3-demo-bucket", Allowed),
        (
            RESOURCE,
            "an ARN is itself",
            "arn:aws:iam::111122223333:user/Bob",
            "arn:aws:iam::111122223333:user/Bob",
            Allowed,
        ),
        (
            RESOURCE,
            "names are case-sensitive",
            "arn:aws:iam::111122223333:user/Bob",
            "arn:aws:iam::111122223333:user/bob",
            Denied,
        ),
        (
            RESOURCE,
            "all users with a path",
            "arn:aws:iam::111122223333:user/accounting/*",
            "arn:aws:iam::111122223333:user/accounting/a/b",
            Allowed,
        ),
        (
            RESOURCE,
            "a path ends with its slash",
            "arn:aws:iam::111122223333:user/accounting/*",
            "arn:aws:iam::111122223333:user/accounting",
            Denied,
        ),
        (
            RESOURCE,
            "all objects of a bucket",
            "arn:aws:s3:::amzn-s3-demo-bucket/*",
            "arn:aws:s3:::amzn-s3-demo-bucket/a/b",
            Allowed,
        ),
        (
            RESOURCE,
            "the bucket is none of its objects",
            "arn:aws:s3:::amzn-s3-demo-bucket/*",
            "arn:aws:s3:::amzn-s3-demo-bucket",
            Denied,
        ),
        (
            RESOURCE,
            "`*` matches slashes",
            nested,
            "arn:aws:s3:::amzn-s3-demo-bucket/1/2/3/test/4/object.jpg",
            Allowed,
        ),
        (
            RESOURCE,
            "slashes can be repeated",
            nested,
            "arn:aws:s3:::amzn-s3-demo-bucket/1///test///object.jpg",
            Allowed,
        ),
        (
            RESOURCE,
            "`*` matches no text at the beginning",
            nested,
            "arn:aws:s3:::amzn-s3-demo-bucket//test/object.jpg",
            Allowed,
        ),
        (
            RESOURCE,
            "`*` matches no text at the end",
            nested,
            "arn:aws:s3:::amzn-s3-demo-bucket/1/test/",
            Allowed,
        ),
        (
            RESOURCE,
            "the slash before is needed",
            nested,
            "arn:aws:s3:::amzn-s3-demo-bucket/1-test/object.jpg",
            Denied,
        ),
        (
            RESOURCE,
            "both slashes are needed",
            nested,
            "arn:aws:s3:::amzn-s3-demo-bucket/test/object.jpg",
            Denied,
        ),
        (
            RESOURCE,
            "the slash after is needed",
            nested,
            "arn:aws:s3:::amzn-s3-demo-bucket/1/2/test.jpg",
            Denied,
        ),
        (
            RESOURCE,
            "`?` is one character",
            "arn:aws:s3:::amzn-s3-demo-bucket/?.txt",
            "arn:aws:s3:::amzn-s3-demo-bucket/a.txt",
            Allowed,
        ),
        (
            RESOURCE,
            "`?` is not two characters",
            "arn:aws:s3:::amzn-s3-demo-bucket/?.txt",
            "arn:aws:s3:::amzn-s3-demo-bucket/ab.txt",
            Denied,
        ),
        (
            RESOURCE,
            "a segment can have several wildcards",
            "arn:aws:s3:::*-s3-*?bucket/*",
            "arn:aws:s3:::amzn-s3-demo-bucket/a",
            Allowed,
        ),
        (
            RESOURCE,
            "`*` at the end of a segment matches colons",
            "arn:aws:sns:*:?opic:sub",
            "arn:aws:sns:us-east-1:111122223333:topic:sub",
            Allowed,
        ),
        (
            RESOURCE,
            "the rest of the ARN is needed even then",
            "arn:aws:sns:*:?opic:sub",
            "arn:aws:sns:us-east-1:111122223333:topic:other",
            Denied,
        ),
        (
            IDENTIFIERS,
            "an incomplete ARN is completed",
            "arn:aws:sqs:*",
            "arn:aws:sqs:us-east-1:111122223333:queue",
            Allowed,
        ),
        (
            IDENTIFIERS,
            "an incomplete ARN is of its service",
            "arn:aws:sqs:*",
            "arn:aws:sns:us-east-1:111122223333:topic",
            Denied,
        ),
        (
            IDENTIFIERS,
            "a prefix of a path",
            "arn:aws:iam::111122223333:user/division_abc*",
            "arn:aws:iam::111122223333:user/division_abc/subdivision_xyz/Jane",
            Allowed,
        ),
        (
            IDENTIFIERS,
            "another path",
            "arn:aws:iam::111122223333:user/division_abc*",
            "arn:aws:iam::111122223333:user/John",
            Denied,
        ),
        (
            ARNS,
            "all resources of a type in all regions",
            "arn:aws:ec2:*:111122223333:vpc/*",
            "arn:aws:ec2:eu-west-1:111122223333:vpc/vpc-1",
            Allowed,
        ),
        (
            ARNS,
            "of the account only",
            "arn:aws:ec2:*:111122223333:vpc/*",
            "arn:aws:ec2:eu-west-1:444455556666:vpc/vpc-1",
            Denied,
        ),
    ]);
}

const ACTION: &str = "IAM JSON policy elements: Action";
const NOT_ACTION: &str = "IAM JSON policy elements: NotAction";
const NOT_RESOURCE: &str = "IAM JSON policy elements: NotResource";

#[test]
fn actions_match_as_documented() {
    let allow = |action: &str| json!({ "Effect": "Allow", "Action": action, "Resource": "*" });
    let all_but = |action: &str| json!({ "Effect": "Allow", "NotAction": action, "Resource": "*" });
    check_policies(&[
        (ACTION, "the case is irrelevant", allow("IAM:listaccesskeys"), "iam:ListAccessKeys", "*", Allowed),
        (ACTION, "`*` is every action", allow("*"), "s3:GetObject", "*", Allowed),
        (ACTION, "all actions of a service", allow("s3:*"), "s3:GetObject", "*", Allowed),
        (ACTION, "no action of another service", allow("s3:*"), "s3express:CreateSession", "*", Denied),
        (ACTION, "`*` can be within a name", allow("iam:*AccessKey*"), "iam:UpdateAccessKey", "*", Allowed),
        (
            ACTION,
            "`?` is one character",
            allow("ec2:TerminateInstance?"),
            "ec2:TerminateInstances",
            "*",
            Allowed,
        ),
        (NOT_ACTION, "everything but a service", all_but("iam:*"), "s3:GetObject", "*", Allowed),
        (NOT_ACTION, "not the service", all_but("iam:*"), "IAM:GetUser", "*", Denied),
    ]);
}

#[test]
fn all_resources_but_some_match_as_documented() {
    // The page's example: everything of S3 is denied but a folder.
    let payroll = json!([
        { "Effect": "Allow", "Action": "*", "Resource": "*" },
        {
            "Effect": "Deny",
            "Action": "s3:*",
            "NotResource": ["arn:aws:s3:::HRBucket/Payroll", "arn:aws:s3:::HRBucket/Payroll/*"],
        },
    ]);
    let rule = "all resources but those listed are denied";
    check_policies(&[
        (NOT_RESOURCE, rule, payroll.clone(), "s3:GetObject", "arn:aws:s3:::HRBucket/Payroll/a", Allowed),
        (NOT_RESOURCE, rule, payroll.clone(), "s3:GetObject", "arn:aws:s3:::HRBucket/Payrolls", Denied),
        (NOT_RESOURCE, rule, payroll.clone(), "s3:ListAllMyBuckets", "*", Denied),
        (NOT_RESOURCE, "other actions aren't denied", payroll, "sqs:ListQueues", "*", Allowed),
    ]);
}
