//! The attributes of the AWS provider's resources and data sources that are IDs, names or ARNs.

use crate::aws::Identifier;
use crate::aws::Identifier::{
    AppClientId, BucketName, FunctionName, GraphqlApiId, IdentityPoolId, IotClientId, KmsKeyArn,
    OidcProviderArn, PolicyArn, ResourceArn, RestApiId, RoleArn, RoleName, SamlProviderArn, StageName,
    TableName, UserPoolId,
};

/// What the attributes of a resource type identify. Those that identify something else that the inputs take are
/// not listed. Source: the schema and the documentation of hashicorp/aws 5.100.
const TYPES: &[(&str, &[(&str, Identifier)])] = &[
    ("aws_api_gateway_deployment", &[("rest_api_id", RestApiId)]),
    ("aws_api_gateway_rest_api", &[("id", RestApiId), ("arn", ResourceArn), ("execution_arn", ResourceArn)]),
    (
        "aws_api_gateway_stage",
        &[
            ("stage_name", StageName),
            ("rest_api_id", RestApiId),
            ("arn", ResourceArn),
            ("execution_arn", ResourceArn),
        ],
    ),
    ("aws_apigatewayv2_api", &[("id", RestApiId), ("arn", ResourceArn), ("execution_arn", ResourceArn)]),
    (
        "aws_apigatewayv2_stage",
        &[
            ("name", StageName),
            ("id", StageName),
            ("api_id", RestApiId),
            ("arn", ResourceArn),
            ("execution_arn", ResourceArn),
        ],
    ),
    ("aws_appsync_graphql_api", &[("id", GraphqlApiId), ("arn", ResourceArn)]),
    ("aws_cloudwatch_log_group", &[("arn", ResourceArn)]),
    ("aws_cognito_identity_pool", &[("id", IdentityPoolId), ("arn", ResourceArn)]),
    ("aws_cognito_managed_user_pool_client", &[("id", AppClientId), ("user_pool_id", UserPoolId)]),
    ("aws_cognito_user_group", &[("user_pool_id", UserPoolId), ("role_arn", RoleArn)]),
    ("aws_cognito_user_pool", &[("id", UserPoolId), ("user_pool_id", UserPoolId), ("arn", ResourceArn)]),
    (
        "aws_cognito_user_pool_client",
        &[("id", AppClientId), ("client_id", AppClientId), ("user_pool_id", UserPoolId)],
    ),
    ("aws_cognito_user_pool_domain", &[("user_pool_id", UserPoolId)]),
    (
        "aws_dynamodb_table",
        &[("name", TableName), ("id", TableName), ("arn", ResourceArn), ("stream_arn", ResourceArn)],
    ),
    ("aws_iam_openid_connect_provider", &[("arn", OidcProviderArn), ("id", OidcProviderArn)]),
    ("aws_iam_policy", &[("arn", PolicyArn), ("id", PolicyArn)]),
    ("aws_iam_role", &[("arn", RoleArn), ("name", RoleName), ("id", RoleName)]),
    ("aws_iam_saml_provider", &[("arn", SamlProviderArn), ("id", SamlProviderArn)]),
    ("aws_iot_certificate", &[("arn", ResourceArn)]),
    (
        "aws_iot_thing",
        &[
            ("name", IotClientId),
            ("id", IotClientId),
            ("default_client_id", IotClientId),
            ("arn", ResourceArn),
        ],
    ),
    ("aws_iot_thing_group", &[("arn", ResourceArn)]),
    ("aws_iot_topic_rule", &[("arn", ResourceArn)]),
    ("aws_kinesis_firehose_delivery_stream", &[("arn", ResourceArn), ("id", ResourceArn)]),
    ("aws_kinesis_stream", &[("arn", ResourceArn), ("id", ResourceArn)]),
    ("aws_kms_alias", &[("target_key_arn", KmsKeyArn), ("arn", ResourceArn)]),
    ("aws_kms_key", &[("arn", KmsKeyArn)]),
    ("aws_kms_replica_key", &[("arn", KmsKeyArn)]),
    ("aws_lambda_alias", &[("function_name", FunctionName), ("arn", ResourceArn), ("id", ResourceArn)]),
    (
        "aws_lambda_function",
        &[
            ("function_name", FunctionName),
            ("id", FunctionName),
            ("arn", ResourceArn),
            ("qualified_arn", ResourceArn),
        ],
    ),
    ("aws_s3_bucket", &[("bucket", BucketName), ("id", BucketName), ("arn", ResourceArn)]),
    ("aws_sns_topic", &[("arn", ResourceArn), ("id", ResourceArn)]),
    ("aws_sqs_queue", &[("arn", ResourceArn)]),
];

/// Attributes that are a list or a set in every data source of the AWS provider that has them.
/// Source: the schema of hashicorp/aws 5.100.
pub const LIST_ATTRIBUTES: [&str; 5] = ["arns", "client_ids", "client_names", "ids", "names"];

/// What the attributes of a resource type identify; `None` if the type is not known here.
pub fn attributes(resource_type: &str) -> Option<&'static [(&'static str, Identifier)]> {
    TYPES.iter().find(|(name, _)| *name == resource_type).map(|(_, attributes)| *attributes)
}

/// The format of the ARNs of a resource type, with `*` for each part that differs; `None` if it is not known here, or
/// if a part can contain slashes. Source: Service Authorization Reference, "Resource types".
pub fn arn_format(resource_type: &str) -> Option<&'static str> {
    Some(match resource_type {
        "aws_dynamodb_table" => "arn:*:dynamodb:*:*:table/*",
        "aws_iot_thing" => "arn:*:iot:*:*:thing/*",
        "aws_kinesis_firehose_delivery_stream" => "arn:*:firehose:*:*:deliverystream/*",
        "aws_kinesis_stream" => "arn:*:kinesis:*:*:stream/*",
        "aws_kms_key" => "arn:*:kms:*:*:key/*",
        "aws_lambda_function" => "arn:*:lambda:*:*:function:*",
        "aws_s3_bucket" => "arn:*:s3:::*",
        "aws_sns_topic" => "arn:*:sns:*:*:*",
        "aws_sqs_queue" => "arn:*:sqs:*:*:*",
        _ => return None,
    })
}

/// All resource types, with their attributes.
pub fn resource_types() -> impl Iterator<Item = (&'static str, &'static [(&'static str, Identifier)])> {
    TYPES.iter().copied()
}
