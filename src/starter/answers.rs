//! The answers from which a new workspace is made.

use std::collections::{BTreeMap, BTreeSet};

use indexmap::IndexMap;

use crate::inputs::keys::EnvironmentKey;
use crate::starter::Field;

/// What a new workspace is made from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Answers {
    /// The name of the application.
    pub name: String,
    /// The keys of the environments.
    pub environments: Vec<String>,
    /// The values that are given.
    pub values: BTreeMap<Field, PerEnvironment>,
    /// The choices that are made.
    pub choices: BTreeSet<Choice>,
}

/// Something that a new workspace has or hasn't.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Choice {
    /// A new user pool, which is declared in a file of the user's own.
    CreateUserPool,
    /// A new bucket for uploads, which is declared in a file of the user's own.
    CreateBucket,
    /// Messages over MQTT.
    Iot,
    /// Access without signing in.
    GuestAccess,
}

impl Choice {
    /// All of them, in the order of the command's help.
    pub const ALL: [Self; 4] = [Self::CreateUserPool, Self::CreateBucket, Self::Iot, Self::GuestAccess];

    /// The flag that makes the choice.
    pub fn flag(self) -> &'static str {
        match self {
            Self::CreateUserPool => "--create-user-pool",
            Self::CreateBucket => "--create-bucket",
            Self::Iot => "--iot",
            Self::GuestAccess => "--guest-access",
        }
    }
}

/// A value of each environment.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PerEnvironment {
    /// The value of environments that have none of their own.
    pub shared: Option<String>,
    /// The environments' own values.
    pub own: IndexMap<String, String>,
}

impl PerEnvironment {
    /// The values in arguments `VALUE` or `ENVIRONMENT=VALUE`.
    pub fn parse<'a>(arguments: impl IntoIterator<Item = &'a String>) -> Self {
        let mut values = Self::default();
        for argument in arguments {
            match argument
                .split_once('=')
                .filter(|(environment, _)| EnvironmentKey::parse(environment).is_ok())
            {
                Some((environment, value)) => {
                    values.own.insert(environment.to_owned(), value.to_owned());
                }
                None => values.shared = Some(argument.clone()),
            }
        }
        values
    }

    /// The value in an environment.
    pub fn of(&self, environment: &str) -> Option<&str> {
        self.own.get(environment).or(self.shared.as_ref()).map(String::as_str)
    }
}

impl Answers {
    /// The value of a field in an environment.
    pub fn value(&self, field: Field, environment: &str) -> Option<&str> {
        self.values.get(&field)?.of(environment)
    }

    /// Whether a value is given in some environment.
    pub fn has(&self, field: Field) -> bool {
        self.environments.iter().any(|environment| self.value(field, environment).is_some())
    }

    /// Whether a choice is made.
    pub fn chose(&self, choice: Choice) -> bool {
        self.choices.contains(&choice)
    }

    /// Whether users of a user pool sign in.
    pub fn has_user_pool(&self) -> bool {
        self.chose(Choice::CreateUserPool) || self.has(Field::UserPoolId)
    }

    /// Whether users have files in a bucket.
    pub fn has_files(&self) -> bool {
        self.chose(Choice::CreateBucket) || self.has(Field::Bucket)
    }

    /// Whether the account must be known, because the ARNs of what users may reach contain it.
    pub fn needs_account(&self) -> bool {
        const WITH_ACCOUNT: [Field; 4] =
            [Field::Table, Field::RestApiId, Field::GraphqlApiId, Field::Function];
        self.chose(Choice::Iot) || WITH_ACCOUNT.iter().any(|field| self.has(*field))
    }

    /// Whether anybody can sign in.
    pub fn has_provider(&self) -> bool {
        self.has_user_pool() || PROVIDERS.iter().any(|field| self.has(*field))
    }
}

/// The fields that each give a provider besides a user pool.
const PROVIDERS: [Field; 6] = [
    Field::GoogleAppId,
    Field::AppleAppId,
    Field::FacebookAppId,
    Field::AmazonAppId,
    Field::SamlProvider,
    Field::OidcProvider,
];

/// Whether an environment is one whose identity pool must not be destroyed, going by its name.
pub fn is_production(environment: &str) -> bool {
    environment.split('-').any(|word| ["prod", "production", "prd", "live"].contains(&word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_of_all_environments_or_of_one() {
        let arguments = ["eu-west-1", "prod=eu-central-1"].map(str::to_owned);
        let values = PerEnvironment::parse(&arguments);
        assert_eq!(values.of("dev"), Some("eu-west-1"));
        assert_eq!(values.of("prod"), Some("eu-central-1"));
        assert_eq!(PerEnvironment::parse(&["arn:a=b".to_owned()]).of("dev"), Some("arn:a=b"));
    }

    #[test]
    fn production_is_recognized_by_its_name() {
        assert!(is_production("prod") && is_production("prod-eu-west-1") && is_production("live"));
        assert!(!is_production("dev") && !is_production("product"));
    }
}
