//! Conditions.

use super::*;

const OPERATORS: &str = "IAM JSON policy elements: Condition operators";
const SEVERAL: &str = "Conditions with multiple context keys or values";
const KEYS: &str = "Single-valued vs. multivalued context keys";
const EXAMPLES: &str = "Multivalued context key examples";

#[test]
fn strings_are_compared_as_documented() {
    let category = json!({ "StringEquals": { "aws:PrincipalTag/job-category": "iamuser-admin" } });
    let instance = json!({ "StringLikeIfExists": { "ec2:InstanceType": ["t1.*", "t2.*", "m3.*"] } });
    check_conditions(&[
        (
            OPERATORS,
            "an equal string",
            category.clone(),
            json!({ "aws:PrincipalTag/job-category": "iamuser-admin" }),
            Allowed,
        ),
        (
            OPERATORS,
            "another string",
            category.clone(),
            json!({ "aws:PrincipalTag/job-category": "dev-ops" }),
            Denied,
        ),
        (OPERATORS, "without the key", category, json!({}), Denied),
        (
            OPERATORS,
            "the case matters",
            json!({ "StringEquals": { "aws:userid": "a" } }),
            json!({ "aws:userid": "A" }),
            Denied,
        ),
        (
            OPERATORS,
            "the case is ignored",
            json!({ "StringEqualsIgnoreCase": { "aws:userid": "a" } }),
            json!({ "aws:userid": "A" }),
            Allowed,
        ),
        (
            OPERATORS,
            "no wildcards in equal strings",
            json!({ "StringEquals": { "aws:userid": "a*" } }),
            json!({ "aws:userid": "ab" }),
            Denied,
        ),
        (
            OPERATORS,
            "wildcards in patterns",
            json!({ "StringLike": { "aws:userid": "a*?" } }),
            json!({ "aws:userid": "ab" }),
            Allowed,
        ),
        (
            OPERATORS,
            "the case matters in patterns",
            json!({ "StringLike": { "aws:userid": "a*" } }),
            json!({ "aws:userid": "Ab" }),
            Denied,
        ),
        (
            OPERATORS,
            "negation",
            json!({ "StringNotEquals": { "aws:userid": "a" } }),
            json!({ "aws:userid": "b" }),
            Allowed,
        ),
        (
            OPERATORS,
            "a negated operator without the key",
            json!({ "StringNotLike": { "aws:userid": "a" } }),
            json!({}),
            Allowed,
        ),
        (
            OPERATORS,
            "IfExists with a value that matches",
            instance.clone(),
            json!({ "ec2:InstanceType": "t1.micro" }),
            Allowed,
        ),
        (
            OPERATORS,
            "IfExists with another value",
            instance.clone(),
            json!({ "ec2:InstanceType": "m2.micro" }),
            Denied,
        ),
        (OPERATORS, "IfExists without the key", instance, json!({}), Allowed),
        (
            OPERATORS,
            "a negated IfExists without the key",
            json!({ "StringNotEqualsIfExists": { "aws:userid": "a" } }),
            json!({}),
            Allowed,
        ),
        (
            OPERATORS,
            "an empty string equals an empty prefix",
            json!({ "StringLike": { "s3:prefix": ["", "home/"] } }),
            json!({ "s3:prefix": "" }),
            Allowed,
        ),
    ]);
}

#[test]
fn other_types_are_compared_as_documented() {
    let up_to_ten = json!({ "NumericLessThanEquals": { "s3:max-keys": "10" } });
    let since_2020 = json!({ "DateGreaterThan": { "aws:TokenIssueTime": "2020-01-01T00:00:01Z" } });
    let insecure = json!({ "Bool": { "aws:SecureTransport": "false" } });
    let bytes = json!({ "BinaryEquals": { "key:x": "QmluYXJ5VmFsdWVJbkJhc2U2NA==" } });
    let range = json!({ "IpAddress": { "aws:SourceIp": ["203.0.113.0/24", "2001:DB8:1234:5678::/64"] } });
    let temporary = json!({ "Null": { "aws:TokenIssueTime": "false" } });
    check_conditions(&[
        (OPERATORS, "an equal number", up_to_ten.clone(), json!({ "s3:max-keys": "10.0" }), Allowed),
        (OPERATORS, "a larger number", up_to_ten.clone(), json!({ "s3:max-keys": "10.5" }), Denied),
        (
            OPERATORS,
            "numbers aren't compared as strings",
            up_to_ten.clone(),
            json!({ "s3:max-keys": "9" }),
            Allowed,
        ),
        (OPERATORS, "a number without the key", up_to_ten, json!({}), Denied),
        (
            OPERATORS,
            "a later date",
            since_2020.clone(),
            json!({ "aws:TokenIssueTime": "2020-01-01T00:00:02Z" }),
            Allowed,
        ),
        (
            OPERATORS,
            "an equal date",
            since_2020.clone(),
            json!({ "aws:TokenIssueTime": "2020-01-01T01:00:01+01:00" }),
            Denied,
        ),
        (
            OPERATORS,
            "a date in seconds",
            since_2020.clone(),
            json!({ "aws:TokenIssueTime": "1577836802" }),
            Allowed,
        ),
        (OPERATORS, "a date without the key", since_2020, json!({}), Denied),
        (OPERATORS, "an equal boolean", insecure.clone(), json!({ "aws:SecureTransport": "false" }), Allowed),
        (OPERATORS, "another boolean", insecure.clone(), json!({ "aws:SecureTransport": "true" }), Denied),
        (OPERATORS, "a boolean without the key", insecure, json!({}), Denied),
        (
            OPERATORS,
            "equal bytes",
            bytes.clone(),
            json!({ "key:x": "QmluYXJ5VmFsdWVJbkJhc2U2NA==" }),
            Allowed,
        ),
        (OPERATORS, "other bytes", bytes.clone(), json!({ "key:x": "ASIAIOSFODNN7EXAMPLE" }), Denied),
        (OPERATORS, "bytes without the key", bytes, json!({}), Denied),
        (
            OPERATORS,
            "an address in a range",
            range.clone(),
            json!({ "aws:SourceIp": "203.0.113.1" }),
            Allowed,
        ),
        (OPERATORS, "an address outside", range.clone(), json!({ "aws:SourceIp": "198.51.100.1" }), Denied),
        (
            OPERATORS,
            "ranges of both versions",
            range,
            json!({ "aws:SourceIp": "2001:db8:1234:5678::1" }),
            Allowed,
        ),
        (
            OPERATORS,
            "an address without a length is itself",
            json!({ "IpAddress": { "aws:SourceIp": "203.0.113.1" } }),
            json!({ "aws:SourceIp": "203.0.113.2" }),
            Denied,
        ),
        (
            OPERATORS,
            "all addresses but a range",
            json!({ "NotIpAddress": { "aws:SourceIp": "203.0.113.0/24" } }),
            json!({ "aws:SourceIp": "::1" }),
            Allowed,
        ),
        (
            OPERATORS,
            "the key exists",
            temporary.clone(),
            json!({ "aws:TokenIssueTime": "2020-01-01T00:00:02Z" }),
            Allowed,
        ),
        (OPERATORS, "the key doesn't exist", temporary, json!({}), Denied),
        (
            OPERATORS,
            "the key must be absent",
            json!({ "Null": { "aws:TokenIssueTime": true } }),
            json!({}),
            Allowed,
        ),
    ]);
}

#[test]
fn arns_are_compared_as_documented() {
    let topic = json!({ "ArnEquals": { "aws:SourceArn": "arn:aws:sns:us-west-2:123456789012:TOPIC-ID" } });
    let distributions = json!({ "ForAllValues:ArnLike": { "logs:LogGeneratingResourceArns": [
        "arn:aws:cloudfront::123456789012:distribution/cost*",
        "arn:aws:cloudfront::123456789012:distribution/support*",
    ] } });
    let one = |distribution: &str| format!("arn:aws:cloudfront::123456789012:distribution/{distribution}");
    check_conditions(&[
        (
            OPERATORS,
            "an equal ARN",
            topic.clone(),
            json!({ "aws:SourceArn": "arn:aws:sns:us-west-2:123456789012:TOPIC-ID" }),
            Allowed,
        ),
        (
            OPERATORS,
            "of another account",
            topic.clone(),
            json!({ "aws:SourceArn": "arn:aws:sns:us-west-2:777788889999:TOPIC-ID" }),
            Denied,
        ),
        (OPERATORS, "an ARN without the key", topic, json!({}), Denied),
        (
            OPERATORS,
            "ArnEquals has wildcards",
            json!({ "ArnEquals": { "aws:SourceArn": "arn:aws:sns:*:*:TOPIC?ID" } }),
            json!({ "aws:SourceArn": "arn:aws:sns:us-west-2:1:TOPIC-ID" }),
            Allowed,
        ),
        (
            OPERATORS,
            "each field is matched separately",
            json!({ "ArnLike": { "aws:SourceArn": "arn:aws:sns:*:TOPIC:ID" } }),
            json!({ "aws:SourceArn": "arn:aws:sns:us-west-2:1:TOPIC:ID" }),
            Denied,
        ),
        (
            OPERATORS,
            "the case matters",
            json!({ "ArnNotLike": { "aws:SourceArn": "arn:aws:sns:*:*:topic" } }),
            json!({ "aws:SourceArn": "arn:aws:sns:us-west-2:1:Topic" }),
            Allowed,
        ),
        (
            OPERATORS,
            "every ARN matches",
            distributions.clone(),
            json!({ "logs:LogGeneratingResourceArns": [one("costcenter"), one("support2025")] }),
            Allowed,
        ),
        (
            OPERATORS,
            "one ARN doesn't match",
            distributions.clone(),
            json!({ "logs:LogGeneratingResourceArns": [one("costcenter"), one("admin")] }),
            Denied,
        ),
        (OPERATORS, "ForAllValues without the key", distributions, json!({}), Allowed),
    ]);
}

#[test]
fn several_keys_and_values_are_combined_as_documented() {
    // The page's example: two keys of one operator, and a second operator.
    let all = json!({
        "StringEquals": { "aws:PrincipalTag/department": ["finance", "hr"], "aws:PrincipalTag/role": "audit" },
        "ArnLike": { "aws:PrincipalArn": "arn:aws:iam::222222222222:user/ana*" },
    });
    let ana = "arn:aws:iam::222222222222:user/anaya";
    let department = |department: &str, role: &str| json!({ "aws:PrincipalTag/department": department, "aws:PrincipalTag/role": role, "aws:PrincipalArn": ana });
    let nor = json!({ "StringNotEquals": { "aws:userid": ["a", "b"] } });
    check_conditions(&[
        (SEVERAL, "one of the values is enough", all.clone(), department("hr", "audit"), Allowed),
        (SEVERAL, "every key must match", all.clone(), department("hr", "other"), Denied),
        (
            SEVERAL,
            "every operator must match",
            all,
            json!({ "aws:PrincipalTag/department": "hr", "aws:PrincipalTag/role": "audit" }),
            Denied,
        ),
        (
            SEVERAL,
            "a negated operator: none of the values",
            nor.clone(),
            json!({ "aws:userid": "c" }),
            Allowed,
        ),
        (SEVERAL, "a negated operator: one of the values", nor, json!({ "aws:userid": "b" }), Denied),
        (
            "IAM JSON policy elements: Condition",
            "the case of keys is irrelevant",
            json!({ "StringEquals": { "AWS:UserID": "a" } }),
            json!({ "aws:userid": "a" }),
            Allowed,
        ),
    ]);
}

#[test]
fn set_operators_compare_as_documented() {
    let all = json!({
        "ForAllValues:StringEquals": { "aws:TagKeys": ["environment", "cost-center"] },
        "Null": { "aws:TagKeys": "false" },
    });
    let any = json!({ "ForAnyValue:StringEquals": { "aws:TagKeys": ["environment", "cost-center"] } });
    let not_all = json!({ "ForAllValues:StringNotLike": { "aws:TagKeys": ["a*", "b"] } });
    let not_any = json!({ "ForAnyValue:StringNotEquals": { "aws:TagKeys": ["a", "b"] } });
    let keys = |keys: &[&str]| json!({ "aws:TagKeys": keys });
    check_conditions(&[
        (KEYS, "all values: one", all.clone(), keys(&["environment"]), Allowed),
        (KEYS, "all values: both", all.clone(), keys(&["environment", "cost-center"]), Allowed),
        (KEYS, "all values: another one", all.clone(), keys(&["environment", "dept"]), Denied),
        (KEYS, "all values and Null: no key", all, json!({}), Denied),
        (KEYS, "any value: one", any.clone(), keys(&["cost-center"]), Allowed),
        (KEYS, "any value: one of two", any.clone(), keys(&["environment", "dept"]), Allowed),
        (KEYS, "any value: none", any.clone(), keys(&["dept"]), Denied),
        (KEYS, "any value: no key", any, json!({}), Denied),
        (
            KEYS,
            "all values: no key",
            json!({ "ForAllValues:StringEquals": { "aws:TagKeys": "a" } }),
            json!({}),
            Allowed,
        ),
        (
            OPERATORS,
            "all values: an empty string",
            json!({ "ForAllValues:StringEquals": { "aws:TagKeys": "a" } }),
            keys(&[""]),
            Allowed,
        ),
        (OPERATORS, "none of the values may match", not_all.clone(), keys(&["c", "d"]), Allowed),
        (OPERATORS, "one of the values matches", not_all, keys(&["c", "ab"]), Denied),
        (OPERATORS, "one value must not match", not_any.clone(), keys(&["a", "c"]), Allowed),
        (OPERATORS, "all values match", not_any, keys(&["a", "b"]), Denied),
        (
            EXAMPLES,
            "patterns of tag keys",
            json!({ "Null": { "aws:TagKeys": "false" }, "ForAllValues:StringLike": { "aws:TagKeys": ["key1*", "key2*"] } }),
            keys(&["key1", "key2b"]),
            Allowed,
        ),
        (
            OPERATORS,
            "the case of tag keys matters",
            json!({ "ForAnyValue:StringEquals": { "aws:TagKeys": "environment" } }),
            keys(&["Environment"]),
            Denied,
        ),
    ]);
}
