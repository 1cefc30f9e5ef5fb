//! The values of a new workspace that may differ between environments, and their flags.

/// A value that is given for all environments, or for each.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Field {
    Region,
    AccountId,
    UserPoolId,
    AppClientId,
    GoogleAppId,
    AppleAppId,
    FacebookAppId,
    AmazonAppId,
    SamlProvider,
    OidcProvider,
    Bucket,
    Origin,
    Table,
    RestApiId,
    Stage,
    GraphqlApiId,
    Function,
    StateBucket,
    HcpOrganization,
}

impl Field {
    /// All of them, in the order of the command's help.
    pub const ALL: [Self; 19] = [
        Self::Region,
        Self::AccountId,
        Self::UserPoolId,
        Self::AppClientId,
        Self::GoogleAppId,
        Self::AppleAppId,
        Self::FacebookAppId,
        Self::AmazonAppId,
        Self::SamlProvider,
        Self::OidcProvider,
        Self::Bucket,
        Self::Origin,
        Self::Table,
        Self::RestApiId,
        Self::Stage,
        Self::GraphqlApiId,
        Self::Function,
        Self::StateBucket,
        Self::HcpOrganization,
    ];

    /// The flag that gives the value.
    pub fn flag(self) -> &'static str {
        match self {
            Self::Region => "--region",
            Self::AccountId => "--account-id",
            Self::UserPoolId => "--user-pool-id",
            Self::AppClientId => "--app-client-id",
            Self::GoogleAppId => "--google",
            Self::AppleAppId => "--apple",
            Self::FacebookAppId => "--facebook",
            Self::AmazonAppId => "--amazon",
            Self::SamlProvider => "--saml",
            Self::OidcProvider => "--oidc",
            Self::Bucket => "--bucket",
            Self::Origin => "--origin",
            Self::Table => "--table",
            Self::RestApiId => "--rest-api-id",
            Self::Stage => "--stage",
            Self::GraphqlApiId => "--graphql-api-id",
            Self::Function => "--function",
            Self::StateBucket => "--state-bucket",
            Self::HcpOrganization => "--hcp-organization",
        }
    }

    /// What the value is, with an example.
    pub fn question(self) -> &'static str {
        match self {
            Self::Region => "AWS region",
            Self::AccountId => "AWS account ID (12 digits), outside of which Terraform refuses to run",
            Self::UserPoolId => "User pool ID (such as us-east-1_Ab12Cd34E)",
            Self::AppClientId => "App client ID (such as 3n4b5urk1ft4fl3mg5e62d9ado)",
            Self::GoogleAppId => "Client ID of your application at Google",
            Self::AppleAppId => "Services ID or bundle ID of your application at Apple",
            Self::FacebookAppId => "App ID of your application at Facebook",
            Self::AmazonAppId => "Client ID of your application at Login with Amazon",
            Self::SamlProvider => {
                "ARN of the IAM SAML provider (such as arn:aws:iam::111111111111:saml-provider/corporate)"
            }
            Self::OidcProvider => {
                "ARN of the IAM OIDC provider (such as arn:aws:iam::111111111111:oidc-provider/id.partner.example)"
            }
            Self::Bucket => "Name of the S3 bucket",
            Self::Origin => "Origin of the web application, which may use the bucket from a browser",
            Self::Table => "Name of the DynamoDB table, whose partition key is the identity ID",
            Self::RestApiId => "ID of the REST API (such as a1b2c3d4e5)",
            Self::Stage => "Stage of the REST API",
            Self::GraphqlApiId => "ID of the AppSync API",
            Self::Function => "Name of the Lambda function",
            Self::StateBucket => "Name of the S3 bucket for Terraform's state",
            Self::HcpOrganization => "Organization in HCP Terraform",
        }
    }

    /// The value that is proposed, if there is a usual one.
    pub fn default(self) -> Option<&'static str> {
        match self {
            Self::Region => Some("us-east-1"),
            Self::Origin => Some("http://localhost:5173"),
            Self::Stage => Some("prod"),
            _ => None,
        }
    }

    /// Whether all environments have the same.
    pub fn is_shared(self) -> bool {
        matches!(self, Self::StateBucket | Self::HcpOrganization)
    }
}
