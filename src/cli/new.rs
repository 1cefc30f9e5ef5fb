//! The arguments of `poolsmith new`.

use std::path::PathBuf;

use clap::Args;

use crate::starter::{Answers, Choice, Field, PerEnvironment};

/// `poolsmith new`. The command checks required flags itself, because clap reports only some of the missing ones.
#[derive(Debug, Args)]
pub struct New {
    /// The directory of the workspace, which is created if it is missing [default: the current directory].
    #[arg(value_name = "DIR")]
    pub directory: Option<PathBuf>,

    /// The name of the application, which becomes part of role names [default: the name of the directory].
    #[arg(long)]
    pub name: Option<String>,

    /// An environment; can be repeated [default: dev]. In a workspace that exists, the environment to add.
    #[arg(long = "environment", value_name = "KEY")]
    pub environments: Vec<String>,

    /// The AWS region; like all that follow, `ENVIRONMENT=VALUE` is the value of one environment, and can be repeated.
    #[arg(long, value_name = "REGION")]
    pub region: Vec<String>,

    /// The AWS account ID; Terraform then refuses to run in any other account.
    #[arg(long, value_name = "ID")]
    pub account_id: Vec<String>,

    /// The ID of the user pool whose users sign in.
    #[arg(long, value_name = "ID", help_heading = SIGN_IN)]
    pub user_pool_id: Vec<String>,

    /// The ID of the user pool's app client.
    #[arg(long, value_name = "ID", help_heading = SIGN_IN)]
    pub app_client_id: Vec<String>,

    /// Declare a new user pool and an app client, in a Terraform file that is yours.
    #[arg(long, help_heading = SIGN_IN)]
    pub create_user_pool: bool,

    /// The client ID of your application at Google.
    #[arg(long, value_name = "ID", help_heading = SIGN_IN)]
    pub google: Vec<String>,

    /// The Services ID or bundle ID of your application at Apple.
    #[arg(long, value_name = "ID", help_heading = SIGN_IN)]
    pub apple: Vec<String>,

    /// The app ID of your application at Facebook.
    #[arg(long, value_name = "ID", help_heading = SIGN_IN)]
    pub facebook: Vec<String>,

    /// The client ID of your application at Login with Amazon.
    #[arg(long, value_name = "ID", help_heading = SIGN_IN)]
    pub amazon: Vec<String>,

    /// The ARN of an IAM SAML provider.
    #[arg(long, value_name = "ARN", help_heading = SIGN_IN)]
    pub saml: Vec<String>,

    /// The ARN of an IAM OIDC provider.
    #[arg(long, value_name = "ARN", help_heading = SIGN_IN)]
    pub oidc: Vec<String>,

    /// Allow guest access, with a role that has no permissions yet.
    #[arg(long, help_heading = SIGN_IN)]
    pub guest_access: bool,

    /// The S3 bucket in which each user can access their own files.
    #[arg(long, value_name = "NAME", help_heading = ACCESS)]
    pub bucket: Vec<String>,

    /// Declare a new, private bucket for users' files, in a Terraform file that is yours.
    #[arg(long, help_heading = ACCESS)]
    pub create_bucket: bool,

    /// The origin of the web application that may use the new bucket from a browser [default: http://localhost:5173].
    #[arg(long, value_name = "URL", help_heading = ACCESS)]
    pub origin: Vec<String>,

    /// The DynamoDB table in which each user can access items whose partition key is their identity ID.
    #[arg(long, value_name = "NAME", help_heading = ACCESS)]
    pub table: Vec<String>,

    /// The ID of a REST API whose methods users can invoke, with `--stage`.
    #[arg(long, value_name = "ID", help_heading = ACCESS)]
    pub rest_api_id: Vec<String>,

    /// The stage of the REST API.
    #[arg(long, value_name = "NAME", help_heading = ACCESS)]
    pub stage: Vec<String>,

    /// The ID of an AppSync API that users can call.
    #[arg(long, value_name = "ID", help_heading = ACCESS)]
    pub graphql_api_id: Vec<String>,

    /// A Lambda function that users can invoke.
    #[arg(long, value_name = "NAME", help_heading = ACCESS)]
    pub function: Vec<String>,

    /// Let each user exchange messages in their own topics of AWS IoT Core.
    #[arg(long, help_heading = ACCESS)]
    pub iot: bool,

    /// The S3 bucket that keeps Terraform's state; without this or `--hcp-organization`, the state is a local file.
    #[arg(long, value_name = "NAME", help_heading = STATE)]
    pub state_bucket: Option<String>,

    /// The organization in HCP Terraform that keeps the state.
    #[arg(long, value_name = "NAME", help_heading = STATE, conflicts_with = "state_bucket")]
    pub hcp_organization: Option<String>,

    /// The template pack to use.
    #[arg(long, value_name = "DIR")]
    pub templates: Option<PathBuf>,

    /// Ask line by line with numbered choices, also without a terminal: for screen readers and scripts.
    #[arg(long)]
    pub plain: bool,
}

const SIGN_IN: &str = "Who signs in";
const ACCESS: &str = "What signed-in users may reach";
const STATE: &str = "Where Terraform's state is";

impl New {
    /// What the flags answer.
    pub fn answers(&self) -> Answers {
        let mut answers = Answers {
            name: self.name.clone().unwrap_or_default(),
            environments: self.environments.clone(),
            ..Answers::default()
        };
        for field in Field::ALL {
            let given: Vec<&String> = self.given(field);
            if !given.is_empty() {
                answers.values.insert(field, PerEnvironment::parse(given));
            }
        }
        answers.choices = Choice::ALL.into_iter().filter(|choice| self.chose(*choice)).collect();
        answers
    }

    fn given(&self, field: Field) -> Vec<&String> {
        match field {
            Field::Region => self.region.iter().collect(),
            Field::AccountId => self.account_id.iter().collect(),
            Field::UserPoolId => self.user_pool_id.iter().collect(),
            Field::AppClientId => self.app_client_id.iter().collect(),
            Field::GoogleAppId => self.google.iter().collect(),
            Field::AppleAppId => self.apple.iter().collect(),
            Field::FacebookAppId => self.facebook.iter().collect(),
            Field::AmazonAppId => self.amazon.iter().collect(),
            Field::SamlProvider => self.saml.iter().collect(),
            Field::OidcProvider => self.oidc.iter().collect(),
            Field::Bucket => self.bucket.iter().collect(),
            Field::Origin => self.origin.iter().collect(),
            Field::Table => self.table.iter().collect(),
            Field::RestApiId => self.rest_api_id.iter().collect(),
            Field::Stage => self.stage.iter().collect(),
            Field::GraphqlApiId => self.graphql_api_id.iter().collect(),
            Field::Function => self.function.iter().collect(),
            Field::StateBucket => self.state_bucket.iter().collect(),
            Field::HcpOrganization => self.hcp_organization.iter().collect(),
        }
    }

    fn chose(&self, choice: Choice) -> bool {
        match choice {
            Choice::CreateUserPool => self.create_user_pool,
            Choice::CreateBucket => self.create_bucket,
            Choice::Iot => self.iot,
            Choice::GuestAccess => self.guest_access,
        }
    }
}
