//! Warnings about roles that allow everything, which is hardly ever meant for the users of an application.

use crate::iam::{Pattern, reaches_guests};
use crate::inputs::Resolved;
use crate::model::environment::IdentityPool;
use crate::model::resolve::Scope;
use crate::model::role::{GUEST, ManagedRole};
use crate::policy::{self, Grant, UnrestrictedAccess};
use crate::source::{Code, Diagnostic, Span};
use crate::tree::quoted_list;

/// AWS's managed policies that allow everything, and what they except.
/// Source: AWS Managed Policy Reference.
const EVERYTHING: [(&str, &[&str]); 2] =
    [("AdministratorAccess", &[]), ("PowerUserAccess", &["iam:*", "organizations:*", "account:*"])];

/// AWS's managed policies that allow every action of a service end with this.
const FULL_ACCESS: &str = "FullAccess";

/// Warns about grants and managed policies of a role that allow everything; for guests also about whole services.
pub(super) fn warn(key: &str, role: &ManagedRole, at: Span, pool: &IdentityPool, scope: &Scope) {
    let who = Who { key, pool };
    for grant in role.grants.values() {
        if let Some(what) = who.unrestricted(grant) {
            scope.diagnostics.push(who.diagnostic(grant.span, &format!("`{}`", grant.key), &what));
        }
    }
    for (name, arn) in role.managed_policies.iter().filter(|(_, arn)| is_of_aws(arn)) {
        if let Some(what) = who.unrestricted_policy(arn) {
            scope.diagnostics.push(who.diagnostic(at, &format!("the managed policy `{name}`"), &what));
        }
    }
}

/// Who gets the role.
struct Who<'a> {
    key: &'a str,
    pool: &'a IdentityPool,
}

impl Who<'_> {
    fn is_guest(&self) -> bool {
        self.key == GUEST
    }

    /// In the enhanced flow, Cognito limits guests to some services.
    fn is_limited(&self) -> bool {
        self.is_guest() && self.pool.classic_flow.is_none()
    }

    /// What a grant allows without limits, in words.
    fn unrestricted(&self, grant: &Grant) -> Option<String> {
        let mut services = Vec::new();
        for statement in grant.document.statements.iter() {
            let has_conditions = !statement.conditions.is_empty();
            match policy::unrestricted_access(statement) {
                // A condition can be what limits signed-in users, such as to the resources with their tags.
                Some(UnrestrictedAccess::Everything { except }) if self.is_guest() || !has_conditions => {
                    return Some(self.everything(&except));
                }
                Some(UnrestrictedAccess::Services(of_statement)) if self.is_guest() && !has_conditions => {
                    services.extend(of_statement.into_iter().filter(|service| self.can_use(service)));
                }
                Some(_) | None => {}
            }
        }
        (!services.is_empty()).then(|| format!("everything in {}", quoted_list(services)))
    }

    fn can_use(&self, service: &str) -> bool {
        !self.is_limited() || reaches_guests(&Pattern::<()>::parse(&format!("{service}:*")))
    }

    fn everything<T: std::fmt::Display>(&self, except: &[T]) -> String {
        let place = if self.is_limited() { "the services that guests can use" } else { "the account" };
        match except {
            [] => format!("everything in {place}"),
            _ => format!("everything in {place} except {}", quoted_list(except)),
        }
    }

    fn unrestricted_policy(&self, arn: &Resolved) -> Option<String> {
        let name = arn.known()?.rsplit('/').next()?;
        if let Some((_, except)) = EVERYTHING.iter().find(|(policy, _)| *policy == name) {
            return Some(self.everything(except));
        }
        (self.is_guest() && name.ends_with(FULL_ACCESS)).then(|| "everything in a service".to_owned())
    }

    fn diagnostic(&self, at: Span, what: &str, unrestricted: &str) -> Diagnostic {
        let who = match self.is_guest() {
            true => "anyone on the internet".to_owned(),
            false => format!("every user with the role `{}`", self.key),
        };
        let diagnostic =
            Diagnostic::at(at, Code::Unrestricted, format!("{what} lets {who} do {unrestricted}"))
                .help("allow only the actions and resources that your application needs");
        match self.is_guest() && self.pool.classic_flow.is_some() {
            true => diagnostic.help(
                "with `classic_flow`, guests are not limited to some services either: set `identity_pool.classic_flow: false`",
            ),
            false => diagnostic,
        }
    }
}

/// Whether a managed policy is AWS's own.
fn is_of_aws(arn: &Resolved) -> bool {
    arn.known().is_some_and(|arn| arn.split(':').nth(4) == Some("aws"))
}
