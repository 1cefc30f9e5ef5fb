//! The inputs file of a new workspace, with comments.

use std::ops::Range;

use crate::starter::{Answers, Choice, Field};

/// The path of the schema of the inputs, for editors, relative to the inputs file.
pub const SCHEMA_FILE: &str = ".poolsmith/inputs.schema.json";

/// The text of an inputs file, and which parts of it are answers.
#[derive(Debug, Default)]
pub struct InputsText {
    /// The text, in YAML.
    pub text: String,
    /// The answers in it, in order.
    pub answers: Vec<(Range<usize>, Answer)>,
}

/// An answer that an inputs file contains.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// The name of the application.
    Name,
    /// The key of an environment.
    Environment(String),
    /// A value in an environment.
    Value(Field, String),
}

/// The inputs file. Generated files in `kept` stay as they are.
pub fn inputs(answers: &Answers, kept: &[&str]) -> InputsText {
    let mut file = InputsText::default();
    file.line(&format!("# yaml-language-server: $schema={SCHEMA_FILE}"));
    file.line("# The inputs of this workspace: after a change, run `poolsmith generate`. `poolsmith explain` shows who can do what,");
    file.line("# and `poolsmith check` belongs in CI.");
    file.push("name: ");
    file.answer(&answers.name, Answer::Name);
    file.line("\n");
    file.identity_pool(answers);
    file.roles(answers);
    if answers.has_provider() && answers.has_files() {
        file.push(ACCESS_TESTS);
    }
    file.state(answers);
    if !kept.is_empty() {
        file.line("# These files were here before, and stay yours: poolsmith does not write them.");
        file.line(&format!("customized: [{}]\n", kept.join(", ")));
    }
    file.line("environments:");
    for (index, environment) in answers.environments.iter().enumerate() {
        file.environment(answers, environment, index == 0);
    }
    file
}

/// The first access tests of a new workspace. `{identity}` is the ID of `ana`, and `{other}` that of anybody else.
const ACCESS_TESTS: &str = r#"access: # `poolsmith test` proves these
  identities:
    ana: { role: authenticated }
  tests:
    - name: own files
      as: ana
      can: [s3:GetObject, s3:PutObject, s3:DeleteObject]
      on: "s3://{authenticated.files.bucket}/{identity}/a.txt"
    - name: nobody else's files
      as: ana
      cannot: "*"
      on: "s3://{authenticated.files.bucket}/{other}/*"
    - name: nobody else's file names
      as: ana
      cannot: s3:ListBucket
      on: "s3://{authenticated.files.bucket}"
      with: { "s3:prefix": "{other}/" }

"#;

/// The social providers, with their keys in the inputs.
const SOCIAL: [(&str, Field); 4] = [
    ("amazon", Field::AmazonAppId),
    ("apple", Field::AppleAppId),
    ("facebook", Field::FacebookAppId),
    ("google", Field::GoogleAppId),
];

/// The other providers, with their kinds and keys in the inputs.
const FEDERATED: [(&str, &str, Field); 2] =
    [("oidc", "partner", Field::OidcProvider), ("saml", "corporate", Field::SamlProvider)];

impl InputsText {
    /// The answer that a range of the text is in.
    pub fn answer_at(&self, range: Range<usize>) -> Option<&Answer> {
        let is_there = |(of_answer, _): &&(Range<usize>, Answer)| {
            of_answer.start <= range.start && range.start < of_answer.end
        };
        self.answers.iter().find(is_there).map(|(_, answer)| answer)
    }

    pub(super) fn push(&mut self, text: &str) {
        self.text.push_str(text);
    }

    pub(super) fn line(&mut self, line: &str) {
        self.push(line);
        self.push("\n");
    }

    /// An answer as a scalar.
    pub(super) fn answer(&mut self, value: &str, answer: Answer) {
        let start = self.text.len();
        self.push(&scalar(value));
        self.answers.push((start..self.text.len(), answer));
    }

    /// A key with the value that the first environment has; the others state theirs in their own part.
    fn value(&mut self, indentation: &str, key: &str, field: Field, answers: &Answers) {
        let first = answers.environments.first().map(String::as_str).unwrap_or_default();
        let Some(value) = answers.value(field, first) else { return };
        self.push(&format!("{indentation}{key}: "));
        self.answer(value, Answer::Value(field, first.to_owned()));
        self.push("\n");
    }

    fn identity_pool(&mut self, answers: &Answers) {
        let social: Vec<_> = SOCIAL.iter().filter(|(_, field)| answers.has(*field)).collect();
        if !answers.has_provider() && !answers.chose(Choice::GuestAccess) {
            return;
        }
        self.line("identity_pool:");
        if answers.chose(Choice::GuestAccess) {
            self.line("  guest_access: true # everyone gets the role `guest`, without signing in");
        }
        if answers.has_user_pool() {
            self.line("  user_pools:\n    main:");
            if answers.chose(Choice::CreateUserPool) {
                self.line("      # Declared in environments/ENVIRONMENT/user_pool.tf, which is yours.");
                self.line("      user_pool_id: { terraform: aws_cognito_user_pool.main.id }");
                self.line("      app_client_id: { terraform: aws_cognito_user_pool_client.web.id }");
            } else {
                self.value("      ", "user_pool_id", Field::UserPoolId, answers);
                self.value("      ", "app_client_id", Field::AppClientId, answers);
            }
        }
        if !social.is_empty() {
            self.line("  social: # your application's ID at each provider");
            social.iter().for_each(|(key, field)| self.value("    ", key, *field, answers));
        }
        for (kind, key, field) in FEDERATED.iter().filter(|(.., field)| answers.has(*field)) {
            self.line(&format!("  {kind}:"));
            self.value("    ", key, *field, answers);
        }
        self.push("\n");
    }

    fn roles(&mut self, answers: &Answers) {
        if !answers.has_provider() {
            return;
        }
        let start = self.text.len();
        self.line("roles:\n  authenticated: # everyone who has signed in\n    grants:");
        let without_grants = self.text.len();
        self.files(answers);
        if answers.has(Field::Table) {
            self.line(
                "      items:\n        dynamodb: # items whose partition key is the user's identity ID",
            );
            self.value("          ", "table", Field::Table, answers);
            self.line("          allow: [read, write, delete]");
        }
        if answers.has(Field::RestApiId) {
            self.line("      api:\n        api_gateway: # every path of the stage: set `method` and `path` to allow less");
            self.value("          ", "api_id", Field::RestApiId, answers);
            self.value("          ", "stage", Field::Stage, answers);
        }
        if answers.has(Field::GraphqlApiId) {
            self.line(
                "      graphql:\n        appsync: # every query and mutation: name fields to allow less",
            );
            self.value("          ", "api_id", Field::GraphqlApiId, answers);
            self.line("          fields: [\"Query.*\", \"Mutation.*\", \"Subscription.*\"]");
        }
        if answers.has(Field::Function) {
            self.line("      function:\n        lambda:");
            self.value("          ", "function", Field::Function, answers);
        }
        if answers.chose(Choice::Iot) {
            self.line("      messages:\n        iot: # MQTT with the identity ID as the client ID, in the user's own topics");
            self.line("          publish: [\"{identity}/*\"]\n          subscribe: [\"{identity}/*\"]\n          receive: [\"{identity}/*\"]");
        }
        if self.text.len() == without_grants {
            self.text.truncate(start);
            self.push(NO_GRANTS);
        }
        self.push("\n");
    }

    fn files(&mut self, answers: &Answers) {
        if !answers.has_files() {
            return;
        }
        self.line("      files:\n        s3:");
        if answers.chose(Choice::CreateBucket) {
            self.line("          # Declared in environments/ENVIRONMENT/uploads.tf, which is yours.");
            self.line("          bucket: { terraform: aws_s3_bucket.uploads.bucket }");
        } else {
            self.value("          ", "bucket", Field::Bucket, answers);
        }
        self.line(
            "          path: \"{identity}/*\" # each user's own files: {identity} is the user's identity ID",
        );
        self.line("          allow: [read, write, delete, list]");
    }

    fn state(&mut self, answers: &Answers) {
        let first = answers.environments.first().map(String::as_str).unwrap_or_default();
        if let Some(bucket) = answers.value(Field::StateBucket, first) {
            self.push("terraform:\n  backend:\n    s3:\n      bucket: ");
            self.answer(bucket, Answer::Value(Field::StateBucket, first.to_owned()));
            self.line("\n      key: \"{name}/{environment}.tfstate\"");
            self.push("      region: ");
            self.answer(
                answers.value(Field::Region, first).unwrap_or_default(),
                Answer::Value(Field::Region, first.to_owned()),
            );
            self.line("\n      use_lockfile: true\n");
        } else if let Some(organization) = answers.value(Field::HcpOrganization, first) {
            self.push("terraform:\n  backend:\n    cloud:\n      organization: ");
            self.answer(organization, Answer::Value(Field::HcpOrganization, first.to_owned()));
            self.line("\n      workspaces: { name: \"{name}-{environment}\" }\n");
        } else {
            self.line("# Terraform's state is a file in each environment's directory. For more than a trial, keep it in a bucket:");
            self.line("# terraform: { backend: { s3: { bucket: …, key: \"{name}/{environment}.tfstate\", region: …, use_lockfile: true } } }\n");
        }
    }
}

const NO_GRANTS: &str = r#"roles:
  authenticated: {} # everyone who has signed in: they can do nothing yet
    # grants:
    #   files: { s3: { bucket: …, path: "{identity}/*", allow: [read, write] } }
"#;

/// A string as a YAML scalar: plain if it is certainly read as this string.
fn scalar(value: &str) -> String {
    let is_letter_first = value.starts_with(|c: char| c.is_ascii_alphabetic() || c == '/');
    let is_plain =
        value.chars().all(|c| c.is_ascii_alphanumeric() || "_-./:".contains(c)) && !value.ends_with(':');
    let is_word = ["true", "false", "yes", "no", "on", "off", "null", "y", "n"]
        .contains(&value.to_lowercase().as_str());
    let is_digit_first = value.starts_with(|c: char| c.is_ascii_digit());
    let has_letters = value.chars().any(|c| c.is_ascii_alphabetic() && !"eExXoObBaAcCdDfF".contains(c));
    match is_plain && !is_word && (is_letter_first || (is_digit_first && has_letters)) {
        true => value.to_owned(),
        false => serde_json::Value::from(value).to_string(),
    }
}
