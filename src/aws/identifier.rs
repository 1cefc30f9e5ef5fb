//! The IDs, names and ARNs that the inputs and the modules take.
//!
//! A value that is known is checked with its [`Rule`] or as an ARN. A value that only Terraform knows is checked
//! by a `validation` block with the [pattern](Identifier::pattern), which accepts everything that the rule accepts.

use crate::aws::named_in::{index_in, named_in, named_in_part_of_arn, qualifier_in};
use crate::aws::names::{ACCOUNT_ID, APP_CLIENT_ID, IDENTITY_POOL, IDENTITY_POOL_ID, ROLE, USER_POOL_ID};
use crate::aws::providers::{DEVELOPER, SOCIAL_APP_ID};
use crate::aws::resources::{
    BUCKET, CLIENT_ID, FUNCTION, GRAPHQL_API_ID, INDEX, REST_API_ID, STAGE, TABLE, TOPIC,
};
use crate::aws::{Partition, Rule, arn, region};
use crate::source::{Diagnostic, Span};

/// What an ID, a name or an ARN identifies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Identifier {
    AccountId,
    Region,
    IdentityPoolName,
    IdentityPoolId,
    DeveloperProviderName,
    UserPoolId,
    AppClientId,
    SocialAppId,
    OidcProviderArn,
    SamlProviderArn,
    RoleName,
    RoleArn,
    PolicyArn,
    BucketName,
    KmsKeyArn,
    TableName,
    IndexName,
    RestApiId,
    StageName,
    GraphqlApiId,
    FunctionName,
    IotClientId,
    MqttTopic,
    /// Any resource in the `Resource` of a statement.
    ResourceArn,
}

/// How a known value is checked.
enum Check {
    Rule(&'static Rule),
    Arn(&'static arn::Kind),
}

impl Identifier {
    /// All of them.
    pub const ALL: [Self; 24] = [
        Self::AccountId,
        Self::Region,
        Self::IdentityPoolName,
        Self::IdentityPoolId,
        Self::DeveloperProviderName,
        Self::UserPoolId,
        Self::AppClientId,
        Self::SocialAppId,
        Self::OidcProviderArn,
        Self::SamlProviderArn,
        Self::RoleName,
        Self::RoleArn,
        Self::PolicyArn,
        Self::BucketName,
        Self::KmsKeyArn,
        Self::TableName,
        Self::IndexName,
        Self::RestApiId,
        Self::StageName,
        Self::GraphqlApiId,
        Self::FunctionName,
        Self::IotClientId,
        Self::MqttTopic,
        Self::ResourceArn,
    ];

    /// The check of known values.
    fn check(self) -> Check {
        use Check::{Arn, Rule};
        match self {
            Self::AccountId => Rule(&ACCOUNT_ID),
            Self::Region => Rule(&region::REGION),
            Self::IdentityPoolName => Rule(&IDENTITY_POOL),
            Self::IdentityPoolId => Rule(&IDENTITY_POOL_ID),
            Self::DeveloperProviderName => Rule(&DEVELOPER),
            Self::UserPoolId => Rule(&USER_POOL_ID),
            Self::AppClientId => Rule(&APP_CLIENT_ID),
            Self::SocialAppId => Rule(&SOCIAL_APP_ID),
            Self::OidcProviderArn => Arn(&arn::OIDC_PROVIDER),
            Self::SamlProviderArn => Arn(&arn::SAML_PROVIDER),
            Self::RoleName => Rule(&ROLE),
            Self::RoleArn => Arn(&arn::ROLE),
            Self::PolicyArn => Arn(&arn::POLICY),
            Self::BucketName => Rule(&BUCKET),
            Self::KmsKeyArn => Arn(&arn::KMS_KEY),
            Self::TableName => Rule(&TABLE),
            Self::IndexName => Rule(&INDEX),
            Self::RestApiId => Rule(&REST_API_ID),
            Self::StageName => Rule(&STAGE),
            Self::GraphqlApiId => Rule(&GRAPHQL_API_ID),
            Self::FunctionName => Rule(&FUNCTION),
            Self::IotClientId => Rule(&CLIENT_ID),
            Self::MqttTopic => Rule(&TOPIC),
            Self::ResourceArn => Arn(&arn::RESOURCE),
        }
    }

    /// A description, with an article: "a user pool ID".
    pub fn what(self) -> &'static str {
        match self.check() {
            Check::Rule(rule) => rule.what,
            Check::Arn(kind) => kind.what,
        }
    }

    /// What is accepted, as the rest of the sentence "expected …".
    pub fn accepted(self, partition: Partition) -> String {
        match self.check() {
            Check::Rule(rule) => rule.accepted.to_owned(),
            Check::Arn(kind) => kind.accepted(partition),
        }
    }

    /// What the [pattern](Self::pattern) accepts. RE2 has no lookahead, with which it could tell dots next to each other,
    /// or an IP address, from a bucket name.
    pub fn accepted_by_pattern(self, partition: Partition) -> String {
        if self == Self::BucketName {
            return "3 to 63 lowercase letters, digits, dots and hyphens, with a letter or digit at both ends".to_owned();
        }
        self.accepted(partition)
    }

    /// The diagnostic at `span` if a value is not accepted. It names the ID or name in an ARN or a URL.
    pub fn refusal(self, value: &str, partition: Partition, span: Span) -> Option<Diagnostic> {
        match self.check() {
            Check::Rule(rule) => {
                let refusal = rule.check(value).err()?.at(span);
                let meant = self.named_in(value).filter(|name| (rule.test)(name));
                let what = if rule.what.ends_with(" ID") { "ID" } else { "name" };
                let Some(name) = meant else { return Some(refusal) };
                let refusal = refusal.label(format!("the {what} in it is `{name}`"));
                let qualifier = qualifier_in(value, name).filter(|_| self == Self::FunctionName);
                Some(match qualifier {
                    Some(qualifier) => refusal.help(format!("the name stands for the function without a version or an alias: to allow only `{qualifier}`, write the ARN in `statements`")),
                    None => refusal,
                })
            }
            Check::Arn(kind) => kind.check(value, partition, span),
        }
    }

    /// The ID or name that is part of a longer text.
    fn named_in(self, value: &str) -> Option<&str> {
        match self {
            Self::IndexName => index_in(value),
            Self::BucketName | Self::TableName | Self::FunctionName => {
                named_in(value).or_else(|| named_in_part_of_arn(value))
            }
            _ => named_in(value),
        }
    }

    /// The regular expression for Terraform's `regex`, which accepts at least what AWS accepts.
    /// Source: Terraform, "regex Function": the syntax is that of RE2.
    pub fn pattern(self, partition: Partition) -> String {
        format!("^{}$", self.pattern_in(partition.id()))
    }

    /// The pattern of values in any partition, which values match as a whole.
    pub fn pattern_in_any_partition(self) -> String {
        self.pattern_in(arn::ANY_PARTITION)
    }

    fn pattern_in(self, partition: &str) -> String {
        match self.check() {
            Check::Rule(rule) => rule.pattern.to_owned(),
            Check::Arn(kind) => kind.pattern_in(partition),
        }
    }

    /// Whether every value of this kind is one of `other`: the ARN of a role is one of a resource, and a client ID can be
    /// a topic.
    pub fn is_a(self, other: Self) -> bool {
        self == other
            || (other == Self::ResourceArn && matches!(self.check(), Check::Arn(_)))
            || (other == Self::MqttTopic && self == Self::IotClientId)
    }
}
