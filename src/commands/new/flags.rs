//! Flags that are missing, that contradict each other, or that are wrong.

use crate::project::Failure;
use crate::source::{Code, Diagnostic, FileId, Place, Span};
use crate::starter::{Answers, Choice, CommandLine, Field, InputsText};

/// A field that is of no use without another.
const PAIRS: [(Field, Field); 4] = [
    (Field::UserPoolId, Field::AppClientId),
    (Field::AppClientId, Field::UserPoolId),
    (Field::RestApiId, Field::Stage),
    (Field::Stage, Field::RestApiId),
];

/// A field of what a choice declares itself.
const EXCLUSIVE: [(Choice, Field); 3] = [
    (Choice::CreateUserPool, Field::UserPoolId),
    (Choice::CreateUserPool, Field::AppClientId),
    (Choice::CreateBucket, Field::Bucket),
];

/// Checks that the answers are complete and go together.
///
/// # Errors
/// All that is missing, or the first contradiction.
pub fn check(answers: &Answers) -> Result<(), Diagnostic> {
    if let Some((choice, field)) =
        EXCLUSIVE.iter().find(|(choice, field)| answers.chose(*choice) && answers.has(*field))
    {
        return Err(usage(format!("{} and {} can't be used together", choice.flag(), field.flag()))
            .help("use one of the two: what exists already, or what is to be created"));
    }
    if let Some((field, environment)) = of_unknown_environment(answers) {
        return Err(not_there(field, environment, answers));
    }
    let missing = missing(answers);
    match missing.is_empty() {
        true => Ok(()),
        false => Err(usage(format!("missing required arguments: {}", missing.join(", ")))
            .help(EXAMPLE)
            .help("run `poolsmith new` on a terminal to be asked for each, or see `poolsmith new --help`")),
    }
}

/// Checks the answers about environments that are added to a workspace.
///
/// # Errors
/// A region is missing, or a value is given for another environment.
pub fn check_environments(answers: &Answers) -> Result<(), Diagnostic> {
    if let Some((field, environment)) = of_unknown_environment(answers) {
        return Err(not_there(field, environment, answers));
    }
    let missing: Vec<String> = gaps(answers, Field::Region);
    match missing.is_empty() {
        true => Ok(()),
        false => Err(usage(format!("missing required arguments: {}", missing.join(", "))).help(
            "for example: poolsmith new --environment prod --region eu-west-1; other flags set what differs there, such as --account-id, --user-pool-id and --bucket",
        )),
    }
}

fn not_there(field: Field, environment: &str, answers: &Answers) -> Diagnostic {
    let known = answers.environments.iter().map(|environment| format!("--environment {environment}"));
    usage(format!("{} is given for the environment `{environment}`, which is not there", field.flag()))
        .help(format!("add `--environment {environment}` to {}", known.collect::<Vec<_>>().join(" ")))
}

const EXAMPLE: &str = "for example: poolsmith new notes --region us-east-1 --create-user-pool --create-bucket, or with what exists: --user-pool-id us-east-1_Ab12Cd34E --app-client-id 3n4b5urk1ft4fl3mg5e62d9ado --bucket notes-uploads";

fn usage(message: String) -> Diagnostic {
    Diagnostic::new(Code::Usage, message)
}

fn of_unknown_environment(answers: &Answers) -> Option<(Field, &String)> {
    let given = answers.values.iter().flat_map(|(field, values)| values.own.keys().map(|key| (*field, key)));
    given.into_iter().find(|(_, environment)| !answers.environments.contains(environment))
}

fn missing(answers: &Answers) -> Vec<String> {
    let mut missing = Vec::new();
    if answers.name.is_empty() {
        missing.push("--name".to_owned());
    }
    missing.extend(gaps(answers, Field::Region));
    if !answers.has_provider() && !answers.chose(Choice::GuestAccess) {
        missing.push("who signs in (--create-user-pool, --user-pool-id with --app-client-id, --google, --saml, …, or --guest-access)".to_owned());
    }
    if answers.needs_account() {
        missing.extend(gaps(answers, Field::AccountId));
    }
    for (field, other) in PAIRS {
        if answers.has(other) {
            missing.extend(gaps(answers, field));
        }
    }
    let partly = Field::ALL.into_iter().filter(|field| answers.has(*field) && *field != Field::AccountId);
    missing.extend(partly.flat_map(|field| gaps(answers, field)));
    let mut seen = Vec::new();
    missing.retain(|flag| {
        !seen.contains(flag) && {
            seen.push(flag.clone());
            true
        }
    });
    missing
}

/// The flag of a field, for each environment without a value if another has one.
fn gaps(answers: &Answers, field: Field) -> Vec<String> {
    if field.is_shared() {
        return Vec::new();
    }
    let without: Vec<&String> = answers
        .environments
        .iter()
        .filter(|environment| answers.value(field, environment).is_none())
        .collect();
    match without.len() == answers.environments.len() {
        true => vec![field.flag().to_owned()],
        false => without.iter().map(|environment| format!("{} {environment}=…", field.flag())).collect(),
    }
}

/// Errors in an inputs file that was not written, at the flags that gave the wrong values.
pub fn placed(
    mut failure: Failure,
    inputs: &InputsText,
    command: &CommandLine,
    answers: &Answers,
) -> Failure {
    let file = failure.log.sources.add("the command", command.text.as_str());
    for diagnostic in &mut failure.log.diagnostics {
        let Some(span) = diagnostic.span().filter(|span| span.file == FileId::INPUTS) else { continue };
        let answer = inputs.answer_at(span.range());
        let place = answer.and_then(|answer| command.place(answer, answers));
        diagnostic.place = place.map(|range| Place::Span(Span::new(file, range.start, range.end)));
        diagnostic.related.retain(|(span, _)| span.file != FileId::INPUTS);
    }
    failure
}
