//! Statements that allow actions on every resource, although they could name some.

use crate::aws::arn::FIELDS;
use crate::aws::shown;
use crate::iam::Atom;
use crate::lint::action::{is_whole_service, known};
use crate::lint::{AllowedStatement, Check, Finding, Rule, WrittenPattern};
use crate::source::Code;

pub const RULE: Rule = Rule { code: Code::EveryResource, check: Check::Statement(check) };

/// The services whose resources hold an application's data, or run its code. For others, such as Amazon Polly, `*` is usual.
const SERVICES: [&str; 15] = [
    "s3",
    "dynamodb",
    "lambda",
    "sqs",
    "sns",
    "execute-api",
    "appsync",
    "iot",
    "kms",
    "secretsmanager",
    "ssm",
    "kinesis",
    "firehose",
    "es",
    "states",
];

/// A condition may limit the resources, such as to those with a tag.
fn check(statement: &AllowedStatement) -> Vec<Finding> {
    if statement.allows_all_but()
        || !statement.conditions().is_empty()
        || statement.everything_except().is_some()
    {
        return Vec::new();
    }
    finding(statement).into_iter().collect()
}

fn finding(statement: &AllowedStatement) -> Option<Finding> {
    let resource = statement.resources().find(is_every)?;
    let action = statement.actions().find(is_limitable)?;
    let message = format!("{} is allowed on every resource", shown(&action.text.source()));
    let finding = statement.finding(Code::EveryResource, resource.span, message);
    Some(finding.help("name the resources, such as `arn:{partition}:s3:::notes-uploads/{identity}/*`"))
}

/// Whether it is `*`, or an ARN that names no resource, such as `arn:aws:s3:::*/*`.
fn is_every(resource: &WrittenPattern) -> bool {
    let pattern = resource.pattern();
    let name = pattern.atoms().splitn(FIELDS, Atom::is_colon).last().unwrap_or_default();
    let is_wild = |atom: &Atom<_>| matches!(atom, Atom::AnyText | Atom::Character('/'));
    name.contains(&Atom::AnyText) && name.iter().all(is_wild)
}

/// Whether a policy could name the resources of an action.
fn is_limitable(action: &WrittenPattern) -> bool {
    let pattern = action.pattern();
    let known = known(&pattern);
    let has_types = known.iter().any(|(service, action)| {
        SERVICES.contains(&service.prefix) && service.resource_types(action).next().is_some()
    });
    has_types && !is_whole_service(&pattern)
}
