//! Actions, resources and condition keys that have no effect are warned about, and nothing else is.

use crate::policies::parse;
use crate::support::{self, poolsmith, workspace};
use poolsmith::aws::administration::administration;
use poolsmith::aws::operations::operations;
use poolsmith::iam::catalogue::{self, AccessLevel, DocumentedAction};
use poolsmith::policy::{Kinds, content};
use poolsmith::tree::{Node, Value as NodeValue};
use serde_json::{Value, json};

/// The warnings about a policy with these elements in its only statement.
fn warnings(elements: Value) -> Vec<String> {
    let mut statement = json!({ "Effect": "Allow" });
    if elements.get("NotResource").is_none() {
        statement["Resource"] = json!("*");
    }
    statement.as_object_mut().unwrap().extend(elements.as_object().unwrap().clone());
    let (policy, said) = parse(&json!({ "Version": "2012-10-17", "Statement": [statement] }).to_string());
    assert!(policy.is_some() && said.iter().all(|said| !said.code.is_error()), "{statement}: {said:?}");
    said.into_iter().map(|warning| warning.message).collect()
}

#[track_caller]
fn warns(elements: Value, message: &str) {
    let warnings = warnings(elements.clone());
    assert!(matches!(&warnings[..], [one] if one.contains(message)), "{elements}: {warnings:?}");
}

#[track_caller]
fn is_quiet(elements: Value) {
    let warnings = warnings(elements.clone());
    assert!(warnings.is_empty(), "{elements}: {warnings:?}");
}

fn bucket(resource: &str) -> String {
    format!("arn:aws:s3:::notes{resource}")
}

#[test]
fn actions_that_do_not_exist() {
    for (action, meant) in [
        ("dynamo:GetItem", "`dynamodb:GetItem`"),
        ("dynamo:Get*", "`dynamodb:Get*`"),
        ("S3.amazonaws.com:GetObject", "`s3:GetObject`"),
        ("cognito:GetCredentialsForIdentity", "`cognito-identity:GetCredentialsForIdentity`"),
        ("eventbridge:PutEvents", "`events:PutEvents`"),
        ("iot-data:Publish", "`iot:Publish`"),
        ("s3:GetObjct", "`s3:GetObject`"),
        ("s3:getobjects", "`s3:GetObject`"),
        ("s3:Gte*", "`s3:Get*`"),
        ("s3:Gett*", "`s3:Get*`"),
        ("dynamodb:Qery*", "`dynamodb:Query*`"),
        ("s3:GetObjct*", "`s3:GetObject*`"),
        ("s3:ListBuckets", "`s3:ListAllMyBuckets`"),
        ("s3:listobjectsv2", "`s3:ListBucket`"),
        ("s3:CopyObject", "`s3:GetObject`, `s3:PutObject`"),
        ("lambda:Invoke", "`lambda:InvokeFunction`"),
        ("bedrock:Converse", "`bedrock:InvokeModel`"),
        ("bedrock:InvokeModelWithBidirectionalStream", "`bedrock:InvokeModel`"),
        ("dynamodb:TransactGetItems", "`dynamodb:GetItem`"),
        ("apigateway:Invoke", "`execute-api:Invoke`"),
        ("cloudwatch:PutLogEvents", "`logs:PutLogEvents`"),
        ("kinesis:PutRecordBatch", "`firehose:PutRecordBatch`"),
    ] {
        warns(json!({ "Action": action }), &format!("did you mean {meant}?"));
        warns(json!({ "Effect": "Deny", "Action": action }), meant);
        warns(json!({ "NotAction": ["s3:*", action] }), meant);
    }
    warns(json!({ "Action": "nosuchservice:Get" }), "unknown service in `nosuchservice:Get`");
    warns(json!({ "Action": "s3:*Widget*" }), "no action matches `s3:*Widget*`");
    for action in [
        "*",
        "*:*",
        "s3:*",
        "s3:?etObject*",
        "DYNAMODB:getitem",
        "bedrock:InvokeModel*",
        "vpc-lattice:AssociateViaAWSService-EventsAndStates",
        "account:VerifyPhoneNumber",
    ] {
        is_quiet(json!({ "Action": action }));
    }
}

#[test]
fn actions_that_apply_to_no_resource() {
    for (action, resource) in [
        ("s3:ListBucket", bucket("/*")),
        ("s3:ListBucket", bucket("/private/${aws:userid}/*")),
        ("s3:GetObject", bucket("")),
        ("s3:GetObject*", bucket("")),
        ("s3:ListAllMyBuckets", bucket("*")),
        ("ec2:DescribeInstances", "arn:aws:ec2:*:*:instance/*".into()),
        ("dynamodb:GetItem", "arn:aws:dynamodb:us-east-1:111111111111:table/notes/index/*".into()),
        ("dynamodb:GetItem", "arn:aws:dynamodb:us-east-1:111111111111:Table/notes".into()),
        ("dynamodb:GetItem", "arn:aws:dynamodb:us-east-1:111111111111:notes".into()),
        ("sqs:SendMessage", "arn:aws:sns:us-east-1:111111111111:notes".into()),
        ("rekognition:DetectLabels", bucket("/*")),
        ("iam:PassRole", "arn:aws:iam::111111111111:policy/a".into()),
    ] {
        let message = format!("`{action}` does not apply to `{resource}`");
        warns(json!({ "Action": action, "Resource": resource }), &message);
        warns(json!({ "Effect": "Deny", "Action": [action], "Resource": [resource] }), &message);
        let two = json!({ "Action": [action, "s3:PutObject"], "Resource": [resource, bucket("/b/*")] });
        if action != "s3:GetObject" && action != "s3:GetObject*" {
            warns(two, &format!("`{action}` does not apply to any resource of the statement"));
        }
        is_quiet(json!({ "Action": action, "NotResource": resource }));
        is_quiet(json!({ "NotAction": action, "Resource": resource }));
    }
    for (action, resource) in [
        ("s3:ListBucket", bucket("")),
        ("s3:ListBucket", bucket("*")),
        ("s3:ListBucket", "arn:aws:s3:::*".into()),
        ("s3:ListAllMyBuckets", "arn:aws:s3:::*".into()),
        ("s3:GetObject", bucket("*")),
        ("s3:GetObject", bucket("/${aws:PrincipalTag/team}")),
        ("s3:GetObject", "arn:aws:s3:::${aws:PrincipalTag/path}".into()),
        ("s3:GetObject", "arn:*:s3:*:*:*/*".into()),
        ("s3:Get*", bucket("")),
        ("s3:*", bucket("/*")),
        ("s3:GetObject", "arn:aws:s3:us-east-1:111111111111:accesspoint/notes/object/*".into()),
        ("s3:GetObject", "arn:aws:s3::111111111111:accesspoint/mfzwi23gnjvgw.mrap/object/*".into()),
        ("s3:ListBucket", "arn:aws:s3:us-east-1:111111111111:accesspoint/notes".into()),
        (
            "s3-object-lambda:GetObject",
            "arn:aws:s3-object-lambda:us-east-1:111111111111:accesspoint/a".into(),
        ),
        ("dynamodb:Query", "arn:aws:dynamodb:us-east-1:111111111111:table/notes/index/*".into()),
        ("lambda:InvokeFunction", "arn:aws:lambda:us-east-1:111111111111:function:notes:live".into()),
        ("execute-api:Invoke", "arn:aws:execute-api:us-east-1:111111111111:a1b2c3/*/GET/notes".into()),
        ("execute-api:Invoke", "arn:aws:execute-api:us-east-1:111111111111:a1b2c3/prod/$connect".into()),
        ("execute-api:Invoke", "arn:aws:execute-api:*".into()),
        ("logs:DescribeLogGroups", "arn:aws:logs:us-east-1:111111111111:log-group:*".into()),
        ("logs:CreateLogStream", "arn:aws:logs:us-east-1:111111111111:log-group:/app/x:*".into()),
        ("sns:Publish", "arn:aws:sns:us-east-1:111111111111:notes".into()),
        ("iot:Publish", "arn:aws:iot:us-east-1:111111111111:topic/a/b/c".into()),
        ("ssmmessages:OpenDataChannel", "arn:aws:ssm:*:*:session/*".into()),
    ] {
        is_quiet(json!({ "Action": action, "Resource": resource }));
    }
}

#[test]
fn condition_keys_that_requests_do_not_have() {
    let with = |actions: Value, operator: &str, key: &str| json!({ "Action": actions, "Condition": { operator: { key: "x" } } });
    for (action, key, message) in [
        ("dynamodb:GetItem", "dynamodb:LeadingKey", "did you mean `dynamodb:LeadingKeys`?"),
        ("*", "dynamodb:LeadingKey", "did you mean `dynamodb:LeadingKeys`?"),
        ("dynamodb:GetItem", "dynamo:LeadingKeys", "did you mean `dynamodb:LeadingKeys`?"),
        ("dynamodb:Scan", "dynamodb:LeadingKeys", "`dynamodb:Scan` does not have the condition key"),
        ("s3:GetObject", "s3:prefix", "`s3:GetObject` does not have the condition key `s3:prefix`"),
        ("s3:GetObject", "s3:ExistingObjectTags/team", "did you mean `s3:ExistingObjectTag/team`?"),
        ("dynamodb:GetItem", "s3:prefix", "does not have the condition key `s3:prefix`"),
        ("s3:GetObject", "aws:PrincipleTag/team", "did you mean `aws:PrincipalTag/team`?"),
        ("s3:GetObject", "aws:PrincipalTag", "did you mean `aws:PrincipalTag/KEY`?"),
        ("s3:GetObject", "aws:SourceIP4", "did you mean `aws:SourceIp`?"),
    ] {
        warns(with(json!(action), "StringEquals", key), message);
    }
    let two = json!(["dynamodb:Scan", "dynamodb:CreateTable"]);
    warns(
        with(two, "StringEquals", "dynamodb:LeadingKeys"),
        "no action of the statement has the condition key",
    );
    for (action, key) in [
        ("dynamodb:*", "dynamodb:Select"),
        ("*", "dynamodb:Select"),
        ("s3:ListBucket", "S3:Prefix"),
        ("s3:GetObject", "s3:ExistingObjectTag/team"),
        ("s3:GetObject", "aws:PrincipalTag/team"),
        ("s3:GetObject", "aws:sourceip"),
        ("s3:GetObject", "cognito-identity.amazonaws.com:sub"),
        ("s3:GetObject", "graph.facebook.com:id"),
        ("s3:GetObject", "saml:sub"),
        ("s3:GetObject", "ec2:SourceInstanceARN"),
        ("kms:Decrypt", "kms:EncryptionContext:aws:s3:arn"),
        ("kms:Decrypt", "kms:ViaService"),
        ("iam:PassRole", "iam:PassedToService"),
        ("aws-marketplace:Subscribe", "aws-marketplace:ProductId"),
    ] {
        is_quiet(with(json!(action), "StringEquals", key));
    }
    is_quiet(with(
        json!(["dynamodb:Scan", "dynamodb:GetItem"]),
        "ForAnyValue:StringEquals",
        "dynamodb:LeadingKeys",
    ));
}

#[test]
fn operations_are_not_actions_but_require_some() {
    for (prefix, operation, actions) in operations() {
        let service = catalogue::service(prefix).unwrap_or_else(|| panic!("{prefix}"));
        assert!(service.action(operation).is_none(), "{prefix}:{operation} is an action");
        for action in actions {
            assert_eq!(service.action(action).map(|known| known.name), Some(*action), "{prefix}:{operation}");
        }
    }
}

/// Reading instead of writing, or writing instead of deleting, is no suggestion.
#[test]
fn another_verb_is_not_meant() {
    for action in ["s3:ListObjectz", "s3:WriteObject"] {
        let warnings = warnings(json!({ "Action": action }));
        assert!(!warnings[0].contains("Delete") && !warnings[0].contains("Get"), "{warnings:?}");
    }
}

/// `ForAllValues` holds for the requests that don't have the key, so that the condition restricts only the other actions.
#[test]
fn actions_that_a_condition_does_not_restrict() {
    const LEADING_KEYS: &str = "dynamodb:LeadingKeys";
    let with = |actions: Value, operator: &str| json!({ "Action": actions, "Condition": { operator: { LEADING_KEYS: "x" } } });
    for (actions, message) in [
        (json!(["dynamodb:Scan", "dynamodb:Query"]), "`dynamodb:Scan` does not have the condition key"),
        (json!(["dynamodb:Query", "dynamodb:S*"]), "`dynamodb:S*` includes `dynamodb:Scan`, which"),
        (json!("dynamodb:*"), "`dynamodb:*` includes `dynamodb:"),
    ] {
        warns(with(actions.clone(), "ForAllValues:StringEquals"), message);
        warns(with(actions.clone(), "ForAllValues:StringLikeIfExists"), message);
        is_quiet(with(actions.clone(), "ForAnyValue:StringEquals"));
        let mut denied = with(actions.clone(), "ForAllValues:StringEquals");
        denied["Effect"] = json!("Deny");
        is_quiet(denied);
        let with_null = |value: Value| {
            let mut statement = with(actions.clone(), "ForAllValues:StringEquals");
            statement["Condition"]["Null"] = json!({ LEADING_KEYS: value });
            statement
        };
        for required in [json!("false"), json!(false), json!(["false"])] {
            is_quiet(with_null(required));
        }
        warns(with_null(json!("true")), message);
    }
    for actions in [
        json!(["dynamodb:GetItem", "dynamodb:BatchGetItem", "dynamodb:Query", "dynamodb:PutItem"]),
        json!(["dynamodb:GetItem", "dynamodb:DescribeTable"]),
        json!(["dynamodb:GetItem", "s3:GetObject"]),
    ] {
        is_quiet(with(actions, "ForAllValues:StringEquals"));
    }
    is_quiet(json!({
        "Action": ["ec2:CreateTags", "ec2:RunInstances"],
        "Condition": { "ForAllValues:StringEquals": { "aws:TagKeys": ["team"] } },
    }));
}

#[test]
fn actions_that_a_condition_never_allows() {
    let listing = |actions: Value, operator: &str| json!({ "Action": actions, "Condition": { operator: { "s3:prefix": "x/" } } });
    for actions in [json!(["s3:ListBucket", "s3:GetObject"]), json!(["s3:Get*Object", "s3:ListBucket"])] {
        for operator in ["StringEquals", "StringLike", "ForAnyValue:StringLike"] {
            warns(listing(actions.clone(), operator), "so this condition never allows it");
        }
        for operator in ["StringLikeIfExists", "StringNotLike"] {
            is_quiet(listing(actions.clone(), operator));
        }
        let mut denied = listing(actions, "StringLike");
        denied["Effect"] = json!("Deny");
        is_quiet(denied);
    }
    is_quiet(listing(json!(["s3:ListBucket", "s3:ListBucketVersions"]), "StringLike"));
    is_quiet(listing(json!("s3:*"), "StringLike"));
}

#[test]
fn operators_that_compare_in_another_way_than_is_meant() {
    let with = |operator: &str, key: &str, value: &str| json!({ "Action": "dynamodb:*", "Condition": { operator: { key: value } } });
    for (operator, key, value, meant) in [
        ("StringEquals", "aws:PrincipalTag/team", "red-*", "`StringLike`"),
        ("stringequalsifexists", "aws:RequestedRegion", "eu-*", "`StringLikeIfExists`"),
        ("StringNotEquals", "aws:PrincipalTag/team", "red-*", "`StringNotLike`"),
        ("ForAnyValue:StringEquals", "aws:TagKeys", "red-*", "`ForAnyValue:StringLike`"),
        ("StringEquals", "aws:SourceIp", "203.0.113.0/24", "`IpAddress`"),
        ("StringLike", "aws:SourceIp", "203.0.113.0/24", "`IpAddress`"),
        ("StringNotEquals", "aws:SourceIp", "203.0.113.0/24", "`NotIpAddress`"),
        ("StringEquals", "dynamodb:LeadingKeys", "x", "`ForAllValues:StringEquals`"),
        ("StringEquals", "aws:TagKeys", "x", "`ForAllValues:StringEquals`"),
        ("StringEquals", "cognito-identity.amazonaws.com:amr", "authenticated", "`ForAnyValue:StringEquals`"),
    ] {
        warns(with(operator, key, value), &format!("did you mean {meant}?"));
    }
    for (operator, key, value) in [
        ("StringEquals", "aws:PrincipalTag/team", "${*}"),
        ("StringEquals", "aws:PrincipalTag/team", "${aws:PrincipalTag/*}"),
        ("StringLike", "aws:PrincipalTag/team", "red-*"),
        ("IpAddress", "aws:SourceIp", "203.0.113.0/24"),
        ("StringEquals", "aws:SourceIp", "203.0.113.1"),
        ("Null", "dynamodb:LeadingKeys", "false"),
        ("ForAllValues:StringEquals", "aws:TagKeys", "x"),
        ("ForAnyValue:StringLike", "cognito-identity.amazonaws.com:amr", "authenticated"),
    ] {
        is_quiet(with(operator, key, value));
    }
}

#[test]
fn the_bucket_or_its_objects_were_meant() {
    for (action, resource, meant) in [
        ("s3:ListBucket", bucket("/*"), bucket("")),
        ("s3:ListBucket", bucket("/a/b"), bucket("")),
        ("s3:GetObject", bucket(""), bucket("/*")),
    ] {
        let message = format!("does not apply to `{resource}`, did you mean `{meant}`?");
        warns(json!({ "Action": action, "Resource": resource }), &message);
    }
}

/// Comparing every action with every resource of a statement takes a moment, even if there are many.
#[test]
fn the_largest_statements_are_checked_quickly() {
    let actions: Vec<String> = (0..900).map(|index| format!("ec2:*{}*e*", index % 10)).collect();
    let resources: Vec<String> = (0..300).map(|index| format!("arn:aws:ec2:*:*:nothing/{index}")).collect();
    let misspelt: Vec<String> = (0..900).map(|index| format!("ec2:Descrieb{index}")).collect();
    let start = std::time::Instant::now();
    warnings(json!({ "Action": actions, "Resource": resources }));
    warnings(json!({ "Action": misspelt }));
    assert!(start.elapsed().as_secs() < 60, "{:?}", start.elapsed());
}

/// Tokens are names without slashes, so that a bucket's ARN with a token is no object's.
#[test]
fn statements_with_tokens() {
    let said = |resource: &str, action: &str| {
        let statement = json!({ "Effect": "Allow", "Action": action, "Resource": resource });
        let inputs = json!({
            "name": "notes",
            "roles": { "authenticated": { "grants": { "files": { "statements": [statement] } } } },
            "identity_pool": { "developer_provider": "login.notes.example" },
            "environments": { "dev": { "region": "us-east-1", "account_id": "111111111111" } },
        });
        let folder = workspace(&inputs.to_string());
        let output = poolsmith(folder.path(), &["generate", "--quiet"]);
        assert!(output.status.success());
        support::words(&output)
    };
    let bucket = "arn:{partition}:s3:::{name}-{environment}";
    assert_eq!(said(bucket, "s3:GetBucketLocation"), "");
    assert_eq!(said(&format!("{bucket}/{{identity}}/*"), "s3:GetObject"), "");
    assert!(said(bucket, "s3:GetObject").contains("warning[W0022]: `s3:GetObject` does not apply to"));
    assert!(said(&format!("{bucket}/*"), "s3:ListBucket").contains("W0022"));
    assert_eq!(said("*", "{name}:Get*"), "");
    assert!(said("*", "dynamo:{name}").contains("W0021"));
}

/// The catalogue's own actions and ARNs raise no alarm.
#[test]
fn the_catalogue_agrees_with_itself() {
    for service in catalogue::services().filter(|service| service.actions.len() < 60) {
        for action in service.actions.iter().step_by(7) {
            let name = format!("{}:{}", service.prefix, action.name);
            for resource in service.resource_types(action) {
                let known = ["arn", "aws", "", "us-east-1", "111111111111"];
                let fields =
                    resource.arn.splitn(6, ':').enumerate().map(|(index, field)| match known.get(index) {
                        Some(known) if field.starts_with("${") => known,
                        _ => field,
                    });
                let arn = fields.collect::<Vec<_>>().join(":").replace("${", "x").replace('}', "x");
                is_quiet(json!({ "Action": name, "Resource": arn }));
            }
            for key in service.condition_keys(action) {
                let key = key.replace('*', "x");
                is_quiet(
                    json!({ "Action": name, "Condition": { "ForAnyValue:StringEquals": { key: "x" } } }),
                );
            }
        }
    }
}

/// The strings in a part of a kind's statement.
fn strings(node: &Node) -> Vec<&str> {
    match &content(node).value {
        NodeValue::String(text) => vec![text],
        NodeValue::List(items) => items.iter().flat_map(strings).collect(),
        _ => Vec::new(),
    }
}

#[test]
fn no_built_in_kind_administers_anything_or_changes_who_has_access() {
    for kind in Kinds::built_in().iter() {
        let actions: Vec<&str> =
            kind.statements.iter().filter_map(|node| node.get("Action")).flat_map(strings).collect();
        assert!(!actions.is_empty(), "{}", kind.name);
        for name in actions {
            let DocumentedAction { service, action } = DocumentedAction::named(name).expect(name);
            assert_ne!(action.access_level, AccessLevel::PermissionsManagement, "{name}");
            assert_eq!(administration(service.prefix, action.name, true), None, "{name}");
        }
    }
}
