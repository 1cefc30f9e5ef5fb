//! Condition keys that requests carry, which are also policy variables.

/// Global keys with one value that a request of an assumed role can have, without the prefix `aws:`.
///
/// Source: IAM User Guide, "AWS global condition context keys", as of September 2026.
pub const GLOBAL_KEYS: [&str; 32] = [
    "CalledViaAWSMCP",
    "CalledViaFirst",
    "CalledViaLast",
    "CurrentTime",
    "EpochTime",
    "FederatedProvider",
    "IsMcpServiceAction",
    "PrincipalAccount",
    "PrincipalArn",
    "PrincipalIsAWSService",
    "PrincipalOrgID",
    "PrincipalType",
    "referer",
    "RequestedRegion",
    "ResourceAccount",
    "ResourceOrgID",
    "SecureTransport",
    "SourceIp",
    "SourceVpc",
    "SourceVpcArn",
    "SourceVpce",
    "TokenIssueTime",
    "UserAgent",
    "userid",
    "ViaAWSMCPService",
    "ViaAWSService",
    "VpceAccount",
    "VpceOrgID",
    "VpcSourceIp",
    "PrincipalTag",
    "RequestTag",
    "ResourceTag",
];

/// The keys of [`GLOBAL_KEYS`] that are followed by `/` and the key of a tag.
pub const KEYS_WITH_TAG: [&str; 3] = ["PrincipalTag", "RequestTag", "ResourceTag"];

/// The keys of [`GLOBAL_KEYS`] with the same value for all users of a role.
///
/// Source: the same page: `userid` is the role's ID and the session's name, which is
/// `CognitoIdentityCredentials` in the enhanced flow and anything that the caller chooses in the classic flow;
/// `PrincipalArn` is the role's ARN; `FederatedProvider` is the principal of identity pools.
pub const SAME_FOR_ALL_USERS: [&str; 3] = ["userid", "PrincipalArn", "FederatedProvider"];

/// Global keys with several values, which can't be policy variables.
///
/// Source: IAM User Guide, "Single-valued vs. multivalued context keys".
pub const MULTIVALUED: [&str; 7] = [
    "CalledVia",
    "PrincipalOrgPaths",
    "PrincipalServiceNamesList",
    "ResourceOrgPaths",
    "SourceOrgPaths",
    "TagKeys",
    "VpceOrgPaths",
];

/// Keys of services with several values: those of the items, attributes and devices that a request is about.
///
/// Source: Service Authorization Reference, condition keys of the type `ArrayOfString`.
pub const MULTIVALUED_OF_SERVICES: [&str; 4] =
    ["dynamodb:Attributes", "dynamodb:LeadingKeys", "geo:DeviceIds", "s3:RequestObjectTagKeys"];

/// Global keys that no session of a role for Cognito users has: they belong to IAM users, to AWS services, or
/// to roles that were assumed in other ways.
///
/// Source: the availability of each key in IAM User Guide, "AWS global condition context keys".
pub const ABSENT_GLOBAL_KEYS: [&str; 13] = [
    "AssumedRoot",
    "ChatbotSourceArn",
    "Ec2InstanceSourcePrivateIPv4",
    "Ec2InstanceSourceVpc",
    "MultiFactorAuthAge",
    "MultiFactorAuthPresent",
    "PrincipalServiceName",
    "SourceAccount",
    "SourceArn",
    "SourceIdentity",
    "SourceOrgID",
    "SourceOwner",
    "username",
];

/// Keys of services that only sessions of other roles have.
///
/// Source: the same page, "Cross-service condition keys".
pub const ABSENT_SERVICE_KEYS: [&str; 7] = [
    "ec2:RoleDelivery",
    "ec2:SourceInstanceArn",
    "glue:CredentialIssuingService",
    "glue:RoleAssumedBy",
    "identitystore:UserId",
    "lambda:SourceFunctionArn",
    "ssm:SourceInstanceArn",
];

/// The keys that Cognito adds to the session of an identity, without the service principal and the colon.
///
/// Source: Amazon Cognito Developer Guide, "IAM roles"; IAM User Guide, "Available keys for AWS OIDC
/// federation". `amr` has several values.
pub const IDENTITY_POOL_KEYS: [&str; 3] = ["sub", "aud", "amr"];

/// The key of [`IDENTITY_POOL_KEYS`] whose value is the ID of the identity pool.
pub const AUD: &str = "aud";

/// The key of [`IDENTITY_POOL_KEYS`] with several values.
pub const AMR: &str = "amr";

/// The prefixes of services that have condition keys of their own, separated by spaces.
///
/// Source: Service Authorization Reference, "Actions, resources, and condition keys for AWS services", as of
/// September 2026.
pub const SERVICE_PREFIXES: &str = "\
    a4b account acm acm-pca agent-registry agentaccess-mcp aidevops airflow amplifyuibuilder aoss \
    apigateway application-autoscaling apprunner appstream appsync arc-zonal-shift artifact autoscaling \
    aws-external-anthropic aws-marketplace backup batch bedrock bedrock-agentcore bedrock-mantle \
    billingconductor cases catalog cleanrooms-ml cloud9 cloudformation cloudshell cloudwatch codebuild \
    codecommit codeconnections codestar-connections codestar-notifications cognito-identity \
    cognito-identity-auth cognito-identity-unauth comprehend compute-optimizer config connect dataexchange \
    datapipeline datazone dax deadline devops-guru dms drs ds-data dsql dynamodb ebs ec2 \
    ec2-instance-connect ecr ecr-public ecs eks elasticache elasticbeanstalk elasticfilesystem \
    elasticloadbalancing elasticmapreduce emr-containers events execute-api fis fsx gameliftstreams geo \
    glacier glue groundstation health iam identitycenter identitystore imagebuilder iot iotanalytics \
    iotevents iotfleetwise iotmanagedintegrations iotsitewise iottwinmaker iotwireless kafka kinesis kms \
    lakeformation lambda lex license-manager logs lookoutequipment mediaconvert medical-imaging memorydb \
    mgh mgn mpa neptune-db neptune-graph networkmanager nimble oam observabilityadmin organizations \
    partnercentral partnercentral-account-management payment-cryptography pi proton qapps qldb quicksight \
    ram rbin rds redshift redshift-data redshift-serverless refactor-spaces resource-explorer-2 route53 \
    route53-recovery-cluster route53profiles rtbfabric s3 s3-object-lambda s3-outposts s3express s3files \
    s3tables s3vectors sagemaker secretsmanager securityhub serverlessrepo servicecatalog servicediscovery \
    servicequotas ses signer signin sns ssm sso states sts swf synthetics timestream-influxdb transcribe \
    transfer user-subscriptions vpc-lattice vpc-lattice-svcs wafv2 wellarchitected wisdom workmail \
    workspaces xray";
