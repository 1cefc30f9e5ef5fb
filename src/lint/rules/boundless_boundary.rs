//! Permissions boundaries that limit nothing.

use std::collections::HashMap;
use std::sync::Arc;

use crate::access::Documents;
use crate::aws::arn::name_of_aws_policy;
use crate::aws::shown;
use crate::iam::{Effect, Statement};
use crate::inputs::{Resolved, TokenString};
use crate::lint::{Check, EnvironmentFinding, Evaluation, Finding, Rule};
use crate::model::{Environment, Role};
use crate::policy::{Document, UnrestrictedAccess, unrestricted_access};
use crate::source::Code;

pub const RULE: Rule = Rule { code: Code::BoundlessBoundary, check: Check::Evaluated(check) };

/// The managed policies of AWS that allow everything, or everything that an application could need.
/// Source: AWS Managed Policy Reference.
const BOUNDLESS: [&str; 2] = ["AdministratorAccess", "PowerUserAccess"];

fn check<'a>(evaluation: &Evaluation<'a>) -> Vec<EnvironmentFinding<'a>> {
    let mut known: HashMap<*const Document, bool> = HashMap::new();
    let mut found = Vec::new();
    for (environment, documents) in evaluation.environments() {
        let mut is_boundless = |document: &Arc<Document>| {
            *known.entry(Arc::as_ptr(document)).or_insert_with(|| allows_everything(document))
        };
        found.extend(of_environment(environment, documents, &mut is_boundless));
    }
    found
}

fn of_environment<'a>(
    environment: &'a Environment,
    documents: Option<&Documents>,
    is_boundless: &mut dyn FnMut(&Arc<Document>) -> bool,
) -> Vec<EnvironmentFinding<'a>> {
    let roles = environment.roles.iter();
    let found = roles.filter_map(|(key, role)| {
        let boundary = role.managed()?.permissions_boundary.as_ref().and_then(Resolved::known)?;
        let aws = name_of_aws_policy(boundary).filter(|name| BOUNDLESS.contains(name));
        let supplied = documents.and_then(|documents| documents.get(boundary));
        let own_name = || boundary.rsplit('/').next().unwrap_or(boundary);
        let mut is_own = || supplied.is_some_and(|supplied| is_boundless(&supplied.document));
        let name = aws.or_else(|| is_own().then(own_name))?;
        Some((Some(environment.key()), finding(key, role, name)))
    });
    found.collect()
}

/// Whether a document allows every request. One that denies something, such as the administration of access, is a limit.
fn allows_everything(document: &Document) -> bool {
    document.statements.iter().all(|one| one.effect == Effect::Allow)
        && document.statements.iter().any(is_unlimited)
}

fn is_unlimited(statement: &Statement<TokenString>) -> bool {
    let has_no_exception = |access| match access {
        UnrestrictedAccess::Everything { except } => except.is_empty(),
        UnrestrictedAccess::Services(_) => false,
    };
    statement.conditions.is_empty() && unrestricted_access(statement).is_some_and(has_no_exception)
}

/// Source: IAM User Guide, "Permissions boundaries for IAM entities".
fn finding(key: &str, role: &Role, name: &str) -> Finding {
    let message =
        format!("the permissions boundary {} limits nothing that the role `{key}` is for", shown(name));
    Finding::new(Code::BoundlessBoundary, format!("roles.{key}.permissions_boundary"), role.span, message)
        .help("a boundary is the most that a role may do, whatever its policies allow: name what your application needs at most")
        .help("or remove `permissions_boundary`, from `role_defaults` too, so that nobody relies on it")
}
