//! Conditions.

use super::*;

pub(super) const OPERATORS: &str = "IAM JSON policy elements: Condition operators";
const CONDITION: &str = "IAM JSON policy elements: Condition";
const SEVERAL: &str = "Conditions with multiple context keys or values";
const KEYS: &str = "Single-valued vs. multivalued context keys";
const EXAMPLES: &str = "Multivalued context key examples";

/// Checks for which requests a condition holds: rule, condition keys, whether it holds.
pub(super) fn check(page: &str, condition: Value, rows: &[(&str, Value, Decision)]) {
    let statement = json!({ "Effect": "Allow", "Action": "*", "Resource": "*", "Condition": condition });
    for (rule, context, expected) in rows {
        let asked = request("s3:GetObject", "*", context);
        assert_eq!(decision(&statement, &asked), *expected, "{page}: {rule}\n{condition} and {context}");
    }
}

#[test]
fn strings_are_compared_as_documented() {
    let of = |operator: &str, value: &str| json!({ operator: { "aws:userid": value } });
    let is = |value: &str| json!({ "aws:userid": value });
    check(
        OPERATORS,
        json!({ "StringEquals": { "aws:PrincipalTag/job-category": "iamuser-admin" } }),
        &[
            ("an equal string", json!({ "aws:PrincipalTag/job-category": "iamuser-admin" }), Allowed),
            ("another string", json!({ "aws:PrincipalTag/job-category": "dev-ops" }), Denied),
            ("without the key", json!({}), Denied),
        ],
    );
    check(OPERATORS, of("StringEquals", "a"), &[("the case matters", is("A"), Denied)]);
    check(OPERATORS, of("StringEqualsIgnoreCase", "a"), &[("the case is ignored", is("A"), Allowed)]);
    check(
        OPERATORS,
        of("StringEquals", "a*"),
        &[("no wildcards", is("ab"), Denied), ("a star", is("a*"), Allowed)],
    );
    check(
        OPERATORS,
        of("StringLike", "a*?"),
        &[("wildcards", is("ab"), Allowed), ("too short", is("a"), Denied)],
    );
    check(OPERATORS, of("StringLike", "a*"), &[("the case matters", is("Ab"), Denied)]);
    check(
        OPERATORS,
        of("StringNotEquals", "a"),
        &[("negation", is("b"), Allowed), ("equal", is("a"), Denied)],
    );
    check(OPERATORS, of("StringNotLike", "a*"), &[("without the key", json!({}), Allowed)]);
    check(OPERATORS, of("StringNotEqualsIgnoreCase", "a"), &[("the case is ignored", is("A"), Denied)]);
}

#[test]
fn existing_keys_are_compared_as_documented() {
    check(
        OPERATORS,
        json!({ "StringLikeIfExists": { "ec2:InstanceType": ["t1.*", "t2.*", "m3.*"] } }),
        &[
            ("a value that matches", json!({ "ec2:InstanceType": "t1.micro" }), Allowed),
            ("another value", json!({ "ec2:InstanceType": "m2.micro" }), Denied),
            ("without the key", json!({}), Allowed),
        ],
    );
    let negated = json!({ "StringNotEqualsIfExists": { "aws:userid": "a" } });
    check(OPERATORS, negated, &[("negated, without the key", json!({}), Allowed)]);
    let issued = json!({ "aws:TokenIssueTime": "2020-01-01T00:00:02Z" });
    let must_exist = json!({ "Null": { "aws:TokenIssueTime": "false" } });
    check(
        OPERATORS,
        must_exist,
        &[("it exists", issued.clone(), Allowed), ("it doesn't", json!({}), Denied)],
    );
    let must_be_absent = json!({ "Null": { "aws:TokenIssueTime": true } });
    check(OPERATORS, must_be_absent, &[("it exists", issued, Denied), ("it doesn't", json!({}), Allowed)]);
}

#[test]
fn numbers_and_dates_are_compared_as_documented() {
    check(
        OPERATORS,
        json!({ "NumericLessThanEquals": { "s3:max-keys": "10" } }),
        &[
            ("an equal number", json!({ "s3:max-keys": "10.0" }), Allowed),
            ("a larger number", json!({ "s3:max-keys": "10.5" }), Denied),
            ("numbers aren't compared as strings", json!({ "s3:max-keys": "9" }), Allowed),
            ("without the key", json!({}), Denied),
        ],
    );
    check(
        OPERATORS,
        json!({ "DateGreaterThan": { "aws:TokenIssueTime": "2020-01-01T00:00:01Z" } }),
        &[
            ("a later date", json!({ "aws:TokenIssueTime": "2020-01-01T00:00:02Z" }), Allowed),
            (
                "an equal date in another zone",
                json!({ "aws:TokenIssueTime": "2020-01-01T01:00:01+01:00" }),
                Denied,
            ),
            ("seconds since 1970", json!({ "aws:TokenIssueTime": "1577836802" }), Allowed),
            ("without the key", json!({}), Denied),
        ],
    );
}

#[test]
fn booleans_bytes_and_addresses_are_compared_as_documented() {
    check(
        OPERATORS,
        json!({ "Bool": { "aws:SecureTransport": "false" } }),
        &[
            ("equal", json!({ "aws:SecureTransport": "false" }), Allowed),
            ("not equal", json!({ "aws:SecureTransport": "true" }), Denied),
            ("without the key", json!({}), Denied),
        ],
    );
    check(
        OPERATORS,
        json!({ "BinaryEquals": { "service:key": "QmluYXJ5VmFsdWVJbkJhc2U2NA==" } }),
        &[
            ("equal bytes", json!({ "service:key": "QmluYXJ5VmFsdWVJbkJhc2U2NA==" }), Allowed),
            ("other bytes", json!({ "service:key": "ASIAIOSFODNN7EXAMPLE" }), Denied),
            ("without the key", json!({}), Denied),
        ],
    );
    check(
        OPERATORS,
        json!({ "IpAddress": { "aws:SourceIp": ["203.0.113.0/24", "2001:DB8:1234:5678::/64"] } }),
        &[
            ("in a range", json!({ "aws:SourceIp": "203.0.113.1" }), Allowed),
            ("outside", json!({ "aws:SourceIp": "198.51.100.1" }), Denied),
            ("in a range of IPv6", json!({ "aws:SourceIp": "2001:db8:1234:5678::1" }), Allowed),
            ("without the key", json!({}), Denied),
        ],
    );
    let single = json!({ "IpAddress": { "aws:SourceIp": "203.0.113.1" } });
    check(OPERATORS, single, &[("no length: one address", json!({ "aws:SourceIp": "203.0.113.2" }), Denied)]);
    let outside = json!({ "NotIpAddress": { "aws:SourceIp": "203.0.113.0/24" } });
    check(OPERATORS, outside, &[("all but the range", json!({ "aws:SourceIp": "2001:db8::1" }), Allowed)]);
}

#[test]
fn arns_are_compared_as_documented() {
    let is = |arn: &str| json!({ "aws:SourceArn": arn });
    check(
        OPERATORS,
        json!({ "ArnEquals": { "aws:SourceArn": "arn:aws:sns:us-west-2:123456789012:TOPIC-ID" } }),
        &[
            ("equal", is("arn:aws:sns:us-west-2:123456789012:TOPIC-ID"), Allowed),
            ("another account", is("arn:aws:sns:us-west-2:777788889999:TOPIC-ID"), Denied),
            ("without the key", json!({}), Denied),
        ],
    );
    check(
        OPERATORS,
        json!({ "ArnEquals": { "aws:SourceArn": "arn:aws:sns:*:*:TOPIC?ID" } }),
        &[("wildcards, as ArnLike", is("arn:aws:sns:us-west-2:123456789012:TOPIC-ID"), Allowed)],
    );
    check(
        OPERATORS,
        json!({ "ArnLike": { "aws:SourceArn": "arn:aws:sns:*:TOPIC:ID" } }),
        &[("each field is matched separately", is("arn:aws:sns:us-west-2:123456789012:TOPIC:ID"), Denied)],
    );
    check(
        OPERATORS,
        json!({ "ArnNotLike": { "aws:SourceArn": "arn:aws:sns:*:*:topic" } }),
        &[
            ("the case matters", is("arn:aws:sns:us-west-2:123456789012:Topic"), Allowed),
            ("equal", is("arn:aws:sns:us-west-2:123456789012:topic"), Denied),
            ("without the key", json!({}), Allowed),
        ],
    );
}

#[test]
fn several_keys_and_values_are_combined_as_documented() {
    // The page's example: two keys of one operator, and a second operator.
    let ana = "arn:aws:iam::222222222222:user/anaya";
    let tags = |department: &str, role: &str| json!({ "aws:PrincipalTag/department": department, "aws:PrincipalTag/role": role, "aws:PrincipalArn": ana });
    check(
        SEVERAL,
        json!({
            "StringEquals": { "aws:PrincipalTag/department": ["finance", "hr"], "aws:PrincipalTag/role": "audit" },
            "ArnLike": { "aws:PrincipalArn": "arn:aws:iam::222222222222:user/ana*" },
        }),
        &[
            ("one of the values is enough", tags("hr", "audit"), Allowed),
            ("every key must match", tags("hr", "other"), Denied),
            (
                "every operator must match",
                json!({ "aws:PrincipalTag/department": "hr", "aws:PrincipalTag/role": "audit" }),
                Denied,
            ),
        ],
    );
    check(
        SEVERAL,
        json!({ "StringNotEquals": { "aws:userid": ["a", "b"] } }),
        &[
            ("a negated operator: none of the values", json!({ "aws:userid": "c" }), Allowed),
            ("a negated operator: one of the values", json!({ "aws:userid": "b" }), Denied),
        ],
    );
    check(
        CONDITION,
        json!({ "StringEquals": { "AWS:UserID": "a" } }),
        &[("the case of keys is irrelevant", json!({ "aws:userid": "a" }), Allowed)],
    );
}

#[test]
fn set_operators_compare_as_documented() {
    let keys = |keys: &[&str]| json!({ "aws:TagKeys": keys });
    let of = |operator: &str, values: &[&str]| json!({ operator: { "aws:TagKeys": values } });
    check(
        KEYS,
        json!({
            "ForAllValues:StringEquals": { "aws:TagKeys": ["environment", "cost-center"] },
            "Null": { "aws:TagKeys": "false" },
        }),
        &[
            ("one of them", keys(&["environment"]), Allowed),
            ("both", keys(&["environment", "cost-center"]), Allowed),
            ("another one", keys(&["environment", "dept"]), Denied),
            ("no key", json!({}), Denied),
        ],
    );
    check(
        KEYS,
        of("ForAnyValue:StringEquals", &["environment", "cost-center"]),
        &[
            ("one of them", keys(&["cost-center"]), Allowed),
            ("another one, too", keys(&["environment", "dept"]), Allowed),
            ("none of them", keys(&["dept"]), Denied),
            ("another case", keys(&["Environment"]), Denied),
            ("no key", json!({}), Denied),
        ],
    );
    check(
        OPERATORS,
        of("ForAllValues:StringEquals", &["a"]),
        &[("no key", json!({}), Allowed), ("an empty string", keys(&[""]), Allowed)],
    );
    check(
        OPERATORS,
        of("ForAllValues:StringNotLike", &["a*", "b"]),
        &[("none may match", keys(&["c", "d"]), Allowed), ("one matches", keys(&["c", "ab"]), Denied)],
    );
    check(
        OPERATORS,
        of("ForAnyValue:StringNotEquals", &["a", "b"]),
        &[("one doesn't match", keys(&["a", "c"]), Allowed), ("all match", keys(&["a", "b"]), Denied)],
    );
    check(
        EXAMPLES,
        of("ForAllValues:StringLike", &["key1*", "key2*"]),
        &[("patterns", keys(&["key1", "key2b"]), Allowed), ("another one", keys(&["key1", "key3"]), Denied)],
    );
}
