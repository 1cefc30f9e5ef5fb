//! The questions of `poolsmith new`. Each answer is checked at once, by the rules for the inputs file.

use std::io;

use crate::project::{Project, Request};
use crate::prompt::Prompt;
use crate::source::FileId;
use crate::starter::{Answer, Answers, Choice, Field, PerEnvironment, inputs};

/// What an answer leads to: more questions, or a choice.
enum Leads {
    To(&'static [Field]),
    Chooses(Choice),
}

const SIGN_IN: [(&str, Leads); 8] = [
    (
        "a new Cognito user pool, declared in a Terraform file of yours",
        Leads::Chooses(Choice::CreateUserPool),
    ),
    ("a Cognito user pool that exists", Leads::To(&[Field::UserPoolId, Field::AppClientId])),
    ("Google", Leads::To(&[Field::GoogleAppId])),
    ("Apple", Leads::To(&[Field::AppleAppId])),
    ("Facebook", Leads::To(&[Field::FacebookAppId])),
    ("Login with Amazon", Leads::To(&[Field::AmazonAppId])),
    ("SAML (an IAM SAML provider)", Leads::To(&[Field::SamlProvider])),
    ("OpenID Connect (an IAM OIDC provider)", Leads::To(&[Field::OidcProvider])),
];

const ACCESS: [(&str, Leads); 7] = [
    (
        "their own files in a new S3 bucket, declared in a Terraform file of yours",
        Leads::Chooses(Choice::CreateBucket),
    ),
    ("their own files in an S3 bucket that exists", Leads::To(&[Field::Bucket])),
    ("their own items in a DynamoDB table", Leads::To(&[Field::Table])),
    ("a REST API in API Gateway", Leads::To(&[Field::RestApiId, Field::Stage])),
    ("a GraphQL API in AppSync", Leads::To(&[Field::GraphqlApiId])),
    ("a Lambda function", Leads::To(&[Field::Function])),
    ("their own topics in AWS IoT Core", Leads::Chooses(Choice::Iot)),
];

const STATE: [(&str, &[Field]); 3] = [
    ("in a file next to the environment: only for a trial", &[]),
    ("in an S3 bucket", &[Field::StateBucket]),
    ("in HCP Terraform", &[Field::HcpOrganization]),
];

/// Asks for what the flags don't answer.
///
/// # Errors
/// The terminal can't be used, or the input has ended.
pub fn ask(answers: &mut Answers, name: Option<&str>, prompt: &mut dyn Prompt) -> io::Result<()> {
    let mut interview = Interview { answers, prompt };
    interview.name(name)?;
    interview.environments()?;
    for field in [Field::Region, Field::AccountId] {
        interview.field(field)?;
    }
    interview.sign_in()?;
    interview.access()?;
    if interview.answers.needs_account() {
        interview.field(Field::AccountId)?;
    }
    interview.guests()?;
    interview.state()
}

struct Interview<'a> {
    answers: &'a mut Answers,
    prompt: &'a mut dyn Prompt,
}

impl Interview<'_> {
    fn name(&mut self, default: Option<&str>) -> io::Result<()> {
        if self.answers.name.is_empty() {
            let check = |name: &str| {
                problem(&Answers { name: name.to_owned(), ..trial(self.answers) }, &Answer::Name)
            };
            self.answers.name = self.prompt.text("Name of the application", default, false, &check)?;
        }
        Ok(())
    }

    fn environments(&mut self) -> io::Result<()> {
        if !self.answers.environments.is_empty() {
            return Ok(());
        }
        let keys = |text: &str| -> Vec<String> {
            let words = text.split([' ', ',']).filter(|word| !word.is_empty());
            words.map(str::to_owned).collect()
        };
        let check = |text: &str| {
            let environments = keys(text);
            let trial = Answers { environments: environments.clone(), ..trial(self.answers) };
            match environments.is_empty() {
                true => Err("expected a name such as dev".to_owned()),
                false => environments
                    .iter()
                    .try_for_each(|environment| problem(&trial, &Answer::Environment(environment.clone()))),
            }
        };
        let question = "Environments, separated by spaces (such as dev prod)";
        let text = self.prompt.text(question, Some("dev"), false, &check)?;
        self.answers.environments = keys(&text);
        Ok(())
    }

    /// Asks for a value, in each environment if they may differ.
    fn field(&mut self, field: Field) -> io::Result<()> {
        if self.answers.has(field) {
            return Ok(());
        }
        let environments = self.answers.environments.clone();
        let is_shared = field.is_shared() || environments.len() == 1;
        let mut before: Option<String> = None;
        for environment in environments.iter().take(if is_shared { 1 } else { environments.len() }) {
            let question = match is_shared {
                true => field.question().to_owned(),
                false => format!("{environment}: {}", field.question()),
            };
            let default = before.as_deref().filter(|_| field == Field::Region).or(field.default());
            let check = |value: &str| {
                let mut trial = trial(self.answers);
                trial.values.entry(field).or_default().own.insert(environment.clone(), value.to_owned());
                problem(&trial, &Answer::Value(field, environment.clone()))
            };
            let is_optional = field == Field::AccountId && !self.answers.needs_account();
            let value = self.prompt.text(&question, default, is_optional, &check)?;
            if !value.is_empty() {
                let values = self.answers.values.entry(field).or_default();
                match is_shared {
                    true => values.shared = Some(value.clone()),
                    false => {
                        values.own.insert(environment.clone(), value.clone());
                    }
                }
                before = Some(value);
            }
        }
        if let Some(values) = self.answers.values.get_mut(&field) {
            share(values, environments.len());
        }
        Ok(())
    }

    fn sign_in(&mut self) -> io::Result<()> {
        match self.answers.has_provider() {
            true => Ok(()),
            false => self.follow("How do users sign in?", &SIGN_IN),
        }
    }

    fn access(&mut self) -> io::Result<()> {
        let is_given = ACCESS.iter().any(|(_, leads)| match leads {
            Leads::To(fields) => fields.iter().any(|field| self.answers.has(*field)),
            Leads::Chooses(choice) => self.answers.chose(*choice),
        });
        match is_given || !self.answers.has_provider() {
            true => Ok(()),
            false => self.follow("What may signed-in users reach?", &ACCESS),
        }
    }

    fn follow(&mut self, question: &str, choices: &[(&str, Leads)]) -> io::Result<()> {
        let words: Vec<&str> = choices.iter().map(|(words, _)| *words).collect();
        for index in self.prompt.choose_several(question, &words)? {
            match &choices[index].1 {
                Leads::Chooses(choice) => {
                    self.answers.choices.insert(*choice);
                    if *choice == Choice::CreateBucket {
                        self.field(Field::Origin)?;
                    }
                }
                Leads::To(fields) => fields.iter().try_for_each(|field| self.field(*field))?,
            }
        }
        Ok(())
    }

    fn guests(&mut self) -> io::Result<()> {
        if !self.answers.chose(Choice::GuestAccess)
            && self.prompt.confirm("May guests get credentials, without signing in?")?
        {
            self.answers.choices.insert(Choice::GuestAccess);
        }
        Ok(())
    }

    fn state(&mut self) -> io::Result<()> {
        if STATE.iter().any(|(_, fields)| fields.iter().any(|field| self.answers.has(*field))) {
            return Ok(());
        }
        let words = STATE.map(|(words, _)| words);
        let chosen = self.prompt.choose("Where is Terraform's state?", &words)?;
        STATE[chosen].1.iter().try_for_each(|field| self.field(*field))
    }
}

/// Values that are the same in all environments, as one.
fn share(values: &mut PerEnvironment, environments: usize) {
    let mut own = values.own.values();
    let Some(first) = own.next().cloned() else { return };
    if values.own.len() == environments && own.all(|value| *value == first) {
        *values = PerEnvironment { shared: Some(first), own: Default::default() };
    }
}

/// The answers so far, with others in place of those that are still missing.
fn trial(answers: &Answers) -> Answers {
    let mut trial = answers.clone();
    if trial.name.is_empty() {
        "app".clone_into(&mut trial.name);
    }
    if trial.environments.is_empty() {
        trial.environments = vec!["dev".to_owned()];
    }
    let region = trial.values.entry(Field::Region).or_default();
    region.shared.get_or_insert_with(|| "us-east-1".to_owned());
    trial
}

/// What is wrong with an answer, as the inputs file would report it.
fn problem(answers: &Answers, answer: &Answer) -> Result<(), String> {
    let file = inputs(answers, &[]);
    let Err(failure) = Project::load(Request::memory("poolsmith.yaml", file.text.clone())) else {
        return Ok(());
    };
    let is_about = |span: crate::source::Span| {
        span.file == FileId::INPUTS && file.answer_at(span.range()) == Some(answer)
    };
    let errors = failure.log.diagnostics.into_iter().filter(|diagnostic| diagnostic.code.is_error());
    match errors.into_iter().find(|error| error.span().is_some_and(is_about)) {
        None => Ok(()),
        Some(error) => Err([vec![error.message], error.help].concat().join("; ")),
    }
}
